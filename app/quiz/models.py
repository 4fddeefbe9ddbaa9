"""Tables: the answers, append-only. Everything else about learning can be computed from them again."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, SmallInteger, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime


class Answer(Base):
    """One answer. `key` was made when the question was shown, so the same tap sent twice is one row; `version` is the
    lesson's text the learner saw; `score` is 0–1. A trigger refuses UPDATE.

    What it says about the learner is kept with it, so that the learner model can be folded again without the content of
    its day: `skills` (separated by spaces), `options` (among how many one could guess; 0: nothing to guess from), `mode`
    (app/quiz/domain/evidence.py), `assisted` (somebody helped, or a hint did)."""

    __tablename__ = "answer"
    __table_args__ = (Index("ix_answer_learner_id_lesson_exercise", "learner_id", "lesson", "exercise"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    key: Mapped[str] = mapped_column(String(22), unique=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"))
    lesson: Mapped[str] = mapped_column(String(60))
    exercise: Mapped[str] = mapped_column(String(60))
    version: Mapped[str] = mapped_column(String(12))
    answer: Mapped[str] = mapped_column(String(200))
    score: Mapped[float]
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    skills: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    options: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    mode: Mapped[str] = mapped_column(String(12), server_default="practice")
    assisted: Mapped[bool] = mapped_column(server_default=false())


class HelpStatement(Base):
    """ "Có người giúp tôi", said afterwards: the answers in that lesson between `since` and `said_at` were assisted."""

    __tablename__ = "help_statement"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), index=True)
    lesson: Mapped[str] = mapped_column(String(60))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
