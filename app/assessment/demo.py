"""Made-up class sittings, in development only, so that the desk can be tried: the real engine asks, invented people answer
as able as they are. Most of them plainly reach the standard or plainly do not; some are near it, were helped, or answer
faster than anybody reads."""

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.assessment import service
from app.learners.models import Learner
from app.learners.service import create_learner
from app.quiz.domain.ability import chance_of_success
from app.sittings.demo import answer_task
from app.sittings.models import Appeal, CertificateName, Sitting
from app.sittings.service import NewSitting, current_task, start_sitting
from app.sittings.standards import Engine, Offer
from app.sittings.supervision import NewSupervision, close_supervision, come_in, open_supervision, take_seat

NAME = "Người chờ thẩm định (thử)"
CASES, IN_A_CLASS = 200, 25
COMMUNES = ("Xã Bình Minh (thử)", "Xã Đông Hà (thử)", "Phường Hòa Bình (thử)", "Xã Tân Phú (thử)")
CONSENT = "2026-11-22"
WORDS = "Nhờ xem lại giúp tôi. Hôm ấy máy đơ, tôi bấm nhầm mấy chỗ."


def load_cases(
    session: Session, engine: Engine, supervisor_id: int, assessors: tuple[int, ...], now: datetime, count: int = CASES
) -> int:
    """Classes of the last days; gives how many sat in them, 0 where some had before or nothing is certified here. The
    assessors work somewhere else than the first classes were held."""
    for place, account in enumerate(assessors):
        service.set_commune(session, account, COMMUNES[-1 - place % 2])
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
    return count


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
        if random.random() < 0.02:
            session.add(Appeal(sitting_id=sitting.id, at=opened + timedelta(hours=5), text=WORDS))
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
