"""Practical work: who is invited shows two or three skills to a supervisor, and an assessor reads what was seen."""

import json
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.assessment.batches import plain_cases
from app.assessment.domain.readings import Reader, obstacle
from app.assessment.models import Case
from app.assessment.queries import origin_of, waiting
from app.assessment.service import CaseMoved
from app.assessment.settling import CaseBehind
from app.assessment.views.practised import practised_views
from app.assessment.warrants import warranted
from app.certification.composing import NoWarrant
from app.certification.queries import certificates_of
from app.sittings.alone import UNREAD
from app.sittings.demo import answer_task
from app.sittings.domain.practical import Report, SkillWatched, watched_in
from app.sittings.domain.record import SittingRecord, replay
from app.sittings.models import PracticalInvitation, PracticalReport, Sitting
from app.sittings.practical import InvitationOver, write_report
from app.sittings.queries import sitting_record
from app.sittings.service import NewSitting
from app.sittings.supervision import NewSupervision, enter_class_sitting, open_supervision
from tests.assessment.hall import NOW, Hall, mixed, wrong
from tests.sittings.place import NINE

LATER = NOW + timedelta(days=3)


def record_of(hall: Hall, sitting: int) -> SittingRecord:
    return hall.read(lambda session: sitting_record(session, hall.place.standards, sitting))


def invited(hall: Hall) -> tuple[str, SittingRecord]:
    """A case that an assessor has decided: to have something shown."""
    token = hall.open_cases(mixed())[0]
    hall.draw(False)
    hall.decide(token, "practical", hall.lan)
    return token, record_of(hall, hall.case(token).sitting_id)


def tell(hall: Hall, record: SittingRecord, *seen: SkillWatched, by: int | None = None, hours: int = 0) -> None:
    assert record.invitation is not None
    code, at = record.invitation.code, LATER + timedelta(hours=hours)
    hall.do(lambda session: write_report(session, code, by or hall.sup, seen, at))


def all_done(record: SittingRecord) -> list[SkillWatched]:
    assert record.invitation is not None
    return [SkillWatched(skill, "done", "làm một mạch") for skill in record.invitation.skills]


@pytest.mark.one_database
def test_decision_keeps_the_skills_that_help_most_and_a_code(hall: Hall) -> None:
    _, record = invited(hall)
    assert record.invitation is not None
    assert set(record.invitation.skills) == {"vneid-dang-nhap", "tt-ma-qr"}
    assert len(record.invitation.code) == 10
    token = hall.open_cases(wrong())[0]
    hall.far_from_cut(token)
    hall.decide(token, "deny", hall.lan)
    assert record_of(hall, hall.case(token).sitting_id).invitation is None


def test_report_brings_the_case_back_to_be_looked_at_and_decides_nothing(hall: Hall) -> None:
    token, record = invited(hall)
    tell(hall, record, *all_done(record))
    assert hall.opener.open_due() == 1
    case = hall.case(token)
    assert (case.queue, case.stage, case.round, case.verdict) == ("look", "first", 2, None)
    assert '"practised"' in case.concerns
    assert [row.reason for row in hall.decisions(token)] == ["near", "practical-report"]
    assert [verdict.state for verdict in hall.verdicts(token)] == ["practical", "reopened"]
    assert hall.read(lambda session: certificates_of(session, record.learner_id)) == []
    assert hall.opener.open_due() == 0
    after = record_of(hall, record.id)
    [told] = after.practised
    assert told.watched == tuple(all_done(record))
    [shown] = practised_views(after, hall.place.offer.framework)
    assert "người đã giám sát lớp này" in shown.said
    assert set(shown.rows) == {f"{skill}: làm được. Ghi chú: làm một mạch" for skill in ("Quét mã", "Giữ mật khẩu")}


@pytest.mark.one_database
def test_what_was_watched_is_evidence_of_its_skill_and_the_result_stays_the_test_s(hall: Hall) -> None:
    _, record = invited(hall)
    assert record.invitation is not None
    done, other = record.invitation.skills
    tell(hall, record, SkillWatched(done, "not-yet"), SkillWatched(other, "done"))
    tell(hall, record, SkillWatched(done, "done"), SkillWatched(other, "not-tried"), hours=1)  # the newest holds
    hall.opener.open_due()
    after = record_of(hall, record.id)
    before, now = ({one.of: one for one in found.skills} for found in (record, after))
    assert {skill: one.n - before[skill].n for skill, one in now.items()} == {done: 1, other: 0}
    assert now[done].performed == before[done].performed + 1
    assert all(one.p_master > before[skill].p_master for skill, one in now.items())
    assert (after.results, replay(after)) == (record.results, replay(record))
    assert after.position.estimate == record.position.estimate


@pytest.mark.one_database
def test_report_corrected_while_the_case_waits_is_told_to_who_has_it_open(hall: Hall) -> None:
    token, record = invited(hall)
    tell(hall, record, *all_done(record))
    tell(hall, record, *all_done(record))  # sent twice
    hall.opener.open_due()
    assert len(record_of(hall, record.id).practised) == 1
    tell(hall, record, *[replace(one, seen="not-yet") for one in all_done(record)], hours=1)
    with pytest.raises(CaseBehind):
        hall.decide(token, "approve", hall.mai, LATER + timedelta(hours=1))
    assert hall.opener.open_due() == 1
    assert (hall.case(token).round, len(record_of(hall, record.id).practised)) == (2, 2)
    hall.draw(False, at=LATER)
    hall.far_from_cut(token)
    assert hall.decide(token, "deny", hall.mai, LATER + timedelta(hours=2)).outcome == "deny"
    with pytest.raises(InvitationOver):
        tell(hall, record, *all_done(record), hours=3)


@pytest.mark.one_database
def test_report_is_about_the_skills_of_the_invitation(hall: Hall) -> None:
    _, record = invited(hall)
    with pytest.raises(ValueError, match="not the skills"):
        tell(hall, record, SkillWatched("khac", "done"))
    assert hall.read(lambda session: session.scalar(select(PracticalReport))) is None


@pytest.mark.one_database
def test_who_watched_practical_work_judges_nothing_of_the_sitting(hall: Hall) -> None:
    token, record = invited(hall)
    tell(hall, record, *all_done(record), by=hall.mai.account)  # an account whose role was another one then
    hall.opener.open_due()
    case = hall.case(token)
    assert obstacle(hall.mai, origin_of(case), []) == "own-class"
    assert hall.read(lambda session: waiting(session, "look", hall.mai, LATER)).mine == ()
    assert obstacle(Reader(hall.tu.account, hall.tu.commune), origin_of(case), []) is None
    assert obstacle(Reader(99, hall.mai.commune), origin_of(case), []) == "own-commune"


@pytest.mark.one_database
def test_decision_on_a_page_that_tells_of_an_older_report_is_not_kept(hall: Hall) -> None:
    token, record = invited(hall)
    tell(hall, record, *(replace(one, seen="not-yet") for one in all_done(record)))
    hall.opener.open_due()
    page = hall.read(lambda session: hall.seen(session, token))
    tell(hall, record, *all_done(record), hours=1)
    hall.opener.open_due()
    with pytest.raises(CaseMoved):
        hall.decide(token, "deny", hall.mai, LATER + timedelta(hours=2), seen=page)


@pytest.mark.one_database
def test_page_says_which_of_two_rounds_counts_for_each_skill(hall: Hall) -> None:
    _, record = invited(hall)
    one, other = all_done(record)
    first = Report(1, hall.sup, NOW, (one, other))
    second = Report(2, hall.sup, LATER, (one, replace(other, seen="not-tried")))
    newest, oldest = practised_views(replace(record, practised=(first, second)), hall.place.offer.framework)
    assert newest.said.endswith("Bản này được tính.")
    assert "chỉ tính phần: " in oldest.said
    assert len(watched_in((first, second))) == 2


@pytest.fixture
def minding(hall: Hall) -> Hall:
    """A standard under which what nobody can have read brings no certificate at once, and as long as speed says something."""
    usual = hall.place.offer
    changed = usual.standard.model_copy(update={"most_unread": 0.25, "n_min": 8})
    hall.place.standards.offers = {"nguoi-dan": replace(usual, standard=changed)}
    return hall


def sit_through(hall: Hall, session: Session, sitting: Sitting, seconds: float) -> int:
    """Everything right, so many seconds a task."""
    at, random = NINE, Random(1)  # noqa: S311 - nobody has to guess anything
    while sitting.ended_at is None:
        at = max(at, sitting.active_at) + timedelta(seconds=seconds)
        answer_task(session, hall.place.engine, sitting, True, random, at)
    return sitting.id


def sit_alone_in(hall: Hall, seconds: float) -> SittingRecord:
    def sit(session: Session) -> int:
        return sit_through(hall, session, hall.place.begin(session, hall.place.person(session)), seconds)

    return record_of(hall, hall.do(sit))


def sit_in_class_in(hall: Hall, seconds: float, name: str) -> Case:
    def sit(session: Session) -> int:
        wanted = NewSupervision(hall.sup, "nguoi-dan", "Xã D", "Nhà văn hóa", (name,), 5)
        supervision = open_supervision(session, wanted, NINE)
        learner = hall.place.person(session, name)
        new = NewSitting(learner, hall.place.offer, "class", "m" * 22, supervision_id=supervision.id)
        sitting = enter_class_sitting(session, hall.place.engine, supervision, new, name, NINE)
        return sit_through(hall, session, sitting, seconds)

    sitting = hall.do(sit)
    hall.opener.open_due()
    return hall.case_of(sitting)


@pytest.mark.one_database
def test_what_nobody_can_have_read_is_shown_to_a_supervisor_before_anybody_certifies_it(minding: Hall) -> None:
    record = sit_alone_in(minding, 0.5)
    assert record.result is not None
    assert record.verdict is not None
    assert (record.result.outcome, record.verdict.state, record.verdict.reason) == ("certify", "practical", UNREAD)
    assert record.invitation is not None
    assert minding.read(lambda session: certificates_of(session, record.learner_id)) == []
    with pytest.raises(NoWarrant, match="unread"):  # nor does the signer in another process
        minding.read(lambda session: warranted(session, minding.place.standards, record.token, NOW))
    assert minding.opener.open_due() == 0
    tell(minding, record, *all_done(record))
    assert minding.opener.open_due() == 1
    case = minding.case_of(record.id)
    assert (case.queue, case.stage, case.round) == ("look", "first", 1)
    assert [verdict.state for verdict in minding.verdicts(case.token)] == ["practical", "reopened"]
    minding.draw(False)
    assert minding.decide(case.token, "approve", minding.lan, LATER).outcome == "approve"


@pytest.mark.one_database
def test_honest_pace_has_its_certificate_at_once(minding: Hall) -> None:
    record = sit_alone_in(minding, 20.0)
    assert record.verdict is not None
    assert record.verdict.state == "approved"


@pytest.mark.one_database
def test_fast_class_sitting_is_looked_at_and_in_no_batch_from_the_first_on(minding: Hall) -> None:
    """Nobody has been timed here before."""
    fast, honest = sit_in_class_in(minding, 0.5, "Lan"), sit_in_class_in(minding, 20.0, "Mai")
    assert (fast.outcome, fast.queue) == ("certify", "look")
    [flag] = [one for one in json.loads(fast.flags) if one["kind"] == "rapid"]
    assert flag["is_estimated"]
    assert (honest.queue, honest.flags) == ("ready", "[]")
    assert minding.read(lambda session: [case.id for case in plain_cases(session, minding.lan, NOW)]) == [honest.id]


@pytest.mark.one_database
def test_invitations_go_with_their_sitting(hall: Hall) -> None:
    _, record = invited(hall)
    tell(hall, record, *all_done(record))
    hall.do(lambda session: session.delete(session.get_one(Sitting, record.id)))
    assert hall.read(lambda session: session.scalar(select(PracticalInvitation))) is None
