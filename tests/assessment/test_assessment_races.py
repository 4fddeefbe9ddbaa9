"""Two at one case: one outcome, told to both."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from app.assessment import batches, queries, service
from app.assessment.batches import TooFew
from app.assessment.models import Case, CaseDecision
from app.assessment.opener import CaseOpener
from app.assessment.service import CaseMoved, CaseTaken, Obstructed
from app.certification import transparency_log
from app.certification.models import Certificate, LogEntry
from app.certification.signing_keys import wait_for_turn
from app.core.clock import Clock
from tests.assessment.hall import NOW, Hall, right
from tests.assessment.turns import until_waiting

REFUSALS = (CaseMoved, CaseTaken, Obstructed, TooFew, OperationalError)


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """What became of each: done, or the name of the refusal."""

    def do(deed: Callable[[], object]) -> str:
        try:
            deed()
        except REFUSALS as refused:
            return type(refused).__name__
        return "done"

    with ThreadPoolExecutor(len(deeds)) as hands:
        return list(hands.map(do, deeds))


def certificates(hall: Hall) -> int:
    return hall.read(lambda session: session.scalar(select(func.count()).select_from(Certificate))) or 0


def test_two_assessors_on_one_case_leave_one_decision_and_the_other_is_told(hall: Hall) -> None:
    token = hall.open_cases(right())[0]
    hall.draw(False)
    seen = hall.read(lambda session: hall.seen(session, token))
    told = at_once(
        lambda: hall.decide(token, "approve", hall.lan, seen=seen),
        lambda: hall.decide(token, "practical", hall.mai, seen=seen),
        lambda: hall.decide(token, "approve", hall.tu, seen=seen),
    )
    assert sorted(told) == ["CaseMoved", "CaseMoved", "done"]
    assert len(hall.decisions(token)) == len(hall.verdicts(token)) == 1
    assert certificates(hall) == (hall.case(token).verdict == "approve")


def test_one_press_sent_twice_issues_once(hall: Hall) -> None:
    token = hall.open_cases(right())[0]
    hall.draw(False)
    seen = hall.read(lambda session: hall.seen(session, token))
    told = at_once(*[lambda: hall.decide(token, "approve", hall.lan, seen=seen)] * 6)
    assert sorted(told) == ["CaseMoved"] * 5 + ["done"]
    assert certificates(hall) == 1


def test_two_second_readers_leave_one_reading(hall: Hall) -> None:
    token = hall.open_cases(right())[0]
    hall.draw(True)
    hall.decide(token, "approve", hall.lan)
    seen = hall.read(lambda session: hall.seen(session, token))
    told = at_once(
        lambda: hall.decide(token, "approve", hall.mai, seen=seen),
        lambda: hall.decide(token, "deny", hall.tu, seen=seen),
    )
    assert sorted(told) == ["CaseMoved", "done"]
    assert [row.reading for row in hall.decisions(token)] == [1, 2]


def test_taking_back_and_taking_back_again_revokes_once(hall: Hall) -> None:
    token = hall.open_cases(right())[0]
    hall.draw(False)
    hall.decide(token, "approve", hall.lan)
    seen = hall.read(lambda session: hall.seen(session, token))
    told = at_once(*[lambda: hall.decide(token, "reopen", hall.mai, seen=seen)] * 4)
    assert sorted(told) == ["CaseMoved"] * 3 + ["done"]
    assert [verdict.state for verdict in hall.verdicts(token)] == ["approved", "revoked"]


@pytest.mark.battery
def test_everybody_who_asks_for_the_next_case_gets_another(hall: Hall) -> None:
    hall.open_cases(*(right() for _ in range(6)))
    readers = [hall.lan, hall.mai, hall.tu, hall.hanh]
    with ThreadPoolExecutor(4) as hands:
        got = list(
            hands.map(
                lambda one: hall.do(lambda session: service.claim_next(session, "ready", one, NOW)), readers
            )
        )  # fmt: skip
    tokens = [case.token for case in got if case is not None]
    assert len(set(tokens)) == len(tokens) == 4


@pytest.mark.battery
def test_two_batches_share_no_case(hall: Hall) -> None:
    hall.open_cases(*(right() for _ in range(12)))
    told = at_once(
        lambda: hall.do(lambda session: batches.open_batch(session, hall.place.standards, hall.lan, NOW)),
        lambda: hall.do(lambda session: batches.open_batch(session, hall.place.standards, hall.mai, NOW)),
    )
    assert "done" in told
    held = hall.read(lambda session: session.execute(
        select(Case.batch, func.count()).where(Case.batch.is_not(None)).group_by(Case.batch)
    ).all())  # fmt: skip
    assert sum(count for _, count in held) <= 12
    for batch, count in held:
        assert len(hall.read(lambda session, batch=batch: queries.cases_in(session, batch))) == count  # type: ignore[misc]


def test_two_presses_open_one_batch(hall: Hall) -> None:
    hall.open_cases(*(right() for _ in range(6)))
    told = at_once(
        *[lambda: hall.do(lambda session: batches.open_batch(session, hall.place.standards, hall.lan, NOW))] * 3
    )
    assert sorted(told) == ["TooFew", "TooFew", "done"]


def test_two_processes_open_each_case_once(hall: Hall) -> None:
    hall.hold_class(right(), right(), right())
    other = CaseOpener(hall.database, hall.place.standards, Clock(NOW), sittings=30)
    with ThreadPoolExecutor(2) as hands:
        opened = list(hands.map(lambda one: one.open_due(), (hall.opener, other)))
    assert sum(opened) == 3
    assert hall.read(lambda session: session.scalar(select(func.count()).select_from(Case))) == 3
    assert hall.read(lambda session: session.scalar(select(func.count()).select_from(CaseDecision))) == 0


def test_first_decision_of_a_month_that_nobody_made_a_seed_for_waits_for_its_turn_before_it_appends(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has the turn to issue may append while it waits: neither waits for the other."""
    token = hall.open_cases(right())[0]
    offer = hall.place.offer
    never = replace(offer, standard=offer.standard.model_copy(update={"second_reading": 0.0}))
    monkeypatch.setattr(hall.place.standards, "offers", {"nguoi-dan": never})
    with ThreadPoolExecutor(1) as hands:
        with hall.database.transaction() as connection:
            wait_for_turn(connection)
            decided = hands.submit(hall.decide, token, "approve", hall.lan)
            if not hall.database.is_sqlite:
                until_waiting(connection, 1)
            transparency_log.append(connection, [b"{}"])
        assert decided.result().outcome == "approve"
    told = hall.read(lambda session: session.scalars(select(LogEntry.text).order_by(LogEntry.index)).all())
    assert [json.loads(entry).get("event") for entry in told[1:]] == ["key", "issued", "second-readings", "decision"]
