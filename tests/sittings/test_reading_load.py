"""How much there is to read, and in what nobody reads it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.quiz.domain.choice_question import Choice, ChoiceQuestion
from app.quiz.domain.ordering import Ordering, Step
from app.quiz.domain.question_family import QuestionFamily
from app.quiz.domain.short_answer import Foreseen, ShortAnswer
from app.quiz.domain.simulation.play import Tap
from app.quiz.domain.simulation.screens import Control, Screen, Simulation
from app.sittings.domain.reading_load import Load, load_of, syllables, unread_share
from app.sittings.domain.record import SKIPPED, Task

pytestmark = pytest.mark.pure
NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)
ASKED = Task(1, "ct/mot", "k" * 22, "1", NOON)
CHOICE = ChoiceQuestion(
    "<p>Có người hỏi mã. Bác làm gì?</p>", (Choice("a", "Đọc mã", "", False), Choice("b", "Cúp <b>máy</b>", "", True))
)


def test_syllables_are_counted_without_marks_and_tags() -> None:
    assert syllables("<p>Bác gửi 500.000&nbsp;đồng, <b>được</b> chưa? …</p>") == 6


def test_question_is_read_with_all_its_choices_and_a_family_as_its_member() -> None:
    assert load_of(CHOICE, "x") == Load(7 + 4, presses=2)
    assert load_of(QuestionFamily("ho", (CHOICE, CHOICE)), "x") == load_of(CHOICE, "x")
    steps = tuple(Step(str(place), "Mở máy", "", place) for place in range(1, 5))
    assert load_of(Ordering("<p>Làm sao?</p>", steps), "x") == Load(2 + 8, presses=5)
    typed = ShortAnswer("<p>Ở đâu?</p>", (Foreseen(("công an", "đồn công an"), "", right=True),), "")
    assert load_of(typed, "x") == Load(2, presses=2, letters=7)
    assert load_of("no exercise", "x") is None


def test_simulation_is_read_screen_by_screen_on_the_shortest_way() -> None:
    def screen(id_: str, *controls: Control) -> Screen:
        return Screen(id_, f"Màn {id_}", 1, "", "", is_dialog=False, controls=controls)

    entry = Control("n", "digits", "Số tiền", 1, value="500")
    on, astray = (
        Control("g", "button", "Gửi đi", 1, goes_to="c"),
        Control("s", "button", "Xem quà ngay", 1, goes_to="q"),
    )
    screens = (
        screen("a", Control("m", "row", "Mở", 1, goes_to="b")),
        screen("b", entry, on, astray),
        screen("c"),
        screen("q"),
    )
    way = Load(2 + (2 + 1) + (2 + 2 + 2 + 3), presses=3)
    assert load_of(Simulation("tap", "<p>Gửi tiền</p>", screens, "c"), "x") == way


def test_nobody_reads_fifteen_syllables_a_second_nor_anything_in_three() -> None:
    assert Load(60, presses=2).usual_s == 46
    assert Load(60, presses=2).least_s == pytest.approx(4.6)
    assert Load(4, presses=1).least_s == 3
    assert Load(120, presses=8).least_s == 6  # on a phone that one knows well most of a screen is not read


def test_share_is_of_answers_whose_time_and_text_are_known_and_of_six_at_least() -> None:
    load = Load(60, presses=2)
    assert unread_share([(0.2, load)] * 3 + [(40.0, load)] * 3 + [(None, load), (0.2, None)]) == 0.5
    assert unread_share([(0.2, load)] * 5) is None


def test_what_was_passed_over_took_no_time_and_taps_are_timed_by_us() -> None:
    done = replace(ASKED, answer="a", score=1, answered_at=NOON + timedelta(seconds=20), thinking_ms=900)
    assert done.seconds == 0.9
    assert replace(done, answer=SKIPPED, score=0).seconds is None
    assert replace(done, answer="", score=0).seconds is None
    assert replace(done, score=None).seconds is None
    assert replace(done, taps=(Tap(1, "press", "x", NOON, "step"),)).seconds == 20  # type: ignore[arg-type]
    assert replace(done, thinking_ms=None).seconds == 20
