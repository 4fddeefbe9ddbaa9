"""Bytes of a content file to text that every later rule can trust: UTF-8, NFC, no hidden characters, bounded."""

import unicodedata
from dataclasses import dataclass

from app.courses.domain.diagnostics import Reporter

MAX_BYTES = 200_000  # the longest shipped lesson has about 8,000
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@dataclass(frozen=True)
class SourceFile:
    """`path` is shown to people; `relative` is the place in the content root, with `/`."""

    path: str
    relative: str
    data: bytes


def decode(file: SourceFile, reporter: Reporter) -> str | None:
    """The text with `\\n` line ends, or None with the reason reported."""
    if len(file.data) > MAX_BYTES:
        reporter.error(
            1,
            "too-large",
            f"Tệp lớn quá ({len(file.data) // 1000} KB). Tách bài ra cho nhỏ lại, "
            f"nhiều nhất {MAX_BYTES // 1000} KB một tệp.",
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
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line_text in enumerate(text.split("\n"), 1):
        _check_line(line_text, number, reporter)
    return None if reporter.has_errors else text


def _check_line(line: str, number: int, reporter: Reporter) -> None:
    if not unicodedata.is_normalized("NFC", line):
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
            return
