"""The rewriting of one catalogue: what is wanted of it, and one job from the claim to what came of it."""

from asyncio import CancelledError
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, TypeAlias

from app.core.clock import Clock
from app.core.db import Database
from app.courses.domain.lessons import Lesson, Step
from app.courses.domain.readers import SLOW
from app.courses.library import ContentLibrary
from app.learners.queries import count_readers
from app.quiz.domain.kinds import KINDS
from app.tutor.domain.rewriting.buckets import BUCKETS, WRITTEN_FOR, Bucket
from app.tutor.domain.rewriting.judging import Around, is_wanted, judge
from app.tutor.domain.rewriting.material import Material
from app.tutor.domain.rewriting.unusable import Unusable
from app.tutor.provider import ProviderDown
from app.tutor.rewriting import queue
from app.tutor.rewriting.queue import Job, Made, Wanted
from app.tutor.rewriting.writing import NOTHING, Ask, Counted, NotNow, written

Run: TypeAlias = Callable[[Coroutine[Any, Any, Made]], Made]
FIRST = Bucket(WRITTEN_FOR, SLOW)  # wanted before anybody with a name has said that they read slowly


@dataclass(frozen=True)
class Place:
    """A step with its text as typed, in its lesson of now. `labelled`: it teaches about safety or money."""

    lesson: Lesson
    step: Step
    material: Material
    version: str
    basis: str
    labelled: bool


def places_of(lesson: Lesson, around: Around) -> Iterator[Place]:
    """The steps of which something could be said anew. `lesson` is one of the catalogue."""
    labelled = bool(around.catalogue.labels[lesson.slug])
    found = around.materials(lesson)
    for step in lesson.screens:
        if isinstance(step, Step) and step.slug in found:
            basis = queue.step_basis(found[step.slug], step)
            yield Place(lesson, step, found[step.slug], queue.step_version(lesson, basis), basis, labelled)


MOST_UNUSABLE = 5


class NothingUsable(Exception):
    """The server answers, and nothing can be made of it MOST_UNUSABLE times in a row: each costs a step its try."""


class Workshop:
    """Of one process. Everything here waits for the database, so it is called from threads of its own."""

    def __init__(self, database: Database, library: ContentLibrary, clock: Clock) -> None:
        self.database = database
        self.clock = clock
        self._library = library
        self._unusable = 0  # replies in a row

    @property
    def around(self) -> Around:
        return Around(self._library.catalogue, self.clock.today(), KINDS)

    def place_of(self, lesson: str, step: str) -> Place | None:
        around = self.around
        found = around.catalogue.lessons.get(lesson)
        return next((place for place in places_of(found, around) if place.step.slug == step), None) if found else None

    def keep_up(self, model: str = "") -> int:
        """The queue follows the catalogue, the readers, the check and, where one is named, the model. Gives how many jobs are
        new."""
        around = self.around
        with self.database.session(writes=False) as session:
            readers = {Bucket(*kind): count for kind, count in count_readers(session).items()}
            buckets = _in_order(readers, queue.buckets_kept(session))
        wanted = list(_wanted(around, buckets))
        if not wanted and not around.catalogue.lessons:
            return 0  # nothing was read: no reason to withdraw everything
        with self.database.session(writes=True) as session:
            new = queue.keep_wanted(session, wanted, self.clock.now())
            if model:
                new += queue.want_again(session, model, self.clock.now())
            queue.forget_withdrawn(session, self.clock.now())
            session.commit()
        self._judge_anew()
        return new

    def do_next(self, ask: Ask, run: Run, model: str) -> Made | None:
        """Takes one job and ends it, and says what came of it; None when nothing waits for us. Raises ProviderDown, NotNow, and
        CancelledError, with the job put back, and NothingUsable."""
        with self.database.session(writes=True) as session:
            job = queue.claim(session, self.clock.now())
            session.commit()
        if job is None:
            return None
        place = self.place_of(job.lesson, job.step)
        if place is None or place.version != job.version:  # whoever queued it has read other content than we have yet
            self._put_back(job)
            return None
        counted = Counted(ask)
        try:
            made = run(written(counted, place.step, place.material, BUCKETS[job.bucket], self.around))
        except (ProviderDown, NotNow, CancelledError):
            self._put_back(job, counted.asked, counted.answered)
            raise
        made = replace(made, asked=counted.asked, answered=counted.answered)
        with self.database.session(writes=True) as session:
            queue.finish(session, job, made, model, labelled=place.labelled, now=self.clock.now())
            session.commit()
        self._unusable = 0 if made.text else self._unusable + 1
        if self._unusable >= MOST_UNUSABLE:
            self._unusable = 0
            raise NothingUsable
        return made

    def _put_back(self, job: Job, asked: int = 0, answered: int = 0) -> None:
        with self.database.session(writes=True) as session:
            queue.put_back(session, job, self.clock.now(), asked, answered)
            session.commit()

    def _judge_anew(self) -> None:
        """What another version of the check has judged."""
        with self.database.session(writes=False) as session:
            old = queue.judged_before(session)
        for row in old:
            place = self.place_of(row.lesson, row.step)
            if place is None or place.version != row.version:
                continue
            try:
                said = {int(number): words for number, words in row.text.items()}
                judgement = judge(place.step, place.material, said, BUCKETS[row.bucket], self.around)
            except Unusable:
                judgement = NOTHING
            with self.database.session(writes=True) as session:
                queue.judge_again(session, row.id, judgement, labelled=place.labelled, now=self.clock.now())
                session.commit()


def _wanted(around: Around, buckets: Sequence[Bucket]) -> Iterator[Wanted]:
    for place in chain.from_iterable(places_of(lesson, around) for lesson in around.catalogue.lessons.values()):
        for priority, bucket in enumerate(buckets):
            # Teachers read what is about safety or money for those who need it, not five times over.
            is_worth_reading = bucket.is_slow or not place.labelled
            if is_worth_reading and is_wanted(place.step, place.material, bucket, around):
                yield Wanted(
                    place.lesson.slug,
                    place.step.slug,
                    place.version,
                    place.basis,
                    str(bucket),
                    priority,
                    place.labelled,
                )


def _in_order(readers: Mapping[Bucket, int], kept: Sequence[str]) -> list[Bucket]:
    """The buckets that people have, slow readers first, then where there are more people; and those that something was
    made for."""
    wanted = {FIRST, *(readers.keys() & set(BUCKETS.values())), *(BUCKETS[name] for name in kept if name in BUCKETS)}
    return sorted(wanted, key=lambda bucket: (not bucket.is_slow, -readers.get(bucket, 0), str(bucket)))
