"""The learner model is a cache: however answers, help statements and servers mix, it is what one fold over the log gives."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import delete

from app.core.db import Database
from app.practice.learner_models import (
    Kept,
    catch_up,
    keep,
)
from app.practice.models import LearnerModel
from tests.practice.history import (
    NOON,
    answer,
    assert_the_same,
    highest_id,
    new_learner,
    say_helped,
)

PEOPLE, SERVERS, GAP = 3, 2, 1000
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
    st.booleans(),
    st.booleans(),  # with a lower id than what is there: begun earlier, committed later
)
doings = st.one_of(
    answers,
    answers,
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


@pytest.mark.parametrize("budget", [60])
def test_whatever_happens_in_whatever_order_the_model_is_one_fold_over_the_log(database: Database, budget: int) -> None:
    count = budget if database.is_sqlite else budget // 2

    @examples(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(doings, max_size=40))
    def tell(doings: list[tuple[str, object]]) -> None:
        story = Story(database)
        for what, *details in doings:
            story.do({"read": "server_reads", "keep": "server_keeps"}.get(what, what), *details)
        assert_the_same(database, *story.people)
        for server in range(SERVERS):  # a slow server keeps what it read long ago
            story.server_keeps(server)
        assert_the_same(database, *story.people)

    tell()
