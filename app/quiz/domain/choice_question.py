"""One-choice questions: `- [ ]` and `- [x]` with feedback in an indented quotation under each."""

import random
import re
from dataclasses import dataclass

from app.core.ids import digest
from app.courses.domain.blocks import Block, Prose
from app.courses.domain.markdown import Writing, render_inline, render_markdown

CHOICE = re.compile(r" {0,3}[-*+] +\[( |x|X)\](?: +|$)(.*)")
# What was meant as a choice: `- [] a`, `-[ ] a`, `- (x) a`, `* [x]a`, `[ ] a`.
NEAR_CHOICE = re.compile(r"\s*(?:(?:[-*+•–—·]|\d+[.)])\s*(?:\[[ xXvV✓]*\]|\([ xXvV✓]*\))|\[[ xXvV✓]*\])(?!\()")
LIST_LINE = re.compile(r"\s*(?:[-*+•–—]|\d+[.)])\s")
FEEDBACK = re.compile(r"\s+> ?(.*)")
LEAST_CHOICES = 4  # three options cost about 4 points of accuracy (shared/measurement.md §1)


@dataclass(frozen=True)
class Choice:
    """`id` says nothing about the key and stays the same while the text does. `text` and `feedback` are HTML."""

    id: str
    text: str
    feedback: str
    right: bool


@dataclass(frozen=True)
class Verdict:
    """The judgement of one answer: the choice it named and its score, 0 or 1."""

    choice: Choice
    score: int


@dataclass(frozen=True)
class ChoiceQuestion:
    stem: str
    choices: tuple[Choice, ...]

    def shown(self, seed: str) -> tuple[tuple[str, str], ...]:
        """(id, HTML) of every choice, without the key, in an order that the seed fixes."""
        pairs = [(choice.id, choice.text) for choice in self.choices]
        random.Random(seed).shuffle(pairs)  # noqa: S311 - an order of display, not a secret
        return tuple(pairs)

    def judge(self, answer: str) -> Verdict | None:
        """None when the answer names no choice of this question."""
        choice = next((choice for choice in self.choices if choice.id == answer), None)
        return Verdict(choice, int(choice.right)) if choice else None


def read_choice_question(block: Block, writing: Writing) -> ChoiceQuestion | None:
    """The question of a `::: cau-hoi` block, or None with every fault reported."""
    for child in block.children:
        if not isinstance(child, Prose):
            writing.reporter.error(
                child.line, "unknown-block", f"Trong câu hỏi không đặt khối `{child.name}`. Đưa nó ra ngoài."
            )
            return None
    stem, drafts = _split(block.prose)
    if not stem.text.strip():
        writing.reporter.error(block.line, "no-stem", "Câu hỏi chưa có lời hỏi. Viết lời hỏi trước các lựa chọn.")
    _judge_drafts(drafts, block, writing)
    choices = tuple(draft.choice(block, writing) for draft in drafts if not draft.mistyped)
    return ChoiceQuestion(render_inline(stem, writing), choices)


@dataclass
class _Draft:
    """Lines keep their columns: what stood before the words became blanks."""

    line: int
    right: bool
    text: list[str]
    feedback: list[str]
    feedback_line: int
    mistyped: bool = False

    @property
    def words(self) -> str:
        return "\n".join(line.strip() for line in self.text).strip()

    def choice(self, block: Block, writing: Writing) -> Choice:
        return Choice(
            id=digest(f"{' '.join(block.args)}\0{self.words}")[:10],
            text=render_inline(Prose("\n".join(self.text), self.line), writing),
            feedback=render_markdown(Prose("\n".join(self.feedback), self.feedback_line or self.line), writing),
            right=self.right,
        )


def _split(prose: Prose) -> tuple[Prose, list[_Draft]]:
    stem: list[str] = []
    drafts: list[_Draft] = []
    for number, line in enumerate(prose.text.split("\n"), prose.line):
        choice = CHOICE.match(line)
        feedback = FEEDBACK.match(line)
        if choice:
            drafts.append(_Draft(number, choice[1] != " ", [_in_column(choice, 2)], [], 0))
        elif NEAR_CHOICE.match(line) or (drafts and not feedback and LIST_LINE.match(line)):
            drafts.append(_Draft(number, False, [line], [], 0, mistyped=True))
        elif not drafts:
            stem.append(line)
        elif feedback:
            drafts[-1].feedback_line = drafts[-1].feedback_line or number
            drafts[-1].feedback.append(_in_column(feedback, 1))
        elif drafts[-1].feedback:
            drafts[-1].feedback.append(line)
        else:
            drafts[-1].text.append(line)
    return Prose("\n".join(stem), prose.line), drafts


def _in_column(match: re.Match[str], group: int) -> str:
    return " " * match.start(group) + match[group]


def _judge_drafts(drafts: list[_Draft], block: Block, writing: Writing) -> None:
    report = writing.reporter.error
    if len(drafts) < LEAST_CHOICES:
        report(
            block.line, "few-choices", f"Câu hỏi có {len(drafts)} lựa chọn. Cần ít nhất bốn, mỗi dòng viết: - [ ] chữ"
        )
    mistyped = [draft for draft in drafts if draft.mistyped]
    for draft in mistyped:
        report(
            draft.line,
            "bad-choice",
            "Dòng này giống một lựa chọn mà gõ chưa đúng. Lựa chọn viết sát lề: - [ ] chữ, lựa chọn đúng: - [x] chữ.",
        )
    right = [draft for draft in drafts if draft.right]
    if not right and not mistyped:
        report(
            block.line, "no-right-answer", "Chưa có lựa chọn nào được đánh dấu đúng. Viết - [x] trước lựa chọn đúng."
        )
    if len(right) > 1:
        report(
            right[1].line, "many-right-answers", "Câu này chỉ được có một lựa chọn đúng. Đổi - [x] thừa thành - [ ]."
        )
    _judge_texts([draft for draft in drafts if not draft.mistyped], writing)


def _judge_texts(drafts: list[_Draft], writing: Writing) -> None:
    report = writing.reporter.error
    seen: set[str] = set()
    for draft in drafts:
        text = draft.words
        if not text:
            report(draft.line, "empty-choice", "Lựa chọn này chưa có chữ.")
        elif text.casefold() in seen:
            report(draft.line, "duplicate-choice", "Lựa chọn này trùng với một lựa chọn ở trên.")
        seen.add(text.casefold())
        if not any(line.strip() for line in draft.feedback):
            report(
                draft.line,
                "missing-feedback",
                "Lựa chọn này chưa có lời phản hồi. Thêm một dòng thụt vào, mở đầu bằng "
                "dấu >, nói vì sao và nên làm gì.",
            )
