"""The stylesheet, the script and the icon: named by their content, kept by browsers for a year.

The script is htmx (from the installed package, never copied into this repository) and our own behaviour in one file:
one request less on a slow line.
"""

from importlib.metadata import distribution
from pathlib import Path

from app.core.ids import version_of
from app.web.prebuilt import Prebuilt, prebuild

STATIC = Path(__file__).parent / "static"
HTMX = "django_htmx/static/django_htmx/htmx-2.min.js"
PREFIX = "/tinh/"
HEADERS = (
    ("Cache-Control", "public, max-age=31536000, immutable"),
    ("Vary", "Accept-Encoding"),
    ("X-Content-Type-Options", "nosniff"),
)


class Assets:
    """`urls` by short name (css, js, icon); `files` by path."""

    def __init__(self) -> None:
        htmx = Path(str(distribution("django-htmx").locate_file(HTMX))).read_text(encoding="utf-8")
        script = (STATIC / "app.js").read_text(encoding="utf-8")
        self.urls: dict[str, str] = {}
        self.files: dict[str, Prebuilt] = {}
        self._add("css", "app.css", (STATIC / "app.css").read_text(encoding="utf-8"), "text/css; charset=utf-8")
        self._add("js", "app.js", f"{htmx}\n{script}", "text/javascript; charset=utf-8")
        self._add("icon", "icon.svg", (STATIC / "icon.svg").read_text(encoding="utf-8"), "image/svg+xml")

    def _add(self, short: str, name: str, text: str, content_type: str) -> None:
        stem, _, suffix = name.rpartition(".")
        path = f"{PREFIX}{stem}.{version_of(text)}.{suffix}"
        self.urls[short] = path
        self.files[path] = prebuild(text.encode(), content_type, headers=HEADERS, quality=11)
