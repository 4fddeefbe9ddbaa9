"""The content folders on the disk: which files are content, and their bytes."""

from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from app.courses.domain.diagnostics import Diagnostic
from app.courses.domain.source import MAX_BYTES, SourceFile, most_bytes

SUFFIXES = {".md", ".yaml", ".yml"}
BACKUPS = ("~", ".bak", ".swp", ".tmp")  # of editors
NOTICES = ("README", "LICENSE")
RANKED = "difficulty.json"  # of a certification bank, read by app/sittings


def root_names(roots: Sequence[Path]) -> tuple[str, ...]:
    """What each root is called before the paths of its files: its folder's name, numbered where it is taken."""
    names: list[str] = []
    for root in roots:
        name = root.resolve().name
        numbered = (f"{name}-{number}" for number in count(2))
        names.append(name if name not in names else next(other for other in numbered if other not in names))
    return tuple(names)


def read_folder(root: Path, refused: list[Diagnostic], name: str = "") -> Iterator[SourceFile]:
    """The content files under a root, sorted by path; what cannot be content is named and refused, not opened."""
    base = root.resolve()
    for path in sorted(root.rglob("*")):
        place = path.relative_to(root).as_posix()
        relative = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in place)
        shown = f"{name or base.name}/{relative}"
        data = b""
        try:
            if not _is_meant(path, place) or place == RANKED:
                continue
            found = _refusal(path, base, shown, is_printable=place == relative)
            if found is None:
                with path.open("rb") as file:
                    data = file.read(max(MAX_BYTES, most_bytes(place)) + 1)  # enough to tell that it is too large
        except OSError:
            message = "Máy không mở được tệp này. Xem lại quyền đọc của tệp, hoặc chép lại tệp."
            found = Diagnostic(shown, 1, 1, "error", "unreadable-file", message)
        if found:
            refused.append(found)
        yield SourceFile(shown, relative, data, refused=found is not None)


def read_folders(roots: Sequence[Path], refused: list[Diagnostic]) -> dict[str, SourceFile]:
    """The files of all roots by their shown path."""
    named = zip(roots, root_names(roots), strict=True)
    return {file.path: file for root, name in named for file in read_folder(root, refused, name)}


def ranked_roots(roots: Sequence[Path]) -> frozenset[str]:
    """Names of the roots with difficulties: their bank is there to certify, also without a standard of their own."""
    return frozenset(name for root, name in zip(roots, root_names(roots), strict=True) if (root / RANKED).exists())


def fingerprint(roots: Sequence[Path]) -> tuple[tuple[str, int, int], ...]:
    """What changes when a content file does."""
    found = (_stamp(path, path.relative_to(root).as_posix()) for root in roots for path in root.rglob("*"))
    return tuple(sorted(stamp for stamp in found if stamp))


def _is_meant(path: Path, place: str) -> bool:
    """Whether somebody may think that this is content: no hidden file, no copy of an editor, no dead link."""
    *_folders, name = parts = place.split("/")
    if any(part.startswith(".") for part in parts) or name.endswith(BACKUPS) or name.startswith(NOTICES):
        return False
    return path.is_file() or (path.suffix in SUFFIXES and path.exists())


def _refusal(path: Path, base: Path, shown: str, *, is_printable: bool) -> Diagnostic | None:
    if not path.resolve().is_relative_to(base):
        message = "Tệp này là một đường tắt dẫn ra ngoài thư mục nội dung. Chép hẳn tệp vào đây."
        return Diagnostic(shown, 1, 1, "error", "path-escape", message)
    if not path.is_file():
        message = "Đây không phải là tệp mà tên lại như tên tệp. Đổi tên thư mục này, bỏ phần đuôi."
        return Diagnostic(shown, 1, 1, "error", "misplaced-file", message)
    if path.suffix not in SUFFIXES:
        message = "Tệp có đuôi này không ai đọc. Bài học lưu thành tệp đuôi .md, dữ kiện đuôi .yaml (chữ thường)."
        return Diagnostic(shown, 1, 1, "error", "misplaced-file", message)
    if not is_printable:
        message = "Tên tệp hoặc thư mục có chữ máy không đọc được. Đặt lại tên không dấu."
        return Diagnostic(shown, 1, 1, "error", "bad-slug", message)
    return None


def _stamp(path: Path, place: str) -> tuple[str, int, int] | None:
    """What changes when the file does; None for what is not meant as content, zeros for what the system refuses."""
    try:
        if not _is_meant(path, place):
            return None
        stat = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), stat.st_mtime_ns, stat.st_size
