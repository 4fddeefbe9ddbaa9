"""A simulation given for practice or as a review: played at its own address, kept as what it was played for, and back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import select

from app.quiz.models import Answer
from app.simulations.models import Tap
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser
from tests.practice.learning import Person, name_of
from tests.practice.practice_content import LESSONS, write_practice
from tests.practice.test_practice_routes import learner_of
from tests.quiz.conftest import running
from tests.shared_database import BOTH, make_database
from tests.simulations.player import HTMX, NO_SCRIPT, Phone

SKILL = "mat-khau"
SIMULATION = """\
::: tap-bam quet-thu
Bác quét mã trả tiền nhé.

### Trang đầu
- biểu tượng **Ngân hàng** -> Quét
- biểu tượng **Trò chơi**
  > Bác tìm biểu tượng có chữ Ngân hàng.

### Quét
- nút **Quét mã** -> Trả tiền

### Trả tiền
- nút **Trả** -> Xong

### Xong
Bác trả được rồi.
:::

"""
WAY = ("Ngân hàng", "Quét mã", "Trả")
AT = f"/bai-hoc/{LESSONS[SKILL]}/tap-bam/quet-thu"
REVIEW, PRACTICE = f"{AT}?lam-lai=1&tu=on-tap.{SKILL}", f"{AT}?lam-lai=1&tu=luyen-tap.{SKILL}"


def write_simulated(root: Path) -> Path:
    write_practice(root)
    lesson = root / f"courses/khoa-thu/01-{LESSONS[SKILL]}.md"
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(text.replace("::: ket-thuc", SIMULATION + "::: ket-thuc"), encoding="utf-8")
    return root


@pytest.fixture(scope="module", params=BOTH)
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("service")
    with running(make_database(request, request.param, folder), folder, write_simulated) as app:
        assert app.app.state.library.diagnostics == ()
        yield app


@dataclass
class Reviewer(Person):
    headers: dict[str, str] = field(default_factory=dict)

    def task(self, path: str) -> str:
        """Where a link that gives the next task leads."""
        reply = self.get(path)
        assert reply.status_code == 303, reply.text
        return str(reply.headers["location"])

    def phone(self, path: str) -> Phone:
        return Phone(self.page(path))

    def press(self, phone: Phone, button: str) -> Phone:
        [action] = re.findall(r'<form class="try" method="post" action="([^"]+)"', phone.html)
        reply = self.client.post(unescape(action), data=phone.form(button), headers=self.headers)
        if reply.status_code == 303:
            return self.phone(reply.headers["location"])
        assert reply.status_code == 200, reply.text
        return Phone(unescape(phone.after(reply).html))

    def play(self, path: str, *, right: bool = True) -> str:
        """To its goal; gives the address where "Đi tiếp" leads."""
        phone = self.phone(path)
        for button in WAY if right else ("Trò chơi", *WAY):
            phone = self.press(phone, button)
        assert "Bác làm được rồi" in phone.html
        assert "Bước" not in phone.html
        [onward] = re.findall(r'href="([^"]+)">Đi tiếp', phone.html)
        return str(onward)

    def mastered(self) -> None:
        """On the first day, by the questions and the simulation; due on the third."""
        self.master(SKILL)
        self.play(PRACTICE)
        self.day = 2

    def rows(self) -> list[tuple[str, bool]]:
        """Mode, and whether it was assisted, of each answer by the simulation."""
        with self.app.app.state.database.session(writes=False) as session:
            mine = select(Answer.mode, Answer.assisted).where(
                Answer.learner_id == learner_of(self), Answer.exercise == "quet-thu"
            )
            return [(row.mode, row.assisted) for row in session.execute(mine.order_by(Answer.id))]


@pytest.fixture
def lan(app: PrebuiltPages) -> Reviewer:
    return Reviewer(app, browser(app))


@pytest.fixture(params=[{}, NO_SCRIPT, HTMX], ids=["page", "redirect", "fragment"])
def any_lan(request: pytest.FixtureRequest, lan: Reviewer) -> Reviewer:
    lan.headers = request.param
    return lan


# Review


def test_review_gives_the_simulation_and_comes_back(any_lan: Reviewer) -> None:
    any_lan.mastered()
    assert f'href="/on-tap/{SKILL}"' in any_lan.page("/on-tap")
    assert any_lan.task(f"/on-tap/{SKILL}") == REVIEW
    assert any_lan.play(REVIEW) == f"/on-tap/{SKILL}"
    assert any_lan.rows() == [("simulation", False), ("review", False)]
    assert any_lan.task(f"/on-tap/{SKILL}") == "/on-tap"  # once a day is enough
    assert "Hôm nay không còn gì phải ôn" in any_lan.page("/on-tap")


def test_next_review_asks_otherwise(lan: Reviewer) -> None:
    lan.mastered()
    lan.play(lan.task(f"/on-tap/{SKILL}"))
    lan.day = 40
    asked = lan.task(f"/on-tap/{SKILL}")
    assert "/cau-hoi/" in asked
    lan.answer(asked)


def test_review_that_was_played_badly_counts_as_such(lan: Reviewer) -> None:
    lan.mastered()
    lan.play(REVIEW, right=False)
    with lan.app.app.state.database.session(writes=False) as session:
        mine = select(Answer.score).where(Answer.learner_id == learner_of(lan), Answer.mode == "review")
        assert session.scalars(mine).all() == [pytest.approx(2 / 3)]


def test_review_begun_is_gone_on_with_at_its_address_and_begun_anew_by_its_link(any_lan: Reviewer) -> None:
    any_lan.mastered()
    phone = any_lan.press(any_lan.phone(REVIEW), "Ngân hàng")
    [action] = re.findall(r'method="post" action="([^"]+tap-bam[^"]+)"', phone.html)
    assert unescape(action) == f"{AT}?tu=on-tap.{SKILL}"
    again = any_lan.phone(unescape(action))
    assert (again.screen, again.key) == ("Quét", phone.key)
    any_lan.press(any_lan.press(again, "Quét mã"), "Trả")
    assert any_lan.rows()[-1] == ("review", False)
    assert any_lan.phone(REVIEW).key != phone.key


def test_review_may_be_left_and_is_still_due(lan: Reviewer) -> None:
    lan.mastered()
    phone = lan.press(lan.phone(REVIEW), "Ngân hàng")
    assert '<a class="row" href="/">Thôi, để sau</a>' in phone.html
    assert not {"Bước trước của bài", "Để sau, đi tiếp"} & set(re.findall(r">([^<]+)</a>", phone.html))
    assert lan.task(f"/on-tap/{SKILL}") == REVIEW


def test_form_sent_again_keeps_what_it_was_played_for(lan: Reviewer) -> None:
    lan.mastered()
    phone = lan.press(lan.press(lan.phone(REVIEW), "Ngân hàng"), "Quét mã")
    lan.press(phone, "Trả")
    lan.press(phone, "Trả")
    assert lan.rows()[-1] == ("review", False)
    assert len(lan.rows()) == 2


def test_played_alone_it_is_an_exam_and_comes_back_too(lan: Reviewer) -> None:
    lan.mastered()
    assert lan.play(f"{AT}?tu-lam=1&tu=on-tap.{SKILL}") == f"/on-tap/{SKILL}"
    assert lan.rows()[-1] == ("exam", False)


# Help


def test_who_says_so_at_the_first_screen_comes_back_to_it(any_lan: Reviewer) -> None:
    """And not to the end of the attempt before."""
    any_lan.mastered()
    for says, where in (("/co-nguoi-giup", REVIEW), ("/dua-may-lai", REVIEW)):
        page = any_lan.page(REVIEW)
        [here] = set(re.findall(r'name="toi" value="([^"]+)"', page))
        assert here == where
        any_lan.client.post(says, data={"toi": here})
        assert any_lan.phone(here).screen == "Trang đầu"


def test_help_during_a_review_leaves_it_due(any_lan: Reviewer) -> None:
    any_lan.mastered()
    phone = any_lan.press(any_lan.phone(REVIEW), "Ngân hàng")
    [here] = re.findall(r'name="toi" value="([^"]+)"', phone.html)
    any_lan.client.post("/co-nguoi-giup", data={"toi": here})
    phone = any_lan.phone(here)
    assert (phone.screen, "Đưa máy lại cho bác" in phone.html) == ("Quét", True)
    any_lan.press(any_lan.press(phone, "Quét mã"), "Trả")
    assert any_lan.rows()[-1] == ("review", True)
    assert f'href="/on-tap/{SKILL}"' in any_lan.page("/on-tap")
    asked = any_lan.task(f"/on-tap/{SKILL}")
    assert "/cau-hoi/" in asked  # the simulation was played today
    any_lan.client.post("/dua-may-lai", data={"toi": "/"})
    any_lan.answer(asked)
    assert "Hôm nay không còn gì phải ôn" in any_lan.page("/on-tap")


def test_help_with_everything_puts_the_review_off_until_tomorrow(lan: Reviewer) -> None:
    lan.mastered()
    lan.client.post("/co-nguoi-giup", data={"toi": "/"})
    for _ in range(9):
        asked = lan.task(f"/on-tap/{SKILL}")
        lan.play(asked) if "/tap-bam/" in asked else lan.answer(asked)
    assert lan.task(f"/on-tap/{SKILL}") == "/on-tap"
    assert "Ngày mai mình ôn lại nhé" in lan.page("/on-tap")
    assert f"/on-tap/{SKILL}" not in lan.page("/tien-bo")
    lan.day = 3
    assert f'href="/on-tap/{SKILL}"' in lan.page("/tien-bo")


# Practice and placement


def test_practice_gives_the_simulation_once_a_day(lan: Reviewer) -> None:
    for day in range(2):
        lan.day = day
        given = []
        while "/luyen-tap?" not in (asked := lan.task(f"/luyen-tap/{SKILL}")):
            given.append(name_of(asked))
            onward = lan.play(asked) if asked == PRACTICE else lan.answer(asked)
            assert onward == f"/luyen-tap/{SKILL}"
        assert sorted(given) == [*(f"/bai-hoc/mot/cau-hoi/cau-{number}" for number in range(1, 9)), AT]
    assert lan.rows() == [("simulation", False)] * 2


def test_placement_gives_no_simulation(lan: Reviewer) -> None:
    """Somebody new begins with what can be chosen from."""
    given = 0
    while asked := lan.ask("/lam-quen/tiep"):
        lan.answer(asked)
        given += 1
    assert given >= 8


@pytest.mark.parametrize(
    "errand", ["on-tap.", "khac.mat-khau", "on-tap.MA", "//xau.vi-du", "on-tap.mat-khau%0d%0aX: y", "đ"]
)
def test_made_up_errand_is_none(lan: Reviewer, errand: str) -> None:
    phone = lan.phone(f"{AT}?lam-lai=1&tu={errand}")
    assert f'action="{AT}"' in phone.html
    assert "Bước" in phone.html


def test_taps_of_a_review_are_kept_as_any(lan: Reviewer) -> None:
    lan.mastered()
    lan.play(REVIEW)
    with lan.app.app.state.database.session(writes=False) as session:
        modes = session.scalars(select(Tap.mode).where(Tap.learner_id == learner_of(lan)).distinct()).all()
    assert modes == ["practice"]
