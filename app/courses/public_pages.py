"""The pages of this feature that are the same for everyone: steps, and home and catalogue for newcomers."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from starlette.types import Scope

from app.courses.domain.catalogue import Catalogue
from app.courses.domain.lessons import Lesson, Step
from app.courses.domain.readers import Reader, all_readers
from app.courses.views import catalogue_page, course_page, course_path, find_course, home_page, step_page
from app.learners.deps import POSITION
from app.learners.domain.reading import COOKIE as READING
from app.learners.domain.reading import FRAMEWORKS, Reading, format_reading, parse_reading
from app.web.prebuilt import Headers, Prebuilt, prebuild
from app.web.render import Page, Templates
from app.web.security import page_headers

_QUERY = re.compile(rb"(?:buoc=(\d{1,3}))?(?:&?may=(android|iphone))?")
_READING = re.compile(rb"(?:^|;\s*)" + READING.encode() + rb"=([^;]*)")
_KEPT_S = 34_560_000  # 400 days, the longest a browser keeps a cookie
HTML = "text/html; charset=utf-8"
KEPT = 4096  # addresses with the reader they are for; a lesson has about five
LONGEST = 60  # bytes of a query or a cookie that we could have made


Both = tuple[Prebuilt, Prebuilt]  # the whole page and its fragment


@dataclass(frozen=True)
class StepPages:
    """One step for every reader its variants can tell apart."""

    tags: frozenset[str]
    by_reader: Mapping[Reader, Both]


class PublicPages:
    """Answers `find` for the prebuilt seam. Rebuilt as a whole when the catalogue changes."""

    def __init__(
        self, templates: Templates, path_to: Callable[..., Any], device_cookie: str, *, secure: bool, https: bool
    ) -> None:
        self._templates = templates
        self._path_to = path_to
        self._headers = page_headers(https=https)
        # Home and catalogue turn personal with the first of these cookies.
        self._personal = re.compile(rf"(?:^|;\s*)(?:{re.escape(device_cookie)}|{POSITION})=".encode())
        self._suffix = f"; Path=/; Max-Age={_KEPT_S}; SameSite=Lax; HttpOnly{'; Secure' if secure else ''}"
        self._lessons: dict[str, dict[int, StepPages]] = {}
        self._newcomer: Mapping[str, Mapping[str, Both]] = {}  # by address and the audience whose framework is meant
        self._made: dict[tuple[str, str], Both] = {}
        self._step_pages = lru_cache(maxsize=KEPT)(self._find_step)

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
        home = self._both(home_page(catalogue, {}, None, "", self._path_to), "Cookie", before)
        newcomer: dict[str, dict[str, Both]] = {str(self._path_to("home")): dict.fromkeys(FRAMEWORKS, home)}
        for audience in FRAMEWORKS:
            for path, page in self._catalogue_pages(catalogue, audience):
                newcomer.setdefault(path, {})[audience] = self._both(page, "Cookie", before)
        self._newcomer = newcomer
        self._lessons = lessons
        self._step_pages = lru_cache(maxsize=KEPT)(self._find_step)

    def _catalogue_pages(self, catalogue: Catalogue, audience: str) -> Iterator[tuple[str, Page]]:
        everything = str(self._path_to("catalogue"))
        only = find_course(catalogue, None)
        if only is None:
            yield everything, catalogue_page(catalogue, (), audience, self._path_to)
        for course in catalogue.courses:
            if course.lessons:
                path = course_path(course.slug, self._path_to) if only is None else everything
                yield path, course_page(catalogue, course, (), audience, self._path_to)

    def find(self, scope: Scope, headers: dict[bytes, bytes]) -> tuple[Prebuilt, Headers] | None:
        path = scope["path"]
        fragment = b"hx-request" in headers and b"hx-history-restore-request" not in headers
        query = scope["query_string"]
        if path in self._lessons and len(query) <= LONGEST:
            reading = _READING.search(headers.get(b"cookie", b""))
            found = self._step_pages(path, query, reading[1][:LONGEST] if reading else b"")
            return found and (found[0][fragment], found[1])
        by_audience = self._newcomer.get(f"{path}?{query.decode('latin-1')}" if query else path)
        cookies = headers.get(b"cookie", b"")
        if by_audience is None or self._personal.search(cookies):
            return None
        return by_audience[_reading(cookies).framework][fragment], []

    def _find_step(self, path: str, query: bytes, reading_cookie: bytes) -> tuple[Both, Headers] | None:
        asked = _QUERY.fullmatch(query)
        step = self._lessons.get(path, {}).get(int(asked[1] or 1)) if asked else None
        if asked is None or step is None:
            return None
        extra = [_cookie(self._suffix, POSITION, f"{path.rpartition('/')[2]}.{int(asked[1] or 1)}")]
        reading = parse_reading(reading_cookie.decode("latin-1"))
        if asked[2]:
            reading = Reading(reading.audience, asked[2].decode())
            extra.append(_cookie(self._suffix, READING, format_reading(reading)))
        return step.by_reader[Reader(reading.audience, reading.platform).only(step.tags)], extra

    def _build_step(self, lesson: Lesson, number: int, step: Step, before: Mapping[tuple[str, str], Both]) -> StepPages:
        vary = "Cookie" if step.tags else ""
        return StepPages(
            step.tags,
            {
                reader: self._both(step_page(lesson, number, step, reader, self._path_to), vary, before)
                for reader in all_readers(step.tags)
            },
        )

    def _both(self, page: Page, vary: str, before: Mapping[tuple[str, str], Both]) -> Both:
        """Compressed once for every text: many readers see the same, and most pages survive a change of content."""
        whole = self._templates.full(page)
        made = self._made.get((whole, vary)) or before.get((whole, vary))
        if made is None:
            varies = ", ".join(filter(None, ("Accept-Encoding, HX-Request", vary)))
            headers = (*self._headers, ("Cache-Control", "no-cache"), ("Vary", varies))
            fragment = self._templates.fragment(page)
            made = (
                prebuild(whole.encode(), HTML, headers=headers),
                prebuild(fragment.encode(), HTML, headers=headers),
            )
        self._made[whole, vary] = made
        return made


def _cookie(suffix: str, name: str, value: str) -> tuple[bytes, bytes]:
    return b"set-cookie", f"{name}={value}{suffix}".encode()


def _reading(cookies: bytes) -> Reading:
    cookie = _READING.search(cookies)
    return parse_reading(cookie[1].decode("latin-1") if cookie else "")
