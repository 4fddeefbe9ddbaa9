"""Several people of one name in one commune, as there are many called Nguyễn Thị Lan: of each the supervisor is asked by itself."""

from dataclasses import replace
from itertools import cycle, repeat

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.learners.models import Learner
from app.sittings.domain.doubts import doubted, sure_together
from app.sittings.domain.namesakes import Namesake, Ruling
from app.sittings.domain.record import SittingRecord
from app.sittings.models import NamesakeRuling, Sitting, Supervision
from app.sittings.namesakes import one_person
from app.sittings.queries import results_of, sitting_record
from app.sittings.service import start_sitting
from app.sittings.supervision import add_names
from app.sittings.views.namesakes import namesake_rows
from tests.sittings.place import NINE, Place
from tests.sittings.test_namesakes import (
    DAY,
    LOOKED_INTO,
    OTHER_PHONE,
    TABLET,
    TAKEN_AT_THEIR_WORD,
    asked_of,
    come,
    held,
    rule,
    supervisor,
    wrong,
)

pytestmark = pytest.mark.one_database
LATER, LAST = NINE + 20 * DAY, NINE + 40 * DAY


def denied_and_passed(session: Session, place: Place, who: int) -> tuple[Sitting, Sitting]:
    """Two people of one name, whom nobody was asked about."""
    denied = come(session, place, held(session, who, NINE), NINE, "1" * 22)
    place.sit(session, denied, wrong())
    passed = come(session, place, held(session, who, LATER), LATER, "2" * 22)
    place.sit(session, passed, repeat(True))
    return denied, passed


def comes_again(session: Session, place: Place, room: Supervision) -> SittingRecord:
    """The one who was denied, on a phone that knows them not."""
    again = come(session, place, room, LAST, "3" * 22)
    again.seed = TAKEN_AT_THEIR_WORD
    return sitting_record(session, place.standards, again.id)


def test_each_is_asked_about_by_itself_and_nobody_pays_for_an_answer_about_another(place: Place) -> None:
    with place.writing() as session:
        who = supervisor(session)
        denied, passed = denied_and_passed(session, place, who)
        room = held(session, who, LAST)
        asked = namesake_rows(7, asked_of(session, place, room, LAST), has_begun=False)
        assert [one.id for one in asked] == [f"7-{denied.id}", f"7-{passed.id}"]
        assert [one.when[:14] for one in asked] == ["hôm 22/11/2026", "hôm 12/12/2026"]
        for _ in range(2):  # pressed twice, said once
            assert rule(session, place, room, LAST, is_same=True, of=denied)
            assert rule(session, place, room, LAST, is_same=False, of=passed)
        assert session.scalar(select(func.count()).select_from(NamesakeRuling)) == 2
        record = comes_again(session, place, room)
        assert record.chosen.prior.mean == results_of(session, denied.id)[-1].theta
        assert [one.sitting_id for one in record.namesakes] == [passed.id]
        assert doubted(record) == ()
        place.sit(session, session.get_one(Sitting, record.id), wrong())
        assert one_person(session, passed.learner_id, None) == {passed.learner_id}
        start_sitting(session, place.engine, place.new(passed.learner_id), LAST + DAY)  # has not to wait for the other


@pytest.mark.parametrize("says_both", [False, True], ids=["the newest only", "both"])
def test_who_goes_on_from_the_evidence_of_another_than_their_own_is_looked_at(place: Place, says_both: bool) -> None:
    """Said of the one who passed, by mistake or to please: what the one who was denied showed is in nobody's evidence."""
    with place.writing() as session:
        who = supervisor(session)
        denied, passed = denied_and_passed(session, place, who)
        room = held(session, who, LAST)
        assert rule(session, place, room, LAST, is_same=True, of=None if says_both else passed)
        record = comes_again(session, place, room)
        assert record.chosen.prior.mean == results_of(session, passed.id)[-1].theta
        assert [one.sitting_id for one in doubted(record)] == [denied.id]


def test_who_is_set_apart_from_one_of_them_is_none_of_them(place: Place) -> None:
    with place.writing() as session:
        who = supervisor(session)
        denied = come(session, place, held(session, who, NINE), NINE, "1" * 22)
        place.sit(session, denied, wrong())
        room = held(session, who, LATER)
        assert rule(session, place, room, LATER, is_same=False, of=denied)
        passed = come(session, place, room, LATER, "2" * 22)
        place.sit(session, passed, repeat(True))
        last = held(session, who, LAST)
        assert rule(session, place, last, LAST, is_same=True, of=passed)
        assert rule(session, place, last, LAST, is_same=True, of=denied)  # said last: it cannot be both
        again = comes_again(session, place, last)
        assert again.chosen.prior.mean == results_of(session, denied.id)[-1].theta
        assert one_person(session, again.learner_id, None) == {again.learner_id, denied.learner_id}
        assert passed.learner_id not in one_person(session, denied.learner_id, None)


def test_began_with_the_evidence_of_somebody_who_is_another_after_all(place: Place) -> None:
    """With nothing done they come in anew; else who assesses is told."""
    with place.writing() as session:
        who = supervisor(session)
        _, passed = denied_and_passed(session, place, who)
        room = held(session, who, LAST)
        assert rule(session, place, room, LAST, is_same=True, of=passed)
        again = come(session, place, room, LAST, "3" * 22)
        again.seed = TAKEN_AT_THEIR_WORD
        place.sit(session, again, repeat(True), most=1)
        assert rule(session, place, room, LAST + DAY, is_same=False, of=passed)
        record = sitting_record(session, place.standards, again.id)
        assert passed.id in [one.sitting_id for one in doubted(record)]


@pytest.mark.parametrize("has_accounts", [True, False])
def test_two_whom_their_supervisor_has_before_them_at_one_time_are_two(place: Place, has_accounts: bool) -> None:
    with place.writing() as session:
        who = supervisor(session)
        room = held(session, who, NINE)
        add_names(session, room, ("Lê Văn Bốn",))
        both = [come(session, place, room, NINE, mac) for mac in (TABLET, OTHER_PHONE)]
        for sitting in both:
            if has_accounts:
                account = supervisor(session, f"Bốn {sitting.id}")
                session.get_one(Learner, sitting.learner_id).account_id = account
            place.sit(session, sitting, wrong())
        last = max(both, key=lambda one: (one.ended_at, one.id))
        assert bool(sitting_record(session, place.standards, last.id).namesakes) is not has_accounts


def a_namesake(theta: float = 0.0, verdict: str = "", ruling: bool | None = None, number: int = 1) -> Namesake:
    said = None if ruling is None else Ruling(ruling, 1, NINE)
    return Namesake(number, NINE, "commune", "refer", theta, 0.4, 0.5, verdict, said)


@pytest.fixture
def passed(place: Place) -> SittingRecord:
    with place.writing() as session:
        sitting = place.begin(session, place.person(session))
        place.sit(session, sitting, cycle([True, True, True, False]))
        return sitting_record(session, place.standards, sitting.id)


def test_what_makes_no_difference_to_the_certificate_is_no_doubt(passed: SittingRecord) -> None:
    good, bad = a_namesake(1.0), a_namesake(-3.0)
    at = passed.chosen.policy.certify_at
    assert sure_together(passed, good) >= at > sure_together(passed, bad)
    for found, is_doubted in (
        ((good,), False),
        ((bad,), True),
        ((good, replace(good, sitting_id=2)), True),  # often enough, and one of them comes out well
        ((replace(good, verdict="approved"),), True),  # one person, one certificate
        ((replace(good, ruling=Ruling(True, 1, NINE)),), True),  # and did not wait
    ):
        assert bool(doubted(replace(passed, namesakes=found))) is is_doubted, found
    carried = replace(passed.chosen, prior=replace(passed.chosen.prior, mean=1.0))
    assert doubted(replace(passed, namesakes=(good,), chosen=carried)) == (good,)


@pytest.mark.parametrize("verdict", ["", "denied", "approved"])
def test_supervisor_who_says_that_they_are_two_is_believed_but_for_a_few_by_lot(
    passed: SittingRecord, verdict: str
) -> None:
    apart = a_namesake(-3.0, verdict, ruling=False)
    for seed, found in ((TAKEN_AT_THEIR_WORD, ()), (LOOKED_INTO, (apart,))):
        chosen = replace(passed.chosen, seed=seed)
        assert doubted(replace(passed, namesakes=(apart,), chosen=chosen)) == found
