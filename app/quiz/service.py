"""Use cases: take an answer, once; find what was answered."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from app.core.db import Database
from app.core.ids import is_token
from app.courses.domain.lessons import Lesson
from app.courses.library import ContentLibrary
from app.quiz.answer_log import AnswerLog, NewAnswer, Recorded
from app.quiz.domain.choice_question import ChoiceQuestion, Verdict
from app.quiz.queries import count_answers


class NothingChosen(Exception):
    """The answer names no choice of the question: ask again, with the same key."""


class QuestionChanged(Exception):
    """The version or the key is none of ours: show the question as it is now."""


class SomeoneElses(Exception):
    """The key belongs to another learner of this phone."""


@dataclass(frozen=True)
class Submission:
    """What the form sent, for a lesson and a question that exist today."""

    lesson: str
    exercise: str
    version: str
    key: str
    choice: str


@dataclass(frozen=True)
class Outcome:
    """What counts for this key, judged by the version its learner saw. `differs`: not what was sent now."""

    learner_id: int
    lesson: Lesson
    verdict: Verdict
    differs: bool


def question_of(lesson: Lesson | None, slug: str) -> ChoiceQuestion | None:
    exercise = lesson.exercise(slug) if lesson else None
    return exercise.body if exercise and isinstance(exercise.body, ChoiceQuestion) else None


async def submit_answer(
    log: AnswerLog, library: ContentLibrary, database: Database, sent: Submission, learner_id: int | None, now: datetime
) -> Outcome:
    """Judges, then records. Raises NothingChosen, QuestionChanged, SomeoneElses, and WriterBusy when nothing could be
    written yet (sending again is safe)."""
    lesson = await _lesson_version(library, sent.lesson, sent.version)
    question = question_of(lesson, sent.exercise)
    if question is None or not is_token(sent.key):
        raise QuestionChanged
    verdict = question.judge(sent.choice)
    if verdict is None:
        raise NothingChosen
    answer = NewAnswer(sent.key, learner_id, sent.lesson, sent.exercise, sent.version, sent.choice, verdict.score, now)
    try:
        recorded = await log.append(answer)
    except IntegrityError:  # the phone remembers a learner who was deleted: a new guest answers
        learner_id = None
        recorded = await log.append(replace(answer, learner_id=None))
    if recorded.fresh:
        return Outcome(recorded.learner_id, lesson, verdict, differs=False)  # type: ignore[arg-type]
    await asyncio.to_thread(_require_same_person, database, recorded, learner_id)
    return await _earlier(library, sent, recorded)


async def _earlier(library: ContentLibrary, sent: Submission, recorded: Recorded) -> Outcome:
    lesson = await _lesson_version(library, recorded.lesson, recorded.version)
    question = question_of(lesson, recorded.exercise)
    verdict = question.judge(recorded.answer) if question else None
    if (recorded.lesson, recorded.exercise) != (sent.lesson, sent.exercise) or verdict is None or lesson is None:
        raise QuestionChanged
    return Outcome(recorded.learner_id, lesson, verdict, differs=recorded.answer != sent.choice)


def _require_same_person(database: Database, recorded: Recorded, learner_id: int | None) -> None:
    """A visitor whose first reply was lost has no learner cookie yet: the key leads back to the guest made for it, as
    long as that guest has nothing but this answer, so that a key left on a shared phone opens nobody's progress."""
    if recorded.learner_id == learner_id:
        return
    if learner_id is None:
        with database.session(writes=False) as session:
            if count_answers(session, recorded.learner_id) == 1:
                return
    raise SomeoneElses


async def _lesson_version(library: ContentLibrary, slug: str, version: str) -> Lesson | None:
    current = library.catalogue.lessons.get(slug)
    if current is None or current.version == version:
        return current
    return await asyncio.to_thread(library.lesson_version, slug, version)
