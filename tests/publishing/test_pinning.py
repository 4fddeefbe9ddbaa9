"""A comment stays with what it is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.publishing.domain.pinning import Pin, moved_pins

pytestmark = pytest.mark.pure

OLD = ["Bác mở máy.", "Bác bấm nút xanh ở dưới.", "Bác chờ một lát."]
TEXTS = st.lists(st.sampled_from(["", ":::", "Bác mở máy.", "Bác mở app.", "Bác tắt máy."]), max_size=12)


def moved(line: int, new: list[str]) -> Pin:
    return moved_pins([line], OLD, new)[line]


def test_comment_moves_down_with_its_line() -> None:
    assert moved(2, ["Lời chào.", *OLD]) == Pin(3, "same")


def test_comment_follows_a_line_that_was_mended_and_says_so() -> None:
    assert moved(2, ["Lời chào.", OLD[0], "Bác bấm nút đỏ ở dưới.", OLD[2]]) == Pin(3, "changed")


def test_comment_on_a_line_that_is_gone_stands_where_it_was() -> None:
    assert moved(2, [OLD[0], OLD[2]]) == Pin(2, "gone")
    assert moved(3, OLD[:2]) == Pin(2, "gone")


def test_comment_on_a_text_that_is_gone_still_has_a_place() -> None:
    assert moved(1, []) == Pin(1, "gone")


def test_comment_beyond_the_end_is_not_lost() -> None:
    assert moved(9, OLD) == Pin(3, "gone")


@given(TEXTS, TEXTS)
def test_every_comment_has_a_place_in_the_new_text(old: list[str], new: list[str]) -> None:
    for line, pin in moved_pins(range(1, len(old) + 1), old, new).items():
        assert 1 <= pin.line <= max(1, len(new))
        if pin.state == "same":
            assert old[line - 1] == new[pin.line - 1]


@given(TEXTS)
def test_in_an_unchanged_text_nothing_moves(text: list[str]) -> None:
    pins = moved_pins(range(1, len(text) + 1), text, text)
    assert pins == {line: Pin(line, "same") for line in range(1, len(text) + 1)}
