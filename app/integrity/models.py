"""Tables: what the newest inspection found, draws of who is tested again, what came of it (append-only)."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime

BIG = BigInteger().with_variant(Integer, "sqlite")


class KeptFindings(Base):
    """The newest inspection of a framework: `text` is JSON of domain.findings, without a name in it. Made anew every hour,
    so that what was erased stands in it no longer."""

    __tablename__ = "inspection"

    framework: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    text: Mapped[str] = mapped_column(Text)


class RecheckDraw(Base):
    """By `seed`, of which the digest is published before the first day and the rest told after the last, `rate` (0–1) of the certificates of these days (in Vietnam, both included)
    are drawn; `log_index`: where the public log says so."""

    __tablename__ = "recheck_draw"

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    seed: Mapped[str] = mapped_column(String(22), unique=True)
    rate: Mapped[float]
    first_day: Mapped[date] = mapped_column(Date, unique=True)
    last_day: Mapped[date] = mapped_column(Date)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    log_index: Mapped[int]


class RecheckOutcome(Base):
    """What a stranger saw of whoever holds the certificate `code`; the newest counts, a trigger refuses UPDATE. `outcome` as
    of domain.rechecks."""

    __tablename__ = "recheck_outcome"
    __table_args__ = (Index("ix_recheck_outcome_draw_id_code", "draw_id", "code"),)

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    draw_id: Mapped[int] = mapped_column(ForeignKey("recheck_draw.id"))
    code: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(10))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
