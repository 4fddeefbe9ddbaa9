"""Pages: one frozen dataclass per template. htmx gets the `screen` block of it, anyone else the whole page."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar, Protocol

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app.web.addressing import addressed
from app.web.prebuilt import accepted
from app.web.shell import Shell, gzip

BLOCK = "screen"
# Where base.html leaves room for what belongs to a page.
TITLE, SCREEN = "{title}", "<!--screen-->"
HEADERS = {"Vary": "HX-Request, Accept-Encoding", "Cache-Control": "no-store"}
GZIP_HEADERS = {**HEADERS, "Content-Encoding": "gzip"}
KEPT_PAGES = 2_000  # of 2 to 4 KB


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
        self.environment.globals.update(path_to=url_path_for, assets=assets, icons=drawn_icons(self.environment))
        self.environment.filters["rendered"] = rendered

    # `form`: how the reader is addressed (addressing.py); "" for whoever is "bác", whose pages stay as they are.

    def full(self, page: Page, form: str = "") -> str:
        return self._shell(form).page(self._title(page, form), self.screen(page, form))

    def compressed(self, page: Page, *, whole: bool, form: str = "") -> bytes:
        """The page, or the fragment of it; of a page that `is_kept` the one made before, while nothing in it has changed."""
        make = self._kept if getattr(page, "is_kept", False) else self._compressed
        return make(page, whole, form)

    def _compressed(self, page: Page, whole: bool, form: str) -> bytes:
        if whole:
            return self._shell(form).gzip(self._title(page, form), self.screen(page, form))
        return gzip(self.fragment(page, form).encode())

    @cached_property
    def _kept(self) -> Callable[[Any, bool, str], bytes]:
        return lru_cache(maxsize=KEPT_PAGES)(self._compressed)

    def fragment(self, page: Page, form: str = "") -> str:
        return f"<title>{self._title(page, form)}</title>{self.screen(page, form)}"

    def screen(self, page: Page, form: str = "") -> str:
        """Only what the page itself brings."""
        template = self.environment.get_template(page.template)
        screen = "".join(template.blocks[BLOCK](template.new_context(values(page))))
        return addressed(screen, form) if form else screen

    def _title(self, page: Page, form: str) -> str:
        title = escape(page.title)
        is_theirs = not form or getattr(page, "is_title_typed", False)  # what somebody typed stands in it
        return title if is_theirs else addressed(title, form)

    @cached_property
    def _shell(self) -> Callable[[str], Shell]:
        return cache(self._make_shell)

    def _make_shell(self, form: str) -> Shell:
        page = self.environment.get_template("base.html").render(title=TITLE)
        before, rest = (addressed(page, form) if form else page).split(TITLE)
        between, after = rest.split(SCREEN)
        return Shell(before, between, after)


def drawn_icons(environment: Environment) -> SimpleNamespace:
    """The drawings of icons.html, each drawn once: `{{ icons.forward() }}`; `glyph` draws what a page brings along."""
    drawing = environment.get_template("icons.html").module
    names = [name for name in vars(drawing) if not name.startswith("_")]
    drawn = {name: partial(Markup, getattr(drawing, name)()) for name in names if name != "glyph"}
    return SimpleNamespace(**drawn, glyph=drawing.glyph)  # type: ignore[attr-defined]


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
    whole, form = not wants_fragment(request), request.app.state.form_of_address(request)
    if b"gzip" in accepted(request.headers.get("accept-encoding", "").encode()):
        return HTMLResponse(templates.compressed(page, whole=whole, form=form), status, headers=GZIP_HEADERS)
    return HTMLResponse(
        templates.full(page, form) if whole else templates.fragment(page, form), status, headers=HEADERS
    )
