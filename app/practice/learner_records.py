"""The record of whoever looks: everything that a page about one learner is made from, kept in memory while nothing is new."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from app.core.batch import BatchWorker, DatabaseBusy
from app.core.db import Database
from app.courses.domain.progress import Answered
from app.courses.queries import answered_by
from app.practice.learner_models import FOLDED_AT_ONCE, NOBODY, Kept, Known, MadeOf, catch_up, keep, made_of

MOST_IN_MEMORY = 5_000  # records, of some 5 KB each


@dataclass(frozen=True, eq=False)
class LearnerRecord:
    """What they have answered in lessons, and what is believed of them. While nothing is new it is the same object, and
    so may name what was made from it."""

    answered: tuple[Answered, ...]
    known: Known

    @property
    def is_known(self) -> bool:
        return bool(self.answered or self.known.learner.skills)


NO_RECORD = LearnerRecord((), NOBODY)


class LearnerRecords:
    """Two workers: who looks never waits for a write, and finds everything while nobody can write."""

    def __init__(self, database: Database) -> None:
        self._reader = BatchWorker("learner-records", database.reading.connect, self._read)
        self._keeper = BatchWorker("learner-models-kept", database.transaction, _keep)
        self._keeping: set[asyncio.Task[None]] = set()  # the loop itself remembers tasks only weakly
        self._recent: OrderedDict[int, tuple[MadeOf, LearnerRecord]] = OrderedDict()  # the reader's own thread's

    def start(self) -> None:
        self._reader.start()
        self._keeper.start()

    def stop(self) -> None:
        self._reader.stop()
        self._keeper.stop()

    @property
    def is_alive(self) -> bool:
        return self._reader.is_alive and self._keeper.is_alive

    async def of(self, learner_id: int | None) -> LearnerRecord:
        """The record after everything this learner has answered. Raises app.core.batch.DatabaseBusy."""
        if learner_id is None:
            return NO_RECORD
        record, fresh = await self._reader.ask(learner_id)
        if fresh is not None:
            task = asyncio.ensure_future(self._keep(learner_id, fresh))
            self._keeping.add(task)
            task.add_done_callback(self._keeping.discard)
        return record

    async def _keep(self, learner_id: int, found: Kept) -> None:
        """And folds on, slice by slice: whoever asks meanwhile has their turn in between."""
        with suppress(DatabaseBusy, IntegrityError):  # a busy database, a learner just deleted: it is only a cache
            await self._keeper.ask((learner_id, found))
            while found.is_behind:
                _, more = await self._reader.ask(learner_id)
                if more is None or more.folded <= found.folded:  # begun anew meanwhile: the rest is for the next visit
                    break
                found = more
                await self._keeper.ask((learner_id, found))

    def _read(self, connection: Connection, learners: Sequence[int]) -> list[tuple[LearnerRecord, Kept | None]]:
        """Each record, with the model in it when it is newer than what is kept in the database."""
        there = made_of(connection, learners)
        fresh = self._remember(connection, [one for one, mark in there.items() if self._mark(one) != mark])
        records = [(self._recent[learner][1], fresh.get(learner)) for learner in learners]
        for learner in there:
            self._recent.move_to_end(learner)
        while len(self._recent) > MOST_IN_MEMORY:
            self._recent.popitem(last=False)
        return records

    def _mark(self, learner: int) -> MadeOf | None:
        found = self._recent.get(learner)
        return found[0] if found else None

    def _remember(self, connection: Connection, learners: Sequence[int]) -> dict[int, Kept]:
        if not learners:
            return {}
        found, fresh = catch_up(connection, learners, most=FOLDED_AT_ONCE)
        for learner, answered in zip(learners, answered_by(connection, learners), strict=True):
            kept = found[learner]
            self._recent[learner] = (kept.made_of, LearnerRecord(answered, kept.known))
        return fresh


def _keep(connection: Connection, models: Sequence[tuple[int, Kept]]) -> list[None]:
    keep(connection, dict(models))
    return [None] * len(models)
