"""A learner's account without e-mail, at 360 px, with JavaScript and without: made, carried on a card, taken back, deleted."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import OpenPhone
from tests.browser.inspection import Inspector
from tests.browser.lesson_walk import heading
from tests.live_service import LiveService

PIN, NEW_PIN = "483916", "907264"
PICTURES = ("con gà", "ngôi nhà", "chìa khóa")


def sign_up(page: Page, name: str, *, pin: str = PIN) -> None:
    page.goto("/dang-ky")
    page.get_by_label("Tên hay gọi ở nhà").fill(name)
    page.get_by_role("checkbox").check()
    page.get_by_label("6 số của bác").fill(pin)
    page.get_by_label("Gõ lại 6 số ấy").fill(pin)
    page.get_by_role("button", name="Lập tài khoản").tap()
    expect(heading(page)).to_have_text("Thẻ của bác")


def choose(page: Page) -> None:
    for name, place in zip(PICTURES, ("nhất", "hai", "ba"), strict=True):
        expect(page.locator(".lead")).to_contain_text(f"hình thứ {place}")
        page.get_by_role("button", name=name, exact=True).tap()


def code_of(page: Page) -> str:
    page.goto("/tai-khoan/the")
    return page.locator(".card-code").inner_text()


def test_pictures_are_pressed_one_after_the_other(phone: BrowserContext, open_phone: OpenPhone) -> None:
    page = phone.new_page()
    page.goto("/dang-ky")
    page.get_by_label("Tên hay gọi ở nhà").fill("Bác Ba")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Dùng ba hình").tap()
    choose(page)
    expect(page.locator(".lead")).to_contain_text("chọn lại một lần nữa")
    choose(page)
    expect(heading(page)).to_have_text("Thẻ của bác")
    code = code_of(page)
    other = open_phone().new_page()
    other.goto("/vao")
    other.get_by_label("Mã trên thẻ").fill(code)
    other.get_by_role("button", name="Chọn ba hình").tap()
    choose(other)
    expect(heading(other)).to_contain_text("Bác Ba")


def test_helper_and_answer_bring_somebody_back_in(
    phone: BrowserContext, open_phone: OpenPhone, teacher_state: Any
) -> None:
    page = phone.new_page()
    sign_up(page, "Bác Tám")
    code = code_of(page)
    page.get_by_role("link", name="Đặt câu hỏi ngay").tap()
    page.get_by_label("Món mẹ nấu mà bác nhớ nhất").check()
    page.get_by_label("Câu trả lời").fill("Cá kho")
    page.get_by_role("button", name="Lưu câu hỏi").tap()
    expect(page.get_by_role("status").filter(has_text="Đã lưu")).to_be_visible()

    helper = open_phone(storage_state=teacher_state).new_page()
    helper.goto("/giup-lay-lai")
    helper.get_by_label("của người cần giúp").fill(code)
    helper.get_by_role("button", name="Lấy mã").tap()
    number = helper.locator("p.lead strong").inner_text()

    lost = open_phone().new_page()
    lost.goto("/vao")
    lost.get_by_role("link", name="Quên mã").tap()
    lost.get_by_label("Mã trên thẻ").fill(code)
    lost.get_by_label("Mã 6 số").fill(number)
    lost.get_by_role("button", name="Tiếp tục").tap()
    lost.get_by_label("Món mẹ nấu").fill("ca kho")
    lost.get_by_role("button", name="Trả lời").tap()
    expect(heading(lost)).to_have_text("Chọn mã riêng")
    lost.get_by_label("6 số của bác").fill(NEW_PIN)
    lost.get_by_label("Gõ lại 6 số ấy").fill(NEW_PIN)
    lost.get_by_role("button", name="Lưu mã này").tap()
    expect(heading(lost)).to_have_text("Thẻ của bác")


def test_everything_is_taken_along_and_deleted(phone: BrowserContext, tmp_path: Path) -> None:
    page = phone.new_page()
    sign_up(page, "Bác Chín")
    page.goto("/tai-khoan/du-lieu")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Tải tệp chữ").tap()
    coming.value.save_as(tmp_path / "mine.txt")
    assert "Bác Chín" in (tmp_path / "mine.txt").read_text("utf-8")
    page.get_by_role("link", name="Xóa hết dữ liệu").tap()
    expect(heading(page)).to_have_text("Xóa hết dữ liệu")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Xóa hết").tap()
    expect(page.get_by_role("status").filter(has_text="Đã xóa hẳn")).to_be_visible()
    expect(page.locator("#screen")).to_contain_text("Máy này chưa giữ gì")


def test_pages_read_well_on_a_small_phone(scripted: BrowserContext, open_phone: OpenPhone, teacher_state: Any) -> None:
    page = scripted.new_page()
    inspector = Inspector(page)
    for path in ("/dang-ky", "/vao", "/lay-lai"):
        page.goto(path)
        inspector.look(path)
    sign_up(page, "Bác Mười Hai Tên Rất Dài Để Thử")
    for path in (
        "/tai-khoan", "/tai-khoan/the", "/tai-khoan/phong-khi-quen", "/tai-khoan/ma-rieng", "/tai-khoan/du-lieu",
        "/tai-khoan/xoa", "/giup-lay-lai", "/tai-khoan/tin",
    ):  # fmt: skip
        page.goto(path)
        inspector.look(path)
    page.goto("/tai-khoan/ma-rieng")
    page.get_by_role("button", name="Dùng ba hình").tap()
    expect(heading(page)).to_have_text("Chọn ba hình")
    inspector.look("pictures")
    assert inspector.faults == []

    desk = open_phone(storage_state=teacher_state).new_page()
    looked = Inspector(desk)
    desk.goto("/dang-ky/tai-xa")
    looked.look("/dang-ky/tai-xa")
    desk.get_by_label("Tên hay gọi").fill("Bác Một\nBác Hai")
    desk.get_by_role("button", name="Lập thẻ").tap()
    expect(heading(desk)).to_have_text("Thẻ vừa lập")
    looked.look("printed cards")
    assert looked.faults == []


def test_card_is_printed_on_one_page(browser: Browser, open_phone: OpenPhone, service: LiveService) -> None:
    page = open_phone().new_page()
    sign_up(page, "Bác Ba")
    page.emulate_media(media="print")
    expect(page.locator(".id-card")).to_be_visible()
    expect(page.get_by_role("button", name="Mất thẻ rồi")).to_be_hidden()
    expect(page.get_by_role("link", name="Đặt câu hỏi ngay")).to_be_hidden()
    assert page.pdf(format="A6", prefer_css_page_size=False).count(b"/Type /Page\n") == 1
