"""Made-up class sittings with planted fraud, in development only, so that the pages of signs can be tried: the real engine
asks, invented people answer. Four of the classes are not what they seem, and are called so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp
from random import Random

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.core.clock import VIETNAM
from app.learners.models import Learner
from app.learners.service import create_learner
from app.quiz.domain.ability import chance_of_success
from app.quiz.domain.simulation.screens import Simulation
from app.sittings.demo import fields_of, presses, wrong_fields
from app.sittings.models import Sitting, Supervision
from app.sittings.service import NewSitting, Sent, current_task, press, start_sitting, submit_answer
from app.sittings.standards import Engine, Offer
from app.sittings.steering import Asked
from app.sittings.supervision import NewSupervision, close_supervision, come_in, open_supervision, take_seat

NAME = "Người thi (thử dấu hiệu)"
HONEST, IN_A_CLASS, HOURS = 16, 12, 6
MORNING, NIGHT = 8, 22  # o'clock in Vietnam


@dataclass(frozen=True)
class Manner:
    """How somebody sits a test: `ability` in logits; `pace` beside usual times, with a `spread` of its logarithm. `told_by`:
    whoever says the answers, "" oneself. `phone` "": their own."""

    ability: float
    pace: float = 1.0
    spread: float = 0.45
    told_by: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Hall:
    """A class that is held: `hour` in Vietnam; one after another where one `manner` sits for all."""

    place: str
    commune: str
    manners: tuple[Manner, ...]
    hour: int = MORNING


def halls(random: Random, honest: int, each: int) -> Iterator[Hall]:
    for number in range(honest):
        level, tablets = random.gauss(0.3, 0.4), [f"{number}-{one}" for one in range(3)]
        yield Hall(
            "Nhà văn hóa", f"Xã Thử {number // 2 + 1}",
            tuple(_honest(random, level, tablets) for _ in range(each)),
        )  # fmt: skip
    bad = f"Xã Thử {honest // 2 + 1}"
    yield Hall("Lớp thử: có người đọc đáp án", bad, (Manner(1.5, 0.75, 0.2, told_by="đọc"),) * each)
    yield Hall("Lớp thử: một người thi hộ", bad, (Manner(2.2, 0.35, 0.3, phone="thi-ho"),) * each)
    yield Hall("Lớp thử: lượt ma lúc khuya", bad, (Manner(1.6, 0.3, 0.3, phone="ma"),) * each, NIGHT)
    yield Hall("Lớp thử: bấm cho xong", bad, (Manner(-2.5, 0.04, 0.3),) * each)


def _honest(random: Random, level: float, tablets: list[str]) -> Manner:
    phone = random.choice(tablets) if random.random() < 0.5 else ""
    return Manner(random.gauss(level, 0.9), exp(random.gauss(0, 0.3)), phone=phone)


def load_signs(
    session: Session, engine: Engine, supervisor_id: int, now: datetime, honest: int = HONEST, each: int = IN_A_CLASS
) -> int:
    """`honest` classes and four others with `each` so many people; gives how many sat, 0 where some had before or nothing is certified here."""
    offer = engine.standards.offer_for("nguoi-dan")
    if offer is None or session.scalar(select(exists().where(Learner.name.startswith(NAME)))):
        return 0
    random = Random("demo signs")  # noqa: S311 - nobody has to guess anything
    sat = 0
    for number, hall in enumerate(halls(random, honest, each)):
        day = now.astimezone(VIETNAM) - timedelta(days=2 + number)
        opened = day.replace(hour=hall.hour, minute=0, second=0, microsecond=0)
        names = tuple(f"{NAME} {sat + place + 1}" for place in range(len(hall.manners)))
        wanted = NewSupervision(supervisor_id, offer.framework.id, hall.commune, hall.place, names, HOURS)
        _hold(session, engine, offer, wanted, hall, random, opened)
        sat += len(names)
    return sat


def _hold(
    session: Session, engine: Engine, offer: Offer, wanted: NewSupervision, hall: Hall, random: Random, opened: datetime
) -> None:
    supervision, at = open_supervision(session, wanted, opened), opened
    for name, manner in zip(wanted.names, hall.manners, strict=True):
        in_turn = manner.phone and manner.pace < 0.5
        at = at + timedelta(minutes=1) if in_turn else opened + timedelta(minutes=random.randrange(40))
        sitting = _seat(session, engine, offer, supervision, name, manner, random, at)
        at = _sit(session, engine, offer, sitting, manner, random, at)
    close_supervision(session, supervision, opened + timedelta(hours=HOURS))


def _seat(
    session: Session, engine: Engine, offer: Offer, supervision: Supervision, name: str, manner: Manner, random: Random,
    at: datetime,
) -> Sitting:  # fmt: skip
    learner = create_learner(session, name, at).id
    row, _ = come_in(session, engine, supervision, learner, name, at)
    mac = f"thu-{manner.phone}" if manner.phone else f"thu-{random.getrandbits(40):012x}"
    sitting = start_sitting(session, engine, NewSitting(learner, offer, "class", mac, False, supervision.id), at)
    take_seat(session, row, sitting)
    return sitting


def _sit(
    session: Session, engine: Engine, offer: Offer, sitting: Sitting, manner: Manner, random: Random, at: datetime
) -> datetime:
    """Until the end; gives when that was."""
    while sitting.ended_at is None:
        found = current_task(session, engine.standards, sitting)
        if found is None or found.content is None:
            break
        item = found.task.item
        usual = Random(item).lognormvariate(3.2, 0.35)  # noqa: S311
        seconds = max(0.4, manner.pace * usual * exp(random.gauss(0, manner.spread)))
        says = Random(f"{manner.told_by}/{item}") if manner.told_by else random  # noqa: S311
        right = says.random() < chance_of_success(offer.bank.by_id[item].item, manner.ability)
        at = _answer(session, engine, sitting, found, right, says, at, seconds)
    return at


def _answer(
    session: Session, engine: Engine, sitting: Sitting, found: Asked, right: bool, says: Random, at: datetime,
    seconds: float,
) -> datetime:  # fmt: skip
    key, content = found.task.key, found.content
    done = at + timedelta(seconds=seconds)
    if isinstance(content, Simulation):
        actions = list(presses(content, right=right))
        for number, action in enumerate(actions, 1):
            moment = at + timedelta(seconds=seconds * number / len(actions))
            press(session, engine, sitting, Sent(key, {}), action, moment)
    elif content is not None:
        fields = fields_of(content, right=True) if right else wrong_fields(content, says)
        submit_answer(session, engine, sitting, Sent(key, fields, int(seconds * 1000)), done)
    return done
