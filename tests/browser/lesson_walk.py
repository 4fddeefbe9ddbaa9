"""A learner's hands: what to choose, what to press, what the log then holds."""

import html
import re
from collections.abc import Iterator

from playwright.sync_api import BrowserContext, Locator, Page, expect

from app.courses.domain.exercises import Exercise
from app.courses.domain.lessons import Lesson
from app.learners.domain.device import decode
from app.quiz.domain.choice_question import Choice, ChoiceQuestion
from app.quiz.domain.simulation.screens import Control, Simulation
from tests.live_service import LiveService
from tests.simulations.right_way import right_way


def questions(lesson: Lesson) -> Iterator[tuple[Exercise, ChoiceQuestion]]:
    """Those with one right choice; simulations and the other kinds have tests of their own."""
    for exercise in lesson.exercises:
        if isinstance(exercise.body, ChoiceQuestion):
            yield exercise, exercise.body


def right(question: ChoiceQuestion) -> Choice:
    return next(choice for choice in question.choices if choice.right)


def wrong(question: ChoiceQuestion) -> Choice:
    return next(choice for choice in question.choices if not choice.right)


def question_url(lesson: Lesson, exercise: Exercise) -> str:
    return f"/bai-hoc/{lesson.slug}/cau-hoi/{exercise.slug}"


def heading(page: Page) -> Locator:
    return page.locator("#screen h1")


def primary(page: Page) -> Locator:
    return page.locator("#screen .primary")


def wait_for_script(page: Page) -> None:
    """Pages fetch htmx a moment after they are shown; until then links and forms work by themselves."""
    page.evaluate("new Promise((done) => { (function look() { window.htmx ? done() : setTimeout(look, 20); })(); })")


def settle(page: Page) -> None:
    """Waits until the new screen stands, and the focus is where one begins."""
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)


def choose(page: Page, choice: Choice) -> None:
    page.locator("label.choice", has=page.locator(f'input[value="{choice.id}"]')).tap()


def answer(page: Page, choice: Choice) -> None:
    """Chooses, presses, and waits for the feedback."""
    choose(page, choice)
    page.get_by_role("button", name="Trả lời").tap()
    expect(page.locator(".outcome")).to_be_visible()


def touch(page: Page, control: Control) -> None:
    if control.kind == "keypad":
        for number, key in enumerate(control.value, 1):
            page.locator(f'button[name="o-{control.id}"][value="{key}"]').tap()
            if number < len(control.value):
                expect(page.get_by_text(f"Đã bấm {number} trong")).to_be_visible()
    elif control.is_entry:
        page.locator(f"#o-{control.id}").fill(control.value)
        if control.goes_to:
            page.keyboard.press("Enter")
    else:
        page.locator(f'button[value="{control.id}"]').tap()


def play_through(page: Page, simulation: Simulation) -> None:
    for screen, controls in right_way(simulation):
        expect(page.locator("#man-hinh")).to_have_text(screen.name)
        for control in controls:
            touch(page, control)
    expect(heading(page)).to_have_text("Bác làm được rồi, giỏi lắm!")


def text_of(markup: str) -> str:
    """What a person reads of some HTML."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def squeezed(locator: Locator) -> str:
    return text_of(locator.inner_html())


def learner_of(service: LiveService, context: BrowserContext) -> int | None:
    """Who learns on this phone now, as its signed cookie says."""
    cookies = {cookie["name"]: cookie["value"] for cookie in context.cookies()}
    return decode(cookies.get("__Host-may", ""), service.settings.secret).active


def keys_in_log(service: LiveService, context: BrowserContext) -> list[str]:
    """One key per row that the log holds for the learner of this phone."""
    rows = service.query("SELECT key FROM answer WHERE learner_id = ? ORDER BY id", learner_of(service, context))
    return [str(key) for (key,) in rows]
