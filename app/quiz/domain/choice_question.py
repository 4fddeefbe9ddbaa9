"""`cau-hoi`: one choice. `- [ ]` and one `- [x]`, with feedback in an indented quotation under each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from app.courses.domain.blocks import Block
from app.courses.domain.markdown import Writing
from app.quiz.domain.options import (
    BAD_CHOICE,
    CHOICE,
    LEAST,
    NEAR_CHOICE,
    Option,
    ShownOption,
    judge_count,
    judge_words,
    option_id,
    read_options,
    shuffled,
    well_written,
)
from app.quiz.domain.question import NO_FIELDS, Fields, Unfinished, Verdict, answered, joined

CHOOSE_ONE = "Bác chưa chọn câu nào. Bác chạm một câu, rồi bấm Trả lời."


@dataclass(frozen=True)
class Choice:
    """`id` says nothing about the key and stays the same while the text does. `text` and `feedback` are HTML."""

    id: str
    text: str
    feedback: str
    right: bool


@dataclass(frozen=True)
class ShownChoices:
    instruction: str
    options: tuple[ShownOption, ...]


@dataclass(frozen=True)
class ChoiceQuestion:
    kind: ClassVar[str] = "cau-hoi"
    stem: str
    choices: tuple[Choice, ...]

    @property
    def options(self) -> int:
        return len(self.choices)

    def shown(self, seed: str, fields: Fields = NO_FIELDS) -> ShownChoices:
        return ShownChoices("Bác chọn một câu nhé", shown_choices(self.choices, seed, fields))

    def answer_from(self, fields: Fields) -> str | Unfinished:
        """The id of the choice."""
        return joined(answered(fields)) or Unfinished(CHOOSE_ONE)

    def judge(self, answer: str) -> Verdict | None:
        """Scores 0 or 1."""
        choice = next((choice for choice in self.choices if choice.id == answer), None)
        return Verdict(float(choice.right), choice.text, choice.feedback) if choice else None

    def answer_key(self) -> str:
        return key_of_choices(self.stem, self.choices)


def shown_choices(choices: Sequence[Choice], seed: str, fields: Fields) -> tuple[ShownOption, ...]:
    """Every choice without the key, in an order that the seed fixes."""
    chosen = set(answered(fields))
    return shuffled([ShownOption(choice.id, choice.text, choice.id in chosen) for choice in choices], seed)


def key_of_choices(stem: str, choices: Sequence[Choice]) -> str:
    rows = "".join(
        f"<li>{'<strong>Đúng</strong> ' if choice.right else ''}{choice.text}{choice.feedback}</li>"
        for choice in choices
    )
    return f"{stem}<ul>{rows}</ul>"


def read_choice_question(block: Block, writing: Writing) -> ChoiceQuestion | None:
    """The question of a `::: cau-hoi` block, or None with every fault reported."""
    read = read_choices(block, writing)
    if read is None:
        return None
    stem, options, choices = read
    right = [option for option in options if is_right(option)]
    if not right and not any(option.mistyped for option in options):
        writing.reporter.error(
            block.line, "no-right-answer", "Chưa có lựa chọn nào được đánh dấu đúng. Viết - [x] trước lựa chọn đúng."
        )
    if len(right) > 1:
        writing.reporter.error(
            right[1].line,
            "many-right-answers",
            "Câu này chỉ được có một lựa chọn đúng. Đổi - [x] thừa thành - [ ], hoặc đổi tên khối thành `nhieu-dap-an`.",
        )
    return ChoiceQuestion(stem, choices)


def read_choices(block: Block, writing: Writing) -> tuple[str, list[Option], tuple[Choice, ...]] | None:
    """Stem, the lines as written, and the choices; judged as far as questions of one and of several choices agree."""
    read = read_options(block, CHOICE, NEAR_CHOICE, BAD_CHOICE, writing)
    if read is None:
        return None
    stem, options = read
    judge_count(len(options), LEAST, block.line, "lựa chọn", "- [ ] chữ", writing)
    written = well_written(options)
    judge_words([(option.line, option.words) for option in written], writing)
    choices = tuple(
        Choice(
            option_id(block, option.words),
            option.text_html(writing),
            option.feedback_html(writing),
            is_right(option),
        )
        for option in written
    )
    return stem, options, choices


def is_right(option: Option) -> bool:
    return option.mark in ("x", "X")
