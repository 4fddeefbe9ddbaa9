"""Someone who cannot touch or see the screen: keys alone, a focus that shows, headings that are read first."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.courses.domain.catalogue import Catalogue
from tests.browser.conftest import Consoles
from tests.browser.lesson_walk import heading, primary, wait_for_script

STEP = "/bai-hoc/hai-muc-dinh-danh?buoc=6"
QUESTION = "/bai-hoc/hai-muc-dinh-danh/cau-hoi/khong-co-muc-ba"
NAME = """(element) => (element.labels && element.labels[0] || element).innerText.trim().replace(/\\s+/g, " ")"""
# Of radio buttons with one name only the chosen one, or the first, is a stop: arrows move among them.
IN_ORDER = f"""(all) => {{
  const mates = (radio) => all.filter((other) => other.name === radio.name);
  const isStop = (one) => one.type !== "radio" || one === (mates(one).find((mate) => mate.checked) || mates(one)[0]);
  return all.filter(isStop).map({NAME});
}}"""
FOCUS = f"""() => {{
  const focused = document.activeElement;
  const ring = focused.closest("label") || focused;
  const box = ring.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
  const style = getComputedStyle(ring);
  return {{
    name: ({NAME})(focused),
    tag: focused.tagName,
    rings: style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 3,
    seen: ring.contains(top) || (top && top.contains(ring)),
  }};
}}"""
MOST_STOPS = 40


def tab(page: Page) -> dict[str, object]:
    page.keyboard.press("Tab")
    found: dict[str, object] = page.evaluate(FOCUS)
    return found


def tab_to(page: Page, name: str) -> None:
    for _ in range(MOST_STOPS):
        if name in str(tab(page)["name"]):
            return
    raise AssertionError(f"no {name} within {MOST_STOPS} stops")


def all_stops(page: Page) -> list[dict[str, object]]:
    """Every stop of the Tab key from the top of the page to its end."""
    stops: list[dict[str, object]] = []
    while (stop := tab(page))["tag"] != "BODY" and len(stops) < MOST_STOPS:
        stops.append(stop)
    return stops


def test_the_skip_link_comes_first_and_leads_to_the_content(scripted: BrowserContext) -> None:
    page = scripted.new_page()
    page.goto("/")
    assert tab(page) == {"name": "Đến nội dung bài", "tag": "A", "rings": True, "seen": True}
    box = page.locator(".skip").bounding_box()
    assert box is not None
    assert box["height"] >= 44
    page.keyboard.press("Enter")
    assert "Bắt đầu học" in str(tab(page)["name"])


@pytest.mark.parametrize("path", ["/", "/bai-hoc", STEP, QUESTION, "/tai-khoan", "/dang-nhap", "/khong-co"])
def test_keys_stop_at_everything_in_reading_order_and_it_shows(
    path: str, scripted: BrowserContext, consoles: Consoles
) -> None:
    if path == "/khong-co":
        consoles.expect("status of 404")
    page = scripted.new_page()
    page.goto(path)
    pressable = page.locator("a:visible, button:visible, summary:visible, input:visible")
    stops = all_stops(page)
    assert [stop["name"] for stop in stops] == pressable.evaluate_all(IN_ORDER)
    assert [stop for stop in stops if not (stop["rings"] and stop["seen"])] == []


def test_a_question_is_reached_and_answered_with_keys_alone(scripted: BrowserContext, catalogue: Catalogue) -> None:
    lesson = next(iter(catalogue.lessons.values()))
    page = scripted.new_page()
    page.goto("/")
    wait_for_script(page)
    tab_to(page, "Bắt đầu học")
    page.keyboard.press("Enter")
    expect(heading(page)).to_be_focused()
    while primary(page).inner_text().strip() == "Tiếp theo":
        title = page.title()
        assert heading(page).inner_text() in title
        tab_to(page, "Tiếp theo")
        page.keyboard.press("Enter")
        expect(page).not_to_have_title(title)
        expect(heading(page)).to_be_focused()
    expect(page).to_have_title(re.compile(f"^Câu hỏi.*{lesson.about.title}"))

    for key, place in (("Tab", 0), ("ArrowDown", 1), ("ArrowDown", 2)):
        page.keyboard.press(key)
        expect(page.locator("label.choice input").nth(place)).to_be_focused()
        shown = page.evaluate(FOCUS)
        assert shown["rings"]
        assert shown["seen"]
    expect(page.locator("label.choice input").nth(2)).to_be_checked()
    tab_to(page, "Trả lời")
    page.keyboard.press("Enter")
    expect(page.locator(".outcome")).to_be_visible()
    expect(heading(page)).to_be_focused()


def test_an_error_is_announced_and_has_the_focus(scripted: BrowserContext, consoles: Consoles) -> None:
    consoles.expect("status of 422")
    page = scripted.new_page()
    page.goto(QUESTION)
    wait_for_script(page)
    tab_to(page, "Trả lời")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Bác chưa chọn câu nào")
    expect(page.get_by_role("group")).to_have_accessible_description(re.compile("Bác chưa chọn câu nào"))
    expect(page.get_by_role("alert")).to_be_focused()
