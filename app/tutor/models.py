"""Tables: what learners asked and what they were told; what teachers decided about questions that no lesson answers."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime

IS_GAP = text("is_gap")


class TutorMessage(Base):
    """One question of one learner, without what had to be blanked in it. `key` makes the same question sent twice one row
    and is its name in addresses. `topic` is the same for the same words typed with or without marks, "" for none.
    `lesson` and `step`: beside which screen it was asked. `answer` is a domain.transcript.Told. `is_gap`: no lesson
    answered it, or the answer was no help; a teacher wants to know."""

    __tablename__ = "tutor_message"
    __table_args__ = (
        Index("ix_tutor_message_learner_id_asked_at", "learner_id", "asked_at"),
        Index("ix_tutor_message_gap", "topic", sqlite_where=IS_GAP, postgresql_where=IS_GAP),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    key: Mapped[str] = mapped_column(String(22), unique=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"))
    question: Mapped[str] = mapped_column(Text)
    topic: Mapped[str] = mapped_column(String(22))
    lesson: Mapped[str] = mapped_column(String(60))
    step: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(10))
    answer: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    was_helpful: Mapped[bool | None]
    is_gap: Mapped[bool]


class GapDecision(Base):
    """What a teacher says of a topic: a lesson has been written (`lesson`), or it is none of theirs. What is asked after
    `at` counts again. The words are not kept here: they go with the messages."""

    __tablename__ = "gap_decision"

    topic: Mapped[str] = mapped_column(String(22), primary_key=True)
    decision: Mapped[str] = mapped_column(String(12))
    lesson: Mapped[str] = mapped_column(String(60))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Spending(Base):
    """A counter of calls to a language model within an hour or a day (domain/budgets.py), and of questions by the step of
    the ladder that answered them. `cost` in millionths of a đồng; `estimated`: how much of it no server has told. Learners
    and addresses stand here as keyed hashes, for two days."""

    __tablename__ = "spending"

    scope: Mapped[str] = mapped_column(String(40), primary_key=True)
    period: Mapped[str] = mapped_column(String(13), primary_key=True)
    calls: Mapped[int]
    cost: Mapped[int] = mapped_column(BigInteger)
    estimated: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))


class ModelSwitch(Base):
    """Somebody switched the language model off or on; the newest row holds."""

    __tablename__ = "model_switch"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    is_on: Mapped[bool]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class KeptAnswer(Base):
    """What a model wrote and every sentence of which held. `key`: a hash over the question, the steps it was given and all
    else that makes the answer; nothing in a row says what was asked, or by whom."""

    __tablename__ = "kept_answer"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    answer: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
