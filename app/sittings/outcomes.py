"""What becomes of a sitting: its result, what a certificate says, what people decide, another look, a flawed task."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.consents import taken_back_since
from app.accounts.domain.consent import Purpose
from app.accounts.queries import names_of
from app.certification.domain.confirmation import Assurance, SkillSeen
from app.certification.service import NewCertificate
from app.core.db import insert_or_update
from app.quiz.domain.adaptive.sitting import Decision
from app.sittings.domain.appeals import may_appeal
from app.sittings.domain.record import SittingRecord
from app.sittings.domain.rescoring import LEFT, outcome_again
from app.sittings.domain.retakes import months_after
from app.sittings.models import (
    Appeal,
    CertificateName,
    NeutralisedItem,
    Sitting,
    SittingResult,
    SittingTask,
    SittingVerdict,
)
from app.sittings.practical import invite
from app.sittings.queries import (
    appeals_of,
    chosen_of,
    neutralised_items,
    prior_now,
    results_of,
    tasks_of,
    verdicts_of,
)
from app.sittings.standards import Standards

SELF_PRACTISED: Assurance = "tu-luyen"
AT_A_TIME = 20  # sittings judged again in one transaction
SAME = 1e-6  # logits: as exact as an estimate is


class HelpedAlone(Exception):
    """Whoever was helped while nobody supervised has practised: nothing is issued."""


class NotAgreed(Exception):
    """The learner has taken back their consent to be certified: nothing may be issued."""


@dataclass(frozen=True)
class Flip:
    """A result that is another one without the flawed task."""

    sitting_id: int
    before: str
    after: str


def record_result(session: Session, sitting: Sitting, decision: Decision, cause: str, now: datetime) -> SittingResult:
    found = decision.estimate
    result = SittingResult(
        sitting_id=sitting.id,
        at=now,
        cause=cause,
        outcome=decision.outcome,
        reason=decision.reason,
        theta=found.theta,
        se=found.se,
        p_master=found.p_master,
        n=decision.n,
    )
    session.add(result)
    return result


def record_verdict(
    session: Session,
    sitting_id: int,
    state: str,
    reason: str,
    learner_text: str,
    certificate_code: str | None,
    now: datetime,
    skills: Sequence[str] = (),
) -> None:
    """The newest holds (models.SittingVerdict). `skills`: to be shown to a supervisor, of "practical"."""
    verdict = SittingVerdict(
        sitting_id=sitting_id,
        at=now,
        state=state,
        reason=reason,
        learner_text=learner_text,
        certificate_code=certificate_code,
    )
    session.add(verdict)
    session.flush()
    if skills:
        invite(session, verdict, skills)


def certificate_request(
    session: Session, standards: Standards, record: SittingRecord, assurance: Assurance, now: datetime
) -> NewCertificate:
    """What a certificate for this sitting says: the skills with evidence of their own, some of it performed; the
    class that it was finished in, with the name that its supervisor knows the learner by; who pressed, on whose phone.
    Raises HelpedAlone, NotAgreed."""
    if record.is_practice:
        raise HelpedAlone
    framework = standards.framework(record.framework)
    names = {skill.id: skill.name for skill in framework.skills.values()} if framework else {}
    shown = [found for found in record.skills if found.standing == "shown"]
    seat, own = record.seat, session.get(CertificateName, record.learner_id)
    if own is None or taken_back_since(session, record.learner_id, Purpose.CERTIFICATE, record.started_at):
        raise NotAgreed
    return NewCertificate(
        learner_id=record.learner_id,
        subject=record.token,
        holder=seat.name if seat else own.name,
        framework=record.framework,
        framework_name=framework.name if framework else record.framework,
        framework_version=record.framework_version,
        assurance=assurance,
        skills=tuple(SkillSeen(one.of, names.get(one.of, one.of), performed=True, tasks=one.n) for one in shown),
        valid_until=months_after(now, record.standard.valid_months).date(),
        assisted=record.was_assisted,
        device=record.device,  # type: ignore[arg-type]  # one of the three
        place=f"{seat.place}, {seat.commune}" if seat else "",
        supervisor=names_of(session, [seat.supervisor_id])[seat.supervisor_id] if seat else "",
        show_name=False,
        given_by=record.standard.issued_by,
        signed_by=record.standard.signed_by,
    )


def appeal(session: Session, sitting: Sitting, text: str, now: datetime) -> bool:
    """A person looks again (domain.appeals.may_appeal). False when there is nothing to look at again, or it had been asked
    before."""
    verdicts, before = verdicts_of(session, sitting.id), appeals_of(session, sitting.id)
    is_supervised = sitting.supervision_id is not None
    if sitting.ended_at is None or not may_appeal(
        verdicts, before, is_supervised=is_supervised, was_assisted=sitting.assisted
    ):
        return False
    try:
        with session.begin_nested():
            session.add(Appeal(sitting_id=sitting.id, at=now, text=text, verdicts=len(verdicts)))
            session.flush()
    except IntegrityError:
        return False
    return True


def neutralise_item(session: Session, standards: Standards, item: str, reason: str, now: datetime) -> tuple[Flip, ...]:
    """A flawed task: running sittings put it aside at their next step, ended ones are judged again without it, and so are later
    ones that went on from their evidence. Gives those whose result is another one now; doing it twice changes nothing.

    Commits the session's transaction, and again every few sittings: nobody waits for the whole of it, and what was cut off is
    ended by doing it once more. A sitting that ends meanwhile began its step before the item was out, holding its row: waiting
    for the row of every sitting that was asked it misses none."""
    out = insert_or_update(session.get_bind().dialect.name, NeutralisedItem).values(item=item, at=now, reason=reason)
    session.execute(out.on_conflict_do_nothing())  # taken out before, or at the same moment
    session.commit()
    asked = select(SittingTask.sitting_id).where(SittingTask.item == item).order_by(SittingTask.sitting_id)
    ids, flips = session.scalars(asked).all(), []
    session.commit()
    for first in range(0, len(ids), AT_A_TIME):
        batch = ids[first : first + AT_A_TIME]
        ended = (one for one in lock_with_followers(session, batch) if one.id in batch and one.ended_at is not None)
        flips += [flip for one in ended for flip in judge_again(session, standards, one, "neutralised", now)]
        session.commit()
    return tuple(flips)


def lock_with_followers(session: Session, ids: Collection[int]) -> Sequence[Sitting]:
    """These and all that went on from their evidence, by id: the order of whoever else locks several sittings
    (privacy.service.erase). Called before one of them is judged again."""
    found, newest = set(ids), set(ids)
    while newest:
        newest = set(session.scalars(select(Sitting.id).where(Sitting.carried_from.in_(newest)))) - found
        found |= newest
    wanted = select(Sitting).where(Sitting.id.in_(found)).order_by(Sitting.id)
    return session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).all()


def judge_again(
    session: Session, standards: Standards, sitting: Sitting, cause: str, now: datetime
) -> tuple[Flip, ...]:
    """An ended sitting with what is known today of its tasks and of what it began with, and after it those that went on from
    its evidence. Nothing is written of one that comes to the same."""
    own = _judge(session, standards, sitting, cause, now)
    return (*((own,) if own else ()), *judge_followers(session, standards, sitting, cause, now))


def judge_followers(
    session: Session, standards: Standards, sitting: Sitting, cause: str, now: datetime
) -> tuple[Flip, ...]:
    """Those that went on from its evidence; lock_with_followers has locked them. One that still goes on replays as it began, and is judged so when it ends
    (steering.end)."""
    session.flush()
    wanted = (
        select(Sitting).where(Sitting.carried_from == sitting.id, Sitting.ended_at.is_not(None)).order_by(Sitting.id)
    )
    later = session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).all()
    return tuple(flip for one in later for flip in judge_again(session, standards, one, cause, now))


def _judge(session: Session, standards: Standards, sitting: Sitting, cause: str, now: datetime) -> Flip | None:
    before = results_of(session, sitting.id)[-1]
    tasks = tuple(task.as_ruled for task in tasks_of(session, sitting.id, taps=False))
    chosen = replace(chosen_of(session, standards, sitting), prior=prior_now(session, sitting))
    position = chosen.position(tasks, neutralised_items(session))
    n, found = len(position.scored), position.estimate
    if n == before.n and abs(found.theta - before.theta) < SAME:
        return None
    reason = LEFT if before.reason == LEFT else cause
    outcome = outcome_again(position, was_left=reason == LEFT)
    record_result(session, sitting, Decision(outcome, reason, found, n), cause, now)
    return Flip(sitting.id, before.outcome, outcome) if outcome != before.outcome else None
