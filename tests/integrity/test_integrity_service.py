"""From the tables to what is found, and the lot from its seed to what a stranger saw; on both databases."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import delete, event, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.assessment.domain.readings import Reader
from app.assessment.domain.staffing import Lack
from app.assessment.models import Case
from app.certification.domain.merkle_tree import leaf_hash
from app.certification.models import LogEntry
from app.certification.transparency_log import append
from app.core.clock import VIETNAM, Clock
from app.integrity.closing import closing_of
from app.integrity.demo import load_signs
from app.integrity.domain.findings import Findings, from_text
from app.integrity.domain.lot import is_drawn
from app.integrity.domain.ranking import SignKind, inspect
from app.integrity.domain.rechecks import BadPeriod
from app.integrity.domain.records import SittingTaken
from app.integrity.draws import decided_between
from app.integrity.inspector import Inspector
from app.integrity.models import KeptFindings, RecheckDraw, RecheckOutcome
from app.integrity.queries import kept_findings, scored_answers, sittings_taken
from app.integrity.rechecks import (
    DrawnOne,
    NoStranger,
    NoSuchDraw,
    SaidByAnother,
    Untested,
    drawn_of,
    drawn_ones,
    publish_draw,
    record_outcome,
    tallies,
)
from app.integrity.service import inspect_all
from app.learners.models import Learner
from app.quiz.domain.ability import chance_of_success
from app.sittings.models import Supervision
from app.sittings.queries import sitting_record
from app.sittings.service import neutralise_item
from tests.assessment.hall import NOW, Hall, mixed, right, wrong
from tests.sittings.place import NINE

TODAY = NOW.astimezone(VIETNAM).date()
LATER = NOW + timedelta(days=40)


def taken(hall: Hall) -> list:  # type: ignore[type-arg]
    return hall.read(lambda session: list(sittings_taken(session, hall.place.standards, "nguoi-dan", NOW)))


def test_sitting_is_taken_as_it_stands_in_its_tables(hall: Hall) -> None:
    (id_,) = hall.hold_class(mixed(), commune="Xã D")
    (found,) = taken(hall)
    record = hall.read(lambda session: sitting_record(session, hall.place.standards, id_))
    assert record.result is not None
    assert found.theta == record.result.theta
    sitting = found.sitting
    assert (sitting.id, sitting.learner, sitting.ended_at) == (str(id_), str(record.learner_id), record.ended_at)
    assert (sitting.device, sitting.commune, sitting.supervisor) == ("m" * 22, "Xã D", str(hall.sup))
    assert sitting.class_ == str(record.supervised[0].supervision_id)
    assert sitting.passed is (record.result.outcome == "certify")
    assert len(sitting.tasks) == len(record.tasks)
    for task, asked in zip(sitting.tasks, record.tasks, strict=True):
        item = record.bank.by_id[asked.item].scored
        assert (task.item, task.right) == (asked.item, asked.score == 1)
        assert task.answer == ("" if asked.taps else asked.answer)
        assert task.chance == pytest.approx(chance_of_success(item, record.result.theta))
        assert task.path == tuple(tap.control for tap in asked.taps)
        passed = (asked.answered_at - asked.shown_at).total_seconds() * 1000  # type: ignore[operator]
        assert task.ms == (round(passed) if asked.thinking_ms is None else asked.thinking_ms)
        assert task.used == 1000


def test_who_sat_alone_belongs_to_no_class(hall: Hall) -> None:
    hall.sit_alone(right())
    (found,) = taken(hall)
    assert (found.sitting.commune, found.sitting.class_, found.sitting.supervisor) == ("", "", "")


def test_what_is_old_open_or_flawed_is_not_taken(hall: Hall) -> None:
    hall.sit_alone(wrong())
    with hall.place.writing() as session:
        hall.place.begin(session, hall.place.person(session))
    (found,) = taken(hall)
    flawed = found.sitting.tasks[0].item
    hall.do(lambda session: neutralise_item(session, hall.place.standards, flawed, "hỏng", NOW))
    (again,) = taken(hall)
    assert {task.item for task in again.sitting.tasks} == {task.item for task in found.sitting.tasks} - {flawed}
    assert flawed not in {item for _, item, _ in hall.read(lambda session: scored_answers(session, "nguoi-dan"))}
    old = hall.read(
        lambda session: list(sittings_taken(session, hall.place.standards, "nguoi-dan", NINE + timedelta(days=181)))
    )
    assert old == []


@pytest.mark.one_database
def test_planted_fraud_in_the_tables_is_seen_by_its_signs(hall: Hall) -> None:
    """Three people in each of four classes; that such classes come first is held in test_planted_fraud.py."""
    for sat in (15, 0):  # once
        assert hall.do(lambda session: load_signs(session, hall.place.engine, hall.sup, NOW, 1, 3)) == sat
    sittings = [one.sitting for one in taken(hall)]
    places = hall.read(lambda session: {str(row.id): row.place for row in session.scalars(select(Supervision))})
    by_place: dict[str, list[SittingTaken]] = {}
    for one in sittings:
        by_place.setdefault(places[one.class_], []).append(one)
    values = {one.id: {sign.kind: sign.value for sign in one.signs} for one in inspect(sittings).sittings}

    def values_in(place: str, kind: SignKind) -> list[float]:
        return [values[one.id][kind] for one in by_place[place]]

    assert values_in("Lớp thử: một người thi hộ", "phone") == [2, 2, 2]
    assert values_in("Lớp thử: lượt ma lúc khuya", "night") == [1, 1, 1]
    assert values_in("Nhà văn hóa", "night") == [0, 0, 0]
    assert min(values_in("Lớp thử: bấm cho xong", "quick")) > max(values_in("Nhà văn hóa", "quick"))
    said: dict[str, set[str]] = {}
    for task in (task for one in by_place["Lớp thử: có người đọc đáp án"] for task in one.tasks):
        said.setdefault(task.item, set()).add(task.told)
    assert all(len(answers) == 1 for answers in said.values()), "everybody says what they are told"


@pytest.mark.one_database
def test_what_is_kept_names_no_learner(hall: Hall) -> None:
    hall.do(lambda session: load_signs(session, hall.place.engine, hall.sup, NOW, 2, 4))
    inspect_all(hall.database, hall.place.standards, NOW)
    kept = hall.read(lambda session: kept_findings(session, "nguoi-dan"))
    people = hall.read(lambda session: session.scalars(select(Learner)).all())
    assert kept is not None
    found = from_text(kept.text)
    assert (found.sittings, len(found.first)) == (24, 24)
    assert found.items
    assert not any(one.name in kept.text or str(one.id) in kept.text for one in people)


@pytest.mark.one_database
def test_inspector_makes_anew_what_is_an_hour_old(hall: Hall) -> None:
    clock = Clock(NOW)
    inspector = Inspector(hall.database, hall.place.engine, clock)
    assert not inspector.inspect_due(), "nobody has sat"
    hall.sit_alone(right())
    assert inspector.inspect_due()
    assert not inspector.inspect_due()
    hall.do(lambda session: session.execute(update(KeptFindings).values(at=NOW - timedelta(hours=2))))
    assert inspector.inspect_due()


def test_what_was_erased_is_gone_from_what_is_kept(hall: Hall) -> None:
    hall.hold_class(mixed(), mixed())
    inspect_all(hall.database, hall.place.standards, NOW)
    hall.do(lambda session: session.execute(delete(Learner)))
    inspect_all(hall.database, hall.place.standards, NOW)
    kept = hall.read(lambda session: kept_findings(session, "nguoi-dan"))
    assert kept is not None
    assert from_text(kept.text) == Findings(0, (), (), {}, {}, ())


# The lot


def publish(hall: Hall, first: date = TODAY + timedelta(days=1), percent: int = 4) -> RecheckDraw:
    last = first + timedelta(days=30)
    return hall.do(lambda session: publish_draw(session, first, last, percent, hall.sup, NOW))


def test_digest_of_the_seed_stands_in_the_public_log_before_its_days(hall: Hall) -> None:
    draw = publish(hall)
    entry = json.loads(hall.read(lambda session: session.get_one(LogEntry, draw.log_index)).text)
    assert entry["event"] == "recheck"
    published = (entry["seed_sha256"], entry["first"], entry["percent"])
    assert published == (sha256(draw.seed.encode()).hexdigest(), draw.first_day.isoformat(), 4)
    assert draw.seed not in json.dumps(entry)


def test_days_are_drawn_once(hall: Hall) -> None:
    publish(hall)
    for first in (TODAY, TODAY + timedelta(days=5), TODAY + timedelta(days=31)):
        with pytest.raises(BadPeriod):
            publish(hall, first)
    publish(hall, TODAY + timedelta(days=32))
    with pytest.raises(BadPeriod):
        publish(hall, TODAY + timedelta(days=90), percent=50)


def test_what_was_published_cannot_be_written_over(hall: Hall) -> None:
    publish(hall)
    with pytest.raises(DatabaseError):
        hall.do(lambda session: session.execute(update(RecheckDraw).values(seed="x")))


def close(hall: Hall, now: datetime = LATER) -> int:
    return Inspector(hall.database, hall.place.engine, Clock(now)).close_due()


def everything(hall: Hall, now: datetime | None = LATER) -> RecheckDraw:
    """A draw of all certificates of these days, published before them, and closed at `now`."""
    draw = RecheckDraw(
        seed="s" * 22, rate=1.0, first_day=TODAY, last_day=TODAY + timedelta(days=9), published_at=NINE,
        account_id=hall.sup, log_index=0,
    )  # fmt: skip

    def keep(session: Session) -> RecheckDraw:
        session.add(draw)
        session.flush()
        return draw

    kept = hall.do(keep)
    if now is not None:
        close(hall, now)
    return kept


def certified(hall: Hall, count: int = 2) -> None:
    """In xã D, and as many denied."""
    able, others = (hall.open_cases(*(answers() for _ in range(count))) for answers in (right, wrong))
    hall.draw(False)
    for token in able:
        hall.decide(token, "approve", hall.lan)
    for token in others:
        hall.far_from_cut(token)
        hall.decide(token, "deny", hall.lan)


def listed(hall: Hall, draw: RecheckDraw) -> list[DrawnOne]:
    return hall.read(lambda session: drawn_ones(session, draw, hall.mai))


def say(hall: Hall, draw: RecheckDraw, code: str, outcome: str = "able", reader=None, now=LATER) -> DrawnOne:  # type: ignore[no-untyped-def]
    return hall.do(lambda session: record_outcome(session, draw.id, code, outcome, reader or hall.mai, now))


def test_only_certificates_of_supervised_people_are_drawn(hall: Hall) -> None:
    certified(hall)
    hall.sit_alone(right())
    decided = hall.read(lambda session: decided_between(session, TODAY, TODAY))
    assert sorted(bool(one.code) for one in decided) == [False, False, True, True]
    assert {one.commune for one in decided} == {"Xã D"}
    draw = everything(hall)
    assert {one.decided.code for one in listed(hall, draw)} == {one.code for one in decided if one.code}
    assert (
        hall.read(lambda session: decided_between(session, TODAY + timedelta(days=1), TODAY + timedelta(days=9))) == []
    )


@pytest.mark.one_database
def test_no_certificate_leaves_the_lot_and_to_issue_anew_draws_nothing_anew(hall: Hall) -> None:
    """Revoked, issued anew, confirmed again: the lot goes by the sitting."""
    certified(hall, 1)
    later = NOW + timedelta(days=20)  # in a month that draws its own for a second reading
    hall.draw(False, at=later)
    (before,) = listed(hall, draw := everything(hall))
    sitting = before.decided.sitting_id
    case = next(one for one in hall.read(lambda session: session.query(Case).all()) if one.sitting_id == sitting)
    hall.decide(case.token, "reopen", hall.mai)
    (revoked,) = listed(hall, draw)
    assert revoked.decided == before.decided
    hall.decide(case.token, "approve", hall.tu, later)
    (kept,) = listed(hall, draw)
    assert kept.decided == before.decided
    (anew,) = hall.read(lambda session: decided_between(session, LATER.date() - timedelta(days=30), LATER.date()))
    assert anew.code != before.decided.code
    names, token = (before.decided.code, anew.code), before.decided.token
    seeds = (f"s{number}" for number in range(10_000))
    seed = next(
        one for one in seeds if is_drawn(token, one, 0.5) and not any(is_drawn(name, one, 0.5) for name in names)
    )
    assert drawn_of(seed, 0.5, [before.decided]) == (before.decided,)
    assert drawn_of(seed, 0.5, [anew]) == (anew,)


def test_a_stranger_says_what_they_saw_and_rates_stand_side_by_side(hall: Hall) -> None:
    certified(hall)
    draw = everything(hall)
    first, second = (one.decided.code for one in listed(hall, draw))
    say(hall, draw, first)
    say(hall, draw, second, "able")
    say(hall, draw, second, "not-able")
    (tally,) = hall.read(lambda session: tallies(session, draw))
    assert (tally.certified, tally.decided, tally.able, tally.not_able, tally.absent) == (2, 4, 1, 1, 0)


@pytest.mark.one_database
def test_nobody_tests_their_own_people_or_whom_they_certified(hall: Hall) -> None:
    certified(hall, 1)
    draw = everything(hall)
    (one,) = listed(hall, draw)
    with pytest.raises(NoStranger):
        say(hall, draw, one.decided.code, reader=hall.lan)
    own = hall.open_cases(right(), commune="Xã B")[0]
    hall.draw(False)
    hall.decide(own, "approve", hall.lan)
    theirs = next(one.decided.code for one in listed(hall, draw) if one.decided.commune == "Xã B")
    with pytest.raises(NoStranger):
        say(hall, draw, theirs, reader=hall.mai)
    say(hall, draw, theirs, reader=hall.tu)


def test_first_who_saw_is_heard_and_may_mend_it_alone(hall: Hall) -> None:
    certified(hall, 1)
    draw = everything(hall)
    (one,) = listed(hall, draw)
    say(hall, draw, one.decided.code, reader=hall.mai)
    say(hall, draw, one.decided.code, reader=hall.mai)
    with pytest.raises(SaidByAnother):
        say(hall, draw, one.decided.code, "not-able", reader=hall.tu)
    rows = hall.read(lambda session: session.query(RecheckOutcome).all())
    assert [(row.outcome, row.account_id) for row in rows] == [("able", hall.mai.account)]


@pytest.mark.one_database
def test_it_is_told_when_there_is_no_stranger_to_test_again_who_was_drawn(hall: Hall) -> None:
    """Lan has decided; somebody else is of the commune of the class."""
    certified(hall, 2)
    untested, draw = Untested(), everything(hall, None)

    def lacks(*readers: Reader, at: datetime = LATER) -> tuple[Lack, ...]:
        return hall.read(lambda session: untested.lacking(session, readers, at))

    neighbour = Reader(hall.tu.account, "d")
    assert lacks(hall.lan, neighbour) == ()  # nobody knows yet who is drawn
    close(hall)
    assert lacks(hall.lan, neighbour, hall.mai) == ()
    assert lacks(hall.lan, neighbour) == (Lack(("own-commune", "decided-before"), ("class",)),) * 2
    one, _ = listed(hall, draw)
    say(hall, draw, one.decided.code, reader=hall.mai)
    assert lacks(hall.lan, neighbour) == (Lack(("own-commune", "decided-before"), ("class",)),)
    assert lacks() == (Lack((), ("class",)),)
    assert lacks(at=LATER + timedelta(days=365)) == ()  # long ago
    hall.do(lambda session: session.execute(delete(Learner)))
    assert lacks() == ()


@pytest.mark.one_database
def test_page_asks_no_more_for_many_draws_than_for_one(hall: Hall) -> None:
    """Whose lots are known; those of long ago are not drawn at all."""
    certified(hall, 1)
    untested, draw = Untested(), everything(hall)
    asked: list[str] = []

    def questions() -> int:
        asked.clear()
        assert len(hall.read(lambda session: untested.lacking(session, [hall.lan], LATER))) == 1
        return len(asked)

    def add(number: int) -> None:
        day = draw.first_day - timedelta(days=30 * number)
        copy = RecheckDraw(
            seed=f"{number:022}", rate=1.0, first_day=day, last_day=day, published_at=NINE, account_id=hall.sup,
            log_index=0,
        )  # fmt: skip
        hall.do(lambda session: session.add(copy))

    with listening(hall, asked):
        questions()
        for_one = questions()
        for number in range(1, 25):
            add(number)
        first_time = questions()
        assert sum("FROM certificate" in one for one in asked) <= 11
        assert questions() == for_one < first_time


@contextmanager
def listening(hall: Hall, asked: list[str]) -> Iterator[None]:
    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(hall.database.engine, "before_cursor_execute", note)
    yield
    event.remove(hall.database.engine, "before_cursor_execute", note)


@pytest.mark.one_database
def test_nothing_is_said_of_others(hall: Hall) -> None:
    certified(hall, 1)
    draw = everything(hall)
    (one,) = listed(hall, draw)
    for code, outcome in (("KHONGCOGIAY0", "able"), (one.decided.code, "lành")):
        with pytest.raises(NoSuchDraw):
            say(hall, draw, code, outcome)


@pytest.mark.one_database
def test_nobody_knows_the_lot_before_the_log_is_signed_after_the_last_day(hall: Hall) -> None:
    """Whoever reads the seed from the database does not know it either: it follows from the log as it is then."""
    certified(hall, 1)
    draw = everything(hall, None)
    decided = hall.read(lambda session: decided_between(session, TODAY, TODAY))
    (code,) = (one.code for one in decided if one.code)
    last_moment = datetime.combine(draw.last_day, time(23, 59), VIETNAM)
    assert close(hall, last_moment) == 0
    hall.do(lambda session: hall.place.engine.certificates.keep_head(session, last_moment))
    assert listed(hall, draw) == []
    with pytest.raises(NoSuchDraw):
        say(hall, draw, code)
    assert close(hall, last_moment + timedelta(minutes=1)) == 1
    say(hall, draw, code)


@pytest.mark.one_database
def test_anybody_makes_the_lot_from_the_log_and_a_later_head_changes_nothing(hall: Hall) -> None:
    certified(hall, 1)
    draw = everything(hall)
    closing = hall.read(lambda session: closing_of(session.connection(), draw))
    assert closing is not None
    entries = hall.read(lambda session: list(session.scalars(select(LogEntry.text).order_by(LogEntry.index))))
    assert json.loads(entries[closing.size - 1])["seed"] == draw.seed
    hashes = [leaf_hash(text.encode()) for text in entries[: closing.size]]
    root = merkle_root(hashes).hex()
    assert (closing.root, closing.lot) == (root, sha256(f"{draw.seed}/{root}".encode()).hexdigest())
    hall.do(lambda session: append(session.connection(), [b"{}"]))
    hall.do(lambda session: hall.place.engine.certificates.keep_head(session, LATER + timedelta(days=1)))
    assert close(hall, LATER + timedelta(days=2)) == 0
    assert hall.read(lambda session: closing_of(session.connection(), draw)) == closing


@pytest.mark.one_database
def test_seed_is_told_in_the_log_even_where_the_head_of_the_day_was_signed_first(hall: Hall) -> None:
    certified(hall, 1)
    draw = everything(hall, None)
    midnight = datetime.combine(draw.last_day + timedelta(days=1), time(), VIETNAM)
    hall.place.engine.certificates.close_day(hall.database, midnight + timedelta(seconds=5))
    before = hall.read(lambda session: closing_of(session.connection(), draw))
    assert before is not None
    assert [close(hall, midnight + timedelta(minutes=late)) for late in (1, 2)] == [1, 0]
    entries = hall.read(lambda session: list(session.scalars(select(LogEntry.text))))
    told = [entry["seed"] for entry in map(json.loads, entries) if entry["event"] == "recheck-over"]
    assert told == [draw.seed]
    assert hall.read(lambda session: closing_of(session.connection(), draw)) == before


def merkle_root(hashes: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1, word for word."""
    if len(hashes) == 1:
        return hashes[0]
    half = 1 << (len(hashes) - 1).bit_length() - 1
    return sha256(b"\x01" + merkle_root(hashes[:half]) + merkle_root(hashes[half:])).digest()


@pytest.mark.one_database
def test_a_commune_is_one_however_it_is_written(hall: Hall) -> None:
    tokens = [*hall.open_cases(right(), commune="Xã D"), *hall.open_cases(right(), commune="xã  D, tỉnh Thử")]
    with_code = update(Supervision).where(Supervision.commune == "Xã D").values(commune_code="00123")
    hall.do(lambda session: session.execute(with_code))
    hall.draw(False)
    for token in tokens:
        hall.decide(token, "approve", hall.lan)
    draw = everything(hall)
    (tally,) = hall.read(lambda session: tallies(session, draw))
    assert tally.decided == 2
    assert len({one.sitting.commune for one in taken(hall)}) == 1
