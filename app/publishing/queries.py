"""Selects: who may publish, what was said and decided, what was published."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.domain.duties import Duty
from app.accounts.domain.roles import Role
from app.publishing.models import LineComment, Publication, ReviewStep


def publishers_among(session: Session, account_ids: Collection[int]) -> frozenset[int]:
    """Which of these may approve and publish now: admins, and teachers who were appointed to it."""
    roles = accounts.roles_of(session, account_ids)
    given = accounts.appointed(session, Duty.PUBLISHING, account_ids)
    teachers = {account_id for account_id, role in roles.items() if role is Role.TEACHER}
    return frozenset({account_id for account_id, role in roles.items() if role is Role.ADMIN} | (teachers & given))


def steps_of(session: Session, draft_id: int) -> list[ReviewStep]:
    """In the order in which they were taken."""
    return list(session.scalars(select(ReviewStep).where(ReviewStep.draft_id == draft_id).order_by(ReviewStep.id)))


def comments_of(session: Session, draft_id: int) -> list[LineComment]:
    return list(session.scalars(select(LineComment).where(LineComment.draft_id == draft_id).order_by(LineComment.id)))


def publications_of(session: Session, path: str) -> list[Publication]:
    """What was written into this file from the desk, the newest first."""
    done = select(Publication).where(Publication.path == path, Publication.state == "done")
    return list(session.scalars(done.order_by(Publication.id.desc())))


def publication_of_draft(session: Session, draft_id: int) -> Publication | None:
    """The one that is being written, or that was."""
    kept = select(Publication).where(Publication.draft_id == draft_id, Publication.state != "undone")
    return session.scalar(kept.order_by(Publication.id.desc()).limit(1))


def unfinished(session: Session, path: str | None = None) -> list[Publication]:
    """Those of which nobody has said how the writing ended."""
    rows = select(Publication).where(Publication.state == "writing").order_by(Publication.id)
    return list(session.scalars(rows if path is None else rows.where(Publication.path == path)))
