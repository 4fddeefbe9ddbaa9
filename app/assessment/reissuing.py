"""Use case: a certificate gives way to one that names fewer skills."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.assessment import queries
from app.assessment.decisions_in_log import log_decision
from app.assessment.domain.readings import Reader, Standing
from app.assessment.domain.reasons import ITEM_FLAWED, reason_of
from app.assessment.losses import names_too_much
from app.assessment.service import Seen, UnknownReason, ready_made, settled_case, stand, write_decision
from app.assessment.settling import Wish, settle
from app.sittings.standards import Engine


def reissue(
    session: Session, engine: Engine, token: str, seen: Seen, wish: Wish, reader: Reader, now: datetime
) -> Standing:
    """A certificate that names a skill which lost its evidence since gives way to one that does not. What was decided stands:
    the case is opened again and approved in one, without a second reading, and who looked before looked. Raises as `decide`."""
    case, stands = settled_case(session, token, seen, reader)
    if wish.kind != "reissue" or reason_of(wish.kind, wish.reason) is None or not names_too_much(session, case):
        raise UnknownReason
    unread = None if queries.was_read(session, case) else queries.batch_of(session, case)
    opened = ready_made("reopen", ITEM_FLAWED)
    decisions = [write_decision(session, case, stands, opened, reader.account, reader.commune, now)]
    again, approved = stand(session, case, now), replace(wish, kind="approve")
    decisions.append(
        write_decision(session, case, again, approved, reader.account, reader.commune, now, batch=unread)
    )  # fmt: skip
    after = stand(session, case, now)
    settle(session, engine, case, approved, now)
    for decision in decisions:
        log_decision(session, decision, now)
    return after
