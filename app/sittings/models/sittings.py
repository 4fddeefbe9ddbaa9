"""Tables: one run of the certification test, task by task."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, SmallInteger, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime
from app.core.ids import new_number

BIG = BigInteger().with_variant(Integer, "sqlite")
IS_OPEN = text("ended_at IS NULL")


class Sitting(Base):
    """One run of the certification test. `token` names it in addresses. With its bank and standard version, `seed`,
    `eligible` (item ids), `seen` (items of earlier sittings), `shown` (exposure counts of what was not eligible) and the
    prior (logits) it replays to the same tasks; these three are JSON. `carried_from`: the earlier sitting whose evidence that
    prior is, by its id; it may be erased since. `supervision_id`: the class in which it goes on,
    None: alone. `device_mac`: a keyed hash, so that one phone for many people is seen; since `moved_at` it goes on there and
    on no other. `put_aside`: how many tasks its learner set aside by pausing."""

    __tablename__ = "sitting"
    __table_args__ = (
        Index("uq_sitting_open", "learner_id", unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    )

    id: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False, default=new_number)
    token: Mapped[str] = mapped_column(String(22), unique=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), index=True)
    framework: Mapped[str] = mapped_column(String(40))
    framework_version: Mapped[str] = mapped_column(String(20))
    standard_version: Mapped[str] = mapped_column(ForeignKey("standard_version.version"))
    bank_version: Mapped[str] = mapped_column(ForeignKey("bank_version.version"))
    seed: Mapped[int] = mapped_column(BIG)
    eligible: Mapped[str] = mapped_column(Text)
    seen: Mapped[str] = mapped_column(Text)
    shown: Mapped[str] = mapped_column(Text)
    prior_mean: Mapped[float]
    prior_sd: Mapped[float]
    carried_from: Mapped[int | None] = mapped_column(BIG, index=True)
    supervision_id: Mapped[int | None] = mapped_column(ForeignKey("supervision.id"), index=True)
    assisted: Mapped[bool] = mapped_column(server_default=false())
    device: Mapped[str] = mapped_column(String(10))
    device_mac: Mapped[str] = mapped_column(String(22), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    active_at: Mapped[datetime] = mapped_column(UtcDateTime)
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    put_aside: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    moved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    exploring: Mapped[float] = mapped_column(server_default=text("0"))


class SittingTask(Base):
    """A task that was asked, `number` from 1. `item` is "file/exercise", shown in this `version` of the file; the `key` of
    its form makes the same answer sent twice one answer. `resting` and `neutralised` (JSON lists of items) could not be
    chosen, or did not count, when it was."""

    __tablename__ = "sitting_task"

    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    item: Mapped[str] = mapped_column(String(121))
    key: Mapped[str] = mapped_column(String(22), unique=True)
    version: Mapped[str] = mapped_column(String(12))
    shown_at: Mapped[datetime] = mapped_column(UtcDateTime)
    resting: Mapped[str] = mapped_column(Text)
    neutralised: Mapped[str] = mapped_column(Text)


class SittingAnswer(Base):
    """The answer to a task: `score` 1 or 0; None for one that was put aside, not reached ("" with 0: put aside by pausing,
    see service.resume_sitting). `answered_at` is the server's
    time; `thinking_ms` what the phone says it took, at most what passed here, for answers that waited without network."""

    __tablename__ = "sitting_answer"

    key: Mapped[str] = mapped_column(ForeignKey("sitting_task.key", ondelete="CASCADE"), primary_key=True)
    answer: Mapped[str] = mapped_column(String(200))
    score: Mapped[int | None] = mapped_column(SmallInteger)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    thinking_ms: Mapped[int | None]


class LateAnswer(Base):
    """An answer that came when its task took none any more: the class was closed, it had been put aside. It counts nothing
    unless somebody who looks at the sitting says so (LateRuling). `score`: 1 or 0, as it would have been. `waited_ms`: how
    long its phone says it kept it, at most what passed here."""

    __tablename__ = "late_answer"

    key: Mapped[str] = mapped_column(ForeignKey("sitting_task.key", ondelete="CASCADE"), primary_key=True)
    answer: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    score: Mapped[int | None] = mapped_column(SmallInteger)
    waited_ms: Mapped[int | None]


class LateRuling(Base):
    """Whether a late answer `counts`, as somebody decided and why; the newest holds."""

    __tablename__ = "late_ruling"

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    key: Mapped[str] = mapped_column(ForeignKey("sitting_task.key", ondelete="CASCADE"), index=True)
    counts: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(200))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SittingTap(Base):
    """One tap on the simulation of a task, as app/simulations keeps them."""

    __tablename__ = "sitting_tap"

    key: Mapped[str] = mapped_column(ForeignKey("sitting_task.key", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(5))
    control: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
