"""Whoever tried before and comes again without their account: the supervisor is asked, and nobody is judged anew by silence."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import repeat

import pytest
from sqlalchemy.orm import Session

from app.accounts import service as accounts
from app.accounts.domain.roles import Role
from app.assessment.views.namesakes import namesake_lines
from app.certification.queries import certificates_of
from app.sittings.domain.doubts import doubted, is_looked_into
from app.sittings.domain.namesakes import Namesake, Where
from app.sittings.models import Sitting, SupervisedName, Supervision
from app.sittings.namesake_rulings import rule_on_namesake
from app.sittings.namesakes import one_person
from app.sittings.outcomes import record_verdict
from app.sittings.queries import results_of, sitting_record, verdicts_of
from app.sittings.seats import seats
from app.sittings.service import MustWait, leave_sitting, start_sitting
from app.sittings.supervision import (
    NewSupervision,
    enter_class_sitting,
    names_of,
    open_supervision,
)
from tests.sittings.place import NINE, Place

DAY = timedelta(days=1)
TABLET, OTHER_PHONE = "t" * 22, "o" * 22
LOOKED_INTO = next(seed for seed in range(1, 1_000) if is_looked_into(seed))
TAKEN_AT_THEIR_WORD = next(seed for seed in range(1, 1_000) if not is_looked_into(seed))


def supervisor(session: Session, name: str = "Cô Sáu") -> int:
    return accounts.create_account(session, b"k" * 32, Role.TEACHER, name, None, NINE).id


def held(
    session: Session, who: int, at: datetime, commune: str = "Xã Bình Minh", name: str = "Lê Văn Bốn"
) -> Supervision:
    return open_supervision(session, NewSupervision(who, "nguoi-dan", commune, "Nhà văn hóa", (name,), 5), at)


def come(
    session: Session, place: Place, room: Supervision, at: datetime, mac: str = OTHER_PHONE, name: str = "lê văn bốn"
) -> Sitting:
    """A guest whom no cookie tells."""
    new = replace(place.new(place.person(session, name), room.id), device_mac=mac)
    return enter_class_sitting(session, place.engine, room, new, name, at)


def line_of(session: Session, room: Supervision) -> SupervisedName:
    return names_of(session, room)[0]


def asked_of(session: Session, place: Place, room: Supervision, at: datetime) -> tuple[Namesake, ...]:
    return seats(session, room, place.offer.standard.retakes, at)[0].namesakes


def rule(
    session: Session, place: Place, room: Supervision, at: datetime, *, is_same: bool, of: Sitting | None = None
) -> bool:
    """Of one earlier sitting, or of all."""
    row, rules, who = line_of(session, room), place.offer.standard.retakes, room.supervisor_id
    met = [of.id] if of is not None else [one.sitting_id for one in asked_of(session, place, room, at)]
    done = [rule_on_namesake(session, room, row.id, one, rules, who, at, is_same=is_same) for one in met]
    return bool(done) and all(done)


def wrong() -> Iterator[bool]:
    return repeat(False)


@pytest.fixture
def denied(place: Place) -> tuple[int, int]:
    """Bốn sat in a class of hers and was denied; her account, his sitting."""
    with place.writing() as session:
        who = supervisor(session)
        sitting = come(session, place, held(session, who, NINE), NINE, mac=TABLET)
        place.sit(session, sitting, wrong())
        return who, sitting.id


@pytest.mark.one_database
def test_denied_guest_who_comes_again_in_another_class_is_told_of_to_its_supervisor(
    place: Place, denied: tuple[int, int]
) -> None:
    later = NINE + DAY
    with place.writing() as session:
        room = held(session, supervisor(session, "Anh Tư"), later, "xã bình minh")
        assert [one.meeting for one in asked_of(session, place, room, later)] == ["commune"]  # before he comes
        again = come(session, place, room, later)
        place.sit(session, again, repeat(True))
        record = sitting_record(session, place.standards, again.id)
        assert [(one.sitting_id, one.outcome, one.ruling) for one in record.namesakes] == [(denied[1], "deny", None)]
        stranger = held(session, supervisor(session, "Chị Năm"), later, "Xã Khác")
        assert asked_of(session, place, stranger, later) == ()
        after_a_year = NINE + 400 * DAY
        assert asked_of(session, place, held(session, denied[0], after_a_year), after_a_year) == ()


def test_same_person_waits_and_then_goes_on_from_the_earlier_evidence(place: Place, denied: tuple[int, int]) -> None:
    who, first = denied
    with place.writing() as session:
        soon = held(session, who, NINE + DAY)
        assert rule(session, place, soon, NINE + DAY, is_same=True)
    with place.database.session(writes=True) as session, pytest.raises(MustWait) as refused:
        come(session, place, session.merge(soon), NINE + DAY)
    assert refused.value.is_told
    later = NINE + 15 * DAY
    with place.writing() as session:
        room = held(session, who, later)
        assert rule(session, place, room, later, is_same=True)
        again, result = come(session, place, room, later), results_of(session, first)[-1]
        assert again.prior_mean == result.theta
        assert again.prior_sd == pytest.approx((result.se**2 + 0.25) ** 0.5)
        asked = {task.item for task in sitting_record(session, place.standards, first).tasks}
        assert asked <= set(json.loads(again.seen))
        record = sitting_record(session, place.standards, again.id)
        assert record.namesakes == ()  # nothing to wonder about: it began with that evidence
        assert one_person(session, again.learner_id, None) == {
            again.learner_id,
            session.get_one(Sitting, first).learner_id,
        }


@pytest.mark.one_database
def test_tries_of_one_person_under_many_accounts_are_counted_together(place: Place, denied: tuple[int, int]) -> None:
    who, _ = denied
    most = place.offer.standard.retakes.most
    for number in range(1, most + 1):
        at = NINE + 20 * number * DAY
        with place.writing() as session:
            room = held(session, who, at)
            assert rule(session, place, room, at, is_same=True)
            if number == most:
                with pytest.raises(MustWait) as refused:
                    come(session, place, room, at)
                assert refused.value.wait.because == "enough"
            else:
                again = come(session, place, room, at)
                record = sitting_record(session, place.standards, again.id)
                assert record.namesakes == ()  # nor of those before the last
                place.sit(session, again, wrong())


@pytest.mark.one_database
@pytest.mark.parametrize("done", [False, True], ids=["nothing done", "a task answered"])
def test_what_was_begun_is_begun_anew_or_told_to_the_assessor(
    place: Place, denied: tuple[int, int], done: bool
) -> None:
    with place.writing() as session:
        later = NINE + 20 * DAY
        room = held(session, denied[0], later)
        sitting = come(session, place, room, later)
        if done:
            place.sit(session, sitting, repeat(True), most=1)
        assert rule(session, place, room, later + timedelta(hours=1), is_same=True)
        row = line_of(session, room)
        session.refresh(row)
        assert (row.sitting_id == sitting.id) is done
        if done:
            record = sitting_record(session, place.standards, sitting.id)
            assert [one.is_same for one in record.namesakes] == [True]


@pytest.mark.one_database
def test_other_person_is_recorded_with_who_said_so_and_begins_like_anybody(
    place: Place, denied: tuple[int, int]
) -> None:
    with place.writing() as session:
        room = held(session, denied[0], NINE + DAY)
        assert rule(session, place, room, NINE + DAY, is_same=True)
        assert rule(session, place, room, NINE + DAY, is_same=False)  # pressed the wrong one: the newest holds
        sitting = come(session, place, room, NINE + DAY)
        assert (sitting.prior_mean, json.loads(sitting.seen)) == (place.offer.policy.prior.mean, [])
        (found,) = sitting_record(session, place.standards, sitting.id).namesakes
        assert found.ruling is not None
        assert (found.ruling.is_same, found.ruling.account_id) == (False, denied[0])
        stranger = held(session, supervisor(session, "Chị Năm"), NINE + DAY)
        foreign = line_of(session, stranger).id
        rules = place.offer.standard.retakes
        assert not rule_on_namesake(session, room, foreign, denied[1], rules, denied[0], NINE, is_same=True)


@pytest.mark.one_database
def test_who_got_a_certificate_or_answered_nothing_makes_nobody_wonder(place: Place) -> None:
    with place.writing() as session:
        who = supervisor(session)
        left = come(session, place, held(session, who, NINE), NINE)
        leave_sitting(session, place.engine, left, NINE)
        alone = place.begin(session, place.person(session, "Lê Văn Bốn"))
        alone.device_mac = OTHER_PHONE
        place.sit(session, alone, repeat(True))
        assert verdicts_of(session, alone.id)[-1].state == "approved"
        again = come(session, place, held(session, who, NINE + DAY), NINE + DAY)
        assert sitting_record(session, place.standards, again.id).namesakes == ()


@pytest.mark.one_database
@pytest.mark.parametrize(("is_same", "is_doubted"), [(None, True), (True, True), (False, False)])
def test_who_got_a_certificate_in_a_class_and_comes_again_as_somebody_else_is_seen(
    place: Place, is_same: bool | None, is_doubted: bool
) -> None:
    """Two people of one name: a supervisor says so, and the second is judged like anybody, but who assesses can read of it."""
    later = NINE + 15 * DAY
    with place.writing() as session:
        who = supervisor(session)
        first = come(session, place, held(session, who, NINE), NINE)
        place.sit(session, first, repeat(True))
        record_verdict(session, first.id, "approved", "clear", "Bác đạt.", "CODE", NINE)
        room = held(session, who, later)
        [asked] = asked_of(session, place, room, later)
        assert (asked.sitting_id, asked.is_certified) == (first.id, True)
        if is_same is not None:
            assert rule(session, place, room, later, is_same=is_same)
        again = come(session, place, room, later)
        again.seed = TAKEN_AT_THEIR_WORD
        record = sitting_record(session, place.standards, again.id)
        assert [one.sitting_id for one in doubted(record)] == [first.id] * is_doubted
        [line] = namesake_lines(record)
        assert "đã có giấy" in line
        assert ("hai người khác nhau" in line) is not is_doubted
        assert (again.prior_mean > place.offer.policy.cut) is bool(is_same)


def alone_again(session: Session, place: Place, name: str, mac: str, at: datetime) -> Sitting:
    new = replace(place.new(place.person(session, name)), device_mac=mac)
    sitting = start_sitting(session, place.engine, new, at)
    place.sit(session, sitting, repeat(True))
    return sitting


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("name", "mac", "certified"),
    [("Lê văn  bốn", TABLET, False), ("Lê Văn Bốn", OTHER_PHONE, True), ("Lê Thị Năm", TABLET, True)],
)
def test_alone_on_the_phone_where_the_same_name_was_denied_no_certificate_comes_at_once(
    place: Place, denied: tuple[int, int], name: str, mac: str, certified: bool
) -> None:
    with place.writing() as session:
        sitting = alone_again(session, place, name, mac, NINE + DAY)
        verdict = verdicts_of(session, sitting.id)[-1]
        assert (verdict.state == "approved") is certified
        assert bool(certificates_of(session, sitting.learner_id)) is certified
        if not certified:
            assert "lớp có thầy cô" in verdict.learner_text
            assert "tên" not in verdict.learner_text  # nothing of anybody else's test


@pytest.mark.one_database
@pytest.mark.parametrize("is_first_last", [False, True], ids=["in order", "begun first, ended last"])
def test_of_two_begun_side_by_side_the_one_that_ends_last_is_told_of_the_other(
    place: Place, is_first_last: bool
) -> None:
    minute = timedelta(minutes=1)
    with place.writing() as session:
        who = supervisor(session)
        rooms = [held(session, who, NINE + number * minute) for number in range(2)]
        both = [
            come(session, place, room, room.opened_at, mac)
            for room, mac in zip(rooms, (TABLET, OTHER_PHONE), strict=True)
        ]
        order = [1, 0] if is_first_last else [0, 1]
        for at, number in enumerate(order, 1):
            place.sit(session, both[number], wrong(), NINE + 20 * at * minute)
        early, late = order
        told = {
            number: [one.sitting_id for one in sitting_record(session, place.standards, both[number].id).namesakes]
            for number in order
        }
        assert told == {early: [], late: [both[early].id]}
        assert len(asked_of(session, place, rooms[late], NINE + DAY)) == 1


@pytest.mark.pure
@pytest.mark.parametrize(
    ("one", "other", "meeting"),
    [
        (Where(None, "", "", "m"), Where(1, "Xã A", "", "m"), "phone"),
        (Where(None, "", "", ""), Where(1, "Xã A", "", ""), None),
        (Where(None, "", "", "m"), Where(None, "", "", "n"), None),
        (Where(1, "Xã A", "", ""), Where(1, "Xã B", "", ""), "class"),
        (Where(1, "Xã A", "1", ""), Where(2, "xã a, tỉnh B", "", "m"), "commune"),
        (Where(1, "Xã A", "1", ""), Where(2, "Xã A", "2", ""), None),
    ],
)
def test_where_two_of_one_name_meet(one: Where, other: Where, meeting: str | None) -> None:
    assert (one.meets(other), other.meets(one)) == (meeting, meeting)
