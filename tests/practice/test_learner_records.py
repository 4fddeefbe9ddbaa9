"""The record of a learner: the same object while nothing is new, another as soon as anything is."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import delete

from app.core.db import Database
from app.core.ids import new_token
from app.learners.models import Learner
from app.practice import learner_records
from app.practice.learner_models import NOBODY
from app.practice.learner_records import NO_RECORD, LearnerRecord, LearnerRecords
from app.quiz.answer_log import NewAnswer, write_answers
from tests.practice.history import DAY, NOON, answer, highest_id, look, new_learner, say_helped

Ask = Callable[..., list[LearnerRecord]]


@pytest.fixture
def ask(database: Database) -> Iterator[Ask]:
    records = LearnerRecords(database)
    records.start()

    async def all_of(learners: tuple[int | None, ...]) -> list[LearnerRecord]:
        found = await asyncio.gather(*map(records.of, learners))
        await asyncio.gather(*records._keeping)
        return found

    yield lambda *learners: asyncio.run(all_of(learners))
    records.stop()


def answer_in_lesson(database: Database, learner: int, exercise: str) -> None:
    new = NewAnswer(
        key=new_token(), learner_id=learner, lesson="mot", exercise=exercise, version="v", answer="a", score=1, at=NOON,
        lesson_exercises=("cau-1", "cau-2"), skills=("mat-khau",), options=4, mode="practice", assisted=False, in_round=False,
    )  # fmt: skip
    with database.transaction() as connection:
        write_answers(connection, [new])


def test_who_comes_back_with_nothing_done_since_has_the_same_record(database: Database, ask: Ask) -> None:
    learner, newcomer = new_learner(database), new_learner(database)
    answer_in_lesson(database, learner, "cau-1")
    [first, nothing], [again, still_nothing] = ask(learner, newcomer), ask(learner, newcomer)
    assert again is first
    assert still_nothing is nothing
    assert first.is_known
    assert not nothing.is_known
    assert ask(None) == [NO_RECORD]


def test_another_answer_makes_another_record(database: Database, ask: Ask) -> None:
    learner, other = new_learner(database), new_learner(database)
    answer_in_lesson(database, learner, "cau-1")
    answer_in_lesson(database, other, "cau-1")
    [before, others] = ask(learner, other)
    answer_in_lesson(database, learner, "cau-2")
    [after, same] = ask(learner, other)
    assert {row.exercise for row in before.answered} == {"cau-1"}
    assert {(row.exercise, row.lesson_finished) for row in after.answered} == {("cau-1", True), ("cau-2", True)}
    assert after.known.learner.skills["mat-khau"].pieces == 2
    assert same is others


@pytest.mark.parametrize("step", [10, -10])
def test_answer_that_another_server_wrote_is_seen_whatever_its_number(database: Database, ask: Ask, step: int) -> None:
    learner, number = new_learner(database), highest_id(database) + 20
    answer(database, learner, "mot/cau-1", id_=number)
    [before] = ask(learner)
    answer(database, learner, "mot/cau-2", at=NOON + timedelta(minutes=1), id_=number + step)
    [after] = ask(learner)
    assert (before.known.learner.skills["mat-khau"].pieces, after.known.learner.skills["mat-khau"].pieces) == (1, 2)


def test_help_stated_afterwards_changes_the_record(database: Database, ask: Ask) -> None:
    learner = new_learner(database)
    answer(database, learner)
    [before] = ask(learner)
    say_helped(database, learner, "mot", NOON + timedelta(minutes=5))
    [after] = ask(learner)
    assert after.known.learner != before.known.learner
    assert ask(learner) == [after]


def test_deleted_learner_leaves_no_record(database: Database, ask: Ask) -> None:
    learner = new_learner(database)
    answer(database, learner)
    assert ask(learner)[0].is_known
    with database.transaction() as connection:
        connection.execute(delete(Learner).where(Learner.id == learner))
    [record] = ask(learner)
    assert (record.answered, record.known) == ((), NOBODY)


def test_memory_holds_only_the_latest_visitors(database: Database, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learner_records, "MOST_IN_MEMORY", 3)
    people = [new_learner(database) for _ in range(5)]
    for learner in people:
        answer(database, learner, at=NOON - DAY)
    look(database, *people)
    [first, *_], [_, *last] = ask(*people), ask(*people[:1], *people[2:])
    assert ask(people[0])[0] is not first
    assert ask(*people[3:]) == last[1:]
