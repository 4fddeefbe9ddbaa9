"""The worst text of the greatest size costs little more than an ordinary one, and ten thousand small ones never raise."""

import random
from datetime import date

import pytest

from app.courses.domain.blocks import scan
from app.courses.domain.diagnostics import Reporter
from app.courses.domain.source import MAX_BYTES, MAX_LESSON_BYTES, SourceFile, decode
from app.courses.domain.yaml_text import read_yaml
from tests.courses.judging import judge
from tests.courses.test_hostile_text import FRAGMENTS, FRONT, compiled
from tests.processor_time import ROOM, times_as_long
from tests.sample_content import FACT, FILES, LESSON_PATH

pytestmark = pytest.mark.battery


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


def lesson_of(text: str) -> dict[str, str]:
    """The longest lesson, with this text in its first step."""
    head, end = f"{FRONT}::: buoc a\n## B\n", "\n:::\n"
    return {LESSON_PATH: (head + text).encode()[: MAX_LESSON_BYTES - len(end)].decode(errors="ignore") + end}


def repeated(text: str, size: int) -> str:
    return text * (size // len(text.encode()))


SAMPLE_BYTES = sum(len(text.encode()) for text in FILES.values())


def judge_ordinary(size: int) -> None:
    """As much text in files of a usual length, in which nothing that grows with the square shows."""
    for _ in range(max(1, size // SAMPLE_BYTES)):
        judge()


NASTY = ["[", "[[", "((((", "![", "[a](", "[[[a]]](", "*_", "_*_*", "**a", "a_", "`", "``a`", "<", "<a ", "<!--", "&", "&#10;",
         "\\", "> ", "- ", "1. ", "# ", "a.", "a-", "hai ", "1.", "0 1", "5 triệu ", "a.vn ", "[[a]] ", "[[?a|", ":", "a\n", "- a\n",
         "::: luu-y\n", ":::\n", "- [ ] a\n", "\u0301", "|"]  # fmt: skip


@pytest.mark.parametrize("piece", NASTY)
def test_longest_lesson_of_nasty_text_costs_little_more_than_an_ordinary_one(piece: str) -> None:
    nasty = lesson_of(piece * 12_000 if "\n" in piece else filled(piece, MAX_LESSON_BYTES))
    assert times_as_long(lambda: judge(nasty), lambda: judge_ordinary(MAX_LESSON_BYTES)) < ROOM


@pytest.mark.parametrize("piece", NASTY)
def test_nasty_text_beyond_the_limits_is_refused_at_once(piece: str) -> None:
    """Once in one line, once in a file: 200 KB each cost no more than judging the small sample."""
    line = piece.replace("\n", " ") * (200_000 // len(piece))
    for text in (FRONT + line, (FRONT + line)[: MAX_LESSON_BYTES // 4]):
        changes = {LESSON_PATH: text}
        assert times_as_long(lambda changes=changes: judge(changes), judge) < ROOM  # type: ignore[misc]


@pytest.mark.parametrize(
    "piece",
    ["- {}\n", "- a\n", "- ma: [[[[[[1]]]]]]\n", "- [[[[[[[1]]]]]]]\n", "a: 1\n", FACT, "- {a: 1, a: 1}\n", "#\n", "\n", "---\n", "- '\n",
     '- "\\x41"\n', "- !!int 1\n", "- &a\n", "? a\n", "- |\n a\n", "- 1:1:1:1:1:1\n", "- 2026-02-30\n", "\u200b\n", "- {a: {a: {a: {a: 1}}}}\n"],
)  # fmt: skip
def test_longest_data_file_costs_little_more_than_an_ordinary_one(piece: str) -> None:
    nasty = {"facts/khac.yaml": repeated(piece, MAX_BYTES)}
    assert times_as_long(lambda: judge(nasty), lambda: judge_ordinary(MAX_BYTES)) < ROOM


@pytest.mark.parametrize(
    "opening", ["[", "{", "- ", "? ", "{a: ", "[{a: ", "'", '"', "&", "!", "*", "|", ">", "%", "@"]
)
def test_yaml_that_only_opens_costs_little_more_than_yaml_that_closes(opening: str) -> None:
    """libyaml composes by recursion: the first two killed the process once."""
    for text in (opening * 900, repeated(f"{opening * 400}\n", 40_000)):
        ordinary = repeated("- a\n", max(len(text), 400))
        assert times_as_long(lambda text=text: read(text), lambda ordinary=ordinary: read(ordinary)) < ROOM  # type: ignore[misc]


def read(text: str) -> object:
    return read_yaml(text, 1, Reporter("a.yaml"))


def test_two_hundred_thousand_brackets_are_no_danger_to_the_reader_itself() -> None:
    """Without the limits of a file: the reader must not lean on them for the life of the process."""
    for opening in ("[", "{", "- ", "? ", "{a: "):
        reporter = Reporter("a.yaml")
        assert read_yaml(opening * 100_000, 1, reporter) is None
        assert [found.code for found in reporter.found] == ["broken-yaml"]


def test_sample_costs_the_same_on_any_day() -> None:
    def judge_each_decade() -> None:
        for year in range(2000, 2100, 10):
            judge(today=date(year, 1, 1))

    assert times_as_long(judge_each_decade, lambda: [judge() for _ in range(10)]) < 4
