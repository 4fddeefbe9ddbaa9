"""Everything for learners says "bác" and means who reads: that word is turned into what the reader wants to be called."""

import re
from pathlib import Path

import pytest

from app.core.config import PROJECT
from app.web.addressing import LEARNER

DESKS = {"assessment", "authoring", "publishing", "observations", "upkeep"}  # their pages are for teachers, assessors
TEMPLATES = [path for path in PROJECT.glob("app/*/templates/**/*.html") if path.parts[-3] not in DESKS]
CONTENT = [path for folder in ("content", "certification/content") for path in (PROJECT / folder).rglob("*.[my][da]*")]
FILES = sorted([*TEMPLATES, *CONTENT])
UPPER = "A-ZĐÀ-ÖØ-ÝĂĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
SOMEBODY_ELSE = re.compile(
    rf"""(?x) {LEARNER} (?:
        \ [{UPPER}](?!\w*[{UPPER}0-9])\w*                        # bác Tư; not: bác OTP
        | \ (?:gái|trai|ấy|ta|họ|nọ|kia|hàng\ xóm|bảo\ vệ|xe\ ôm|tổ\ trưởng|trưởng\ thôn)\b )
    | \b(?i:hai|ba|mấy|vài|một|ông|thằng|con|vợ\ chồng|nhà\ hàng\ xóm,)\ {LEARNER}(?!\w)
    | \b(?:chú|cô)\ {LEARNER} | {LEARNER}\ (?:cháu|cô|chú)\ mình """
)
OWN_WORDS = re.compile(r"(?s)<bdi>.*?</bdi>|\{#.*?#\}|`[^`\n]*`|(?:url|ma): *\S+")
OTHERS = [
    "Bác Tư bán rau.",
    "Hỏi bác hàng xóm.",
    "Gặp bác ấy ở chợ.",
    "Có hai bác ngồi chờ.",
    "Một bác ở xã bên mất tiền.",
]
READERS = ["Bác mở máy.", "Máy của bác VNeID hỏi.", "Bác sĩ Hai khám.", "Con của mình, bác gọi.", "Chào `bác Tư`."]


def others_in(text: str) -> list[str]:
    return [found[0] for found in SOMEBODY_ELSE.finditer(OWN_WORDS.sub(" ", text))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_nobody_but_the_reader_is_called_so(path: Path) -> None:
    assert others_in(path.read_text("utf-8")) == []


@pytest.mark.parametrize("line", OTHERS)
def test_third_person_is_found(line: str) -> None:
    assert others_in(line)


@pytest.mark.parametrize("line", READERS)
def test_reader_is_no_third_person(line: str) -> None:
    assert others_in(line) == []
