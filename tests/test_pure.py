"""`./run test -m pure` answers while one types, and asks something of every rule."""

import ast
from collections.abc import Iterator
from pathlib import Path

from app.core.config import PROJECT

DOMAIN = [path for path in (PROJECT / "app").rglob("domain/**/*.py") if path.name != "__init__.py"]


def module(path: Path) -> str:
    return ".".join(path.relative_to(PROJECT).with_suffix("").parts)


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def reached(tests: list[Path]) -> set[str]:
    """What they import, what the samples of the tests import, and what a rule that was reached is made of."""
    paths = {module(path): path for path in [*DOMAIN, *(PROJECT / "tests").glob("*/*.py")]}
    found: set[str] = set()
    waiting = [name for path in tests for name in imported(path)]
    while waiting:
        name = waiting.pop()
        if name in paths and name not in found:
            found.add(name)
            waiting += imported(paths[name])
    return found


def test_every_rule_is_reached_by_a_pure_test() -> None:
    pure = [path for path in (PROJECT / "tests").glob("*/test_*.py") if "pytest.mark.pure" in path.read_text("utf-8")]
    assert {module(path) for path in DOMAIN} - reached(pure) == set()
    assert len(DOMAIN) > 50
