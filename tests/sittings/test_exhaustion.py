"""A bank that has nothing left to ask is its keepers' business: they are told, whoever sat."""

from itertools import cycle

import pytest
from structlog.testing import capture_logs

from app.sittings.models import Sitting
from app.sittings.queries import results_of
from app.sittings.steering import EXHAUSTED
from tests.sittings.place import Place

pytestmark = pytest.mark.one_database


def counted() -> float:
    return float(EXHAUSTED.labels("nguoi-dan")._value.get())


def test_bank_without_a_task_left_is_told_to_who_runs_the_service(place: Place) -> None:
    learner, before = place.learner(), counted()
    with capture_logs() as said, place.writing() as session:
        sitting: Sitting = place.begin(session, learner)
        place.standards.available = frozenset()  # all of it rests from now on
        place.sit(session, sitting, cycle([True, False]))
        assert results_of(session, sitting.id)[-1].outcome == "exhausted"
    (told,) = [one for one in said if one["event"] == "certification bank exhausted"]
    assert (told["log_level"], told["framework"], told["bank"]) == ("error", "nguoi-dan", sitting.bank_version)
    assert counted() == before + 1
