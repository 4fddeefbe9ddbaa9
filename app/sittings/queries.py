"""Selects: a sitting with everything that belongs to it, what is open, what has ended."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from app.accounts.domain.duties import Duty
from app.accounts.queries import appointed
from app.certification.identities import certified_elsewhere
from app.core.db import Database
from app.learners.models import Learner
from app.quiz.domain.ability import Normal
from app.quiz.domain.adaptive.sitting import retake_prior
from app.quiz.domain.simulation.play import Tap
from app.sittings.domain.record import (
    AppealMade,
    Chosen,
    Late,
    Result,
    SittingRecord,
    Supervised,
    Task,
    Verdict,
    chosen_with,
)
from app.sittings.models import (
    Appeal,
    CertificateName,
    LateAnswer,
    LateRuling,
    NeutralisedItem,
    SeatCode,
    Sitting,
    SittingAnswer,
    SittingResult,
    SittingTap,
    SittingTask,
    SittingVerdict,
    SupervisedName,
    Supervision,
)
from app.sittings.namesakes import namesakes_of_sitting
from app.sittings.practical import invitations_of, reports_of
from app.sittings.standards import Standards

AWAY = timedelta(hours=2)  # without a word from the phone: as if paused
LATELY = timedelta(days=30)


def in_sitting(database: Database, learner: int, now: datetime) -> str | None:
    """The token of the sitting that this learner is in the middle of, not paused or away, its class open: the tutor then
    waits."""
    is_class_open = Supervision.closed_at.is_(None) & (Supervision.closes_at > now)
    going = (
        select(Sitting.token)
        .outerjoin(Supervision, Supervision.id == Sitting.supervision_id)
        .where(Sitting.learner_id == learner, Sitting.ended_at.is_(None), Sitting.paused_at.is_(None))
        .where(Sitting.active_at >= now - AWAY, or_(Sitting.supervision_id.is_(None), is_class_open))
    )
    with database.session(writes=False) as session:
        return session.scalar(going)


def unfinished_token(database: Database, learner: int) -> str | None:
    """Of the sitting that this learner can go on with, paused or not."""
    with database.session(writes=False) as session:
        return session.scalar(select(Sitting.token).where(Sitting.learner_id == learner, Sitting.ended_at.is_(None)))


def keeps_bank(session: Session, account_id: int) -> bool:
    """Whether an admin has given them the certification bank to keep; admins have it without."""
    return account_id in appointed(session, Duty.BANK, [account_id])


def find_sitting(session: Session, learner: int | None, token: str, *, lock: bool = False) -> Sitting | None:
    """The learner's own; locked until the transaction ends, so that a tap sent twice comes one after the other."""
    if learner is None:
        return None
    wanted = select(Sitting).where(Sitting.token == token, Sitting.learner_id == learner)
    if lock:  # as it is once the lock is ours, not as it was read before
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.scalar(wanted)


def open_sitting(session: Session, learner: int) -> Sitting | None:
    return session.scalar(select(Sitting).where(Sitting.learner_id == learner, Sitting.ended_at.is_(None)))


def sittings_of(session: Session, *learners: int) -> Sequence[Sitting]:
    """The newest first."""
    return session.scalars(
        select(Sitting).where(Sitting.learner_id.in_(learners)).order_by(Sitting.started_at.desc(), Sitting.id)
    ).all()


def has_account(session: Session, learner: int | None) -> bool:
    """What they did is theirs on any phone; a guest has it on this one only."""
    found = session.get(Learner, learner) if learner is not None else None
    return found is not None and found.account_id is not None


def certificate_name(session: Session, learner: int) -> CertificateName | None:
    return session.get(CertificateName, learner)


def tasks_of(session: Session, sitting: int, *, taps: bool = True) -> tuple[Task, ...]:
    """In the order in which they were asked. `taps`: of every task, else only of the last one."""
    rows = session.execute(
        select(SittingTask, SittingAnswer, LateAnswer)
        .outerjoin(SittingAnswer, SittingAnswer.key == SittingTask.key)
        .outerjoin(LateAnswer, LateAnswer.key == SittingTask.key)
        .where(SittingTask.sitting_id == sitting)
        .order_by(SittingTask.number)
    ).all()
    keys = [task.key for task, _, _ in rows]
    tapped = taps_of(session, keys if taps else keys[-1:])
    late = _late_of(session, [row for _, _, row in rows if row is not None])
    return tuple(_task(task, answer, tuple(tapped.get(task.key, ())), late.get(task.key)) for task, answer, _ in rows)


def _late_of(session: Session, rows: Sequence[LateAnswer]) -> dict[str, Late]:
    """By the key of the task."""
    wanted = select(LateRuling.key, LateRuling.counts).where(LateRuling.key.in_([row.key for row in rows]))
    ruled = session.execute(wanted.order_by(LateRuling.id)).all() if rows else []
    counts = {ruling.key: ruling.counts for ruling in ruled}
    return {row.key: Late(row.answer, row.at, row.score, row.waited_ms, counts.get(row.key, False)) for row in rows}


def taps_of(session: Session, keys: Iterable[str]) -> dict[str, list[Tap]]:
    found: dict[str, list[Tap]] = {}
    rows = session.scalars(
        select(SittingTap).where(SittingTap.key.in_(list(keys))).order_by(SittingTap.key, SittingTap.seq)
    )
    for row in rows:
        found.setdefault(row.key, []).append(Tap(row.seq, row.kind, row.control, row.at, row.outcome))  # type: ignore[arg-type]
    return found


def _task(task: SittingTask, answer: SittingAnswer | None, taps: tuple[Tap, ...], late: Late | None) -> Task:
    return Task(
        number=task.number,
        item=task.item,
        key=task.key,
        version=task.version,
        shown_at=task.shown_at,
        resting=frozenset(json.loads(task.resting)),
        neutralised=frozenset(json.loads(task.neutralised)),
        answer=answer.answer if answer else None,
        score=answer.score if answer else None,
        answered_at=answer.answered_at if answer else None,
        thinking_ms=answer.thinking_ms if answer else None,
        taps=taps,
        late=late,
    )


def neutralised_items(session: Session) -> frozenset[str]:
    return frozenset(session.scalars(select(NeutralisedItem.item)))


def chosen_of(session: Session, standards: Standards, sitting: Sitting) -> Chosen:
    """What a sitting goes on with: the bank and the standard that it began with."""
    return chosen_with(
        standards.bank(session, sitting.bank_version),
        standards.standard(session, sitting.standard_version),
        sitting.seed,
        frozenset(json.loads(sitting.eligible)),
        frozenset(json.loads(sitting.seen)),
        json.loads(sitting.shown),
        Normal(sitting.prior_mean, sitting.prior_sd),
        sitting.exploring,
    )


def prior_now(session: Session, sitting: Sitting) -> Normal:
    """What it would begin with today: the sitting whose evidence it goes on from may have been judged again since."""
    results = results_of(session, sitting.carried_from) if sitting.carried_from else ()
    return retake_prior(results[-1].estimate) if results else Normal(sitting.prior_mean, sitting.prior_sd)


def results_of(session: Session, sitting: int) -> tuple[Result, ...]:
    rows = session.scalars(select(SittingResult).where(SittingResult.sitting_id == sitting).order_by(SittingResult.id))
    return tuple(
        Result(row.at, row.cause, row.outcome, row.reason, row.theta, row.se, row.p_master, row.n) for row in rows
    )


def verdicts_of(session: Session, sitting: int) -> tuple[Verdict, ...]:
    rows = session.scalars(
        select(SittingVerdict).where(SittingVerdict.sitting_id == sitting).order_by(SittingVerdict.id)
    )
    return tuple(Verdict(row.at, row.state, row.reason, row.learner_text, row.certificate_code) for row in rows)


def appeals_of(session: Session, sitting: int) -> tuple[AppealMade, ...]:
    rows = session.scalars(select(Appeal).where(Appeal.sitting_id == sitting).order_by(Appeal.id))
    return tuple(AppealMade(row.at, row.text, row.verdicts) for row in rows)


def supervised_of(session: Session, sitting: int) -> tuple[Supervised, ...]:
    """The classes it went on in, the first first."""
    rows = session.execute(
        select(SupervisedName, Supervision)
        .join(Supervision, Supervision.id == SupervisedName.supervision_id)
        .where(SupervisedName.sitting_id == sitting)
        .order_by(Supervision.opened_at, Supervision.id)
    )
    return tuple(
        Supervised(
            supervision.id,
            supervision.supervisor_id,
            supervision.commune,
            supervision.place,
            supervision.opened_at,
            supervision.closes_at,
            supervision.closed_at,
            name.name,
            name.assisted,
            name.note,
            supervision.device_mac,
            supervision.commune_code,
            supervision.own_commune,
        )
        for name, supervision in rows
    )


def sitting_record(session: Session, standards: Standards, sitting_id: int) -> SittingRecord:
    """Everything that is kept of it. Raises sqlalchemy's NoResultFound."""
    sitting, codes = session.get_one(Sitting, sitting_id), _codes_used(session, sitting_id)
    standard = standards.standard(session, sitting.standard_version)
    moves = [code for code in codes if code.purpose == "move"]
    chosen = chosen_of(session, standards, sitting)
    return SittingRecord(
        id=sitting.id,
        token=sitting.token,
        learner_id=sitting.learner_id,
        framework=sitting.framework,
        framework_version=sitting.framework_version,
        standard=standard,
        chosen=chosen,
        assisted=sitting.assisted,
        device=sitting.device,
        device_mac=sitting.device_mac,
        started_at=sitting.started_at,
        active_at=sitting.active_at,
        paused_at=sitting.paused_at,
        ended_at=sitting.ended_at,
        tasks=tasks_of(session, sitting.id),
        results=results_of(session, sitting.id),
        verdicts=verdicts_of(session, sitting.id),
        appeals=appeals_of(session, sitting.id),
        supervised=supervised_of(session, sitting.id),
        supervision_id=sitting.supervision_id,
        neutralised=neutralised_items(session) & frozenset(chosen.bank.ids),
        put_aside=sitting.put_aside,
        same_phone=_others_on_its_phone(session, sitting),
        certified_elsewhere=certified_elsewhere(session, sitting.learner_id),
        moves=tuple(code.used_at for code in moves if code.used_at is not None),
        left_macs=frozenset(code.left_mac for code in moves),
        was_named=len(moves) < len(codes),
        invitation=invitations_of(session, [sitting.id]).get(sitting.id),
        practised=reports_of(session, sitting.id),
        namesakes=namesakes_of_sitting(session, sitting, standard.retakes),
        prior=prior_now(session, sitting),
    )


def _codes_used(session: Session, sitting: int) -> Sequence[SeatCode]:
    """In the order of time."""
    used = select(SeatCode).where(SeatCode.sitting_id == sitting, SeatCode.used_at.is_not(None))
    return session.scalars(used.order_by(SeatCode.used_at, SeatCode.id)).all()


def _others_on_its_phone(session: Session, sitting: Sitting) -> int:
    """Of a class's own phone many is what it is for."""
    if sitting.device == "class":
        return 0
    others = select(func.count()).where(
        Sitting.device_mac == sitting.device_mac,
        Sitting.learner_id != sitting.learner_id,
        Sitting.started_at.between(sitting.started_at - LATELY, sitting.started_at + LATELY),
    )
    return session.scalar(others) or 0


def has_late_answers(session: Session, sitting: int) -> bool:
    late = exists().where(LateAnswer.key == SittingTask.key, SittingTask.sitting_id == sitting)
    return bool(session.scalar(select(late)))


def was_asked(session: Session, item: str) -> bool:
    return bool(session.scalar(select(exists().where(SittingTask.item == item))))
