"""Whatever a secret is called, however it is led to and written: nothing of it is kept. Every leak is listed."""

import re
from collections import Counter

import pytest

from app.core.private_text.numbers import UNITS
from app.core.private_text.plain import plain, small
from app.tutor.domain.redaction import BLANKED, redacted
from tests.tutor.secret_forms import Form, number_forms, unnamed_forms, word_forms

pytestmark = pytest.mark.pure

PART = re.compile(rf"\d|(?<![^\W_])(?:{'|'.join(UNITS)})(?![^\W_])")
MOST_LEFT = 1  # digits of a number, so that "năm" and "ba" may be words of the sentence


def left_of_number(form: Form) -> int:
    """How many digits are still there, in figures or words."""
    kept = BLANKED.sub(" ", redacted(form.message).text)
    return len(_digits(kept)) - len(_digits(form.before + "|" + form.behind))


def outlives(form: Form) -> bool:
    """Whether half of a password's words are kept beside what was said around it."""
    kept = Counter(re.findall(r"\w+", redacted(form.message).text))
    kept.subtract(re.findall(r"\w+", form.before + " " + form.behind))
    words = re.findall(r"\w+", plain(form.secret))
    return 2 * sum(kept[word] > 0 for word in words) >= len(words)


def _digits(text: str) -> list[str]:
    return PART.findall(small(plain(text)))


@pytest.mark.parametrize(("every", "least"), [(40, 200), pytest.param(1, 9_000, marks=pytest.mark.battery)])
def test_no_number_is_kept_whatever_it_is_called_and_however_it_is_written(every: int, least: int) -> None:
    forms = [*number_forms(every)]
    assert len(forms) >= least
    assert [form.message for form in forms if left_of_number(form) > MOST_LEFT] == []


def test_a_number_that_nothing_explains_is_kept_by_nobody() -> None:
    assert [form.message for form in unnamed_forms() if left_of_number(form) > MOST_LEFT] == []


@pytest.mark.battery
def test_no_password_of_words_is_kept() -> None:
    forms = [*word_forms()]
    assert len(forms) >= 400
    assert [form.message for form in forms if outlives(form)] == []
