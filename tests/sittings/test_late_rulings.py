"""Somebody who reads a case lets a late answer count: a result of its own, and taken back by another."""

from collections.abc import Iterator
from itertools import repeat

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.accounts.domain.roles import Role
from app.accounts.service import create_account
from app.sittings.demo import fields_of
from app.sittings.domain.record import SittingRecord, replay
from app.sittings.late_answers import NoLateAnswer, Ruling, keep_late, rule_on_late
from app.sittings.models import LateAnswer, LateRuling, SittingResult
from app.sittings.queries import sitting_record
from app.sittings.seats import free_seat
from app.sittings.service import Sent, neutralise_item, pause_sitting, resume_sitting
from app.sittings.supervision import NewSupervision, enter_class_sitting, names_of, open_supervision
from tests.assessment.hall import open_hall
from tests.sittings.place import NINE, Place

YES = "Máy mất mạng, lớp vừa đóng."


class Case:
    """An ended sitting, in which task `number` was put aside before its right answer came."""

    def __init__(self, place: Place, session: Session) -> None:
        self.place, self.session = place, session
        self.assessor = create_account(session, b"k" * 32, Role.ASSESSOR, "Cô Mai", None, NINE).id
        sitting = place.begin(session, place.person(session))
        task, question = place.question(session, sitting)
        pause_sitting(sitting, NINE)
        sent = Sent(task.key, fields_of(question, right=True), waited_ms=10**9)
        assert keep_late(session, place.engine, sitting, sent, NINE) == "late"
        resume_sitting(session, place.engine, sitting, NINE)
        place.sit(session, sitting, repeat(False))
        session.flush()
        self.sitting, self.number = sitting, task.number

    @property
    def record(self) -> SittingRecord:
        return sitting_record(self.session, self.place.standards, self.sitting.id)

    def rule(self, counts: bool, reason: str = YES, number: int | None = None):  # type: ignore[no-untyped-def]
        ruling = Ruling(counts, reason, self.assessor)
        return rule_on_late(self.session, self.place.standards, self.sitting.id, number or self.number, ruling, NINE)


def test_help_with_a_late_answer_is_help(place: Place) -> None:
    with place.writing() as session:
        sitting = place.begin(session, place.person(session))
        task, question = place.question(session, sitting)
        pause_sitting(sitting, NINE)
        sent = Sent(task.key, fields_of(question, right=True), assisted=True)
        assert keep_late(session, place.engine, sitting, sent, NINE) == "late"
        assert sitting.assisted


def test_seat_with_a_late_answer_is_not_freed(place: Place) -> None:
    sup = open_hall(place).sup
    with place.writing() as session:
        wanted = NewSupervision(sup, "nguoi-dan", "Xã D", "Nhà văn hóa", ("Lan",), 3)
        supervision = open_supervision(session, wanted, NINE)
        new = place.new(place.person(session), supervision.id)
        sitting = enter_class_sitting(session, place.engine, supervision, new, "Lan", NINE)
        task, question = place.question(session, sitting)
        pause_sitting(sitting, NINE)
        keep_late(session, place.engine, sitting, Sent(task.key, fields_of(question, right=True)), NINE)
        seat = next(row for row in names_of(session, supervision) if row.sitting_id == sitting.id)
        assert not free_seat(session, supervision, seat.id)
        assert session.scalars(select(LateAnswer.key)).all() == [task.key]


@pytest.fixture
def case(place: Place) -> Iterator[Case]:
    with place.writing() as session:
        yield Case(place, session)


def test_ruling_is_a_new_result_each_time_and_its_opposite_takes_it_back(case: Case) -> None:
    before = case.record
    case.rule(True)
    assert case.rule(True) is None
    with_it = case.record
    case.rule(False, "Có người nhắc.")
    after = case.record
    assert [result.cause for result in after.results] == ["ended", "late", "late"]
    first, second, third = after.results
    assert (second.n, third.n) == (first.n + 1, first.n)
    assert second.p_master > first.p_master
    assert (third.theta, third.p_master) == (first.theta, first.p_master)
    assert with_it.position.estimate.theta == second.theta
    assert [replay(record) for record in (before, with_it, after)] == [tuple(t.item for t in before.tasks)] * 3
    rows = case.session.query(LateRuling).order_by(LateRuling.id).all()
    assert [(row.counts, row.reason, row.account_id) for row in rows] == [
        (True, YES, case.assessor),
        (False, "Có người nhắc.", case.assessor),
    ]
    with pytest.raises(DatabaseError), case.session.begin_nested():
        case.session.execute(update(LateRuling).values(counts=True))


def test_flawed_task_takes_a_late_answer_that_counted_along(case: Case) -> None:
    before = case.record.results[-1]
    case.rule(True)
    item = case.record.tasks[case.number - 1].item
    neutralise_item(case.session, case.place.standards, item, "đề sai", NINE)
    results = case.record.results
    assert [result.cause for result in results] == ["ended", "late", "neutralised"]
    assert (results[-1].n, results[-1].theta) == (before.n, before.theta)
    with pytest.raises(NoLateAnswer):
        case.rule(False)


def test_another_task_that_is_flawed_leaves_a_late_answer_counted(case: Case) -> None:
    case.rule(True)
    other = next(task.item for task in case.record.tasks if task.number != case.number and task.score is not None)
    neutralise_item(case.session, case.place.standards, other, "đề sai", NINE)
    late, flawed = case.record.results[-2:]
    assert (flawed.cause, flawed.n) == ("neutralised", late.n - 1)
    case.rule(False)
    assert case.record.results[-1].n == late.n - 2


def test_nothing_else_can_be_let_count(case: Case) -> None:
    with pytest.raises(ValueError, match="reason"):
        case.rule(True, "  ")
    other = next(task for task in case.record.tasks if task.late is None)
    for number in (other.number, 99):
        with pytest.raises(NoLateAnswer):
            case.rule(True, number=number)
    case.session.query(SittingResult).filter_by(sitting_id=case.sitting.id).one()


def test_phone_may_say_how_long_it_waited_but_not_longer_than_since_the_task_was_shown(case: Case) -> None:
    [late] = case.session.query(LateAnswer).all()
    assert (late.score, late.waited_ms) == (1, 0)
