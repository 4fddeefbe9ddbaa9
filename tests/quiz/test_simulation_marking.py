"""What an attempt was worth, from its taps alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.quiz.domain.simulation.marking import Marking, mark
from app.quiz.domain.simulation.play import Mode
from tests.quiz.simulation_samples import PASSWORD, SAMPLES, TRANSFER, TWO_WAYS, sample
from tests.quiz.simulation_walk import BACK, HINT, Walk

pytestmark = pytest.mark.pure

CODE = {"Mã gồm 6 số": "482913"}
NEW = {"Mật khẩu mới": "HoaSen-25"}
SIMULATIONS = {name: sample(text) for name, text in SAMPLES.items()}


def finish(walk: Walk) -> Walk:
    return walk.press("Quên mật khẩu").press("Tiếp tục", typed=CODE).press("Xác nhận", typed=NEW)


def test_straight_path_is_full_marks_unaided() -> None:
    assert finish(Walk(sample(PASSWORD))).marking == Marking(True, 1.0, 0, 0, 20.0, True)


def test_attempt_without_taps_is_nothing() -> None:
    assert mark(sample(PASSWORD), []) == Marking(False, 0.0, 0, 0, 0.0, False)


def test_wrong_press_costs_its_screen_and_the_unaided_mark_in_practice() -> None:
    assert finish(Walk(sample(PASSWORD)).press("Đăng nhập")).marking == Marking(True, 2 / 3, 1, 0, 30.0, False)


def test_wrong_press_in_an_exam_was_put_right_unaided() -> None:
    assert finish(Walk(sample(PASSWORD), "exam").press("Đăng nhập")).marking == Marking(True, 2 / 3, 1, 0, 30.0, True)


def test_wrong_turn_costs_the_screen_it_was_taken_on() -> None:
    assert finish(Walk(sample(PASSWORD)).press("Đăng ký", BACK)).marking == Marking(True, 2 / 3, 1, 0, 40.0, False)


def test_glow_and_words_keep_the_screen_but_a_shown_control_does_not() -> None:
    assert finish(Walk(sample(PASSWORD)).press(HINT, HINT)).marking == Marking(True, 1.0, 0, 2, 40.0, False)
    assert finish(Walk(sample(PASSWORD)).press(HINT, HINT, HINT)).marking == Marking(True, 2 / 3, 0, 3, 50.0, False)


def test_mistyping_costs_its_screen() -> None:
    walk = Walk(sample(PASSWORD)).press("Quên mật khẩu").fill("Mã gồm 6 số", "482931")
    walk.press("Tiếp tục", typed=CODE).press("Xác nhận", typed=NEW)
    assert walk.marking == Marking(True, 2 / 3, 1, 0, 30.0, False)


def test_unfinished_attempt_is_worth_the_part_that_was_walked() -> None:
    assert Walk(sample(PASSWORD)).press("Quên mật khẩu").marking == Marking(False, 1 / 3, 0, 0, 0.0, False)
    assert Walk(sample(PASSWORD)).press("Quên mật khẩu", BACK).marking.score == 1 / 3
    assert Walk(sample(PASSWORD)).press("Đăng ký").marking.score == 0


def test_longer_right_path_is_worth_as_much() -> None:
    short = Walk(sample(TWO_WAYS)).press("Quyền riêng tư", "Được đọc tin nhắn", "Lưu", "Đồng ý")
    long = Walk(sample(TWO_WAYS)).press("Ứng dụng", "Giới thiệu", "Đóng", "Quyền tin nhắn", "Được đọc tin nhắn", "Lưu", "Đồng ý")  # fmt: skip
    assert (short.marking.score, long.marking.score) == (1, 1)
    missed = Walk(sample(TWO_WAYS)).press("Màn hình", "Quyền riêng tư", "Được đọc tin nhắn", "Lưu", "Đồng ý")
    assert missed.marking.score == 2 / 3


def test_going_round_by_an_optional_step_is_no_right_step_yet() -> None:
    walk = Walk(sample(TRANSFER)).fill("Số tiền", "200.000").press("Tôi đã xem tên người nhận", "Chuyển", "Sửa lại")
    assert walk.marking.score == 1 / 2
    assert walk.press("Chuyển", "Đúng rồi, chuyển").marking == Marking(True, 1.0, 0, 0, 50.0, True)


def test_what_was_done_right_at_first_stays_right() -> None:
    walk = Walk(sample(PASSWORD)).press("Quên mật khẩu", BACK, "Đăng nhập")
    assert (walk.state.wrong, walk.state.spoilt) == (1, frozenset())
    assert finish(walk).marking.score == 1


@pytest.mark.battery
@given(
    st.sampled_from(sorted(SIMULATIONS)),
    st.sampled_from(["practice", "exam"]),
    st.lists(st.integers(0, 9), max_size=15),
)
@settings(deadline=None, max_examples=30)
def test_marking_is_bounded_and_never_worth_more_than_a_right_walk(name: str, mode: Mode, wander: list[int]) -> None:
    walk = Walk(SIMULATIONS[name], mode)
    for number in wander:
        names = [control.name for control in walk.view.controls if control.is_pressable] + [BACK, HINT]
        walk.press(names[number % len(names)])
    marking = walk.marking
    assert 0 <= marking.score <= 1
    assert marking.seconds >= 0
    assert marking.score < 1 or marking.reached
    assert not marking.unaided or (marking.reached and not marking.hints)
