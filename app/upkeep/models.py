"""Tables: what learners say looks different on their own phones. Nothing in a row says who they are, once its day is over."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime

IS_OPEN = text("closed_at IS NULL")


class ScreenReport(Base):
    """One learner, one screen, one day. `key` makes the same report sent twice one row; `reporter` is the same for all
    reports of one person on one day, and another on the next (domain/screen_report.py); the night after both are replaced
    by what says nothing (service.forget_reporters). `platform` "" when it is not known, `choice` and `words` "" when
    nothing was said. Teachers close what they have seen, with a `note`."""

    __tablename__ = "screen_report"
    __table_args__ = (Index("ix_screen_report_open", "lesson", "step", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    key: Mapped[str] = mapped_column(String(22), unique=True)
    reporter: Mapped[str] = mapped_column(String(22), index=True)
    lesson: Mapped[str] = mapped_column(String(60))
    step: Mapped[str] = mapped_column(String(60))
    version: Mapped[str] = mapped_column(String(12))
    platform: Mapped[str] = mapped_column(String(10))
    day: Mapped[date]
    choice: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(String(200))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str] = mapped_column(String(200))
