"""Every shipped simulation by touch, by keys alone, by what a screen reader says, and without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.courses.domain.catalogue import Catalogue
from app.quiz.domain.simulation.screens import Control
from tests.browser.conftest import OpenPhone
from tests.browser.lesson_walk import heading, learner_of, settle, touch, wait_for_script
from tests.browser.test_weight import WHOLE_SIMULATION, Wire, total
from tests.live_service import LiveService
from tests.simulations.right_way import Walked, right_way, simulations, url_of

MOST_STOPS = 40
ROLES = {"switch": "switch", "tick": "checkbox"}
FOCUSED = "() => { const f = document.activeElement; return f.name + '=' + f.value; }"

Hand = Callable[[Page, Control], None]


def tab_to(page: Page, name: str) -> None:
    """Tab until the focus is there, once the page has settled and put it where one begins."""
    settle(page)
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(name):
            return
    raise AssertionError(f"{name} is not reached by Tab")


def keys(page: Page, control: Control) -> None:
    if control.kind == "keypad":
        for number, key in enumerate(control.value, 1):
            if page.evaluate(FOCUSED) != f"o-{control.id}={key}":
                page.locator("#man-hinh").focus() if number > 1 else None
                tab_to(page, f"o-{control.id}={key}")
            page.keyboard.press("Enter")
            if number < len(control.value):
                expect(page.get_by_text(f"Đã bấm {number} trong")).to_be_visible()
                expect(page.locator(f'button[value="{key}"]')).to_be_focused()  # it was pressed and is still there
    elif control.is_entry:
        tab_to(page, f"o-{control.id}=")
        page.keyboard.type(control.value)
        if control.goes_to:
            page.keyboard.press("Enter")
    else:
        tab_to(page, f"cham={control.id}")
        page.keyboard.press("Space")


def spoken(page: Page, control: Control) -> None:
    if control.kind == "keypad":
        for number, key in enumerate(control.value, 1):
            page.get_by_role("group", name=control.name, exact=True).get_by_role("button", name=key, exact=True).click()
            if number < len(control.value):
                expect(page.get_by_text(f"Đã bấm {number} trong")).to_be_visible()
    elif control.is_entry:
        page.get_by_role("textbox", name=control.name, exact=True).fill(control.value)
        if control.goes_to:
            page.keyboard.press("Enter")
    else:
        page.get_by_role(ROLES.get(control.kind, "button"), name=control.name, exact=True).click()  # type: ignore[arg-type]


def play(page: Page, walked: Walked, hand: Hand, *, script: bool = True) -> None:
    lesson, slug, _ = walked
    page.goto(url_of(lesson, slug))
    if script:
        wait_for_script(page)
    walk(page, walked, hand)


def walk(page: Page, walked: Walked, hand: Hand) -> None:
    """From the first screen to the result."""
    for screen, controls in right_way(walked[2]):
        expect(page.locator("#man-hinh")).to_have_text(screen.name)
        for control in controls:
            hand(page, control)
            if control.value and not control.is_entry:
                expect(page.locator(f'button[value="{control.id}"]')).to_have_attribute(
                    "aria-checked", "true" if control.value == "on" else "false"
                )
    expect(heading(page)).to_have_text("Bác làm được rồi, giỏi lắm!")


def varied(catalogue: Catalogue) -> list[Walked]:
    """As few as hold every kind of control that some right way uses."""
    kinds = {
        one[1]: {control.kind for _, controls in right_way(one[2]) for control in controls}
        | {"dialog" for screen, _ in right_way(one[2]) if screen.is_dialog}
        for one in simulations(catalogue)
    }
    chosen: list[Walked] = []
    missing = set[str]().union(*kinds.values())
    for one in sorted(simulations(catalogue), key=lambda one: len(kinds[one[1]]), reverse=True):
        if missing & kinds[one[1]]:
            chosen.append(one)
            missing -= kinds[one[1]]
    return chosen


def test_every_shipped_simulation_is_played_by_touch(
    scripted: BrowserContext, service: LiveService, catalogue: Catalogue
) -> None:
    page = scripted.new_page()
    found = simulations(catalogue)
    for walked in found:
        play(page, walked, touch)
    rows = service.query("SELECT score, mode FROM answer WHERE learner_id = ?", learner_of(service, scripted))
    assert rows == [(1.0, "simulation")] * len(found)
    assert len(found) >= 12


@pytest.mark.parametrize("hand", [keys, spoken])
def test_every_kind_of_control_is_used(scripted: BrowserContext, catalogue: Catalogue, hand: Hand) -> None:
    page = scripted.new_page()
    chosen = varied(catalogue)
    for walked in chosen:
        play(page, walked, hand)
    assert len(chosen) >= 3


def test_every_kind_of_control_is_used_without_script(
    open_phone: OpenPhone, service: LiveService, catalogue: Catalogue
) -> None:
    """Every simulation is played by its forms alone in tests/simulations."""
    phone = open_phone(java_script_enabled=False)
    page = phone.new_page()
    chosen = varied(catalogue)
    for walked in chosen:
        play(page, walked, touch, script=False)
    assert len(service.query("SELECT 1 FROM answer WHERE learner_id = ?", learner_of(service, phone))) == len(chosen)


def test_simulation_is_light(scripted: BrowserContext, catalogue: Catalogue) -> None:
    """The heaviest of five screens: by a link of the lesson to the first one, the phone's stylesheet, every press, the
    result."""
    page = scripted.new_page()
    wire = Wire(page)
    found = [one for one in simulations(catalogue) if len(one[2].way_from(one[2].start)) == 5]
    heaviest = sorted(found, key=lambda one: len(repr(one[2].screens)))[-3:]
    weights, style = {}, 0
    for walked in heaviest:
        lesson, slug, _ = walked
        page.goto(f"/bai-hoc/{lesson.slug}")
        wire.count()
        page.evaluate("(url) => htmx.ajax('GET', url, {target: '#screen', swap: 'outerHTML'})", url_of(lesson, slug))
        walk(page, walked, touch)
        fetched = wire.count()
        assert {one.kind for one in fetched} <= {"Stylesheet", "XHR"}
        weights[slug] = total([one for one in fetched if one.kind == "XHR"])
        style = total([one for one in fetched if one.kind == "Stylesheet"]) or style
    assert style
    assert max(weights.values()) + style <= WHOLE_SIMULATION, (weights, style)


def test_reader_goes_from_the_lesson_to_the_simulation_and_on(scripted: BrowserContext, catalogue: Catalogue) -> None:
    lesson, slug, simulation = simulations(catalogue)[0]
    page = scripted.new_page()
    number = lesson.number_of(slug)
    page.goto(f"/bai-hoc/{lesson.slug}?buoc={number}")
    wait_for_script(page)
    start = simulation.screens[0]
    expect(page.locator("#man-hinh")).to_have_text(start.name)
    page.get_by_role("link", name="Để sau, đi tiếp").tap()
    expect(page.locator("#man-hinh")).to_have_count(0)
    page.go_back()
    expect(page.locator("#man-hinh")).to_have_text(start.name)
    wrong = next(control for control in start.controls if control.is_wrong and not control.goes_to)
    touch(page, wrong)
    expect(page.locator("#screen [role=alert]")).to_be_focused()
    page.get_by_role("button", name="Gợi ý").tap()
    expect(page.locator(".glow").first).to_be_visible()
    expect(page.locator("#man-hinh")).to_be_focused()
    page.reload()
    expect(page.locator(".glow").first).to_be_visible()
    page.get_by_role("link", name="Làm lại từ đầu").tap()
    expect(page.locator(".glow")).to_have_count(0)
    touch(page, wrong)
    expect(page.locator("#screen [role=alert]")).to_be_visible()
    assert "lam-lai" not in page.url  # a reload begins no new attempt
