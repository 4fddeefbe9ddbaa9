"""A history of years is folded in slices: the same model in the end, and nobody else waits for it."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import insert

from app.core.db import Database
from app.core.ids import new_token
from app.practice.learner_models import FOLDED_AT_ONCE, as_text
from app.practice.learner_records import LearnerRecords
from app.quiz.models import Answer
from tests.practice.history import NOON, answer, from_the_beginning, look, new_learner, say_helped, stored

LONG = 3 * FOLDED_AT_ONCE + 7


def long_history(database: Database) -> int:
    learner = new_learner(database)
    rows = [
        {
            "key": new_token(), "learner_id": learner, "lesson": "mot", "exercise": f"cau-{number % 97}", "version": "v",
            "answer": "a", "score": (number % 3) / 2, "answered_at": NOON + timedelta(hours=7 * number), "skills": "mat-khau ma-qr",
            "options": 4, "mode": "placement" if number % 50 == 0 else "practice", "assisted": number % 11 == 0,
        }
        for number in range(LONG)
    ]  # fmt: skip
    with database.transaction() as connection:
        connection.execute(insert(Answer), rows)
    return learner


async def settled(records: LearnerRecords) -> None:
    while records._keeping:
        await asyncio.gather(*records._keeping)


@pytest.mark.one_database
def test_slices_give_the_model_of_the_whole(database: Database) -> None:
    learner = long_history(database)
    records = LearnerRecords(database)
    records.start()

    async def visit() -> None:
        first = await records.of(learner)
        assert first.known != from_the_beginning(database, learner)[0].known
        await settled(records)
        say_helped(database, learner, "mot", NOON + timedelta(hours=7 * 3))
        await records.of(learner)
        await settled(records)
        assert (await records.of(learner)).known == from_the_beginning(database, learner)[0].known

    asyncio.run(visit())
    records.stop()
    [kept], [again] = look(database, learner), from_the_beginning(database, learner)
    assert (kept.made_of, as_text(kept.known)) == (again.made_of, as_text(again.known))
    assert kept.made_of[0] == LONG


def test_others_are_answered_between_the_slices(database: Database) -> None:
    learner, other = long_history(database), new_learner(database)
    answer(database, other)
    records = LearnerRecords(database)
    records.start()

    async def visit() -> set[int]:
        """How far the long history was at each of the other's visits."""
        seen = set[int]()
        await records.of(learner)
        while records._keeping:
            assert (await records.of(other)).known.learner.skills["mat-khau"].pieces == 1
            seen |= {folded for row in stored(database, [learner]) if isinstance(folded := row[2], int)}
        return seen

    assert any(folded < LONG for folded in asyncio.run(visit()))
    records.stop()
    assert stored(database, [learner])[0][2] == LONG
