"""Shipped simulations by touch, by keys alone, by what a screen reader says, and without script: as few as show everything.

Every one of them is played by its forms alone in tests/simulations.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from app.courses.domain.catalogue import Catalogue
from app.quiz.domain.simulation.screens import Control, Screen, Simulation
from tests.browser.conftest import OpenPhone
from tests.browser.lesson_walk import heading, learner_of, settle, touch, wait_for_script
from tests.browser.test_weight import WHOLE_SIMULATION, Wire, total
from tests.live_service import LiveService
from tests.simulations.right_way import Walked, right_way, simulations, url_of

MOST_STOPS = 40
MOST_ASKED = {"vneid", "thanh-toan", "dich-vu-cong"}
KEY = 1_100  # bytes: of a key of a keypad, with its headers
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


def played(catalogue: Catalogue, *, most_asked: bool = False) -> list[Walked]:
    """Every kind of control and one of each course; with `most_asked` every one of the courses that people ask for most."""
    chosen = varied(catalogue)
    if most_asked:
        chosen += [one for one in simulations(catalogue) if one[0].course in MOST_ASKED and one not in chosen]
    for one in simulations(catalogue):
        if one[0].course not in {lesson.course for lesson, _, _ in chosen}:
            chosen.append(one)
    return chosen


def test_every_kind_of_control_and_every_course_is_played_by_touch(
    scripted: BrowserContext, service: LiveService, catalogue: Catalogue
) -> None:
    page = scripted.new_page()
    chosen = played(catalogue, most_asked=True)
    for walked in chosen:
        play(page, walked, touch)
    rows = service.query("SELECT score, mode FROM answer WHERE learner_id = ?", learner_of(service, scripted))
    assert rows == [(1.0, "simulation")] * len(chosen)
    assert {lesson.course for lesson, _, _ in chosen} == {course.slug for course in catalogue.courses}


@pytest.mark.parametrize("hand", [keys, spoken])
def test_simulations_are_played_in_other_ways(scripted: BrowserContext, catalogue: Catalogue, hand: Hand) -> None:
    page = scripted.new_page()
    chosen = played(catalogue)
    for walked in chosen:
        play(page, walked, hand)
    assert len(chosen) >= 12


def test_simulations_are_played_without_script(
    open_phone: OpenPhone, service: LiveService, catalogue: Catalogue
) -> None:
    phone = open_phone(java_script_enabled=False)
    page = phone.new_page()
    chosen = played(catalogue)
    for walked in chosen:
        play(page, walked, touch, script=False)
    assert len(chosen) >= 12
    assert len(service.query("SELECT 1 FROM answer WHERE learner_id = ?", learner_of(service, phone))) == len(chosen)


def test_simulation_is_light(scripted: BrowserContext, catalogue: Catalogue) -> None:
    """The heaviest of four and five screens, the phone's stylesheet, every press, the result: opened by a link of its
    lesson or by its address."""
    page = scripted.new_page()
    wire = Wire(page)
    found = [one for one in simulations(catalogue) if len(one[2].way_from(one[2].start)) in (4, 5)]
    heaviest = sorted(found, key=lambda one: len(repr(one[2].screens)) + 5_000 * keys_to_press(one[2]))[-4:]
    weights, style = {}, 0
    for lesson, slug, simulation in heaviest:
        for way in ("link", "address"):
            page.goto(f"/bai-hoc/{lesson.slug}")
            wire.count()
            if way == "link":
                follow(page, url_of(lesson, slug) + "?lam-lai=1")
            else:
                page.goto(url_of(lesson, slug) + "?lam-lai=1")
                wait_for_script(page)
            walk(page, (lesson, slug, simulation), touch)
            fetched = wire.count()
            assert {one.kind for one in fetched} <= {"Document", "Stylesheet", "XHR"}
            weights[slug, way] = total([one for one in fetched if one.kind != "Stylesheet"])
            style = total([one for one in fetched if one.kind == "Stylesheet"]) or style
    assert style
    assert any(keys_to_press(one[2]) == 6 for one in heaviest)
    assert max(weights.values()) + style <= WHOLE_SIMULATION, (weights, style)


def keys_to_press(simulation: Simulation) -> int:
    """Of keypads: each key is a press of its own."""
    pressed = (control for _, controls in right_way(simulation) for control in controls)
    return sum(len(control.value) for control in pressed if control.kind == "keypad")


def follow(page: Page, url: str) -> None:
    """As a link of the page does."""
    page.evaluate("(url) => { htmx.ajax('GET', url, {target: '#screen', swap: 'outerHTML'}); }", url)


def test_key_of_a_keypad_costs_next_to_nothing_and_moves_nothing(
    scripted: BrowserContext, catalogue: Catalogue
) -> None:
    page = scripted.new_page()
    wire = Wire(page)
    for lesson, slug, simulation in simulations(catalogue):
        if not keys_to_press(simulation):
            continue
        page.goto(url_of(lesson, slug))
        wait_for_script(page)
        for screen, controls in right_way(simulation):
            expect(page.locator("#man-hinh")).to_have_text(screen.name)
            for control in controls:
                if control.kind == "keypad":
                    press_keys(page, wire, control)
                else:
                    touch(page, control)
        expect(heading(page)).to_have_text("Bác làm được rồi, giỏi lắm!")


def press_keys(page: Page, wire: Wire, control: Control) -> None:
    settle(page)
    wire.count()
    status = page.locator(f"#dem-{control.id}").element_handle()
    for number, key in enumerate(control.value, 1):
        button = page.locator(f'button[name="o-{control.id}"][value="{key}"]')
        button.scroll_into_view_if_needed()
        scrolled = page.evaluate("scrollY")
        button.tap()
        if number == len(control.value):
            break
        expect(page.get_by_role("status").get_by_text(f"Đã bấm {number} trong")).to_be_visible()
        expect(button).to_be_focused()
        [press] = wire.count()
        assert press.size <= KEY, press
        assert status is not None
        assert status.evaluate("(one) => one.isConnected")  # a screen reader goes on listening to it
        assert page.evaluate("scrollY") == scrolled
        expect(page.locator("#thu-tu")).to_have_count(1)


def test_press_fetches_what_it_changes(scripted: BrowserContext, catalogue: Catalogue) -> None:
    """A wrong key, a hint, a slip: what stands around the play stays, what is said is said, and nothing of before."""
    lesson, slug, simulation = next(one for one in simulations(catalogue) if keys_to_press(one[2]))
    page = scripted.new_page()
    page.goto(url_of(lesson, slug))
    wait_for_script(page)
    screen, keypad = keypad_screen(simulation)
    around, here = page.locator("#bai-tap").element_handle(), page.locator("#screen [name=toi]")
    expect(here).to_have_value(f"{url_of(lesson, slug)}?lam-lai=1")
    for stop, before in right_way(simulation):
        if stop is screen:
            break
        for control in before:
            touch(page, control)
    expect(page.locator("#man-hinh")).to_have_text(screen.name)
    expect(here).to_have_value(url_of(lesson, slug))  # a helper comes back to this attempt
    assert around is not None
    wrong = next(key for key in "1234567890" if key != keypad.value[0])
    page.locator(f'button[name="o-{keypad.id}"][value="{wrong}"]').tap()
    expect(page.locator("#screen [role=alert]")).to_be_focused()
    page.locator(f'button[name="o-{keypad.id}"][value="{keypad.value[0]}"]').tap()
    expect(page.get_by_text("Đã bấm 1 trong")).to_be_visible()
    expect(page.locator("#screen [role=alert]")).to_have_count(0)
    page.get_by_role("button", name="Gợi ý").tap()
    expect(page.locator(".glow").first).to_be_visible()
    page.locator(f'button[name="o-{keypad.id}"][value="{keypad.value[1]}"]').tap()
    expect(page.get_by_text("Đã bấm 2 trong")).to_be_visible()
    expect(page.locator(".glow")).to_have_count(0)
    assert around.evaluate("(one) => one.isConnected")
    page.reload()
    expect(page.get_by_text("Đã bấm 2 trong")).to_be_visible()


def keypad_screen(simulation: Simulation) -> tuple[Screen, Control]:
    return next(
        (screen, control)
        for screen, controls in right_way(simulation)
        for control in controls
        if control.kind == "keypad"
    )


def test_phone_is_not_seen_undrawn(scripted: BrowserContext, catalogue: Catalogue) -> None:
    """Its stylesheet comes after a fragment: until then the screen is not there for eyes, unless it does not come."""
    lesson, slug, _ = simulations(catalogue)[0]
    held: list[Route] = []
    page = scripted.new_page()
    page.route("**/tinh/phone.*", lambda route: held.append(route))
    screen = page.locator("#screen")
    for comes in (True, False):
        page.goto(f"/bai-hoc/{lesson.slug}")
        wait_for_script(page)
        follow(page, url_of(lesson, slug))
        expect(page.locator("#man-hinh")).to_be_focused()
        expect(screen).to_have_css("opacity", "0")
        if comes:
            held.pop().continue_()
            expect(page.locator(".device")).to_have_css("overflow", "hidden")
            assert page.evaluate("document.getAnimations().length") == 0
        expect(screen).to_have_css("opacity", "1")
    for route in held:
        route.continue_()


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
