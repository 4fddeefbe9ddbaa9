"""No secret outlives the gate however it is told: every way of the grammar, and what stands beside secrets is let through."""

import re
from itertools import groupby

import pytest

from app.core.private_text.plain import plain
from app.tutor.domain.redaction import redacted
from tests.tutor.secret_grammar import (
    ALONE,
    DESCRIBED,
    GLUED,
    INNOCENT,
    KINDS,
    NUMBERS_OF_NOBODY,
    Told,
    told,
    told_beside,
)

pytestmark = pytest.mark.pure

TOLD = {kind: [*rows] for kind, rows in groupby(sorted(told(), key=lambda one: one.kind), lambda one: one.kind)}


def outlives(secret: str, message: str) -> bool:
    return re.sub(r"\W", "", plain(secret)) in re.sub(r"\W", "", redacted(message).text)


@pytest.mark.parametrize("kind", TOLD)
def test_no_secret_is_kept_however_it_is_told(kind: str) -> None:
    kept: list[Told] = [one for one in TOLD[kind] if outlives(one.secret, one.message)]
    assert kept == []


@pytest.mark.battery
def test_no_code_is_kept_whatever_stands_between_and_behind() -> None:
    rows = [*told_beside()]
    assert len(rows) >= 1_800
    assert [one for one in rows if outlives(one.secret, one.message)] == []


@pytest.mark.parametrize("message", ALONE)
def test_secret_in_a_second_message_is_known_by_itself(message: str) -> None:
    assert redacted(message).has_secret


@pytest.mark.parametrize(("message", "secrets"), GLUED)
def test_each_of_several_secrets_is_blanked(message: str, secrets: tuple[str, ...]) -> None:
    assert [one for one in secrets if outlives(one, message)] == []


@pytest.mark.parametrize(("message", "secret"), DESCRIBED)
def test_secret_that_is_described_is_blanked(message: str, secret: str) -> None:
    assert not outlives(secret, message)


@pytest.mark.parametrize("questions", [INNOCENT, NUMBERS_OF_NOBODY])
def test_honest_questions_about_secrets_are_left_alone(questions: tuple[str, ...]) -> None:
    """From these no talk was learned, so a few may be doubted; none is taken for a secret."""
    touched = [message for message in questions if redacted(message).kinds]
    assert len(touched) <= 0.03 * len(questions), touched
    assert not any(redacted(message).has_secret for message in touched)


def test_grammar_is_large_and_no_message_stands_twice() -> None:
    assert sum(map(len, TOLD.values())) >= 3_000
    assert {kind for kind, *_ in KINDS} == TOLD.keys()
    assert min(len({one.message for one in rows}) / len(rows) for rows in TOLD.values()) > 0.95
    assert len(INNOCENT) + len(NUMBERS_OF_NOBODY) >= 200
