"""What an attempt is evidence of: nothing that somebody helped with, and of one day the first try."""

from tests.simulations.player import Player
from tests.simulations.simulation_content import WAY
from tests.simulations.stored import Stored

HELPED = "co-nguoi-giup"


def test_help_with_any_tap_makes_the_whole_attempt_assisted(any_player: Player, stored: Stored) -> None:
    any_player.client.cookies.set(HELPED, "1")
    phone = any_player.walk(any_player.open(), len(WAY) - 1)
    any_player.client.cookies.delete(HELPED)
    for typed, pressed in WAY[-1:]:
        any_player.press_typed(phone, pressed, typed)
    [row] = stored.answers(phone.key)
    assert row.assisted
    assert stored.taps(phone.key)[0].assisted


def test_beginning_again_is_no_first_try(any_player: Player, stored: Stored) -> None:
    spoilt = any_player.press(any_player.open(), "Đăng nhập")
    assert "CANARY-NHAC-MOT" in spoilt.html
    again = any_player.open("?lam-lai=1")
    assert "Bác làm được rồi" in any_player.walk(again).html
    [row] = stored.answers(again.key)
    assert row.score < 1


def test_unspoilt_attempt_after_an_unspoilt_one_stays_whole(any_player: Player, stored: Stored) -> None:
    any_player.walk(any_player.open(), 1)
    again = any_player.open("?lam-lai=1")
    any_player.walk(again)
    [row] = stored.answers(again.key)
    assert row.score == 1
