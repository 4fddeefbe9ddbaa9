"""Somebody of the same name was denied there before: the case is looked at, and says how both come out together."""

import json
from datetime import timedelta

import pytest

from app.assessment.views.namesakes import namesake_lines
from app.sittings.queries import sitting_record
from tests.assessment.hall import Hall, right, wrong

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
