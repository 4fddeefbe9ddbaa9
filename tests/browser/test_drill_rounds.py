"""A round of drills by touch, with and without script, by keys alone, and by the names that are spoken."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Consoles, OpenPhone
from tests.browser.inspection import Inspector
from tests.browser.lesson_walk import heading, keys_in_log, primary, wait_for_script
from tests.browser.test_keyboard import FOCUS, tab_to
from tests.browser.test_weight import Wire, total
from tests.drills.drill_content import CHANNELS, DRILLS, LESSON_SLUG, SCAMS, write_drills
from tests.live_service import LiveService, live_service

NEXT_DRILL = 4_000  # bytes


@pytest.fixture(scope="module")
def drill_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveService]:
    folder = tmp_path_factory.mktemp("drills")
    with live_service(folder, write_drills(folder / "content")) as running:
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


def right_call(name: str) -> str:
    return "Là lừa đảo" if name in SCAMS else "Là thật"


def choose(page: Page, *names: str) -> None:
    for name in names:
        page.locator("label.choice", has_text=re.compile(f"^\\s*{name}\\s*$")).tap()


def test_a_round_by_touch(drill_phone: BrowserContext, drill_service: LiveService) -> None:
    page = drill_phone.new_page()
    page.goto("/")
    page.get_by_role("link", name="Tập nhận ra tin lừa đảo").tap()
    expect(heading(page)).to_have_text("Thật hay lừa? Mình tập thử nhé")
    page.get_by_role("link", name="Bắt đầu").tap()
    met = []
    for number in range(1, 7):
        expect(page.locator(".count")).to_have_text(f"Bước {number} / 6")
        expect(page.locator(".drill")).to_be_visible()
        name = drill_in(page)
        met.append(name)
        expect(page.locator(".drill")).to_have_class(f"drill {CHANNELS[name]}")
        choose(page, right_call(name), "Bác chắc")
        page.get_by_role("button", name="Trả lời").tap()
        expect(heading(page)).to_contain_text("Đúng rồi, bác giỏi lắm!")
        expect(page.locator(".outcome")).to_contain_text("CANARY-NHAN-XET")
        assert page.locator(".drill").count() == 0
        page.get_by_role("link", name="Đi tiếp").tap()
    expect(heading(page)).to_contain_text("Bác tập xong một lượt rồi!")
    expect(page.get_by_text("Có 3 tin lừa, bác nhận ra cả 3.")).to_be_visible()
    assert len(set(met)) == 6
    assert len(keys_in_log(drill_service, drill_phone)) == 6
    page.get_by_role("link", name="Tập lượt nữa").tap()
    expect(page.locator(".count")).to_have_text("Bước 1 / 6")
    assert drill_in(page) not in met


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


def test_a_round_by_keys_alone(scripted_phone: BrowserContext, drill_service: LiveService) -> None:
    page = scripted_phone.new_page()
    page.goto("/dien-tap")
    wait_for_script(page)
    tab_to(page, "Bắt đầu")
    page.keyboard.press("Enter")
    for number in range(1, 7):
        expect(page.locator(".count")).to_have_text(f"Bước {number} / 6")
        expect(heading(page)).to_be_focused()
        name = drill_in(page)
        tab_to(page, "Là thật")
        page.keyboard.press("ArrowDown" if name in SCAMS else "Space")
        expect(page.get_by_role("radio", name=right_call(name))).to_be_checked()
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
    expect(heading(page)).to_contain_text("Bác tập xong một lượt rồi!")
    assert len(keys_in_log(drill_service, scripted_phone)) == 6


def test_a_round_by_the_names_that_are_spoken(scripted_phone: BrowserContext) -> None:
    page = scripted_phone.new_page()
    page.goto("/dien-tap")
    page.get_by_role("link", name="Bắt đầu").click()
    for number in range(1, 7):
        expect(page.locator(".count")).to_have_text(f"Bước {number} / 6")
        call, sure = (page.get_by_role("group", name=name) for name in ("Theo bác, đây là:", "Bác có chắc không?"))
        call.get_by_role("radio", name="Là lừa đảo").check()
        sure.get_by_role("radio", name="Bác không chắc").check()
        page.get_by_role("button", name="Trả lời").click()
        page.get_by_role("link", name="Đi tiếp").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bác tập xong một lượt rồi!")
    expect(page.get_by_text("Tin nào bác cũng ngại.")).to_be_visible()


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
