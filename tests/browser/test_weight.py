"""What a learner's phone must fetch: bytes on the wire with their headers, as Chromium counts them."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, expect

from app.courses.domain.catalogue import Catalogue
from app.quiz.domain.simulation.screens import Simulation
from tests.browser.lesson_walk import answer, heading, play_through, primary, questions, right, wait_for_script
from tests.browser.test_journey import plain_lesson
from tests.live_service import LiveService

FIRST_VISIT, NEXT_LESSON, REVISIT = 24 * 1024, 8 * 1024, 300  # bytes
HEAVIEST = 8  # lessons by their text
WHOLE_SIMULATION = 15 * 1024  # of five screens, with the phone's stylesheet


@dataclass
class Fetched:
    kind: str  # Document, Stylesheet, Script, XHR, Font, Image, Other
    url: str
    accepts: str = ""
    encoding: str = ""
    status: int = 0  # 0: not over the wire, out of the browser's cache
    size: int = 0


class Wire:
    """Counts what the page fetches from now on."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._requests: dict[str, Fetched] = {}
        cdp = page.context.new_cdp_session(page)
        cdp.on("Network.requestWillBeSent", self._sent)
        cdp.on("Network.requestWillBeSentExtraInfo", self._sent_extra)
        cdp.on("Network.responseReceived", self._answered)
        cdp.on("Network.responseReceivedExtraInfo", self._answered_extra)
        cdp.on("Network.loadingFinished", self._finished)
        cdp.send("Network.enable")

    def count(self) -> list[Fetched]:
        """What went over the wire since the last count."""
        wait_for_script(self._page)
        self._page.wait_for_load_state("networkidle")
        fetched = [one for one in self._requests.values() if one.status]
        assert all(one.size for one in fetched), "still under way"
        self._requests.clear()
        return fetched

    def _request(self, event: Any) -> Fetched:
        return self._requests.setdefault(event["requestId"], Fetched("", ""))

    def _sent(self, event: Any) -> None:
        request = self._request(event)
        request.kind, request.url = event["type"], event["request"]["url"]

    def _sent_extra(self, event: Any) -> None:
        self._request(event).accepts = event["headers"].get("Accept-Encoding", "")

    def _answered(self, event: Any) -> None:
        headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
        self._request(event).encoding = headers.get("content-encoding", "")

    def _answered_extra(self, event: Any) -> None:
        self._request(event).status = event["statusCode"]

    def _finished(self, event: Any) -> None:
        self._request(event).size = event["encodedDataLength"]


def total(fetched: list[Fetched]) -> int:
    return sum(one.size for one in fetched)


def test_a_first_visit_to_a_lesson_is_light(
    scripted: BrowserContext, service: LiveService, catalogue: Catalogue
) -> None:
    page = scripted.new_page()
    wire = Wire(page)
    first = f"/bai-hoc/{next(iter(catalogue.lessons))}"
    longest = sorted(catalogue.lessons.values(), key=lambda lesson: len(lesson.source))[-HEAVIEST:]
    others = [path for lesson in longest if (path := f"/bai-hoc/{lesson.slug}") != first]
    page.goto(first)
    fetched = wire.count()
    assert len(fetched) <= 4
    assert {one.kind for one in fetched} == {"Document", "Stylesheet", "Script"}
    assert {urlsplit(one.url).netloc for one in fetched} == {urlsplit(service.url).netloc}
    assert {(one.status, one.encoding, "br" in one.accepts) for one in fetched} == {(200, "br", True)}
    assert total(fetched) <= FIRST_VISIT

    # The next lesson fetches its text alone. The heaviest lesson would be a light first visit, too.
    for path in others:
        page.goto(path)
        (document,) = wire.count()
        assert document.kind == "Document"
        assert document.size <= NEXT_LESSON
        assert document.size + total(fetched) - fetched[0].size <= FIRST_VISIT, path


def test_a_lesson_seen_before_costs_a_word(scripted: BrowserContext, catalogue: Catalogue) -> None:
    page = scripted.new_page()
    wire = Wire(page)
    page.goto(f"/bai-hoc/{next(iter(catalogue.lessons))}")
    wire.count()
    for way in ("reload", "link"):
        page.reload() if way == "reload" else page.goto(page.url)
        (document,) = wire.count()
        assert document.status == 304
        assert document.size <= REVISIT


def test_a_whole_lesson_by_its_links_is_light(scripted: BrowserContext, catalogue: Catalogue) -> None:
    """The front page, the address of a lesson, then every screen by its links with right answers: no page or script twice."""
    lesson = plain_lesson(catalogue)
    page = scripted.new_page()
    wire = Wire(page)
    page.goto("/")
    wait_for_script(page)
    page.goto(f"/bai-hoc/{lesson.slug}")
    wait_for_script(page)
    asked = {lesson.number_of(exercise.slug): question for exercise, question in questions(lesson)}
    played = {lesson.number_of(one.slug): one.body for one in lesson.exercises if isinstance(one.body, Simulation)}
    for number in range(1, len(lesson.screens) + 1):
        expect(page.locator(".count")).to_have_text(f"Bước {number} / {len(lesson.screens)}")
        if number in asked:
            answer(page, right(asked[number]))
        elif number in played:
            play_through(page, played[number])
        primary(page).tap()
    expect(heading(page)).to_have_text("Bác học xong rồi!")
    fetched = wire.count()
    kinds = [one.kind for one in fetched]
    assert sorted(set(kinds)) == ["Document", "Script", "Stylesheet", "XHR"]
    assert (
        len({one.url for one in fetched if one.kind != "XHR"})
        == len([kind for kind in kinds if kind != "XHR"])
        <= 5 + len(played)
    )
    assert max(one.size for one in fetched if one.kind == "XHR") <= 3_000
    assert total(fetched) <= FIRST_VISIT + 2_000 * (len(lesson.screens) + len(asked)) + WHOLE_SIMULATION * len(played)
