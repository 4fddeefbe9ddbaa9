"""What happens to cases while they wait: in batches, after an appeal, when their sitting cannot be read."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.assessment import batches, queries, service
from app.assessment.batches import NotRead, TooFew
from app.assessment.domain.readings import Reader, obstacle
from app.assessment.models import Batch, Case
from app.assessment.opener import ABANDONED, CaseOpener
from app.assessment.service import CaseMoved, Obstructed
from app.assessment.settling import CaseBehind
from app.assessment.sittings_due import OVERLAP, Cursor, due_sittings
from app.certification.domain.confirmation import from_text
from app.certification.identities import keep_identity
from app.certification.queries import find_certificate
from app.core.clock import Clock
from app.courses.domain.communes import is_same_commune
from app.courses.domain.folding import fold_commune
from app.sittings.domain.record import Task
from app.sittings.models import Appeal, LateAnswer, SeatCode, Sitting, SupervisedName, Supervision
from app.sittings.outcomes import appeal, neutralise_item
from app.sittings.queries import appeals_of, tasks_of
from app.sittings.seats import Mark, mark
from tests.assessment.hall import NOW, Hall, right, wrong


def open_batch(hall: Hall, count: int) -> tuple[str, list[str], list[str]]:
    """Its token, the cases that were drawn, the others."""
    hall.open_cases(*(right() for _ in range(count)))
    hall.draw(False)
    batch = hall.do(lambda session: batches.open_batch(session, hall.place.standards, hall.lan, NOW).token)
    cases = hall.read(lambda session: queries.cases_in(session, batch))
    return batch, [case.token for case, drawn in cases if drawn], [case.token for case, drawn in cases if not drawn]


def approve_rest(hall: Hall, batch: str) -> int:
    return hall.do(lambda session: batches.approve_rest(session, hall.place.engine, batch, hall.lan, NOW))


def assurance(hall: Hall, token: str) -> str:
    issued = hall.read(lambda session: find_certificate(session, hall.case(token).certificate_code or ""))
    assert issued is not None
    return from_text(issued.confirmation).assurance


# Batches


@pytest.mark.one_database
def test_certificates_of_a_batch_say_an_assessor_looked_only_where_one_did(hall: Hall) -> None:
    batch, drawn, others = open_batch(hall, 6)
    for token in drawn:
        hall.decide(token, "approve", hall.lan)
    assert approve_rest(hall, batch) == len(others) == 3
    assert {assurance(hall, token) for token in drawn} == {"tham-dinh"}
    assert {assurance(hall, token) for token in others} == {"giam-sat"}


@pytest.mark.one_database
def test_second_reading_of_a_case_of_a_batch_makes_it_looked_at(hall: Hall) -> None:
    batch, drawn, others = open_batch(hall, 5)
    for token in drawn:
        hall.decide(token, "approve", hall.lan)
    hall.draw(True, only=others[0])
    approve_rest(hall, batch)
    hall.decide(others[0], "approve", hall.mai)
    assert assurance(hall, others[0]) == "tham-dinh"


@pytest.mark.parametrize("is_known", [True, False], ids=["the case says so", "the case does not say so yet"])
def test_case_that_changed_is_not_approved_with_its_batch(hall: Hall, is_known: bool) -> None:
    batch, drawn, others = open_batch(hall, 5)
    for token in drawn:
        hall.decide(token, "approve", hall.lan)
    changed = hall.case(others[0]).sitting_id
    hall.do(lambda session: session.add(Appeal(sitting_id=changed, at=NOW, text="Xem giúp")))
    if is_known:
        hall.opener.open_due()
        assert hall.case(others[0]).batch is None
    assert approve_rest(hall, batch) == 1
    assert [(hall.case(token).verdict, hall.case(token).batch) for token in others] == [(None, None), ("approve", None)]


def test_abandoned_batch_gives_its_cases_back(hall: Hall) -> None:
    batch, drawn, others = open_batch(hall, 5)
    for late, state in ((timedelta(hours=-1), "open"), (timedelta(seconds=1), "given-up")):
        opener = CaseOpener(hall.database, hall.place.standards, Clock(NOW + ABANDONED + late), sittings=30)
        opener.open_due()
        assert hall.read(lambda session: session.get_one(Batch, batch).state) == state
    assert {hall.case(token).batch for token in (*drawn, *others)} == {None}


@pytest.mark.one_database
def test_who_dislikes_what_was_drawn_cannot_draw_again(hall: Hall) -> None:
    _, drawn, others = open_batch(hall, 8)
    hall.decide(drawn[0], "deny", hall.lan)
    for reader in (hall.lan, hall.tu):
        assert hall.read(lambda session, reader=reader: batches.plain_cases(session, reader, NOW)) == []  # type: ignore[misc]
    waiting = hall.read(lambda session: queries.waiting(session, "ready", hall.lan, NOW))
    assert {case.token for case in waiting.mine} == {*drawn[1:], *others}, "they are read one by one"


@pytest.mark.one_database
def test_batch_of_which_all_that_was_drawn_is_erased_is_not_approved(hall: Hall) -> None:
    batch, drawn, others = open_batch(hall, 5)
    hall.do(lambda session: session.execute(delete(Case).where(Case.token.in_(drawn))))
    with pytest.raises(NotRead):
        approve_rest(hall, batch)
    assert {hall.case(token).verdict for token in others} == {None}


def test_assessor_has_one_open_batch(hall: Hall) -> None:
    open_batch(hall, 5)
    hall.open_cases(*(right() for _ in range(5)))
    with pytest.raises(TooFew):
        hall.do(lambda session: batches.open_batch(session, hall.place.standards, hall.lan, NOW))
    assert len(hall.read(lambda session: session.scalars(select(Batch)).all())) == 1


# Whose people


@pytest.mark.parametrize(
    "written", ["Xã An Bình", "an bình", "XÃ AN BÌNH.", "Phường An Bình, tỉnh Vĩnh Long", "x. An Bình (Vĩnh Long)", "TT An-Bình"]
)  # fmt: skip
def test_commune_is_one_however_it_is_written(written: str) -> None:
    assert fold_commune(written) == fold_commune(fold_commune(written)) == "an binh"


@pytest.mark.parametrize(
    ("written", "folded"),
    [("Xã Xa Dung", "dung"), ("Xa Dung", "dung"), ("Xã", "xa"), ("Phường 5", "5"), ("Xanh", "xanh"), (", ", "")],
)
def test_what_is_not_only_the_kind_of_place_stays(written: str, folded: str) -> None:
    assert fold_commune(written) == folded


def test_own_people_are_barred_however_their_commune_was_typed(hall: Hall) -> None:
    hall.do(lambda session: service.set_commune(session, hall.lan.account, "An Bình"))
    lan = hall.read(lambda session: queries.reader_of(session, hall.lan.account))
    token = hall.open_cases(right(), commune="Xã An Bình, tỉnh Vĩnh Long")[0]
    with pytest.raises(Obstructed):
        hall.decide(token, "approve", lan)
    assert hall.read(lambda session: queries.waiting(session, "ready", lan, NOW)).mine == ()


@pytest.mark.one_database
def test_class_that_a_teacher_holds_elsewhere_is_their_own_commune_s_too(hall: Hall) -> None:
    """Whoever names another commune has no case read by their own people, and nobody's by those of the other."""
    hall.do(lambda session: service.set_commune(session, hall.sup, "Xã A"))
    at_home, elsewhere = (hall.case(hall.open_cases(right(), commune=commune)[0]) for commune in ("xã a", "Xã D"))
    assert (at_home.communes, elsewhere.communes) == ("|a|", "|a|d|")
    assert obstacle(hall.lan, queries.origin_of(elsewhere), []) == "own-commune"
    assert obstacle(hall.mai, queries.origin_of(elsewhere), []) is None
    assert hall.read(lambda session: queries.waiting(session, "ready", hall.lan, NOW)).mine == ()


@pytest.mark.parametrize("kept", ["an binh", "an binh#00123", "an hoa#00123"])
def test_own_people_are_barred_by_the_code_of_their_commune_where_both_have_one(hall: Hall, kept: str) -> None:
    """What the database leaves out of a list is what the rule bars: "an binh" and "00123" alone are more than that."""
    token = hall.open_cases(right())[0]
    hall.draw(False)
    hall.decide(token, "approve", hall.mai)
    hall.do(
        lambda session: session.execute(update(Case).where(Case.token == token).values(communes=f"|{kept}|ha noi|"))
    )
    for own in (
        "an binh",
        "an binh#00123",
        "an binh#00999",
        "an hoa#00123",
        "an hoa",
        "binh",
        "ha noi#00001",
        "an_binh",
    ):
        reader = Reader(hall.tu.account, own)
        with hall.database.session(writes=False) as session:
            listed = {case.token for case in queries.settled(session, reader)}
        barred = any(is_same_commune(own, one) for one in (kept, "ha noi"))
        assert (token not in listed) is barred, own


# Appeals


def ask(hall: Hall, sitting: int, days: int) -> bool:
    later = NOW + timedelta(days=days)
    return hall.do(lambda session: appeal(session, session.get_one(Sitting, sitting), "Xem giúp", later))


@pytest.mark.one_database
def test_appeal_in_a_class_waits_for_the_verdict_and_comes_back_with_the_next(hall: Hall) -> None:
    token = hall.open_cases(wrong())[0]
    sitting = hall.case(token).sitting_id
    hall.draw(False)
    hall.far_from_cut(token)
    assert not ask(hall, sitting, 0)
    hall.decide(token, "deny", hall.lan)
    assert ask(hall, sitting, 1)
    assert not ask(hall, sitting, 1)
    hall.opener.open_due()
    assert not ask(hall, sitting, 2)  # it is being looked at again
    hall.far_from_cut(token)
    hall.decide(token, "practical", hall.mai, NOW + timedelta(days=2))
    assert ask(hall, sitting, 3)
    assert hall.opener.open_due() == 1
    assert (hall.case(token).round, hall.case(token).stage) == (3, "first")
    newest = hall.read(lambda session: appeals_of(session, sitting))[-1]
    assert (newest.at, newest.verdicts) == (NOW + timedelta(days=3), 3)


@pytest.mark.one_database
def test_second_refused_appeal_is_the_last_and_three_have_read_it(hall: Hall) -> None:
    token = hall.open_cases(wrong())[0]
    sitting = hall.case(token).sitting_id
    hall.draw(False)
    for number, reader in enumerate((hall.lan, hall.mai, hall.tu)):
        hall.far_from_cut(token)
        for earlier in (hall.lan, hall.mai, hall.tu)[:number]:
            with pytest.raises(Obstructed):
                hall.decide(token, "deny", earlier, NOW + timedelta(days=2 * number))
        hall.decide(token, "deny", reader, NOW + timedelta(days=2 * number))
        assert ask(hall, sitting, 2 * number + 1) is (number < 2)
        hall.opener.open_due()
    assert (hall.case(token).stage, hall.case(token).round) == ("settled", 3)


@pytest.mark.one_database
def test_nothing_is_asked_again_of_who_has_a_certificate(hall: Hall) -> None:
    sitting = hall.sit_alone(right())
    assert not ask(hall, sitting, 1)


# Opening


@pytest.mark.one_database
def test_sitting_that_cannot_be_read_keeps_no_other_waiting(hall: Hall) -> None:
    broken, whole = hall.hold_class(right(), right())
    hall.do(lambda session: setattr(session.get_one(Sitting, broken), "eligible", "{"))
    assert hall.opener.open_due() == 1
    assert hall.case_of(whole).outcome == "certify"
    assert hall.opener.open_due() == 0


@pytest.mark.one_database
def test_pauses_and_phones_that_make_one_wonder_are_said(hall: Hall) -> None:
    sitting, other = hall.hold_class(right(), right())

    def make_odd(session: Session) -> None:
        odd = session.get_one(Sitting, sitting)
        odd.device, odd.put_aside = "own", 3
        session.get_one(Supervision, odd.supervision_id).device_mac = odd.device_mac
        line = session.scalars(select(SupervisedName.id).where(SupervisedName.sitting_id == sitting)).one()
        used = {"made_at": NOW, "expires_at": NOW, "used_at": NOW}
        session.add(SeatCode(name_id=line, sitting_id=sitting, purpose="move", code="1" * 8, left_mac="x" * 22, **used))

    hall.do(make_odd)
    hall.opener.open_due()
    assert json.loads(hall.case_of(sitting).concerns) == ["put-aside", "same-phone", "supervisors-phone", "moved"]
    assert hall.case_of(sitting).queue == "look"
    assert json.loads(hall.case_of(other).concerns) == ["supervisors-phone"]


def tasks(hall: Hall, token: str) -> tuple[Task, ...]:
    sitting = hall.case(token).sitting_id
    return hall.read(lambda session: tasks_of(session, sitting))


@pytest.mark.one_database
def test_what_has_just_changed_is_not_decided_before_the_case_tells_it(hall: Hall) -> None:
    """The opener looks every few seconds: in between an assessor would decide about what they have not seen."""
    flawed, late = hall.open_cases(right(), right())
    hall.draw(False)
    now = NOW + timedelta(minutes=1)
    item, key = tasks(hall, flawed)[0].item, tasks(hall, late)[-1].key

    def change(session: Session) -> None:
        neutralise_item(session, hall.place.standards, item, "thử", now)
        session.add(LateAnswer(key=key, answer="?", at=now))

    hall.do(change)
    for token in (flawed, late):
        with pytest.raises(CaseBehind):
            hall.decide(token, "approve", hall.lan)
        assert (hall.decisions(token), hall.case(token).verdict) == ([], None)
    hall.opener.open_due()
    assert "late" in json.loads(hall.case(late).concerns)
    assert hall.opener.open_due() == 0
    for token in (flawed, late):
        assert hall.decide(token, "approve", hall.lan).outcome == "approve"


# Helped, as a supervisor marks after the end


def mark_helped(hall: Hall, token: str, helped: bool) -> None:
    def tick(session: Session) -> None:
        row = session.scalars(
            select(SupervisedName).where(SupervisedName.sitting_id == hall.case(token).sitting_id)
        ).one()
        assert mark(session, session.get_one(Supervision, row.supervision_id), {row.id: Mark(helped, None)})

    hall.do(tick)


def test_help_that_is_marked_after_the_case_was_opened_is_told_and_taken_back(hall: Hall) -> None:
    batch, drawn, others = open_batch(hall, 5)
    before = looked(hall)
    mark_helped(hall, others[0], True)
    due, _ = hall.read(lambda session: due_sittings(session, before))
    assert due == [hall.case(others[0]).sitting_id]
    for token in drawn:
        hall.decide(token, "approve", hall.lan)
    assert approve_rest(hall, batch) == 1, "not the helped one, whom the opener has not seen yet"
    assert hall.opener.open_due() == 1
    assert (json.loads(hall.case(others[0]).concerns), hall.case(others[0]).queue) == (["assisted"], "look")
    mark_helped(hall, others[0], False)
    assert hall.opener.open_due() == 1
    assert hall.case(others[0]).queue == "ready"
    assert hall.opener.open_due() == 0


@pytest.mark.one_database
def test_certificate_that_says_nobody_helped_where_somebody_did_comes_back_to_the_desk(hall: Hall) -> None:
    [token] = hall.open_cases(right())
    hall.draw(False)
    hall.decide(token, "approve", hall.lan)
    mark_helped(hall, token, True)
    assert hall.opener.open_due() == 1
    assert [case.token for case in hall.read(queries.changed_since)] == [token]
    hall.decide(token, "reopen", hall.mai)
    hall.decide(token, "approve", hall.tu)
    assert hall.read(queries.changed_since) == []
    issued = hall.read(lambda session: find_certificate(session, hall.case(token).certificate_code or ""))
    assert issued is not None
    assert from_text(issued.confirmation).assisted


# One person under two accounts


def say_numbers(hall: Hall, *tokens: str) -> None:
    """All the same, with a number that nobody has."""
    learners = [hall.sitting(hall.case(token).sitting_id).learner_id for token in tokens]
    for one in learners:
        hall.do(lambda session, one=one: keep_identity(session, b"k" * 32, one, "000000000000", NOW))  # type: ignore[misc]


def looked(hall: Hall) -> Cursor:
    """Up to now, and as if many sat since: whoever sat is looked at again only for a reason."""
    _, cursor = hall.read(lambda session: due_sittings(session, Cursor()))
    return replace(cursor, result=cursor.result + OVERLAP, appeal=OVERLAP)


@pytest.mark.parametrize("is_number_first", [True, False], ids=["the certificate is new", "the number is new"])
def test_certificate_of_another_account_with_the_same_number_is_told_after_the_case_was_opened(
    hall: Hall, is_number_first: bool
) -> None:
    one, two, other = hall.open_cases(right(), right(), right())
    hall.draw(False)
    if is_number_first:
        say_numbers(hall, one, two)
    before = looked(hall)
    hall.decide(one, "approve", hall.lan)
    if not is_number_first:
        before = looked(hall)
        say_numbers(hall, one, two)
    due, _ = hall.read(lambda session: due_sittings(session, before))
    assert due == [hall.case(two).sitting_id]
    with pytest.raises(CaseBehind):
        hall.decide(two, "approve", hall.lan)
    assert hall.opener.open_due() == 1
    assert (json.loads(hall.case(two).concerns), hall.case(two).queue) == (["same-person"], "look")
    assert hall.opener.open_due() == 0
    assert hall.case(other).queue == "ready"


@pytest.mark.one_database
def test_of_two_accounts_of_one_person_a_batch_certifies_one(hall: Hall) -> None:
    batch, drawn, others = open_batch(hall, 5)
    for token in drawn:
        hall.decide(token, "approve", hall.lan)
    say_numbers(hall, *others)
    assert approve_rest(hall, batch) == len(others) - 1 == 1


# Late answers


def come_late(hall: Hall, token: str, number: int, days: int) -> None:
    key = tasks(hall, token)[number].key
    hall.do(lambda session: session.add(LateAnswer(key=key, answer="?", at=NOW + timedelta(days=days))))


@pytest.mark.one_database
def test_late_answer_that_came_after_the_page_was_shown_is_not_decided_over(hall: Hall) -> None:
    (token,) = hall.open_cases(right())
    hall.draw(False)
    come_late(hall, token, 0, 0)
    hall.opener.open_due()
    seen = hall.read(lambda session: hall.seen(session, token))
    come_late(hall, token, 1, 0)
    with pytest.raises(CaseMoved):
        hall.decide(token, "approve", hall.lan, seen=seen)
    assert hall.decide(token, "approve", hall.lan).outcome == "approve"


@pytest.mark.one_database
def test_late_answer_after_the_decision_stands_on_the_desk_until_somebody_has_looked(hall: Hall) -> None:
    (token,) = hall.open_cases(right())
    hall.draw(False)
    come_late(hall, token, 0, -1)
    hall.opener.open_due()
    hall.decide(token, "approve", hall.lan)

    def changed() -> list[str]:
        return hall.read(lambda session: [one.token for one in queries.waiting(session, "look", hall.mai, NOW).mine])

    def next_one(reader: Reader) -> str:
        found = hall.do(lambda session: service.claim_next(session, "look", reader, NOW))
        return found.token if found else ""

    assert changed() == []
    assert next_one(hall.mai) == ""
    come_late(hall, token, 1, 1)
    hall.opener.open_due()
    assert changed() == [token]
    assert next_one(hall.mai) == token
    assert next_one(hall.tu) == "", "mai has it open"
    assert hall.read(lambda session: queries.waiting(session, "look", hall.mai, NOW).count) == 1
    hall.decide(token, "keep", hall.mai, NOW + timedelta(days=2))
    assert changed() == []
