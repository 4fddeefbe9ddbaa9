"""Tables: every content version ever shown, what facts said from which day on, which exercises a learner has answered,
which lessons they finished."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime


class ContentVersion(Base):
    """The text of a content file that was good when it was loaded. The newest of a path is its last good version;
    older ones let an answer be read again with what its learner saw. `data`: path → version of the data files that a
    lesson was last good with; empty for other files."""

    __tablename__ = "content_version"

    path: Mapped[str] = mapped_column(String(200), primary_key=True)
    version: Mapped[str] = mapped_column(String(12), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, str]] = mapped_column(JSON)
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FactText(Base):
    """What a fact said from the day `since` on, until its next row. `value` with its unit, as lessons show it."""

    __tablename__ = "fact_text"

    fact: Mapped[str] = mapped_column(String(60), primary_key=True)
    since: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(String(450))
    statement: Mapped[str] = mapped_column(String(400))


class ExerciseProgress(Base):
    """One row per learner and exercise ever answered. Derived from the answers; `ever_right` never goes back to false."""

    __tablename__ = "exercise_progress"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True)
    lesson: Mapped[str] = mapped_column(String(60), primary_key=True)
    exercise: Mapped[str] = mapped_column(String(60), primary_key=True)
    ever_right: Mapped[bool]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LessonProgress(Base):
    """One row per learner and lesson ever finished, as the lesson was then: a question that is added later takes
    nothing away. `finished_at` is the first time."""

    __tablename__ = "lesson_progress"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True)
    lesson: Mapped[str] = mapped_column(String(60), primary_key=True)
    finished_at: Mapped[datetime] = mapped_column(UtcDateTime)
