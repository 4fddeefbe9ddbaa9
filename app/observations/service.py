"""Use cases: count what learners did, at most every ten minutes, where no learner waits for it."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillRunning
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from threading import Lock
from typing import Generic, TypeVar, cast

import structlog
from sqlalchemy import Connection

from app.core.batch import UNAVAILABLE
from app.core.clock import Clock
from app.core.db import Database
from app.courses.domain.bank import BankFile
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.exercises import Exercise
from app.courses.domain.lessons import Lesson
from app.courses.library import ContentLibrary
from app.observations.domain import choices, playing
from app.observations.domain.choices import Counted, counted, members_of
from app.observations.domain.discrimination import Fault, fault, item_rest, rest_score
from app.observations.domain.playing import Played, played
from app.observations.domain.stops import AWAY, Reached, Way, way
from app.observations.queries import (
    Given,
    Place,
    Score,
    attempted_versions,
    first_answers,
    first_attempts,
    reached,
    scores,
)
from app.quiz.domain.simulation.screens import Simulation
from app.simulations.domain.attempts import Attempt

log = structlog.get_logger()
FRESH = timedelta(minutes=10)
RECENT = timedelta(days=1)  # what learners are told changes slowly, and many read it
WAIT_S = 3.0  # for a count; whoever asked is then shown the one before, or asked to come back
SLICES = 16
PATIENCE_MS = 60_000  # of PostgreSQL, with one statement
MOST_VERSIONS = 20  # of a lesson that are read again, those first in which somebody answered last

Holder = Lesson | BankFile
Found = TypeVar("Found")


class StillCounting(Exception):
    """There is no count yet; there will be in a moment."""


@dataclass(frozen=True)
class Kept(Generic[Found]):
    """A count, when it was made, and of which content."""

    found: Found
    at: datetime
    catalogue: Catalogue


@dataclass(frozen=True)
class ObservedExercise:
    """`counted`: a question as it is asked today; `older`: wordings with other choices or another key, the latest first.
    `played`: a simulation as it is today."""

    counted: Counted | None = None
    older: tuple[Counted, ...] = ()
    played: Played | None = None
    fault: Fault = ""


@dataclass(frozen=True)
class ObservedLesson:
    """`holder` as it was counted. `way` is None for a file of the bank, which nobody walks through. `exercises` by their
    names."""

    holder: Holder
    way: Way | None
    exercises: Mapping[str, ObservedExercise]


class Observations:
    """The counts, each kept for FRESH, or until the content changes. One at a time is made, by a thread of its own: it
    never takes more than one connection, to read, from learners."""

    def __init__(self, database: Database, library: ContentLibrary, clock: Clock) -> None:
        self._database = database
        self._library = library
        self._clock = clock
        self._kept: dict[str, Kept[object]] = {}
        self._running: dict[str, Future[None]] = {}
        self._lock = Lock()
        self._thread = ThreadPoolExecutor(1, "observations")

    def stop(self) -> None:
        self._thread.shutdown(cancel_futures=True)

    def ways(self) -> Kept[Mapping[str, Way]]:
        """Of every lesson. Raises StillCounting."""
        return self._of("", lambda catalogue: count_ways(self._database, catalogue, self._clock.now()))

    def lesson(self, slug: str) -> Kept[ObservedLesson]:
        """A lesson or a file of the bank that there is. Raises StillCounting."""
        return self._of(slug, self._counting(slug))

    def is_common(self, lesson: Lesson, exercise: str, answer: str) -> bool:
        """Whether many make the mistake of this answer, by a count that was made before: a learner never waits for one.
        One is made when there is none from within RECENT, or none of today's content; until then nothing is said."""
        kept = cast("Kept[ObservedLesson] | None", self._kept.get(lesson.slug))
        same = kept is not None and kept.catalogue is self._library.catalogue
        if kept is None or self._clock.now() - kept.at >= (RECENT if same else FRESH):
            self._running_count(lesson.slug, self._counting(lesson.slug))
        if kept is None or not same:
            return False
        observed, body = kept.found.exercises.get(exercise), lesson.exercise(exercise)
        return bool(observed and observed.counted and body and choices.is_common(body.body, observed.counted, answer))

    def _counting(self, slug: str) -> Callable[[Catalogue], ObservedLesson]:
        def count(catalogue: Catalogue) -> ObservedLesson:
            holder = catalogue.lessons.get(slug) or catalogue.bank[slug]
            return count_lesson(self._database, self._library, holder, self._clock.now())

        return count

    def _of(self, name: str, count: Callable[[Catalogue], Found]) -> Kept[Found]:
        kept = self._kept.get(name)
        same = kept is not None and kept.catalogue is self._library.catalogue
        if kept is None or not same or self._clock.now() - kept.at >= FRESH:
            try:
                self._running_count(name, count).result(WAIT_S)
            except StillRunning:
                if not same:
                    raise StillCounting from None
            except UNAVAILABLE as busy:
                if not same:
                    raise
                log.warning("count failed, the one before is shown", error=type(busy).__name__)
        return cast("Kept[Found]", self._kept[name])

    def _running_count(self, name: str, count: Callable[[Catalogue], object]) -> "Future[None]":
        with self._lock:
            running = self._running.get(name)
            if running is None or running.done():
                running = self._running[name] = self._thread.submit(self._keep, name, count)
            return running

    def _keep(self, name: str, count: Callable[[Catalogue], object]) -> None:
        at, catalogue = self._clock.now(), self._library.catalogue
        self._kept[name] = Kept(count(catalogue), at, catalogue)


@contextmanager
def patient(database: Database) -> Iterator[Connection]:
    """A reading connection whose statements may take longer than those for which somebody waits (app/core/db.py)."""
    with database.reading.connect() as connection:
        if database.is_sqlite:
            yield connection
            return
        connection.exec_driver_sql(f"SET statement_timeout = {PATIENCE_MS}")
        try:
            yield connection
        finally:
            connection.exec_driver_sql("RESET statement_timeout")


def count_ways(database: Database, catalogue: Catalogue, now: datetime) -> dict[str, Way]:
    """How far learners got in every lesson: some learners after the others, so that no statement takes long."""
    places = [place for lesson in catalogue.lessons.values() for place in _places(lesson)]
    found: dict[str, list[Reached]] = {slug: [] for slug in catalogue.lessons}
    for part in range(SLICES):
        with patient(database) as connection:
            for slug, row in reached(connection, places, now - AWAY, part, SLICES):
                found[slug].append(row)
    return {slug: way(len(catalogue.lessons[slug].exercises), rows) for slug, rows in found.items()}


def _places(lesson: Lesson) -> list[Place]:
    return [Place(lesson.slug, exercise.slug, number) for number, exercise in enumerate(lesson.exercises, 1)]


def count_lesson(database: Database, library: ContentLibrary, holder: Holder, now: datetime) -> ObservedLesson:
    questions = [exercise for exercise in holder.exercises if members_of(exercise.body)]
    plays = [exercise for exercise in holder.exercises if isinstance(exercise.body, Simulation)]
    with patient(database) as connection:
        rows = reached(connection, _places(holder), now - AWAY) if isinstance(holder, Lesson) else []
        given = first_answers(connection, holder.slug, [exercise.slug for exercise in questions])
        earned = scores(connection, holder.slug)
        versions = {exercise.slug: attempted_versions(connection, holder.slug, exercise.slug) for exercise in plays}
    wording = _Wordings(library, holder)  # reads with a connection of its own
    now_current = {slug: [one for one in found if wording.is_current(slug, one)] for slug, found in versions.items()}
    with patient(database) as connection:
        attempts = {slug: first_attempts(connection, holder.slug, slug, found) for slug, found in now_current.items()}
    faults = _faults(holder, earned, wording)
    found = {
        exercise.slug: _observed(
            exercise, given, attempts.get(exercise.slug, []), wording, faults.get(exercise.slug, "")
        )
        for exercise in holder.exercises
    }
    walked = way(len(holder.exercises), (row for _, row in rows)) if isinstance(holder, Lesson) else None
    return ObservedLesson(holder, walked, found)


class _Wordings:
    """The exercises of a lesson as they were in its versions, and how they are told apart."""

    def __init__(self, library: ContentLibrary, holder: Holder) -> None:
        self._read = library.lesson_version if isinstance(holder, Lesson) else library.bank_version
        self._holder = holder
        self._versions: dict[str, Holder | None] = {holder.version: holder}
        self.outline = cache(self._outline)

    def body(self, exercise: str, version: str) -> object:
        """None when that version, or the exercise in it, cannot be read any more."""
        if version not in self._versions and len(self._versions) < MOST_VERSIONS:
            self._versions[version] = self._read(self._holder.slug, version)
        holder = self._versions.get(version)
        found = holder.exercise(exercise) if holder else None
        return found.body if found else None

    def _outline(self, exercise: str, version: str) -> Hashable:
        """Equal for versions whose answers are counted together; None for what cannot be counted."""
        body = self.body(exercise, version)
        if isinstance(body, Simulation):
            return playing.outline(body)
        return choices.outline(body) or None

    def is_current(self, exercise: str, version: str) -> bool:
        return self.outline(exercise, version) == self.outline(exercise, self._holder.version)


def _observed(
    exercise: Exercise, given: Iterable[Given], attempts: Iterable[Attempt], wording: _Wordings, found: Fault
) -> ObservedExercise:
    if isinstance(exercise.body, Simulation):
        return ObservedExercise(played=played(exercise.body, attempts), fault=found)
    current = choices.outline(exercise.body)
    answers: dict[Hashable, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    bodies: dict[Hashable, object] = {current: exercise.body}
    for row in given:
        outline = wording.outline(exercise.slug, row.version) if row.exercise == exercise.slug else None
        if outline is not None:
            answers[outline][row.answer] += row.people
            bodies.setdefault(outline, wording.body(exercise.slug, row.version))
    older = tuple(counted(bodies[outline], rows) for outline, rows in answers.items() if outline != current)
    return ObservedExercise(counted(exercise.body, answers[current]), older, fault=found)


def _faults(holder: Holder, earned: Iterable[Score], wording: _Wordings) -> dict[str, Fault]:
    """Whether each exercise tells those who can from those who cannot, as far as it can be said."""
    pairs: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in earned:
        rest = rest_score(row.score, row.mean, row.above_means, row.answers)
        if rest is not None and holder.exercise(row.exercise) and wording.is_current(row.exercise, row.version):
            pairs[row.exercise].append((row.score, rest))
    return {slug: _fault(found) for slug, found in pairs.items()}


def _fault(pairs: list[tuple[float, float]]) -> Fault:
    mine, rests = [score for score, _ in pairs], [rest for _, rest in pairs]
    return fault(item_rest(mine, rests), sum(mine) / len(mine))
