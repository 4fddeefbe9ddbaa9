"""A sitting begins: who may, with which items, from what is known of earlier ones."""

import json
from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, TypeAlias

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core.db import insert_or_update
from app.core.ids import new_number, new_token
from app.quiz.domain.ability import Normal
from app.quiz.domain.adaptive.exposure import eligible_items
from app.quiz.domain.adaptive.sitting import retake_prior
from app.sittings.domain.record import Result
from app.sittings.domain.retakes import Wait, wait_for
from app.sittings.exposure import count_sitting, lock_exposure, read_exposure
from app.sittings.models import BankVersion, Sitting, SittingTask, StandardVersion
from app.sittings.namesakes import one_person
from app.sittings.queries import open_sitting, results_of, sittings_of
from app.sittings.standards import Engine, Offer
from app.sittings.steering import go_on

Device: TypeAlias = Literal["own", "borrowed", "class"]
ENOUGH_SEEN = 3  # tasks: who saw so many and left has had a try


class AlreadyOpen(Exception):
    """The learner has a sitting that has not ended: go on with it."""

    def __init__(self, sitting: Sitting | None) -> None:
        super().__init__()
        self.sitting = sitting


class MustWait(Exception):
    """`is_told`: by their own tries they need not, but by those of whom a supervisor says that they are the same person."""

    def __init__(self, wait: Wait, *, is_told: bool = False) -> None:
        super().__init__()
        self.wait, self.is_told = wait, is_told


@dataclass(frozen=True)
class NewSitting:
    """`supervision_id`: the class in which it begins; None: alone. `line`: of its list."""

    learner_id: int
    offer: Offer
    device: Device
    device_mac: str
    assisted: bool = False
    supervision_id: int | None = None
    line: int | None = None


def start_sitting(session: Session, engine: Engine, wanted: NewSitting, now: datetime) -> Sitting:
    """With the first task asked; whoever tried before, as their account or a supervisor says, goes on from there. Raises
    AlreadyOpen, MustWait."""
    going = open_sitting(session, wanted.learner_id)
    if going is not None:
        raise AlreadyOpen(going)
    offer = wanted.offer
    person = one_person(session, wanted.learner_id, wanted.line)
    tried = _tries(session, person)
    wait = _wait(tried, wanted, now)
    if wait is not None:
        own = _tries(session, {wanted.learner_id})
        raise MustWait(wait, is_told=_wait(own, wanted, now) is None)
    _keep_versions(session, offer)
    lock_exposure(session, offer.bank)
    seen = _seen(session, person)
    sitting = _insert(session, wanted, tried[0] if tried else None, seen & frozenset(offer.bank.ids), now)
    go_on(session, engine, sitting, (), now)
    return sitting


def _insert(session: Session, wanted: NewSitting, last: "Try | None", seen: frozenset[str], now: datetime) -> Sitting:
    offer, seed = wanted.offer, new_number()
    prior: Normal = retake_prior(last.result.estimate) if last else offer.policy.prior
    exposure = read_exposure(session, offer.bank)
    exposure = replace(exposure, sittings=exposure.sittings - 1)  # this one is counted there already
    eligible = eligible_items(exposure, offer.bank.ids, offer.policy.r_max, seed)
    count_sitting(session, offer.bank, exposure, eligible)
    sitting = Sitting(
        token=new_token(),
        learner_id=wanted.learner_id,
        framework=offer.framework.id,
        framework_version=offer.framework.version,
        standard_version=offer.standard.version,
        bank_version=offer.bank.version,
        seed=seed,
        eligible=json.dumps(sorted(eligible)),
        seen=json.dumps(sorted(seen)),
        shown=json.dumps({item: count for item, count in exposure.shown.items() if item not in eligible}),
        prior_mean=prior.mean,
        prior_sd=prior.sd,
        exploring=offer.standard.exploring if wanted.supervision_id is None else 0.0,
        carried_from=last.sitting_id if last else None,
        supervision_id=wanted.supervision_id,
        assisted=wanted.assisted,
        device=wanted.device,
        device_mac=wanted.device_mac,
        started_at=now,
        active_at=now,
    )
    try:
        with session.begin_nested():
            session.add(sitting)
            session.flush()
    except IntegrityError:  # another tap was quicker
        raise AlreadyOpen(open_sitting(session, wanted.learner_id)) from None
    return sitting


@dataclass(frozen=True)
class Try:
    """An earlier sitting that counts. `was_given_up_alone`: another one alone has to wait for it, a class has not; what was
    answered in it is carried over, and what was asked is not asked again, as after any other."""

    sitting_id: int
    at: datetime
    result: Result
    was_given_up_alone: bool


def _tries(session: Session, person: Set[int]) -> list[Try]:
    """Of all the accounts that are one person's, the newest first."""
    return tries_of(session, [one for one in sittings_of(session, *person) if one.ended_at is not None])


def _wait(tried: list[Try], wanted: NewSitting, now: datetime) -> Wait | None:
    costing = tried if wanted.supervision_id is None else [one for one in tried if not one.was_given_up_alone]
    return wait_for([one.at for one in costing], wanted.offer.standard.retakes, now)


def tries_of(session: Session, ended: list[Sitting]) -> list[Try]:
    """The newest first; in whatever framework, since all ask much the same and whoever has to wait chooses another in a
    moment. One with no answer that counts was no try, unless ENOUGH_SEEN tasks were shown."""
    found = [(sitting, results_of(session, sitting.id)) for sitting in ended]
    return [
        Try(sitting.id, sitting.ended_at, results[-1], sitting.supervision_id is None and results[-1].reason == "left")
        for sitting, results in found
        if sitting.ended_at is not None and results and (results[-1].n or _shown(session, sitting.id) >= ENOUGH_SEEN)
    ]


def _shown(session: Session, sitting: int) -> int:
    return session.scalar(select(func.count()).where(SittingTask.sitting_id == sitting)) or 0


def _seen(session: Session, person: Set[int]) -> frozenset[str]:
    items = select(SittingTask.item).join(Sitting, Sitting.id == SittingTask.sitting_id)
    return frozenset(session.scalars(items.where(Sitting.learner_id.in_(person))))


def _keep_versions(session: Session, offer: Offer) -> None:
    for table, version, text in (
        (BankVersion, offer.bank.version, offer.bank_text),
        (StandardVersion, offer.standard.version, offer.standard.text),
    ):
        insert = insert_or_update(session.get_bind().dialect.name, table)
        row = insert.values(version=version, text=text)
        session.execute(row.on_conflict_do_nothing(index_elements=["version"]))
