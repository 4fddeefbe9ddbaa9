"""`./run test -m pure` answers while one types, and asks something of every rule."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from textwrap import dedent

from app.core.config import PROJECT
from tests.while_typing import PURE

MODULES = {
    ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__"): path
    for folder in ("app", "tests")
    for path in (PROJECT / folder).rglob("*.py")
    if "node_modules" not in path.parts
}
DOMAIN = {name for name, path in MODULES.items() if ".domain." in name and path.name != "__init__.py"}
# Each takes as long to read as fifty tests.
HEAVY = {"sqlalchemy", "fastapi", "starlette", "openai", "playwright", "jinja2", "cryptography", "openbadgeslib"}


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


def test_what_fails_while_one_types_is_told(tmp_path: Path) -> None:
    (tmp_path / "test_planted.py").write_text(
        f"import pytest\n{PURE}"
        + dedent("""\
            import warnings
            from hypothesis import given, settings, strategies as st

            asked = []

            def test_good(): pass
            def test_bad(): assert 1 == 2
            def test_bad_the_first_time(): asked.append(1); assert len(asked) > 1
            def test_warned(): warnings.warn("old", DeprecationWarning)
            def test_skipped(): pytest.skip("no")
            @pytest.mark.parametrize("case", [1, 0])
            def test_first_case(case): assert case
            @pytest.mark.parametrize("case", [0, 1])
            def test_first_case_bad(case): assert case
            @pytest.mark.xfail(strict=True)
            def test_not_yet(): assert 1 == 2
            @pytest.mark.xfail(strict=True)
            def test_no_longer(): pass
            @settings(max_examples=5)
            @given(st.lists(st.integers()) | st.none())
            def test_property(one): raise AssertionError
            @pytest.mark.battery
            def test_long(): raise AssertionError
        """),
        encoding="utf-8",
    )
    typed = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "pytest", "-p", "tests.while_typing", "-c", PROJECT / "pyproject.toml",
         "--rootdir", tmp_path, tmp_path],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = {line.split()[1].partition("::")[2] for line in typed.stdout.splitlines() if line.startswith("FAILED")}
    assert told == {
        "test_bad", "test_bad_the_first_time", "test_warned", "test_first_case_bad[0]", "test_no_longer",
    }  # fmt: skip
    assert "5 failed, 2 passed, 1 skipped, 2 deselected, 1 xfailed" in typed.stdout
    assert "assert 1 == 2" in typed.stdout
    assert typed.returncode == 1
