"""Use cases: people join a phone, are named, choose how they read; guests are made, removed, adopted by an account."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert
from sqlalchemy.orm import Session

from app.core.ids import new_number
from app.learners import queries
from app.learners.domain.device import Device, NotOnDevice
from app.learners.domain.reading import Reading
from app.learners.models import Learner


def create_learner(session: Session, name: str, now: datetime, reading: Reading | None = None) -> Learner:
    learner = Learner(name=name, created_at=now)
    learner.reading = reading or Reading()
    session.add(learner)
    session.flush()
    return learner


def add_learner(session: Session, device: Device, name: str, reading: Reading, now: datetime) -> tuple[Device, Learner]:
    """Someone new joins the phone and is active: with what a visitor has chosen so far, and of what another person has
    chosen only the kind of phone. Raises DeviceFull."""
    device.require_room()
    own = reading if device.active is None else Reading(platform=reading.platform)
    learner = create_learner(session, name, now, own)
    return device.add(learner.id), learner


def rename_learner(session: Session, device: Device, name: str) -> Learner:
    """The active learner goes by this name from now on. Raises NotOnDevice when nobody is active."""
    learner = queries.find_learner(session, device.active)
    if learner is None:
        raise NotOnDevice
    learner.name = name
    return learner


def choose_reading(session: Session, learner_id: int, reading: Reading) -> None:
    learner = queries.find_learner(session, learner_id)
    if learner is not None:
        learner.reading = reading


def keep_reading(session: Session, device: Device, reading: Reading) -> None:
    """Before another person takes the phone: what the active one chose as a visitor, before the first answer made them a
    learner, stands only in the phone's cookie."""
    learner = queries.find_learner(session, device.active)
    if learner is not None and learner.reading == Reading():
        learner.reading = reading


def learner_for_account(
    session: Session, account_id: int, name: str, reading: Reading, now: datetime, guest_id: int | None = None
) -> Learner:
    """The account's own learner. An account without one adopts the guest, with everything the guest did; without a
    guest, or when another account was quicker, it gets a new learner. The caller holds the account's row."""
    learner = queries.learner_of_account(session, account_id)
    if learner is None:
        guest = session.get(Learner, guest_id, with_for_update=True) if guest_id is not None else None
        learner = guest if guest and guest.account_id is None else create_learner(session, "", now)
        learner.account_id, learner.name = account_id, learner.name or name
        choose_reading(session, learner.id, reading)
    return learner


def create_guests(connection: Connection, count: int, now: datetime) -> list[int]:
    """The ids of `count` new learners without a name: for the answer log, which writes many people's rows at once."""
    if not count:
        return []
    ids = [new_number() for _ in range(count)]
    connection.execute(insert(Learner), [{"id": learner, "name": "", "created_at": now} for learner in ids])
    return ids


def remove_guests(connection: Connection, ids: Sequence[int]) -> None:
    """For the answer log again: guests made for answers that another server had already written."""
    if ids:
        connection.execute(delete(Learner).where(Learner.id.in_(ids)))
