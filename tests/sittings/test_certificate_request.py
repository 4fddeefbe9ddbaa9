"""What a certificate says of a sitting that went on in two classes: where it was finished, who pressed, on whose phone."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import repeat

from sqlalchemy.orm import Session

from app.accounts.domain.roles import Role
from app.accounts.service import create_account
from app.certification.service import NewCertificate
from app.sittings.domain.evidence import skill_evidence
from app.sittings.domain.practical import Report, Seen, SkillWatched
from app.sittings.domain.record import SittingRecord
from app.sittings.models import Supervision
from app.sittings.seats import Mark, mark
from app.sittings.service import certificate_request, sitting_record
from app.sittings.supervision import (
    NewSupervision,
    close_supervision,
    enter_class_sitting,
    names_of,
    open_supervision,
)
from tests.sittings.place import NINE, Place

HOUR = timedelta(hours=1)


def open_class(session: Session, supervisor: str, commune: str, name: str, at: datetime) -> Supervision:
    account = create_account(session, b"k" * 32, Role.TEACHER, supervisor, None, at).id
    return open_supervision(session, NewSupervision(account, "nguoi-dan", commune, "Nhà văn hóa", (name,), 8), at)


def sit_in_two(session: Session, place: Place, *, helped: bool) -> SittingRecord:
    """Begun with Cô Hạnh, who closes her class; finished with Thầy Bình, who had opened his before her."""
    his = open_class(session, "Thầy Bình", "Xã B", "Trần Thị LAN", NINE)
    hers = open_class(session, "Cô Hạnh", "Xã A", "Trần Thị Lan", NINE + HOUR)
    new = place.new(place.person(session, "Tên khác"), hers.id, "own")
    sitting = enter_class_sitting(session, place.engine, hers, new, "Trần Thị Lan", NINE + HOUR)
    mark(session, hers, {names_of(session, hers)[0].id: Mark(helped, None)})
    close_supervision(session, hers, NINE + 2 * HOUR)
    again = replace(new, supervision_id=his.id)
    assert enter_class_sitting(session, place.engine, his, again, "Trần Thị Lan", NINE + 3 * HOUR) is sitting
    mark(session, his, {names_of(session, his)[0].id: Mark(assisted=False, device="borrowed")})
    place.sit(session, sitting, repeat(True))
    session.flush()
    return sitting_record(session, place.standards, sitting.id)


def asked_for(session: Session, place: Place, record: SittingRecord) -> NewCertificate:
    return certificate_request(session, place.standards, record, "tham-dinh", NINE + 5 * HOUR)


def test_skills_are_named_that_have_evidence_of_their_own(place: Place) -> None:
    with place.writing() as session:
        record = sit_in_two(session, place, helped=False)
        wanted = asked_for(session, place, record)
    own = {of.of: of.n for of in skill_evidence(record.position) if of.standing == "shown"}
    assert {skill.id: skill.tasks for skill in wanted.skills} == own
    assert {skill.name for skill in wanted.skills} <= {"Giữ mật khẩu", "Quét mã"}
    assert wanted.skills


def test_practical_work_counts_for_the_skill_that_was_watched(place: Place) -> None:
    with place.writing() as session:
        record = sit_in_two(session, place, helped=False)
        [first, *_] = asked_for(session, place, record).skills

        def tasks(*seen: Seen) -> int | None:
            """Of that skill; None where it is not named."""
            reports = tuple(Report(1, 9, NINE, (SkillWatched(first.id, one),)) for one in seen)
            named = asked_for(session, place, replace(record, practised=reports)).skills
            return next((skill.tasks for skill in named if skill.id == first.id), None)

        assert tasks("done") == tasks("not-yet", "done") == first.tasks + 1  # the newest report holds
        assert tasks("not-yet") is None  # somebody has just seen that it was not done
        assert tasks("not-tried") == first.tasks


def test_class_is_the_one_that_it_was_finished_in(place: Place) -> None:
    with place.writing() as session:
        wanted = asked_for(session, place, sit_in_two(session, place, helped=False))
    assert (wanted.place, wanted.supervisor) == ("Nhà văn hóa, Xã B", "Thầy Bình")
    assert wanted.holder == "Trần Thị LAN"


def test_help_seen_in_one_class_is_said_although_the_other_saw_none(place: Place) -> None:
    with place.writing() as session:
        record = sit_in_two(session, place, helped=True)
        wanted = asked_for(session, place, record)
        row_alone = replace(record, assisted=False)
        assert (wanted.assisted, wanted.device) == (True, "borrowed")
        assert asked_for(session, place, row_alone).assisted
        unseen = replace(
            record, assisted=False, supervised=tuple(replace(one, assisted=False) for one in record.supervised)
        )
        assert not asked_for(session, place, unseen).assisted
