"""What tests remember of earlier work is what they would have got anew."""

from dataclasses import replace
from datetime import date

from app.courses.domain.compilation import compile_catalogue
from app.courses.domain.source import SourceFile
from app.quiz.domain.kinds import KINDS
from tests import processor_time
from tests.haste import compile_once
from tests.sample_content import FILES

TODAY = date(2026, 11, 21)
SAMPLE = tuple(SourceFile(f"content/{name}", name, text.encode()) for name, text in sorted(FILES.items()))


def test_content_is_compiled_once_and_anew_for_any_other_letter_day_or_key() -> None:
    changed = (replace(SAMPLE[0], data=SAMPLE[0].data + b"\n\n: ["), *SAMPLE[1:])
    asked = [(SAMPLE, TODAY, b"k"), (SAMPLE, TODAY, b"o"), (SAMPLE, date(2050, 1, 1), b"k"), (changed, TODAY, b"k")]
    found = [compile_once(files, day, KINDS, key) for files, day, key in asked]
    for (files, day, key), compiled in zip(asked, found, strict=True):
        assert compiled == compile_catalogue(files, day, KINDS, key)
        assert compile_once(files, day, KINDS, key) is compiled


def test_what_is_measured_is_done_anew() -> None:
    found = compile_once(SAMPLE, TODAY, KINDS)
    processor_time.times_as_long(lambda: None, lambda: sum(range(1000)))
    assert compile_once(SAMPLE, TODAY, KINDS) is not found
