"""When the days of a draw are over, its seed is mixed with what nobody could know before: the head of the public log."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import Connection, exists, select
from sqlalchemy.orm import Session

from app.certification import transparency_log as log
from app.certification.domain.credential import canonical, moment
from app.certification.models import LogEntry, LogHead, SigningKey
from app.certification.service import Certificates
from app.certification.signing_keys import wait_for_turn
from app.core.clock import VIETNAM
from app.integrity.domain.lot import lot_seed
from app.integrity.draws import all_draws
from app.integrity.models import RecheckDraw


@dataclass(frozen=True)
class Closing:
    """The first head of the log that was signed after the last day: `size` entries, `root` in hexadecimal. `lot` is drawn
    by."""

    size: int
    root: str
    at: datetime
    lot: str


def end_of(draw: RecheckDraw) -> datetime:
    """The midnight in Vietnam after its last day."""
    return datetime.combine(draw.last_day + timedelta(days=1), time(), VIETNAM)


def is_over(draw: RecheckDraw, now: datetime) -> bool:
    return now >= end_of(draw)


def closing_of(connection: Connection, draw: RecheckDraw) -> Closing | None:
    """None as long as no head was signed after its last day: nobody knows the lot, the service itself included."""
    first = select(LogHead.size, LogHead.at).where(LogHead.at >= end_of(draw)).order_by(LogHead.size).limit(1)
    head = connection.execute(first).first()
    if head is None:
        return None
    root = log.root_of(connection, head.size).hex()
    return Closing(head.size, root, head.at, lot_seed(draw.seed, root))


def is_due(session: Session, now: datetime) -> bool:
    """Whether a draw is over whose seed the log does not tell yet. Where nothing was ever signed there is nobody to draw."""
    if not session.scalar(select(exists().where(SigningKey.until.is_(None)))):
        return False
    return any(_waits(session.connection(), draw, now) for draw in all_draws(session))


def _waits(connection: Connection, draw: RecheckDraw, now: datetime) -> bool:
    return is_over(draw, now) and not _is_told(connection, draw)


def _is_told(connection: Connection, draw: RecheckDraw) -> bool:
    """A head alone says nothing of it: that of the day may have been signed a moment before."""
    seed = LogEntry.text.contains(f'"seed":"{draw.seed}"', autoescape=True)
    over = LogEntry.text.contains('"event":"recheck-over"', autoescape=True)
    return bool(connection.scalar(select(exists().where(LogEntry.index >= draw.log_index, over, seed))))


def close_draws(session: Session, certificates: Certificates, now: datetime) -> int:
    """In a transaction that writes: the seed of every draw that is over is told in the public log, and its head signed. Gives
    how many there were. Raises BrokenLog, NoKey."""
    connection = session.connection()
    wait_for_turn(connection)
    waiting = [draw for draw in all_draws(session) if _waits(connection, draw, now)]
    if waiting:
        log.append(connection, [_entry(draw, now) for draw in waiting])
        certificates.keep_head(session, now)
    return len(waiting)


def _entry(draw: RecheckDraw, now: datetime) -> bytes:
    days = {"first": draw.first_day.isoformat(), "last": draw.last_day.isoformat()}
    return canonical({"at": moment(now), "event": "recheck-over", **days, "seed": draw.seed})
