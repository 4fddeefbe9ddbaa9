"""Writing into the content folders: one whole file at a time, never outside of them, never over somebody's change.

A folder is opened from the one above it and no shortcut is followed, so that nothing which is moved or linked meanwhile
leads a write elsewhere. The new text goes into a hidden file beside the old one, onto the disk, and takes its name in
one step; then the folder goes onto the disk. Whoever reads sees the old file or the new one, also after a power cut.
"""

import fcntl
import os
import stat
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from app.authoring.domain.file_names import place_fault
from app.courses.domain.source import MAX_BYTES, with_plain_line_ends
from app.courses.folders import root_names

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
PATIENCE_S = 2.0  # another publication takes milliseconds
PAUSE_S = 0.02


class NoPlace(Exception):
    """No content file may stand there."""


class FileChanged(Exception):
    """The file does not hold what it was expected to hold."""


class NotWritable(Exception):
    """The folder or its disk refuses."""


@dataclass(frozen=True)
class Place:
    """A file of a content root, there or not yet: the names that lead to it."""

    root: Path
    folders: tuple[str, ...]
    name: str

    @property
    def draft(self) -> str:
        """Of one name, so that what a crash leaves behind is found and replaced; hidden, so that nobody reads it."""
        return f".{self.name}.tmp"


def find_place(roots: Sequence[Path], path: str) -> Place:
    """Where the file of this path (its root's name first, as in ContentLibrary.files) stands. Raises NoPlace."""
    name, _, relative = path.partition("/")
    by_name = dict(zip(root_names(roots), roots, strict=True))
    if name not in by_name or place_fault(relative):
        raise NoPlace
    *folders, file = relative.split("/")
    return Place(by_name[name].resolve(), tuple(folders), file)


def read(place: Place) -> str | None:
    """What the file holds, as app.courses reads it; None where there is none. Raises NoPlace for what is no plain file,
    NotWritable when the system refuses."""
    try:
        with _opened_folder(place) as folder, _refusals_told():
            return _read(folder, place.name)
    except FileNotFoundError:
        return None


def probe(place: Place) -> None:
    """Writes nothing that stays. Raises NoPlace, NotWritable when the file could not be written."""
    name = f"{place.draft}.{os.getpid()}.{threading.get_ident()}"  # that of `write` belongs to whoever holds the lock
    with _existing_folder(place) as folder, _refusals_told():
        _discard(folder, name)
        os.close(_create(folder, name, 0o600))
        _discard(folder, name)


def write(place: Place, text: str, expected: str | None) -> None:
    """The file holds `text` from now on, if it holds `expected` (None: if there is none yet). Raises NoPlace,
    FileChanged; and NotWritable: then the file holds the one or the other, whole."""
    with _opened_folder(place, create=True) as folder, _refusals_told():
        mode = _mode(folder, place.name)
        try:
            _discard(folder, place.draft)
            _fill(_create(folder, place.draft, mode), text.encode())
            if _read(folder, place.name) != expected:
                raise FileChanged
            os.rename(place.draft, place.name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            _discard(folder, place.draft)
            raise
        os.fsync(folder)


@contextmanager
def only_writer(root: Path) -> Iterator[None]:
    """Nobody else of this service writes below `root`: other threads and processes of this machine wait. The lock ends
    with the process that held it. Raises NotWritable after PATIENCE_S."""
    with _refusals_told():
        folder = os.open(root, FOLDER)
    try:
        _lock(folder)
        yield
    finally:
        os.close(folder)


def _lock(folder: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise NotWritable from None
            time.sleep(PAUSE_S)
        else:
            return


@contextmanager
def _refusals_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NotWritable from error


@contextmanager
def _opened_folder(place: Place, *, create: bool = False) -> Iterator[int]:
    """The folder of the file. Raises FileNotFoundError when it is not there and not to be made."""
    folder = _enter(place.root, place.folders, create=create)
    try:
        yield folder
    finally:
        os.close(folder)


@contextmanager
def _existing_folder(place: Place) -> Iterator[int]:
    """The folder of the file, or what is there of the way to it."""
    for length in range(len(place.folders), -1, -1):
        with suppress(FileNotFoundError):
            folder = _enter(place.root, place.folders[:length], create=False)
            break
    else:
        raise NotWritable
    try:
        yield folder
    finally:
        os.close(folder)


def _enter(root: Path, names: Sequence[str], *, create: bool) -> int:
    try:
        folder = os.open(root, FOLDER)  # an operator may have linked the root itself
        for name in names:
            folder = _step(folder, name, create=create)
    except FileNotFoundError:
        raise
    except (NotADirectoryError, _Shortcut) as error:
        raise NoPlace from error
    except OSError as error:
        raise NotWritable from error
    return folder


class _Shortcut(Exception):
    """A symbolic link."""


def _step(folder: int, name: str, *, create: bool) -> int:
    """From a folder into the one of that name; closes the first."""
    try:
        if create and not _is_there(folder, name):
            with suppress(FileExistsError):
                os.mkdir(name, 0o755, dir_fd=folder)
            os.fsync(folder)
        if stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            raise _Shortcut
        return os.open(name, FOLDER | os.O_NOFOLLOW, dir_fd=folder)
    finally:
        os.close(folder)


def _is_there(folder: int, name: str) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def _read(folder: int, name: str) -> str | None:
    """Raises NoPlace for a shortcut, a folder, a pipe."""
    try:
        if not stat.S_ISREG(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            raise NoPlace
        file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    except FileNotFoundError:
        return None
    with os.fdopen(file, "rb") as opened:
        data = opened.read(MAX_BYTES + 1)  # as much as app.courses.folders reads
    return with_plain_line_ends(data.decode("utf-8-sig", errors="replace"))


def _mode(folder: int, name: str) -> int:
    """A file keeps its rights; a new one may be read by everyone, as what git checks out."""
    try:
        return stat.S_IMODE(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
    except FileNotFoundError:
        return 0o644


def _create(folder: int, name: str, mode: int) -> int:
    file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode, dir_fd=folder)
    os.fchmod(file, mode)  # whatever the umask says
    return file


def _fill(file: int, content: bytes) -> None:
    with os.fdopen(file, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def _discard(folder: int, name: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(name, dir_fd=folder)
