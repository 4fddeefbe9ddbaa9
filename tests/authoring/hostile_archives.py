"""Archives that somebody made to do harm, or by mistake, and a word of the sentence that each is refused with."""

import stat
import struct
from collections.abc import Callable, Iterable
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

GOOD = "courses/khoa-thu/01-giu-mat-khau.md"
TEXT = "Bác giữ mật khẩu cho kín.\n"
CENTRAL, LOCAL, END = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"


def packed(*entries: tuple[str | ZipInfo, bytes | str], compression: int = ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", compression) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()


def named(*names: str) -> bytes:
    return packed(*((name, TEXT) for name in names))


def of_kind(mode: int, name: str = GOOD) -> bytes:
    entry = ZipInfo(name)
    entry.create_system, entry.external_attr = 3, (mode | 0o644) << 16
    return packed((entry, "/etc/passwd"))


def renamed(written: str, meant: bytes) -> bytes:
    """A name that zipfile would not write, of the same length, put into both places by hand."""
    assert len(written.encode()) == len(meant)
    return named(written).replace(written.encode(), meant)


def with_fields(data: bytes, central: dict[int, bytes], local: dict[int, bytes]) -> bytes:
    """The only entry of an archive, with bytes of its two records changed at these offsets."""
    changed = bytearray(data)
    for mark, fields in ((CENTRAL, central), (LOCAL, local)):
        start = data.index(mark)
        for offset, value in fields.items():
            changed[start + offset : start + offset + len(value)] = value
    return bytes(changed)


def with_flags(flags: int) -> bytes:
    return with_fields(named(GOOD), {8: struct.pack("<H", flags)}, {6: struct.pack("<H", flags)})


def with_size(data: bytes, size: int) -> bytes:
    field = struct.pack("<L", size)
    return with_fields(data, {24: field}, {22: field})


def with_end(data: bytes, *, entries: int | None = None, listed: int | None = None) -> bytes:
    end = data.rfind(END)
    changed = bytearray(data)
    if entries is not None:
        changed[end + 8 : end + 12] = struct.pack("<HH", entries, entries)
    if listed is not None:
        changed[end + 12 : end + 16] = struct.pack("<L", listed)
    return bytes(changed)


def with_zip64_locator(data: bytes) -> bytes:
    end = data.rfind(END)
    return data[:end] + b"PK\x06\x07" + struct.pack("<LQL", 0, 0, 1) + data[end:]


def twice(*names: str) -> bytes:
    """Two entries whose names zipfile would warn of: written with other letters, then renamed."""
    letters = "xyz"
    written = [f"{name[:-1]}{letters[number]}" for number, name in enumerate(names)]
    data = named(*written)
    for old, new in zip(written, names, strict=True):
        data = data.replace(old.encode(), new.encode())
    return data


def overlapping() -> bytes:
    """Two entries in the list that point at the same packed bytes (Fifield 2019)."""
    data = bytearray(named("courses/khoa-thu/01-mot.md", "courses/khoa-thu/02-hai.md"))
    second = data.index(CENTRAL, data.index(CENTRAL) + 4)
    data[second + 42 : second + 46] = struct.pack("<L", 0)
    return bytes(data)


def many(count: int, size: int) -> Iterable[tuple[str, bytes]]:
    noise = bytes(range(32, 127)) * (size // 95 + 1)
    return ((f"facts/tep-{number}.yaml", noise[:size]) for number in range(count))


Case = tuple[str, Callable[[], bytes], str]
HOSTILE: tuple[Case, ...] = (
    ("nothing at all", lambda: b"", "hỏng"),
    ("no zip", lambda: b"<html>" * 100, "hỏng"),
    ("a zip cut off", lambda: named(GOOD)[:-30], "hỏng"),
    ("only the end of a zip", lambda: packed()[:10], "hỏng"),
    ("an empty zip", packed, "không có tệp nội dung"),
    ("folders and hidden files alone", lambda: named("courses/", ".DS_Store", "__MACOSX/a.md"), "không có tệp"),
    ("more than five megabytes", lambda: named(GOOD) + b"\0" * 5_000_000, "lớn quá"),
    ("three thousand and one files", lambda: packed(*many(3_001, 1)), "nhiều tệp quá"),
    ("an end that says there are many", lambda: with_end(named(GOOD), entries=60_000), "nhiều tệp quá"),
    ("an end that says there is one of many", lambda: with_end(packed(*many(3_500, 1)), entries=1), "nhiều tệp quá"),
    ("a list of a gigabyte", lambda: with_end(named(GOOD), listed=2**30), "nhiều tệp quá"),
    ("zip64", lambda: with_zip64_locator(named(GOOD)), "nhiều tệp quá"),
    ("up and out", lambda: named("../ngoai.md"), "../ngoai.md"),
    ("up and out from inside", lambda: named("courses/vneid/../../../etc/01-a.md"), "dẫn ra ngoài"),
    ("a dot", lambda: named("courses/./01-a.md"), "dẫn ra ngoài"),
    ("two slashes", lambda: named("courses//01-a.md"), "dẫn ra ngoài"),
    ("a folder that is out", lambda: named("../x/", GOOD), "dẫn ra ngoài"),
    ("a hidden file that is out", lambda: named("../.bashrc", GOOD), "dẫn ra ngoài"),
    ("from the root of the disk", lambda: named("/etc/01-a.md"), "đường dẫn của cả máy"),
    ("a drive letter", lambda: named("C:/khoa/01-a.md"), "C:/khoa/01-a.md"),
    ("a drive without a slash", lambda: named("c:01-a.md"), "đường dẫn của cả máy"),
    ("backslashes", lambda: renamed("courses_khoa_01-a.md", b"courses\\khoa\\01-a.md"), "đường dẫn của cả máy"),
    ("another machine", lambda: renamed("__may_chu_01-a.md", b"\\\\may\\chu\\01-a.md"), "đường dẫn của cả máy"),
    ("a link", lambda: of_kind(stat.S_IFLNK), "đường tắt"),
    ("a pipe", lambda: of_kind(stat.S_IFIFO), "tệp thường"),
    ("a device", lambda: of_kind(stat.S_IFBLK), "tệp thường"),
    ("a folder by its mode", lambda: of_kind(stat.S_IFDIR), "tệp thường"),
    ("a file that is named as a folder", lambda: of_kind(stat.S_IFREG, "courses/khoa-thu/"), "tệp thường"),
    ("the same name twice", lambda: twice(GOOD, GOOD), "có hai lần"),
    ("names that differ in case", lambda: named("facts/gia.yaml", "facts/Gia.yaml"), "chữ hoa"),
    ("folders that differ in case", lambda: named("bank/a.md", "Bank/a.md"), "chữ hoa"),
    ("names that differ in NFC and NFD", lambda: named("facts/gi\u00e1.yaml", "facts/gia\u0301.yaml"), "cách ghi dấu"),
    ("fifty megabytes declared", lambda: with_size(named(GOOD), 50_000_000), "lớn quá"),
    ("fifty megabytes in truth", lambda: packed((GOOD, b"\0" * 50_000_000)), "lớn quá"),
    ("a lesson of 31 KB", lambda: packed((GOOD, bytes(range(32, 127)) * 330)), "30 KB"),
    ("eighty kilobytes in hundred bytes", lambda: packed(("facts/a.yaml", b"#" * 79_000)), "bom nén"),
    ("six megabytes in many files", lambda: packed(*many(80, 75_000)), "5 MB"),
    ("less declared than there is", lambda: with_size(packed((GOOD, TEXT * 99)), 5), "bị hỏng"),
    ("more declared than there is", lambda: with_size(named(GOOD), 500), "bị hỏng"),
    ("a sum that is wrong", lambda: with_fields(named(GOOD), {16: b"\1\2\3\4"}, {14: b"\1\2\3\4"}), "bị hỏng"),
    ("packed bytes that are noise", lambda: with_fields(named(GOOD), {}, {30 + len(GOOD): b"\xff\xff\xff"}), "bị hỏng"),
    ("another name inside", lambda: with_fields(named(GOOD), {46: b"d"}, {30: b"e"}), "ourses/khoa-thu/"),
    ("entries that overlap", overlapping, "bị hỏng"),
    ("a zip in the zip", lambda: packed(("courses/khoa-thu/goi.zip", named(GOOD))), "goi.zip"),
    ("a zip called a lesson", lambda: packed((GOOD, named(GOOD))), "tệp zip nằm trong gói"),
    ("an empty zip called a lesson", lambda: packed((GOOD, packed())), "tệp zip nằm trong gói"),
    ("a password", lambda: with_flags(0x1), "mật khẩu"),
    ("a strong password", lambda: with_flags(0x41), "mật khẩu"),
    ("hidden names", lambda: with_flags(0x2000), "mật khẩu"),
    ("packed as bzip2", lambda: packed((GOOD, TEXT), compression=ZIP_BZIP2), "kiểu lạ"),
    ("packed as lzma", lambda: packed((GOOD, TEXT), compression=ZIP_LZMA), "kiểu lạ"),
    ("packed in a way nobody knows", lambda: with_fields(named(GOOD), {10: b"\x63"}, {8: b"\x63"}), "kiểu lạ"),
    ("a zero byte in the name", lambda: renamed("courses/khoa/01-a.md_.exe", b"courses/khoa/01-a.md\0.exe"), "tên"),
    ("a line end in the name", lambda: named("courses/khoa/01-a\n.md"), "không đọc được"),
    ("letters turned around", lambda: named("courses/khoa/01-\u202edm.a.md"), "không đọc được"),
    ("a name in no encoding", lambda: renamed("facts/\u00e1.yaml", b"facts/\xff\xfe.yaml"), "hỏng"),
    ("a program", lambda: named("courses/khoa-thu/chay.exe"), "chay.exe"),
    ("a page", lambda: named("courses/khoa-thu/01-a.html"), "01-a.html"),
    ("another ending", lambda: named("facts/gia.yml"), "facts/gia.yml"),
    ("a lesson too deep", lambda: named("courses/khoa-thu/them/01-a.md"), "courses/"),
    ("a lesson without a course", lambda: named("courses/01-a.md"), "courses/"),
    ("a lesson without a number", lambda: named("courses/khoa-thu/bai.md"), "bai.md"),
    ("a lesson in capitals", lambda: named("courses/khoa-thu/01-Bai.md"), "01-Bai.md"),
    ("a lesson with marks", lambda: named("courses/khoa-thu/01-mở-máy.md"), "01-mở-máy.md"),
    ("a course with a blank", lambda: named("courses/khoa thu/01-a.md"), "khoa thu"),
    ("a folder nobody knows", lambda: named("tai-lieu/a.md", "khac/b.md"), "tai-lieu/a.md"),
    ("a file of no folder", lambda: named("01-a.md"), "01-a.md"),
    ("a name of sixty-one letters", lambda: named(f"bank/{'a' * 61}.md"), "bank/"),
    ("a path of two hundred letters", lambda: named(f"bank/{'/'.join(['a' * 50] * 4)}.md"), "dài quá"),
    ("facts in a folder of their own", lambda: named("facts/khoa/gia.yaml"), "facts/"),
    ("a bank with dots", lambda: named("bank/a.b.md"), "a.b.md"),
    ("stored, and hidden behind a good one", lambda: packed((GOOD, TEXT), ("x.sh", "rm"), compression=ZIP_STORED), "x.sh"),
)  # fmt: skip
