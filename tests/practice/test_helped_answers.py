"""What was done with help is welcome for learning and never counts as evidence, said before or afterwards."""

from typing import Any

import pytest
from sqlalchemy import select

from app.quiz.models import Answer, HelpStatement
from app.web.prebuilt import PrebuiltPages
from tests.practice.history import assert_the_same, known
from tests.practice.learning import Person, person, question
from tests.practice.test_practice_routes import ABLE, learner_of

SKILL = "Giữ mật khẩu"
SAY = "/bai-hoc/mot/co-nguoi-giup"


@pytest.fixture
def lan(app: PrebuiltPages) -> Person:
    return person(app)


def rows(one: Person, table: type[Any]) -> list[Any]:
    with one.app.app.state.database.session(writes=False) as session:
        mine = select(table).where(table.learner_id == learner_of(one)).order_by(table.id)
        return list(session.scalars(mine))


def test_answers_while_somebody_helps_are_kept_as_assisted(lan: Person) -> None:
    lan.answer(question("mat-khau", 1))
    lan.client.post("/co-nguoi-giup", data={"toi": "/"})
    lan.answer(question("mat-khau", 2))
    lan.client.post("/dua-may-lai", data={"toi": "/"})
    lan.answer(question("mat-khau", 3))
    assert [row.assisted for row in rows(lan, Answer)] == [False, True, False]


def test_with_help_everything_right_is_practising_and_the_lesson_is_done(lan: Person) -> None:
    lan.client.post("/co-nguoi-giup", data={"toi": "/"})
    for day in range(3):
        lan.day = day
        lan.master("mat-khau")
    assert "đang tập" in lan.skill(SKILL)
    assert "Bác học xong rồi!" in lan.page("/bai-hoc/mot/xong")
    assert "đã xong" in lan.page("/bai-hoc")
    lan.client.post("/dua-may-lai", data={"toi": "/"})
    lan.day = 3
    lan.master("mat-khau")
    assert ABLE in lan.skill(SKILL)


def test_said_afterwards_it_changes_the_model(lan: Person) -> None:
    lan.master("mat-khau")
    assert ABLE in lan.skill(SKILL)
    lan.client.post(SAY, data={"toi": "/bai-hoc/mot/xong"})
    assert "đang tập" in lan.skill(SKILL)
    assert len(rows(lan, Answer)) == 8
    assert not any(row.assisted for row in rows(lan, Answer))  # the log is never rewritten
    assert_the_same(lan.app.app.state.database, learner_of(lan))


def test_said_afterwards_it_means_today_and_this_lesson(lan: Person) -> None:
    lan.master("mat-khau")
    lan.day = 1
    lan.answer(question("mat-khau", 1), right=False)
    lan.client.post("/bai-hoc/hai/co-nguoi-giup", data={"toi": "/"})
    lan.client.post(SAY, data={"toi": "/"})
    assert ABLE in lan.skill(SKILL)
    [said] = rows(lan, HelpStatement)
    assert said.lesson == "mot"
    lan.day = 2
    assert "Hôm qua bác nhầm" not in lan.page("/tien-bo")


def test_what_is_answered_after_the_hand_back_counts(lan: Person) -> None:
    lan.master("mat-khau", 4)
    lan.client.post(SAY, data={"toi": "/"})
    lan.client.post("/dua-may-lai", data={"toi": "/"})
    lan.answer(question("mat-khau", 5))
    assert [row.assisted for row in rows(lan, Answer)] == [False] * 5
    state = known(lan.app.app.state.database, learner_of(lan)).learner.skills["mat-khau"]
    assert (state.helped, state.pieces) == (4, 1)


def test_saying_it_again_adds_nothing(lan: Person) -> None:
    lan.answer(question("mat-khau", 1))
    for _ in range(5):
        lan.client.post(SAY, data={"toi": "/"})
    assert len(rows(lan, HelpStatement)) == 1
    lan.client.post("/dua-may-lai", data={"toi": "/"})
    lan.answer(question("mat-khau", 2))
    for _ in range(2):
        lan.client.post(SAY, data={"toi": "/"})
    assert len(rows(lan, HelpStatement)) == 2


def test_saying_it_where_nothing_was_answered_today_adds_nothing(lan: Person) -> None:
    lan.answer(question("mat-khau", 1))
    lan.day = 1
    lan.get("/")
    lan.client.post(SAY, data={"toi": "/"})
    lan.client.post("/bai-hoc/hai/co-nguoi-giup", data={"toi": "/"})
    assert rows(lan, HelpStatement) == []


def test_visitor_who_says_it_makes_nobody(lan: Person) -> None:
    reply = lan.client.post(SAY, data={"toi": "/"})
    assert reply.status_code == 303
    assert "__Host-may" not in lan.client.cookies


def test_one_learners_helper_is_not_anothers(lan: Person, app: PrebuiltPages) -> None:
    other = person(app)
    for one in (lan, other):
        one.master("mat-khau")
    lan.client.post(SAY, data={"toi": "/"})
    assert "đang tập" in lan.skill(SKILL)
    assert ABLE in other.skill(SKILL)
