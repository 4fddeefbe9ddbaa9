"""How processes share the tests out. A file goes whole to whichever is free: what its tests have in common is made once.
Of browser tests, the longest by far, each goes alone, so that all processes end together."""

from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

ROOT = Path(__file__).parent.parent
BROWSER = "tests/browser/"


class ByFileOrByTest(LoadScopeScheduling):  # type: ignore[misc]
    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if goes_whole(file) else nodeid


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
