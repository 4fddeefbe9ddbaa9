"""htmx gets the screen, everybody else the whole page; a template receives exactly what its page class says."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from fastapi import FastAPI
from jinja2 import nodes
from jinja2.meta import find_referenced_templates, find_undeclared_variables

import app as package
from app.accounts.domain.roles import Role
from app.quiz.domain.kinds import KINDS
from app.web.prebuilt import PrebuiltPages
from tests.sample_content import QUESTION_URL
from tests.web.addresses import addresses, pages
from tests.web.conftest import cookies_of
from tests.web.wire import FORM, Reply, Wire

GLOBALS = {"path_to", "assets"}
HTMX = {"hx-request": "true"}
RESTORE = {**HTMX, "hx-history-restore-request": "true"}


@pytest.fixture(scope="module")
def cookie(app: PrebuiltPages, logins: dict[Role, str]) -> str:
    """Of someone who may see every page."""
    return cookies_of(app, logins[Role.ADMIN])


def is_whole(reply: Reply) -> bool:
    return reply.text.startswith("<!doctype html>") and reply.text.rstrip().endswith("</html>")


def without_keys(html: str) -> str:
    """Keys, and with them the order of choices, are new in every showing; so are request ids."""
    return re.sub(r'name="khoa" value="[^"]+"|<label class="choice">.*?</label>|<code>[\w-]{22}</code>', "", html)


def test_every_page_comes_as_a_screen_or_whole(fastapi_app: FastAPI, wire: Wire, cookie: str) -> None:
    checked = 0
    for page in [*pages(addresses(fastapi_app))]:
        whole = wire.get(page.url(), cookie=cookie)
        if whole.status == 303:
            continue
        checked += 1
        screen = wire.send("GET", page.url(), headers={"cookie": cookie, **HTMX})
        restored = wire.send("GET", page.url(), headers={"cookie": cookie, **RESTORE})
        assert is_whole(whole), page
        assert is_whole(restored), page
        assert "HX-Request" in whole.header("vary").split(", "), page
        assert "HX-Request" in screen.header("vary").split(", "), page
        assert_is_the_screen_of(screen, whole)
    assert checked >= 10


def assert_is_the_screen_of(screen: Reply, whole: Reply) -> None:
    title, block = re.fullmatch(r"(<title>[^<]+</title>)(.*)", screen.text, re.DOTALL).groups()  # type: ignore[union-attr]
    assert block.strip().startswith('<main id="screen"')
    assert block.strip().endswith("</main>")
    assert block.count("<main") == 1
    assert title in whole.text
    assert without_keys(block.strip()) in without_keys(whole.text)


REFUSALS = {
    "question": QUESTION_URL,
    "name": "/tai-khoan/nguoi-hoc",
    "reading": "/tai-khoan/cach-doc",
    "place": "/tai-khoan/dang-hoc",
    "sign-in": "/dang-nhap",
}


@pytest.mark.parametrize("form", REFUSALS)
def test_refused_form_comes_as_a_screen_or_whole(wire: Wire, form: str) -> None:
    whole = wire.send("POST", REFUSALS[form], headers={"content-type": FORM})
    screen = wire.send("POST", REFUSALS[form], headers={"content-type": FORM, **HTMX})
    assert (whole.status, screen.status) == (422, 422)
    assert is_whole(whole)
    assert_is_the_screen_of(screen, whole)


@pytest.mark.parametrize("target", ["/khong-co", "/bai-hoc/khong-co"])
def test_error_comes_as_a_screen_or_whole(wire: Wire, target: str) -> None:
    whole, screen = wire.get(target), wire.send("GET", target, headers=HTMX)
    assert is_whole(whole)
    assert_is_the_screen_of(screen, whole)


@pytest.mark.parametrize("target", ["/", QUESTION_URL, "/tai-khoan"])
def test_client_never_names_the_block(wire: Wire, target: str) -> None:
    headers = {**HTMX, "hx-target": "title", "hx-trigger": "body", "hx-trigger-name": "{{7*7}}", "hx-prompt": "x"}
    assert wire.send("GET", target, headers=headers).text.count('<main id="screen"') == 1


def page_classes() -> Iterator[Any]:
    for module in pkgutil.walk_packages(package.__path__, "app."):
        if ".pages" in module.name:
            for found in vars(importlib.import_module(module.name)).values():
                if is_dataclass(found) and hasattr(found, "template"):
                    yield found


PAGE_CLASSES = {page.__name__: page for page in page_classes()}


def sources(fastapi_app: FastAPI, name: str) -> Iterator[nodes.Template]:
    """The template and its parents; imported macros are called with what they need."""
    environment = fastapi_app.state.templates.environment
    tree = environment.parse(environment.loader.get_source(environment, name)[0])
    yield tree
    for parent in tree.find_all(nodes.Extends):
        assert isinstance(parent.template, nodes.Const)
        yield from sources(fastapi_app, parent.template.value)


@pytest.mark.parametrize("name", PAGE_CLASSES)
def test_template_uses_exactly_the_fields_of_its_page(fastapi_app: FastAPI, name: str) -> None:
    page = PAGE_CLASSES[name]
    used = set().union(*(find_undeclared_variables(tree) for tree in sources(fastapi_app, page.template)))
    assert used - GLOBALS == {field.name for field in fields(page)}


def test_every_template_belongs_to_a_page_or_is_a_part_of_one(fastapi_app: FastAPI) -> None:
    environment = fastapi_app.state.templates.environment
    whole = {page.template for page in PAGE_CLASSES.values()}
    parts = {
        part
        for name in environment.list_templates()
        for part in find_referenced_templates(environment.parse(environment.loader.get_source(environment, name)[0]))
    }
    # Included by the name of the kind, which reads as None above; a simulation has a page of its own.
    kinds = {f"kinds/{kind}.html" for kind in KINDS if kind != "tap-bam"}
    drawings = {"icons.html"}  # in every template by a name of their own
    assert set(environment.list_templates()) == whole | parts - {None} | kinds | drawings
    assert len(PAGE_CLASSES) >= 11


def test_only_rendered_text_is_trusted(fastapi_app: FastAPI) -> None:
    """`safe` would let any text become HTML; `rendered` is what the sanitiser of lessons made."""
    environment = fastapi_app.state.templates.environment
    assert environment.autoescape is True
    for name in environment.list_templates():
        tree = environment.parse(environment.loader.get_source(environment, name)[0])
        filters = {found.name for found in tree.find_all(nodes.Filter)}
        assert filters <= {"rendered", "length"}, name
        assert not [*tree.find_all((nodes.ScopedEvalContextModifier, nodes.MarkSafe))], name


def test_rendered_text_is_never_read_by_htmx(fastapi_app: FastAPI) -> None:
    environment = fastapi_app.state.templates.environment
    for name in environment.list_templates():
        for line in environment.loader.get_source(environment, name)[0].splitlines():
            if "|rendered" in line:
                assert "data-hx-disable" in line, line


def test_htmx_is_told_to_run_nothing(wire: Wire) -> None:
    page = wire.get("/").text
    for setting in ('"allowEval":false', '"allowScriptTags":false', '"selfRequestsOnly":true', '"historyCacheSize":0'):
        assert setting in page
