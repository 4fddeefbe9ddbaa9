"""The service, as it runs, is killed while people sit the test and assessors decide over the network: what it had said stands,
nothing stands twice, no sitting is left that cannot go on. CRASH_PEOPLE and CRASH_KILLS ask for a longer run, which is
`./run bench crash`."""

import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import repeat
from pathlib import Path
from random import Random
from subprocess import Popen

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.assessment.domain.readings import standing
from app.assessment.models import Case, CaseDecision
from app.assessment.queries import as_decided, rows_of
from app.certification import transparency_log as log
from app.certification.auditing import audit
from app.certification.domain.merkle_tree import is_included, leaf_hash
from app.certification.models import Certificate
from app.core.db import Database
from app.quiz.domain.adaptive.sitting import decide
from app.sittings.alone import UNCLEAR, UNNAMED
from app.sittings.domain.evidence import skill_evidence
from app.sittings.domain.record import SittingRecord, replay
from app.sittings.models import (
    Appeal,
    ExposureCount,
    ExposureTotal,
    Sitting,
    SittingAnswer,
    SittingTap,
    SittingTask,
    SittingVerdict,
)
from app.sittings.outcomes import SELF_PRACTISED
from app.sittings.queries import sitting_record
from tests.assessment.hall import Hall, open_hall
from tests.live_service import free_port
from tests.sittings.crowd import DECISIONS, Crowd, Deed, Told, gather
from tests.sittings.lives import APPLICATION, Served, die_after_commit, open_nursery
from tests.sittings.place import Place
from tests.sittings.street import Street

pytestmark = pytest.mark.battery

PEOPLE, KILLS = int(os.environ.get("CRASH_PEOPLE", "6")), int(os.environ.get("CRASH_KILLS", "3"))
FEW = 3
DEEDS = 9  # of a person, about
REPORTED = "crash: "  # how lines begin that bench/crash.py shows
LONGEST = max(4, DEEDS * PEOPLE // (KILLS + 1))  # deeds in a life, so that the kills are spread over all of it
AFTER_S = 0.02  # from a deed until the kill, at most
LAST_S = 120 + 4 * PEOPLE  # everybody has ended by then
OTHERS = text(f"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{APPLICATION}'")  # noqa: S608 - our constant

AT_ONCE = (SELF_PRACTISED, UNCLEAR, UNNAMED)  # without anybody who decides

Acknowledged = list[tuple[Deed, Told]]


@pytest.fixture
def hall(place: Place) -> Hall:
    """What honest sittings are like was simulated before: a service that begins with nothing takes its time over that."""
    found = open_hall(place)
    found.hold_class(repeat(True))
    found.opener.open_due()
    return found


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Popen[str]"]:
    with open_nursery(tmp_path_factory.mktemp("nursery")) as nursery:
        yield nursery


def test_nothing_that_was_acknowledged_is_lost_or_doubled(hall: Hall, nursery: "Popen[str]", tmp_path: Path) -> None:
    crowd, chance = gather(hall, PEOPLE), Random(6)  # noqa: S311 - when to kill, nothing secret
    served = Served(crowd, tmp_path, free_port(), nursery)
    street = Street(crowd, served.port)
    in_flight = 0
    try:
        for life in range(KILLS):
            process = served.begin(life)
            if life == 0:
                street.open()
            _wait_for(street, len(street.acknowledged) + chance.randint(3, LONGEST))
            time.sleep(chance.uniform(0, AFTER_S))
            served.kill(process)
            acknowledged, unanswered = street.so_far()
            in_flight += len(unanswered)
            _check(crowd, acknowledged, unanswered)
        process = served.begin(KILLS)
        _wait_for(street)
        assert street.is_over
        served.kill(process)
    finally:
        street.close()
    acknowledged, unanswered = street.so_far()
    assert unanswered == []
    sittings = _check(crowd, acknowledged, [])
    assert len(sittings) == PEOPLE + 1
    assert all(record.ended_at for record in sittings)
    assert any(told.step == "again" for _, told in acknowledged)
    _report(hall, in_flight, street)


@pytest.mark.one_database
def test_every_step_is_committed_at_once(hall: Hall) -> None:
    """The service dies after the first commit of each step: nothing is missing, and whoever sends it again is told so."""
    crowd, random = gather(hall, FEW), Random(6)  # noqa: S311 - nothing secret
    acknowledged: Acknowledged = []

    def take(deed: Deed) -> None:
        die_after_commit(crowd, deed)
        _check(crowd, acknowledged, [deed])
        acknowledged.append((deed, hall.do(lambda session: crowd.carry_out(session, deed))))

    for person in crowd.people:
        while deed := hall.read(lambda session: crowd.next_deed(session, person, random)):  # noqa: B023 - used at once
            take(deed)
    hall.opener.open_due()
    while decision := crowd.next_decision(random):
        take(decision)
    assert len(_check(crowd, acknowledged, [])) == FEW + 1
    assert {told.step for _, told in acknowledged} >= {"open", "kept", "moved"}
    assert any(told.code for _, told in acknowledged)


def _wait_for(street: Street, deeds: int | None = None) -> None:
    """Until so many were acknowledged; None: until everybody has ended."""
    deadline = time.monotonic() + LAST_S
    while not street.is_over and (deeds is None or len(street.acknowledged) < deeds):
        assert time.monotonic() < deadline, street.so_far()[1]
        time.sleep(0.002 if deeds else 0.05)


def _check(crowd: Crowd, acknowledged: Acknowledged, unanswered: list[Deed]) -> list[SittingRecord]:
    hall = crowd.hall
    _wait_for_the_dead(hall.database)
    with hall.database.session(writes=False) as session:
        ids = session.scalars(select(Sitting.id)).all()
        records = [sitting_record(session, hall.place.standards, number) for number in ids]
        for record in records:
            _is_whole(record)
        _cases_are_whole(session)
        _certificates_are_whole(session, records)
        _is_counted(session, records)
        _stands(session, records, acknowledged, crowd)
        _pauses_are_whole(records, acknowledged, unanswered)
        assert audit(session.connection()).faults == ()
    return records


def _wait_for_the_dead(database: Database) -> None:
    """PostgreSQL ends what a client had asked for before it was killed."""
    deadline = time.monotonic() + 10
    with database.reading.connect() as connection:
        while not database.is_sqlite and connection.scalar(OTHERS):
            assert time.monotonic() < deadline
            time.sleep(0.005)


def _is_whole(record: SittingRecord) -> None:
    """Every step of it happened altogether or not at all, and it can go on."""
    tasks = record.tasks
    assert [task.number for task in tasks] == list(range(1, len(tasks) + 1))
    assert replay(record) == tuple(task.item for task in tasks)
    assert [task.is_open for task in tasks] == [False] * (len(tasks) - 1) + [record.ended_at is None]
    assert all([tap.seq for tap in task.taps] == list(range(1, len(task.taps) + 1)) for task in tasks)
    assert [result.cause for result in record.results] == ["ended"] * (record.ended_at is not None)
    said = decide(record.position)
    assert [(result.outcome, result.n) for result in record.results] in ([], [(said.outcome, said.n)])
    assert (said.outcome == "continue") is (record.ended_at is None)
    at_once = [verdict.reason for verdict in record.verdicts if verdict.reason in AT_ONCE]
    has_shown = any(one.standing == "shown" for one in skill_evidence(record.position))
    due = {"certify": [SELF_PRACTISED if has_shown else UNNAMED], "refer": [UNCLEAR]}.get(said.outcome, [])
    assert at_once == ([] if record.is_supervised else due)


def _cases_are_whole(session: Session) -> None:
    for case in session.scalars(select(Case)):
        decided = as_decided(rows_of(session, case.id))
        stands = standing(decided)
        assert (case.stage, case.verdict) == (stands.stage, stands.outcome)
        told = select(func.count()).where(
            SittingVerdict.sitting_id == case.sitting_id, SittingVerdict.reason.not_in(AT_ONCE)
        )
        assert session.scalar(told) == (case.stage == "settled")
        assert (case.certificate_code is not None) is (case.verdict == "approve")


def _certificates_are_whole(session: Session, records: Iterable[SittingRecord]) -> None:
    """Each belongs to one sitting, whose learner was told of it."""
    told = {
        verdict.certificate_code: record.token for record in records for verdict in record.verdicts
        if verdict.certificate_code
    }  # fmt: skip
    kept = {one.code: one.subject.partition("/")[0] for one in session.scalars(select(Certificate))}
    assert kept == told
    assert max(Counter(kept.values()).values(), default=1) == 1


def _is_counted(session: Session, records: list[SittingRecord]) -> None:
    """What steers the choice of tasks counts each sitting and each task once (fewer than exposure.BATCH sittings)."""
    asked = Counter(task.item for record in records for task in record.tasks)
    counts = {row.item: row.shown for row in session.scalars(select(ExposureCount)) if row.shown}
    assert counts == asked
    assert session.scalar(select(func.coalesce(func.sum(ExposureTotal.sittings), 0))) == len(records)


def _stands(session: Session, records: list[SittingRecord], acknowledged: Acknowledged, crowd: Crowd) -> None:
    """Everything that was said, and every answer as it was given."""
    of_person = {record.learner_id: record for record in records}
    assert len(of_person) == len(records)
    for record in records:
        if (person := crowd.people.get(record.learner_id)) is not None:
            given = {task.key: task.score for task in record.tasks if task.answer}
            assert given == {key: int(person.is_right(key)) for key in given}
    scores = {row.key: row.score for row in session.scalars(select(SittingAnswer))}
    taps = {(row.key, row.seq) for row in session.scalars(select(SittingTap))}
    tokens = {case.id: case.token for case in session.scalars(select(Case))}
    decisions = Counter(
        (row.account_id, row.kind, tokens[row.case_id], row.reading) for row in session.scalars(select(CaseDecision))
    )
    for deed, told in acknowledged:
        if deed.kind in DECISIONS:
            assert decisions[deed.person, deed.kind, deed.subject, deed.number] == 1
            continue
        record = of_person[deed.person]
        if deed.kind == "press":
            assert (deed.subject, deed.number) in taps
        if deed.kind == "answer" or told.step == "went-on":
            assert scores[deed.subject] == deed.right
        if deed.kind == "appeal":
            assert record.appeal is not None
        if told.outcome:
            assert [result.outcome for result in record.results] == [told.outcome]
        if told.code:
            assert told.code in [verdict.certificate_code for verdict in record.verdicts]


def _pauses_are_whole(records: list[SittingRecord], acknowledged: Acknowledged, unanswered: list[Deed]) -> None:
    """Whoever was told that they may rest rests until they come back, and coming back puts aside one task, once."""
    last = {deed.person: deed.kind for deed, _ in acknowledged if deed.kind not in DECISIONS}
    waiting = {deed.person for deed in unanswered}
    resumed = {deed.subject for deed, _ in acknowledged if deed.kind == "resume"}
    for record in records:
        if last.get(record.learner_id) == "pause" and record.learner_id not in waiting:
            assert record.paused_at is not None
    aside = {task.key for record in records for task in record.tasks if task.answer == ""}
    assert resumed <= aside <= resumed | {deed.subject for deed in unanswered}


def _proved(session: Session) -> int:
    """How many certificates the log proves to hold, as anybody would check it: all of them."""
    connection, entries = session.connection(), dict(log.entries(session.connection()))
    numbers = session.scalars(select(Certificate.log_index)).all()
    for number in numbers:
        proof = log.prove_inclusion(connection, number, len(entries))
        assert is_included(leaf_hash(entries[number].encode()), number, proof.size, proof.hashes, proof.root)
    return len(numbers)


def _report(hall: Hall, in_flight: int, street: Street) -> None:
    """With `pytest -s`: of a run in which nothing was found."""
    with hall.database.session(writes=False) as session:
        rows = (Sitting, SittingTask, SittingAnswer, SittingTap, Appeal, Case, CaseDecision, Certificate)
        counts = {row.__tablename__: session.scalar(select(func.count()).select_from(row)) for row in rows}
        audited, proved = audit(session.connection()), _proved(session)
    kinds = Counter(deed.kind for deed, _ in street.acknowledged)
    resent = sum(wire.resent for wire in street.wires)
    decisions = sum(kinds[kind] for kind in DECISIONS)
    backend = "SQLite" if hall.database.is_sqlite else "PostgreSQL"
    lines = (
        f"{backend}: {PEOPLE} people, {KILLS} kills, {in_flight} in flight then, {resent} sent again",
        f"acknowledged {kinds.total()}, lost 0, doubled 0: {dict(kinds)}",
        f"certificates {counts['certificate']}, decisions {decisions}, lost 0, doubled 0; kept {counts}",
        f"log of {audited.size} entries hashed again, {proved} proofs of inclusion hold, {len(audited.faults)} faults",
    )
    print("\n", *(f"{REPORTED}{line}\n" for line in lines), sep="")  # noqa: T201
