"""Tables: certificates; the public log of them (append-only, nothing about a person in it), its signed heads, the keys."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, LargeBinary, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime

BIG = BigInteger().with_variant(Integer, "sqlite")


class Certificate(Base):
    """What was issued about `subject`, once. `confirmation` is domain.confirmation.as_text, with the holder's name until
    it is forgotten; `token` is that, signed, without the name. `show_name`: whoever checks it may read the name."""

    __tablename__ = "certificate"

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    subject: Mapped[str] = mapped_column(String(80), unique=True)
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id", ondelete="SET NULL"), index=True)
    confirmation: Mapped[str] = mapped_column(Text)
    token: Mapped[str] = mapped_column(Text)
    status_index: Mapped[int] = mapped_column(BIG, unique=True)
    log_index: Mapped[int] = mapped_column(BIG, unique=True)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_until: Mapped[date] = mapped_column(Date)
    show_name: Mapped[bool]
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoke_reason: Mapped[str | None] = mapped_column(String(60))
    revoke_log_index: Mapped[int | None] = mapped_column(BIG, unique=True)


class PendingCertificate(Base):
    """Promised under this code, and not signed yet: whoever signs in a process of its own looks at rows that are committed,
    and makes what it says of them (service.py). `refusal`: why that one would not; None while it was not asked. Gone once
    the certificate is there."""

    __tablename__ = "pending_certificate"

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    subject: Mapped[str] = mapped_column(String(80), unique=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), index=True)
    salt: Mapped[str] = mapped_column(String(32))
    status_index: Mapped[int] = mapped_column(BIG, unique=True)
    show_name: Mapped[bool]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    refusal: Mapped[str | None] = mapped_column(String(40))


class LearnerIdentity(Base):
    """What the key named `key` makes of a learner's identity number (domain/identity.py); the number is nowhere."""

    __tablename__ = "learner_identity"
    __table_args__ = (Index("ix_learner_identity_mac", "mac"),)

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(12))
    mac: Mapped[str] = mapped_column(String(43))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class FrameworkEdition(Base):
    """A framework as it was when the first certificate under this version was issued: JSON of its groups and skills."""

    __tablename__ = "framework_edition"

    framework: Mapped[str] = mapped_column(String(60), primary_key=True)
    version: Mapped[str] = mapped_column(String(60), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class LogEntry(Base):
    """Entry number `index`, from 0. A trigger refuses UPDATE and DELETE."""

    __tablename__ = "log_entry"

    index: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)


class LogSubtree(Base):
    """The head of a complete subtree: at `level` 0 of entry `index` alone (app/certification/domain/merkle_tree.py)."""

    __tablename__ = "log_subtree"

    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    index: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False)
    head: Mapped[bytes] = mapped_column(LargeBinary(32))


class LogHead(Base):
    """What was signed of the first `size` entries, once; `token` as it was published."""

    __tablename__ = "log_head"

    size: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False)
    token: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SigningKey(Base):
    """The public half, as a JWK; the private half is a file that only the service may read. `until`: None while it
    signs. `log_index`: the entry of the log that tells of it."""

    __tablename__ = "signing_key"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    public: Mapped[str] = mapped_column(Text)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    log_index: Mapped[int | None] = mapped_column(BIG)
