"""Somebody of the same name was denied there before: the case is looked at, and says how both come out together."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.assessment.batches import TooFew, open_batch, plain_cases
from app.assessment.settling import CaseBehind
from app.assessment.views.namesakes import namesake_lines
from app.sittings.models import Sitting
from app.sittings.queries import sitting_record
from tests.assessment.hall import NOW, Hall, right, wrong

pytestmark = pytest.mark.one_database


def test_case_of_a_namesake_of_somebody_denied_is_never_ready(hall: Hall) -> None:
    denied, certified = hall.hold_class(wrong())[0], hall.hold_class(right())[0]
    before = hall.sitting(denied)

    def an_hour_earlier(session) -> None:  # type: ignore[no-untyped-def]
        session.merge(before).started_at -= timedelta(hours=1)

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
    assert "Người 0" not in line


def test_namesake_who_is_known_only_after_the_case_was_written_is_seen_before_anything_is_issued(hall: Hall) -> None:
    """No select tells the opener."""
    earlier = hall.hold_class(wrong())[0]
    certified = hall.hold_class(*(right() for _ in range(5)))[0]

    def ends(session: Session, at: datetime | None) -> None:
        session.get_one(Sitting, earlier).ended_at = at

    hall.do(lambda session: ends(session, None))
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
