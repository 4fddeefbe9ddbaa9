"""Use cases: take what was pressed, once; find where somebody stands."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from app.core.batch import BatchWorker, DatabaseBusy
from app.core.db import Database
from app.core.ids import is_token
from app.courses.domain.lessons import Lesson
from app.courses.library import ContentLibrary
from app.learners.queries import is_new_guest
from app.quiz.answer_log import AnswerLog, NewAnswer
from app.quiz.domain.evidence import Mode as EvidenceMode
from app.quiz.domain.simulation.play import Action, Mode, State, Tap, play
from app.quiz.domain.simulation.screens import Simulation
from app.quiz.queries import count_answers
from app.quiz.service import SomeoneElses, lesson_version
from app.simulations.domain.attempts import Attempt, is_resent, marking_of, state_of, summary
from app.simulations.queries import FirstOfDay, Latest, count_other_taps
from app.simulations.tap_log import TapLog


class SimulationChanged(Exception):
    """The version or the key is none of ours: begin anew with the simulation as it is now."""


@dataclass(frozen=True)
class Standing:
    """Where an attempt stands, in the version of the lesson that it began with."""

    lesson: Lesson
    simulation: Simulation
    attempt: Attempt
    state: State


class NotWritten(Exception):
    """The database is busy: nothing of this form counts yet, and sending it again is safe. `standing` is as before."""

    def __init__(self, standing: Standing) -> None:
        super().__init__()
        self.standing = standing


@dataclass(frozen=True)
class Press:
    """What the form sent, for a simulation that exists today; `assisted`: somebody is helping; `errand`: what it is
    played for. `version` and `mode` are those of a new attempt: one that has taps keeps its own."""

    lesson: str
    exercise: str
    key: str
    version: str
    mode: Mode
    action: Action
    assisted: bool
    errand: EvidenceMode = "practice"


@dataclass(frozen=True)
class Stores:
    attempts: BatchWorker[str | Latest | FirstOfDay, Attempt | None]
    taps: TapLog
    answers: AnswerLog
    library: ContentLibrary
    database: Database


def simulation_of(lesson: Lesson | None, slug: str) -> Simulation | None:
    exercise = lesson.exercise(slug) if lesson else None
    return exercise.body if exercise and isinstance(exercise.body, Simulation) else None


async def latest_standing(stores: Stores, learner_id: int, lesson: str, exercise: str) -> Standing | None:
    """None when this learner has not begun, or with a text that cannot be read any more."""
    attempt = await stores.attempts.ask(Latest(learner_id, lesson, exercise))
    return await _standing(stores.library, attempt) if attempt else None


async def take_press(stores: Stores, sent: Press, learner_id: int | None, now: datetime) -> tuple[Standing, bool]:
    """Where the attempt stands now, and whether the form came from an old page and changed nothing. Raises
    SimulationChanged, SomeoneElses, NotWritten, and DatabaseBusy when nothing could be read either."""
    before = await _standing_before(stores, sent, learner_id, now)
    try:
        standing, is_old = await _played(stores, sent, before, now)
        if standing is None:  # the same form from another thumb, or another tab: this one then comes too late
            return await take_press(stores, sent, learner_id, now)
        await _record_finished(stores, standing, sent.errand)
    except DatabaseBusy:
        raise NotWritten(_rewound(before, sent.action.seq)) from None
    return standing, is_old


async def _played(stores: Stores, sent: Press, before: Standing, now: datetime) -> tuple[Standing | None, bool]:
    """The standing after the form, None when other taps were quicker; and whether the form came from an old page."""
    played = play(before.simulation, before.state, sent.action, now, before.attempt.mode)
    before = replace(before, attempt=replace(before.attempt, assisted=before.attempt.assisted or sent.assisted))
    if not played.taps:
        return before, played.refused and not is_resent(before.simulation, before.attempt, sent.action)
    learner = await _append(stores.taps, before.attempt, played.taps)
    if learner is None:
        return None, False
    attempt = replace(before.attempt, learner_id=learner, taps=before.attempt.taps + played.taps)
    return replace(before, attempt=attempt, state=played.state), False


def _rewound(standing: Standing, seq: int) -> Standing:
    """As the page was that sent the form with this number, so that it can be sent again."""
    attempt = replace(standing.attempt, taps=standing.attempt.taps[: max(0, seq - 1)])
    return replace(standing, attempt=attempt, state=state_of(standing.simulation, attempt))


async def _standing_before(stores: Stores, sent: Press, learner_id: int | None, now: datetime) -> Standing:
    if not is_token(sent.key):
        raise SimulationChanged
    attempt = await stores.attempts.ask(sent.key)
    if attempt is None:
        attempt = Attempt(sent.key, learner_id, sent.lesson, sent.exercise, sent.version, sent.mode)
    elif (attempt.lesson, attempt.exercise) != (sent.lesson, sent.exercise):
        raise SimulationChanged
    elif attempt.learner_id != learner_id:
        await asyncio.to_thread(_require_same_person, stores.database, attempt, learner_id, now)
    standing = await _standing(stores.library, attempt)
    if standing is None:
        raise SimulationChanged
    return standing


def _require_same_person(database: Database, attempt: Attempt, learner_id: int | None, now: datetime) -> None:
    """As for answers: a visitor whose first reply was lost has no cookie yet, and for a moment the key leads back to the
    guest made for it, as long as that guest is nobody and has nothing but this attempt."""
    if learner_id is None and attempt.learner_id is not None:
        with database.session(writes=False) as session:
            taps = count_other_taps(session, attempt.learner_id, attempt.key)
            answers = count_answers(session, attempt.learner_id)
            if not taps and not answers and is_new_guest(session, attempt.learner_id, now):
                return
    raise SomeoneElses


async def _standing(library: ContentLibrary, attempt: Attempt) -> Standing | None:
    lesson = await lesson_version(library, attempt.lesson, attempt.version)
    simulation = simulation_of(lesson, attempt.exercise)
    if lesson is None or simulation is None:
        return None
    return Standing(lesson, simulation, attempt, state_of(simulation, attempt))


async def _append(log: TapLog, attempt: Attempt, taps: tuple[Tap, ...]) -> int | None:
    try:
        return await log.append(attempt, taps)
    except IntegrityError:  # the phone remembers a learner who was deleted: a new guest plays
        return await log.append(replace(attempt, learner_id=None), taps)


async def _record_finished(stores: Stores, standing: Standing, errand: EvidenceMode) -> None:
    """Once for each attempt: its key is that of the answer. A form that is sent again makes good for what was lost."""
    learner_id = standing.attempt.learner_id
    if standing.state.done and learner_id is not None:
        first = await stores.attempts.ask(FirstOfDay(standing.attempt)) or standing.attempt
        await stores.answers.append(_answer(standing, learner_id, first, errand))


def _answer(standing: Standing, learner_id: int, first: Attempt, errand: EvidenceMode) -> NewAnswer:
    """Marked by the `first` attempt of its day when that one was spoilt: who begins again after a hint or a remark shows
    what these taught."""
    attempt, lesson = standing.attempt, standing.lesson
    marking, earlier = (marking_of(standing.simulation, one) for one in (attempt, first))
    if first.version == attempt.version and (earlier.wrong or earlier.hints):
        marking = earlier
    exercise = lesson.exercise(attempt.exercise)
    return NewAnswer(
        key=attempt.key,
        learner_id=learner_id,
        lesson=attempt.lesson,
        exercise=attempt.exercise,
        version=attempt.version,
        answer=summary(marking),
        score=marking.score,
        at=attempt.taps[-1].at,
        lesson_exercises=lesson.asked_slugs,
        skills=exercise.skills if exercise else (),
        mode="exam" if attempt.mode == "exam" else "review" if errand == "review" else "simulation",
        assisted=attempt.assisted or first.assisted,
    )
