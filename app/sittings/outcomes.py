"""What becomes of a sitting: its result, a certificate at once, what people decide, another look, a flawed task."""

from collections.abc import Sequence
from dataclasses import dataclass
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
from app.sittings.domain.evidence import skill_evidence
from app.sittings.domain.practical import suggested_skills
from app.sittings.domain.reading_load import unread_share
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
    results_of,
    sitting_record,
    tasks_of,
    verdicts_of,
)
from app.sittings.standards import Engine, Standards

SELF_PRACTISED: Assurance = "tu-luyen"
AT_A_TIME = 20  # sittings judged again in one transaction
CERTIFIED_ALONE = (
    "Bác đã tự luyện và làm được. Giấy xác nhận ghi rõ là bác tự luyện, không có người giám sát. "
    "Muốn có giấy ghi đã được giám sát, bác làm bài ở lớp nhé."
)
UNREAD = "unread"
TOO_FAST = (
    "Bác làm nhanh lắm, nhanh hơn thời gian thường cần để đọc, nên máy chưa cấp giấy ngay được. "
    "Mời bác làm vài việc cùng thầy cô cho chắc, không phải làm lại cả bài."
)


NAMESAKE = "namesake"
# Nothing of why: it would tell of somebody else's test.
NOT_ALONE = (
    "Lần này máy chưa cấp giấy ngay được. Mời bác tới lớp có thầy cô, làm vài việc cho chắc, không phải làm lại cả bài."
)


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


def certify_alone(session: Session, engine: Engine, sitting: Sitting, now: datetime) -> None:
    """Without an assessor, as it claims no more than "đã tự luyện". Whoever was helped has practised, and shown nothing of
    their own."""
    if sitting.supervision_id is not None or sitting.assisted:
        return
    record = sitting_record(session, engine.standards, sitting.id)
    try:
        request = certificate_request(session, engine.standards, record, SELF_PRACTISED, now)
    except NotAgreed:
        return
    if not request.skills:
        return
    if record.namesakes:
        skills = suggested_skills(record.position)
        record_verdict(session, sitting.id, "practical", NAMESAKE, NOT_ALONE, None, now, skills)
        return
    if was_unread(engine.standards, record):
        skills = suggested_skills(record.position)
        record_verdict(session, sitting.id, "practical", UNREAD, TOO_FAST, None, now, skills)
        return
    issued = engine.certificates.issue(session, request, now)
    record_verdict(session, sitting.id, "approved", SELF_PRACTISED, CERTIFIED_ALONE, issued.code, now)


def was_unread(standards: Standards, record: SittingRecord) -> bool:
    """More of its tasks than the standard allows were answered in less time than anybody reads them in."""
    loads = standards.loads(record.tasks)
    share = unread_share((task.seconds, loads.get(task.item)) for task in record.tasks)
    return share is not None and share > record.standard.most_unread


def certificate_request(
    session: Session, standards: Standards, record: SittingRecord, assurance: Assurance, now: datetime
) -> NewCertificate:
    """What a certificate for this sitting says: the skills with evidence of their own, some of it performed; the
    class that it was finished in, with the name that its supervisor knows the learner by; who pressed, on whose phone.
    Raises NotAgreed."""
    framework = standards.framework(record.framework)
    names = {skill.id: skill.name for skill in framework.skills.values()} if framework else {}
    shown = [found for found in skill_evidence(record.position) if found.standing == "shown"]
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
    if sitting.ended_at is None or not may_appeal(verdicts, before, is_supervised=is_supervised):
        return False
    try:
        with session.begin_nested():
            session.add(Appeal(sitting_id=sitting.id, at=now, text=text, verdicts=len(verdicts)))
            session.flush()
    except IntegrityError:
        return False
    return True


def neutralise_item(session: Session, standards: Standards, item: str, reason: str, now: datetime) -> tuple[Flip, ...]:
    """A flawed task: running sittings put it aside at their next step, ended ones are judged again without it. Gives those
    whose result is another one now; doing it twice changes nothing.

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
        wanted = select(Sitting).where(Sitting.id.in_(ids[first : first + AT_A_TIME])).order_by(Sitting.id)
        locked = session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).all()
        flips += [_judge_again(session, standards, one, now) for one in locked if one.ended_at is not None]
        session.commit()
    return tuple(flip for flip in flips if flip is not None)


def _judge_again(session: Session, standards: Standards, sitting: Sitting, now: datetime) -> Flip | None:
    results = results_of(session, sitting.id)
    before = results[-1]
    tasks = tuple(task.as_ruled for task in tasks_of(session, sitting.id, taps=False))
    position = chosen_of(session, standards, sitting).position(tasks, neutralised_items(session))
    n = len(position.scored)
    if n == before.n:  # counted already
        return None
    reason = LEFT if before.reason == LEFT else "neutralised"
    outcome = outcome_again(position, was_left=reason == LEFT)
    record_result(session, sitting, Decision(outcome, reason, position.estimate, n), "neutralised", now)
    return Flip(sitting.id, before.outcome, outcome) if outcome != before.outcome else None
