"""`./run test -m pure` answers while one types, and asks something of every rule."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from app.core.config import PROJECT
from tests.while_typing import PURE

MODULES = {
    ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__"): path
    for folder in ("app", "tests")
    for path in (PROJECT / folder).rglob("*.py")
    if "node_modules" not in path.parts
}
DOMAIN = {name for name, path in MODULES.items() if ".domain." in name and path.name != "__init__.py"}
HEAVY = {"sqlalchemy", "fastapi", "openai", "playwright", "jinja2"}  # each takes as long to read as fifty tests


@cache
def imported(path: Path) -> tuple[str, ...]:
    return tuple(_imported(ast.parse(path.read_text("utf-8"))))


def _imported(tree: ast.Module) -> Iterator[str]:
    """When the module is read: what a function or a type checker asks for comes later."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def reached(files: list[Path]) -> set[str]:
    """What they import, and what that imports, as far as it is ours; of what is others', the package."""
    found: set[str] = set()
    waiting = [name for path in files for name in imported(path)]
    while waiting:
        name = waiting.pop()
        if name in MODULES and name not in found:
            waiting += imported(MODULES[name])
        found.add(name if name in MODULES else name.partition(".")[0])
    return found


def test_every_rule_is_reached_by_a_pure_test() -> None:
    pure = [
        path for name, path in MODULES.items() if ".test_" in name and "pytest.mark.pure" in path.read_text("utf-8")
    ]
    assert DOMAIN - reached(pure) == set()
    assert len(DOMAIN) > 50


def test_what_is_read_while_one_types_reads_nothing_heavy() -> None:
    read = {name: path for name, path in MODULES.items() if ".test_" in name and PURE in path.read_text("utf-8")}
    assert {name: heavy for name, path in read.items() if (heavy := reached([path]) & HEAVY)} == {}
    assert len(read) > 50
