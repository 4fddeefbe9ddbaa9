"""Where each fact stands in the files of facts, so that the desk can open it at its line."""

import re
from collections.abc import Iterable

ID = re.compile(r"^\s*(?:-\s*)?\{?\s*ma:\s*[\"']?([a-z0-9-]+)")


def fact_places(files: Iterable[tuple[str, str]]) -> dict[str, tuple[str, int]]:
    """From paths and texts: by fact the path and the line, from 1; the first one counts."""
    places: dict[str, tuple[str, int]] = {}
    for path, text in files:
        for number, line in enumerate(text.splitlines(), 1):
            found = ID.match(line)
            if found:
                places.setdefault(found[1], (path, number))
    return places
