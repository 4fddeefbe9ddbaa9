import re

import pytest

from app.accounts.domain.consent import TEXTS, Purpose

pytestmark = pytest.mark.pure


def test_every_purpose_says_what_is_kept_and_what_taking_it_back_does() -> None:
    assert set(TEXTS) == set(Purpose)
    for text in TEXTS.values():
        assert "bác" in text.asked
        assert text.withdrawing.startswith("Rút lại thì")


def test_every_text_has_the_day_it_was_written_on() -> None:
    for text in TEXTS.values():
        assert re.fullmatch(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]", text.version)


def test_consent_to_one_thing_is_not_consent_to_another() -> None:
    assert len({text.asked for text in TEXTS.values()}) == len(TEXTS)
