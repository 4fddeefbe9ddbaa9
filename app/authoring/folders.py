"""Content files written to a content root: each whole or not at all, and only inside of it."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from app.authoring.domain.exchange.import_plan import Change
from app.core.ids import new_token
from app.courses.domain.source import MAX_BYTES


class NotAsPlanned(Exception):
    """What is on the disk is not what the plan was judged against; `place` says where. Nothing was written."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


def write_changes(root: Path, changes: Iterable[Change]) -> None:
    """Every file whole, by renaming; all are looked at before the first is written. Raises NotAsPlanned, and OSError when
    the disk refuses: then those before are written and the others are as they were."""
    changes = tuple(changes)
    root = root.resolve()
    for change in changes:
        if _is_beyond(root, change.place) or _read(root / change.place) != change.before:
            raise NotAsPlanned(change.place)
    for change in changes:
        write_file(root / change.place, change.data)


def write_file(path: Path, data: bytes) -> None:
    """A reader sees the old file or the new one, never a part; what was written is on the disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.parent / f".{new_token()}.tmp"  # hidden: the reader of content folders skips it
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        raise
    _sync_folder(path.parent)


def _is_beyond(root: Path, place: str) -> bool:
    """Whether the place is outside, or a link on the way to it leads elsewhere, or it is a link itself."""
    path = root / place
    return path.resolve() != path or not path.is_relative_to(root)


def _read(path: Path) -> bytes | None:
    """As much as the reader of content folders reads."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
