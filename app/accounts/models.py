"""Tables: accounts, sign-in sessions, counted sign-in attempts."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime


class Account(Base):
    """A login with a role. `phone_mac` recognises the phone number without keeping it."""

    __tablename__ = "account"

    # SQLite numbers rows by itself only in a column that is exactly INTEGER.
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    login: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    role: Mapped[str] = mapped_column(String(10))
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change: Mapped[bool]
    phone_mac: Mapped[str | None] = mapped_column(String(22), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignInSession(Base):
    """Only the hash of the token is kept: who reads this table can sign in as nobody."""

    __tablename__ = "sign_in_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Attempt(Base):
    """Attempts to sign in, or questions to the API, in one window, per account or source; `key` is a hash, so no phone or
    address is kept."""

    __tablename__ = "attempt"

    key: Mapped[str] = mapped_column(String(22), primary_key=True)
    window_start: Mapped[datetime] = mapped_column(UtcDateTime)
    count: Mapped[int]
