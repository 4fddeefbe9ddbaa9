"""The block notation: what opens, what closes, what stands in between and on which line."""

import pytest

from app.courses.domain.blocks import Block, Prose, scan
from app.courses.domain.diagnostics import Reporter

pytestmark = pytest.mark.pure


def scanned(text: str, first_line: int = 1) -> tuple[Prose | Block, ...]:
    reporter = Reporter("a.md")
    tree = scan(text, first_line, reporter)
    assert tree is not None, reporter.found
    return tree


def refused(text: str) -> list[tuple[int, str]]:
    reporter = Reporter("a.md")
    assert scan(text, 1, reporter) is None
    return [(found.line, found.code) for found in reporter.found]


def test_bare_mark_closes_the_innermost_block() -> None:
    assert scanned("::: a\n::: b\nx\n:::\ny\n:::") == (
        Block("a", (), 1, (Block("b", (), 2, (Prose("x", 3),)), Prose("y", 5))),
    )


def test_prose_before_between_and_after_blocks_keeps_its_line() -> None:
    assert scanned("\n\nx\ny\n\n::: a\n:::\n\nz", 10) == (
        Prose("x\ny\n", 12),
        Block("a", (), 15, ()),
        Prose("z", 18),
    )


@pytest.mark.parametrize(
    "opening", ["::: a b c=d", ":::a b c=d", "   :::   a  b\tc=d  ", "::::: a b c=d", "\t::: a b c=d"]
)
def test_arguments_are_words_and_options(opening: str) -> None:
    (block,) = scanned(f"{opening}\n:::")
    assert isinstance(block, Block)
    assert (block.name, block.words, block.option("c"), block.option("d")) == ("a", ("b",), "d", None)


@pytest.mark.parametrize("closing", [":::", "  :::  ", "::::", ":::::::::", "        :::"])
def test_any_bare_run_of_colons_closes(closing: str) -> None:
    assert scanned(f"::: a\nx\n{closing}") == (Block("a", (), 1, (Prose("x", 2),)),)


@pytest.mark.parametrize("line", ["a ::: b", ":: a", "::", "`::: a`", "- ::: a", "> ::: a"])
def test_colons_elsewhere_are_prose(line: str) -> None:
    assert scanned(line) == (Prose(line, 1),)


@pytest.mark.parametrize(
    ("start", "end"), [("```", "```"), ("~~~", "~~~"), ("````", "````"), ("  ```", "```"), ("```a", "```")]
)
def test_code_fence_hides_marks(start: str, end: str) -> None:
    text = f"{start}\n::: a\n:::\n{end}"
    assert scanned(text) == (Prose(text, 1),)


def test_code_within_a_line_is_no_fence() -> None:
    assert scanned("```a``` b\n::: c\n:::") == (Prose("```a``` b", 1), Block("c", (), 2, ()))


def test_only_its_own_sign_ends_a_fence() -> None:
    text = "```\n~~~\n::: a\n```"
    assert scanned(text) == (Prose(text, 1),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (":::", [(1, "stray-close")]),
        ("x\n:::\n:::", [(2, "stray-close"), (3, "stray-close")]),
        ("::: a\n:::\n:::", [(3, "stray-close")]),
        ("::: a\nx", [(1, "unclosed-block")]),
        ("::: a\n::: b\n:::", [(1, "unclosed-block")]),
        ("::: a\n::: b", [(2, "unclosed-block"), (1, "unclosed-block")]),
        ("::: a\n```\n:::", [(2, "unclosed-fence")]),
        ("```", [(1, "unclosed-fence")]),
        ("::: a\n" * 5 + ":::\n" * 5, [(5, "too-deep")]),
        ("::: a\n" * 6 + ":::\n" * 6, [(5, "too-deep"), (6, "too-deep")]),
    ],
)
def test_lost_marks_are_told_where_they_were_opened(text: str, expected: list[tuple[int, str]]) -> None:
    assert refused(text) == expected


def test_four_blocks_may_nest() -> None:
    scanned("::: a\n" * 4 + ":::\n" * 4)


def test_prose_of_a_block_keeps_every_line_at_its_number() -> None:
    (block,) = scanned("::: a\nx\n::: b\n:::\ny\n:::")
    assert isinstance(block, Block)
    assert block.prose.lines == ((2, "x"), (3, ""), (4, ""), (5, "y"))


def test_empty_block_has_empty_prose() -> None:
    (block,) = scanned("::: a\n\n:::")
    assert isinstance(block, Block)
    assert (block.children, block.prose.text) == ((), "")


def test_text_without_blocks_is_prose_and_blank_text_is_nothing() -> None:
    assert scanned("x") == (Prose("x", 1),)
    assert scanned("\n \n") == ()
