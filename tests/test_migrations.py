"""While a release is put in place the one before still serves: it has to find what it reads."""

import ast
from pathlib import Path

import pytest

VERSIONS = Path(__file__).parents[1] / "migrations/versions"


def dropped(source: str) -> list[str]:
    """What upgrading drops, tables and columns."""
    upgrade = next(one for one in ast.parse(source).body if isinstance(one, ast.FunctionDef) and one.name == "upgrade")
    called = [one for one in ast.walk(upgrade) if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute)]
    return [ast.unparse(one) for one in called if ast.unparse(one.func).endswith((".drop_table", ".drop_column"))]


@pytest.mark.pure
def test_nothing_is_dropped_that_the_release_before_reads() -> None:
    """What is not read any more is kept for a release, in migrations/env.py LEFT; who drops it then names it here."""
    found = {path.stem: dropped(path.read_text("utf-8")) for path in VERSIONS.glob("*.py")}
    assert len(found) > 30
    assert {name: calls for name, calls in found.items() if calls} == {}
