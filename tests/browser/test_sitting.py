"""A certification test on a small phone, on a line that comes and goes."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.conftest import Consoles, OpenPhone
from tests.browser.inspection import Inspector
from tests.forked_service import forked_service
from tests.live_service import LiveService
from tests.sittings.sample_bank import write_bank

KEPT = re.compile("Câu trả lời của bác được giữ trên máy|Máy đang chờ mạng")  # of a question, on the look-alike phone


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveService]:
    folder = tmp_path_factory.mktemp("certifying")
    with forked_service(folder / "service", write_bank(folder / "content")) as running:
        yield running


def begin(page: Page) -> None:
    page.goto("/chung-nhan")
    page.get_by_role("link", name="Làm một mình").click()
    page.get_by_label("Họ và tên để in lên giấy").fill("Nguyễn Thị Lan")
    page.get_by_label("Máy của tôi").check()
    page.get_by_label("Tôi đồng ý").check()
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_role("button", name="Đúng rồi, bắt đầu").click()
    page.get_by_text("Mình bắt đầu nhé").wait_for()


def key_of(page: Page) -> str:
    return page.locator('[name="khoa"]').first.input_value()


def skip(page: Page) -> None:
    page.get_by_role("button", name="Chưa biết, cho qua").click(no_wait_after=True)


def next_task(page: Page, before: str) -> None:
    page.wait_for_function("(key) => (document.querySelector('[name=khoa]') || {}).value !== key", arg=before)


def answers(service: LiveService) -> list[tuple[object, ...]]:
    return service.query("SELECT key FROM sitting_answer ORDER BY answered_at")


def with_htmx(page: Page) -> None:
    page.wait_for_function("() => window.htmx")


def test_sitting_works_from_the_first_task_to_the_end_with_and_without_script(phone: BrowserContext) -> None:
    page = phone.new_page()
    begin(page)
    for _ in range(20):
        if page.locator('[name="khoa"]').count() == 0:
            break
        before = key_of(page)
        skip(page)
        next_task(page, before)
    expect(page.get_by_role("heading", level=1)).to_contain_text("luyện thêm")
    page.get_by_role("button", name="Tôi muốn có người xem lại").click()
    expect(page.get_by_text("Bác đã nhờ xem lại")).to_be_visible()


def test_pause_and_going_on_another_day(phone: BrowserContext) -> None:
    page = phone.new_page()
    begin(page)
    before = key_of(page)
    page.get_by_role("button", name="Tạm nghỉ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bác đang tạm nghỉ")
    page.goto("/chung-nhan")
    page.get_by_role("link", name="Làm tiếp bài đang dở").click()
    page.get_by_role("button", name="Làm tiếp").click()
    expect(page.get_by_role("button", name="Chưa biết, cho qua")).to_be_visible()
    assert key_of(page) != before


def test_answer_without_network_waits_on_the_phone_and_goes_when_it_is_back(
    scripted: BrowserContext, service: LiveService, consoles: Consoles
) -> None:
    consoles.expect("ERR_INTERNET_DISCONNECTED")
    page = scripted.new_page()
    begin(page)
    with_htmx(page)
    before, count = key_of(page), len(answers(service))
    scripted.set_offline(True)
    skip(page)
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.get_by_text("Mình bấm lại nhé")).to_have_count(0)
    expect(page.get_by_role("button", name="Chưa biết, cho qua")).to_be_hidden()
    assert len(answers(service)) == count
    scripted.set_offline(False)
    next_task(page, before)
    expect(page.get_by_text(KEPT)).to_be_hidden()
    assert [key for (key,) in answers(service)][count:] == [before]


def test_answer_survives_a_closed_tab_and_is_sent_first(
    scripted: BrowserContext, service: LiveService, consoles: Consoles
) -> None:
    consoles.expect("ERR_INTERNET_DISCONNECTED")
    page = scripted.new_page()
    begin(page)
    with_htmx(page)
    before, url = key_of(page), page.url
    scripted.set_offline(True)
    skip(page)
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.close()
    scripted.set_offline(False)
    page = scripted.new_page()
    page.goto(url)
    next_task(page, before)
    assert (before,) in answers(service)


def test_reply_that_is_lost_after_the_answer_was_kept_counts_once(
    scripted: BrowserContext, service: LiveService, consoles: Consoles
) -> None:
    consoles.expect("ERR_FAILED|htmx:(sendError|afterRequest)")
    page = scripted.new_page()
    begin(page)
    with_htmx(page)
    before, count = key_of(page), len(answers(service))
    lost: list[int] = []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/tra-loi", lose)
    skip(page)
    next_task(page, before)
    assert lost == [200]
    assert [key for (key,) in answers(service)][count:].count(before) == 1


def test_sitting_of_somebody_else_is_not_found(open_phone: OpenPhone, consoles: Consoles) -> None:
    consoles.expect("404")
    mine, theirs = open_phone().new_page(), open_phone().new_page()
    begin(mine)
    reply = theirs.goto(mine.url)
    assert reply is not None
    assert reply.status == 404


def test_pages_of_a_sitting_suit_eyes_and_fingers(scripted: BrowserContext) -> None:
    page = scripted.new_page()
    inspector = Inspector(page)
    inspector.open("/chung-nhan")
    inspector.open("/chung-nhan/vao-lop", "coming into a class")
    begin(page)
    inspector.look("a task")
    page.get_by_role("button", name="Tạm nghỉ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bác đang tạm nghỉ")
    inspector.look("paused")
    page.get_by_role("button", name="Thôi, không làm nữa").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bác làm xong rồi")
    inspector.look("the end")
    assert inspector.faults == []
