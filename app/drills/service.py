"""Use cases: take a call, once; read again what was called, as it was seen."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from app.core.db import Database
from app.courses.library import ContentLibrary
from app.drills.domain.rounds import Call, PlacedDrill
from app.quiz.answer_log import AnswerLog, NewAnswer, Recorded
from app.quiz.domain.drill import CALLS, Drill
from app.quiz.domain.drill_history import DrillAnswer
from app.quiz.domain.question import Fields, Unfinished, Verdict
from app.quiz.queries import count_answers
from app.quiz.service import NOT_OURS, Incomplete, QuestionChanged, SomeoneElses


@dataclass(frozen=True)
class Submission:
    """What the form sent for a drill that exists today; `key` was made here, for the round and the drill."""

    placed: PlacedDrill
    version: str
    key: str
    fields: Fields
    assisted: bool


@dataclass(frozen=True)
class Outcome:
    """What counts for this key, judged by the version its learner saw. `differs`: not what was sent now."""

    learner_id: int
    drill: Drill
    verdict: Verdict
    differs: bool


async def record_call(
    log: AnswerLog, library: ContentLibrary, database: Database, sent: Submission, learner_id: int | None, now: datetime
) -> Outcome:
    """Judges, then records. Raises Incomplete, QuestionChanged, SomeoneElses, and DatabaseBusy when nothing could be
    written yet (sending again is safe)."""
    holder, name = sent.placed.holder.slug, sent.placed.exercise.slug
    placed = await placed_version(library, holder, name, sent.version)
    drill = placed.drill(sent.key) if placed else None
    if placed is None or drill is None:
        raise QuestionChanged
    answer, verdict = _judged(drill, sent.fields)
    new = _new_answer(placed, sent, answer, verdict, learner_id, now)
    try:
        recorded = await log.append(new)
    except IntegrityError:  # the phone remembers a learner who was deleted: a new guest answers
        learner_id = None
        recorded = await log.append(replace(new, learner_id=None))
    if recorded.fresh:
        return Outcome(recorded.learner_id, drill, verdict, differs=False)
    await asyncio.to_thread(_require_same_person, database, recorded, learner_id)
    return await _earlier(library, sent, answer, recorded)


def _judged(drill: Drill, fields: Fields) -> tuple[str, Verdict]:
    answer = drill.answer_from(fields)
    if isinstance(answer, Unfinished):
        raise Incomplete(answer.message)
    verdict = drill.judge(answer)
    if verdict is None:
        raise Incomplete(NOT_OURS)
    return answer, verdict


def _new_answer(
    placed: PlacedDrill, sent: Submission, answer: str, verdict: Verdict, learner_id: int | None, now: datetime
) -> NewAnswer:
    """Without the other exercises of its lesson: a drill of a round finishes no lesson."""
    return NewAnswer(
        key=sent.key,
        learner_id=learner_id,
        lesson=placed.holder.slug,
        exercise=placed.exercise.slug,
        version=placed.holder.version,
        answer=answer,
        score=verdict.score,
        at=now,
        skills=placed.exercise.skills,
        options=len(CALLS),
        mode="drill",
        assisted=sent.assisted,
    )


async def _earlier(library: ContentLibrary, sent: Submission, answer: str, recorded: Recorded) -> Outcome:
    """What stands in the log under this key, which can only be a call on this drill."""
    placed = await placed_version(library, recorded.lesson, recorded.exercise, recorded.version)
    drill = placed.drill(sent.key) if placed else None
    verdict = drill.judge(recorded.answer) if drill else None
    if drill is None or verdict is None:
        raise QuestionChanged
    return Outcome(recorded.learner_id, drill, verdict, differs=recorded.answer != answer)


def _require_same_person(database: Database, recorded: Recorded, learner_id: int | None) -> None:
    """As for any answer (app/quiz/service.py): a key left on a shared phone opens nobody's progress, and a visitor whose
    first reply was lost finds the guest that was made for it."""
    if recorded.learner_id == learner_id:
        return
    if learner_id is None:
        with database.session(writes=False) as session:
            if count_answers(session, recorded.learner_id) == 1:
                return
    raise SomeoneElses


async def placed_version(library: ContentLibrary, holder: str, drill: str, version: str) -> PlacedDrill | None:
    """The drill as it was in that version of its lesson or file; an old one is read from the archive, in a thread."""
    if _is_current(library, holder, version):
        return _find(library, holder, drill, version)
    return await asyncio.to_thread(_find, library, holder, drill, version)


async def decided(library: ContentLibrary, calls: Sequence[Call]) -> list[DrillAnswer]:
    """The calls as detection counts them, each by the version its learner saw. What is no drill any more, in no version
    that is kept, is left out."""
    if all(_is_current(library, call.holder, call.version) for call in calls):
        return _decided(library, calls)
    return await asyncio.to_thread(_decided, library, calls)


def _decided(library: ContentLibrary, calls: Sequence[Call]) -> list[DrillAnswer]:
    found = []
    for call in calls:
        placed = _find(library, call.holder, call.drill, call.version)
        drill = placed.drill(call.key) if placed else None
        decision = drill.decision(call.answer) if drill else None
        if decision:
            found.append(DrillAnswer(f"{call.holder} {call.drill}", call.at, decision, call.assisted))
    return found


def _is_current(library: ContentLibrary, holder: str, version: str) -> bool:
    catalogue = library.catalogue
    current = catalogue.lessons.get(holder) or catalogue.bank.get(holder)
    return current is None or current.version == version


def _find(library: ContentLibrary, holder: str, drill: str, version: str) -> PlacedDrill | None:
    found = library.lesson_version(holder, version) or library.bank_version(holder, version)
    exercise = found.exercise(drill) if found else None
    return PlacedDrill(found, exercise) if found and exercise else None
