"""Use cases: a seed's digest is published, the lot is drawn when its days are over, a stranger says what they saw."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

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
    draws_over,
    find_draw,
    outcomes_of,
    tested,
)
from app.integrity.models import RecheckDraw, RecheckOutcome
from app.integrity.queries import communes_called

PERCENTS = (3, 4, 5)
TOLD_DAYS = 365  # after the last day of a draw
TAKEN = "Những ngày này đã nằm trong một đợt khác."


class NoSuchDraw(Exception):
    """No draw of this number, or not over yet; or this certificate was not drawn; or it is no outcome."""


class NoStranger(Exception):
    """Who wants to say what they saw knows these people, or has decided about this one."""


class SaidByAnother(Exception):
    """Somebody else said what they saw of this person before."""


@dataclass(frozen=True)
class DrawnOne:
    """A certificate that was drawn; `outcome` as it was said, by `account`. `case`: the token of its case, "" while that is
    decided anew: who reads it then has not heard of its certificate."""

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
        token = case.token if case and case.stage == "settled" else ""
        found.append(DrawnOne(one, token, stranger, outcome, said.account_id if said else None))
    return found


def _barred(reader: Reader, case: Case, deciders: Mapping[int, set[int]]) -> Obstacle | None:
    """Why this assessor is no stranger to whom the case is about; `deciders` by case."""
    knows = reader.account in deciders.get(case.id, set())
    return obstacle(reader, origin_of(case), []) or ("decided-before" if knows else None)


@dataclass(frozen=True)
class Due:
    """So many people who were drawn wait to be tested again, the first of them `since` that day."""

    people: int
    since: date


class Untested:
    """Certificates that were drawn and that nobody has tested yet: the first MOST_LOOKED_AT of each draw. What a lot has drawn
    is kept: once it is fixed nothing changes it, and to draw it again takes long. So many draws are asked about as quickly as
    one that was asked about before; who was drawn more than TOLD_DAYS ago is not looked for."""

    def __init__(self) -> None:
        self._drawn: dict[int, dict[int, str]] = {}

    def lacking(self, session: Session, readers: Sequence[Reader], now: datetime) -> tuple[Lack, ...]:
        """Of those whom none of `readers`, whoever assesses here, may test."""
        cases, deciders = self._cases(session, self._waiting(session, now))
        found = (lack([_barred(one, case, deciders) for one in readers], origin_of(case)) for case in cases.values())
        return tuple(one for one in found if one is not None)

    def due(self, session: Session, now: datetime, reader: Reader | None = None) -> Due | None:
        """Of those whom `reader` may test, or of all; None where nobody waits."""
        waiting = self._waiting(session, now)
        cases, deciders = self._cases(session, waiting)
        since = [
            waiting[sitting]
            for sitting, case in cases.items()
            if reader is None or _barred(reader, case, deciders) is None
        ]
        return Due(len(since), min(since)) if since else None

    def _cases(self, session: Session, waiting: Mapping[int, date]) -> tuple[dict[int, Case], Mapping[int, set[int]]]:
        """By sitting, of those whom nobody has erased; and who decided them, by case."""
        cases = cases_about(session, list(waiting)) if waiting else {}
        return cases, deciders_of(session, [case.id for case in cases.values()]) if cases else {}

    def _waiting(self, session: Session, now: datetime) -> dict[int, date]:
        """By sitting, the day on which it was known that it was drawn."""
        today = now.astimezone(VIETNAM).date()
        draws = draws_over(session, today - timedelta(days=TOLD_DAYS), today)
        seen = tested(session, [draw.id for draw in draws]) if draws else set()
        found: dict[int, date] = {}
        for draw in draws:
            codes = self._codes(session, draw).items()
            waiting = [sitting for sitting, code in codes if (draw.id, code) not in seen][:MOST_LOOKED_AT]
            found |= dict.fromkeys(waiting, draw.last_day + timedelta(days=1))
        return found

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
