"""A certificate that names a skill which loses its evidence comes back to the desk, though its holder has attained as before:
an assessor keeps it, or has one issued that names fewer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from app.assessment import figures, queries
from app.assessment.decisions_in_log import audit_decisions
from app.assessment.domain.lost_skills import LostSkill, from_text, is_more, lost_skills
from app.assessment.domain.readings import Reader, Standing
from app.assessment.domain.reasons import FEWER_SKILLS
from app.assessment.models import Case
from app.assessment.opener import CaseOpener
from app.assessment.reissuing import reissue
from app.assessment.service import Obstructed, UnknownReason, decide
from app.assessment.settling import Wish
from app.assessment.views.lost_skills import lost_lines
from app.certification.auditing import audit
from app.certification.domain.confirmation import from_text as confirmation_of
from app.certification.models import Certificate
from app.certification.queries import find_certificate
from app.core.clock import Clock
from app.core.config import PROJECT
from app.sittings.domain.evidence import skill_evidence
from app.sittings.domain.record import SittingRecord
from app.sittings.domain.rescoring import outcome_again
from app.sittings.models import CertificateName, SupervisedName
from app.sittings.outcomes import neutralise_item
from app.sittings.queries import sitting_record
from tests.assessment.hall import NOW, Hall, right, wish
from tests.assessment.test_changed_cases import approve_rest, assurance, open_batch

LATER = NOW + timedelta(days=1)
FEWER = wish("approve", FEWER_SKILLS.code)


def record(hall: Hall, sitting: int) -> SittingRecord:
    return hall.read(lambda session: sitting_record(session, hall.place.standards, sitting))


def certificate(hall: Hall, code: str | None) -> Certificate:
    found = hall.read(lambda session: find_certificate(session, code or ""))
    assert found is not None
    return found


def named(hall: Hall, code: str | None) -> dict[str, str]:
    return {skill.id: skill.name for skill in confirmation_of(certificate(hall, code).confirmation).skills}


def flawed(found: SittingRecord, *, loses: bool) -> str:
    """A task that was asked, without which the whole stands and a certificate names a skill too many, or none; "" where there
    is none such."""
    shown = [(one.of, "") for one in skill_evidence(found.position) if one.standing == "shown"]
    for task in found.tasks:
        without = replace(found, neutralised=found.neutralised | {task.item}).position
        is_scored = len(without.scored) < len(found.position.scored)
        lost = lost_skills(skill_evidence(without), shown)
        is_left = len(lost) < len(shown)
        if is_scored and is_left and outcome_again(without) == "certify" and bool(lost) is loses:
            return task.item
    return ""


def sat(hall: Hall, sit: Callable[[], list[int]], *, loses: bool) -> tuple[int, str]:
    """What is asked is drawn: people sit the test until somebody was asked such a task. Gives the sitting, and the task."""
    for _ in range(20):
        for sitting in sit():
            if item := flawed(record(hall, sitting), loses=loses):
                return sitting, item
    raise AssertionError("nobody was asked such a task")


def neutralise(hall: Hall, item: str) -> int:
    hall.do(lambda session: neutralise_item(session, hall.place.standards, item, "đề sai", LATER))
    return hall.opener.open_due()


def waits(hall: Hall) -> list[str]:
    return [case.token for case in hall.read(lambda session: queries.waiting(session, "look", hall.mai, LATER)).mine]


def approved(hall: Hall, *, loses: bool) -> tuple[str, str]:
    """The token of a case with a certificate, and the task."""
    sitting, item = sat(hall, lambda: hall.hold_class(right(), right()), loses=loses)
    hall.opener.open_due()
    token = hall.case_of(sitting).token
    hall.draw(False, only=token)
    hall.decide(token, "approve", hall.lan)
    return token, item


def make_anew(hall: Hall, token: str, reader: Reader, now: datetime = LATER) -> Standing:
    seen = hall.read(lambda session: hall.seen(session, token))
    return hall.do(lambda session: reissue(session, hall.place.engine, token, seen, wish("reissue"), reader, now))


def test_certificate_that_names_too_much_is_seen_again_and_gives_way_to_one_that_does_not(hall: Hall) -> None:
    token, item = approved(hall, loses=True)
    first = hall.case(token).certificate_code
    assert token not in waits(hall)
    [unread] = hall.open_cases(right())
    with pytest.raises(UnknownReason):
        hall.do(
            lambda session: decide(session, hall.place.engine, unread, hall.seen(session, unread), FEWER, hall.lan, NOW)
        )
    neutralise(hall, item)
    case = hall.case(token)
    assert (token in waits(hall), case.verdict, case.outcome) == (True, "approve", "certify")
    lost = from_text(case.lost_skills)
    assert [one.name in line for one, line in zip(lost, lost_lines(case), strict=True)] == [True] * len(lost) != []

    for stranger_no_more in (Reader(hall.mai.account, "d"), Reader(hall.sup, "b")):
        with pytest.raises(Obstructed):
            make_anew(hall, token, stranger_no_more)
    after = make_anew(hall, token, hall.mai)
    case = hall.case(token)
    assert (after.outcome, case.stage, case.round) == ("approve", "settled", 2)
    old, new = certificate(hall, first), certificate(hall, case.certificate_code)
    assert (old.revoke_reason, new.revoked_at, token in waits(hall)) == ("cap-lai", None, False)
    assert set(named(hall, new.code)) == set(named(hall, old.code)) - {one.id for one in lost}
    assert [verdict.state for verdict in hall.verdicts(token)] == ["approved", "approved"]
    assert hall.verdicts(token)[-1].certificate_code == new.code
    with hall.database.reading.connect() as connection:
        assert (audit(connection).faults, list(audit_decisions(connection))) == ((), [])
    with pytest.raises(UnknownReason):
        make_anew(hall, token, hall.mai)


@pytest.mark.one_database
def test_who_keeps_it_is_not_asked_again(hall: Hall) -> None:
    token, item = approved(hall, loses=True)
    neutralise(hall, item)
    assert token in waits(hall)
    hall.decide(token, "keep", hall.mai, LATER)
    hall.opener.open_due()
    assert token not in waits(hall)
    assert certificate(hall, hall.case(token).certificate_code).revoked_at is None


@pytest.mark.one_database
def test_certificate_that_names_nothing_too_much_is_no_news(hall: Hall) -> None:
    token, item = approved(hall, loses=False)
    neutralise(hall, item)
    assert (hall.case(token).cause, hall.case(token).lost_skills, token in waits(hall)) == ("neutralised", "[]", False)


@pytest.mark.one_database
@pytest.mark.parametrize("loses", [True, False])
def test_certificate_of_who_practised_alone_is_looked_at_only_where_it_names_too_much(hall: Hall, loses: bool) -> None:
    sitting, item = sat(hall, lambda: [hall.sit_alone(right())], loses=loses)
    code = record(hall, sitting).verdicts[-1].certificate_code
    neutralise(hall, item)
    opened = hall.read(lambda session: session.scalar(select(Case).where(Case.sitting_id == sitting)))
    assert (opened is not None) is loses
    assert hall.opener.open_due() == 0
    if opened is None:
        return
    assert (opened.stage, opened.queue, opened.certificate_code, len(lost_lines(opened)) > 0) == (
        "first",
        "look",
        code,
        True,
    )
    hall.draw(False, only=opened.token)
    seen = hall.read(lambda session: hall.seen(session, opened.token))
    hall.do(lambda session: decide(session, hall.place.engine, opened.token, seen, FEWER, hall.lan, LATER))
    new = hall.case(opened.token).certificate_code
    assert certificate(hall, code).revoke_reason == "cap-lai"
    assert confirmation_of(certificate(hall, new).confirmation).assurance == "tu-luyen"
    assert set(named(hall, new)) < set(named(hall, code))

    later = next(task.item for task in record(hall, sitting).tasks if not task.neutralised and task.item != item)
    results = hall.case(opened.token).results
    assert neutralise(hall, later) >= 1  # written anew whatever it lost; others may lose a skill by it
    assert hall.case(opened.token).results == results + 1


@pytest.mark.one_database
def test_certificate_that_was_revoked_meanwhile_is_not_made_anew(hall: Hall) -> None:
    token, item = approved(hall, loses=True)
    code = hall.case(token).certificate_code
    assert code is not None
    neutralise(hall, item)
    hall.do(lambda session: hall.place.engine.certificates.revoke(session, code, "khong-dung-nguoi", LATER))
    with pytest.raises(UnknownReason):
        make_anew(hall, token, hall.mai)


def nobody_is_called_so(session: Session) -> None:
    """Those of the next class are called the same, and nobody is to wonder who they are."""
    session.execute(update(SupervisedName).values(folded=""))
    session.execute(update(CertificateName).values(folded=""))


@pytest.mark.one_database
def test_certificate_of_a_batch_that_is_made_anew_claims_no_look_that_nobody_took(hall: Hall) -> None:
    for _ in range(10):
        batch, drawn, others = open_batch(hall, 6)
        for token in drawn:
            hall.decide(token, "approve", hall.lan)
        approve_rest(hall, batch)
        if found := one_after_the_other(hall, others, drawn):
            break
        hall.do(nobody_is_called_so)
    for (token, item), expected, of in zip(found, ("giam-sat", "tham-dinh"), (batch, None), strict=True):
        neutralise(hall, item)
        make_anew(hall, token, hall.mai)
        assert (assurance(hall, token), hall.case(token).round) == (expected, 2)
        assert [row.batch for row in hall.decisions(token)] == [of, None, of]


def one_after_the_other(hall: Hall, firsts: list[str], seconds: list[str]) -> list[tuple[str, str]]:
    """One case of each with a task whose loss costs its certificate a skill: the second's once the first's is gone too. None where
    nobody was asked such tasks."""
    for first in firsts:
        item = flawed(record(hall, hall.case(first).sitting_id), loses=True)
        for second in seconds if item else ():
            without = replace(record(hall, hall.case(second).sitting_id), neutralised=frozenset({item}))
            if after := flawed(without, loses=True):
                return [(first, item), (second, after)]
    return []


def decided(hall: Hall, token: str, wished: Wish, reader: Reader) -> Standing:
    seen = hall.read(lambda session: hall.seen(session, token))
    return hall.do(lambda session: decide(session, hall.place.engine, token, seen, wished, reader, LATER))


@pytest.mark.one_database
@pytest.mark.parametrize("is_same", [True, False])
def test_who_reads_second_agrees_on_the_certificate_as_well(hall: Hall, is_same: bool) -> None:
    """One lets it give way, the other would let it stand: a third decides, and until then it stands."""
    sitting, item = sat(hall, lambda: [hall.sit_alone(right())], loses=True)
    code = record(hall, sitting).verdicts[-1].certificate_code
    neutralise(hall, item)
    token = hall.case_of(sitting).token
    hall.draw(True, only=token, at=LATER)
    assert decided(hall, token, FEWER, hall.lan).stage == "second"
    after = decided(hall, token, FEWER if is_same else wish("approve", "looked"), hall.mai)
    assert after == (Standing(1, "settled", "approve") if is_same else Standing(1, "third", None))
    [pair] = hall.read(lambda session: figures.pairs(session, hall.place.standards.second_reading))
    assert (pair.first, pair.second) == ("approve", "approve" if is_same else "approve-otherwise")
    if not is_same:
        assert (certificate(hall, code).revoked_at, hall.case(token).certificate_code) == (None, code)
        assert decided(hall, token, FEWER, hall.tu).outcome == "approve"
    assert (certificate(hall, code).revoke_reason, len(hall.verdicts(token))) == ("cap-lai", 2)


@pytest.mark.one_database
@pytest.mark.parametrize("answered", ["not told yet", "kept untold", "told", "told and kept"])
def test_certificate_whose_task_was_neutralised_before_is_looked_at_once(hall: Hall, answered: str) -> None:
    """By a release that compared no certificates, or compared them and counted results."""
    token, item = approved(hall, loses=True)
    neutralise(hall, item)
    if "kept" in answered:
        hall.decide(token, "keep", hall.mai, LATER)
    config = Config(PROJECT / "alembic.ini")
    config.set_main_option("sqlalchemy.url", str(hall.database.url))
    hall.database.engine.dispose()
    command.downgrade(config, "d7a0b5e70532")
    if answered in ("not told yet", "kept untold"):
        untold = text("UPDATE assessment_case SET lost_skills = '[]', lost_since = 0")
        hall.do(lambda session: session.execute(untold))
        hall.database.engine.dispose()
    command.upgrade(config, "head")
    assert token not in waits(hall)
    opener = CaseOpener(hall.database, hall.place.standards, Clock(LATER + timedelta(days=1)), sittings=30)
    assert opener.open_due() == (answered != "told and kept")
    assert (token in waits(hall)) is (answered != "told and kept")
    assert (len(lost_lines(hall.case(token))) > 0, opener.open_due()) == (True, 0)


@pytest.mark.one_database
def test_what_is_left_is_counted_as_a_certificate_counts_it(hall: Hall) -> None:
    found = record(hall, hall.sit_alone(right()))
    shown = {one.of: one for one in found.skills}
    lost = lost_skills(found.skills, [(skill, "Tên") for skill in (*shown, "khong-hoi")])
    assert {one.id for one in lost} == {of for of, one in shown.items() if one.standing != "shown"} | {"khong-hoi"}
    assert lost[-1] == LostSkill("khong-hoi", "Tên", 0, 0, 0.0)
    assert (is_more(lost, lost[:-1]), is_more(lost[:-1], lost)) == (True, False)
