"""`nhieu-dap-an`: several choices, each to be ticked or left. Written like one choice, with two or more `- [x]`."""

from dataclasses import dataclass
from typing import ClassVar

from app.courses.domain.blocks import Block
from app.courses.domain.markdown import Writing
from app.quiz.domain.choice_question import (
    Choice,
    ShownChoices,
    is_right,
    key_of_choices,
    read_choices,
    shown_choices,
)
from app.quiz.domain.options import listed, remark
from app.quiz.domain.question import NO_FIELDS, Fields, Unfinished, Verdict, answered, joined

CHOOSE_SOME = "Bác chưa chọn câu nào. Bác chạm những câu bác thấy đúng, rồi bấm Trả lời."


@dataclass(frozen=True)
class SeveralChoices:
    kind: ClassVar[str] = "nhieu-dap-an"
    stem: str
    choices: tuple[Choice, ...]

    @property
    def options(self) -> int:
        return 0  # ticking at random earns next to nothing

    def shown(self, seed: str, fields: Fields = NO_FIELDS) -> ShownChoices:
        return ShownChoices("Bác chọn mọi câu đúng nhé", shown_choices(self.choices, seed, fields))

    def answer_from(self, fields: Fields) -> str | Unfinished:
        """The ids of what was ticked, in the order of the alphabet."""
        return joined(sorted(answered(fields))) or Unfinished(CHOOSE_SOME)

    def judge(self, answer: str) -> Verdict | None:
        """Feedback for what was ticked, and for what is right and was not."""
        ids = answer.split(" ")
        ticked = [choice for choice in self.choices if choice.id in ids]
        if len(ticked) != len(ids) or ids != sorted(ids):
            return None
        missed = [choice for choice in self.choices if choice.right and choice.id not in ids]
        remarks = [remark(choice.text, choice.feedback) for choice in ticked]
        remarks += [remark(choice.text, choice.feedback, "Còn thiếu: ") for choice in missed]
        return Verdict(self._score(ticked), listed([choice.text for choice in ticked]), "".join(remarks))

    def _score(self, ticked: list[Choice]) -> float:
        """Plus/minus scoring with a floor at 0 (Betts, Muntean, Kim & Kao 2022, Educ. Psychol. Meas. 82: 151–176): the
        share of the right choices that was ticked, less the share of the wrong ones, so that ticking all earns 0."""
        all_right = sum(choice.right for choice in self.choices)
        right = sum(choice.right for choice in ticked)
        wrong = len(ticked) - right
        return max(0.0, right / all_right - wrong / max(1, len(self.choices) - all_right)) if all_right else 0.0

    def answer_key(self) -> str:
        return key_of_choices(self.stem, self.choices)


def read_several_choices(block: Block, writing: Writing) -> SeveralChoices | None:
    """The question of a `::: nhieu-dap-an` block, or None with every fault reported."""
    read = read_choices(block, writing)
    if read is None:
        return None
    stem, options, choices = read
    report = writing.reporter.error
    if not any(option.mistyped for option in options):
        right = sum(is_right(option) for option in options)
        if right < 2:
            report(
                block.line,
                "few-right-answers",
                f"Câu này có {right} lựa chọn đúng, cần ít nhất hai: - [x] chữ. Chỉ một ý đúng thì dùng khối `cau-hoi`.",
            )
        if options and right == len(options):
            report(block.line, "no-wrong-answer", "Câu này chưa có lựa chọn nào sai. Thêm ít nhất một dòng - [ ] chữ.")
    return SeveralChoices(stem, choices)
