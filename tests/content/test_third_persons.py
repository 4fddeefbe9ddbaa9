"""Readers choose to be called "chị", "ông" or "em". A bare "chị" for somebody in a story would then be two people:
"VNeID của chị" is hers or the reader's. A third person goes by name ("Hạnh", "chị Hạnh") or by what they are to us."""

import re
from pathlib import Path

import pytest

from tests.content.test_bac_is_the_reader import CONTENT, UPPER
from tests.content.test_forms_of_address import told_lines

FOLDERS = {"courses", "bank"}
KIN = "(?:[Aa]nh|[Cc]hị|[Cc]ô|[Cc]hú|[Ôô]ng|[Bb]à|[Ee]m)"
# Several people, or no person at all.
COMPOUND = re.compile(
    r"\b[Bb]à con\b|\b[Tt]hầy cô\b|\b[Aa]nh chị em\b|\b(?:anh|chị|trẻ) em\b|\b(?:anh chị|ông bà|cô chú)\b"
    r"|\bem bé\b|\b[Cc]hú ý\b|\btiếng Anh\b|ông/bà"
)
NAMED = rf"[{UPPER}{{`]"  # a name, the name of a family's member, a name in backquotes
RELATION = r"(?:họ|ruột|gái|trai|dâu|rể|thông gia|cháu|bạn|cụ|hàng xóm)\b"
# What somebody does. "Cô bán rau" is one; "cô bán cho bác" says what a bare "cô" does.
WORK = r"(?:bán(?! cho)|sửa|chủ|thợ|giáo|y tá|lang|xe ôm|bảo vệ|phục vụ|cán bộ|công an|tổ trưởng|trưởng thôn)\b"
BARE = re.compile(rf"(?<![\w/-]){KIN}\b(?![\w/-])(?! (?:{NAMED}|{RELATION}|{WORK}))")
CODE = re.compile(r"`[^`\n]*`")
TWO_FACED = [
    "Bác ở nhà chị Hạnh. Chị là chủ hộ.",
    "Mở bằng căn cước của chị cho nhanh",
    "Bác gọi cô theo số vẫn gọi lâu nay.",
    "Thay: GOI = cô | anh | chị",
    "Bác không tìm anh này.",
    "Cô bán cho bác mớ rau.",
    "Đây là sổ của ông.",
]
CLEAR = [
    "Bác ở nhà chị Hạnh. Hạnh là chủ hộ.",
    "Bà con hỏi cô giáo, thầy cô, anh chị em trong nhà.",
    "Thay: AI = anh họ | cô bán rau | chị chủ vựa | bà hàng xóm",
    "Bác trả cô {TEN}, ông `Lê Văn Tư`.",
    "Bác chú ý: mời ông/bà xác thực.",
]


def bare_in(line: str) -> list[str]:
    told = COMPOUND.sub("", CODE.sub("`", line))
    return [told[max(0, found.start() - 20) : found.end() + 20] for found in BARE.finditer(told)]


@pytest.mark.parametrize("path", [path for path in CONTENT if FOLDERS & {*path.parts}], ids=lambda path: path.stem)
def test_nobody_but_the_reader_goes_by_a_bare_form_of_address(path: Path) -> None:
    assert [found for line in told_lines(path.read_text("utf-8")) for found in bare_in(line)] == []


@pytest.mark.parametrize("line", TWO_FACED)
def test_line_with_two_faces_is_found(line: str) -> None:
    assert bare_in(line)


@pytest.mark.parametrize("line", CLEAR)
def test_line_that_names_people_passes(line: str) -> None:
    assert bare_in(line) == []
