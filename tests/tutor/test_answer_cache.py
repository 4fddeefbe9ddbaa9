"""Kept answers are told only as long as all they rest on is the same, and until somebody says that one did not help."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.core.db import Database
from app.courses.domain.facts import Fact
from app.courses.domain.readers import Reader
from app.tutor.answer_cache import find, keep, key_of, withdraw
from app.tutor.domain.answers import Answer
from app.tutor.domain.passages import Passage, Sentence
from app.tutor.domain.prompting import Source
from app.tutor.domain.transcript import told
from app.tutor.message_log import NewMessage, keep_messages
from tests.content.shipped import CATALOGUE

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FACT = next(iter(CATALOGUE.facts.values()))
ANSWER = Answer("answer", 'Bác tự gõ mã "ấy".', source="llm")
OTHER = replace(ANSWER, text=ANSWER.text + " Rồi bác nghỉ.")


def given(fact: Fact = FACT, **changed: Any) -> tuple[Source, ...]:
    sentences = (Sentence("Bác tự gõ mã ấy.", facts=(fact,)),)
    return (Source(1, replace(Passage("bai", 1, "Bài", "Bước", sentences), **changed), sentences),)


def key(steps: tuple[Source, ...]) -> str:
    return key_of(("mã",), steps, Reader(), "m")


@pytest.mark.parametrize(
    "changed",
    [
        {"seen_on": date(2020, 1, 2)}, {"statement": "Khác rồi."}, {"id": "ten-moi"},
        {"source": FACT.source.model_copy(update={"name": "Báo khác"})},
    ],
    ids=lambda one: next(iter(one)),
)  # fmt: skip
def test_answer_that_rests_on_a_fact_is_not_told_when_the_fact_has_changed(changed: dict[str, Any]) -> None:
    assert key(given()) == key(given())
    assert key(given(FACT.model_copy(update=changed))) != key(given())


@pytest.mark.parametrize("changed", [{"heading": "Bước khác"}, {"title": "Bài khác"}, {"is_grave": True}])
def test_answer_is_not_told_when_what_its_check_reads_has_changed(changed: dict[str, Any]) -> None:
    assert key(given(**changed)) != key(given())


def test_facts_of_a_kept_answer_are_those_of_the_steps(database: Database) -> None:
    with database.session(writes=True) as session:
        keep(session, key(given()), replace(ANSWER, facts=(FACT,)), NOW)
        found = find(session, key(given()), given(), NOW)
    assert found is not None
    assert found.facts == (FACT,)


def tell(session: Session, learner: int | None, answer: Answer = ANSWER, message: str = "a" * 22) -> int:
    new = NewMessage(message, learner, "Mã là gì?", "t", "", "", told(answer, {}), NOW)
    (kept,) = keep_messages(session.connection(), [new])
    return kept.learner_id


def is_kept(session: Session, answer: Answer) -> bool:
    return find(session, answer.text, given(), NOW) is not None


@contextmanager
def remembered(database: Database) -> Iterator[Session]:
    """Both answers are kept."""
    with database.session(writes=True) as session:
        for one in (ANSWER, OTHER):
            keep(session, one.text, one, NOW)
        yield session


def test_answer_that_did_not_help_is_told_to_nobody_again(database: Database) -> None:
    with remembered(database) as session:
        withdraw(session, tell(session, None), "a" * 22)
        assert (is_kept(session, ANSWER), is_kept(session, OTHER)) == (False, True)


def test_nobody_withdraws_what_they_were_not_told(database: Database) -> None:
    with remembered(database) as session:
        learner = tell(session, None)
        withdraw(session, learner + 1, "a" * 22)
        withdraw(session, learner, "b" * 22)
        assert is_kept(session, ANSWER)


def test_what_lessons_said_withdraws_nothing(database: Database) -> None:
    with remembered(database) as session:
        withdraw(session, tell(session, None, replace(ANSWER, source="embedded")), "a" * 22)
        assert is_kept(session, ANSWER)
