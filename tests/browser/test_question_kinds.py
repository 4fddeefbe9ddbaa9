"""Every kind of question by touch, with and without script, and by keys alone; and everything around questions, looked at."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.core.db import Database
from tests.browser.conftest import Consoles, OpenPhone
from tests.browser.inspection import Inspector
from tests.browser.lesson_walk import heading, learner_of, primary, wait_for_script
from tests.browser.test_keyboard import FOCUS, tab_to
from tests.forked_service import forked_service
from tests.live_service import LiveService
from tests.practice.history import answer
from tests.quiz.kind_walk import SLUGS, question_url
from tests.sample_content import write_every_kind

STEPS = ("Mở ứng dụng", "Nhập số", "Xem tên người nhận", "Bấm gửi")
PAIRS = {"Làm khai sinh": "Cổng Dịch vụ công", "Xem thẻ căn cước": "VNeID", "Chuyển tiền": "Ứng dụng ngân hàng"}
CHOICES = {
    "mot-y": ("Cúp máy",),
    "nhieu-y": ("Mật khẩu", "Mã xác nhận"),
    "tin-la": ("Là lừa đảo", "Bác chắc"),
    "ho-hang": ("Gọi điện hỏi",),
    "tim-cho": ("Đóng",),
}


@pytest.fixture(scope="module")
def kind_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveService]:
    folder = tmp_path_factory.mktemp("kinds")
    with forked_service(folder, write_every_kind(folder / "content")) as running:
        yield running


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def kind_phone(request: pytest.FixtureRequest, open_phone: OpenPhone, kind_service: LiveService) -> BrowserContext:
    return open_phone(base_url=kind_service.url, java_script_enabled=request.param)


@pytest.fixture
def scripted_phone(open_phone: OpenPhone, kind_service: LiveService) -> BrowserContext:
    return open_phone(base_url=kind_service.url)


def tap(page: Page, *words: str) -> None:
    for word in words:
        page.locator("label.choice, label.pick", has_text=word).first.tap()


def put_in_order(page: Page) -> None:
    for number, step in enumerate(STEPS, 1):
        page.get_by_role("button", name=step).tap()
        expect(page.locator("div.choice", has_text=step)).to_contain_text(f"{number}.")


def fill_by_touch(page: Page, slug: str) -> None:
    if slug == "thu-tu":
        put_in_order(page)
    elif slug == "ghep-doi":
        for left, chosen in PAIRS.items():
            page.get_by_label(left).select_option(label=chosen)
    elif slug == "go-chu":
        page.get_by_label("Câu trả lời của bác").fill("cong an phuong")
    else:
        tap(page, *CHOICES[slug])


def test_every_kind_is_answered_by_touch(kind_phone: BrowserContext, kind_service: LiveService) -> None:
    page = kind_phone.new_page()
    for number, slug in enumerate(SLUGS, 1):
        page.goto(question_url(slug))
        fill_by_touch(page, slug)
        page.get_by_role("button", name="Trả lời").tap()
        expect(heading(page), slug).to_contain_text("Đúng rồi")
        rows = kind_service.query("SELECT score FROM answer WHERE learner_id = ?", learner_of(kind_service, kind_phone))
        assert rows == [(1.0,)] * number, slug
        primary(page).tap()
        expect(page.locator(".outcome"), slug).to_have_count(0)
        page.go_back()
        expect(heading(page), slug).to_contain_text("Đúng rồi")


def press(page: Page, name: str, *keys: str) -> None:
    tab_to(page, name)
    focused = page.evaluate(FOCUS)
    assert focused["rings"], name
    assert focused["seen"], name
    for key in keys:
        page.keyboard.press(key)


def fill_by_keys(page: Page, slug: str) -> None:
    if slug == "thu-tu":
        for number, step in enumerate(STEPS, 1):
            press(page, step, "Enter")
            expect(page.locator("div.choice", has_text=step)).to_contain_text(f"{number}.")
            expect(heading(page)).to_be_focused()  # where it is said how many are left
    elif slug == "ghep-doi":
        for left in page.locator(".field label").all_inner_texts():  # in the order of this showing
            press(page, left)
            options = page.get_by_label(left).locator("option").all_inner_texts()
            for _ in range(options.index(PAIRS[left])):
                page.keyboard.press("ArrowDown")
            expect(page.get_by_label(left).locator("option:checked")).to_have_text(PAIRS[left])
    elif slug == "go-chu":
        press(page, "Câu trả lời của bác")
        page.keyboard.type("công an phường")
    elif slug == "nhieu-y":
        for word in page.locator("label.choice").all_inner_texts():
            press(page, word, *(["Space"] if word in CHOICES[slug] else []))
    else:
        for word in CHOICES[slug]:
            radio = page.get_by_label(word, exact=slug == "tin-la").first
            name = radio.get_attribute("name")
            page.keyboard.press("Tab")
            while page.evaluate("document.activeElement.name") != name:
                page.keyboard.press("Tab")
            page.keyboard.press("Space")
            while not radio.is_checked():
                page.keyboard.press("ArrowDown")


def test_every_kind_is_answered_with_keys_alone(scripted_phone: BrowserContext) -> None:
    page = scripted_phone.new_page()
    for slug in SLUGS:
        page.goto(question_url(slug))
        wait_for_script(page)
        fill_by_keys(page, slug)
        press(page, "Trả lời", "Enter")
        expect(heading(page), slug).to_contain_text("Đúng rồi")
        expect(heading(page), slug).to_be_focused()


def test_a_step_is_taken_back(kind_phone: BrowserContext) -> None:
    page = kind_phone.new_page()
    page.goto(question_url("thu-tu"))
    page.get_by_role("button", name="Bấm gửi").tap()
    expect(heading(page)).to_contain_text("Bác đã xếp 1 trên 4 bước")
    page.get_by_role("button", name="Bỏ bước cuối").tap()
    expect(heading(page)).to_have_text("Bác chạm bước đầu tiên")
    put_in_order(page)
    page.get_by_role("button", name="Trả lời").tap()
    expect(heading(page)).to_contain_text("Đúng rồi")


MISSING = {
    "nhieu-y": "Bác chưa chọn câu nào",
    "thu-tu": "Bác còn 4 bước",
    "ghep-doi": "Bác còn 3 dòng",
    "go-chu": "Bác chưa gõ chữ nào",
    "tin-la": "Bác chưa chọn là thật hay lừa đảo",
}


@pytest.mark.parametrize("slug", MISSING)
def test_kind_looks_well_asked_refused_and_answered(
    scripted_phone: BrowserContext, consoles: Consoles, slug: str
) -> None:
    consoles.expect("status of 422")
    inspector = Inspector(page := scripted_phone.new_page())
    inspector.open(question_url(slug), "asked")
    page.get_by_role("button", name="Trả lời").tap()
    expect(page.get_by_role("alert")).to_contain_text(MISSING[slug])
    expect(page.get_by_role("alert")).to_be_focused()
    fill_by_touch(page, slug)
    inspector.look("refused once, filled in")
    page.get_by_role("button", name="Trả lời").tap()
    expect(page.locator(".outcome")).to_be_visible()
    inspector.look("answered")
    assert inspector.faults == []


def test_pages_around_questions_look_well(scripted_phone: BrowserContext, kind_service: LiveService) -> None:
    page = scripted_phone.new_page()
    page.goto(question_url("mot-y"))
    fill_by_touch(page, "mot-y")
    page.get_by_role("button", name="Trả lời").tap()
    expect(page.locator(".outcome")).to_be_visible()
    learner = learner_of(kind_service, scripted_phone)
    assert learner is not None
    database = Database(kind_service.settings.database_url)
    for number in range(9):  # mastered four days ago: a review is due
        at = datetime(2026, 11, 17, 5, number, tzinfo=UTC)
        answer(database, learner, f"giu-mat-khau/cau-{number}", at=at, skills="vneid-dang-nhap")
    answer(database, learner, "giu-mat-khau/cau-1", score=0, at=datetime(2026, 11, 17, tzinfo=UTC) + timedelta(days=3), skills="tt-ma-qr")  # fmt: skip
    database.close()
    inspector = Inspector(page)
    for path in ("/tien-bo", "/on-tap", "/luyen-tap?nghi=1", "/lam-quen", "/dua-may-lai", "/"):
        inspector.open(path)
    page.goto("/on-tap")
    page.get_by_role("link", name="Bắt đầu ôn").tap()
    inspector.look("a review")
    assert inspector.faults == []


def test_help_is_one_tap_and_the_phone_is_handed_back(kind_phone: BrowserContext, kind_service: LiveService) -> None:
    page = kind_phone.new_page()
    page.goto(question_url("mot-y"))
    page.get_by_role("button", name="Có người giúp tôi").tap()
    expect(page.get_by_text("Đang có người giúp")).to_be_visible()
    answer_and_go_on(page, lambda: tap(page, "Cúp máy"))
    expect(page.get_by_text("Đang có người giúp")).to_be_visible()
    page.get_by_role("button", name="Đưa máy lại cho bác").tap()
    expect(heading(page)).to_have_text("Đưa máy lại cho bác nhé")
    page.get_by_role("button", name="Rồi, tôi tự làm").tap()
    expect(page.get_by_role("button", name="Có người giúp tôi")).to_be_visible()
    answer_and_go_on(page, lambda: tap(page, *CHOICES["nhieu-y"]))
    learner = learner_of(kind_service, kind_phone)
    assert kind_service.query("SELECT assisted FROM answer WHERE learner_id = ? ORDER BY id", learner) == [(1,), (0,)]
    page.goto(question_url("nhieu-y"))
    page.get_by_role("button", name="Vừa rồi có người giúp tôi").tap()
    expect(heading(page)).to_have_text("Đưa máy lại cho bác nhé")
    page.get_by_role("button", name="Rồi, tôi tự làm").tap()
    expect(heading(page)).to_contain_text("Đúng rồi")
    assert kind_service.query("SELECT lesson FROM help_statement WHERE learner_id = ?", learner) == [("du-kieu",)]


def answer_and_go_on(page: Page, fill: Callable[[], None]) -> None:
    fill()
    page.get_by_role("button", name="Trả lời").tap()
    expect(heading(page)).to_contain_text("Đúng rồi")
    primary(page).tap()
    expect(page.locator(".outcome")).to_have_count(0)
