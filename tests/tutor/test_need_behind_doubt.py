"""Whoever is in need is heard also where what they say is blanked in doubt: "bố mk ngã bất tỉnh" is no password."""

import pytest

from app.tutor.service import received
from tests.tutor.ladders import plain as told


@pytest.mark.parametrize(
    ("said", "situation"),
    [
        ("bố mk ngã bất tỉnh", "cap-cuu"),
        ("bo mk nga bat tinh", "cap-cuu"),
        ("mẹ mk khó thở tím tái gọi ai", "cap-cuu"),
        ("rắn cắn rồi mà điện thoại đòi mật khẩu wifi", "cap-cuu"),
        ("cháu bị đuối nước, quên mk máy rồi", "cap-cuu"),
        ("gọi 115 giúp, ông nhà tôi ngã bất tỉnh, điện thoại đòi mật khẩu không gọi được", "cap-cuu"),
        ("tôi đọc mật khẩu cho nó, tiền dưỡng già mất hết, không thiết sống nữa", "tuyet-vong"),
    ],
)
def test_need_is_heard_behind_what_is_blanked(said: str, situation: str) -> None:
    answer = told(said)
    assert situation in {answer.situation, *(card.situation for card in answer.cards)}


def test_what_was_heard_is_never_printed() -> None:
    message = received("mật khẩu nhà tôi đặt con trâu đen ăn lúa chín tháng mười")
    assert "trâu" not in repr(message)
