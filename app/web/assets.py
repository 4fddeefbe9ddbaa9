"""The stylesheet, our script and htmx: named by their content, kept by browsers for a year.

htmx comes from the installed package, never copied into this repository. Our script fetches it once the page has been
shown: on a slow line it would take a third of a second from the first picture, and every page works without it.
"""

import re
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from urllib.parse import quote

from app.core.ids import version_of
from app.web.prebuilt import Prebuilt, prebuild

STATIC = Path(__file__).parent / "static"
FEATURES = Path(__file__).parents[1]
TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
HTMX = "django_htmx/static/django_htmx/htmx-2.min.js"
PREFIX = "/tinh/"
HEADERS = (
    ("Cache-Control", "public, max-age=31536000, immutable"),
    ("Vary", "Accept-Encoding"),
    ("X-Content-Type-Options", "nosniff"),
)


class Assets:
    """`urls` by short name (css, phone, js, htmx, icon, and what a feature has in its folder `static`, by the name of the
    file: desk.css is desk_css); `files` by path. The icon travels inside the page: one request less."""

    def __init__(self) -> None:
        self.urls: dict[str, str] = {"icon": f"data:image/svg+xml,{quote(_lean(_read('icon.svg')), safe='/:= ')}"}
        self.files: dict[str, Prebuilt] = {}
        htmx = Path(str(distribution("django-htmx").locate_file(HTMX))).read_text(encoding="utf-8")
        self._add("css", "app.css", _lean(_read("app.css")), "text/css; charset=utf-8")
        self._add("phone", "phone.css", _lean(_read("phone.css")), "text/css; charset=utf-8")
        self._add("js", "app.js", _lean(_read("app.js")), "text/javascript; charset=utf-8")
        self._add("htmx", "htmx.js", htmx, "text/javascript; charset=utf-8")
        for path in sorted(FEATURES.glob("*/static/*")):
            if path.parent != STATIC:
                text, suffix = _lean(path.read_text(encoding="utf-8")), path.suffix.removeprefix(".")
                self._add(f"{path.stem}_{suffix}", path.name, text, TYPES[suffix])

    def _add(self, short: str, name: str, text: str, content_type: str) -> None:
        stem, _, suffix = name.rpartition(".")
        path = f"{PREFIX}{stem}.{version_of(text)}.{suffix}"
        self.urls[short] = path
        self.files[path] = _prebuilt(text, content_type)


@cache
def _prebuilt(text: str, content_type: str) -> Prebuilt:
    """Half a second of work for all of them, the same for every application of one process."""
    return prebuild(text.encode(), content_type, headers=HEADERS, quality=11)


def _read(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _lean(text: str) -> str:
    """Without the comments that stand on lines of their own, and without indentation: half a kilobyte on the wire."""
    return re.sub(r"\n\s+", "\n", re.sub(r"^\s*/\*.*?\*/\s*$", "", text, flags=re.MULTILINE | re.DOTALL)).strip()
