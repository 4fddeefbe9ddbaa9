"""Tables: what was said of drafts, what was decided, what was published."""

from datetime import datetime
from typing import Final, Literal

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime

StepKind = Literal["submitted", "approved", "returned"]
PublicationState = Literal["writing", "done", "undone"]
BIG = BigInteger().with_variant(Integer, "sqlite")
MOST_SAID: Final = 1_000  # characters of a comment, or of why a draft comes back
IS_WRITING = text("state = 'writing'")


class LineComment(Base):
    """Something to look at, at a line (from 1) of that revision of a draft."""

    __tablename__ = "line_comment"

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), index=True)
    number: Mapped[int]
    line: Mapped[int]
    text: Mapped[str] = mapped_column(String(MOST_SAID))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class ReviewStep(Base):
    """What somebody decided about one revision in one round of its review; only ever added to. An approval counts for
    the revision and the round it was given in. `labels`: of a submission, what its text teaches about that needs a
    second approval, parted by blanks."""

    __tablename__ = "review_step"

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), index=True)
    number: Mapped[int]
    round: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    said: Mapped[str] = mapped_column(String(MOST_SAID))
    labels: Mapped[str] = mapped_column(String(40))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Publication(Base):
    """One writing of one file. The row comes before the file: while it is `writing` nobody knows whether the file holds
    `text` yet, and the next start of the service finishes it or takes it back. `version` and `replaced` are unkeyed
    versions: of `text`, and of what the file held before ("": there was none)."""

    __tablename__ = "publication"
    __table_args__ = (
        Index("uq_publication_path_writing", "path", unique=True, sqlite_where=IS_WRITING, postgresql_where=IS_WRITING),
        Index("ix_publication_path", "path"),
    )

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    path: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[str] = mapped_column(String(12))
    replaced: Mapped[str] = mapped_column(String(12))
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), index=True)
    number: Mapped[int]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10))
