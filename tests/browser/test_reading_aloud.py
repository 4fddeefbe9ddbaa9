"""Pages for the ear, on paper, and without motion. (Silence in every console is asked of every test: conftest.py.)"""

from playwright.sync_api import BrowserContext, Page, expect

from app.courses.domain.catalogue import Catalogue
from tests.browser.conftest import OpenPhone
from tests.browser.lesson_walk import answer, choose, heading, question_url, questions, right, wait_for_script

STEP = "/bai-hoc/ba-chia-khoa?buoc=4"  # it says OTP
# A phone with a Vietnamese voice; what it was asked to say is kept in `said`.
VOICE = """
  window.said = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => [{ lang: "en-US" }, { lang: "vi_VN", localService: true }],
    speak: (utterance) => window.said.push(utterance),
    cancel: () => { window.cancelled = true; },
    addEventListener: () => {},
  } });
"""


def listen(page: Page) -> None:
    page.locator(".listen").tap()


def said(page: Page) -> list[str]:
    texts: list[str] = page.evaluate("window.said.map((utterance) => utterance.text)")
    return texts


def test_no_voice_no_button(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(STEP)
    expect(heading(page)).to_be_visible()
    expect(page.locator(".listen")).to_be_hidden()


def test_a_step_is_read_aloud_sentence_by_sentence(scripted: BrowserContext) -> None:
    scripted.add_init_script(VOICE)
    page = scripted.new_page()
    page.goto(STEP)
    title = heading(page).inner_text()
    expect(page.locator(".listen")).to_have_text("Nghe")
    listen(page)
    expect(page.locator(".listen")).to_have_text("Dừng")
    texts = said(page)
    assert title.casefold().replace("otp", "ô tê pê") in texts[0].casefold()
    assert len(texts) > 2
    assert "ô tê pê" in " ".join(texts)
    assert "OTP" not in " ".join(texts)
    assert page.evaluate("window.said.every((one) => one.lang === 'vi_VN' && one.rate < 1)")

    page.evaluate("window.said[window.said.length - 1].onend()")
    expect(page.locator(".listen")).to_have_text("Nghe")


def test_reading_stops_at_a_press_and_at_the_next_screen(scripted: BrowserContext) -> None:
    scripted.add_init_script(VOICE)
    page = scripted.new_page()
    page.goto(STEP)
    listen(page)
    page.evaluate("window.cancelled = false")
    listen(page)
    expect(page.locator(".listen")).to_have_text("Nghe")
    assert page.evaluate("window.cancelled")

    listen(page)
    page.evaluate("window.cancelled = false")
    wait_for_script(page)
    page.get_by_role("link", name="Tiếp theo").tap()
    expect(heading(page)).to_be_focused()
    assert page.evaluate("window.cancelled")
    expect(page.locator(".listen")).to_have_text("Nghe")


def test_a_question_and_its_feedback_are_read_aloud(scripted: BrowserContext, catalogue: Catalogue) -> None:
    scripted.add_init_script(VOICE)
    lesson = next(iter(catalogue.lessons.values()))
    exercise, question = next(questions(lesson))
    page = scripted.new_page()
    page.goto(question_url(lesson, exercise))
    listen(page)
    texts = " ".join(said(page)).replace("vê en ai đi", "VNeID")
    for choice in page.locator("label.choice").all_inner_texts():
        assert choice.strip() in texts
    answer(page, right(question))
    page.evaluate("window.said = []")
    listen(page)
    assert "Đúng rồi, bác giỏi lắm!" in " ".join(said(page))


def test_the_card_to_keep_can_be_printed(scripted: BrowserContext, catalogue: Catalogue) -> None:
    lesson = next(iter(catalogue.lessons))
    page = scripted.new_page()
    page.goto(f"/bai-hoc/{lesson}/xong")
    page.emulate_media(media="print")
    expect(page.locator(".card-to-keep")).to_be_visible()
    for hidden in ("header", "footer", ".actions", ".listen"):
        expect(page.locator(hidden)).to_be_hidden()


def test_nothing_moves_for_those_who_ask_for_it(open_phone: OpenPhone, catalogue: Catalogue) -> None:
    lesson = next(iter(catalogue.lessons.values()))
    exercise, question = next(questions(lesson))
    moves = "() => [...document.querySelectorAll('*')].some((one) => getComputedStyle(one).transitionDuration !== '0s')"
    for wish, moving in (("no-preference", True), ("reduce", False)):
        page = open_phone(reduced_motion=wish).new_page()
        page.goto(question_url(lesson, exercise))
        wait_for_script(page)
        choose(page, right(question))
        page.route("**/cau-hoi/**", lambda _route: None)  # no reply: the button stays busy
        page.get_by_role("button", name="Trả lời").tap()
        expect(page.locator(".busy.primary")).to_be_visible()
        assert page.evaluate(moves) is moving
        assert page.evaluate("document.getAnimations().length") == 0 or moving
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
