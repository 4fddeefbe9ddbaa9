"""Tables: what became of a sitting, and the name that its learner wants printed."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Integer, SmallInteger, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.core.db import Base, UtcDateTime
from app.sittings.domain.namesakes import name_key

BIG = BigInteger().with_variant(Integer, "sqlite")


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
    """What a supervisor saw, `watched`: JSON of domain.practical.SkillWatched; of one invitation the newest holds.
    `own_commune`: the key of the commune where they worked then, "" where nobody had said."""

    __tablename__ = "practical_report"

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    verdict_id: Mapped[int] = mapped_column(
        ForeignKey("practical_invitation.verdict_id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    watched: Mapped[str] = mapped_column(Text)
    own_commune: Mapped[str] = mapped_column(String(60), server_default=text("''"))


class Appeal(Base):
    """The learner asks for another look; once for each verdict, the `verdicts`-th of the sitting (0: before the first)."""

    __tablename__ = "appeal"
    __table_args__ = (UniqueConstraint("sitting_id", "verdicts"),)

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    verdicts: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    text: Mapped[str] = mapped_column(String(500))
