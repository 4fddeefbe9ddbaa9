"""First attempts at a simulation: hints, mistakes, where they ended, and how long the way took."""

from datetime import UTC, datetime, timedelta

import pytest

from app.observations.domain.playing import Played, ScreenUse, outline, played
from app.quiz.domain.simulation.play import Action, Tap, TapKind, play, replay, start
from app.quiz.domain.simulation.screens import Simulation
from app.simulations.domain.attempts import Attempt
from tests.quiz.simulation_samples import PASSWORD
from tests.quiz.written import changed, read

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they compile whole lessons

NOW = datetime(2026, 11, 21, 2, tzinfo=UTC)


def simulation_of(text: str = PASSWORD) -> Simulation:
    body, faults = read(text.replace(" ky-nang=vneid-dang-nhap", ""))
    assert faults == []
    assert isinstance(body, Simulation)
    return body


SIMULATION = simulation_of()
TO_THE_END = ("Quên mật khẩu", "Mã gồm 6 số=482913", "Tiếp tục", "Mật khẩu mới=HoaSen-25", "Xác nhận")


def attempt(*steps: str, seconds: int = 10) -> Attempt:
    """`?` asks for a hint, `<` goes back, `name=text` types, anything else presses; `seconds` apart."""
    taps: tuple[Tap, ...] = ()
    state = start(SIMULATION)
    for number, step in enumerate(steps):
        screen = SIMULATION.by_id[state.trail[-1]]
        ids = {control.name: control.id for control in screen.controls}
        name, typed, text = step.partition("=")
        kind: TapKind = {"?": "hint", "<": "back"}.get(step, "fill" if typed else "press")  # type: ignore[assignment]
        target = screen.id if step in "?<" else ids[name]
        action = Action(state.taps + 1, kind, target, {target: text} if typed else {})
        done = play(SIMULATION, state, action, NOW + timedelta(seconds=seconds * number))
        assert not done.refused, step
        taps += done.taps
        state = replay(SIMULATION, taps)
    return Attempt("k", 1, "l", "e", "v", "practice", taps)


def screen_of(found: Played, name: str) -> ScreenUse:
    return next(screen for screen in found.screens if screen.name == name)


def test_hints_are_counted_by_the_furthest_on_each_screen() -> None:
    plain, glow = attempt(*TO_THE_END), attempt("?", *TO_THE_END)
    words, shown = attempt("?", "?", *TO_THE_END), attempt("?", "?", "?", *TO_THE_END)
    found = played(SIMULATION, [plain] * 20 + [glow] * 5 + [words] * 6 + [shown] * 7)
    assert screen_of(found, "Đăng nhập").hints == (5, 6, 7)
    assert screen_of(found, "Đăng nhập").helped == 18
    assert screen_of(found, "Nhận mã").hints == (0, 0, 0)
    assert (found.people, found.reached) == (38, 38)


def test_hint_after_a_right_step_on_the_same_screen_begins_anew() -> None:
    twice_glow = attempt("Quên mật khẩu", "?", "Mã gồm 6 số=482913", "?", *TO_THE_END[2:])
    found = played(SIMULATION, [twice_glow] * 9)
    assert screen_of(found, "Nhận mã").hints == (9, 0, 0)


def test_small_groups_of_hints_are_hidden() -> None:
    found = played(SIMULATION, [attempt(*TO_THE_END)] * 20 + [attempt("?", *TO_THE_END)] * 3)
    assert screen_of(found, "Đăng nhập").hints == (None, None, None)
    assert screen_of(found, "Đăng nhập").helped is None


def test_mistake_is_counted_once_a_person_at_its_control() -> None:
    astray = attempt("Đăng nhập", "Đăng nhập", "Đăng ký", "<", *TO_THE_END)
    mistyped = attempt("Quên mật khẩu", "Mã gồm 6 số=111111", *TO_THE_END[1:])
    found = played(SIMULATION, [attempt(*TO_THE_END)] * 10 + [astray] * 8 + [mistyped] * 6)
    assert [(one.name, one.people) for one in screen_of(found, "Đăng nhập").mistakes] == [
        ("Đăng nhập", 8),
        ("Đăng ký", 8),
    ]
    assert [(one.name, one.people) for one in screen_of(found, "Nhận mã").mistakes] == [("Mã gồm 6 số", 6)]


@pytest.mark.parametrize("wrong", [1, 4, 17, 20])
def test_few_mistakes_and_few_without_one_are_not_told(wrong: int) -> None:
    found = played(SIMULATION, [attempt("Đăng nhập", *TO_THE_END)] * wrong + [attempt(*TO_THE_END)] * (21 - wrong))
    assert screen_of(found, "Đăng nhập").mistakes == ()


def test_attempt_ends_on_the_screen_where_it_stands() -> None:
    found = played(SIMULATION, [attempt(*TO_THE_END)] * 12 + [attempt("Quên mật khẩu")] * 7)
    assert found.reached == 12
    assert [(screen.name, screen.left) for screen in found.screens if screen.left] == [("Nhận mã", 7)]


def test_time_is_the_middle_one_of_those_who_came_to_the_end() -> None:
    quick, slow = attempt(*TO_THE_END, seconds=10), attempt(*TO_THE_END, seconds=32)
    assert played(SIMULATION, [quick] * 4 + [slow] * 7).seconds == 130  # four times 32 s, to tens
    assert played(SIMULATION, [quick] * 4 + [slow] * 5).seconds is None
    assert played(SIMULATION, [attempt("Quên mật khẩu")] * 20).seconds is None


def test_nobody_played() -> None:
    found = played(SIMULATION, [])
    assert (found.people, found.reached, found.seconds) == (None, None, None)


def test_attempts_at_other_ways_are_not_counted_together() -> None:
    assert outline(SIMULATION) == outline(simulation_of(changed(PASSWORD, "Bác quên mật khẩu. Bác", "Bác")))
    assert outline(SIMULATION) != outline(simulation_of(changed(PASSWORD, "nút **Đăng nhập**", "nút **Vào**")))
