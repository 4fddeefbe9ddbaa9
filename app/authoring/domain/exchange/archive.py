"""A zip of content files: bytes in, bytes out. Whoever sends one is not trusted: nothing is unpacked before its name, its
kind and its size are known, and never more of it than a content file may hold."""

import re
import stat
import struct
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from app.authoring.domain.file_names import FOLDERS, place_fault, shown_name
from app.courses.domain.diagnostics import Diagnostic
from app.courses.domain.source import MAX_BYTES, MAX_LESSON_BYTES

MAX_ARCHIVE = 5_000_000  # bytes; all that ships has about 420,000
MAX_ENTRIES = 3_000  # ships with about 160
MAX_TOTAL = 5_000_000  # bytes, unpacked; ships with 1,100,000; the worst text takes 6 µs a byte to compile
MAX_RATIO = 100  # unpacked to packed; text has 2 to 5
SMALL = 10_000  # bytes that are unpacked at whatever ratio: a few hundred equal lines are no bomb
MAX_REFUSALS = 50
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
END, ZIP64 = b"PK\x05\x06", b"PK\x06\x07"
NESTED = (b"PK\x03\x04", END)
FAULTS = (BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
BROKEN = "Gói này hỏng hoặc không phải là tệp zip. Thầy cô xuất lại gói, hoặc chép lại từ máy gửi."


@dataclass(frozen=True)
class Archive:
    """`files` by their place in a content root; empty as soon as anything was refused."""

    files: Mapping[str, bytes]
    refused: tuple[Diagnostic, ...]


def write_archive(files: Mapping[str, bytes]) -> bytes:
    """The same files give the same bytes (with the same zlib): in the order of their names, of one date, for any system."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = ZipInfo(name, FIRST_DAY)
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, (0o100644 << 16)
            archive.writestr(entry, files[name], compresslevel=9)
    return buffer.getvalue()


def read_archive(data: bytes) -> Archive:
    """The content files of a zip, or every reason (up to MAX_REFUSALS) why it is refused as a whole."""
    fault = _archive_fault(data)
    if fault:
        return Archive({}, (_refusal("", fault),))
    try:
        with ZipFile(BytesIO(data)) as archive:
            return _read(archive)
    except FAULTS:
        return Archive({}, (_refusal("", BROKEN),))


def _read(archive: ZipFile) -> Archive:
    entries = archive.infolist()
    refused = list(_refusals(entries))
    if not refused:
        wanted = [entry for entry in entries if _is_meant(entry)]
        places = _places([entry.filename for entry in wanted])
        refused = [
            _refusal(entry.filename, f"“{shown_name(entry.filename)}” không phải chỗ của một tệp nội dung: {fault}.")
            for entry, place in zip(wanted, places, strict=True)
            if (fault := place_fault(place))
        ]
        files: dict[str, bytes] = {}
        for entry, place in zip(wanted, places, strict=True) if not refused else ():
            unpacked = _unpacked(archive, entry)
            if isinstance(unpacked, bytes):
                files[place] = unpacked
            else:
                refused.append(unpacked)
        if not refused and not files:
            refused = [_refusal("", "Gói này không có tệp nội dung nào.")]
    return Archive({} if refused else files, tuple(refused[:MAX_REFUSALS]))


def _archive_fault(data: bytes) -> str | None:
    """Judged on the bytes, before anything is made of the zip's own list of entries."""
    if len(data) > MAX_ARCHIVE:
        return f"Gói lớn quá, nhiều nhất {MAX_ARCHIVE // 1_000_000} MB. Thầy cô xuất từng khóa rồi nhập từng gói."
    end = data.rfind(END)
    if end < 0 or len(data) < end + 22:
        return BROKEN
    entries, listed = struct.unpack("<HL", data[end + 10 : end + 16])
    # A list of entries longer than it says would be read in whole: 46 bytes and a name for each.
    if entries > MAX_ENTRIES or listed > MAX_ENTRIES * 300 or data[max(0, end - 20) :].startswith(ZIP64):
        return f"Gói có nhiều tệp quá, nhiều nhất {MAX_ENTRIES} tệp. Thầy cô chia ra thành vài gói."
    return None


def _refusals(entries: list[ZipInfo]) -> Iterator[Diagnostic]:
    """What is known of the entries before one of them is unpacked."""
    if len(entries) > MAX_ENTRIES:
        yield _refusal("", f"Gói có nhiều tệp quá, nhiều nhất {MAX_ENTRIES} tệp. Thầy cô chia ra thành vài gói.")
        return
    if sum(entry.file_size for entry in entries) > MAX_TOTAL:
        yield _refusal("", f"Gói mở ra thì lớn quá, nhiều nhất {MAX_TOTAL // 1_000_000} MB nên máy không mở.")
        return
    seen: dict[str, str] = {}
    for entry in entries:
        name = shown_name(entry.orig_filename)
        fault = _name_fault(entry.orig_filename) or _kind_fault(entry) or (_is_meant(entry) and _size_fault(entry))
        key = unicodedata.normalize("NFC", unicodedata.normalize("NFC", entry.filename).casefold()).rstrip("/")
        if fault:
            yield _refusal(entry.orig_filename, f"“{name}” {fault}")
        elif key in seen and seen[key] == entry.filename:
            yield _refusal(entry.orig_filename, f"“{name}” có hai lần trong gói, máy không biết lấy bản nào.")
        elif key in seen:
            other = shown_name(seen[key])
            yield _refusal(
                entry.orig_filename, f"“{name}” và “{other}” chỉ khác nhau chữ hoa hoặc cách ghi dấu. Giữ lại một tệp."
            )
        seen.setdefault(key, entry.filename)


def _name_fault(name: str) -> str | None:
    parts = name.removesuffix("/").split("/")
    if "\\" in name or re.match(r"[A-Za-z]:", name) or name.startswith("/"):
        return "là đường dẫn của cả máy (ổ đĩa, dấu gạch chéo). Trong gói chỉ ghi chỗ trong thư mục nội dung."
    if any(part in ("", ".", "..") for part in parts):
        return "dẫn ra ngoài thư mục nội dung nên máy không nhận."
    if not name.isprintable():
        return "có chữ máy không đọc được trong tên. Đặt lại tên không dấu."
    return None


def _kind_fault(entry: ZipInfo) -> str | None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "là một đường tắt, không phải tệp. Chép hẳn tệp vào gói."
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR) or (kind == stat.S_IFDIR) != (kind != 0 and entry.is_dir()):
        return "không phải là tệp thường nên máy không nhận."
    if entry.flag_bits & 0x2041:  # encrypted, strongly encrypted, names hidden (APPNOTE 4.4.4)
        return "được khóa bằng mật khẩu. Thầy cô nén lại gói, không đặt mật khẩu."
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return "nén theo kiểu lạ. Thầy cô nén lại thành tệp zip thường."
    return None


def _size_fault(entry: ZipInfo) -> str | None:
    if entry.file_size > _limit(entry.filename):
        return f"lớn quá, nhiều nhất {_limit(entry.filename) // 1000} KB một tệp. Tách ra cho nhỏ lại."
    if entry.file_size > SMALL and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
        return "nén chặt khác thường, giống bom nén, nên máy không mở."
    return None


def _unpacked(archive: ZipFile, entry: ZipInfo) -> bytes | Diagnostic:
    name, limit = shown_name(entry.filename), _limit(entry.filename)
    try:
        with archive.open(entry) as file:
            data = file.read(limit + 1)
            is_whole = len(data) == entry.file_size and not file.read(1)  # the end is where the sum is checked
    except FAULTS:
        is_whole = False
    if not is_whole:
        return _refusal(entry.filename, f"“{name}” bị hỏng trong gói: mở ra không đúng như gói đã ghi. Chép lại gói.")
    if data.startswith(NESTED):
        return _refusal(entry.filename, f"“{name}” là một tệp zip nằm trong gói. Mở nó ra rồi nén lại từ đầu.")
    return data


def _limit(name: str) -> int:
    return MAX_LESSON_BYTES if name.endswith(".md") else MAX_BYTES


def _is_meant(entry: ZipInfo) -> bool:
    """No folder, and none of what Mac and Windows add of their own: the reader of content folders skips it as well."""
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in entry.filename.split("/"))
    return not entry.is_dir() and not hidden


def _places(names: Iterable[str]) -> list[str]:
    """The names without the one folder around all of them, which comes of packing the content folder itself."""
    names = list(names)
    tops = {name.partition("/")[0] for name in names}
    if len(tops) == 1 and not tops & set(FOLDERS) and all("/" in name for name in names):
        return [name.partition("/")[2] for name in names]
    return names


def _refusal(name: str, message: str) -> Diagnostic:
    return Diagnostic(shown_name(name) or "gói", 1, 1, "error", "refused-archive", message)
