"""The service is killed while people sit the test and assessors decide: what it had said stands, nothing stands twice, no
sitting is left that cannot go on. CRASH_PEOPLE and CRASH_KILLS ask for a longer run."""

import os
import time
from collections import Counter
from collections.abc import Iterable
from random import Random

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.assessment.domain.readings import standing
from app.assessment.models import Case, CaseDecision
from app.assessment.queries import as_decided, rows_of
from app.certification.auditing import audit
from app.certification.models import Certificate
from app.core.db import Database
from app.quiz.domain.adaptive.sitting import decide
from app.sittings.domain.evidence import evidence_of
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
from tests.sittings.crowd import DECISIONS, Deed, Told, gather
from tests.sittings.lives import die_after_commit, live
from tests.sittings.place import Place

pytestmark = pytest.mark.battery

PEOPLE, KILLS = int(os.environ.get("CRASH_PEOPLE", "18")), int(os.environ.get("CRASH_KILLS", "6"))
FEW = 3
LONGEST_S = PEOPLE / KILLS / 12  # from the first word until the kill, so that the kills are spread over all of it
STEPS = {
    "begin": {"begun", "seated", "open"},
    "answer": {"went-on", "kept"},
    "press": {"same", "went-on", "kept"},
    "pause": {"done"},
    "resume": {"done"},
    "appeal": {"done"},
}
DONE_BEFORE = {"open", "kept", "moved"}  # told to whoever sends again what had been committed
OTHERS = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")

Acknowledged = list[tuple[Deed, Told]]


@pytest.fixture
def hall(place: Place) -> Hall:
    return open_hall(place)


def test_nothing_that_was_acknowledged_is_lost_or_doubled(hall: Hall) -> None:
    crowd, chance = gather(hall, PEOPLE), Random(6)  # noqa: S311 - when to kill, nothing secret
    acknowledged: Acknowledged = []
    unanswered: list[Deed] = []
    kills = resent = 0
    for life in range(KILLS):
        said = live(crowd, life, unanswered, chance.uniform(0, LONGEST_S))
        if said.ended:
            break
        kills += 1
        resent += len(unanswered)
        acknowledged += said.acknowledged
        unanswered = _still_unanswered(unanswered, said.acknowledged, said.unanswered)
        _check(hall, acknowledged, unanswered)
    assert kills == KILLS

    said = live(crowd, KILLS, unanswered, None)
    acknowledged += said.acknowledged
    assert said.unanswered == []
    sittings = _check(hall, acknowledged, [])
    assert len(sittings) == PEOPLE
    assert all(record.ended_at for record in sittings)
    assert any(told.step in DONE_BEFORE for _, told in acknowledged)
    _report(hall, kills, resent, acknowledged)


def test_every_step_is_committed_at_once(hall: Hall) -> None:
    """The service dies after the first commit of each step: nothing is missing, and whoever sends it again is told so."""
    crowd, random = gather(hall, FEW), Random(6)  # noqa: S311 - nothing secret
    acknowledged: Acknowledged = []

    def take(deed: Deed) -> None:
        die_after_commit(crowd, deed)
        _check(hall, acknowledged, [deed])
        acknowledged.append((deed, hall.do(lambda session: crowd.carry_out(session, deed))))

    for person in crowd.people:
        while deed := hall.read(lambda session: crowd.next_deed(session, person, random)):  # noqa: B023 - used at once
            take(deed)
    hall.opener.open_due()
    while decision := crowd.next_decision(random):
        take(decision)
    assert len(_check(hall, acknowledged, [])) == FEW
    assert {told.step for _, told in acknowledged} >= {"open", "kept", "moved"}
    assert any(told.code for _, told in acknowledged)


def _still_unanswered(before: list[Deed], acknowledged: Acknowledged, now: list[Deed]) -> list[Deed]:
    """What was not even sent again waits on; what was sent twice is one."""
    done = [deed for deed, _ in acknowledged]
    return [deed for deed in before if deed not in done and deed not in now] + now


def _check(hall: Hall, acknowledged: Acknowledged, unanswered: list[Deed]) -> list[SittingRecord]:
    _wait_for_the_dead(hall.database)
    with hall.database.session(writes=False) as session:
        ids = session.scalars(select(Sitting.id)).all()
        records = [sitting_record(session, hall.place.standards, number) for number in ids]
        for record in records:
            _is_whole(record)
        _cases_are_whole(session)
        _certificates_are_whole(session, records)
        _is_counted(session, records)
        _stands(session, records, acknowledged)
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
    alone = [verdict for verdict in record.verdicts if verdict.reason == SELF_PRACTISED]
    has_shown = any(one.standing == "shown" for one in evidence_of(record.position))
    assert len(alone) == (said.outcome == "certify" and has_shown and not record.is_supervised)


def _cases_are_whole(session: Session) -> None:
    for case in session.scalars(select(Case)):
        decided = as_decided(rows_of(session, case.id))
        stands = standing(decided)
        assert (case.stage, case.verdict) == (stands.stage, stands.outcome)
        told = select(func.count()).where(
            SittingVerdict.sitting_id == case.sitting_id, SittingVerdict.reason != SELF_PRACTISED
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


def _stands(session: Session, records: list[SittingRecord], acknowledged: Acknowledged) -> None:
    """Everything that was said."""
    of_person = {record.learner_id: record for record in records}
    assert len(of_person) == len(records)
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
        assert told.step in STEPS[deed.kind]
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


def _report(hall: Hall, kills: int, resent: int, acknowledged: Acknowledged) -> None:
    """With `pytest -s`."""
    with hall.database.session(writes=False) as session:
        rows = (Sitting, SittingTask, SittingAnswer, SittingTap, Appeal, Case, CaseDecision, Certificate)
        counts = {row.__tablename__: session.scalar(select(func.count()).select_from(row)) for row in rows}
    kinds = Counter(deed.kind for deed, _ in acknowledged)
    known = sum(told.step in DONE_BEFORE for _, told in acknowledged)
    print(f"\n{kills} kills, {resent} sent again, {known} of them known; acknowledged {dict(kinds)}; kept {counts}")  # noqa: T201
