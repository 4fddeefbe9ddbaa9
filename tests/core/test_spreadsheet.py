"""A table for a spreadsheet."""

import csv
import io

import pytest

from app.core.spreadsheet import SEPARATOR, written

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("cell", ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_nothing_is_reckoned(cell: str) -> None:
    [row] = csv.reader(io.StringIO(written([(cell, "yên")]).decode("utf-8-sig"), newline=""), delimiter=SEPARATOR)
    assert row == [f"'{cell}", "yên"]


def test_cells_come_back_as_they_were() -> None:
    rows = [["mã", "lời"], ["a;b", 'nói "được",\nrồi thôi = xong']]
    file = written(rows)
    assert file.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline=""), delimiter=SEPARATOR)) == rows
