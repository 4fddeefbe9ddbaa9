"""Tables: sittings and what became of them, class sittings, what the certification bank and the standard were, who may
see the bank.

Append-only (triggers refuse UPDATE) but for a few columns of `sitting`, `supervision`, `supervised_name`, `seat_code`,
`bank_keeper` and the counters.
"""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.core.db import Base, UtcDateTime
from app.core.ids import new_number
from app.sittings.domain.namesakes import name_key

BIG = BigInteger().with_variant(Integer, "sqlite")
IS_OPEN = text("ended_at IS NULL")
IS_ON_THE_WALL = text("closed_at IS NULL")
IS_HELD = text("taken_at IS NULL")
IS_UNUSED = text("used_at IS NULL")


class BankVersion(Base):
    """The items of a certification bank as sittings were chosen from: JSON of domain.bank."""

    __tablename__ = "bank_version"

    version: Mapped[str] = mapped_column(String(12), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class StandardVersion(Base):
    """What had to be reached: the text of domain.standard."""

    __tablename__ = "standard_version"

    version: Mapped[str] = mapped_column(String(12), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class BankKeeper(Base):
    """A teacher who may see the certification bank with its keys, from when till when; admins may without a row."""

    __tablename__ = "bank_keeper"
    __table_args__ = (
        Index(
            "uq_bank_keeper_account_id_held", "account_id", unique=True,
            sqlite_where=IS_HELD, postgresql_where=IS_HELD,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CertificateName(Base):
    """The name that a learner wants printed, typed when they agreed to the terms numbered `consent_version`; `folded`: to
    compare with (domain.namesakes)."""

    __tablename__ = "certificate_name"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    folded: Mapped[str] = mapped_column(String(60), index=True, server_default=text("''"))
    consent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    consent_version: Mapped[str] = mapped_column(String(12))

    @validates("name")
    def _fold(self, _: str, name: str) -> str:
        self.folded = name_key(name)
        return name


class Supervision(Base):
    """A class sitting. `code` hangs on the wall; while it is open no other has it. `commune` and `place` are printed;
    `commune_code` of the list of communes, "" where there was none.
    `device_mac`: the phone it was opened on, as of Sitting; "" unknown."""

    __tablename__ = "supervision"
    __table_args__ = (
        Index("uq_supervision_code", "code", unique=True, sqlite_where=IS_ON_THE_WALL, postgresql_where=IS_ON_THE_WALL),
    )

    id: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False, default=new_number)
    code: Mapped[str] = mapped_column(String(8))
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    commune: Mapped[str] = mapped_column(String(60))
    commune_code: Mapped[str] = mapped_column(String(10), server_default=text("''"))
    place: Mapped[str] = mapped_column(String(80))
    framework: Mapped[str] = mapped_column(String(40))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    device_mac: Mapped[str] = mapped_column(String(22), server_default=text("''"))


class Sitting(Base):
    """One run of the certification test. `token` names it in addresses. With its bank and standard version, `seed`,
    `eligible` (item ids), `seen` (items of earlier sittings), `shown` (exposure counts of what was not eligible) and the
    prior (logits) it replays to the same tasks; these three are JSON. `supervision_id`: the class in which it goes on,
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


class SupervisedName(Base):
    """Somebody on the list of a class sitting, as the supervisor wrote them. `sitting_id` once they have come; a sitting
    that went on in another class stands on both lists. `assisted`: somebody helped to press, as the supervisor saw.
    `folded`: the name to compare with (domain.namesakes).
    `form_mac`: a keyed hash of the form they came in with, so that the same form sent again is the same person."""

    __tablename__ = "supervised_name"
    __table_args__ = (UniqueConstraint("supervision_id", "sitting_id"),)

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    folded: Mapped[str] = mapped_column(String(60), index=True, server_default=text("''"))
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("sitting.id", ondelete="SET NULL"), index=True)
    assisted: Mapped[bool] = mapped_column(server_default=false())
    note: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    form_mac: Mapped[str] = mapped_column(String(22), server_default=text("''"))

    @validates("name")
    def _fold(self, _: str, name: str) -> str:
        self.folded = name_key(name)
        return name


class NamesakeRuling(Base):
    """Whether who comes in under this line is the same person as the one who sat the earlier test, as a supervisor said; the
    newest holds."""

    __tablename__ = "namesake_ruling"

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    name_id: Mapped[int] = mapped_column(ForeignKey("supervised_name.id", ondelete="CASCADE"), index=True)
    earlier_id: Mapped[int] = mapped_column(ForeignKey("sitting.id", ondelete="CASCADE"), index=True)
    is_same: Mapped[bool]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SeatCode(Base):
    """For one line of a class's list: its supervisor reads it out, and it is typed on a phone once, before `expires_at`.
    `purpose`: "begin" (the supervisor writes the name for somebody who cannot) or "move" (the sitting goes on on that phone,
    `left_mac` the one before). `sitting_id`: of a move, or once it has begun."""

    __tablename__ = "seat_code"
    __table_args__ = (
        Index("uq_seat_code_code", "code", unique=True, sqlite_where=IS_UNUSED, postgresql_where=IS_UNUSED),
        Index("uq_seat_code_name_id", "name_id", unique=True, sqlite_where=IS_UNUSED, postgresql_where=IS_UNUSED),
    )

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    name_id: Mapped[int] = mapped_column(ForeignKey("supervised_name.id", ondelete="CASCADE"), index=True)
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("sitting.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(5))
    code: Mapped[str] = mapped_column(String(8))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_mac: Mapped[str] = mapped_column(String(22), server_default=text("''"))


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


class SittingResult(Base):
    """What the engine says of an ended sitting; the newest counts. `cause`: ended, left (by the learner), neutralised (an
    item was, afterwards), late (an answer that came late counts now, or no more). `theta` and `se` in logits, `p_master` 0–1,
    `n` scored tasks."""

    __tablename__ = "sitting_result"

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    cause: Mapped[str] = mapped_column(String(12))
    outcome: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(12))
    theta: Mapped[float]
    se: Mapped[float]
    p_master: Mapped[float]
    n: Mapped[int] = mapped_column(SmallInteger)


class SittingVerdict(Base):
    """What was decided about an ended sitting, for its learner; the newest holds. `state`: approved, practical (a person
    watches two or three tasks), denied, reopened, revoked."""

    __tablename__ = "sitting_verdict"

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(40))
    learner_text: Mapped[str] = mapped_column(Text)
    certificate_code: Mapped[str | None] = mapped_column(String(20))


class PracticalInvitation(Base):
    """With a verdict "practical": the `skills` (JSON list) to be shown to a supervisor, who is given the `code` by the
    learner."""

    __tablename__ = "practical_invitation"

    verdict_id: Mapped[int] = mapped_column(ForeignKey("sitting_verdict.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(String(10), unique=True)
    skills: Mapped[str] = mapped_column(Text)


class PracticalReport(Base):
    """What a supervisor saw, `watched`: JSON of domain.practical.SkillWatched; of one invitation the newest holds."""

    __tablename__ = "practical_report"

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    verdict_id: Mapped[int] = mapped_column(
        ForeignKey("practical_invitation.verdict_id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    watched: Mapped[str] = mapped_column(Text)


class Appeal(Base):
    """The learner asks for another look; once for each verdict, the `verdicts`-th of the sitting (0: before the first)."""

    __tablename__ = "appeal"
    __table_args__ = (UniqueConstraint("sitting_id", "verdicts"),)

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    verdicts: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    text: Mapped[str] = mapped_column(String(500))


class NeutralisedItem(Base):
    """A task that turned out to be flawed: asked no more, and nothing it told counts."""

    __tablename__ = "neutralised_item"

    item: Mapped[str] = mapped_column(String(121), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(200))


class ExposureCount(Base):
    """Fading counts (quiz/domain/adaptive/exposure.py): in how many sittings an item was shown, was eligible."""

    __tablename__ = "exposure_count"

    bank: Mapped[str] = mapped_column(String(12), primary_key=True)
    item: Mapped[str] = mapped_column(String(121), primary_key=True)
    shown: Mapped[float]
    eligible: Mapped[float]


class ExposureTotal(Base):
    __tablename__ = "exposure_total"

    bank: Mapped[str] = mapped_column(String(12), primary_key=True)
    sittings: Mapped[int]
