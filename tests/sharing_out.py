"""How processes share the tests out. A file goes whole to whichever is free: what its tests have in common is made once.
Of browser tests, the longest by far, each goes alone, so that all processes end together. They wait as much as they
work: where there are more than two processes, the first has them for itself, and the others work meanwhile."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]
from xdist.workermanage import WorkerController  # type: ignore[import-untyped]

ROOT = Path(__file__).parent.parent
BROWSER = "tests/browser/"
FEWEST = 3  # processes of which one is spared for the browser


class ByFileOrByTest(LoadScopeScheduling):  # type: ignore[misc]
    _browsing: WorkerController | None = None

    def schedule(self) -> None:
        is_browsed = browsed(next(iter(self.registered_collections.values()))) is not None
        if self.collection is None and is_browsed and len(self.nodes) >= FEWEST:
            self._browsing = self.nodes[0]
        super().schedule()

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if goes_whole(file) else nodeid

    def _assign_work_unit(self, node: WorkerController) -> None:
        if self._is_browsing(node) and (scope := browsed(self.workqueue)):
            self.workqueue.move_to_end(scope, last=False)
        super()._assign_work_unit(node)

    def _reschedule(self, node: WorkerController) -> None:
        if not self._is_browsing(node) or browsed(self.workqueue):
            super()._reschedule(node)
        elif not node.shutting_down:
            node.shutdown()  # when it has done what it was given: behind a browser nothing else runs (browser/conftest.py)

    def _is_browsing(self, node: WorkerController) -> bool:
        return node is self._browsing


def browsed(scopes: Iterable[str]) -> str | None:
    """The first that needs a browser."""
    return next((scope for scope in scopes if scope.startswith(BROWSER)), None)


@cache
def goes_whole(file: str) -> bool:
    return not file.startswith(BROWSER) or 'scope="module"' in (ROOT / file).read_text("utf-8")


def turn(nodeid: str) -> tuple[bool, bool, int]:
    """By what tests are sorted: browser tests last, of these the files that go whole first, of each the largest first, so
    that what is left for the end is short."""
    file = nodeid.partition("::")[0]
    if not file.startswith(BROWSER):
        return (False, False, 0)
    return (True, not goes_whole(file), -(ROOT / file).stat().st_size)
