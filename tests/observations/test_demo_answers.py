"""Made-up learners: they answer every kind of question as people do, once, and are called what they are."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.core.db import Database
from app.courses.domain.lessons import Lesson
from app.courses.library import check_folders
from app.learners.models import Learner
from app.observations.demo import LEARNERS, NAME, load_answers
from app.observations.domain.choices import members_of
from app.quiz.domain.kinds import KINDS
from app.quiz.models import Answer
from app.simulations.models import Tap
from tests.content.shipped import LESSONS
from tests.observations.written import NOW
from tests.sample_content import write_every_kind


@pytest.fixture
def shipped() -> tuple[Lesson, ...]:
    return tuple(LESSONS)


def load(database: Database, lessons: tuple[Lesson, ...]) -> int:
    with database.transaction() as connection:
        return load_answers(connection, lessons, NOW)


def test_made_up_answers_are_answers_to_their_questions(database: Database, shipped: tuple[Lesson, ...]) -> None:
    assert load(database, shipped) == LEARNERS
    lessons = {lesson.slug: lesson for lesson in shipped}
    with database.session(writes=False) as session:
        answers = list(session.scalars(select(Answer)))
        assert session.scalar(select(func.count()).select_from(Tap))
        assert set(session.scalars(select(Learner.name))) == {NAME}
    for answer in answers:
        exercise = lessons[answer.lesson].exercise(answer.exercise)
        assert exercise
        members = members_of(exercise.body)
        assert not members or any(member.judge(answer.answer) for member in members), answer.answer
        assert answer.version == lessons[answer.lesson].version
        assert answer.answered_at <= NOW
    assert 0.3 < sum(answer.score >= 1 for answer in answers) / len(answers) < 0.9


def test_they_come_once(database: Database, shipped: tuple[Lesson, ...]) -> None:
    assert load(database, shipped[:3]) == LEARNERS
    assert load(database, shipped[:3]) == 0
    with database.session(writes=False) as session:
        assert session.scalar(select(func.count()).select_from(Learner)) == LEARNERS


def test_without_lessons_nobody_comes(database: Database) -> None:
    assert load(database, ()) == 0


def test_every_kind_of_question_is_answered(database: Database, tmp_path: Path) -> None:
    found = check_folders([write_every_kind(tmp_path / "content")], date(2026, 11, 22), KINDS).catalogue
    load(database, (found.lessons["du-kieu"],))
    with database.session(writes=False) as session:
        answered = set(session.scalars(select(Answer.exercise)))
    assert answered == {exercise.slug for exercise in found.lessons["du-kieu"].exercises}
