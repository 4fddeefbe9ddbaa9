"""A page that calls its reader "bác" is served as "em", "anh", "chị" or "bạn" too: nothing in the content may fix how
old the reader is, whose parent they are, or how somebody who speaks to them calls themselves."""

import re
from pathlib import Path

import pytest

from app.core.config import PROJECT

FILES = sorted(
    path for folder in ("content", "certification/content") for path in (PROJECT / folder).rglob("*.[my][da]*")
)
SPEAKER = "cháu|em|con"
KIN = "bà|má|mẹ|bố|ba|ông|nội|ngoại"
FIXED = re.compile(
    rf"""(?x: (?<!bà\ )(?<!Bà\ )\b(?i:{SPEAKER})\ (?:chào(?!\ đời)|xin|đây|báo|bên|chờ|gửi\ bác)\b  # "Cháu chào bác"
    | \b(?i:dạ|alo|bác\ ơi),?\ (?:{SPEAKER})\b
    | \b(?:giúp|thương|cho)\ (?:{SPEAKER})\ (?:vào|số|với|ngay|nhé|xin|luôn|rồi|sớm|ạ)\b
    | (?:^|\ |["“])(?i:{KIN})\ ơi\b                               # "Má ơi"
    | \b(?i:con\ cháu)\b                                          # of whom somebody young has none
    | \b(?i:cháu|con|dâu|rể)(?:\ (?:trai|gái|nội|ngoại|dâu|rể))?(?:\ của)?\ bác\b
    | (?<!tên\ )(?<!Tên\ )\btuổi\ (?:của\ )?bác\b
    | \bbác\ (?:già|cao\ tuổi|lớn\ tuổi|nghỉ\ hưu)\b )"""
)
BREAK = [
    "- Dạ cháu chào bác, xã mình sáp nhập nên phải sửa lại ạ.",
    "- Bác chuyển khoản giúp cháu vào số vừa nhắn nhé.",
    "- Dạ em là trợ lý, luôn sẵn lòng giúp bác.",
    "- Má ơi, mai con về tới nhà.",
    "Bác nhờ con cháu bật tiếng báo tiền về.",
    "Trong hình là mặt con trai bác.",
    "Cháu bác vừa vào lớp một.",
    "Hỏi tuổi của bác để tính lương.",
]
STAND = [
    "- Cháu Vy đang ở chỗ chúng tôi, mời bác nghe cho rõ.",
    "- Chào bác, thông tin căn cước của cháu nhà mình trong máy đang bị lệch.",
    "- Việc này bí mật, bác vào phòng riêng, đừng kể với người nhà.",
    "Bác hỏi bác sĩ. Bà con ơi, mai họp.",
]


def told_lines(text: str) -> list[str]:
    """Without the list of sources and without the spellings that an answer may be typed in."""
    return [line for line in text.splitlines() if "url:" not in line and not re.match(r"- \[.\] .* \| ", line)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_nothing_fixes_who_the_reader_is(path: Path) -> None:
    assert [line for line in told_lines(path.read_text("utf-8")) if FIXED.search(line)] == []


@pytest.mark.parametrize("line", BREAK)
def test_a_line_that_breaks_in_another_form_is_found(line: str) -> None:
    assert FIXED.search(line)


@pytest.mark.parametrize("line", STAND)
def test_a_line_that_reads_well_in_every_form_passes(line: str) -> None:
    assert not FIXED.search(line)
