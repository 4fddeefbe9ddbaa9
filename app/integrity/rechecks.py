"""Use cases: a seed's digest is published, the lot is drawn when its days are over, a stranger says what they saw."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.assessment.domain.readings import Obstacle, Reader, obstacle
from app.assessment.domain.staffing import Lack, lack
from app.assessment.models import Case
from app.assessment.queries import MOST_LOOKED_AT, origin_of
from app.certification import transparency_log as log
from app.certification.domain.credential import canonical, moment
from app.core.clock import VIETNAM
from app.core.ids import digest, new_token
from app.integrity.closing import closing_of
from app.integrity.domain.lot import drawn
from app.integrity.domain.rechecks import OUTCOMES, BadPeriod, Outcome, Tally, check_period
from app.integrity.draws import (
    Decided,
    all_draws,
    cases_about,
    certified_between,
    decided_between,
    deciders_of,
    find_draw,
    outcomes_of,
)
from app.integrity.models import RecheckDraw, RecheckOutcome
from app.integrity.queries import communes_called

PERCENTS = (3, 4, 5)
TAKEN = "Những ngày này đã nằm trong một đợt khác."


class NoSuchDraw(Exception):
    """No draw of this number, or not over yet; or this certificate was not drawn; or it is no outcome."""


class NoStranger(Exception):
    """Who wants to say what they saw knows these people, or has decided about this one."""


class SaidByAnother(Exception):
    """Somebody else said what they saw of this person before."""


@dataclass(frozen=True)
class DrawnOne:
    """A certificate that was drawn; `outcome` as it was said, by `account`. `case`: the token of its case."""

    decided: Decided
    case: str
    is_stranger: bool
    outcome: Outcome | None
    account: int | None


def publish_draw(
    session: Session, first: date, last: date, percent: int, account_id: int, now: datetime
) -> RecheckDraw:
    """In the public log before the first day, with the digest of the seed, so that nobody can put another in its place; the
    seed is told, and mixed with the head of the log, when the last day is over (app/integrity/closing.py). Raises
    BadPeriod."""
    check_period(first, last, now.astimezone(VIETNAM).date())
    if percent not in PERCENTS:
        raise BadPeriod("Tỉ lệ rút là 3, 4 hoặc 5 phần trăm.")
    if any(first <= other.last_day and other.first_day <= last for other in all_draws(session)):
        raise BadPeriod(TAKEN)
    seed = new_token()
    entry = {
        "at": moment(now), "event": "recheck", "first": first.isoformat(), "last": last.isoformat(),
        "percent": percent, "seed_sha256": digest(seed), "mixed_with": "log-head",
    }  # fmt: skip
    try:
        with session.begin_nested():
            draw = RecheckDraw(
                seed=seed, rate=percent / 100, first_day=first, last_day=last, published_at=now, account_id=account_id,
                log_index=log.append(session.connection(), [canonical(entry)]),
            )  # fmt: skip
            session.add(draw)
            session.flush()
    except IntegrityError:  # published twice at once
        raise BadPeriod(TAKEN) from None
    return draw


def drawn_of(lot: str, rate: float, decided: Sequence[Decided]) -> tuple[Decided, ...]:
    """Who has a certificate and was drawn, in the order of the lot. By sitting: to issue a certificate again changes
    nothing."""
    certified = {one.token: one for one in decided if one.code}
    return tuple(certified[token] for token in drawn(certified, lot, rate))


def _drawn(session: Session, draw: RecheckDraw, decided: Sequence[Decided]) -> tuple[Decided, ...]:
    """Nobody yet as long as the lot is not fixed."""
    closing = closing_of(session.connection(), draw)
    return drawn_of(closing.lot, draw.rate, decided) if closing else ()


def drawn_sittings(session: Session, draw: RecheckDraw) -> tuple[str, ...]:
    """Tokens, in the order of the lot."""
    return tuple(one.token for one in _drawn(session, draw, decided_between(session, draw.first_day, draw.last_day)))


def tallies(session: Session, draw: RecheckDraw) -> list[Tally]:
    """Claimed and seen again, by commune."""
    decided = decided_between(session, draw.first_day, draw.last_day)
    outcomes, chosen = outcomes_of(session, draw.id), frozenset(one.code for one in _drawn(session, draw, decided))
    communes, found = communes_called(session), defaultdict(list)
    for one in decided:
        found[communes[one.commune_key]].append(one)
    return [_tally(commune, ones, chosen, outcomes) for commune, ones in found.items()]


def _tally(
    commune: str, ones: Sequence[Decided], chosen: frozenset[str], outcomes: Mapping[str, RecheckOutcome]
) -> Tally:
    seen = [outcomes[one.code].outcome for one in ones if one.code in chosen and one.code in outcomes]
    counts = {kind: seen.count(kind) for kind in OUTCOMES}
    return Tally(
        commune, sum(bool(one.code) for one in ones), len(ones), counts["able"], counts["not-able"], counts["absent"]
    )  # fmt: skip


def drawn_ones(session: Session, draw: RecheckDraw, reader: Reader) -> list[DrawnOne]:
    """In the order of the lot."""
    chosen = _drawn(session, draw, decided_between(session, draw.first_day, draw.last_day))
    cases = cases_about(session, [one.sitting_id for one in chosen])
    deciders, outcomes = deciders_of(session, [case.id for case in cases.values()]), outcomes_of(session, draw.id)
    found = []
    for one in chosen:
        case, said = cases.get(one.sitting_id), outcomes.get(one.code)
        stranger = case is not None and _barred(reader, case, deciders) is None
        outcome: Outcome | None = said.outcome if said else None  # type: ignore[assignment]
        found.append(DrawnOne(one, case.token if case else "", stranger, outcome, said.account_id if said else None))
    return found


def _barred(reader: Reader, case: Case, deciders: Mapping[int, set[int]]) -> Obstacle | None:
    """Why this assessor is no stranger to whom the case is about; `deciders` by case."""
    knows = reader.account in deciders.get(case.id, set())
    return obstacle(reader, origin_of(case), []) or ("decided-before" if knows else None)


class Untested:
    """Certificates that were drawn, and that nobody who is here may test again. What a lot has drawn is kept: once it is fixed
    nothing changes it, and to draw it again takes long."""

    def __init__(self) -> None:
        self._drawn: dict[int, dict[int, str]] = {}

    def lacking(self, session: Session, readers: Sequence[Reader]) -> tuple[Lack, ...]:
        """Of the first MOST_LOOKED_AT of each draw that nobody has tested yet. `readers`: whoever assesses here."""
        return tuple(found for draw in all_draws(session) for found in self._lacking(session, draw, readers))

    def _lacking(self, session: Session, draw: RecheckDraw, readers: Sequence[Reader]) -> Iterator[Lack]:
        seen = outcomes_of(session, draw.id)
        waiting = [sitting for sitting, code in self._codes(session, draw).items() if code not in seen]
        cases = cases_about(session, waiting[:MOST_LOOKED_AT])
        deciders = deciders_of(session, [case.id for case in cases.values()])
        for case in cases.values():
            found = lack([_barred(reader, case, deciders) for reader in readers], origin_of(case))
            if found is not None:
                yield found

    def _codes(self, session: Session, draw: RecheckDraw) -> dict[int, str]:
        """By sitting; none while the lot is not fixed."""
        if draw.id not in self._drawn:
            closing = closing_of(session.connection(), draw)
            if closing is None:
                return {}
            certified = certified_between(session, draw.first_day, draw.last_day)
            chosen = set(drawn((token for token, _ in certified.values()), closing.lot, draw.rate))
            self._drawn[draw.id] = {sitting: code for sitting, (token, code) in certified.items() if token in chosen}
        return self._drawn[draw.id]


def record_outcome(session: Session, draw_id: int, code: str, outcome: str, reader: Reader, now: datetime) -> DrawnOne:
    """The newest counts; only who said it may say something else. Raises NoSuchDraw, NoStranger, SaidByAnother."""
    draw = find_draw(session, draw_id, lock=True)
    if draw is None or outcome not in OUTCOMES:
        raise NoSuchDraw
    found = next((one for one in drawn_ones(session, draw, reader) if one.decided.code == code), None)
    if found is None:
        raise NoSuchDraw
    if not found.is_stranger:
        raise NoStranger
    if found.account not in (None, reader.account):
        raise SaidByAnother
    if found.outcome != outcome:
        session.add(RecheckOutcome(draw_id=draw_id, code=code, outcome=outcome, account_id=reader.account, at=now))
        session.flush()
    return found
