"""What is wrong with a page for eyes and fingers: axe, and what axe does not measure, on three screens in two lights."""

from collections.abc import Iterator
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import CDPSession, Page

AXE = Axe().axe_script
COLOURS = "color-contrast"
AXE_OPTIONS: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
HEIGHT, NORMAL_FONT, DOUBLE_FONT = 640, 16, 32
SCREENS = ((360, NORMAL_FONT), (320, NORMAL_FONT), (360, DOUBLE_FONT))  # width and the reader's own text size, in px
LIGHTS: tuple[Literal["light", "dark"], ...] = ("light", "dark")

# Axe gives no verdict on text over a gradient, and every page is ruled paper: here the paper's own colour counts.
# Every size of text must reach 4.5 to 1 (WCAG 2.2, 1.4.3); 18 px is the smallest text, 48 px the lowest target.
MEASURE = """() => {
  const faults = [];
  const name = (element) => `${element.tagName.toLowerCase()}.${element.className} "${element.textContent.trim().slice(0, 40)}"`;
  const parse = (colour) => {
    const [red, green, blue, alpha = 1] = colour.match(/[\\d.]+/g).map(Number);
    return { rgb: [red, green, blue], alpha };
  };
  const luminance = (rgb) => {
    const [red, green, blue] = rgb.map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const { rgb, alpha } = parse(getComputedStyle(one).backgroundColor);
      if (alpha === 1) return rgb;
    }
    return [255, 255, 255];
  };
  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    return element.checkVisibility({ visibilityProperty: true }) && box.width > 1 && box.height > 1
      && getComputedStyle(element).clipPath !== "inset(50%)";  // for screen readers only
  };

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !isSeen(element)) continue;
    const style = getComputedStyle(element);
    const [one, other] = [luminance(parse(style.color).rgb), luminance(behind(element))].sort((a, b) => b - a);
    const contrast = (one + 0.05) / (other + 0.05);
    if (contrast < 4.5) faults.push(`contrast ${contrast.toFixed(2)}: ${name(element)}`);
    if (parseFloat(style.fontSize) < 18) faults.push(`text of ${style.fontSize}: ${name(element)}`);
  }

  const isRunningText = (link) => getComputedStyle(link).display === "inline"
    && link.parentElement.textContent.trim().length > link.textContent.trim().length;
  const reaches = (target, y) => {
    const box = target.getBoundingClientRect();
    const hit = document.elementFromPoint(box.x + box.width / 2, y);
    return hit !== null && target.contains(hit);
  };
  const height = (target) => {
    const own = target.getBoundingClientRect().height;
    if (own >= 48) return own;
    target.scrollIntoView({ block: "center" });  // what is pressed may be higher than its box
    const { y } = target.getBoundingClientRect();
    let top = y + own / 2, bottom = top;
    while (reaches(target, top - 1)) top -= 1;
    while (reaches(target, bottom + 1)) bottom += 1;
    return bottom - top;
  };
  for (const target of document.querySelectorAll("a[href], button, summary, label.choice, input:not([type=radio], [type=checkbox])")) {
    if (!isSeen(target) || isRunningText(target)) continue;
    const pixels = height(target);
    if (pixels < 48) faults.push(`target ${pixels} px high: ${name(target)}`);
  }
  scrollTo(0, 0);
  return faults;
}"""


class Inspector:
    """Collects the faults of one page after the other, so that one run tells all of them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []

    def look(self, state: str) -> None:
        closed = self.page.locator("details:not([open]) > summary")
        while closed.count():
            closed.first.tap()
        self.faults += [f"{state}: {fault}" for fault in faults_of(self.page)]

    def open(self, path: str, state: str = "") -> None:
        self.page.goto(path)
        self.look(state or path)


def faults_of(page: Page) -> Iterator[str]:
    """One line per fault, on every screen and in every light; nothing on a good page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    cdp = page.context.new_cdp_session(page)
    for number, (width, font) in enumerate(SCREENS):
        _set_font(cdp, font)
        where = f"{width} px, text {font} px"
        yield from (f"{where}, {fault}" for fault in _faults_on_screen(page, width, is_first=number == 0))
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            yield f"{where}, {LIGHTS[-1]}: the page is {needed} px wide"
    page.set_viewport_size({"width": SCREENS[0][0], "height": HEIGHT})
    _set_font(cdp, NORMAL_FONT)
    cdp.detach()


def _faults_on_screen(page: Page, width: int, *, is_first: bool) -> Iterator[str]:
    """Axe in all lights before MEASURE in all of them: sizing the window costs as much as either."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    # Axe counts what lies under the bar at the foot, which one scrolls away, as covered: it sees the whole page at once.
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(HEIGHT, height)})
    for light in LIGHTS:
        if rules := _rules(is_first=is_first, light=light):
            page.emulate_media(color_scheme=light)
            yield from (f"{light}: {fault}" for fault in _axe(page, rules))
    page.set_viewport_size({"width": width, "height": HEIGHT})
    for light in LIGHTS:
        page.emulate_media(color_scheme=light)
        yield from (f"{light}: {fault}" for fault in page.evaluate(MEASURE))


def _set_font(cdp: CDPSession, pixels: int) -> None:
    """As when readers choose their own text size in the browser: 16 is the usual one."""
    cdp.send("Page.setFontSizes", {"fontSizes": {"standard": pixels, "fixed": round(pixels * 0.8125)}})


def _rules(*, is_first: bool, light: str) -> dict[str, Any]:
    """For axe: all on every screen, but what is dark differs in its colours alone, and these it looks up point by point,
    nine tenths of its time: once in each light. MEASURE compares the colours of every text on every screen."""
    if light == "dark":
        return {"runOnly": [COLOURS], "resultTypes": ["violations"]} if is_first else {}
    return AXE_OPTIONS if is_first else {**AXE_OPTIONS, "rules": {COLOURS: {"enabled": False}}}


def _axe(page: Page, rules: dict[str, Any]) -> list[str]:
    found: dict[str, Any] = page.evaluate("(options) => axe.run(document, options)", rules)
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
