"""Options as a teacher writes them: list lines, each with its feedback in an indented quotation under it."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from app.core.ids import digest
from app.courses.domain.blocks import Block, Prose
from app.courses.domain.markdown import Writing, render_inline, render_markdown

CHOICE = re.compile(r" {0,3}[-*+] +\[( |x|X)\](?: +|$)(.*)")
# What was meant as a choice: `- [] a`, `-[ ] a`, `- (x) a`, `* [x]a`, `[ ] a`.
NEAR_CHOICE = re.compile(r"\s*(?:(?:[-*+•–—·]|\d+[.)])\s*(?:\[[ xXvV✓]*\]|\([ xXvV✓]*\))|\[[ xXvV✓]*\])(?!\()")
LIST_LINE = re.compile(r"\s*(?:[-*+•–—]|\d+[.)])\s")
FEEDBACK = re.compile(r"\s+> ?(.*)")
LEAST = 4  # three options cost about 4 points of accuracy (shared/measurement.md §1)
MOST = 8  # what fits on a phone, and into the log: eight pairs of two ids of ten
LONGEST_STEM, LONGEST_OPTION, LONGEST_FEEDBACK = 600, 160, 500  # characters
BAD_CHOICE = "Dòng này giống một lựa chọn mà gõ chưa đúng. Lựa chọn viết sát lề: - [ ] chữ, lựa chọn đúng: - [x] chữ."


class Identified(Protocol):
    @property
    def id(self) -> str: ...


Item = TypeVar("Item", bound=Identified)


@dataclass
class Option:
    """`mark` is what the notation's pattern caught before the words. Lines keep their columns: what stood before the
    words became blanks."""

    line: int
    mark: str
    text: list[str]
    feedback: list[str]
    feedback_line: int
    mistyped: bool = False

    @property
    def words(self) -> str:
        return "\n".join(line.strip() for line in self.text).strip()

    def text_html(self, writing: Writing) -> str:
        return render_inline(Prose("\n".join(self.text), self.line), writing)

    def feedback_html(self, writing: Writing) -> str:
        return render_markdown(Prose("\n".join(self.feedback), self.feedback_line or self.line), writing)


@dataclass(frozen=True)
class ShownOption:
    """`text` is HTML, or plain text where the partial template says so."""

    id: str
    text: str
    chosen: bool = False


def option_id(block: Block, words: str) -> str:
    """Says nothing about the key, and stays the same while the words do."""
    return digest(f"{' '.join(block.args)}\0{words}")[:10]


def shuffled(items: Sequence[Item], seed: str) -> tuple[Item, ...]:
    """In an order that the seed fixes. The browser knows the seed, so that any shuffle can be undone: what it would lead
    back to is the order of the ids, never the author's, which is the key where steps or pairs are asked for."""
    items = sorted(items, key=lambda item: item.id)
    return tuple(random.Random(seed).sample(items, len(items)))  # noqa: S311 - an order of display, not a secret


def remark(text: str, feedback: str, lead: str = "") -> str:
    """HTML of what one option is told, with its words above: for answers that hold several options."""
    return f'<div class="kicker">{lead}{text}</div>{feedback}'


def listed(items: Sequence[str], tag: str = "ul") -> str:
    return f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>"


def read_options(
    block: Block, pattern: re.Pattern[str], near: re.Pattern[str], mistyped: str, writing: Writing
) -> tuple[str, list[Option]] | None:
    """The stem as HTML and the options that are written well; `mistyped` is told at every line that nearly is one.
    None when the block holds another block."""
    for child in block.children:
        if not isinstance(child, Prose):
            writing.reporter.error(
                child.line, "unknown-block", f"Trong câu hỏi không đặt khối `{child.name}`. Đưa nó ra ngoài."
            )
            return None
    stem, options = _split(block.prose, pattern, near)
    if not stem.text.strip():
        writing.reporter.error(block.line, "no-stem", "Câu hỏi chưa có lời hỏi. Viết lời hỏi trước các lựa chọn.")
    _judge_length(stem.text, block.line, LONGEST_STEM, "Lời hỏi", writing)
    for option in options:
        if option.mistyped:
            writing.reporter.error(option.line, "bad-choice", mistyped)
        else:
            _judge_feedback(option, writing)
    return render_inline(stem, writing), options


def well_written(options: Sequence[Option]) -> list[Option]:
    return [option for option in options if not option.mistyped]


def judge_words(words: Sequence[tuple[int, str]], writing: Writing, longest: int = LONGEST_OPTION) -> None:
    """Lines and what they say: nothing empty, nothing twice, nothing that a phone has no room for."""
    report = writing.reporter.error
    seen: set[str] = set()
    for line, text in words:
        if not text:
            report(line, "empty-choice", "Lựa chọn này chưa có chữ.")
        elif text.casefold() in seen:
            report(line, "duplicate-choice", "Lựa chọn này trùng với một lựa chọn ở trên.")
        seen.add(text.casefold())
        _judge_length(text, line, longest, "Lựa chọn này", writing)


def judge_count(count: int, least: int, line: int, what: str, how: str, writing: Writing) -> None:
    """`what` is counted, `how` shows the way to write one."""
    if count < least:
        writing.reporter.error(
            line, "few-choices", f"Câu hỏi có {count} {what}. Cần ít nhất {least}, mỗi dòng viết: {how}"
        )
    if count > MOST:
        writing.reporter.error(
            line, "many-choices", f"Câu hỏi có {count} {what}. Nhiều nhất {MOST} để bác đọc hết trên một màn hình."
        )


def _judge_feedback(option: Option, writing: Writing) -> None:
    if not any(line.strip() for line in option.feedback):
        writing.reporter.error(
            option.line,
            "missing-feedback",
            "Lựa chọn này chưa có lời phản hồi. Thêm một dòng thụt vào, mở đầu bằng dấu >, nói vì sao và nên làm gì.",
        )
    _judge_length("\n".join(option.feedback), option.line, LONGEST_FEEDBACK, "Lời phản hồi này", writing)


def _judge_length(text: str, line: int, longest: int, what: str, writing: Writing) -> None:
    length = len(text.strip())
    if length > longest:
        writing.reporter.error(line, "too-long", f"{what} dài {length} ký tự. Viết gọn lại, nhiều nhất {longest}.")


def _split(prose: Prose, pattern: re.Pattern[str], near: re.Pattern[str]) -> tuple[Prose, list[Option]]:
    stem: list[str] = []
    options: list[Option] = []
    for number, line in enumerate(prose.text.split("\n"), prose.line):
        option = pattern.match(line)
        feedback = FEEDBACK.match(line)
        if option:
            options.append(Option(number, option[1], [_in_column(option, 2)], [], 0))
        elif near.match(line) or (options and not feedback and LIST_LINE.match(line)):
            options.append(Option(number, "", [line], [], 0, mistyped=True))
        elif not options:
            stem.append(line)
        elif feedback:
            options[-1].feedback_line = options[-1].feedback_line or number
            options[-1].feedback.append(_in_column(feedback, 1))
        elif options[-1].feedback:
            options[-1].feedback.append(line)
        else:
            options[-1].text.append(line)
    return Prose("\n".join(stem), prose.line), options


def _in_column(match: re.Match[str], group: int) -> str:
    return " " * match.start(group) + match[group]
