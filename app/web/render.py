"""Pages: one frozen dataclass per template. htmx gets the `screen` block of it, anyone else the whole page."""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Protocol

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app.web.prebuilt import accepted

BLOCK = "screen"
# Where base.html leaves room for what belongs to a page.
TITLE, SCREEN = "{title}", "<!--screen-->"
HEADERS = {"Vary": "HX-Request, Accept-Encoding", "Cache-Control": "no-store"}
WORTH_COMPRESSING = 600  # bytes


class Page(Protocol):
    """What a template receives: exactly the dataclass's fields, and `title` among them."""

    template: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def title(self) -> str: ...


class Templates:
    def __init__(self, folders: list[Path], url_path_for: Callable[..., Any], assets: Mapping[str, str]) -> None:
        self.environment = Environment(
            loader=FileSystemLoader(folders),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.environment.globals.update(path_to=url_path_for, assets=assets)
        self.environment.filters["rendered"] = rendered

    def full(self, page: Page) -> str:
        before, between, after = self._shell
        return f"{before}{escape(page.title)}{between}{self._screen(page)}{after}"

    def fragment(self, page: Page) -> str:
        return f"<title>{escape(page.title)}</title>{self._screen(page)}"

    def _screen(self, page: Page) -> str:
        template = self.environment.get_template(page.template)
        return "".join(template.blocks[BLOCK](template.new_context(values(page))))

    @cached_property
    def _shell(self) -> tuple[str, str, str]:
        """What stands around every screen, rendered once: only the title in base.html belongs to a page."""
        before, rest = self.environment.get_template("base.html").render(title=TITLE).split(TITLE)
        between, after = rest.split(SCREEN)
        return before, between, after


def values(page: Page) -> dict[str, Any]:
    return {field.name: getattr(page, field.name) for field in fields(page)}


def rendered(html: str) -> Markup:
    """The one place where HTML is trusted: what app/courses/domain/markdown.py made, with raw HTML off."""
    return Markup(html)  # noqa: S704 - see above; every other string is escaped


def wants_fragment(request: Request) -> bool:
    """The client never names the block. Going back in history wants the whole page even from htmx."""
    return "hx-request" in request.headers and "hx-history-restore-request" not in request.headers


def render(request: Request, page: Page, status: int = 200) -> HTMLResponse:
    templates: Templates = request.app.state.templates
    html = templates.fragment(page) if wants_fragment(request) else templates.full(page)
    body, headers = html.encode(), HEADERS
    if len(body) >= WORTH_COMPRESSING and b"gzip" in accepted(request.headers.get("accept-encoding", "").encode()):
        body, headers = _gzip(body), {**HEADERS, "Content-Encoding": "gzip"}
    return HTMLResponse(body, status, headers=headers)


def _gzip(body: bytes) -> bytes:
    """Level 3 with a window of 8 KB: as small as with the usual 32 KB for a page of 10 KB, and half the time, since the
    usual one takes a quarter of a megabyte from the system each time."""
    deflate = zlib.compressobj(3, zlib.DEFLATED, wbits=16 + 13, memLevel=6)
    return deflate.compress(body) + deflate.flush()
