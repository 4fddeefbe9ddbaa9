"""However often a finger, a browser or a weak line sends it: one press that was meant is one row in the log."""

from urllib.request import ProxyHandler, Request, build_opener

from playwright.sync_api import BrowserContext, Page, Route, expect

from app.courses.domain.catalogue import Catalogue
from tests.browser.conftest import Consoles, OpenPhone
from tests.browser.lesson_walk import (
    answer,
    choose,
    heading,
    keys_in_log,
    question_url,
    questions,
    right,
    wait_for_script,
    wrong,
)
from tests.live_service import LiveService

_send = build_opener(ProxyHandler({})).open


def ask(page: Page, catalogue: Catalogue) -> str:
    """Opens the first question, chooses its right answer; gives the key of the form."""
    lesson = next(iter(catalogue.lessons.values()))
    exercise, question = next(questions(lesson))
    page.goto(question_url(lesson, exercise))
    choose(page, right(question))
    return page.locator('[name="khoa"]').input_value()


def press(page: Page) -> None:
    page.get_by_role("button", name="Trả lời").tap(no_wait_after=True)


def test_a_double_tap_is_one_answer(phone: BrowserContext, service: LiveService, catalogue: Catalogue) -> None:
    page = phone.new_page()
    key = ask(page, catalogue)
    page.get_by_role("button", name="Trả lời").dblclick()
    expect(heading(page)).to_contain_text("Đúng rồi")
    assert keys_in_log(service, phone) == [key]


def test_an_impatient_finger_sends_once(scripted: BrowserContext, catalogue: Catalogue) -> None:
    """While the first press is under way the button is busy and says so."""
    page = scripted.new_page()
    ask(page, catalogue)
    wait_for_script(page)
    waiting: list[Route] = []
    page.route("**/cau-hoi/**", lambda route: waiting.append(route))
    button = page.get_by_role("button", name="Trả lời")
    press(page)
    expect(button).to_have_attribute("aria-disabled", "true")
    button.evaluate("(button) => { button.click(); button.click(); }")
    button.evaluate("() => new Promise((done) => setTimeout(done, 200))")
    assert len(waiting) == 1
    waiting[0].continue_()
    expect(heading(page)).to_contain_text("Đúng rồi")
    assert len(waiting) == 1


def test_reloading_after_answering_is_no_second_answer(
    phone: BrowserContext, service: LiveService, catalogue: Catalogue
) -> None:
    page = phone.new_page()
    key = ask(page, catalogue)
    press(page)
    expect(heading(page)).to_contain_text("Đúng rồi")
    page.reload()
    expect(heading(page)).to_contain_text("Đúng rồi")
    assert keys_in_log(service, phone) == [key]


def test_going_back_shows_what_was_answered(
    scripted: BrowserContext, service: LiveService, catalogue: Catalogue
) -> None:
    page = scripted.new_page()
    key = ask(page, catalogue)
    wait_for_script(page)
    press(page)
    expect(heading(page)).to_contain_text("Đúng rồi")
    page.get_by_role("link", name="Đi tiếp").tap()
    expect(page.locator(".outcome")).to_have_count(0)
    page.go_back()
    expect(heading(page)).to_contain_text("Đúng rồi")
    assert keys_in_log(service, scripted) == [key]


def test_going_back_from_the_next_screen_works_without_script(open_phone: OpenPhone, catalogue: Catalogue) -> None:
    page = open_phone(java_script_enabled=False).new_page()
    ask(page, catalogue)
    press(page)
    page.get_by_role("link", name="Đi tiếp").tap()
    expect(page.locator(".outcome")).to_have_count(0)
    page.go_back()
    expect(heading(page)).to_contain_text("Đúng rồi")


def test_going_back_to_the_form_finds_it_answered(
    open_phone: OpenPhone, service: LiveService, catalogue: Catalogue
) -> None:
    phone = open_phone(java_script_enabled=False)
    page = phone.new_page()
    key = ask(page, catalogue)
    press(page)
    expect(heading(page)).to_contain_text("Đúng rồi")
    page.go_back()
    expect(heading(page)).to_contain_text("Đúng rồi")
    assert keys_in_log(service, phone) == [key]


def test_a_form_that_a_browser_kept_and_sends_again_keeps_the_first_answer(
    open_phone: OpenPhone, consoles: Consoles, service: LiveService, catalogue: Catalogue
) -> None:
    consoles.expect("status of 422")
    phone = open_phone(java_script_enabled=False)
    page = phone.new_page()
    key = ask(page, catalogue)
    kept = page.locator("form.fill").evaluate("(form) => form.outerHTML")
    press(page)
    expect(heading(page)).to_contain_text("Đúng rồi")
    page.evaluate("(form) => { document.querySelector('main').innerHTML = form; }", kept)
    choose(page, wrong(next(questions(next(iter(catalogue.lessons.values()))))[1]))
    press(page)
    expect(page.locator(".outcome")).to_contain_text("bác đã trả lời lúc nãy rồi")
    expect(heading(page)).to_contain_text("Đúng rồi")
    assert keys_in_log(service, phone) == [key]


def lose_reply(route: Route) -> None:
    """The server receives the press and commits; nothing of its reply, cookies neither, comes back."""
    request = route.request
    if request.method == "POST":
        headers = {name: value for name, value in request.all_headers().items() if not name.startswith(":")}
        _send(Request(request.url, data=request.post_data_buffer, headers=headers, method="POST"), timeout=30)  # noqa: S310
        route.abort("connectionreset")
    else:
        route.continue_()


def test_a_lost_reply_and_a_second_press_are_one_answer(
    scripted: BrowserContext, consoles: Consoles, service: LiveService, catalogue: Catalogue
) -> None:
    consoles.expect(r"net::ERR_CONNECTION_RESET|htmx:(sendError|afterRequest)")
    page = scripted.new_page()
    key = ask(page, catalogue)
    wait_for_script(page)
    page.route("**/cau-hoi/**", lose_reply)
    press(page)
    expect(page.locator("#notice")).to_contain_text("Mạng đang yếu, câu trả lời chưa gửi được")
    assert service.query("SELECT count(*) FROM answer WHERE key = ?", key) == [(1,)]
    assert keys_in_log(service, scripted) == []  # the phone does not know yet whose answer it was
    page.unroute("**/cau-hoi/**")
    press(page)
    expect(heading(page)).to_contain_text("Đúng rồi")
    expect(page.locator("#notice")).to_be_empty()
    assert keys_in_log(service, scripted) == [key]


def test_a_lost_reply_without_script_is_sent_again_by_the_browser(
    open_phone: OpenPhone, consoles: Consoles, service: LiveService, catalogue: Catalogue
) -> None:
    consoles.expect("net::ERR_CONNECTION_RESET")
    phone = open_phone(java_script_enabled=False)
    page = phone.new_page()
    key = ask(page, catalogue)
    page.route("**/cau-hoi/**", lose_reply)
    with page.expect_event("requestfailed"):
        press(page)
    page.unroute("**/cau-hoi/**")
    page.reload()
    expect(heading(page)).to_contain_text("Đúng rồi")
    assert keys_in_log(service, phone) == [key]


def test_every_new_try_is_a_row_of_its_own(phone: BrowserContext, service: LiveService, catalogue: Catalogue) -> None:
    question = next(questions(next(iter(catalogue.lessons.values()))))[1]
    page = phone.new_page()
    ask(page, catalogue)
    answer(page, wrong(question))
    page.get_by_role("link", name="Thử lại").tap()
    answer(page, wrong(question))
    assert len(set(keys_in_log(service, phone))) == 2
