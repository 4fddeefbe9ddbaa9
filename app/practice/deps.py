"""What a route may ask about how far its learner is."""

import asyncio

from fastapi import Request

from app.courses.deps import answered_of, library_of
from app.courses.domain.progress import Answered, lesson_states
from app.courses.pages import NextTask
from app.learners.deps import device_of, reading_of
from app.practice.learner_models import Known, LearnerModels
from app.practice.views import Learning, framework_of, task_view
from app.quiz.domain.evidence import day_of
from app.web.deps import read_clock
from app.web.errors import NotFound


async def learning_of(request: Request) -> Learning:
    known, answered = await asyncio.gather(_known_of(request), answered_of(request))
    learning = _learning(request, known, answered)
    if learning is None:
        raise NotFound("Chưa có khung kỹ năng nào. Bác xem các bài học nhé.")
    return learning


async def next_task_of(request: Request, answered: tuple[Answered, ...]) -> NextTask | None:
    """Asked by the front page, which is below this feature: app/main.py puts it in place."""
    if not answered:
        return None
    learning = _learning(request, await _known_of(request), answered)
    if learning is None:
        return None
    task = task_view(learning)
    return NextTask(task.sentence, task.url, task.label, task.is_lesson)


async def _known_of(request: Request) -> Known:
    models: LearnerModels = request.app.state.learner_models
    return await models.of(device_of(request).active)


def _learning(request: Request, known: Known, answered: tuple[Answered, ...]) -> Learning | None:
    """None while no framework of skills can be read."""
    state, catalogue = request.app.state, library_of(request).catalogue
    framework = framework_of(catalogue, reading_of(request).framework)
    if framework is None:
        return None
    states, today = lesson_states(catalogue, answered), day_of(read_clock(request))
    return Learning(state.skill_index, framework, known, answered, states, today, state.path_to)
