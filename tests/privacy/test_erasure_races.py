"""Somebody deletes what is kept about them while an assessor decides about it: one after the other, whoever begins."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import Consent
from app.assessment.service import NoSuchCase
from app.certification.models import Certificate
from app.certification.signing_keys import wait_for_turn
from app.core.db import Database
from app.privacy.service import HasPapers, Papers, Person, erase
from app.sittings.agreement import agree, take_back_agreement
from tests.assessment.hall import NOW, Hall, open_hall, right
from tests.shared_database import make_database
from tests.sittings.place import open_place
from tests.sittings.sample_bank import write_bank

pytestmark = pytest.mark.postgres  # SQLite has one writer at a time

WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
PATIENCE_S = 60  # ends a hang; a busy machine may take its time


@pytest.fixture(scope="module")
def hall(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    folder = tmp_path_factory.mktemp("erasures")
    database = Database(make_database(request, "postgres", folder))
    hall = open_hall(open_place(database, write_bank(folder / "bank"), folder / "keys"))
    hall.draw(False)
    yield hall
    database.close()


def whose(hall: Hall, token: str) -> Person:
    return Person(None, hall.sitting(hall.case(token).sitting_id).learner_id)


def told(deed: Callable[[], object]) -> str:
    try:
        deed()
    except (NoSuchCase, HasPapers, IntegrityError) as refused:
        return type(refused).__name__
    return "done"


def one_after_the_other(
    hall: Hall, *deeds: Callable[[], object], held: Callable[[Connection], object] = wait_for_turn
) -> list[str]:
    """Each begins once the one before it waits for what is held (the turn to issue), or for a row of that one's; then all go
    on."""
    with ThreadPoolExecutor(len(deeds)) as hands:
        with hall.database.transaction() as connection:
            held(connection)
            begun = []
            for count, deed in enumerate(deeds, 1):
                begun.append(hands.submit(told, deed))
                _until_waiting(connection, count)
        return [one.result() for one in begun]


def _until_waiting(connection: Connection, count: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while connection.scalar(WAITING) != count:
        assert time.monotonic() < until
        time.sleep(0.005)


@pytest.mark.parametrize(
    ("papers", "erased"), [("huy", "done"), ("giu", "done"), (None, "HasPapers")], ids=["revoked", "kept", "not-asked"]
)
def test_decision_holds_and_then_goes_with_the_person(hall: Hall, papers: Papers | None, erased: str) -> None:
    token = hall.open_cases(right())[0]
    hall.draw(False)
    person = whose(hall, token)
    assert one_after_the_other(
        hall,
        lambda: hall.decide(token, "approve", hall.lan),
        lambda: hall.do(lambda session: erase(session, hall.place.engine.certificates, person, papers, NOW)),
    ) == ["done", erased]


def test_case_of_who_was_deleted_is_gone_for_who_decides(hall: Hall) -> None:
    token = hall.open_cases(right())[0]
    hall.draw(False)
    person, seen = whose(hall, token), hall.read(lambda session: hall.seen(session, token))
    assert one_after_the_other(
        hall,
        lambda: hall.do(lambda session: erase(session, hall.place.engine.certificates, person, None, NOW)),
        lambda: hall.decide(token, "approve", hall.lan, seen=seen),
    ) == ["done", "NoSuchCase"]


@pytest.mark.parametrize("what", ["agree", "take back"])
def test_who_agrees_or_takes_it_back_while_all_is_deleted_waits_for_it(hall: Hall, what: str) -> None:
    """In two windows: both touch the certificate, the name for it and what was agreed to."""
    token = hall.open_cases(right())[0]
    hall.draw(False)
    hall.decide(token, "approve", hall.lan)
    person, engine = whose(hall, token), hall.place.engine
    learner = person.learner_id or 0
    hall.do(lambda session: agree(session, learner, "Lan", NOW))
    hall.do(lambda session: session.execute(update(Consent).values(text_version="0")))
    certificate = select(Certificate.code).where(Certificate.learner_id == learner).with_for_update()

    def in_other_window(session: Session) -> None:
        if what == "agree":
            agree(session, learner, "Lan", NOW)
        else:
            take_back_agreement(session, engine, learner, NOW)

    assert one_after_the_other(
        hall,
        lambda: hall.do(lambda session: erase(session, engine.certificates, person, "giu", NOW)),
        lambda: hall.do(in_other_window),
        held=lambda connection: connection.execute(certificate),
    ) == ["done", "done" if what == "take back" else "IntegrityError"]
