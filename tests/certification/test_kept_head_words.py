"""Whatever is wrong with a head that somebody kept is said at full voice, and an admitted restoration with its day."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest

from app.certification.domain.kept_head import KeptHead, Outcome, in_words
from tests.certification.certified import AT

pytestmark = pytest.mark.pure

FITS = KeptHead("extends", 12, "ab" * 32, AT, 90)
LATE = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)  # the next day in Vietnam


def test_only_what_fits_is_said_quietly() -> None:
    said = {outcome: in_words(replace(FITS, outcome=outcome)) for outcome in get_args(Outcome)}
    assert [outcome for outcome, words in said.items() if "KHÔNG KHỚP" not in words] == ["extends"]
    assert [outcome for outcome in said if replace(FITS, outcome=outcome).holds] == ["extends"]
    assert said["extends"] == "Khớp: sổ cái hôm nay có 90 dòng, 12 dòng đầu đúng như đầu sổ đã ký ngày 22/11/2026."
    assert all("làm bằng chứng" in words for outcome, words in said.items() if outcome != "extends")


def test_restoration_that_was_admitted_is_told_with_its_day() -> None:
    restored = replace(FITS, outcome="shorter", restored_at=LATE)
    assert "ngày 23/11/2026 đã lấy lại sổ từ một bản sao lưu" in in_words(restored)
    assert restored.document()["restored"] == "2026-11-22T18:30:00Z"
    assert replace(restored, restored_at=None).document()["restored"] == ""
