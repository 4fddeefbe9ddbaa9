"""`sap-xep`: put the steps in order. Written as a numbered list in the right order; steps of one number may come in
either order. The learner presses one step after the other; the form alone remembers what was pressed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import ClassVar

from app.courses.domain.blocks import Block
from app.courses.domain.markdown import Writing
from app.quiz.domain.options import (
    LEAST,
    Option,
    judge_count,
    judge_words,
    listed,
    option_id,
    read_options,
    remark,
    shuffled,
    well_written,
)
from app.quiz.domain.question import NO_FIELDS, Fields, Unfinished, Verdict, answered, joined

STEP = re.compile(r" {0,3}(\d{1,2})[.)](?: +|$)(.*)")
# `1.chữ`, `1: chữ`, `(1) chữ`, `- 1. chữ`, `Bước 1. chữ`
NEAR_STEP = re.compile(r"\s*(?:[-*+•–—·]\s*)?(?:[Bb]ước\s*)?[(\[]?\d{1,2}\s*[.):,;/\]-]")
BAD_STEP = (
    "Dòng này giống một bước mà gõ chưa đúng. Mỗi bước viết sát lề: số, dấu chấm, dấu cách, rồi chữ, như 1. Mở máy"
)
ADD, DROP = "them", "bo"  # the buttons of the form: one more step, the last one taken back


@dataclass(frozen=True)
class Step:
    """`place` counts from 1; steps of one place may come in either order. `text` and `feedback` are HTML."""

    id: str
    text: str
    feedback: str
    place: int


@dataclass(frozen=True)
class ShownStep:
    """`number` counts from 1 in the learner's own order; 0 while the step was not pressed."""

    id: str
    text: str
    number: int


@dataclass(frozen=True)
class ShownSteps:
    """`chosen`: the ids in the order they were pressed; `steps` stay where they are, so that nothing moves."""

    instruction: str
    chosen: tuple[str, ...]
    steps: tuple[ShownStep, ...]


@dataclass(frozen=True)
class Ordering:
    kind: ClassVar[str] = "sap-xep"
    stem: str
    steps: tuple[Step, ...]

    @property
    def options(self) -> int:
        return 0  # a random order has the concordance 0

    def shown(self, seed: str, fields: Fields = NO_FIELDS) -> ShownSteps:
        """Every step in an order that the seed fixes, with numbers on those that were pressed."""
        pressed = self._pressed(fields)
        numbers = {step: number for number, step in enumerate(pressed, 1)}
        steps = tuple(ShownStep(step.id, step.text, numbers.get(step.id, 0)) for step in shuffled(self.steps, seed))
        return ShownSteps(_instruction(len(pressed), len(self.steps)), tuple(pressed), steps)

    def answer_from(self, fields: Fields) -> str | Unfinished:
        """The ids in the order they were pressed, once all were and neither of the form's own buttons was pressed."""
        if fields.get(ADD) or fields.get(DROP):
            return Unfinished()
        left = len(self.steps) - len(answered(fields))
        if left > 0:
            return Unfinished(f"Bác còn {left} bước chưa xếp. Bác chạm tiếp từng bước nhé.")
        return joined(answered(fields))

    def judge(self, answer: str) -> Verdict | None:
        """Feedback for the fewest steps that would have to move; for every step when none has to."""
        by_id = {step.id: step for step in self.steps}
        ids = answer.split(" ")
        if sorted(ids) != sorted(by_id):
            return None
        order = [by_id[step] for step in ids]
        places = [step.place for step in order]
        staying = longest_run(places)
        moved = [step for index, step in enumerate(order) if index not in staying] or order
        told = "".join(remark(step.text, step.feedback) for step in sorted(moved, key=lambda step: step.place))
        return Verdict(max(0.0, concordance(places)), listed([step.text for step in order], "ol"), told)

    def answer_key(self) -> str:
        return self.stem + listed([f"<strong>{step.place}</strong> {step.text}{step.feedback}" for step in self.steps])

    def _pressed(self, fields: Fields) -> list[str]:
        """The steps of this question in the order they were pressed, each once."""
        known = {step.id for step in self.steps}
        pressed = dict.fromkeys(step for step in (*answered(fields), *fields.get(ADD, ())) if step in known)
        return list(pressed)[: -1 if fields.get(DROP) else None]


def concordance(places: Sequence[int]) -> float:
    """−1 … 1: (C − D) / (C + D) over the pairs whose order matters (Goodman & Kruskal 1954, gamma), which is Kendall's
    tau (1938) when every place is taken once. A random order has the mean 0. 1 when no pair's order matters."""
    ordered = [first < second for first, second in combinations(places, 2) if first != second]
    return (2 * sum(ordered) - len(ordered)) / len(ordered) if ordered else 1.0


def longest_run(places: Sequence[int]) -> set[int]:
    """The indices of a longest part that never steps back, the earliest such part: the steps that may stay."""
    longest: list[list[int]] = [[]]  # the longest such part that ends at each step; to begin with, none
    for index, place in enumerate(places):
        before = max((run for run in longest if not run or places[run[-1]] <= place), key=len)
        longest.append([*before, index])
    kept = max(longest, key=len)
    return set(kept)


def read_ordering(block: Block, writing: Writing) -> Ordering | None:
    """The question of a `::: sap-xep` block, or None with every fault reported."""
    read = read_options(block, STEP, NEAR_STEP, BAD_STEP, writing)
    if read is None:
        return None
    stem, options = read
    judge_count(len(options), LEAST, block.line, "bước", "1. chữ", writing)
    written = well_written(options)
    judge_words([(option.line, option.words) for option in written], writing)
    if len(written) == len(options):
        _judge_numbers(written, writing)
    steps = tuple(
        Step(
            option_id(block, option.words),
            option.text_html(writing),
            option.feedback_html(writing),
            int(option.mark),
        )
        for option in written
    )
    return Ordering(stem, steps)


def _judge_numbers(options: Sequence[Option], writing: Writing) -> None:
    """1, 2, 3 … A number may come again; after 2, 2 both 3 and 4 are natural."""
    report = writing.reporter.error
    numbers = [int(option.mark) for option in options]
    if len(set(numbers)) == 1 and len(numbers) > 1:
        report(
            options[1].line,
            "bad-order",
            "Mọi bước đang cùng một số. Đánh số 1, 2, 3 theo thứ tự đúng; hai bước cùng số thì làm trước hay sau đều được.",
        )
        return
    if numbers and numbers[0] != 1:
        report(options[0].line, "bad-order", "Bước đầu tiên phải là số 1. Đánh số lại từ 1.")
    for count, (before, number) in enumerate(pairwise(numbers), 1):
        if number not in (before, before + 1, count + 1):
            report(
                options[count].line, "bad-order", f"Sau bước {before} lại đến số {number}. Đánh số lại cho liền nhau."
            )


def _instruction(chosen: int, total: int) -> str:
    if chosen == 0:
        return "Bác chạm bước đầu tiên"
    if chosen < total:
        return f"Bác đã xếp {chosen} trên {total} bước. Bác chạm bước tiếp theo"
    return "Bác đã xếp đủ. Bác bấm Trả lời nhé"
