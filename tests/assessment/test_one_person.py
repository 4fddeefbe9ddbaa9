"""Two accounts under one identity number: one certificate, whoever approves at the same moment, and told only while it stands."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select

from app.assessment.settling import CaseBehind
from app.certification.identities import keep_identity
from app.certification.models import Certificate
from app.certification.signing_keys import wait_for_turn
from tests.assessment.hall import NOW, Hall, right
from tests.assessment.turns import until_waiting


def open_two(hall: Hall) -> tuple[str, str]:
    """Cases of two accounts with the same number, which is nobody's."""
    one, two = hall.open_cases(right(), right())
    hall.draw(False)
    for token in (one, two):
        learner = hall.sitting(hall.case(token).sitting_id).learner_id
        hall.do(lambda session, learner=learner: keep_identity(session, b"k" * 32, learner, "000000000000", NOW))  # type: ignore[misc]
    return one, two


@contextmanager
def both_come_to_the_issue(hall: Hall) -> Iterator[None]:
    """Nobody issues until two wait for it: neither sees what the other is about to do. (On SQLite one writes after the other
    from the start.)"""
    if hall.database.is_sqlite:
        yield
        return
    with hall.database.transaction() as connection:
        wait_for_turn(connection)
        yield
        until_waiting(connection, 2)


def test_two_assessors_who_approve_one_person_at_once_leave_one_certificate_and_the_other_is_told(hall: Hall) -> None:
    cases = open_two(hall)

    def approve(case: int) -> str:
        try:
            hall.decide(cases[case], "approve", (hall.lan, hall.mai)[case])
        except CaseBehind:
            return "told"
        return "done"

    with ThreadPoolExecutor(2) as hands:
        with both_come_to_the_issue(hall):
            said = [hands.submit(approve, case) for case in (0, 1)]
        found = [one.result() for one in said]
    assert sorted(found) == ["done", "told"]
    assert hall.read(lambda session: session.scalar(select(func.count()).select_from(Certificate))) == 1
    told = cases[found.index("told")]
    assert (hall.decisions(told), hall.verdicts(told)) == ([], [])
    hall.opener.open_due()
    assert json.loads(hall.case(told).concerns) == ["same-person"]
    hall.decide(told, "deny", hall.tu)  # whoever is told may decide


@pytest.mark.one_database
def test_concern_is_withdrawn_once_the_other_certificate_is(hall: Hall) -> None:
    one, two = open_two(hall)
    hall.decide(one, "approve", hall.lan)
    hall.opener.open_due()
    assert (json.loads(hall.case(two).concerns), hall.case(two).queue) == (["same-person"], "look")
    hall.decide(one, "reopen", hall.mai)
    with pytest.raises(CaseBehind):
        hall.decide(two, "approve", hall.lan)
    assert hall.opener.open_due() == 1
    assert (json.loads(hall.case(two).concerns), hall.case(two).queue) == ([], "ready")
    hall.decide(two, "approve", hall.lan)
    assert hall.opener.open_due() == 1  # now the first is told


@pytest.mark.one_database
def test_what_was_decided_knowing_of_another_certificate_stays_as_it_was_seen(hall: Hall) -> None:
    one, two = open_two(hall)
    hall.decide(one, "approve", hall.lan)
    hall.opener.open_due()
    hall.far_from_cut(two)
    hall.decide(two, "deny", hall.tu)
    hall.decide(one, "reopen", hall.mai)
    assert hall.opener.open_due() == 0
    assert json.loads(hall.case(two).concerns) == ["same-person"]
