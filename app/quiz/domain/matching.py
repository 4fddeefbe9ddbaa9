"""`ghep-cap`: match pairs. `- left = right` with feedback under each; `- = right` is one more word to choose from."""

import re
from dataclasses import dataclass
from html import escape, unescape
from typing import ClassVar

from app.courses.domain.blocks import Block, Prose
from app.courses.domain.markdown import Writing, render_inline
from app.quiz.domain.options import (
    LEAST,
    Option,
    ShownOption,
    judge_count,
    judge_words,
    listed,
    option_id,
    read_options,
    remark,
    shuffled,
)
from app.quiz.domain.question import NO_FIELDS, Fields, Unfinished, Verdict, answered, joined

PAIR = re.compile(r" {0,3}([-*+]) +(.*)")
# `-trái = phải`, `• trái = phải`, `1. trái = phải`, `trái = phải`
NEAR_PAIR = re.compile(r"\s*(?:[-*+•–—·]|\d{1,2}[.)])\s*[^>\s].*|(?!\s*>)\s*\S.*\s=\s.*")
BAD_PAIR = "Dòng này giống một cặp mà gõ chưa đúng. Mỗi cặp viết sát lề, đúng một dấu bằng: - trái = phải."
LEAST_PAIRS = 3
LONGEST_RIGHT = 60  # characters: a native list on a small phone cuts off what is longer


@dataclass(frozen=True)
class Right:
    """What may be chosen; `text` is plain, for a native list. `feedback` (HTML) is of a word that belongs to no pair."""

    id: str
    text: str
    feedback: str = ""


@dataclass(frozen=True)
class Pair:
    """`left` and `feedback` are HTML; `right` is an id."""

    id: str
    left: str
    right: str
    feedback: str


@dataclass(frozen=True)
class ShownPair:
    """`options` are `left:right`, in plain text."""

    text: str
    options: tuple[ShownOption, ...]


@dataclass(frozen=True)
class ShownPairs:
    instruction: str
    pairs: tuple[ShownPair, ...]


@dataclass(frozen=True)
class Matching:
    kind: ClassVar[str] = "ghep-cap"
    stem: str
    pairs: tuple[Pair, ...]
    rights: tuple[Right, ...]

    @property
    def options(self) -> int:
        return len(self.rights)

    def shown(self, seed: str, fields: Fields = NO_FIELDS) -> ShownPairs:
        """Each left with the same list of words; both in orders that the seed fixes."""
        chosen = set(answered(fields))
        rights = shuffled(self.rights, seed)
        rows = tuple(
            ShownPair(
                pair.left,
                tuple(
                    ShownOption(value, right.text, value in chosen)
                    for right in rights
                    if (value := f"{pair.id}:{right.id}")
                ),
            )
            for pair in shuffled(self.pairs, f"{seed} left")
        )
        return ShownPairs("Ở mỗi dòng, bác chọn một ô cho hợp nhé", rows)

    def answer_from(self, fields: Fields) -> str | Unfinished:
        """Every `left:right`, in the order of the alphabet."""
        open_lines = len(self.pairs) - len(answered(fields))
        if open_lines > 0:
            return Unfinished(f"Bác còn {open_lines} dòng chưa chọn. Bác chọn nốt rồi bấm Trả lời nhé.")
        return joined(sorted(answered(fields)))

    def judge(self, answer: str) -> Verdict | None:
        """Scores the share of right pairs. Feedback for the wrong ones; for every pair when there is none."""
        words = {right.id: right for right in self.rights}
        parts = [part.partition(":") for part in answer.split(" ")]
        chosen = {left: words.get(right) for left, _, right in parts}
        if answer.split(" ") != sorted(answer.split(" ")) or len(parts) != len(chosen):
            return None
        told = [(pair, right) for pair in self.pairs if (right := chosen.get(pair.id))]
        if len(told) != len(self.pairs) or len(told) != len(chosen):
            return None
        wrong = [(pair, right) for pair, right in told if pair.right != right.id]
        shown = [f"{pair.left}: {escape(right.text)}" for pair, right in told]
        remarks = [remark(pair.left, pair.feedback + right.feedback) for pair, right in wrong or told]
        return Verdict((len(told) - len(wrong)) / len(told), listed(shown), "".join(remarks))

    def answer_key(self) -> str:
        words = {right.id: right for right in self.rights}
        rows = [f"{pair.left} = {escape(words[pair.right].text)}{pair.feedback}" for pair in self.pairs]
        rows += [f"= {escape(right.text)}{right.feedback}" for right in self.rights if right.feedback]
        return self.stem + listed(rows)


@dataclass(frozen=True)
class _Sides:
    option: Option
    left: str
    right: str


def read_matching(block: Block, writing: Writing) -> Matching | None:
    """The question of a `::: ghep-cap` block, or None with every fault reported."""
    read = read_options(block, PAIR, NEAR_PAIR, BAD_PAIR, writing)
    if read is None:
        return None
    stem, options = read
    written = [sides for option in options if not option.mistyped and (sides := _sides(option, writing))]
    matched = [sides for sides in written if sides.left]
    if len(written) == len(options):
        judge_count(len(matched), LEAST_PAIRS, block.line, "cặp", "- trái = phải", writing)
        judge_count(len(written), LEAST, block.line, "ô để chọn", "- trái = phải, hoặc - = chữ thừa", writing)
    judge_words([(sides.option.line, sides.left) for sides in matched], writing)
    judge_words([(sides.option.line, sides.right) for sides in written], writing, LONGEST_RIGHT)
    pairs = tuple(
        Pair(
            option_id(block, sides.left),
            render_inline(Prose(sides.left, sides.option.line), writing),
            option_id(block, f"= {sides.right}"),
            sides.option.feedback_html(writing),
        )
        for sides in matched
    )
    return Matching(stem, pairs, tuple(_right(block, sides, writing) for sides in written))


def _right(block: Block, sides: _Sides, writing: Writing) -> Right:
    html = render_inline(Prose(sides.right, sides.option.line), writing)
    plain = unescape(re.sub(r"<[^>]+>", "", html))
    feedback = "" if sides.left else sides.option.feedback_html(writing)
    return Right(option_id(block, f"= {sides.right}"), plain, feedback)


def _sides(option: Option, writing: Writing) -> _Sides | None:
    left, equals, right = option.words.partition("=")
    if not equals or "=" in right:
        writing.reporter.error(option.line, "bad-choice", BAD_PAIR)
        return None
    return _Sides(option, left.strip(), right.strip())
