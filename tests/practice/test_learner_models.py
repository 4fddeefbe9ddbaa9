"""The learner model is a cache: however answers, help statements and servers mix, it is what one fold over the log gives."""

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, event, text, update

from app.core.db import Database
from app.learners.models import Learner
from app.learners.service import create_guests
from app.practice.learner_models import (
    _KEPT,
    MOST_MISTAKES,
    NOBODY,
    Kept,
    as_text,
    catch_up,
    differing,
    forget,
    keep,
    rebuild,
)
from app.practice.learner_records import LearnerRecords
from app.practice.models import LearnerModel
from app.quiz.domain.evidence import Evidence, launch_item
from app.quiz.domain.mastery import CUT
from app.quiz.domain.mastery import rebuild as rebuilt_model
from tests.practice.history import (
    DAY,
    NOON,
    answer,
    assert_the_same,
    highest_id,
    known,
    look,
    new_learner,
    say_helped,
    stored,
)

PEOPLE, SERVERS, GAP = 2, 2, 1000
LESSONS = ("mot", "hai")
SKILLS = ("mat-khau", "ma-qr", "mat-khau ma-qr", "")

answers = st.tuples(
    st.just("answer"),
    st.integers(0, PEOPLE - 1),
    st.sampled_from([f"{lesson}/cau-{number}" for lesson in LESSONS for number in range(4)]),
    st.sampled_from([0.0, 1 / 3, 0.5, 2 / 3, 1.0]),
    st.sampled_from(SKILLS),
    st.sampled_from([0, 2, 4]),
    st.sampled_from(["practice", "review", "placement", "drill"]),
    st.sampled_from([False, False, True]),
    st.sampled_from([False, False, True]),  # with a lower id than what is there: begun earlier, committed later
)
doings = st.one_of(
    answers,
    st.tuples(st.just("look")),
    st.tuples(st.just("say"), st.integers(0, PEOPLE - 1), st.sampled_from(LESSONS)),
    st.tuples(st.just("wait"), st.sampled_from([1, 60, 600, 60 * 24, 60 * 24 * 40])),  # minutes
    st.tuples(st.just("read"), st.integers(0, SERVERS - 1)),
    st.tuples(st.just("keep"), st.integers(0, SERVERS - 1)),
    st.tuples(st.just("forget")),
)


class Story:
    """Several people on one database, and two servers each of which reads at one moment and keeps at a later one."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.people = [new_learner(database) for _ in range(PEOPLE)]
        self.now = NOON
        self.next_id = highest_id(database) + 100 * GAP
        self.read: list[dict[int, Kept]] = [{} for _ in range(SERVERS)]

    def do(self, what: str, *details: object) -> None:
        getattr(self, what)(*details)

    def answer(self, who: int, question: str, score: float, skills: str, options: int, mode: str, assisted: bool, late: bool) -> None:  # fmt: skip
        self.next_id += 1
        answer(
            self.database, self.people[who], question, score=score, at=self.now, skills=skills, options=options, mode=mode,
            assisted=assisted, id_=self.next_id - 50 * GAP if late else self.next_id,
        )  # fmt: skip

    def say(self, who: int, lesson: str) -> None:
        say_helped(self.database, self.people[who], lesson, self.now)

    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def look(self) -> None:
        look(self.database, *self.people)

    def server_reads(self, server: int) -> None:
        with self.database.reading.connect() as connection:
            self.read[server] = catch_up(connection, self.people)[1]

    def server_keeps(self, server: int) -> None:
        if self.read[server]:
            with self.database.transaction() as connection:
                keep(connection, self.read[server])

    def forget(self) -> None:
        with self.database.transaction() as connection:
            connection.execute(delete(LearnerModel).where(LearnerModel.learner_id.in_(self.people)))


@pytest.mark.parametrize("budget", [100])
def test_whatever_happens_in_whatever_order_the_model_is_one_fold_over_the_log(database: Database, budget: int) -> None:
    count = budget if database.is_sqlite else budget // 2

    @examples(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(doings, min_size=12, max_size=40))
    def tell(doings: list[tuple[str, object]]) -> None:
        story = Story(database)
        for what, *details in doings:
            story.do({"read": "server_reads", "keep": "server_keeps"}.get(what, what), *details)
        assert_the_same(database, *story.people)
        for server in range(SERVERS):  # a slow server keeps what it read long ago
            story.server_keeps(server)
        assert_the_same(database, *story.people)

    tell()


def learn(database: Database, learner: int, count: int = 8, **details: object) -> None:
    """Right answers to so many questions, a minute apart."""
    for number in range(count):
        answer(database, learner, f"mot/cau-{number}", at=NOON + timedelta(minutes=number), **details)  # type: ignore[arg-type]


# The same bytes again


def test_forgotten_models_come_back_byte_by_byte(database: Database) -> None:
    people = [new_learner(database) for _ in range(3)]
    for number, learner in enumerate(people):
        learn(database, learner, 3 + number)
        look(database, *people)
        answer(database, learner, "hai/cau-1", score=0.5, at=NOON + DAY, mode="placement")
    look(database, *people)
    before = stored(database, people)
    assert len(before) == 3
    with database.transaction() as connection:
        assert forget(connection) >= 3
    assert stored(database, people) == []
    look(database, *people)
    assert stored(database, people) == before


def test_answer_by_answer_is_the_fold_of_the_domain(database: Database) -> None:
    learner = new_learner(database)
    for number in range(12):
        at = NOON + timedelta(hours=7 * number)
        answer(database, learner, f"mot/cau-{number % 5}", at=at, score=(number % 3) / 2)
        look(database, learner)
    history = [
        Evidence(
            NOON + timedelta(hours=7 * number), ("mat-khau",), f"mot/cau-{number % 5}", launch_item(4, CUT),
            (number % 3) / 2, "practice",
        )
        for number in range(12)
    ]  # fmt: skip
    assert known(database, learner).learner == rebuilt_model(history)


def test_answer_with_a_lower_id_that_is_committed_later_takes_its_place(database: Database) -> None:
    """Of two servers that write at once one may take its number first and commit last."""
    learner, top = new_learner(database), highest_id(database)
    answer(database, learner, "mot/cau-1", score=0, id_=top + 20)
    answer(database, learner, "mot/cau-1", score=1, at=NOON + DAY, id_=top + 30)
    look(database, learner)
    answer(database, learner, "mot/cau-1", score=1, at=NOON - DAY, id_=top + 10)
    assert_the_same(database, learner)
    assert known(database, learner).learner.skills["mat-khau"].pieces == 3


def test_newest_answer_is_not_looked_for_in_the_whole_log(postgres_url: str) -> None:
    """Of somebody who answered long ago, or never, among very many answers of others."""
    postgres = Database(postgres_url)
    with postgres.transaction() as connection:
        busy, quiet = (create_guests(connection, count, NOON) for count in (3, 2))
        connection.execute(
            text(
                "INSERT INTO answer (key, learner_id, lesson, exercise, version, answer, score, answered_at) "
                "SELECT 'k' || n, :learner, 'mot', 'cau', 'v', 'a', 1, now() FROM generate_series(1, 5000) AS n"
            ),
            {"learner": busy[0]},
        )
        connection.execute(text("ANALYZE answer"))
    with postgres.reading.connect() as connection:
        words = str(_KEPT.params(learners=quiet).compile(connection, compile_kwargs={"literal_binds": True}))
        plan = " ".join(connection.scalars(text(f"EXPLAIN {words}")))
    postgres.close()
    assert "learner_id" in plan
    assert "pk_answer" not in plan


def test_two_servers_that_look_at_once_leave_the_newest_model(database: Database) -> None:
    people = [new_learner(database) for _ in range(4)]
    servers = [LearnerRecords(database) for _ in range(2)]
    for server in servers:
        server.start()

    async def visit(server: LearnerRecords) -> None:
        for number in range(20):
            for learner in people:
                found = await server.of(learner)
                await asyncio.to_thread(answer, database, learner, f"mot/cau-{number}", at=NOON + timedelta(number))
                assert (await server.of(learner)).known.learner != found.known.learner

    with ThreadPoolExecutor(2) as together:
        for done in [together.submit(asyncio.run, visit(server)) for server in servers]:
            done.result()
    for server in servers:
        server.stop()
    rows = stored(database, people)
    assert len(rows) == 4
    assert_the_same(database, *people)


def test_older_model_never_replaces_a_newer_one(database: Database) -> None:
    learner = new_learner(database)
    answer(database, learner)
    with database.reading.connect() as connection:
        slow = catch_up(connection, [learner])[1]
    answer(database, learner, "mot/cau-2")
    look(database, learner)
    newest = stored(database, [learner])
    with database.transaction() as connection:
        keep(connection, slow)
    assert stored(database, [learner]) == newest


def test_model_that_cannot_be_read_is_folded_again(database: Database) -> None:
    """Of another release, say."""
    learner = new_learner(database)
    answer(database, learner)
    look(database, learner)
    before = stored(database, [learner])
    mine = LearnerModel.learner_id == learner
    with database.transaction() as connection:
        connection.execute(update(LearnerModel).where(mine).values(model='{"skills": 1}'))
    assert known(database, learner).learner.skills["mat-khau"].pieces == 1
    assert stored(database, [learner]) == before


def test_learner_who_was_deleted_takes_the_model_along_and_harms_nobody(database: Database) -> None:
    gone, other = new_learner(database), new_learner(database)
    answer(database, gone)
    answer(database, other)
    with database.reading.connect() as connection:
        fresh = catch_up(connection, [gone, other])[1]
    records = LearnerRecords(database)
    records.start()
    with database.transaction() as connection:
        connection.execute(delete(Learner).where(Learner.id == gone))

    async def visit() -> None:
        await records._keep(gone, fresh[gone])  # the moment between reading and keeping
        assert (await records.of(gone)).known == NOBODY
        assert (await records.of(other)).known.learner.skills["mat-khau"].pieces == 1
        await asyncio.gather(*records._keeping)

    asyncio.run(visit())
    records.stop()
    assert [row[0] for row in stored(database, [gone, other])] == [other]


def test_nobody_is_known_and_nothing_is_kept_for_who_has_answered_nothing(database: Database) -> None:
    learner = new_learner(database)
    assert known(database, learner) == NOBODY
    assert stored(database, [learner]) == []


# The command's work


def test_rebuilding_throws_away_and_folds_everybody_again(database: Database) -> None:
    people = [new_learner(database) for _ in range(3)]
    for learner in people:
        learn(database, learner, 2)
    look(database, *people[:2])
    before = stored(database, people[:2])
    assert rebuild(database) >= 3
    assert stored(database, people[:2]) == before
    assert len(stored(database, people)) == 3
    assert differing(database)[1] == []


def test_check_finds_a_model_that_its_answers_do_not_give(database: Database) -> None:
    learner = new_learner(database)
    learn(database, learner, 2)
    look(database, learner)
    assert learner not in differing(database)[1]
    wrong = as_text(known(database, learner)).replace('"pieces":2', '"pieces":3')
    with database.transaction() as connection:
        connection.execute(update(LearnerModel).where(LearnerModel.learner_id == learner).values(model=wrong))
    count, found = differing(database)
    assert count >= 1
    assert found == [learner]
    assert stored(database, [learner])[0][-1] == wrong  # a check changes nothing
    rebuild(database)
    assert differing(database)[1] == []


# What counts


@pytest.mark.one_database
def test_learning_masters_and_the_same_with_help_does_not(database: Database) -> None:
    alone, helped = new_learner(database), new_learner(database)
    learn(database, alone)
    learn(database, helped, assisted=True)
    assert known(database, alone).learner.skills["mat-khau"].standing == "able"
    state = known(database, helped).learner.skills["mat-khau"]
    assert (state.standing, state.pieces, state.helped, state.p_master) == ("practising", 0, 8, 0)


@pytest.mark.parametrize("look_before", [False, True])
def test_help_said_afterwards_takes_its_answers_out_of_the_evidence(database: Database, look_before: bool) -> None:
    learner = new_learner(database)
    answer(database, learner, "mot/cau-9", at=NOON - DAY)
    answer(database, learner, "hai/cau-1", skills="ma-qr")
    learn(database, learner)
    if look_before:
        assert known(database, learner).learner.skills["mat-khau"].standing == "able"
    say_helped(database, learner, "mot", NOON + timedelta(minutes=30))
    state = known(database, learner).learner.skills["mat-khau"]
    assert (state.standing, state.pieces, state.helped) == ("practising", 1, 8)  # yesterday's counts on
    assert known(database, learner).learner.skills["ma-qr"].pieces == 1  # so does another lesson's
    answer(database, learner, "mot/cau-20", at=NOON + timedelta(minutes=31))
    assert known(database, learner).learner.skills["mat-khau"].pieces == 2  # and what came after
    assert_the_same(database, learner)


@examples(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 11), st.sampled_from([0.0, 0.5, 1.0]), st.integers(0, 3)), max_size=30))
def test_with_help_alone_nothing_is_ever_mastered(tries: list[tuple[int, float, int]]) -> None:
    at, history = NOON, []
    for question, score, days in tries:
        at += days * DAY + timedelta(minutes=1)
        history.append(Evidence(at, ("s",), f"q/{question}", launch_item(4, CUT), score, "practice", assisted=True))
    model = rebuilt_model(history)
    assert all(state.standing != "able" and state.belief is None for state in model.skills.values())
    assert model.overall == NOBODY.learner.overall


@pytest.mark.one_database
def test_mastered_stays_mastered_whatever_follows(database: Database) -> None:
    learner = new_learner(database)
    learn(database, learner)
    reached = known(database, learner).learner.skills["mat-khau"].mastered_at
    assert reached is not None
    for number in range(40):
        answer(
            database,
            learner,
            f"mot/cau-{number % 12}",
            score=0,
            at=NOON + DAY * (1 + number // 4),
            assisted=number % 5 == 0,
        )
        state = known(database, learner).learner.skills["mat-khau"]
        assert (state.standing, state.mastered_at) == ("able", reached)
    assert state.p_master < 0.5
    assert state.doubted
    assert_the_same(database, learner)


@pytest.mark.one_database
def test_second_answer_of_a_day_is_done_and_shows_nothing(database: Database) -> None:
    learner = new_learner(database)
    for minute in range(10):
        answer(database, learner, "mot/cau-1", at=NOON + timedelta(minutes=minute))
    state = known(database, learner).learner.skills["mat-khau"]
    assert (state.pieces, state.repeated) == (1, 9)
    answer(database, learner, "mot/cau-1", at=NOON + DAY)
    assert known(database, learner).learner.skills["mat-khau"].pieces == 2


# Mistakes and placement


@pytest.mark.one_database
def test_mistakes_are_questions_whose_latest_answer_was_not_right(database: Database) -> None:
    learner = new_learner(database)
    answer(database, learner, "mot/cau-1", score=0)
    answer(database, learner, "mot/cau-2", score=0.5, at=NOON + timedelta(hours=1))
    answer(database, learner, "mot/cau-3", score=0)
    answer(database, learner, "mot/cau-3", score=1)
    answer(database, learner, "hai/cau-1", score=1, skills="ma-qr")
    answer(database, learner, "hai/cau-2", score=0, skills="")
    found = known(database, learner).mistakes
    assert [(one.skill, one.lesson, one.at) for one in found] == [
        ("mat-khau", "mot", NOON + timedelta(hours=1)), ("mat-khau", "mot", NOON),
    ]  # fmt: skip


@pytest.mark.one_database
def test_what_went_right_or_wrong_with_help_neither_mends_nor_makes_a_mistake(database: Database) -> None:
    learner = new_learner(database)
    answer(database, learner, "mot/cau-1", score=0)
    answer(database, learner, "mot/cau-1", score=1, assisted=True)
    answer(database, learner, "mot/cau-2", score=0, assisted=True)
    answer(database, learner, "hai/cau-1", score=0, at=NOON)
    say_helped(database, learner, "hai", NOON + timedelta(minutes=1))
    assert [one.lesson for one in known(database, learner).mistakes] == ["mot"]
    answer(database, learner, "mot/cau-1", score=1, at=NOON + DAY)
    assert known(database, learner).mistakes == ()


@pytest.mark.one_database
def test_only_the_newest_mistakes_are_kept(database: Database) -> None:
    learner = new_learner(database)
    for number in range(MOST_MISTAKES + 5):
        answer(database, learner, f"mot/cau-{number}", score=0, at=NOON + timedelta(minutes=number))
    found = known(database, learner).mistakes
    assert len(found) == MOST_MISTAKES
    assert found[0].at == NOON + timedelta(minutes=MOST_MISTAKES + 4)


@pytest.mark.one_database
def test_placement_remembers_each_question_once_in_order(database: Database) -> None:
    learner = new_learner(database)
    for question, mode in (("hai/cau-1", "placement"), ("mot/cau-1", "practice"), ("mot/cau-2", "placement"), ("hai/cau-1", "placement")):  # fmt: skip
        answer(database, learner, question, mode=mode)
    assert known(database, learner).placed == ("hai/cau-1", "mot/cau-2")


@pytest.mark.parametrize("shared_url", ["sqlite"], indirect=True)
def test_rebuilding_leaves_others_to_write(database: Database) -> None:
    """While answers are read and folded nobody holds the lock of the file: whoever wants it has it at once."""
    people = [new_learner(database) for _ in range(2)]
    for learner in people:
        learn(database, learner, 2)
    written = []

    def write(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "answer.skills" in statement:
            with closing(sqlite3.connect(str(database.url.database), timeout=0, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                other.execute("UPDATE learner SET name = 'Lan' WHERE id = ?", (people[0],))
                other.execute("COMMIT")
            written.append(statement)

    event.listen(Engine, "after_cursor_execute", write)
    try:
        rebuild(database)
    finally:
        event.remove(Engine, "after_cursor_execute", write)
    assert len(written) >= 2
    assert len(stored(database, people)) == 2
