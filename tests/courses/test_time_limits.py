"""The worst text of the greatest size is judged in bounded time, and ten thousand small ones never raise."""

import random
import time
from datetime import date

import pytest

from app.courses.domain.blocks import scan
from app.courses.domain.diagnostics import Reporter
from app.courses.domain.source import MAX_BYTES, MAX_LESSON_BYTES, SourceFile, decode
from app.courses.domain.yaml_text import read_yaml
from tests.courses.judging import judge
from tests.courses.test_hostile_text import FRAGMENTS, FRONT, compiled
from tests.sample_content import FACT, LESSON_PATH

pytestmark = pytest.mark.slow


def test_ten_thousand_small_texts_never_raise() -> None:
    """Chosen with a fixed seed and without shrinking: hypothesis would need a minute for as many."""
    dice = random.Random(20261121)  # noqa: S311 - not a secret
    for number in range(10_000):
        text = "".join(dice.choices(FRAGMENTS, k=dice.randrange(12)))
        match number % 4:
            case 0:
                decode(SourceFile("a.md", "a.md", text.encode()), Reporter("a.md"))
            case 1:
                scan(text, 1, Reporter("a.md"))
            case 2:
                read_yaml(text, 1, Reporter("a.yaml"))
            case 3:
                compiled(f"{FRONT}::: buoc a\n## B\n{text}\n:::\n")


def filled(piece: str, size: int, width: int = 990) -> str:
    """The piece again and again, in lines as long as they may be."""
    row = (piece * (width // len(piece) + 1))[:width]
    return f"{row}\n" * (size // len(row.encode()))


def seconds(changes: dict[str, str | bytes | None]) -> float:
    """Of the processor; the better of two times, since other work on the machine slows this down as well."""
    taken: list[float] = []
    while len(taken) < 2 and (not taken or taken[0] > 0.5):
        started = time.process_time()
        judge(changes)
        taken.append(time.process_time() - started)
    return min(taken)


NASTY = ["[", "[[", "((((", "![", "[a](", "[[[a]]](", "*_", "_*_*", "**a", "a_", "`", "``a`", "<", "<a ", "<!--", "&", "&#10;",
         "\\", "> ", "- ", "1. ", "# ", "a.", "a-", "hai ", "1.", "0 1", "5 triệu ", "a.vn ", "[[a]] ", "[[?a|", ":", "a\n", "- a\n",
         "::: luu-y\n", ":::\n", "- [ ] a\n", "\u0301", "|"]  # fmt: skip


@pytest.mark.parametrize("piece", NASTY)
def test_longest_lesson_of_nasty_text_is_judged_within_a_second(piece: str) -> None:
    body = f"{FRONT}::: buoc a\n## B\n"
    nasty = piece * 12_000 if "\n" in piece else filled(piece, MAX_LESSON_BYTES)
    assert (
        seconds({LESSON_PATH: (body + nasty).encode()[: MAX_LESSON_BYTES - 5].decode(errors="ignore") + "\n:::\n"}) < 1
    )


@pytest.mark.parametrize("piece", NASTY)
def test_nasty_text_beyond_the_limits_is_refused_at_once(piece: str) -> None:
    """Once in one line, once in a file: 200 KB each."""
    line = piece.replace("\n", " ") * (200_000 // len(piece))
    assert seconds({LESSON_PATH: FRONT + line}) < 0.2
    assert seconds({LESSON_PATH: (FRONT + line)[: MAX_LESSON_BYTES // 4]}) < 0.2


@pytest.mark.parametrize(
    "piece",
    ["- {}\n", "- a\n", "- ma: [[[[[[1]]]]]]\n", "- [[[[[[[1]]]]]]]\n", "a: 1\n", FACT, "- {a: 1, a: 1}\n", "#\n", "\n", "---\n", "- '\n",
     '- "\\x41"\n', "- !!int 1\n", "- &a\n", "? a\n", "- |\n a\n", "- 1:1:1:1:1:1\n", "- 2026-02-30\n", "\u200b\n", "- {a: {a: {a: {a: 1}}}}\n"],
)  # fmt: skip
def test_longest_data_file_is_judged_within_a_second(piece: str) -> None:
    data = piece.encode()
    assert seconds({"facts/khac.yaml": data * (MAX_BYTES // len(data))}) < 1


@pytest.mark.parametrize(
    "opening", ["[", "{", "- ", "? ", "{a: ", "[{a: ", "'", '"', "&", "!", "*", "|", ">", "%", "@"]
)
def test_yaml_that_only_opens_is_refused_within_a_second(opening: str) -> None:
    """libyaml composes by recursion: the first two killed the process once."""
    for text in (opening * 900, (f"{opening * 400}\n") * 100):
        started = time.process_time()
        read_yaml(text[:MAX_BYTES], 1, Reporter("a.yaml"))
        assert time.process_time() - started < 1


def test_two_hundred_thousand_brackets_are_no_danger_to_the_reader_itself() -> None:
    """Without the limits of a file: the reader must not lean on them for the life of the process."""
    for opening in ("[", "{", "- ", "? ", "{a: "):
        reporter = Reporter("a.yaml")
        assert read_yaml(opening * 100_000, 1, reporter) is None
        assert [found.code for found in reporter.found] == ["broken-yaml"]


def test_sample_is_judged_quickly_on_any_day() -> None:
    started = time.process_time()
    for year in range(2000, 2100, 10):
        judge(today=date(year, 1, 1))
    assert time.process_time() - started < 2
