"""Tables: the taps of every attempt, append-only. An attempt is what its taps fold to; nothing that was typed is kept."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, SmallInteger, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime


class Tap(Base):
    """One tap. `attempt` is the key made when the simulation was first shown; `seq` counts its taps from 1, so that the
    same tap sent twice is one row. `version` is the lesson's text that was played, `mode` practice or exam, `assisted`:
    somebody helped with it."""

    __tablename__ = "tap"
    __table_args__ = (
        UniqueConstraint("attempt", "seq"),
        Index("ix_tap_learner_id_lesson_exercise", "learner_id", "lesson", "exercise"),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    attempt: Mapped[str] = mapped_column(String(22))
    seq: Mapped[int] = mapped_column(SmallInteger)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"))
    lesson: Mapped[str] = mapped_column(String(60))
    exercise: Mapped[str] = mapped_column(String(60))
    version: Mapped[str] = mapped_column(String(12))
    mode: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(5))
    control: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str] = mapped_column(String(10))
    tapped_at: Mapped[datetime] = mapped_column(UtcDateTime)
    assisted: Mapped[bool] = mapped_column(server_default=false())
