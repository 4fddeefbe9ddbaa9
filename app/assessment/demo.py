"""Made-up class sittings, in development only, so that the desk can be tried: the real engine asks, invented people answer
as able as they are. Most of them plainly reach the standard or plainly do not; some are near it, were helped, or answer
faster than anybody reads. Some cases are decided already, by invented assessors who do not always agree."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import cycle
from random import Random

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.assessment import queries, service
from app.assessment.domain.readings import OUTCOMES, Kind, Reader, standing
from app.assessment.domain.reasons import default_reason
from app.assessment.models import Case
from app.assessment.opener import CaseOpener
from app.assessment.openings import keep_opening
from app.assessment.settling import NothingShown
from app.core.db import Database
from app.courses.domain.standards import LEAST_READING_S
from app.learners.models import Learner
from app.learners.service import create_learner
from app.quiz.domain.ability import chance_of_success
from app.sittings.demo import answer_task
from app.sittings.models import CertificateName, Sitting
from app.sittings.outcomes import NotAgreed, appeal
from app.sittings.service import NewSitting, current_task, start_sitting
from app.sittings.standards import Engine, Offer
from app.sittings.supervision import NewSupervision, close_supervision, come_in, open_supervision, take_seat

NAME = "Người chờ thẩm định (thử)"
CASES, IN_A_CLASS = 260, 13
SLOWEST = timedelta(seconds=100)  # to read a case
READ, APPEALS = 60, 3  # of these so many are decided, so many appealed against
COMMUNES = ("Xã Bình Minh (thử)", "Xã Đông Hà (thử)", "Phường Hòa Bình (thử)", "Xã Tân Phú (thử)")
ASSESSORS_COMMUNES = ("Xã Hòa Lạc (thử)", "Xã Mỹ Sơn (thử)", "Phường Kim Liên (thử)", "Xã Vĩnh Hảo (thử)")
CONSENT = "2026-11-22"
WORDS = "Nhờ xem lại giúp tôi. Hôm ấy máy đơ, tôi bấm nhầm mấy chỗ."
AS_SAID: dict[str, Kind] = {"certify": "approve", "deny": "deny"}  # of the rest people watch some more
OTHERWISE = 0.08  # so often an assessor decides something else


def load_desk(
    database: Database, engine: Engine, opener: CaseOpener, supervisor_id: int, assessors: Sequence[int], now: datetime,
    count: int = CASES, read: int = READ,
) -> int:  # fmt: skip
    """Gives how many cases were made, 0 where there were some before or nothing is certified here."""
    with database.session(writes=True) as session:
        for account, commune in zip(assessors, cycle(ASSESSORS_COMMUNES)):
            if not queries.reader_of(session, account).commune:
                service.set_commune(session, account, commune)
        session.commit()
        added = load_cases(session, engine, supervisor_id, now, count)
    if added:
        opener.open_due()
        with database.session(writes=True) as session:
            read_some(session, engine, [queries.reader_of(session, one) for one in assessors], now, read)
            session.commit()
        opener.open_due()
    return added


def load_cases(session: Session, engine: Engine, supervisor_id: int, now: datetime, count: int) -> int:
    """Classes of the last days; each is committed by itself, so that a service that runs meanwhile is not kept waiting."""
    offer = engine.standards.offer_for("nguoi-dan")
    if offer is None or session.scalar(select(exists().where(Learner.name.startswith(NAME)))):
        return 0
    random = Random("demo cases")  # noqa: S311 - nobody has to guess anything
    for first in range(0, count, IN_A_CLASS):
        number = first // IN_A_CLASS
        names = tuple(f"{NAME} {place + 1}" for place in range(first, min(first + IN_A_CLASS, count)))
        commune = COMMUNES[number % len(COMMUNES)]
        wanted = NewSupervision(supervisor_id, offer.framework.id, commune, "Nhà văn hóa", names, 6)
        _hold_class(session, engine, offer, wanted, random, now - timedelta(days=1 + number, hours=6))
        session.commit()
    return count


def read_some(session: Session, engine: Engine, readers: Sequence[Reader], now: datetime, count: int) -> None:
    """The cases that wait longest are decided, most of them to the end; some of whom were not certified ask for another
    look."""
    random, waiting = Random("demo readings"), queries.first_waiting(session, count)  # noqa: S311
    at = now - len(readers) * count * SLOWEST
    for number, case in enumerate(waiting):
        in_turn = [*readers[number % len(readers) :], *readers[: number % len(readers)]]
        is_going = True
        for reader in in_turn[:3]:
            begun, at = at, at + timedelta(seconds=random.randint(LEAST_READING_S, int(SLOWEST.total_seconds())))
            is_going = is_going and _read(session, engine, case, reader, random, begun, at) and random.random() < 0.9
    denied = [case for case in waiting if case.verdict == "deny"]
    for case in denied[:APPEALS]:
        appeal(session, session.get_one(Sitting, case.sitting_id), WORDS, now + timedelta(minutes=1))


def _read(
    session: Session, engine: Engine, case: Case, reader: Reader, random: Random, begun: datetime, now: datetime
) -> bool:
    """With its taps, from then till now. Gives whether it still waits for somebody."""
    stands = standing(queries.as_decided(queries.rows_of(session, case.id)))
    if stands.stage == "settled":
        return False
    kind = AS_SAID.get(case.outcome, "practical")
    if random.random() < OTHERWISE:
        kind = random.choice([one for one in OUTCOMES if one not in (kind, "approve")])
    reason = default_reason(
        kind, ready=case.queue == "ready", outcome=case.outcome, cause=case.cause, round_number=stands.round
    )
    wish = service.ready_made(kind, reason)
    wish = replace(wish, authority_text=wish.authority_text or "Xem lại từng bước rồi quyết định khác với máy.")
    try:
        with session.begin_nested():
            seen = service.seen_of(session, case, stands)
            keep_opening(session, case, reader.account, begun, replayed=True)
            after = service.decide(session, engine, case.token, seen, wish, reader, now)
    except (service.Obstructed, NothingShown, NotAgreed):
        return True
    return after.stage != "settled"


def _hold_class(
    session: Session, engine: Engine, offer: Offer, wanted: NewSupervision, random: Random, opened: datetime
) -> None:
    supervision = open_supervision(session, wanted, opened)
    for name in wanted.names:
        learner = _learner(session, name, opened)
        row, _ = come_in(session, engine, supervision, learner, name, opened)
        mac, helped = f"demo-{random.getrandbits(40):012x}", random.random() < 0.05
        sitting = start_sitting(
            session, engine, NewSitting(learner, offer, "class", mac, helped, supervision.id), opened
        )
        take_seat(session, row, sitting)
        _sit(session, engine, sitting, random, opened)
    close_supervision(session, supervision, opened + timedelta(hours=6))


def _learner(session: Session, name: str, now: datetime) -> int:
    learner = create_learner(session, name, now)
    session.add(CertificateName(learner_id=learner.id, name=name, consent_at=now, consent_version=CONSENT))
    session.flush()
    return learner.id


def _sit(session: Session, engine: Engine, sitting: Sitting, random: Random, at: datetime) -> None:
    ability, hurry = random.gauss(0.6, 1.3), 0.08 if random.random() < 0.03 else 1.0
    bank = engine.standards.bank(session, sitting.bank_version)
    while sitting.ended_at is None:
        at = max(at, sitting.active_at) + timedelta(seconds=max(1.0, hurry * random.lognormvariate(3.2, 0.5)))
        found = current_task(session, engine.standards, sitting)
        if found is None or found.content is None:
            return
        right = random.random() < chance_of_success(bank.by_id[found.task.item].item, ability)
        answer_task(session, engine, sitting, right, random, at)
