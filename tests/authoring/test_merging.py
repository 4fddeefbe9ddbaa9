"""Two texts from one: every change of either goes in, and what cannot is asked, never dropped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.domain.merging import Choice, Conflict, Settled, conflicts_of, lines_of, merge, text_of
from tests.processor_time import ROOM, times_as_long

pytestmark = pytest.mark.pure

BEFORE = "một\nhai\nba\nbốn\nnăm"
texts = st.lists(st.sampled_from(["a", "b", "c", ":::", ""]), max_size=12).map("\n".join)


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        ("MỘT\nhai\nba\nbốn\nnăm", "một\nhai\nba\nbốn\nNĂM", "MỘT\nhai\nba\nbốn\nNĂM"),
        ("không\nmột\nhai\nba\nbốn\nnăm", "một\nhai\nba\nbốn\nnăm\nsáu", "không\nmột\nhai\nba\nbốn\nnăm\nsáu"),
        ("hai\nba\nbốn\nnăm", "một\nhai\nba\nbốn", "hai\nba\nbốn"),
        ("một\nhai\nBA\nbốn\nnăm", "một\nhai\nBA\nbốn\nnăm", "một\nhai\nBA\nbốn\nnăm"),
        ("một\nhai\nBA\nbốn\nnăm", BEFORE, "một\nhai\nBA\nbốn\nnăm"),
        (BEFORE, "", ""),
    ],
)
def test_changes_in_different_places_all_go_in(ours: str, theirs: str, merged: str) -> None:
    passages = merge(BEFORE, ours, theirs)
    assert conflicts_of(passages) == ()
    assert text_of(passages) == merged


@pytest.mark.parametrize(
    ("ours", "theirs", "conflict"),
    [
        ("một\nHAI\nba\nbốn\nnăm", "một\nhai!\nba\nbốn\nnăm", (("hai",), ("HAI",), ("hai!",))),
        ("một\nba\nbốn\nnăm", "một\nhai!\nba\nbốn\nnăm", (("hai",), (), ("hai!",))),
        (f"{BEFORE}\nsáu", f"{BEFORE}\nbảy", ((), ("sáu",), ("bảy",))),
        ("MỘT\nhai\nba\nbốn\nnăm", "một\nHAI\nba\nbốn\nnăm", (("một", "hai"), ("MỘT", "hai"), ("một", "HAI"))),
    ],
)
def test_changes_of_the_same_lines_are_asked(ours: str, theirs: str, conflict: tuple[tuple[str, ...], ...]) -> None:
    passages = merge(BEFORE, ours, theirs)
    assert conflicts_of(passages) == (Conflict(*conflict),)
    assert text_of(passages, {0: "ours"}) == ours
    assert text_of(passages, {0: "theirs"}) == theirs
    both = text_of(passages, {0: "both"})
    assert [line for line in (*conflict[1], *conflict[2]) if line not in both.split("\n")] == []


def test_conflict_that_nobody_decided_makes_no_text() -> None:
    with pytest.raises(KeyError):
        text_of(merge(BEFORE, "một", "hai"))


def test_lines_of_the_other_are_told_as_they_stand_in_the_merged_text() -> None:
    passages = merge(BEFORE, "không\nmột\nhai\nba\nbốn\nnăm", "một\nhai\nBA\nbốn\nsáu\nbảy")
    settled = [passage for passage in passages if isinstance(passage, Settled)]
    assert text_of(passages).split("\n")[3:] == ["BA", "bốn", "sáu", "bảy"]
    assert lines_of(settled, "theirs") == ((4, 4), (6, 7))
    assert lines_of(settled, "ours") == ((1, 1),)


def test_lines_taken_out_are_told_where_they_stood() -> None:
    settled = [passage for passage in merge(BEFORE, BEFORE, "một\nhai\nnăm") if isinstance(passage, Settled)]
    assert lines_of(settled, "theirs") == ((2, 2),)


@given(texts, texts)
def test_who_changed_nothing_takes_nothing_away(before: str, after: str) -> None:
    assert text_of(merge(before, before, after)) == after
    assert text_of(merge(before, after, before)) == after
    assert text_of(merge(before, after, after)) == after


@given(texts, texts, texts)
def test_no_line_that_somebody_wrote_is_dropped(before: str, ours: str, theirs: str) -> None:
    passages = merge(before, ours, theirs)
    keep_all: dict[int, Choice] = {number: "both" for number, _ in enumerate(conflicts_of(passages))}
    merged = text_of(passages, keep_all).split("\n")
    written = {*ours.split("\n"), *theirs.split("\n")} - {*before.split("\n")}
    assert written <= {*merged}


@given(texts, texts, texts)
def test_merging_again_changes_nothing(before: str, ours: str, theirs: str) -> None:
    """A save that is sent twice, its first reply being lost."""
    passages = merge(before, ours, theirs)
    if not conflicts_of(passages):
        merged = text_of(passages)
        assert text_of(merge(ours, ours, merged)) == merged


def _lesson(lines: int) -> str:
    return "\n".join(f"dòng {number}" if number % 4 else ":::" for number in range(lines))


def _equal_lines(line: str) -> tuple[str, str, str]:
    """A quarter of a megabyte."""
    one = line * (250_000 // len(line))
    other = one[1:].replace("\n", "\nx\n", 50)
    return one, f"x\n{other}y", f"y\n{one}x"


def _every_second_line_alike(lines: int) -> tuple[str, str, str]:
    """The lines between stand in all three, each once, and no two of them together: as many runs as there are lines."""
    before, ours, theirs = ("\n".join(f"{n}\n{word}" for n in range(lines // 2)) for word in ("a", "b", "c"))
    return before, ours, theirs


@pytest.mark.battery
@pytest.mark.parametrize(
    "worst",
    [_every_second_line_alike(8_000), *map(_equal_lines, ["\n", ":::\n", "a\nb\n", "a\nb\nc\nd\n", "[\n("])],
)
def test_worst_texts_merge_in_bounded_time(worst: tuple[str, str, str]) -> None:
    """Against a quarter of a megabyte in which every fourth line is the same."""
    before, ours, theirs = _lesson(32_000), f"trước\n{_lesson(31_990)}", f"{_lesson(31_990)}\nsau"
    assert times_as_long(lambda: merge(*worst), lambda: merge(before, ours, theirs)) < ROOM
