"""Lists of facts and terms as text: some of their rows, or others put in, every kept line as it was typed.

YAML is cut by lines. Where that cannot be done (a list written on one line), the result is read again and compared, so
that a file is kept whole, or refused, rather than broken.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from app.courses.domain.diagnostics import Reporter
from app.courses.domain.yaml_text import YamlText, read_yaml

ID = "ma"


@dataclass(frozen=True)
class DataRows:
    """`rows` by their id, in the order of the file; `head` stands before the first; `lines` are those of each row."""

    text: str
    head: str
    rows: Mapping[str, Mapping[str, Any]]
    lines: Mapping[str, str]


def read_rows(text: str) -> DataRows | None:
    """None for what is no list of rows with an id each: the compiler says what is wrong with it."""
    yaml = read_yaml(text, 1, Reporter(""))
    listed = yaml.data if yaml else None
    if yaml is None or not isinstance(listed, list) or not listed:
        return None
    rows = {row[ID]: row for row in listed if isinstance(row, dict) and isinstance(row.get(ID), str)}
    if len(rows) < len(listed):
        return None
    head, *cut = _cut(text, yaml, len(listed))
    return DataRows(text, head, rows, dict(zip(rows, cut, strict=True)))


def with_only_rows(text: str, wanted: Collection[str]) -> str:
    """The list with these rows alone; "" when it has none of them."""
    known = read_rows(text)
    kept = [row for row in known.rows if row in wanted] if known else []
    if known is None or len(kept) == len(known.rows):
        return text
    shorter = "".join([known.head, *(known.lines[row] for row in kept)]) if kept else ""
    return shorter if not kept or _holds(shorter, {row: known.rows[row] for row in kept}) else text


def with_rows(known: DataRows, incoming: DataRows, taken: Collection[str]) -> str | None:
    """The list with these rows of the other in place of its own, those that it does not have at its end; None when the
    two are written too differently to stand in one list."""
    added = [row for row in taken if row not in known.rows]
    lines = [incoming.lines[row] if row in taken else known.lines[row] for row in known.rows]
    merged = "".join([known.head, *lines, *(incoming.lines[row] for row in added)])
    expected = {row: incoming.rows[row] if row in taken else known.rows[row] for row in [*known.rows, *added]}
    return merged if _holds(merged, expected) else None


def _cut(text: str, yaml: YamlText, count: int) -> list[str]:
    """What stands before the first row, then the lines of each row, up to where the next one starts."""
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"  # or what is added would stand on the same line
    starts = [0, *(yaml.line((index,)) - 1 for index in range(count)), len(lines)]
    return ["".join(lines[start:end]) for start, end in pairwise(starts)]


def _holds(text: str, expected: Mapping[str, Mapping[str, Any]]) -> bool:
    found = read_rows(text)
    return found is not None and list(found.rows.items()) == list(expected.items())
