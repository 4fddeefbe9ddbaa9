"""Practical work: somebody is invited to it, shows their code to a supervisor, and the supervisor writes down what they saw."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import StaffCommune
from app.sittings.domain.practical import Invitation, Report, SkillWatched, is_pending
from app.sittings.models import (
    CertificateName,
    PracticalInvitation,
    PracticalReport,
    Sitting,
    SittingVerdict,
    SupervisedName,
    Supervision,
)

CODE_LENGTH = 10  # so long that nobody meets one by trying


class NoSuchInvitation(Exception):
    """Nobody was given this code."""


class InvitationOver(Exception):
    """Somebody has decided since, or it has been taken back: what is seen now tells nothing any more."""


@dataclass(frozen=True)
class Invited:
    """Whom a code belongs to, by the `name` that would stand on the paper, the `commune` of their class ("" alone), and what was
    reported last."""

    sitting: Sitting
    invitation: Invitation
    name: str
    commune: str
    is_pending: bool
    newest: Report | None


def invite(session: Session, verdict: SittingVerdict, skills: Sequence[str]) -> None:
    """With a code that no other invitation has or had."""
    while True:
        code = "".join(secrets.choice("0123456789") for _ in range(CODE_LENGTH))
        try:
            with session.begin_nested():
                session.add(PracticalInvitation(verdict_id=verdict.id, code=code, skills=json.dumps(list(skills))))
                session.flush()
        except IntegrityError:
            continue
        return


def invitations_of(session: Session, sittings: Sequence[int]) -> dict[int, Invitation]:
    """The newest of each sitting that has one."""
    rows = session.execute(
        select(SittingVerdict.sitting_id, PracticalInvitation)
        .join(PracticalInvitation, PracticalInvitation.verdict_id == SittingVerdict.id)
        .where(SittingVerdict.sitting_id.in_(sittings))
        .order_by(SittingVerdict.id)
    )
    return {sitting: Invitation(row.verdict_id, row.code, tuple(json.loads(row.skills))) for sitting, row in rows}


def reports_of(session: Session, sitting: int) -> tuple[Report, ...]:
    """About any invitation of a sitting, in the order of time."""
    rows = session.scalars(
        select(PracticalReport)
        .join(SittingVerdict, SittingVerdict.id == PracticalReport.verdict_id)
        .where(SittingVerdict.sitting_id == sitting)
        .order_by(PracticalReport.id)
    )
    return tuple(
        Report(
            row.verdict_id,
            row.account_id,
            row.at,
            tuple(SkillWatched(**one) for one in json.loads(row.watched)),
            row.own_commune,
        )
        for row in rows
    )


def invited_with(session: Session, code: str, *, lock: bool = False) -> Invited:
    """Raises NoSuchInvitation. `lock`: two who report at once come one after the other."""
    wanted = (
        select(Sitting, SittingVerdict.id)
        .join(SittingVerdict, SittingVerdict.sitting_id == Sitting.id)
        .join(PracticalInvitation, PracticalInvitation.verdict_id == SittingVerdict.id)
        .where(PracticalInvitation.code == code)
    )
    found = session.execute(wanted.with_for_update(of=Sitting) if lock else wanted).one_or_none()
    if found is None:
        raise NoSuchInvitation
    sitting, verdict = found
    row = session.get_one(PracticalInvitation, verdict)
    invitation = Invitation(verdict, code, tuple(json.loads(row.skills)))
    states = select(SittingVerdict.id, SittingVerdict.state).where(SittingVerdict.sitting_id == sitting.id)
    verdicts = [(id_, state) for id_, state in session.execute(states.order_by(SittingVerdict.id))]
    reports = [one for one in reports_of(session, sitting.id) if one.verdict == verdict]
    newest = reports[-1] if reports else None
    held = session.get(Supervision, sitting.supervision_id) if sitting.supervision_id is not None else None
    name, commune = _name_of(session, sitting), held.commune if held else ""
    return Invited(sitting, invitation, name, commune, is_pending(verdicts, invitation), newest)


def _name_of(session: Session, sitting: Sitting) -> str:
    """As the supervisor of its class wrote it; of who sat alone, as they did."""
    of_class = select(SupervisedName.name).where(
        SupervisedName.sitting_id == sitting.id, SupervisedName.supervision_id == sitting.supervision_id
    )
    own = session.get(CertificateName, sitting.learner_id)
    return session.scalar(of_class) or (own.name if own else "")


def write_report(session: Session, code: str, account_id: int, watched: Sequence[SkillWatched], now: datetime) -> None:
    """What a supervisor saw, beside what was reported before; the same sent twice is once. An account has one role, so it is
    never an assessor's. Raises NoSuchInvitation, InvitationOver, ValueError for other skills than those of the invitation."""
    found = invited_with(session, code, lock=True)
    if not found.is_pending:
        raise InvitationOver
    if tuple(one.skill for one in watched) != found.invitation.skills:
        raise ValueError("not the skills of the invitation")
    newest = found.newest
    if newest is not None and (newest.supervisor_id, newest.watched) == (account_id, tuple(watched)):
        return
    rows = json.dumps([asdict(one) for one in watched], ensure_ascii=False)
    works_in = session.get(StaffCommune, account_id)
    report = PracticalReport(verdict_id=found.invitation.verdict, account_id=account_id, at=now, watched=rows)
    report.own_commune = works_in.commune if works_in else ""
    session.add(report)
    session.flush()
