"""Somebody of the same name was denied there before: the case is looked at, and says how both come out together."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.assessment.batches import TooFew, open_batch, plain_cases
from app.assessment.settling import CaseBehind
from app.assessment.sittings_due import Cursor, due_sittings
from app.assessment.views.namesakes import namesake_lines
from app.sittings.models import NamesakeRuling, Sitting, SupervisedName
from app.sittings.queries import sitting_record
from tests.assessment.hall import NOW, Hall, right, wrong
from tests.sittings.test_namesakes import TAKEN_AT_THEIR_WORD

pytestmark = pytest.mark.one_database


def give_one_name(session: Session, *sittings: int) -> None:
    session.execute(update(SupervisedName).where(SupervisedName.sitting_id.in_(sittings)).values(folded="nguoi ay"))


def test_case_of_a_namesake_of_somebody_denied_is_never_ready(hall: Hall) -> None:
    denied, certified = hall.hold_class(wrong())[0], hall.hold_class(right())[0]

    def an_hour_earlier(session: Session) -> None:
        sitting, began = session.get_one(Sitting, denied), session.get_one(Sitting, certified).started_at
        sitting.started_at, sitting.ended_at = began - timedelta(hours=1), began
        give_one_name(session, denied, certified)

    hall.do(an_hour_earlier)
    hall.opener.open_due()
    case = hall.case_of(certified)
    assert (case.outcome, json.loads(case.concerns), case.queue) == ("certify", ["namesake"], "look")
    assert json.loads(hall.case_of(denied).concerns) == []
    record = hall.read(lambda session: sitting_record(session, hall.place.standards, certified))
    (line,) = namesake_lines(record)
    assert "cùng máy" in line
    assert "máy nói chưa đạt" in line
    assert "Người giám sát chưa nói" in line
    assert "Người" not in line.replace("Người giám sát", "")


def test_namesake_who_is_known_only_after_the_case_was_written_is_seen_before_anything_is_issued(hall: Hall) -> None:
    """No select tells the opener."""
    earlier = hall.hold_class(wrong())[0]
    certified = hall.hold_class(*(right() for _ in range(5)))[0]

    def ends(session: Session, at: datetime | None) -> None:
        session.get_one(Sitting, earlier).ended_at = at

    hall.do(lambda session: ends(session, None))
    hall.do(lambda session: give_one_name(session, earlier, certified))
    hall.opener.open_due()
    case = hall.case_of(certified)
    hall.do(lambda session: ends(session, hall.sitting(certified).started_at))
    plain = hall.read(lambda session: plain_cases(session, hall.lan, NOW))
    assert (len(plain), case.token in {one.token for one in plain}) == (5, True)
    with pytest.raises(TooFew):
        hall.do(lambda session: open_batch(session, hall.place.standards, hall.lan, NOW))
    hall.draw(False)
    with pytest.raises(CaseBehind):
        hall.decide(case.token, "approve", hall.lan)


def test_what_is_said_after_the_case_was_written_reaches_it_both_ways(hall: Hall) -> None:
    """A ruling, then another, then what became of the earlier test."""
    denied, certified = hall.hold_class(wrong())[0], hall.hold_class(right())[0]

    def before(session: Session) -> int:
        sitting, later = session.get_one(Sitting, denied), session.get_one(Sitting, certified)
        sitting.started_at, sitting.ended_at = later.started_at - timedelta(hours=1), later.started_at
        later.seed = TAKEN_AT_THEIR_WORD
        give_one_name(session, denied, certified)
        line = session.scalar(select(SupervisedName.id).where(SupervisedName.sitting_id == certified))
        assert line is not None
        return line

    line = hall.do(before)

    def say(*, is_same: bool) -> None:
        said = {"name_id": line, "earlier_id": denied, "is_same": is_same, "account_id": hall.sup, "at": NOW}
        hall.do(lambda session: session.add(NamesakeRuling(**said)))

    def told() -> tuple[str, list[str]]:
        hall.opener.open_due()
        case = hall.case_of(certified)
        return case.queue, json.loads(case.concerns)

    assert told() == ("look", ["namesake"])
    say(is_same=False)
    assert told() == ("ready", [])
    say(is_same=True)
    assert told() == ("look", ["namesake"])
    say(is_same=False)
    assert told() == ("ready", [])
    _, cursor = hall.read(lambda session: due_sittings(session, Cursor()))
    assert hall.read(lambda session: due_sittings(session, cursor)) == (
        [],
        cursor,
    )  # each piece of news is looked at once


def test_verdict_on_the_earlier_test_reaches_the_case_of_the_later(hall: Hall) -> None:
    first, second = hall.hold_class(right())[0], hall.hold_class(right())[0]

    def before(session: Session) -> None:
        sitting, later = session.get_one(Sitting, first), session.get_one(Sitting, second)
        sitting.started_at, sitting.ended_at = later.started_at - timedelta(hours=1), later.started_at
        give_one_name(session, first, second)

    hall.do(before)
    hall.opener.open_due()
    assert json.loads(hall.case_of(second).concerns) == []  # gone on from there it would be certified as well
    hall.draw(False)
    hall.decide(hall.case_of(first).token, "approve", hall.lan)
    hall.opener.open_due()
    assert json.loads(hall.case_of(second).concerns) == ["namesake"]  # one person, one certificate
