"""Bytes of a content file to text that every later rule can trust: UTF-8, NFC, no hidden characters, bounded."""

import unicodedata
from dataclasses import dataclass

from app.courses.domain.diagnostics import Reporter

COMMUNES = "communes.yaml"  # in a content root itself
MAX_BYTES = 80_000  # the longest shipped file, a framework, has about 16,000
MAX_LESSON_BYTES = 30_000  # the longest shipped lesson has about 8,000; reading markdown costs far more than YAML
MAX_COMMUNES_BYTES = 400_000  # all 3,321 communes in one list have about 240,000
MAX_LINE = 1_000  # characters; the longest shipped line, an address, has about 300
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@dataclass(frozen=True)
class SourceFile:
    """`path` is shown to people; `relative` is the place in the content root, with `/`. One that was `refused` was not
    opened, and its reader has told why."""

    path: str
    relative: str
    data: bytes
    refused: bool = False


def most_bytes(place: str) -> int:
    """Of the file at this place in its content root."""
    if place == COMMUNES:
        return MAX_COMMUNES_BYTES
    return MAX_LESSON_BYTES if place.endswith(".md") else MAX_BYTES


def decode(file: SourceFile, reporter: Reporter) -> str | None:
    """The text with `\\n` line ends, or None with the reason reported."""
    if file.refused:
        return None
    limit = most_bytes(file.relative)
    if len(file.data) > limit:
        reporter.error(
            1,
            "too-large",
            f"Tệp lớn quá. Tách bài ra cho nhỏ lại, nhiều nhất {limit // 1000} KB một tệp.",
        )
        return None
    try:
        text = file.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.data.count(b"\n", 0, error.start) + 1
        reporter.error(
            line,
            "bad-encoding",
            "Tệp không phải bảng mã UTF-8. Mở tệp bằng trình soạn thảo, chọn “Lưu thành… UTF-8” rồi lưu lại.",
        )
        return None
    text = with_plain_line_ends(text)
    sound = [_is_sound(line, number, reporter) for number, line in enumerate(text.split("\n"), 1)]
    return text if all(sound) else None


def with_plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_sound(line: str, number: int, reporter: Reporter) -> bool:
    if len(line) > MAX_LINE:
        reporter.error(number, "long-line", f"Dòng này dài quá ({len(line)} ký tự). Tách ra thành nhiều đoạn ngắn.")
        return False
    if line.isprintable() and unicodedata.is_normalized("NFC", line):  # nothing that can be printed is HIDDEN
        return True
    is_composed = unicodedata.is_normalized("NFC", line)
    if not is_composed:
        composed = unicodedata.normalize("NFC", line)
        column = next((i for i, pair in enumerate(zip(line, composed, strict=False), 1) if pair[0] != pair[1]), 1)
        reporter.error(
            number,
            "bad-encoding",
            "Chữ có dấu ở dòng này gõ theo kiểu “tổ hợp”, máy khác đọc sẽ lỗi. "
            "Gõ lại dòng này với bộ gõ đặt là “Unicode dựng sẵn”.",
            column,
        )
    for column, character in enumerate(line, 1):
        if character != "\t" and unicodedata.category(character) in HIDDEN:
            name = f"U+{ord(character):04X}"
            reporter.error(number, "bad-encoding", f"Có ký tự ẩn ({name}) ở dòng này. Xóa đi và gõ lại chỗ đó.", column)
            return False
    return is_composed
