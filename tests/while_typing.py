"""`pytest -m pure` answers while one types: it reads the files that say they are pure and nothing of the service, of a
table of cases it asks the first, and no battery; a property, which is many examples of one rule, is one."""

import gc
import sys
import warnings
from collections.abc import Generator
from itertools import islice
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import pytest

HERE = Path(__file__).parent
PURE = "pytestmark = pytest.mark.pure\n"
TYPING = "pure and not battery"


class Unread(ModuleType):
    """Stands for whatever a file asks of hypothesis while it is read; what was to be a property says so."""

    def __getattr__(self, name: str) -> "Unread":
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *asked: object, **_: object) -> object:
        test = next(iter(asked), None)
        if not isinstance(test, FunctionType) or not test.__name__.startswith("test_"):
            return self
        test.is_hypothesis_test = True  # type: ignore[attr-defined]
        return test

    __or__ = __getitem__ = __call__


def pytest_configure(config: pytest.Config) -> None:
    config.option.markexpr = TYPING
    config.pluginmanager._noconftest = True  # from here on, as --noconftest: those of the features read the service
    config.pluginmanager.unregister(name="logging-plugin")  # what is pure logs nothing
    config.pluginmanager.unregister(name="hypothesispytest")
    sys.modules["hypothesis"] = Unread("hypothesis")  # to read it takes as long as a hundred of these tests
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
    config.hook.pytest_deselected(items=[item for item in items if _is_property(item)])
    items[:] = [item for item in items if not _is_property(item)]


def _is_property(item: pytest.Item) -> bool:
    return getattr(getattr(item, "obj", None), "is_hypothesis_test", False)


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marks = metafunc.definition.own_markers
    marks[:] = [_first_case(mark) if mark.name == "parametrize" else mark for mark in marks]


def _first_case(table: pytest.Mark) -> pytest.Mark:
    names, cases = table.args
    return pytest.mark.parametrize(names, list(islice(cases, 1))).mark


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """What pytest does around a test takes five times as long as most of these: what passes is only counted."""
    plain = [] if session.config.option.collectonly else [item for item in session.items if _is_plain(item)]
    left = set(session.items) - set(plain)
    session.items = [item for item in session.items if item in left]
    looped = yield
    terminal: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    terminal.stats.setdefault("passed", []).extend(item for item in plain if _passes(item, session))
    return looped


def _is_plain(item: pytest.Item) -> bool:
    """Whether a call is all there is to it."""
    return set(getattr(item, "fixturenames", ["?"])) == _cases(item).keys() and not any(
        item.get_closest_marker(name) for name in ("skip", "skipif", "xfail")
    )


def _cases(item: pytest.Item) -> dict[str, object]:
    return item.callspec.params if hasattr(item, "callspec") else {}


def _passes(item: pytest.Item, session: pytest.Session) -> bool:
    if session.shouldfail:
        raise session.Failed(session.shouldfail)
    call = pytest.CallInfo.from_call(lambda: _ask(item), "call", reraise=(KeyboardInterrupt, pytest.exit.Exception))
    if call.excinfo:
        item.ihook.pytest_runtest_logreport(report=item.ihook.pytest_runtest_makereport(item=item, call=call))
    return call.excinfo is None


def _ask(item: pytest.Item) -> None:
    assert isinstance(item, pytest.Function)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        item.obj(**_cases(item))
