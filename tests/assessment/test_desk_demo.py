"""The invented desk: it goes through the service, so what it shows can happen."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.assessment import figures
from app.assessment.demo import load_desk
from app.assessment.models import Case
from app.core.db import Database
from app.sittings.models import Appeal
from tests.assessment.hall import NOW, Hall, open_hall
from tests.sittings.place import open_place
from tests.sittings.sample_bank import write_bank


@pytest.fixture
def hall(sqlite_url: str, tmp_path: Path) -> Iterator[Hall]:
    database = Database(sqlite_url)
    yield open_hall(open_place(database, write_bank(tmp_path / "bank"), tmp_path / "keys"))
    database.close()


def test_demo_desk_has_cases_to_decide_readings_to_compare_and_appeals_of_the_denied(hall: Hall) -> None:
    assessors = [one.account for one in (hall.lan, hall.mai, hall.tu)]
    assert load_desk(hall.database, hall.place.engine, hall.opener, hall.sup, assessors, NOW, 24, 18) == 24
    cases = hall.read(lambda session: session.scalars(select(Case)).all())
    stages = Counter(case.stage for case in cases)
    assert stages["first"] >= 6
    assert stages["settled"] >= 6
    assert len(hall.read(lambda session: figures.pairs(session, hall.place.standards.second_reading))) >= 1
    appeals = hall.read(lambda session: session.scalar(select(func.count()).select_from(Appeal)))
    assert appeals == sum(case.appealed_at is not None and case.round == 2 for case in cases)
    assert appeals or not any(case.verdict == "deny" for case in cases)  # one draw in ten denies nobody
    assert load_desk(hall.database, hall.place.engine, hall.opener, hall.sup, assessors, NOW, 24, 18) == 0
