"""Asking the tutor on a small phone, with script and without: a question beside a step, a victim, a secret, erasing; and
the teacher who reads what no lesson answers."""

from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Consoles, OpenPhone
from tests.browser.inspection import Inspector
from tests.browser.lesson_walk import heading
from tests.live_service import LiveService

STEP = "/bai-hoc/hai-muc-dinh-danh?buoc=2"
QUESTION = "lam vneid muc 2 phai ra cong an hay o nha"
VICTIM = "toi vua bi lua chuyen 20 trieu cho bon gia cong an, lam sao bay gio"
SECRET = "Mã OTP của bác là 617204, quên mật khẩu VNeID thì lấy lại thế nào?"
UNKNOWN = "giá vàng hôm nay bao nhiêu"


def ask(page: Page, question: str) -> None:
    page.get_by_label("Bác muốn hỏi gì").fill(question)
    page.get_by_role("button", name="Hỏi", exact=True).tap()


def in_view(page: Page, selector: str) -> bool:
    """Whether its beginning is on the screen now."""
    seen: bool = page.evaluate(
        "(selector) => { const y = document.querySelector(selector).getBoundingClientRect().y; return y >= 0 && y < innerHeight / 2; }",
        selector,
    )
    return seen


def test_question_beside_a_step_is_answered_from_a_step_and_leads_back(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(STEP)
    title = heading(page).inner_text()
    page.get_by_role("link", name="Hỏi trợ lý về bước này").tap()
    expect(heading(page)).to_have_text("Hỏi trợ lý")
    ask(page, QUESTION)
    quote = page.locator("#tra-loi blockquote")
    expect(quote).to_contain_text("chụp ảnh và lấy vân tay")
    page.wait_for_function("scrollY > 0")
    assert in_view(page, "#tra-loi")
    told = quote.locator("p").first.inner_text().strip("“”").split(". ")[-1].rstrip(".")
    quote.get_by_role("link").tap()
    expect(page.locator("#step-text")).to_contain_text(told)
    page.go_back()
    expect(page.locator("#tra-loi blockquote")).to_contain_text(told)
    page.get_by_role("link", name="Quay lại bài").tap()
    expect(heading(page)).to_have_text(title)


def test_victim_sees_the_card_at_once_and_erases_it(phone: BrowserContext, service: LiveService) -> None:
    page = phone.new_page()
    page.goto("/tro-ly")
    ask(page, VICTIM)
    card = page.locator(".emergency")
    expect(card).to_contain_text("không chuyển thêm đồng nào")
    assert in_view(page, ".emergency")
    expect(card.get_by_role("link", name="113")).to_have_attribute("href", "tel:113")
    (key,) = {one.get_attribute("value") for one in page.locator("[name=tin]").all()}
    kept = "SELECT count(*) FROM tutor_message WHERE key = ?"
    assert service.query(kept, key) == [(1,)]
    card.get_by_role("link", name="Xóa câu này").tap()
    expect(heading(page)).to_have_text("Xóa câu này?")
    page.get_by_role("button", name="Xóa", exact=True).tap()
    expect(page.get_by_role("status").filter(has_text="Đã xóa")).to_be_visible()
    assert service.query(kept, key) == [(0,)]


def test_secret_comes_back_blanked(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/tro-ly")
    ask(page, SECRET)
    expect(page.locator("#tra-loi .never")).to_contain_text("Bác vừa gõ mã bí mật")
    assert "[OTP]" in page.locator("#cau-hoi").input_value()
    assert "617204" not in page.content()


def test_learner_says_whether_it_helped(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/tro-ly")
    ask(page, QUESTION)
    page.get_by_role("button", name="Có", exact=True).tap()
    expect(page.get_by_role("status").filter(has_text="Cảm ơn bác")).to_be_visible()
    expect(page.locator("#tra-loi")).to_contain_text("Bác đã nói: có giúp.")


def test_tutor_for_eyes_and_fingers(
    scripted: BrowserContext, open_phone: OpenPhone, teacher_state: Any, consoles: Consoles
) -> None:
    consoles.expect("status of 422")
    inspector = Inspector(page := scripted.new_page())
    inspector.open("/tro-ly?bai=hai-muc-dinh-danh&buoc=2", "beside a step")
    ask(page, "")
    expect(page.get_by_role("alert")).to_be_visible()
    inspector.look("nothing asked")
    for question, state in ((QUESTION, "answer"), ("zalo", "titles"), (UNKNOWN, "no lesson"), (SECRET, "a secret"), (VICTIM, "a victim")):  # fmt: skip
        page.goto("/tro-ly")
        ask(page, question)
        expect(page.locator("#tra-loi")).to_be_visible()
        inspector.look(state)
    inspector.open("/tro-ly/xoa", "before erasing")
    inspector.open("/api/docs")
    desk = Inspector(teacher := open_phone(storage_state=teacher_state).new_page())
    desk.open("/soan-bai/cau-chua-co-bai", "questions without a lesson")
    teacher.get_by_label("Bài nào đã dạy việc này?").first.fill("quen-mat-khau")
    teacher.get_by_role("button", name="Đã có bài").first.tap()
    expect(teacher.get_by_text("Đã xem xét gần đây")).to_be_visible()
    desk.look("decided")
    assert inspector.faults + desk.faults == []
