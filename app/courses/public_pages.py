"""The pages of this feature that are the same for everyone who chose alike: steps, and home and catalogue for newcomers.

Whoever has chosen nothing gets what was made when the content was read. A page in another form of address, or in words
that were said anew, is made when the first person asks for it, and kept."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any, TypeAlias

from starlette.types import Scope

from app.courses.domain.catalogue import Catalogue
from app.courses.domain.lessons import Lesson, Step
from app.courses.domain.readers import SLOW, Reader, all_readers, reader_of
from app.courses.pages import OtherVersion
from app.courses.views import catalogue_page, course_page, course_path, find_course, home_page, step_page
from app.learners.deps import POSITION
from app.learners.domain.reading import AUDIENCES, LONGEST, Reading, format_reading, parse_reading
from app.learners.domain.reading import COOKIE as READING
from app.web.addressing import WRITTEN, addressed
from app.web.prebuilt import Headers, Prebuilt, prebuild
from app.web.render import Page, Templates
from app.web.security import page_headers

_QUERY = re.compile(rb"(?:buoc=(\d{1,3}))?(?:&?may=(android|iphone))?(?:&?ban=(goc))?")
_READING = re.compile(rb"(?:^|;\s*)" + READING.encode() + rb"=([^;]*)")
_KEPT_S = 34_560_000  # 400 days, the longest a browser keeps a cookie
HTML = "text/html; charset=utf-8"
KEPT = 4096  # addresses with the reader they are for; a lesson has about five
KEPT_IN_FORMS = 1024  # pages of about 25 KB in all their encodings
LONGEST_QUERY = 60  # bytes of one that we could have made


Both = tuple[Prebuilt, Prebuilt]  # the whole page and its fragment
# A step in other words for this reader, None where the teacher's stand: app/tutor has them, app/main.py puts it in place.
Rewritten: TypeAlias = Callable[[Lesson, Step, Reader], Step | None]


def as_written(_lesson: Lesson, _step: Step, _reader: Reader) -> None:
    """Nothing has been said anew."""


@dataclass(frozen=True, eq=False)
class StepPages:
    """One step for every reader its variants can tell apart."""

    lesson: Lesson
    number: int
    step: Step
    by_reader: Mapping[Reader, Both]


class PublicPages:
    """Answers `find` for the prebuilt seam. Rebuilt as a whole when the catalogue changes."""

    def __init__(
        self,
        templates: Templates,
        path_to: Callable[..., Any],
        device_cookie: str,
        *,
        secure: bool,
        https: bool,
        rewritten: Rewritten = as_written,
    ) -> None:
        self._templates = templates
        self._path_to = path_to
        self._rewritten = rewritten
        varies = ("Vary", "Accept-Encoding, HX-Request, Cookie")
        self._headers = (*page_headers(https=https), ("Cache-Control", "no-cache"), varies)
        # Home and catalogue turn personal with the first of these cookies.
        self._personal = re.compile(rf"(?:^|;\s*)(?:{re.escape(device_cookie)}|{POSITION})=".encode())
        self._suffix = f"; Path=/; Max-Age={_KEPT_S}; SameSite=Lax; HttpOnly{'; Secure' if secure else ''}"
        self._lessons: dict[str, dict[int, StepPages]] = {}
        self._newcomer: Mapping[str, Callable[[Reading], Page]] = {}  # by address
        self._made: dict[str, Both] = {}
        self._in_form = lru_cache(maxsize=KEPT_IN_FORMS)(self._turned)
        self.forget()

    def forget(self) -> None:
        """A step has been said anew, or no longer is: whoever asks next gets what stands now."""
        self._step_pages = lru_cache(maxsize=KEPT)(self._find_step)
        self._retold = lru_cache(maxsize=KEPT_IN_FORMS)(self._make_retold)

    def rebuild(self, catalogue: Catalogue) -> None:
        before, self._made = self._made, {}
        lessons = {
            str(self._path_to("step", lesson=lesson.slug)): {
                number: self._build_step(lesson, number, screen, before)
                for number, screen in enumerate(lesson.screens, 1)
                if isinstance(screen, Step)
            }
            for lesson in catalogue.lessons.values()
        }
        newcomer = dict(self._newcomer_pages(catalogue))
        unchosen = {
            (path, Reading(audience)): self._both(make(Reading(audience)), before)
            for path, make in newcomer.items()
            for audience in AUDIENCES
        }
        self._newcomer = newcomer
        self._newcomer_page = lru_cache(maxsize=KEPT_IN_FORMS)(partial(self._make_newcomer, newcomer, unchosen))
        self._lessons = lessons
        self.forget()

    def _newcomer_pages(self, catalogue: Catalogue) -> Iterator[tuple[str, Callable[[Reading], Page]]]:
        path_to, everything = self._path_to, str(self._path_to("catalogue"))
        yield (
            str(path_to("home")),
            lambda reading: home_page(catalogue, {}, None, "", path_to, reader=reader_of(reading)),
        )
        only = find_course(catalogue, None)
        if only is None:
            yield (
                everything,
                lambda reading: catalogue_page(catalogue, (), reading.framework, path_to, reader=reader_of(reading)),
            )
        for course in catalogue.courses:
            if course.lessons:
                path = course_path(course.slug, path_to) if only is None else everything
                yield path, partial(_course_page, catalogue, course, path_to)

    def find(self, scope: Scope, headers: dict[bytes, bytes]) -> tuple[Prebuilt, Headers] | None:
        path = scope["path"]
        fragment = b"hx-request" in headers and b"hx-history-restore-request" not in headers
        query = scope["query_string"]
        if path in self._lessons and len(query) <= LONGEST_QUERY:
            reading = _READING.search(headers.get(b"cookie", b""))
            found = self._step_pages(path, query, reading[1][: LONGEST + 1] if reading else b"")
            return found and (found[0][fragment], found[1])
        target = f"{path}?{query.decode('latin-1')}" if query else path
        cookies = headers.get(b"cookie", b"")
        if target not in self._newcomer or self._personal.search(cookies):
            return None
        pages = self._newcomer_page(target, replace(_reading(cookies), platform=""))
        return (pages[fragment], []) if pages else None

    def _make_newcomer(
        self,
        newcomer: Mapping[str, Callable[[Reading], Page]],
        unchosen: Mapping[tuple[str, Reading], Both],
        path: str,
        reading: Reading,
    ) -> Both | None:
        if path not in newcomer:  # gone while somebody asked
            return None
        known = unchosen.get((path, replace(reading, address="")))
        return self._in_form(known or self._pair(newcomer[path](reading)), reading.form)

    def _find_step(self, path: str, query: bytes, reading_cookie: bytes) -> tuple[Both, Headers] | None:
        asked = _QUERY.fullmatch(query)
        step = self._lessons.get(path, {}).get(int(asked[1] or 1)) if asked else None
        if asked is None or step is None:
            return None
        extra = [_cookie(self._suffix, POSITION, f"{path.rpartition('/')[2]}.{int(asked[1] or 1)}")]
        reading = parse_reading(reading_cookie.decode("latin-1"))
        if asked[2]:
            reading = replace(reading, platform=asked[2].decode())
            extra.append(_cookie(self._suffix, READING, format_reading(reading)))
        pages = self._step_for(step, reader_of(reading), is_original=asked[3] is not None)
        return self._in_form(pages, reading.form), extra

    def _step_for(self, found: StepPages, reader: Reader, *, is_original: bool) -> Both:
        """The author's own easier text comes before any other for whom it was written."""
        as_taught = found.by_reader[reader.only(found.step.tags)]
        if found.step.easier and reader.comfort == SLOW:
            return as_taught
        return self._retold(found, reader, is_original) or as_taught

    def _make_retold(self, found: StepPages, reader: Reader, is_original: bool) -> Both | None:
        rewritten = self._rewritten(found.lesson, found.step, reader)
        if rewritten is None:
            return None
        here = f"{self._path_to('step', lesson=found.lesson.slug)}?buoc={found.number}"
        other = (
            OtherVersion("Xem bản viết lại", here) if is_original else OtherVersion("Xem bản gốc", f"{here}&ban=goc")
        )
        step, reader = found.step if is_original else rewritten, reader.only(found.step.tags)
        return self._pair(step_page(found.lesson, found.number, step, reader, self._path_to, other))

    def _build_step(self, lesson: Lesson, number: int, step: Step, before: Mapping[str, Both]) -> StepPages:
        pages = {
            reader: self._both(step_page(lesson, number, step, reader, self._path_to), before)
            for reader in all_readers(step.tags)
        }
        return StepPages(lesson, number, step, pages)

    def _both(self, page: Page, before: Mapping[str, Both]) -> Both:
        """Compressed once for every text: many readers see the same, and most pages survive a change of content."""
        whole = self._templates.full(page)
        made = self._made.get(whole) or before.get(whole) or self._pair(page, whole)
        self._made[whole] = made
        return made

    def _pair(self, page: Page, whole: str | None = None) -> Both:
        return self._prebuilt(whole or self._templates.full(page)), self._prebuilt(self._templates.fragment(page))

    def _turned(self, pages: Both, form: str) -> Both:
        """The same pages in another form of address."""
        if form == WRITTEN:
            return pages
        whole, fragment = (addressed(page.bodies[b""].decode(), form) for page in pages)
        return self._prebuilt(whole), self._prebuilt(fragment)

    def _prebuilt(self, html: str) -> Prebuilt:
        return prebuild(html.encode(), HTML, headers=self._headers)


def _course_page(catalogue: Catalogue, course: Any, path_to: Callable[..., Any], reading: Reading) -> Page:
    return course_page(catalogue, course, (), reading.framework, path_to)


def _cookie(suffix: str, name: str, value: str) -> tuple[bytes, bytes]:
    return b"set-cookie", f"{name}={value}{suffix}".encode()


def _reading(cookies: bytes) -> Reading:
    cookie = _READING.search(cookies)
    return parse_reading(cookie[1].decode("latin-1") if cookie else "")
