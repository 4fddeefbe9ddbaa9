"""Selects: draws, who was certified in their days, what strangers saw of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import Session

from app.assessment.models import Case, CaseDecision
from app.certification.domain.confirmation import from_text
from app.certification.models import Certificate
from app.core.clock import VIETNAM
from app.courses.domain.communes import commune_key
from app.integrity.models import RecheckDraw, RecheckOutcome
from app.sittings.models import Sitting, SittingVerdict, Supervision

MOST_NUMBER = 2**63


def all_draws(session: Session) -> Sequence[RecheckDraw]:
    """The newest first."""
    return session.scalars(select(RecheckDraw).order_by(RecheckDraw.first_day.desc(), RecheckDraw.id.desc())).all()


def draws_over(session: Session, since: date, today: date) -> Sequence[RecheckDraw]:
    """Those whose last day is one of these, today's excepted; the newest first."""
    wanted = select(RecheckDraw).where(RecheckDraw.last_day >= since, RecheckDraw.last_day < today)
    return session.scalars(wanted.order_by(RecheckDraw.first_day.desc(), RecheckDraw.id.desc())).all()


def find_draw(session: Session, number: int, *, lock: bool = False) -> RecheckDraw | None:
    return session.get(RecheckDraw, number, with_for_update=lock) if number < MOST_NUMBER else None


@dataclass(frozen=True)
class Decided:
    """A supervised sitting that was decided about: `code` of its newest certificate, "" where it was denied. `token` is
    the sitting's: it stays when the certificate is issued again. `commune_key`: by which communes are compared."""

    sitting_id: int
    token: str
    code: str
    commune: str
    place: str
    at: datetime
    commune_key: str


def decided_between(session: Session, first: date, last: date) -> list[Decided]:
    """Who got a certificate on these days in Vietnam, whatever became of it since, or was denied one; once each."""
    begin, end = _moments(first, last)
    found = {
        row[0].id: _decided(*row)
        for query in (_denied(begin, end), _issued(begin, end))
        for row in session.execute(query)
    }
    return sorted(found.values(), key=lambda one: (one.at, one.sitting_id))


def _issued(begin: datetime, end: datetime) -> Select[Sitting, Supervision, str, datetime]:
    """The newest last."""
    return (
        select(Sitting, Supervision, Certificate.code, Certificate.issued_at)
        .join(SittingVerdict, SittingVerdict.sitting_id == Sitting.id)
        .join(Certificate, Certificate.code == SittingVerdict.certificate_code)
        .join(Supervision, Supervision.id == Sitting.supervision_id)
        .where(Certificate.issued_at >= begin, Certificate.issued_at < end)
        .order_by(Certificate.issued_at, Certificate.log_index)
    )


def certified_between(session: Session, first: date, last: date) -> dict[int, tuple[str, str]]:
    """As decided_between, of many: by sitting its token and the code of its newest certificate of these days."""
    issued = _issued(*_moments(first, last)).with_only_columns(Sitting.id, Sitting.token, Certificate.code)
    return {sitting: (token, code) for sitting, token, code in session.execute(issued)}


def _moments(first: date, last: date) -> tuple[datetime, datetime]:
    """The beginning of these days in Vietnam, and their end."""
    return datetime.combine(first, time(), VIETNAM), datetime.combine(last + timedelta(days=1), time(), VIETNAM)


def _denied(begin: datetime, end: datetime) -> Select[Sitting, Supervision, str, datetime]:
    return (
        select(Sitting, Supervision, literal(""), SittingVerdict.at)
        .join(SittingVerdict, SittingVerdict.sitting_id == Sitting.id)
        .join(Supervision, Supervision.id == Sitting.supervision_id)
        .where(SittingVerdict.state == "denied", SittingVerdict.at >= begin, SittingVerdict.at < end)
        .order_by(SittingVerdict.at)
    )


def _decided(sitting: Sitting, held: Supervision, code: str, at: datetime) -> Decided:
    key = commune_key(held.commune, held.commune_code)
    return Decided(sitting.id, sitting.token, code, held.commune, held.place, at, key)


def outcomes_of(session: Session, draw_id: int) -> dict[str, RecheckOutcome]:
    """By code; the newest counts."""
    rows = session.scalars(select(RecheckOutcome).where(RecheckOutcome.draw_id == draw_id).order_by(RecheckOutcome.id))
    return {row.code: row for row in rows}


def tested(session: Session, draws: Sequence[int]) -> set[tuple[int, str]]:
    """By draw and code, of whom it was said what was seen."""
    rows = session.execute(select(RecheckOutcome.draw_id, RecheckOutcome.code).where(RecheckOutcome.draw_id.in_(draws)))
    return {(draw, code) for draw, code in rows}


def cases_about(session: Session, sittings: Sequence[int]) -> dict[int, Case]:
    return {row.sitting_id: row for row in session.scalars(select(Case).where(Case.sitting_id.in_(sittings)))}


def deciders_of(session: Session, cases: Sequence[int]) -> dict[int, set[int]]:
    """By case, the assessors who decided anything about it."""
    rows = session.execute(select(CaseDecision.case_id, CaseDecision.account_id).where(CaseDecision.case_id.in_(cases)))
    found: dict[int, set[int]] = defaultdict(set)
    for case, account in rows:
        if account is not None:
            found[case].add(account)
    return found


def holders_of(session: Session, codes: Sequence[str]) -> dict[str, str]:
    """Names on certificates; "" of who was forgotten."""
    rows = session.execute(select(Certificate.code, Certificate.confirmation).where(Certificate.code.in_(codes)))
    return {code: from_text(text).holder for code, text in rows}
