"""Tables: what teachers write before it is published. A trigger refuses
UPDATE of a revision."""

from datetime import datetime
from typing import Final, Literal

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime

DraftState = Literal["writing", "submitted", "published", "closed"]
OPEN: Final = ("writing", "submitted")
IS_OPEN = text("state IN ('writing', 'submitted')")
BIG = BigInteger().with_variant(Integer, "sqlite")


class Draft(Base):
    """What becomes of one content file, shared by all teachers: at most one open (writing or submitted) per path.

    `path` as in ContentLibrary.files, or the one that a new file will get. `base_text` is what the file held when the
    draft was last brought up to date with it ("" for a new file), `base_version` its unkeyed version ("" likewise).
    `number` names the revision that is the draft's text now; `round` counts how often it was submitted or came back."""

    __tablename__ = "draft"
    __table_args__ = (Index("uq_draft_path_open", "path", unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),)

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    path: Mapped[str] = mapped_column(String(200))
    base_version: Mapped[str] = mapped_column(String(12))
    base_text: Mapped[str] = mapped_column(Text)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    round: Mapped[int]
    created_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class DraftRevision(Base):
    """One save. `based_on`: the revision that its writer had before them (0: nothing). `waiting`: it could not become the
    draft's text (it conflicts with another's, or the draft had just been submitted or had ended), and was kept beside
    it until a revision that is `based_on` it says what became of it. `account_id`: who saved it."""

    __tablename__ = "draft_revision"
    __table_args__ = (
        Index(
            "ix_draft_revision_account_id_waiting",
            "account_id",
            sqlite_where=text("waiting = 1"),  # as the query says it, or SQLite does not use it
            postgresql_where=text("waiting"),
        ),
        Index("ix_draft_revision_draft_id_based_on_account_id", "draft_id", "based_on", "account_id"),
    )

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    based_on: Mapped[int]
    round: Mapped[int]
    waiting: Mapped[bool] = mapped_column(server_default=false())


class DraftMove(Base):
    """Who submitted a draft, took or gave it back, published it or closed it; only ever added to."""

    __tablename__ = "draft_move"

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), index=True)
    state: Mapped[str] = mapped_column(String(10))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
