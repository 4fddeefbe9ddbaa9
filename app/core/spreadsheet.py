"""A table as a file that a spreadsheet opens: never reckoned, Vietnamese whole."""

import csv
import io
from collections.abc import Iterable, Sequence

SEPARATOR = ";"  # of spreadsheets where a comma stands in numbers, as in Vietnam
FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
)  # at its start a spreadsheet would reckon (OWASP)


def written(rows: Iterable[Sequence[str]]) -> bytes:
    """As CSV in UTF-8, with a mark at its start without which spreadsheets spoil Vietnamese."""
    out = io.StringIO()
    csv.writer(out, delimiter=SEPARATOR).writerows(map(as_text, row) for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
