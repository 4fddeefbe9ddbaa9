"""Cases are opened in the background, every few seconds, for sittings that have ended since."""

import json
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

import structlog
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from app.assessment import queries
from app.assessment.decisions_in_log import log_decision
from app.assessment.domain.evidence import evidence_of
from app.assessment.domain.flags import Reference, Tempi
from app.assessment.domain.readings import Standing, standing
from app.assessment.domain.reasons import APPEAL, PRACTICAL_REPORT
from app.assessment.domain.reference import SITTINGS, honest_signs, reference
from app.assessment.domain.triage import Concern, Findings, concerns, findings_of, is_near_cut, queue_of
from app.assessment.domain.usual_times import usual_times
from app.assessment.losses import certificate_of, is_ours, lost_of, tell_lost, told_first
from app.assessment.models import Case, HonestReference
from app.assessment.queries import month_of
from app.assessment.reading_seeds import is_made, make_seeds, month_after
from app.assessment.service import break_up, ready_made, stand, write_decision
from app.assessment.settling import STATES
from app.assessment.sittings_due import Cursor, due_sittings, happened, tempi
from app.core.batch import UNAVAILABLE
from app.core.clock import Clock
from app.core.db import Database, insert_or_update
from app.core.ids import new_number, new_token
from app.sittings.domain.record import SittingRecord
from app.sittings.exposure import read_exposure
from app.sittings.outcomes import record_verdict
from app.sittings.queries import sitting_record
from app.sittings.standards import Standards

EVERY_S = 5.0
ABANDONED = timedelta(days=1)  # a batch that is open for so long: its cases wait for anybody again

log = structlog.get_logger()


class Stopped(Exception):
    """The service ends: what was begun is begun again at the next start."""


class CaseOpener:
    """One per process; two find the same, and one of them writes it. `sittings`: how many honest ones are simulated for a
    bank (domain.reference)."""

    def __init__(self, database: Database, standards: Standards, clock: Clock, sittings: int = SITTINGS) -> None:
        self._database, self._standards, self._clock, self._sittings = database, standards, clock, sittings
        self._cursor = Cursor()
        self._failed: set[int] = set()
        self._unhurt: dict[int, tuple[int, int, int]] = {}  # what had happened to a sitting when it was nobody's affair
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="case-opener", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(timeout=10)

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def open_due(self) -> int:
        """Gives how many cases were opened or written anew. A sitting that cannot be read keeps no other waiting."""
        self._break_up_abandoned()
        with self._database.session(writes=False) as session:
            due, cursor = due_sittings(session, self._cursor)
            due = [one for one in due if one not in self._unhurt or self._unhurt[one] != happened(session, one)]
            times = tempi(session) if due else {}
        opened = 0
        for sitting in due:
            if self._stopped.is_set():
                raise Stopped
            opened += self._open_or_log(sitting, times)
        self._cursor = cursor
        return opened

    def make_seeds(self) -> int:
        """Of this month and the next, so that the digest stands in the public log before anything is drawn by the seed;
        where nobody is certified, none. Gives how many were made."""
        if not self._standards.offers:
            return 0
        now = self._clock.now()
        months = {month_of(now), month_after(now)}
        with self._database.session(writes=False) as session:
            missing = [month for month in months if not is_made(session, month)]
        if not missing:
            return 0
        with self._database.session(writes=True) as session:
            made = make_seeds(session, missing, now)
            session.commit()
        return made

    def _break_up_abandoned(self) -> None:
        now = self._clock.now()
        with self._database.session(writes=False) as session:
            abandoned = queries.abandoned_batches(session, now - ABANDONED)
        for batch in abandoned:
            with self._database.session(writes=True) as session:
                break_up(session, batch, now)
                session.commit()

    def _open_or_log(self, sitting: int, tempi: Tempi) -> bool:
        try:
            return self._open(sitting, tempi)
        except (Stopped, *UNAVAILABLE):
            raise
        except Exception as error:
            if sitting not in self._failed:  # once: it is looked at again every few seconds
                log.exception("opening a case failed", sitting=sitting, error=type(error).__name__)
                self._failed.add(sitting)
            return False

    def _open(self, sitting: int, tempi: Tempi) -> bool:
        with self._database.session(writes=False) as session:
            try:
                record = sitting_record(session, self._standards, sitting)
            except NoResultFound:
                return False  # erased with its learner, a moment ago
            is_known = queries.has_case(session, sitting)
            if not is_known and not is_ours(record) and not lost_of(session, record, certificate_of(record)):
                self._unhurt[sitting] = len(record.results), len(record.appeals), len(record.practised)
                return False
            shown = read_exposure(session, record.bank).shown
        times = usual_times(tempi, self._standards.loads(record.tasks))
        drafted = draft_case(record, shown, times, self._reference(record, tempi))
        with self._database.session(writes=True) as session:
            opened = open_case(session, drafted, self._clock.now())
            session.commit()
        return opened

    def _reference(self, record: SittingRecord, tempi: Tempi) -> Reference:
        """What honest sittings with this bank and standard are like: from the database, or simulated once."""
        versions = record.bank.version, record.chosen.policy.version
        with self._database.session(writes=False) as session:
            known = queries.find_reference(session, *versions)
        if known is not None:
            return known
        times = usual_times(tempi, self._standards.bank_loads(record.bank))
        simulated = honest_signs(record.bank, record.chosen.policy, times, self._sittings)
        seen = list(takewhile(lambda _: not self._stopped.is_set(), simulated))
        if len(seen) < self._sittings:
            raise Stopped
        made = reference(seen)
        with self._database.session(writes=True) as session:
            keep_reference(session, *versions, made, self._clock.now())
            session.commit()
        return made

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self.make_seeds()
                self.open_due()
            except Stopped:
                return
            except UNAVAILABLE as error:
                log.warning("cases wait for the database", error=type(error).__name__)
            except Exception as error:
                log.exception("opening cases failed", error=type(error).__name__)
            self._stopped.wait(EVERY_S)


@dataclass(frozen=True)
class Drafted:
    """A case before it is written."""

    record: SittingRecord
    findings: Findings
    concerns: tuple[Concern, ...]


def draft_case(record: SittingRecord, shown: Mapping[str, float], tempi: Tempi, reference: Reference) -> Drafted:
    found = findings_of(record, evidence_of(record, shown), tempi, reference)
    return Drafted(record, found, concerns(found, record.chosen.policy))


def open_case(session: Session, drafted: Drafted, now: datetime) -> bool:
    """Opens it, or writes it anew where its sitting changed, and out of its batch; an appeal opens a decided one again, and so
    does practical work that was invited to and is done. False when it was as new as this already."""
    record = drafted.record
    values = _values(drafted)
    since = max(filter(None, (record.ended_at, record.appeal.at if record.appeal else None)), default=now)
    fresh = {
        "id": new_number(),
        "token": new_token(),
        "sitting_id": record.id,
        "opened_at": now,
        "waiting_since": since,
    }
    code = certificate_of(record)
    lost = lost_of(session, record, code)
    first = {"round": 1, "stage": "first", "certificate_code": code, **told_first(lost, now)}
    upsert = insert_or_update(session.get_bind().dialect.name, Case).values({**fresh, **first, **values})
    done = session.execute(upsert.on_conflict_do_nothing(index_elements=[Case.sitting_id]).returning(Case.id))
    if done.first() is not None:
        if record.has_done_practical:
            told = ready_made("reopen", PRACTICAL_REPORT).learner_text
            record_verdict(session, record.id, STATES["reopen"], PRACTICAL_REPORT, told, None, now)
        return True
    case = queries.locked_case(session, Case.sitting_id == record.id)
    names = "results", "appealed_at", "practised_at", "concerns"
    if case is None or all(getattr(case, name) == values[name] for name in names):
        return False
    for name, value in values.items():
        setattr(case, name, value)
    case.batch = None
    tell_lost(case, lost_of(session, record, case.certificate_code), now)
    rows = queries.rows_of(session, case.id)
    stands = standing(queries.as_decided(rows))
    is_new_appeal = record.appeal is not None and rows and record.appeal.at > rows[-1].at
    if is_new_appeal and stands.outcome not in (None, "approve"):
        _open_again(session, case, stands, APPEAL, now)
    elif record.has_done_practical and stands.outcome == "practical":
        _open_again(session, case, stands, PRACTICAL_REPORT, now)
    return True


def _open_again(session: Session, case: Case, stands: Standing, reason: str, now: datetime) -> None:
    told = ready_made("reopen", reason)
    decision = write_decision(session, case, stands, told, None, "", now)
    record_verdict(session, case.sitting_id, STATES["reopen"], reason, told.learner_text, None, now)
    stand(session, case, now)
    log_decision(session, decision, now)


def write_anew(session: Session, standards: Standards, sitting: int, now: datetime, tempi: Tempi) -> bool:
    """At once, for somebody who has the case open. False where it stays as it is, or is left to the opener as nothing was
    simulated for its bank yet. `tempi`: read before, in a transaction that keeps nobody from writing."""
    record = sitting_record(session, standards, sitting)
    known = queries.find_reference(session, record.bank.version, record.chosen.policy.version)
    if known is None:
        return False
    times = usual_times(tempi, standards.loads(record.tasks))
    drafted = draft_case(record, read_exposure(session, record.bank).shown, times, known)
    return open_case(session, drafted, now)


def _values(drafted: Drafted) -> dict[str, Any]:
    record, findings = drafted.record, drafted.findings
    result = record.results[-1]
    communes = set().union(*(one.communes for one in record.supervised))
    communes |= {report.commune for report in record.practised if report.commune}
    is_near = is_near_cut(record.position.estimate, record.chosen.policy.cut)
    return {
        "framework": record.framework,
        "results": len(record.results),
        "outcome": result.outcome,
        "cause": result.cause,
        "theta": result.theta,
        "se": result.se,
        "p_master": result.p_master,
        "is_near_cut": is_near,
        "queue": queue_of(drafted.concerns),
        "concerns": json.dumps(drafted.concerns),
        "flags": json.dumps([asdict(flag) for flag in findings.flags]),
        "communes": _barred(communes),
        "supervisors": _barred({str(one) for one in record.watchers}),
        "appealed_at": record.appeal.at if record.appeal else None,
        "practised_at": record.practised[-1].at if record.practised else None,
    }


def _barred(values: set[str]) -> str:
    return "|" + "".join(f"{value}|" for value in sorted(values))


def keep_reference(session: Session, bank: str, standard: str, found: Reference, now: datetime) -> None:
    """Another process may have been quicker: its figures are the same."""
    row = {
        "bank_version": bank, "standard_version": standard, "sittings": found.sittings, "lz_low": found.lz_low,
        "contrast_high": found.contrast_high, "rates": json.dumps(dict(found.rates)), "at": now,
    }  # fmt: skip
    session.execute(
        insert_or_update(session.get_bind().dialect.name, HonestReference).values(row).on_conflict_do_nothing()
    )
