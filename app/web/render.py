"""Pages: one frozen dataclass per template. htmx gets the `screen` block of it, anyone else the whole page."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, ClassVar, Protocol

import jinja2_fragments
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

BLOCK = "screen"
HEADERS = {"Vary": "HX-Request", "Cache-Control": "no-store"}


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
        return self.environment.get_template(page.template).render(values(page))

    def fragment(self, page: Page) -> str:
        block = jinja2_fragments.render_block(self.environment, page.template, BLOCK, values(page))
        return f"<title>{escape(page.title)}</title>{block}"


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
    return HTMLResponse(html, status, headers=HEADERS)
