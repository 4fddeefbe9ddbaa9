"""Selects: how much of the queue is in which state, what it cost."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.courses.domain.catalogue import Catalogue
from app.tutor.rewriting.models import STATES, State, StepRewrite


@dataclass(frozen=True)
class Tally:
    """`states`: every one, with how many there are. `asked`, `answered`: characters sent to models and received,
    ever, as they are paid for (domain/budgets.Usage)."""

    states: dict[State, int]
    asked: int
    answered: int


def tally(session: Session) -> Tally:
    counted = session.execute(select(StepRewrite.state, func.count()).group_by(StepRewrite.state))
    found = {row[0]: row[1] for row in counted}
    asked, answered = session.execute(select(func.sum(StepRewrite.asked), func.sum(StepRewrite.answered))).one()
    return Tally({state: found.get(state, 0) for state in STATES}, int(asked or 0), int(answered or 0))


def current_rows(session: Session, catalogue: Catalogue) -> list[StepRewrite]:
    """What was made for steps that are still in their lessons, in the order of the catalogue; not what was withdrawn
    because the text has changed."""
    made = select(StepRewrite).where(StepRewrite.made_at.is_not(None))
    made = made.where(or_(StepRewrite.state != "withdrawn", StepRewrite.decision != ""))
    places = {
        (lesson.slug, screen.slug): place
        for place, (lesson, screen) in enumerate(
            (lesson, screen) for lesson in catalogue.lessons.values() for screen in lesson.screens
        )
    }
    found = [row for row in session.scalars(made.order_by(StepRewrite.id)) if (row.lesson, row.step) in places]
    return sorted(found, key=lambda row: places[row.lesson, row.step])


def find_rewrite(session: Session, rewrite_id: int) -> StepRewrite | None:
    return session.get(StepRewrite, rewrite_id) if 0 < rewrite_id < 2**63 else None
