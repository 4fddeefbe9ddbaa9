"""A teacher's word on a rewrite: to learners, back to the teacher's own words, in other words, or taken back."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal

from sqlalchemy.orm import Session

from app.core.ids import version_of
from app.tutor.domain.fidelity.findings import Judgement, Verdict
from app.tutor.domain.fidelity.judgement import VERSION
from app.tutor.rewriting.models import StepRewrite
from app.tutor.rewriting.queue import finding_rows

Obstacle = Literal["no-right", "own-words", "wrong", "not-waiting", "unchanged"]
Deed = Literal["accepted", "rejected", "edited", "withdrawn"]
MOST_SAID: Final = 1_000  # characters of why


class Moved(Exception):
    """Somebody decided, or wrote, since this person read it."""


class Refused(Exception):
    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle)
        self.obstacle = obstacle


def mark_of(row: StepRewrite) -> str:
    """Names what somebody read, so that nobody decides on anything else."""
    return version_of(json.dumps([row.text, row.state, row.verdict, row.decision], sort_keys=True))


def accept_obstacle(row: StepRewrite, account_id: int, *, may_publish: bool, labelled: bool) -> Obstacle | None:
    """Why this teacher may not give it to learners. Two pairs of eyes see whatever is about safety or money, as in
    publishing: of what teachers wrote, those of one who wrote none of it."""
    if not may_publish:
        return "no-right"
    is_put_aside = row.decision in ("rejected", "withdrawn") and row.state == row.decision
    if row.state != "review" and not is_put_aside:
        return "not-waiting"
    if row.verdict == Verdict.REJECT or row.fidelity != VERSION or not row.text:
        return "wrong"
    return "own-words" if labelled and account_id in row.editors else None


def accept(
    session: Session, row: StepRewrite, mark: str, account_id: int, now: datetime, *, may_publish: bool, labelled: bool
) -> None:
    """Raises Moved, Refused."""
    _lock(session, row, mark)
    if obstacle := accept_obstacle(row, account_id, may_publish=may_publish, labelled=labelled):
        raise Refused(obstacle)
    _decide(row, "accepted", account_id, now, "")


def reject(session: Session, row: StepRewrite, mark: str, said: str, account_id: int, now: datetime) -> None:
    """Learners go on reading the teacher's own words. Raises Moved, Refused."""
    _lock(session, row, mark)
    if row.state != "review":
        raise Refused("not-waiting")
    _decide(row, "rejected", account_id, now, said)


def take_back(session: Session, row: StepRewrite, mark: str, said: str, account_id: int, now: datetime) -> None:
    """At once, by any teacher. Raises Moved, Refused."""
    _lock(session, row, mark)
    if row.state != "accepted":
        raise Refused("not-waiting")
    _decide(row, "withdrawn", account_id, now, said)


def edit(
    session: Session, row: StepRewrite, mark: str, text: Mapping[int, str], judgement: Judgement, account_id: int,
    now: datetime,
) -> None:  # fmt: skip
    """In a teacher's words, judged like the machine's; it waits for a decision. Raises Moved, Refused."""
    _lock(session, row, mark)
    if row.state in ("queued", "working") or (row.state == "withdrawn" and not row.decision):
        raise Refused("not-waiting")
    row.text = {str(number): words for number, words in text.items()}
    row.verdict, row.findings, row.fidelity = judgement.verdict.value, finding_rows(judgement), VERSION
    row.decision, row.state, row.reason = "", "review", ""
    row.edited_by, row.decided_by, row.decided_at = account_id, None, None
    row.made_at = row.made_at or now
    _note(row, "edited", account_id, now, "")


def _lock(session: Session, row: StepRewrite, mark: str) -> None:
    session.refresh(row, with_for_update=True)
    if mark_of(row) != mark:
        raise Moved


def _decide(
    row: StepRewrite, decision: Literal["accepted", "rejected", "withdrawn"], by: int, now: datetime, said: str
) -> None:
    row.state = row.decision = decision
    row.decided_by, row.decided_at = by, now
    _note(row, decision, by, now, said)


def _note(row: StepRewrite, deed: Deed, by: int, now: datetime, said: str) -> None:
    row.changed_at = now
    row.log = [*row.log, {"deed": deed, "by": by, "at": now.isoformat(), "said": said[:MOST_SAID]}]
