"""Use cases: take an answer, once; find what was answered."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from app.core.db import Database
from app.core.ids import is_token
from app.courses.domain.bank import BankFile
from app.courses.domain.lessons import Lesson
from app.courses.library import ContentLibrary
from app.learners.queries import is_new_guest
from app.quiz.answer_log import AnswerLog, NewAnswer, Recorded
from app.quiz.domain.drill import Drill
from app.quiz.domain.evidence import Mode, day_bounds, day_of
from app.quiz.domain.question import Fields, Question, Unfinished, Verdict
from app.quiz.domain.question_family import asked
from app.quiz.models import HelpStatement
from app.quiz.queries import count_answers, has_unstated_answers

NOT_OURS = "Bác chọn lại giúp nhé, rồi bấm Trả lời."


class Incomplete(Exception):
    """The form is no answer yet: show it again as far as it was filled, with the same key. `message` says what is
    missing; "" when the form simply goes on."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class QuestionChanged(Exception):
    """The version or the key is none of ours: show the question as it is now."""


class SomeoneElses(Exception):
    """The key belongs to another learner of this phone."""


@dataclass(frozen=True)
class Submission:
    """What the form sent, for a question that exists today in a lesson or a file of the bank; `assisted`: somebody is
    helping, or a hint was shown; `mode`: what the question was asked for."""

    lesson: str
    exercise: str
    version: str
    key: str
    fields: Fields
    assisted: bool = False
    mode: Mode = "practice"


@dataclass(frozen=True)
class Outcome:
    """What counts for this key, judged by the version its learner saw. `differs`: not what was sent now."""

    learner_id: int
    question: Question
    verdict: Verdict
    differs: bool


def question_of(lesson: Lesson | BankFile | None, slug: str, key: str) -> Question | None:
    """What the exercise asks under this key."""
    exercise = lesson.exercise(slug) if lesson else None
    return asked(exercise.body, key) if exercise else None


async def submit_answer(
    log: AnswerLog, library: ContentLibrary, database: Database, sent: Submission, learner_id: int | None, now: datetime
) -> Outcome:
    """Judges, then records. Raises Incomplete, QuestionChanged, SomeoneElses, and DatabaseBusy when nothing could be
    written yet (sending again is safe)."""
    if not is_token(sent.key):
        raise QuestionChanged
    holder = await holder_version(library, sent.lesson, sent.version)
    question = question_of(holder, sent.exercise, sent.key)
    if holder is None or question is None:
        raise QuestionChanged
    answer, verdict = _judged(question, sent.fields)
    new = _new_answer(holder, question, sent, answer, verdict, learner_id, now)
    try:
        recorded = await log.append(new)
    except IntegrityError:  # the phone remembers a learner who was deleted: a new guest answers
        learner_id = None
        recorded = await log.append(replace(new, learner_id=None))
    if recorded.fresh:
        return Outcome(recorded.learner_id, question, verdict, differs=False)
    await asyncio.to_thread(_require_same_person, database, recorded, learner_id, now)
    return await _earlier(library, sent, answer, recorded)


def _judged(question: Question, fields: Fields) -> tuple[str, Verdict]:
    answer = question.answer_from(fields)
    if isinstance(answer, Unfinished):
        raise Incomplete(answer.message)
    verdict = question.judge(answer)
    if verdict is None:
        raise Incomplete(NOT_OURS)
    return answer, verdict


def _new_answer(
    holder: Lesson | BankFile,
    question: Question,
    sent: Submission,
    answer: str,
    verdict: Verdict,
    learner_id: int | None,
    now: datetime,
) -> NewAnswer:
    exercise = holder.exercise(sent.exercise)
    # A round of drills finishes no lesson, and a file of the bank is none.
    needed = holder.asked_slugs if isinstance(holder, Lesson) and sent.mode != "drill" else ()
    return NewAnswer(
        key=sent.key,
        learner_id=learner_id,
        lesson=sent.lesson,
        exercise=sent.exercise,
        version=sent.version,
        answer=answer,
        score=verdict.score,
        at=now,
        lesson_exercises=needed,
        skills=exercise.skills if exercise else (),
        options=question.options,
        mode="drill" if isinstance(question, Drill) else sent.mode,
        assisted=sent.assisted,
        in_round=sent.mode == "drill",
    )


async def _earlier(library: ContentLibrary, sent: Submission, answer: str, recorded: Recorded) -> Outcome:
    holder = await holder_version(library, recorded.lesson, recorded.version)
    question = question_of(holder, recorded.exercise, sent.key)
    verdict = question.judge(recorded.answer) if question else None
    if (recorded.lesson, recorded.exercise) != (sent.lesson, sent.exercise) or question is None or verdict is None:
        raise QuestionChanged
    return Outcome(recorded.learner_id, question, verdict, differs=recorded.answer != answer)


def _require_same_person(database: Database, recorded: Recorded, learner_id: int | None, now: datetime) -> None:
    """A visitor whose first reply was lost has no learner cookie yet: for a moment the key leads back to the guest made
    for it, as long as that guest is nobody and has nothing but this answer. So a key left on a shared phone opens
    nobody's progress."""
    if recorded.learner_id == learner_id:
        return
    if learner_id is None:
        with database.session(writes=False) as session:
            if count_answers(session, recorded.learner_id) == 1 and is_new_guest(session, recorded.learner_id, now):
                return
    raise SomeoneElses


async def lesson_version(library: ContentLibrary, slug: str, version: str) -> Lesson | None:
    """The lesson in that version; an old one is read from the archive, in a thread."""
    current = library.catalogue.lessons.get(slug)
    if current is None or current.version == version:
        return current
    return await asyncio.to_thread(library.lesson_version, slug, version)


async def holder_version(library: ContentLibrary, slug: str, version: str) -> Lesson | BankFile | None:
    """What holds an exercise, a lesson or a file of the bank, in that version."""
    catalogue = library.catalogue
    current = catalogue.lessons.get(slug) or catalogue.bank.get(slug)
    if current is None or current.version == version:
        return current
    read = library.lesson_version if slug in catalogue.lessons else library.bank_version
    return await asyncio.to_thread(read, slug, version)


def state_help(database: Database, learner_id: int, lesson: str, now: datetime) -> None:
    """Somebody helped with what was answered in this lesson today. The answers stay as they are; the learner model is
    folded again with this in mind. Said again, with nothing answered in between, it adds nothing."""
    since = day_bounds(day_of(now))[0]
    with database.transaction() as connection:
        if has_unstated_answers(connection, learner_id, lesson, since):
            row = {"learner_id": learner_id, "lesson": lesson, "since": since, "said_at": now}
            connection.execute(insert(HelpStatement), [row])
