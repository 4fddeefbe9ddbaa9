"""Writing at the desk: saved as one types, never lost, merged with another's words, tried out beside it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, Route, expect

from tests.browser.conftest import Consoles, OpenPhone, sign_in_teacher
from tests.browser.inspection import Inspector
from tests.live_service import LiveService

PATH = "content/courses/vneid/01-hai-muc-dinh-danh.md"
FILE = f"/soan-bai/tep/{PATH}"
OTHER_FILE = "/soan-bai/tep/content/courses/vneid/02-ba-chia-khoa.md"
FAILED = r"Failed to load resource"
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "is_mobile": False, "has_touch": False}
TITLE = "tieu-de: "


@pytest.fixture(scope="session")
def other(browser: Browser, service: LiveService) -> Any:
    """A second teacher."""
    return sign_in_teacher(browser, service)


@pytest.fixture
def desk(open_phone: OpenPhone, teacher_state: Any) -> Callable[..., BrowserContext]:
    """A browser of the teacher, or of another: `desk(**options)`."""
    return lambda **options: open_phone(**{"storage_state": teacher_state, **options})


def new_lesson(page: Page, name: str) -> str:
    """A draft of its own for each test; gives its address."""
    page.goto("/soan-bai/sua")
    page.get_by_label("Tên bài", exact=True).fill(name)
    page.get_by_role("button", name="Mở bài mẫu").click()
    page.wait_for_url(re.compile(r"/soan-bai/sua/\d+$"))
    return page.url


def add(page: Page, after: str, words: str) -> None:
    """Types behind these words, as a hand does."""
    page.locator("#chu").evaluate(
        "(area, after) => { const place = area.value.indexOf(after) + after.length; area.focus(); area.setSelectionRange(place, place); }",
        after,
    )
    page.keyboard.type(words)


def saved(page: Page, words: str) -> None:
    """The server has it: a page that is opened anew shows these words."""
    expect(page.locator("#saved")).to_contain_text("Đã lưu lúc")
    fresh = page.context.new_page()
    fresh.goto(page.url)
    expect(fresh.locator("#chu")).to_have_value(re.compile(re.escape(words)))
    fresh.close()


def trial(page: Page) -> FrameLocator:
    return page.frame_locator("#trial")


@pytest.mark.parametrize("size", [{}, DESKTOP], ids=["phone", "desktop"])
def test_typing_is_saved_and_shown_beside_it(desk: Callable[..., BrowserContext], size: dict[str, Any]) -> None:
    page = desk(**size).new_page()
    new_lesson(page, f"Đổi cỡ chữ {len(size)}")
    expect(trial(page).get_by_role("heading", name="Việc bác sắp làm")).to_be_attached()
    add(page, "## Việc bác sắp làm", " hôm nay")
    expect(page.locator("#saved")).to_have_text("Đang gõ, chưa lưu.")
    for _ in " hôm nay":
        page.keyboard.press("Backspace")
    expect(page.locator("#saved")).to_contain_text("Đã lưu lúc")  # as the server has it
    add(page, "## Việc bác sắp làm", " hôm nay")
    saved(page, "## Việc bác sắp làm hôm nay")
    expect(trial(page).get_by_role("heading", name="Việc bác sắp làm hôm nay")).to_be_attached()


def test_faults_lead_the_cursor_to_their_lines(desk: Callable[..., BrowserContext]) -> None:
    page = desk().new_page()
    new_lesson(page, "Lỗi ở dòng nào")
    add(page, "Mỗi bước chỉ một việc.", " [[khong-co]]")
    fault = page.locator("#findings li", has_text="khong-co").get_by_role("link")
    expect(fault).to_be_visible()
    line, column = re.findall(r"\d+", fault.inner_text())
    fault.tap()
    expect(page.locator("#chu")).to_be_focused()
    expect(page.locator("#spot")).to_have_text(f"Dòng {line}, cột {column}")
    expect(page.locator("#chu")).to_be_in_viewport()
    page.keyboard.type("Ở ĐÂY")
    assert "Ở ĐÂY[[khong-co]]" in page.locator("#chu").input_value()


def test_closed_tab_loses_nothing(desk: Callable[..., BrowserContext]) -> None:
    context = desk()
    page = context.new_page()
    url = new_lesson(page, "Đóng ngang")
    add(page, TITLE, "")
    add(page, "## Việc bác sắp làm", " ngay")
    page.close(run_before_unload=True)  # before the pause is over
    again = context.new_page()
    again.goto(url)
    if "sắp làm ngay" not in again.locator("#chu").input_value():  # on its way when this page was read, or only here
        again.get_by_role("button", name="Lấy lại chữ chưa kịp lưu").tap()
    expect(again.locator("#chu")).to_have_value(re.compile("## Việc bác sắp làm ngay"))
    expect(again.locator("#saved")).to_contain_text("Đã lưu lúc")


def test_lost_network_keeps_words_here_and_saves_them_later(
    desk: Callable[..., BrowserContext], consoles: Consoles
) -> None:
    consoles.expect(FAILED)
    context = desk()
    page = context.new_page()
    url = new_lesson(page, "Mất mạng")
    context.set_offline(True)
    add(page, "## Việc bác sắp làm", " lúc mất mạng")
    expect(page.locator("#saved")).to_contain_text("Chữ vẫn giữ trên máy này")
    context.set_offline(False)
    saved(page, "## Việc bác sắp làm lúc mất mạng")

    context.set_offline(True)
    add(page, "## Việc bác sắp làm lúc mất mạng", " rồi tắt máy")
    expect(page.locator("#saved")).to_contain_text("Chữ vẫn giữ trên máy này")
    kept_here = context.storage_state()  # as on the disk of a phone that goes off now, before the line is back
    context.close()
    again = desk(storage_state=kept_here).new_page()
    again.goto(url)
    again.get_by_role("button", name="Lấy lại chữ chưa kịp lưu").tap()
    saved(again, "## Việc bác sắp làm lúc mất mạng rồi tắt máy")
    again.reload()
    expect(again.locator("#unsaved")).to_be_hidden()


def test_lost_reply_makes_no_conflict_with_oneself(desk: Callable[..., BrowserContext], consoles: Consoles) -> None:
    """The server has the words, the browser does not know; meanwhile typing goes on in the same line."""
    consoles.expect(FAILED)
    page = desk().new_page()
    new_lesson(page, "Mất lời đáp")
    lost: list[str] = []

    def lose(route: Any) -> None:
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.request.url)
        route.fetch()
        route.abort()

    page.route("**/soan-bai/sua/*", lose)
    add(page, "## Việc bác sắp làm", " một")
    expect(page.locator("#saved")).to_contain_text("Chữ vẫn giữ trên máy này")
    page.keyboard.type(" hai")
    saved(page, "## Việc bác sắp làm một hai")
    expect(page.locator("#outcome p")).to_have_count(0)


def test_two_tabs_are_merged(desk: Callable[..., BrowserContext], other: Any) -> None:
    first = desk().new_page()
    url = new_lesson(first, "Hai người cùng viết")
    second = desk(storage_state=other).new_page()
    second.goto(url)
    add(second, "Ai giục thì mình dừng lại.", " Không vội.")
    saved(second, "Không vội.")
    add(first, "## Việc bác sắp làm", " sáng nay")
    expect(first.locator("#outcome")).to_contain_text("Đã ghép chữ của Cô Hạnh vào bản của thầy cô.")
    expect(first.locator("#chu")).to_have_value(re.compile("Không vội."))
    first.keyboard.type(" sớm")  # the cursor is where it was
    saved(first, "## Việc bác sắp làm sáng nay sớm")


def test_conflict_shows_both_and_keeps_what_is_chosen(desk: Callable[..., BrowserContext], other: Any) -> None:
    first = desk().new_page()
    url = new_lesson(first, "Hai người một dòng")
    second = desk(storage_state=other).new_page()
    second.goto(url)
    add(second, "## Việc bác sắp làm", " buổi chiều")
    saved(second, "buổi chiều")
    add(first, "## Việc bác sắp làm", " buổi sáng")
    expect(first.locator("#outcome")).to_contain_text("Cả hai bản đều đã được giữ lại")
    first.keyboard.type(" sớm")
    expect(first.locator("#saved")).to_contain_text("đang giữ trên máy này")
    inspector = Inspector(first)
    inspector.look("the editor in a conflict")
    first.get_by_role("button", name="Lưu").tap()
    expect(first.get_by_role("heading", name="Ghép hai bản")).to_be_visible()
    expect(first.locator("fieldset.conflict")).to_contain_text("Việc bác sắp làm buổi sáng sớm")
    expect(first.locator("fieldset.conflict")).to_contain_text("Việc bác sắp làm buổi chiều")
    inspector.look("two texts")
    first.get_by_text("Giữ cả hai", exact=True).tap()
    first.get_by_role("button", name="Ghép vào bản nháp").tap()
    expect(first.locator("#chu")).to_have_value(
        re.compile("## Việc bác sắp làm buổi sáng sớm\n## Việc bác sắp làm buổi chiều")
    )
    assert inspector.faults == []
    expect(first.locator("#unsaved")).to_be_hidden()  # the server has had these words since Lưu was pressed


def test_sent_to_review_during_a_save_goes_with_every_word(desk: Callable[..., BrowserContext]) -> None:
    """Pressed while a save is on its way, and with more words typed since it left."""
    page = desk().new_page()
    page.goto(OTHER_FILE)
    page.get_by_role("button", name="Sửa tệp này").tap()
    page.wait_for_url(re.compile(r"/soan-bai/sua/\d+$"))
    url = page.url
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method != "POST" or held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/soan-bai/sua/*", hold)
    title = re.findall(r"tieu-de: .*", page.locator("#chu").input_value())[0]
    add(page, title, " một")
    expect(page.locator("#saved")).to_have_text("Đang lưu…")
    page.keyboard.type(" hai")
    page.get_by_role("button", name="Gửi đi duyệt").tap()
    held[0].continue_()
    page.wait_for_url(lambda now: now != url)
    page.goto(url)
    expect(page.get_by_text("Bản này đang chờ duyệt")).to_be_visible()
    expect(page.locator("#chu")).to_have_value(re.compile(re.escape(f"{title} một hai\n")))


@pytest.mark.parametrize("size", [{}, DESKTOP], ids=["phone", "desktop"])
def test_preview_is_played_and_answered_and_records_nothing(
    desk: Callable[..., BrowserContext], service: LiveService, size: dict[str, Any]
) -> None:
    def recorded() -> list[tuple[object, ...]]:
        counts = "(SELECT count(*) FROM answer), (SELECT count(*) FROM tap), (SELECT count(*) FROM learner)"
        return service.query(f"SELECT {counts}")

    before = recorded()
    page = desk(**size).new_page()
    new_lesson(page, f"Bấm thử {len(size)}")
    frame = trial(page)
    frame.get_by_role("link", name="Tiếp theo").click()
    frame.get_by_role("button", name="Hình ảnh").click()
    expect(frame.get_by_text("Ở đây là ảnh của bác.")).to_be_visible()
    frame.get_by_role("button", name="Cài đặt").click()
    frame.get_by_role("button", name="Cỡ chữ").click()
    expect(frame.get_by_role("heading", name="Bác làm được rồi")).to_be_visible()
    frame.get_by_role("link", name="Đi tiếp").click()
    frame.get_by_text("Đọc số điện thoại cho họ").click()
    frame.get_by_role("button", name="Trả lời").click()
    expect(frame.get_by_text("Họ có thể dùng số ấy để gọi tiếp.")).to_be_visible()
    frame.get_by_role("link", name="Đi tiếp").click()
    expect(frame.get_by_role("heading", name="Bác học xong rồi!")).to_be_visible()
    assert recorded() == before


def test_without_script_everything_is_saved_merged_and_previewed(
    desk: Callable[..., BrowserContext], other: Any
) -> None:
    page = desk(java_script_enabled=False).new_page()
    url = new_lesson(page, "Không có script")
    text = page.locator("#chu").input_value()
    rival = desk(java_script_enabled=False, storage_state=other).new_page()
    rival.goto(url)
    rival.locator("#chu").fill(text.replace("sắp làm", "sắp làm chiều nay"))
    rival.get_by_role("button", name="Lưu").tap()
    page.locator("#chu").fill(text.replace("sắp làm", "sắp làm sáng nay"))
    page.get_by_role("button", name="Lưu").tap()
    page.get_by_text("Giữ cả hai", exact=True).tap()
    page.get_by_role("button", name="Ghép vào bản nháp").tap()
    assert "sắp làm sáng nay\n## Việc bác sắp làm chiều nay" in page.locator("#chu").input_value()
    expect(trial(page).get_by_text("Xem thử")).to_be_attached()


def test_signed_out_teacher_is_told_and_goes_on_after_signing_in(
    desk: Callable[..., BrowserContext], service: LiveService, browser: Browser, consoles: Consoles
) -> None:
    consoles.expect(FAILED)
    consoles.expect(r"frame-ancestors 'none'")  # the page to sign in stands in no frame, so not in the preview's either
    context = desk(storage_state=sign_in_teacher(browser, service))
    page = context.new_page()
    new_lesson(page, "Hết phiên")
    cookies = context.cookies()
    context.clear_cookies()
    add(page, "## Việc bác sắp làm", " sau giờ nghỉ")
    expect(page.locator("#saved")).to_contain_text("Thầy cô đã ra khỏi tài khoản")
    context.add_cookies([{**cookie} for cookie in cookies])  # type: ignore[typeddict-item]
    page.evaluate("dispatchEvent(new Event('focus'))")
    saved(page, "## Việc bác sắp làm sau giờ nghỉ")


def test_a_shipped_lesson_is_opened_from_its_file(desk: Callable[..., BrowserContext]) -> None:
    page = desk().new_page()
    page.goto(FILE)
    page.get_by_role("button", name="Sửa tệp này").tap()
    expect(page.locator("#chu")).to_have_value(re.compile("^---\ntieu-de: "))
    expect(trial(page).locator("h1")).to_be_attached()
    inspector = Inspector(page)
    inspector.look("the editor")
    inspector.open("/soan-bai/sua", "a new file")
    inspector.open("/soan-bai", "the desk with drafts")
    assert inspector.faults == []
