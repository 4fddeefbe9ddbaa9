"""Tables: cases, what was decided about them (append-only), batches, where assessors work, seeds, what honest sittings are
like."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.assessment.domain.reasons import MOST_SAID
from app.core.db import Base, UtcDateTime
from app.core.ids import new_number

BIG = BigInteger().with_variant(Integer, "sqlite")
IS_READING = text("reading > 0")
IS_OPEN_BATCH = text("state = 'open'")


class Case(Base):
    """What became of a sitting, as an assessor finds it. Everything but `token`, `sitting_id` and `opened_at` follows from
    the sitting and the decisions, and is written anew whenever these change. `results`: how many the sitting had, the
    last of which counts. `queue`, `concerns` and `flags` (JSON) as of domain.triage; `stage` and `verdict` as of
    domain.readings. `communes` (folded) and `supervisors` (accounts) of its classes, each between bars: "|an binh|".
    `appealed_at`: when its learner last asked for another look; `practised_at`: when practical work was last reported.
    `lost_skills` (domain.lost_skills, as JSON): of those that its certificate names; `lost_at`: when
    the newest of them was found to be lost, None while all have evidence enough.
    `waiting_since`: for its first reader of the round, and whoever follows; of a settled one since it was settled. `claimed_by` has it open until `claimed_until`; `batch`: it waits with others until the sample of them was read."""

    __tablename__ = "assessment_case"
    __table_args__ = (Index("ix_assessment_case_stage_queue", "stage", "queue"),)

    id: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False, default=new_number)
    token: Mapped[str] = mapped_column(String(22), unique=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id", ondelete="CASCADE"), unique=True)
    framework: Mapped[str] = mapped_column(String(40))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    waiting_since: Mapped[datetime] = mapped_column(UtcDateTime)
    results: Mapped[int] = mapped_column(SmallInteger)
    outcome: Mapped[str] = mapped_column(String(10))
    cause: Mapped[str] = mapped_column(String(12))
    theta: Mapped[float]
    se: Mapped[float]
    p_master: Mapped[float]
    is_near_cut: Mapped[bool]
    queue: Mapped[str] = mapped_column(String(5))
    concerns: Mapped[str] = mapped_column(Text)
    flags: Mapped[str] = mapped_column(Text)
    communes: Mapped[str] = mapped_column(Text)
    supervisors: Mapped[str] = mapped_column(Text)
    appealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    practised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    round: Mapped[int] = mapped_column(SmallInteger)
    stage: Mapped[str] = mapped_column(String(7))
    verdict: Mapped[str | None] = mapped_column(String(9))
    certificate_code: Mapped[str | None] = mapped_column(String(20))
    lost_skills: Mapped[str] = mapped_column(Text, server_default=text("'[]'"))
    lost_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    batch: Mapped[str | None] = mapped_column(ForeignKey("assessment_batch.token"), index=True)


class CaseDecision(Base):
    """One reading, or that a case was opened again (`reading` 0), in `round`; a trigger refuses UPDATE. `account_id` None:
    the service itself. `commune` (folded): the assessor's, then; `outcome` and `results`: what the engine had said by then;
    `wants_second`: of a first reading, whether another one is due; `read_seconds`: how long its assessor had had the case
    to read (domain.reading_times), None where it was not read by itself, or before that was kept. `names`: of a first or second
    approval that is compared with another, the skills of the certificate to which it leads, by their ids."""

    __tablename__ = "case_decision"
    __table_args__ = (
        Index(
            "uq_case_decision_reading", "case_id", "round", "reading", unique=True,
            sqlite_where=IS_READING, postgresql_where=IS_READING,
        ),
        Index("ix_case_decision_case_id", "case_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("assessment_case.id", ondelete="CASCADE"))
    round: Mapped[int] = mapped_column(SmallInteger)
    reading: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str] = mapped_column(String(9))
    reason: Mapped[str] = mapped_column(String(40))
    learner_text: Mapped[str] = mapped_column(String(MOST_SAID))
    authority_text: Mapped[str] = mapped_column(String(MOST_SAID))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    commune: Mapped[str] = mapped_column(String(60))
    outcome: Mapped[str] = mapped_column(String(10))
    results: Mapped[int] = mapped_column(SmallInteger)
    wants_second: Mapped[bool]
    batch: Mapped[str | None] = mapped_column(String(22))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_seconds: Mapped[int | None]
    names: Mapped[str | None] = mapped_column(Text)


class LoggedDecision(Base):
    """That entry `log_index` of the public log tells of a decision, or of a ruling on a late answer: by its hash, made with
    `salt` (decisions_in_log.py)."""

    __tablename__ = "logged_decision"

    log_index: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False)
    salt: Mapped[str] = mapped_column(String(32))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("case_decision.id", ondelete="CASCADE"), unique=True)
    ruling_id: Mapped[int | None] = mapped_column(ForeignKey("late_ruling.id", ondelete="CASCADE"), unique=True)


class CaseOpening(Base):
    """That an assessor has had a case on the screen in `round`: since when, and when its taps for the first time. `typed`:
    what they wrote into a form that was not recorded (JSON, views.case.Typed; "" nothing)."""

    __tablename__ = "case_opening"

    case_id: Mapped[int] = mapped_column(ForeignKey("assessment_case.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    round: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    replayed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    typed: Mapped[str] = mapped_column(Text, server_default=text("''"))


class Batch(Base):
    """Plain cases of one assessor. By `seed` some were drawn to be read one by one; once these were approved, so may the
    others be. `state`: open (one of each assessor), approved, given-up."""

    __tablename__ = "assessment_batch"
    __table_args__ = (
        Index(
            "uq_assessment_batch_open", "account_id", unique=True,
            sqlite_where=IS_OPEN_BATCH, postgresql_where=IS_OPEN_BATCH,
        ),
    )  # fmt: skip

    token: Mapped[str] = mapped_column(String(22), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    seed: Mapped[str] = mapped_column(String(22))
    state: Mapped[str] = mapped_column(String(8))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BatchCase(Base):
    """`is_sampled`: drawn to be read by itself."""

    __tablename__ = "assessment_batch_case"

    batch: Mapped[str] = mapped_column(ForeignKey("assessment_batch.token"), primary_key=True)
    case_id: Mapped[int] = mapped_column(
        ForeignKey("assessment_case.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    is_sampled: Mapped[bool]


class ReadingSeed(Base):
    """By which the second readings of a month ("2026-11") are drawn."""

    __tablename__ = "reading_seed"

    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    seed: Mapped[str] = mapped_column(String(22))


class HonestReference(Base):
    """domain.flags.Reference of a bank and a standard, `rates` as JSON: computed once, in seconds."""

    __tablename__ = "honest_reference"

    bank_version: Mapped[str] = mapped_column(String(12), primary_key=True)
    standard_version: Mapped[str] = mapped_column(String(12), primary_key=True)
    sittings: Mapped[int]
    lz_low: Mapped[float]
    contrast_high: Mapped[float]
    rates: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
