"""The pages of this feature that are the same for everyone: steps, and home and catalogue for newcomers."""

import re
from collections.abc import Callable
from typing import Any

from starlette.types import Scope

from app.accounts.deps import POSITION, READING
from app.accounts.domain.reading import Reading, format_reading, parse_reading
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.lessons import Lesson, Step
from app.courses.domain.readers import Reader, all_readers
from app.courses.pages import StepPage
from app.courses.views import catalogue_page, home_page, step_page
from app.web.prebuilt import Headers, Prebuilt, prebuild
from app.web.render import Page, Templates
from app.web.security import PAGE_HEADERS

_QUERY = re.compile(rb"(?:buoc=(\d{1,3}))?(?:&?may=(android|iphone))?")
_READING = re.compile(READING.encode() + rb"=([^;]*)")
_KEPT_S = 34_560_000  # 400 days, the longest a browser keeps a cookie
HTML = "text/html; charset=utf-8"


class PublicPages:
    """Answers `find` for the prebuilt seam. Rebuilt as a whole when the catalogue changes."""

    def __init__(self, templates: Templates, path_to: Callable[..., Any], device_cookie: str, secure: bool) -> None:
        self._templates = templates
        self._path_to = path_to
        # Home and catalogue turn personal with the first of these cookies.
        self._personal = re.compile(rf"(?:^|;\s*)(?:{re.escape(device_cookie)}|{POSITION})=".encode())
        self._suffix = f"; Path=/; Max-Age={_KEPT_S}; SameSite=Lax; HttpOnly{'; Secure' if secure else ''}"
        self._steps: dict[str, dict[int, dict[Reader, tuple[Prebuilt, Prebuilt]]]] = {}
        self._tags: dict[str, frozenset[str]] = {}
        self._newcomer: dict[str, tuple[Prebuilt, Prebuilt]] = {}

    def rebuild(self, catalogue: Catalogue) -> None:
        steps, tags = {}, {}
        for lesson in catalogue.lessons.values():
            path = str(self._path_to("step", lesson=lesson.slug))
            tags[path] = lesson.tags
            steps[path] = self._build_lesson(lesson)
        newcomer = {
            str(self._path_to("home")): self._both(home_page(catalogue, (), None, "", self._path_to), "Cookie"),
            str(self._path_to("catalogue")): self._both(catalogue_page(catalogue, (), self._path_to), "Cookie"),
        }
        self._steps, self._tags, self._newcomer = steps, tags, newcomer

    def find(self, scope: Scope, headers: dict[bytes, bytes]) -> tuple[Prebuilt, Headers] | None:
        path = scope["path"]
        fragment = b"hx-request" in headers and b"hx-history-restore-request" not in headers
        screens = self._steps.get(path)
        if screens is not None:
            return self._find_step(path, screens, scope["query_string"], headers, fragment)
        both = self._newcomer.get(path)
        if both is None or self._personal.search(headers.get(b"cookie", b"")) or scope["query_string"]:
            return None
        return both[fragment], []

    def _find_step(
        self,
        path: str,
        screens: dict[int, dict[Reader, tuple[Prebuilt, Prebuilt]]],
        query: bytes,
        headers: dict[bytes, bytes],
        fragment: bool,
    ) -> tuple[Prebuilt, Headers] | None:
        asked = _QUERY.fullmatch(query)
        if asked is None:
            return None
        number = int(asked[1] or 1)
        readers = screens.get(number)
        if readers is None:
            return None
        extra = [self._cookie(POSITION, f"{path.rpartition('/')[2]}.{number}")]
        cookie = _READING.search(headers.get(b"cookie", b""))
        reading = parse_reading(cookie[1].decode("latin-1") if cookie else "")
        reader = Reader(reading.audience, reading.platform)
        if asked[2]:
            reader = Reader(reading.audience, asked[2].decode())
            extra.append(self._cookie(READING, format_reading(Reading(reader.audience, reader.platform))))
        return readers[reader.only(self._tags[path])][fragment], extra

    def _cookie(self, name: str, value: str) -> tuple[bytes, bytes]:
        return b"set-cookie", f"{name}={value}{self._suffix}".encode()

    def _build_lesson(self, lesson: Lesson) -> dict[int, dict[Reader, tuple[Prebuilt, Prebuilt]]]:
        vary = "Cookie" if lesson.tags else ""
        return {
            number: {
                reader: self._both(self._page(lesson, number, screen, reader), vary)
                for reader in all_readers(lesson.tags)
            }
            for number, screen in enumerate(lesson.screens, 1)
            if isinstance(screen, Step)
        }

    def _page(self, lesson: Lesson, number: int, step: Step, reader: Reader) -> StepPage:
        return step_page(lesson, number, step, reader, self._path_to)

    def _both(self, page: Page, vary: str) -> tuple[Prebuilt, Prebuilt]:
        """The whole page and its fragment."""
        varies = ", ".join(filter(None, ("Accept-Encoding, HX-Request", vary)))
        headers = (*PAGE_HEADERS, ("Cache-Control", "no-cache"), ("Vary", varies))
        whole, fragment = self._templates.full(page), self._templates.fragment(page)
        return prebuild(whole.encode(), HTML, headers=headers), prebuild(fragment.encode(), HTML, headers=headers)
