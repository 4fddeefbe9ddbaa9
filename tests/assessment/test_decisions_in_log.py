"""Decisions in the public log: what is done to one behind our back is found, and a person who leaves is no fault."""

import pytest
from sqlalchemy import text

from app.assessment.decisions_in_log import Fault, audit_decisions, log_decision
from app.certification import transparency_log as log
from app.certification.auditing import audit
from app.privacy.service import Person, erase
from app.sittings.models import Sitting
from tests.assessment.hall import NOW, Hall, right, wrong
from tests.certification.test_transparency_log import without_triggers


def found(hall: Hall) -> list[Fault]:
    with hall.database.reading.connect() as connection:
        assert audit(connection).faults == ()
        return list(audit_decisions(connection))


def decided(hall: Hall) -> list[str]:
    """Cases of which one was denied, the other approved, and looked at again."""
    one, other = hall.open_cases(wrong(), right())
    hall.draw(False)
    hall.far_from_cut(one)
    hall.decide(one, "deny", hall.lan)
    hall.decide(other, "approve", hall.lan)
    hall.decide(other, "reopen", hall.mai)
    assert found(hall) == []
    return [one, other]


def test_every_reading_and_reopening_has_an_entry_that_names_nobody(hall: Hall) -> None:
    decided(hall)
    with hall.database.reading.connect() as connection:
        entries = [entry for _, entry in log.entries(connection) if '"event":"decision"' in entry]
    assert len(entries) == 3
    assert not any(word in entry for entry in entries for word in ("Người", "deny", "approve", "Xã", "account"))


ONE_MORE = """
INSERT INTO case_decision (case_id, round, reading, kind, reason, learner_text, authority_text, commune, outcome, results,
    wants_second, at)
SELECT case_id, 9, 1, 'approve', reason, '', '', commune, outcome, results, wants_second, at FROM case_decision
WHERE id = (SELECT min(id) FROM case_decision)
"""
SECRETLY = {
    "its words": (
        "UPDATE case_decision SET authority_text = 'khác' WHERE id = (SELECT min(id) FROM case_decision)",
        ["decision"],
    ),
    "who decided": (
        "UPDATE case_decision SET account_id = NULL WHERE id = (SELECT min(id) FROM case_decision)",
        ["decision"],
    ),
    "its day": (
        "UPDATE case_decision SET at = '2026-01-01 00:00:00' WHERE id = (SELECT min(id) FROM case_decision)",
        ["decision"],
    ),
    "how long it was read": (
        "UPDATE case_decision SET read_seconds = 900 WHERE id = (SELECT min(id) FROM case_decision)",
        ["decision"],
    ),
    "its salt": ("UPDATE logged_decision SET salt = 'x'", ["decision"] * 3),
    "away with it": ("DELETE FROM case_decision WHERE id = (SELECT min(id) FROM case_decision)", ["vanished"]),
    "away with its entry": (
        "DELETE FROM logged_decision WHERE decision_id = (SELECT min(id) FROM case_decision)",
        ["vanished", "unlogged"],
    ),
    "one more": (ONE_MORE, ["unlogged"]),
}


@pytest.mark.one_database
@pytest.mark.parametrize(("statement", "kinds"), SECRETLY.values(), ids=SECRETLY)
def test_what_is_done_to_a_decision_behind_our_back_is_found(hall: Hall, statement: str, kinds: list[str]) -> None:
    decided(hall)
    with hall.database.transaction() as connection:
        without_triggers(connection)
        connection.execute(text(statement))
    assert [fault.kind for fault in found(hall)] == kinds


@pytest.mark.one_database
def test_decision_that_is_dated_back_is_found(hall: Hall) -> None:
    """Written as the service writes it, by whoever holds the database."""
    decided(hall)
    with hall.database.session(writes=True) as session:
        session.execute(text(ONE_MORE.replace("wants_second, at FROM", "wants_second, '2026-01-01 00:00:00' FROM")))
        newest = session.scalar(text("SELECT max(id) FROM case_decision"))
        log_decision(session, int(newest or 0), NOW)
        session.commit()
    assert [fault.kind for fault in found(hall)] == ["decision"]


@pytest.mark.one_database
def test_person_who_takes_their_data_away_is_no_fault_and_whoever_takes_more_is_found(hall: Hall) -> None:
    cases = decided(hall)
    sitting = hall.sitting(hall.case(cases[0]).sitting_id)
    certificates = hall.place.engine.certificates
    hall.do(lambda session: erase(session, certificates, Person(None, sitting.learner_id), None, NOW))
    assert found(hall) == []
    hall.do(lambda session: session.delete(session.get_one(Sitting, hall.case(cases[1]).sitting_id)))
    assert [fault.kind for fault in found(hall)] == ["vanished", "vanished"]
