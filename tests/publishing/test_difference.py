"""The difference says everything that changed, at its line, in a form that both texts can be read from."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.domain.alignment import alignment
from app.publishing.domain.difference import Passage, Piece, Row, changed_count, difference, lines_of
from tests.processor_time import times_as_long

pytestmark = pytest.mark.pure

TEXTS = st.lists(st.sampled_from(["", ":::", "Bác mở máy.", "Bác mở app.", "Bác tắt máy.", "a b", "b a"]), max_size=14)
WORDS = st.lists(st.sampled_from("abc"), max_size=12)


def rows(old: str, new: str) -> list[Row]:
    return [row for passage in difference(old, new) for row in passage.rows]


def marked(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.text for piece in pieces if piece.marked]


def read(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_their_difference(old: list[str], new: list[str]) -> None:
    found = rows("\n".join(old), "\n".join(new))
    assert [read(row.before or row.after) for row in found if row.old] == lines_of("\n".join(old))
    assert [read(row.after) for row in found if row.new] == lines_of("\n".join(new))
    assert [row.old for row in found if row.old] == list(range(1, len(lines_of("\n".join(old))) + 1))
    assert [row.new for row in found if row.new] == list(range(1, len(lines_of("\n".join(new))) + 1))


@given(TEXTS, TEXTS)
def test_only_equal_lines_are_called_the_same(old: list[str], new: list[str]) -> None:
    a, b = lines_of("\n".join(old)), lines_of("\n".join(new))
    for row in rows("\n".join(old), "\n".join(new)):
        if row.kind == "same":
            assert row.old
            assert row.new
            assert a[row.old - 1] == b[row.new - 1]


@given(WORDS, WORDS)
def test_alignment_rises_on_both_sides_and_pairs_equals(old: list[str], new: list[str]) -> None:
    pairs = alignment(old, new)
    assert all(old[i] == new[j] for i, j in pairs)
    assert pairs == sorted(pairs)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)


@given(TEXTS)
def test_a_text_has_no_difference_from_itself(text: list[str]) -> None:
    passages = difference("\n".join(text), "\n".join(text))
    assert changed_count(passages) == 0
    assert all(passage.folded for passage in passages)


def test_changed_words_are_marked_inside_their_line() -> None:
    (row,) = rows("Bác mở ứng dụng VNeID rồi chờ.", "Bác mở ứng dụng Zalo rồi chờ.")
    assert (row.kind, row.old, row.new) == ("changed", 1, 1)
    assert (marked(row.before), marked(row.after)) == (["VNeID"], ["Zalo"])


def test_neighbouring_changed_words_are_marked_as_one() -> None:
    (row,) = rows("Bác mở máy lên và chờ một lát nhé.", "Bác tắt nguồn lên và chờ một lát nhé.")
    assert (marked(row.before), marked(row.after)) == (["mở máy"], ["tắt nguồn"])


def test_another_line_is_no_changed_line() -> None:
    assert [row.kind for row in rows("Bác mở máy.", "Con gà trống gáy.")] == ["removed", "added"]


def test_inserted_lines_shift_no_others() -> None:
    old = "một\nhai\nba"
    assert [(row.kind, row.old, row.new) for row in rows(old, "một\nchen\nhai\nba")] == [
        ("same", 1, 1), ("added", None, 2), ("same", 2, 3), ("same", 3, 4),
    ]  # fmt: skip


def test_block_marks_that_stand_everywhere_anchor_nothing() -> None:
    """A new block among blocks that all end alike is one insertion, not a shift of every end."""
    block = "::: buoc {0}\n## Bước {0}\n\nLời của bước {0}.\n:::\n\n"
    old = "".join(block.format(name) for name in ("một", "ba"))
    new = "".join(block.format(name) for name in ("một", "hai", "ba"))
    kinds = [row.kind for row in rows(old, new)]
    assert kinds.count("added") == 6
    assert "changed" not in kinds
    assert "removed" not in kinds


def test_long_unchanged_stretches_are_folded_but_for_three_lines_around_a_change() -> None:
    old = "\n".join(f"dòng {n}" for n in range(40))
    passages = difference(old, old.replace("dòng 20\n", "khác hẳn rồi\n"))
    assert [(len(passage.rows), passage.folded) for passage in passages] == [(17, True), (8, False), (16, True)]


def test_of_a_new_file_everything_is_added() -> None:
    assert difference("", "một\nhai\n") == (
        Passage((Row("added", None, 1, after=(Piece("một", False),)), Row("added", None, 2, after=(Piece("hai", False),)))),
    )  # fmt: skip


def test_of_a_moved_line_the_shorter_way_is_told() -> None:
    found = rows("a1\nb2\nc3\nd4", "b2\nc3\nd4\na1")
    assert [row.kind for row in found] == ["removed", "same", "same", "same", "added"]


@pytest.mark.battery
@pytest.mark.parametrize("sort", ["same line", "two words", "few words", "no blanks", "unlike lines"])
def test_texts_made_to_be_slow_are_compared_within_a_bound(sort: str) -> None:
    """Thirty kilobytes on each side, the most that a lesson may have."""
    chance = random.Random(7)  # noqa: S311 - not a secret
    made: Callable[[], str] = {
        "same line": lambda: "a\n" * (15_000 - chance.randrange(9)) + "b",
        "two words": lambda: "".join(chance.choice("ab\n") for _ in range(30_000)),
        "few words": lambda: "\n".join(" ".join(chance.choices("abcd", k=450)) for _ in range(33)),
        "no blanks": lambda: "\n".join("".join(chance.choices(".,;:", k=900)) for _ in range(33)),
        "unlike lines": lambda: "\n".join(chr(0x1000 + chance.randrange(256)) for _ in range(15_000)),
    }[sort]
    old, new = made(), made()
    assert times_as_long(lambda: difference(old, new), lambda: sum(range(10_000_000))) < 20
