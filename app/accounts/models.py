"""Tables: accounts, what teachers are appointed to, where staff works, how learners sign in, who may help them back in, what they agreed to, sign-in sessions, counted
attempts."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime

BIG = BigInteger().with_variant(Integer, "sqlite")
IS_HELD = text("taken_at IS NULL")


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


class Appointment(Base):
    """A duty (domain.duties) that a teacher has beside their role, from when till when; admins have it without a row."""

    __tablename__ = "appointment"
    __table_args__ = (
        Index(
            "uq_appointment_held", "account_id", "duty", unique=True,
            sqlite_where=IS_HELD, postgresql_where=IS_HELD,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    duty: Mapped[str] = mapped_column(String(10))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StaffCommune(Base):
    """Where an assessor or a teacher works, as an admin wrote it, as app.courses.domain.communes keys it. Assessors do not judge
    the people of that place; a class counts for the commune of its teacher too, wherever it is held."""

    __tablename__ = "assessor_commune"  # it was theirs first

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    commune: Mapped[str] = mapped_column(String(60))


class LearnerLogin(Base):
    """What a learner's account has beside its row: the `kind` of secret (domain.learner_login; its hash is the account's
    `password_hash`), the token of the `card`, which says who and nothing more, and the question for who forgot the secret
    ("" until they chose one). `wrong`, `wrong_by_card`: tries since the last right one; `wrong_answers` to the question,
    since it was set or answered."""

    __tablename__ = "learner_login"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    card: Mapped[str] = mapped_column(String(22), unique=True)
    question: Mapped[str] = mapped_column(String(20), server_default=text("''"))
    answer_hash: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    wrong: Mapped[int] = mapped_column(server_default="0")
    wrong_by_card: Mapped[int] = mapped_column(server_default="0")
    wrong_answers: Mapped[int] = mapped_column(server_default="0")


class TrustedPerson(Base):
    """Somebody who may begin a recovery, by the name their friend gave them. `trustee_id` is None when nobody has the
    code that was typed: the list looks the same, so that nobody finds out who has an account."""

    __tablename__ = "trusted_person"

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    trustee_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    label: Mapped[str] = mapped_column(String(40))
    named_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Recovery(Base):
    """A helper began to help somebody back in; `used_at` when it worked, `told_at` when the learner said they know."""

    __tablename__ = "recovery"

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    helper_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    code_mac: Mapped[str] = mapped_column(String(22))
    tries: Mapped[int] = mapped_column(server_default="0")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Consent(Base):
    """Somebody agreed to the text `text_version` of domain.consent for this purpose; it holds until `withdrawn_at`. Rows
    stay as the proof of it as long as the learner does."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    text_version: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


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
