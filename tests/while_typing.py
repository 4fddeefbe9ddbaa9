"""`pytest -m pure` answers while one types: it reads the files that say they are pure and nothing of the service, of a
table of cases it asks the first, and no battery; a property, which is many examples of one rule, is one."""

import gc
from itertools import islice
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PURE = "pytestmark = pytest.mark.pure\n"
TYPING = "pure and not battery"


def pytest_configure(config: pytest.Config) -> None:
    config.option.markexpr = TYPING
    config.pluginmanager._noconftest = True  # from here on, as --noconftest: those of the features read the service
    config.pluginmanager.unregister(name="logging-plugin")  # what is pure logs nothing
    gc.disable()  # it walks what was imported, a third of the time


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    gc.freeze()  # what is left is not walked at the end either


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """To read all of them takes longer than these tests."""
    if HERE not in collection_path.parents:
        return None
    files = collection_path.glob("test_*.py") if collection_path.is_dir() else [collection_path]
    return None if any(PURE in file.read_text("utf-8") for file in files) else True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    properties = [item for item in items if getattr(getattr(item, "obj", None), "is_hypothesis_test", False)]
    config.hook.pytest_deselected(items=properties)
    items[:] = [item for item in items if item not in properties]


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marks = metafunc.definition.own_markers
    marks[:] = [_first_case(mark) if mark.name == "parametrize" else mark for mark in marks]


def _first_case(table: pytest.Mark) -> pytest.Mark:
    names, cases = table.args
    return pytest.mark.parametrize(names, list(islice(cases, 1))).mark
