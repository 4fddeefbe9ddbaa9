"""Selects that serve pages."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from app.authoring.models import IS_OPEN, Draft, DraftMove, DraftRevision


@dataclass(frozen=True)
class OpenDraft:
    """`writers`: account ids of all who saved something in it, `last` the one who made it what it is now; `text`: that."""

    id: int
    path: str
    text: str
    state: str
    updated_at: datetime
    last: int
    writers: frozenset[int]


def open_drafts(session: Session, path: str | None = None) -> list[OpenDraft]:
    """The one that was changed last comes first."""
    newest = (DraftRevision.draft_id == Draft.id) & (DraftRevision.number == Draft.number)
    wanted = IS_OPEN & (Draft.path == path if path is not None else true())
    columns = Draft.id, Draft.path, DraftRevision.text, Draft.state, Draft.updated_at, DraftRevision.account_id
    drafts = session.execute(
        select(*columns).join(DraftRevision, newest).where(wanted).order_by(Draft.updated_at.desc(), Draft.id)
    ).all()
    writers: dict[int, set[int]] = {draft.id: set() for draft in drafts}
    wrote = select(DraftRevision.draft_id, DraftRevision.account_id).distinct()
    for row in session.execute(wrote.where(DraftRevision.draft_id.in_(writers))):
        writers[row.draft_id].add(row.account_id)
    return [OpenDraft(*draft, frozenset(writers[draft.id])) for draft in drafts]


@dataclass(frozen=True)
class SavedRevision:
    """A save without its text. `waiting`: it was kept beside the draft."""

    number: int
    account_id: int
    saved_at: datetime
    waiting: bool


def saved_revisions(session: Session, draft_id: int, before: int | None, most: int) -> list[SavedRevision]:
    """At most `most`, the newest first; only those with a number below `before`, if given."""
    columns = DraftRevision.number, DraftRevision.account_id, DraftRevision.saved_at, DraftRevision.waiting
    wanted = (DraftRevision.draft_id == draft_id) & (DraftRevision.number < before if before is not None else True)
    rows = session.execute(select(*columns).where(wanted).order_by(DraftRevision.number.desc()).limit(most))
    return [SavedRevision(*row) for row in rows]


@dataclass(frozen=True)
class ClosedDraft:
    """`number`: of the revision that was its text at the end, `text`: that; `updated_at`: when it was given up; `closed_by`:
    the account that did it, None where nobody wrote that down yet."""

    id: int
    path: str
    number: int
    text: str
    updated_at: datetime
    closed_by: int | None


def closed_drafts(session: Session, most: int) -> list[ClosedDraft]:
    """Those given up last, the newest first."""
    closed_by = (
        select(func.max(DraftMove.account_id))
        .where(DraftMove.draft_id == Draft.id, DraftMove.state == "closed")
        .scalar_subquery()
    )
    columns = Draft.id, Draft.path, Draft.number, DraftRevision.text, Draft.updated_at, closed_by
    last = (DraftRevision.draft_id == Draft.id) & (DraftRevision.number == Draft.number)
    found = select(*columns).join(DraftRevision, last).where(Draft.state == "closed")
    return [ClosedDraft(*row) for row in session.execute(found.order_by(Draft.updated_at.desc(), Draft.id).limit(most))]


def moves_of(session: Session, draft_id: int) -> list[DraftMove]:
    """Who moved it on, the newest first."""
    return list(session.scalars(select(DraftMove).where(DraftMove.draft_id == draft_id).order_by(DraftMove.id.desc())))
