"""Tables: the public log of certificates (append-only, nothing about a person in it), its signed heads, the keys."""

from datetime import datetime

from sqlalchemy import BigInteger, Integer, LargeBinary, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime

BIG = BigInteger().with_variant(Integer, "sqlite")


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
    signs."""

    __tablename__ = "signing_key"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    public: Mapped[str] = mapped_column(Text)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
