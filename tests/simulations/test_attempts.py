"""What the taps of an attempt say, and which forms have come before."""

from datetime import UTC, datetime

import pytest

from app.quiz.domain.simulation.play import Action
from app.simulations.domain.attempts import Attempt, is_resent, marking_of, missteps, summary
from tests.quiz.simulation_samples import PASSWORD, TWO_WAYS, sample
from tests.quiz.simulation_walk import BACK, HINT, Walk

pytestmark = pytest.mark.pure

NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)


def attempt(walk: Walk) -> Attempt:
    return Attempt("k" * 22, 1, "bai", "tap", "0" * 12, walk.mode, tuple(walk.taps))


def test_missteps_are_told_once_each_in_their_order() -> None:
    walk = Walk(sample(PASSWORD)).press("Đăng ký", BACK, "Đăng nhập", HINT, "Đăng nhập", "Quên mật khẩu", "Tiếp tục")
    found = missteps(walk.simulation, attempt(walk))
    assert [(one.screen, one.control.name, one.times) for one in found] == [
        ("Đăng nhập", "Đăng ký", 1),
        ("Đăng nhập", "Đăng nhập", 2),
        ("Nhận mã", "Mã gồm 6 số", 1),
    ]


def test_missteps_are_known_where_nothing_was_said() -> None:
    walk = Walk(sample(PASSWORD), "exam").press("Đăng nhập")
    assert [one.control.name for one in missteps(walk.simulation, attempt(walk))] == ["Đăng nhập"]
    assert missteps(walk.simulation, attempt(Walk(sample(PASSWORD)))) == ()


def test_form_that_came_before_is_known_again() -> None:
    walk = Walk(sample(PASSWORD)).press("Quên mật khẩu")
    code = walk.id_of("Mã gồm 6 số")
    form = Action(2, "press", walk.id_of("Tiếp tục"), {code: "482913"})
    first = Action(1, "press", walk.taps[0].control)
    assert is_resent(walk.simulation, attempt(walk), first)
    assert not is_resent(walk.simulation, attempt(walk), form)
    walk.send(form)
    assert is_resent(walk.simulation, attempt(walk), form)
    assert not is_resent(walk.simulation, attempt(walk), first)
    assert not is_resent(walk.simulation, attempt(walk), Action(2, "press", form.control, {code: "1"}))
    assert not is_resent(walk.simulation, attempt(walk), Action(0, "press", form.control, {code: "482913"}))
    assert not is_resent(walk.simulation, attempt(walk), Action(-1, "press", form.control))


def test_summary_is_one_short_line() -> None:
    walk = Walk(sample(TWO_WAYS)).press("Màn hình", HINT, "Quyền riêng tư", "Được đọc tin nhắn", "Lưu", "Đồng ý")
    assert summary(marking_of(walk.simulation, attempt(walk))) == "wrong=1 hints=1 seconds=50"
