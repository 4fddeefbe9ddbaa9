"""Cases from the end of a sitting to its certificate, and back."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.assessment import batches, figures, queries, service
from app.assessment.domain.agreement import Group
from app.assessment.domain.readings import Kind, Standing
from app.assessment.models import Case, HonestReference
from app.assessment.reading_seeds import seed_of
from app.assessment.service import CaseMoved, CaseTaken, Obstructed, UnknownReason
from app.assessment.settling import NothingShown, Wish
from app.certification.domain.confirmation import from_text
from app.certification.models import Certificate, LogEntry
from app.certification.queries import find_certificate
from app.core.ids import digest
from app.sittings.models import Appeal, Sitting
from app.sittings.outcomes import HelpedAlone, neutralise_item
from app.sittings.queries import sitting_record, tasks_of
from tests.assessment.hall import NOW, Hall, mixed, right, wish, wrong
from tests.sittings.place import NINE


def certificate(hall: Hall, token: str) -> Certificate | None:
    code = hall.case(token).certificate_code
    return hall.read(lambda session: find_certificate(session, code)) if code else None


# Opening


def test_ended_class_sittings_become_cases_in_their_queues(hall: Hall) -> None:
    sure, low, open_ = hall.open_cases(right(), wrong(), mixed())
    assert (hall.case(sure).outcome, hall.case(sure).queue) == ("certify", "ready")
    assert (hall.case(low).outcome, hall.case(low).queue) == ("deny", "ready"), (
        hall.case(low).flags,
        hall.case(low).concerns,
    )
    assert (hall.case(open_).outcome, hall.case(open_).queue) == ("refer", "look")
    assert "unclear" in json.loads(hall.case(open_).concerns)
    assert hall.case(sure).communes == "|d|"
    assert hall.case(sure).supervisors == f"|{hall.sup}|"


def test_sittings_alone_become_cases_only_when_their_learner_asks(hall: Hall) -> None:
    sitting = hall.sit_alone(wrong())
    assert hall.opener.open_due() == 0
    hall.do(lambda session: session.add(Appeal(sitting_id=sitting, at=NOW, text="Xin xem lại giúp tôi")))
    assert hall.opener.open_due() == 1
    case = hall.case_of(sitting)
    assert (case.appealed_at, case.queue, case.communes) == (NOW, "look", "|")


@pytest.mark.one_database
def test_first_of_two_readers_approves_nothing_that_names_no_skill(hall: Hall) -> None:
    token = hall.open_cases(wrong())[0]
    hall.draw(True, only=token)
    with pytest.raises(NothingShown):
        hall.decide(token, "approve", hall.lan)
    assert hall.decisions(token) == []


def test_looking_again_opens_nothing_twice(hall: Hall) -> None:
    hall.open_cases(right(), wrong())
    assert hall.opener.open_due() == 0


@pytest.mark.one_database
def test_what_honest_people_are_like_is_computed_once_for_a_bank_and_standard(hall: Hall) -> None:
    hall.open_cases(right(), wrong())
    rows = hall.read(lambda session: session.scalars(select(HonestReference)).all())
    assert [(row.sittings, row.bank_version) for row in rows] == [(30, hall.place.offer.bank.version)]


@pytest.mark.one_database
def test_helped_people_wait_in_the_other_queue(hall: Hall) -> None:
    sitting = hall.hold_class(right(), helped=True)[0]
    hall.opener.open_due()
    assert json.loads(hall.case_of(sitting).concerns) == ["assisted"]


# Deciding


def test_approval_issues_tells_and_logs_in_one_go(hall: Hall) -> None:
    token = hall.open_cases(right())[0]
    hall.draw(False)
    assert hall.decide(token, "approve", hall.lan) == Standing(1, "settled", "approve")
    issued = certificate(hall, token)
    assert issued is not None
    confirmation = from_text(issued.confirmation)
    assert (confirmation.assurance, confirmation.place) == ("tham-dinh", "Nhà văn hóa, Xã D")
    told = hall.verdicts(token)[-1]
    assert (told.state, told.reason, told.certificate_code) == ("approved", "clear", issued.code)


@pytest.mark.one_database
def test_denial_far_from_the_cut_is_told_with_the_assessors_words(hall: Hall) -> None:
    token = hall.open_cases(wrong())[0]
    hall.draw(False)
    hall.far_from_cut(token)
    assert hall.decide(token, "deny", hall.lan).outcome == "deny"
    assert (hall.verdicts(token)[-1].state, certificate(hall, token)) == ("denied", None)


def appealed_alone(hall: Hall, *, helped: bool) -> str:
    sitting = hall.sit_alone(right(), helped=helped)
    hall.do(lambda session: session.add(Appeal(sitting_id=sitting, at=NOW, text="Xem giúp")))
    hall.opener.open_due()
    hall.draw(False)
    return hall.case_of(sitting).token


@pytest.mark.one_database
def test_certificate_after_an_appeal_of_who_sat_alone_claims_no_supervision(hall: Hall) -> None:
    token = appealed_alone(hall, helped=True)
    hall.do(lambda session: session.execute(update(Sitting).values(assisted=False)))  # was refused for another reason
    hall.opener.open_due()
    assert certificate(hall, token) is None
    hall.decide(token, "approve", hall.lan)
    issued = certificate(hall, token)
    assert issued is not None
    assert from_text(issued.confirmation).assurance == "tu-luyen"


@pytest.mark.one_database
@pytest.mark.parametrize("is_read_twice", [False, True], ids=["read once", "read twice"])
def test_who_was_helped_alone_has_practised_and_gets_no_certificate(hall: Hall, is_read_twice: bool) -> None:
    token = appealed_alone(hall, helped=True)
    hall.draw(is_read_twice)
    with pytest.raises(HelpedAlone):
        hall.decide(token, "approve", hall.lan)
    assert (hall.decisions(token), certificate(hall, token)) == ([], None)


@pytest.mark.one_database
def test_certificate_that_stands_already_is_not_issued_twice_and_falls_with_a_denial(hall: Hall) -> None:
    kinds: tuple[tuple[Kind, bool], ...] = (("approve", True), ("deny", False))
    for kind, is_valid in kinds:
        token = appealed_alone(hall, helped=False)
        first = certificate(hall, token)
        assert first is not None
        hall.far_from_cut(token)
        hall.decide(token, kind, hall.lan)
        now = hall.read(lambda session, code=first.code: find_certificate(session, code))  # type: ignore[misc]
        assert now is not None
        assert (now.revoked_at is None) is is_valid
        assert hall.case(token).certificate_code == (first.code if is_valid else None)


@pytest.mark.one_database
def test_decision_about_what_has_changed_since_is_refused(hall: Hall) -> None:
    token = hall.open_cases(right())[0]
    hall.draw(False)
    seen = hall.read(lambda session: hall.seen(session, token))
    hall.decide(token, "approve", hall.lan)
    with pytest.raises(CaseMoved):
        hall.decide(token, "deny", hall.mai, seen=seen)
    assert [row.kind for row in hall.decisions(token)] == ["approve"]


@pytest.mark.one_database
def test_nobody_decides_about_their_own_people(hall: Hall) -> None:
    token = hall.open_cases(right(), commune="xã  A", supervisor=hall.mai.account)[0]
    for reader, why in ((hall.lan, "own-commune"), (hall.mai, "own-class")):
        with pytest.raises(Obstructed) as refused:
            hall.decide(token, "approve", reader)
        assert refused.value.obstacle == why
    assert hall.decisions(token) == []
    waiting = hall.read(
        lambda session: [queries.waiting(session, "ready", one, NOW).mine for one in (hall.lan, hall.mai)]
    )
    assert waiting == [(), ()]


@pytest.mark.one_database
def test_reasons_of_other_decisions_are_refused(hall: Hall) -> None:
    token = hall.open_cases(right())[0]
    mixed_up = Wish("approve", "below", "Lời cho bác.", "Lời hồ sơ.")
    with pytest.raises(UnknownReason):
        hall.do(lambda session: service.decide(
            session, hall.place.engine, token, hall.seen(session, token), mixed_up, hall.lan, NOW
        ))  # fmt: skip


def test_decisions_are_append_only(hall: Hall) -> None:
    token = hall.open_cases(right())[0]
    hall.draw(False)
    hall.decide(token, "approve", hall.lan)
    with pytest.raises(DBAPIError, match="append-only"):
        hall.do(lambda session: session.execute(text("UPDATE case_decision SET kind = 'deny'")))


# Second and third readings


def test_what_is_drawn_waits_for_a_second_reader_of_another_commune(hall: Hall) -> None:
    token = hall.open_cases(right())[0]
    hall.draw(True)
    assert hall.decide(token, "approve", hall.lan) == Standing(1, "second", None)
    assert (certificate(hall, token), hall.verdicts(token)) == (None, [])
    for reader, why in ((hall.lan, "read-before"), (hall.hanh, "same-commune")):
        with pytest.raises(Obstructed) as refused:
            hall.decide(token, "approve", reader)
        assert refused.value.obstacle == why
    assert hall.decide(token, "approve", hall.mai) == Standing(1, "settled", "approve")
    assert certificate(hall, token) is not None


@pytest.mark.one_database
def test_denial_near_the_cut_is_read_twice_and_disagreement_goes_to_a_third(hall: Hall) -> None:
    token = hall.open_cases(mixed())[0]
    hall.draw(False)
    assert hall.case(token).is_near_cut
    assert hall.decide(token, "deny", hall.lan).stage == "second"
    assert hall.decide(token, "practical", hall.mai).stage == "third"
    assert hall.verdicts(token) == []
    assert hall.decide(token, "practical", hall.tu) == Standing(1, "settled", "practical")
    assert hall.verdicts(token)[-1].state == "practical"
    [pair] = hall.read(lambda session: figures.pairs(session, hall.place.standards.second_reading))
    assert (pair.first, pair.second, pair.is_drawn) == ("deny", "practical", False)
    hall.draw(True)
    [pair] = hall.read(lambda session: figures.pairs(session, hall.place.standards.second_reading))
    assert pair.is_drawn, "near the cut, and drawn by lot as well"


def test_seed_is_made_once_a_month_and_its_digest_stands_in_the_log_before(hall: Hall) -> None:
    assert [hall.opener.make_seeds() for _ in range(2)] == [2, 0]
    first = hall.do(lambda session: seed_of(session, NOW)).text
    assert hall.do(lambda session: seed_of(session, NOW + timedelta(hours=1))).text == first
    kept = dict(hall.read(queries.seeds))
    assert sorted(kept) == ["2026-11", "2026-12"]
    assert kept["2026-11"] == first != kept["2026-12"]
    entries = [json.loads(one) for one in hall.read(lambda session: session.scalars(select(LogEntry.text)).all())]
    told = {one["month"]: one["seed_sha256"] for one in entries if one["event"] == "second-readings"}
    assert told == {month: digest(seed) for month, seed in kept.items()}


@pytest.mark.one_database
def test_standard_says_how_many_cases_are_read_twice(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    token = hall.open_cases(right())[0]
    hall.draw(False)
    offer = hall.place.offer
    always = replace(offer, standard=offer.standard.model_copy(update={"second_reading": 1.0}))
    monkeypatch.setattr(hall.place.standards, "offers", {"nguoi-dan": always})
    assert hall.decide(token, "approve", hall.lan).stage == "second"


# Taking back


def test_reopening_revokes_and_a_new_round_issues_anew(hall: Hall) -> None:
    token = hall.open_cases(right())[0]
    hall.draw(False)
    hall.decide(token, "approve", hall.lan)
    first = certificate(hall, token)
    assert first is not None
    assert hall.decide(token, "reopen", hall.mai) == Standing(2, "first", None)
    revoked = hall.read(lambda session: find_certificate(session, first.code))
    assert revoked is not None
    assert revoked.revoked_at is not None
    assert (hall.case(token).certificate_code, hall.verdicts(token)[-1].state) == (None, "revoked")
    hall.decide(token, "approve", hall.tu)
    second = certificate(hall, token)
    assert second is not None
    assert second.code != first.code
    assert second.revoked_at is None


@pytest.mark.one_database
def test_denying_in_a_new_round_leaves_the_certificate_revoked(hall: Hall) -> None:
    token = hall.open_cases(right())[0]
    hall.draw(False)
    hall.decide(token, "approve", hall.lan)
    hall.decide(token, "reopen", hall.lan)
    hall.far_from_cut(token)
    hall.decide(token, "deny", hall.mai)
    assert [verdict.state for verdict in hall.verdicts(token)] == ["approved", "revoked", "denied"]
    assert certificate(hall, token) is None


def test_appeal_opens_a_denial_again_for_other_eyes(hall: Hall) -> None:
    token = hall.open_cases(wrong())[0]
    hall.draw(False)
    hall.far_from_cut(token)
    hall.decide(token, "deny", hall.lan)
    sitting = hall.case(token).sitting_id
    later = NOW + timedelta(days=2)
    hall.do(lambda session: session.add(Appeal(sitting_id=sitting, at=later, text="Tôi làm được mà")))
    hall.opener.open_due()
    case = hall.case(token)
    assert (case.appealed_at, case.stage, case.round, case.queue) == (later, "first", 2, "look")
    assert hall.verdicts(token)[-1].state == "reopened"
    with pytest.raises(Obstructed):
        hall.decide(token, "deny", hall.lan)
    assert hall.decide(token, "practical", hall.mai).outcome == "practical"


def test_neutralised_task_turns_a_decided_case_up_again(hall: Hall) -> None:
    token = hall.open_cases(right())[0]
    hall.draw(False)
    hall.decide(token, "approve", hall.lan)
    case = hall.case(token)
    record = hall.read(lambda session: sitting_record(session, hall.place.standards, case.sitting_id))

    def neutralise(session: Session) -> None:
        for task in record.tasks:
            neutralise_item(session, hall.place.standards, task.item, "thử", NOW)

    hall.do(neutralise)
    hall.opener.open_due()
    changed = hall.read(lambda session: queries.changed_since(session))
    assert [one.token for one in changed] == [token]
    assert hall.case(token).certificate_code == case.certificate_code  # nothing was changed silently
    hall.decide(token, "keep", hall.mai, NOW + timedelta(hours=1))
    assert hall.read(lambda session: queries.changed_since(session)) == []
    assert hall.case(token).verdict == "approve"


# Claiming


def test_two_who_ask_for_the_next_case_get_two(hall: Hall) -> None:
    hall.open_cases(right(), right())
    first = hall.do(lambda session: service.claim_next(session, "ready", hall.lan, NOW))
    second = hall.do(lambda session: service.claim_next(session, "ready", hall.mai, NOW))
    third = hall.do(lambda session: service.claim_next(session, "ready", hall.tu, NOW))
    assert first is not None
    assert second is not None
    assert first.id != second.id
    assert third is None


def test_who_reads_next_does_not_see_by_its_place_that_a_case_was_read(hall: Hall) -> None:
    earlier, later = hall.open_cases(wrong(), wrong())
    hall.draw(True, only=later)
    hall.do(lambda session: session.execute(update(Case).values(waiting_since=NOW)))
    first = update(Case).where(Case.token == earlier).values(waiting_since=NOW - timedelta(days=1))
    hall.do(lambda session: session.execute(first))
    assert hall.decide(later, "deny", hall.lan).stage == "second"
    waiting = hall.read(lambda session: queries.waiting(session, "ready", hall.mai, NOW))
    assert [case.token for case in waiting.mine] == [earlier, later]


@pytest.mark.one_database
def test_case_of_a_batch_is_claimed_by_nobody(hall: Hall) -> None:
    hall.open_cases(*(right() for _ in range(5)))
    seen = hall.read(lambda session: queries.waiting(session, "ready", hall.mai, NOW)).mine
    hall.do(lambda session: batches.open_batch(session, hall.place.standards, hall.lan, NOW))
    hall.do(lambda session: [service._claim(session, case, hall.mai, NOW) for case in seen])
    assert {hall.case(case.token).claimed_by for case in seen} == {None}


def test_claim_holds_for_its_time_and_then_no_more(hall: Hall) -> None:
    token = hall.open_cases(right())[0]
    hall.draw(False)
    hall.do(lambda session: service.claim_next(session, "ready", hall.lan, NOW))
    with pytest.raises(CaseTaken):
        hall.decide(token, "approve", hall.mai)
    assert hall.decide(token, "approve", hall.mai, NOW + service.CLAIM).stage == "settled"


def test_appeals_come_first_then_what_waits_longest(hall: Hall) -> None:
    hall.open_cases(mixed(), mixed())
    late = hall.hold_class(mixed())[0]
    hall.do(lambda session: session.add(Appeal(sitting_id=late, at=NOW, text="Xem giúp")))
    hall.opener.open_due()
    found = hall.read(lambda session: queries.waiting(session, "look", hall.lan, NOW))
    assert found.count == 3
    assert found.mine[0].sitting_id == late


@pytest.mark.one_database
def test_longest_wait_is_that_of_what_changed_as_well(hall: Hall) -> None:
    changed = hall.open_cases(right(), mixed())[0]
    hall.draw(False)
    hall.decide(changed, "approve", hall.lan, NINE)
    for task in hall.read(lambda session: tasks_of(session, hall.case(changed).sitting_id)):
        hall.do(lambda session, item=task.item: neutralise_item(session, hall.place.standards, item, "thử", NOW))  # type: ignore[misc]
    hall.opener.open_due()
    found = hall.read(lambda session: queries.waiting(session, "look", hall.mai, NOW))
    assert (found.count, found.oldest) == (2, NINE)


@pytest.mark.one_database
def test_without_a_commune_nothing_is_readable_to_decide(hall: Hall) -> None:
    token = hall.open_cases(right())[0]
    hall.do(lambda session: service.set_commune(session, hall.lan.account, ""))
    nobody = hall.read(lambda session: queries.reader_of(session, hall.lan.account))
    with pytest.raises(Obstructed):
        hall.decide(token, "approve", nobody)
    assert hall.read(lambda session: queries.waiting(session, "ready", nobody, NOW)).mine == ()


def test_figures_count_what_people_decided_otherwise(hall: Hall) -> None:
    sure, sure_too = hall.open_cases(right(), right())
    hall.draw(False)
    hall.decide(sure, "approve", hall.lan)
    hall.decide(sure_too, "practical", hall.lan)
    found = hall.read(figures.settled)
    assert sorted((one.month, one.outcome, one.verdict, one.is_overturned) for one in found) == [
        ("2026-11", "certify", "approve", False),
        ("2026-11", "certify", "practical", True),
    ]
    assert {one.group for one in found} == {Group("nguoi-dan", is_supervised=True)}
    assert wish("approve").reason == "clear"
