"""What becomes of a sitting that nobody supervised: what speaks against a certificate at once, and that nobody is left alone."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import cycle, repeat
from secrets import token_hex

import pytest
from sqlalchemy.orm import Session

from app.certification.identities import keep_identity
from app.certification.queries import certificates_of
from app.sittings.alone import NOT_ALONE, SAME_PERSON, SAME_PHONE, UNCLEAR, UNNAMED
from app.sittings.domain.evidence import Watched, skill_evidence
from app.sittings.domain.record import SittingRecord
from app.sittings.models import Sitting
from app.sittings.outcomes import SELF_PRACTISED
from app.sittings.queries import sitting_record
from app.sittings.service import start_sitting
from app.sittings.views.sitting import ASK_SOMEBODY, HELPED, Setting, end_page
from tests.sittings.place import NINE, Place

pytestmark = pytest.mark.one_database
SHARED, DAY = "chung" * 4, timedelta(days=1)


def sat(
    session: Session, place: Place, rights: Iterator[bool], mac: str = "", at: datetime = NINE, *, helped: bool = False
) -> SittingRecord:
    learner = place.person(session, f"Người {token_hex(4)}")
    wanted = replace(place.new(learner), assisted=helped)
    sitting: Sitting = start_sitting(session, place.engine, replace(wanted, device_mac=mac or wanted.device_mac), at)
    place.sit(session, sitting, rights)
    return sitting_record(session, place.standards, sitting.id)


def page_of(place: Place, record: SittingRecord) -> tuple[str, str]:
    """What it says of what happens now, and where another look is asked for."""
    framework = place.standards.framework(record.framework)
    setting = Setting(record.token, lambda route, **_: route)
    page = end_page(record, framework, place.library.catalogue, None, setting)
    return f"{page.verdict} {' '.join(page.now)}", page.appeal_url


def reasons(records: list[SittingRecord]) -> list[str]:
    return [record.verdict.reason for record in records if record.verdict is not None]


def test_who_cannot_be_told_is_invited_to_a_person_at_once_with_skills_and_a_code(place: Place) -> None:
    with place.writing() as session:
        record = sat(session, place, cycle([True, False]))
    assert record.result is not None
    assert record.verdict is not None
    assert (record.result.outcome, record.verdict.state, record.verdict.reason) == ("refer", "practical", UNCLEAR)
    assert record.invitation is not None
    now, appeal = page_of(place, record)
    code = record.invitation.code
    assert f"{code[:5]} {code[5:]}" in now
    assert "Giữ mật khẩu" in now
    assert "Tổ công nghệ số cộng đồng" in now
    assert appeal  # and another look by one tap, as of every refusal


def test_who_passed_with_no_skill_to_name_is_invited_to_those_that_could_be(place: Place) -> None:
    """Two tasks pass here, one of each skill; with one more of it that was watched a skill has its two. Of one in twenty both
    tasks are so easy that none would be named even then."""
    standard = place.root / "standards" / "nguoi-dan.yaml"
    quick = re.sub("(?m)^(moi-nhom-it-nhat|it-nhat): .*", r"\1: 1", standard.read_text("utf-8"))
    standard.write_text(quick.replace("chac-dat: 0.90", "chac-dat: 0.55"), "utf-8")
    place.library.load()
    with place.writing() as session:
        records = [sat(session, place, repeat(True)) for _ in range(6)]
    assert {(one.verdict.state, one.verdict.reason) for one in records if one.verdict} == {("practical", UNNAMED)}
    assert {skill.standing for one in records for skill in one.skills} == {"unseen"}
    told = [named_once_watched(record) for record in records]
    assert any(True in names for names in told)
    assert [names for names in told if True in names and False in names] == []
    assert "Tổ công nghệ số cộng đồng" in page_of(place, records[0])[0]


def named_once_watched(record: SittingRecord) -> list[bool]:
    """Of each skill that somebody is invited to, whether a certificate would name it after it was watched done."""
    assert record.invitation is not None
    found = {skill: skill_evidence(record.position, (Watched(skill, True),)) for skill in record.invitation.skills}
    return [one.standing == "shown" for skill, skills in found.items() for one in skills if one.of == skill]


def test_who_was_helped_has_practised_and_is_told_so_whatever_came_of_it(place: Place) -> None:
    with place.writing() as session:
        records = [sat(session, place, rights, helped=True) for rights in (repeat(True), cycle([True, False]))]
    assert [record.verdict for record in records] == [None, None]
    assert all(HELPED in page_of(place, record)[0] for record in records)


def test_who_was_not_invited_is_shown_the_way_to_a_person(place: Place) -> None:
    with place.writing() as session:
        record = replace(sat(session, place, cycle([True, False])), verdicts=(), invitation=None)
    assert page_of(place, record) == (f" {ASK_SOMEBODY}", "appeal_sitting")


def test_one_phone_brings_a_household_its_certificates_and_no_street(place: Place) -> None:
    allowed = place.offer.standard.per_phone
    with place.writing() as session:
        family = [sat(session, place, repeat(True), SHARED) for _ in range(allowed)]
        street = [sat(session, place, repeat(True), SHARED) for _ in range(2)]
        elsewhere = sat(session, place, repeat(True), "khac" * 5)
        later = sat(session, place, repeat(True), SHARED, NINE + 32 * DAY)
        assert reasons([*family, elsewhere, later]) == [SELF_PRACTISED] * (allowed + 2)
        assert reasons(street) == [SAME_PHONE] * 2
        assert [certificates_of(session, record.learner_id) for record in street] == [[], []]
    assert all(record.invitation for record in street)
    now, appeal = page_of(place, street[0])
    assert NOT_ALONE in now
    assert "máy này" not in now  # nothing of what others did on it
    assert appeal


def test_one_identity_number_brings_one_certificate_alone(place: Place) -> None:
    with place.writing() as session:
        first = sat(session, place, repeat(True))
        second = place.person(session)
        for learner in (first.learner_id, second):
            keep_identity(session, b"k" * 32, learner, "000000000000", NINE)
        sitting = place.begin(session, second)
        place.sit(session, sitting, repeat(True))
        record = sitting_record(session, place.standards, sitting.id)
        assert reasons([first, record]) == [SELF_PRACTISED, SAME_PERSON]
        assert certificates_of(session, second) == []
