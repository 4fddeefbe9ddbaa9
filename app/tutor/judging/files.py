"""The answers that are labelled, and the labels, a JSON object a line."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.tutor.calibration import EVALUATION, rows_of
from app.tutor.domain.judging.items import Item, Label, item_of, label_of

JUDGED = EVALUATION / "judged"
ANSWERS, LABELS, CHECKS = "answers.jsonl", "labels.jsonl", "checks.jsonl"


class Spoilt(Exception):
    """A file that somebody changed by hand: which, and its line."""

    def __init__(self, file: str, line: int) -> None:
        super().__init__(f"{file}:{line}")
        self.file, self.line = file, line


def read_items(folder: Path = JUDGED) -> list[Item]:
    """Raises Spoilt."""
    return [_made(item_of, row, ANSWERS, line) for line, row in _rows(folder, ANSWERS)]


def read_labels(folder: Path = JUDGED) -> list[Label]:
    """Raises Spoilt."""
    return [_made(label_of, row, LABELS, line) for line, row in _rows(folder, LABELS)]


def read_checks(folder: Path = JUDGED) -> Mapping[str, tuple[str, ...]]:
    """Points that somebody wrote for a row, by its id. Raises Spoilt."""
    written = [(line, row) for line, row in _rows(folder, CHECKS)]
    return dict(_made(lambda row: (row["row"], tuple(row["checks"])), row, CHECKS, line) for line, row in written)


def keep(folder: Path, name: str, kept: Iterable[Item] | Iterable[Label]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(one.document(), ensure_ascii=False) for one in kept]
    (folder / name).write_text("".join(f"{line}\n" for line in lines), "utf-8")


def _rows(folder: Path, name: str) -> Sequence[tuple[int, Mapping[str, Any]]]:
    file = folder / name
    if not file.exists():
        return []
    try:
        return list(enumerate(rows_of(file), 1))
    except ValueError:
        raise Spoilt(name, 0) from None


def _made(make: Any, row: Mapping[str, Any], name: str, line: int) -> Any:
    try:
        return make(row)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Spoilt(name, line) from None
