"""What has something in common is made once; what has not is spread over all processes."""

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.sharing_out import BROWSER, ROOT, ByFileOrByTest, goes_whole, turn

FILES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py"))
OTHERS = [f"tests/test_{number}.py::test_it" for number in range(9)]
BROWSED = [f"tests/browser/test_simulations.py::test_{number}" for number in range(9)]


def test_file_whose_tests_share_a_service_goes_whole() -> None:
    assert goes_whole("tests/browser/test_desk.py")
    assert not goes_whole("tests/browser/test_simulations.py")
    alone = {file for file in FILES if not goes_whole(file)}
    assert len(alone) > 5
    assert all(file.startswith(BROWSER) for file in alone)
    assert not any("module" in Path(ROOT / file).read_text("utf-8").partition("\ndef test_")[0] for file in alone)


def test_browser_comes_last_and_in_it_what_goes_alone() -> None:
    inside = [file.startswith(BROWSER) for file in sorted(FILES, key=turn)]
    whole = [goes_whole(file) for file in sorted(FILES, key=turn)]
    assert inside == sorted(inside)
    assert whole == sorted(whole, reverse=True)
    sizes = [(ROOT / file).stat().st_size for file in sorted(FILES, key=turn) if not goes_whole(file)]
    assert sizes == sorted(sizes, reverse=True)


class Process:
    """Of the tests, as the scheduler sees it: told to run some, or that there is no more."""

    def __init__(self) -> None:
        self.gateway = SimpleNamespace(id="a process")
        self.waiting: list[int] = []
        self.ran: list[str] = []
        self.shutting_down = False

    def send_runtest_some(self, places: Sequence[int]) -> None:
        self.waiting += places

    def shutdown(self) -> None:
        self.shutting_down = True


def shared_out(tests: list[str], turns: Sequence[int]) -> list[Process]:
    """Processes that have run all of these tests, each of them so many while the others run theirs."""
    config = SimpleNamespace(
        getvalue=lambda _name: ["popen"] * len(turns), option=SimpleNamespace(loadscopereorder=False)
    )
    scheduler, processes = ByFileOrByTest(config), [Process() for _ in turns]
    for process in processes:
        scheduler.add_node(process)
        scheduler.add_node_collection(process, tests)
    scheduler.schedule()
    while any(process.waiting for process in processes):
        for process, number in zip(processes, turns, strict=True):
            for place in process.waiting[:number]:
                process.waiting.remove(place)
                process.ran.append(tests[place])
                scheduler.mark_test_complete(process, place)
    assert all(process.shutting_down for process in processes)
    assert sorted(test for process in processes for test in process.ran) == sorted(tests)
    return processes


def test_first_of_three_processes_has_the_browser_for_itself() -> None:
    browsing, *others = shared_out([*OTHERS, *BROWSED], [1, 1, 1])
    assert set(browsing.ran) <= set(BROWSED)
    assert browsing.ran[:5] == BROWSED[:5]
    assert {test for process in others for test in process.ran[:4]} <= set(OTHERS)


def test_who_is_through_with_the_rest_helps_with_the_browser() -> None:
    browsing, *others = shared_out([*OTHERS, *BROWSED], [1, 4, 4])
    assert set(browsing.ran) < set(BROWSED)
    assert all(process.ran[-1] in BROWSED for process in others)


def test_process_that_is_through_with_the_browser_runs_nothing_else() -> None:
    """In the event loop that it leaves behind, others would fail."""
    browsing, *_others = shared_out([*OTHERS, *BROWSED[:2]], [4, 1, 1])
    assert browsing.ran == BROWSED[:2]


@pytest.mark.parametrize("tests", [OTHERS, BROWSED])
def test_what_is_of_one_sort_is_for_all_processes(tests: list[str]) -> None:
    assert all(len(process.ran) >= 2 for process in shared_out(tests, [1, 1, 1]))


def test_two_processes_have_the_browser_last() -> None:
    for process in shared_out([*OTHERS, *BROWSED], [1, 1]):
        assert process.ran == sorted(process.ran, key=lambda test: turn(test)[0])
        assert process.ran[0] in OTHERS
