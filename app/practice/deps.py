"""What a route may ask about how far its learner is."""

from fastapi import Request

from app.courses.domain.progress import wishes_of
from app.learners.deps import device_of, reading_of
from app.practice import views
from app.practice.learner_records import LearnerRecord, LearnerRecords
from app.practice.views import Learning, SkillIndex
from app.quiz.domain.evidence import day_of
from app.web.deps import read_clock
from app.web.errors import NotFound


async def record_of(request: Request) -> LearnerRecord:
    """That of the active learner; an empty one for a visitor who is no learner yet."""
    records: LearnerRecords = request.app.state.learner_records
    return await records.of(device_of(request).active)


async def learning_of(request: Request) -> Learning:
    learning = learning_from(request, await record_of(request))
    if learning is None:
        raise NotFound("Chưa có khung kỹ năng nào. Bác xem các bài học nhé.")
    return learning


def learning_from(request: Request, record: LearnerRecord) -> Learning | None:
    """None while no framework of skills can be read."""
    reading, today, index = reading_of(request), day_of(read_clock(request)), skill_index_of(request)
    path_to, reader = request.app.state.path_to, wishes_of(reading)
    learning: Learning | None = index.kept(views.learning_of, index, record, reading.framework, today, path_to, reader)
    return learning


def skill_index_of(request: Request) -> SkillIndex:
    """With the catalogue it was made from: the library's may be a moment newer."""
    index: SkillIndex = request.app.state.skill_index
    return index
