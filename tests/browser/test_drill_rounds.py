"""A round of drills by touch, with and without script, by keys alone, and by the names that are spoken."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.courses.domain.catalogue import Catalogue
from app.drills.domain.rounds import DRILLS_A_ROUND, drill_pool
from app.quiz.domain.drill import CALLS
from tests.browser.conftest import Consoles, OpenPhone
from tests.browser.inspection import Inspector
from tests.browser.lesson_walk import heading, keys_in_log, primary, wait_for_script
from tests.browser.test_keyboard import FOCUS, tab_to
from tests.browser.test_weight import Wire, total
from tests.drills.drill_content import CHANNELS, DRILLS, LESSON_SLUG, SCAMS, write_drills
from tests.forked_service import forked_service
from tests.live_service import LiveService

NEXT_DRILL = 4_000  # bytes


@pytest.fixture(scope="module")
def drill_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveService]:
    folder = tmp_path_factory.mktemp("drills")
    with forked_service(folder, write_drills(folder / "content")) as running:
        yield running


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def drill_phone(request: pytest.FixtureRequest, open_phone: OpenPhone, drill_service: LiveService) -> BrowserContext:
    return open_phone(base_url=drill_service.url, java_script_enabled=request.param)


@pytest.fixture
def scripted_phone(open_phone: OpenPhone, drill_service: LiveService) -> BrowserContext:
    return open_phone(base_url=drill_service.url)


def drill_in(page: Page) -> str:
    """The name in the address."""
    found = re.search(r"/dien-tap/([a-z-]+)\?luot=", page.url)
    assert found, page.url
    return found[1]


def choose(page: Page, *names: str) -> None:
    for name in names:
        page.locator("label.choice", has_text=re.compile(f"^\\s*{name}\\s*$")).tap()


def test_a_drill_is_told_line_by_line_after_the_call(drill_phone: BrowserContext) -> None:
    page = drill_phone.new_page()
    page.goto("/")
    page.get_by_role("link", name="Tập nhận ra tin lừa đảo").tap()
    expect(heading(page)).to_have_text("Thật hay lừa? Mình tập thử nhé")
    page.get_by_role("link", name="Bắt đầu").tap()
    expect(page.locator(".drill")).to_be_visible()
    name = drill_in(page)
    expect(page.locator(".drill")).to_have_class(f"drill {CHANNELS[name]}")
    lines = page.locator(".drill li").all_inner_texts()
    assert "CANARY" not in page.content()
    choose(page, CALLS["that" if name in SCAMS else "lua"], "Bác chắc")
    page.get_by_role("button", name="Trả lời").tap()
    expect(heading(page)).to_contain_text("Mình xem lại chỗ này nhé")
    assert page.locator(".outcome .message").all_inner_texts()[-len(lines) :] == lines
    expect(page.locator(".outcome")).to_contain_text("CANARY-NHAN-XET")
    expect(page.locator(".outcome .callout")).to_contain_text("CANARY-NEN-LAM")


def test_reload_and_going_back_in_a_round_ask_nothing_twice(
    drill_phone: BrowserContext, drill_service: LiveService
) -> None:
    page = drill_phone.new_page()
    page.goto("/dien-tap?luot=moi")
    choose(page, "Là thật", "Bác không chắc")
    page.get_by_role("button", name="Trả lời").tap()
    expect(page.locator(".outcome")).to_be_visible()
    title = heading(page).inner_text()
    page.reload()
    expect(heading(page)).to_have_text(title)
    page.get_by_role("link", name="Đi tiếp").tap()
    expect(page.locator("form.fill")).to_be_visible()
    page.go_back()
    expect(page.locator(".outcome")).to_be_visible()
    expect(heading(page)).to_have_text(title)
    assert len(keys_in_log(drill_service, drill_phone)) == 1


def test_what_is_missing_is_said_and_the_rest_kept(drill_phone: BrowserContext, consoles: Consoles) -> None:
    consoles.expect("status of 422")
    page = drill_phone.new_page()
    page.goto(f"/dien-tap/{DRILLS[0]}")
    choose(page, "Là lừa đảo")
    page.get_by_role("button", name="Trả lời").tap()
    expect(page.get_by_role("alert")).to_contain_text("bác chắc, hay không chắc")
    expect(page.get_by_role("radio", name="Là lừa đảo")).to_be_checked()
    choose(page, "Bác không chắc")
    page.get_by_role("button", name="Trả lời").tap()
    expect(page.locator(".outcome")).to_be_visible()


def by_touch(page: Page, scam: bool) -> None:
    choose(page, CALLS["lua" if scam else "that"], "Bác chắc")
    page.get_by_role("button", name="Trả lời").tap()
    expect(heading(page)).to_contain_text("Đúng rồi")
    page.get_by_role("link", name="Đi tiếp").tap()


def by_keys(page: Page, scam: bool) -> None:
    expect(heading(page)).to_be_focused()
    tab_to(page, "Là thật")
    page.keyboard.press("ArrowDown" if scam else "Space")
    expect(page.get_by_role("radio", name=CALLS["lua" if scam else "that"])).to_be_checked()
    assert page.evaluate(FOCUS)["rings"]
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("radio", name="Bác chắc")).to_be_checked()
    assert page.evaluate(FOCUS)["rings"]
    tab_to(page, "Trả lời")
    page.keyboard.press("Enter")
    expect(heading(page)).to_contain_text("Đúng rồi")
    expect(heading(page)).to_be_focused()
    tab_to(page, "Đi tiếp")
    page.keyboard.press("Enter")


def by_names(page: Page, scam: bool) -> None:
    call, sure = (page.get_by_role("group", name=name) for name in ("Theo bác, đây là:", "Bác có chắc không?"))
    call.get_by_role("radio", name=CALLS["lua" if scam else "that"]).check()
    sure.get_by_role("radio", name="Bác chắc").check()
    page.get_by_role("button", name="Trả lời").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đúng rồi")
    page.get_by_role("link", name="Đi tiếp").click()


AT_LEAST = 24
WAYS: dict[str, tuple[Callable[[Page, bool], None], bool]] = {
    "touch": (by_touch, True),
    "no-script": (by_touch, False),
    "keys": (by_keys, True),
    "names": (by_names, True),
}


@pytest.mark.parametrize("way", WAYS)
def test_shipped_drills_are_played(open_phone: OpenPhone, service: LiveService, catalogue: Catalogue, way: str) -> None:
    """In each way round after round until AT_LEAST were called, by touch until every channel was met as well. All are
    played in tests/drills."""
    play, has_script = WAYS[way]
    phone = open_phone(java_script_enabled=has_script)
    page = phone.new_page()
    drills = {name: placed.drill("") for name, placed in drill_pool(catalogue).items()}
    channels = {drill.channel for drill in drills.values() if drill}
    assert len(channels) == 8
    met: list[str] = []
    seen: set[str] = set()
    while len(met) < AT_LEAST or (way == "touch" and seen < channels):
        page.goto("/dien-tap")
        if has_script:
            wait_for_script(page)
        if way == "keys":
            tab_to(page, "Tập lượt nữa" if met else "Bắt đầu")
            page.keyboard.press("Enter")
        else:
            page.get_by_role("link", name="Tập lượt nữa" if met else "Bắt đầu").click()
        for number in range(1, DRILLS_A_ROUND + 1):
            expect(page.locator(".count")).to_have_text(f"Bước {number} / {DRILLS_A_ROUND}")
            expect(page.locator(".drill")).to_be_visible()
            met.append(name := drill_in(page))
            drill = drills[name]
            assert drill
            seen.add(drill.channel)
            play(page, drill.scam)
        expect(heading(page)).to_contain_text("Bác tập xong một lượt rồi!")
        expect(page.get_by_text("Có 3 tin lừa, bác nhận ra cả 3.")).to_be_visible()
    assert len(keys_in_log(service, phone)) == len(met) == len(set(met))


def test_nothing_in_a_message_can_be_pressed(scripted_phone: BrowserContext) -> None:
    page = scripted_phone.new_page()
    for name in DRILLS:
        page.goto(f"/dien-tap/{name}")
        assert page.locator(".drill").locator("a, button, input, [tabindex], [onclick]").count() == 0
        assert page.locator(".drill li").count() >= 2


@pytest.mark.parametrize("channels", [tuple(DRILLS[:4]), tuple(DRILLS[4:])], ids=["lesson", "bank"])
def test_every_channel_for_eyes_and_fingers(scripted_phone: BrowserContext, channels: tuple[str, ...]) -> None:
    inspector = Inspector(scripted_phone.new_page())
    for name in channels:
        inspector.open(f"/dien-tap/{name}", CHANNELS[name])
    assert inspector.faults == []


def test_every_state_for_eyes_and_fingers(scripted_phone: BrowserContext, consoles: Consoles) -> None:
    consoles.expect("status of 422")
    inspector = Inspector(page := scripted_phone.new_page())
    inspector.open("/dien-tap", "front page")
    page.get_by_role("link", name="Bắt đầu").tap()
    page.get_by_role("button", name="Trả lời").tap()
    expect(page.get_by_role("alert")).to_be_visible()
    inspector.look("nothing chosen")
    for number in range(6):
        choose(page, "Là thật", "Bác không chắc")
        page.get_by_role("button", name="Trả lời").tap()
        expect(page.locator(".outcome")).to_be_visible()
        if number < 2:
            inspector.look(heading(page).inner_text())
        primary(page).tap()
        expect(page.locator(".outcome")).to_have_count(0)
    inspector.look("end of a round")
    inspector.open(f"/bai-hoc/{LESSON_SLUG}/cau-hoi/{DRILLS[0]}?lam-lai=1", "in a lesson")
    assert inspector.faults == []


def test_a_round_is_light(scripted_phone: BrowserContext) -> None:
    """After the front page: the phone's drawings once, then a drill and its answer at a time."""
    page = scripted_phone.new_page()
    page.goto("/dien-tap")
    wait_for_script(page)
    wire = Wire(page)
    page.get_by_role("link", name="Bắt đầu").tap()
    expect(page.locator(".drill")).to_be_visible()
    wire.count()
    for _ in range(3):
        choose(page, "Là thật", "Bác chắc")
        page.get_by_role("button", name="Trả lời").tap()
        expect(page.locator(".outcome")).to_be_visible()
        primary(page).tap()
        expect(page.locator(".drill")).to_be_visible()
        fetched = wire.count()
        assert {one.kind for one in fetched} == {"XHR"}
        assert total(fetched) <= 2 * NEXT_DRILL
