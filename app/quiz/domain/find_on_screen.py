"""`tim-tren-man-hinh`: where to press on one drawn screen. Its lines are those of simulations, with `[x]` at what is right
and feedback under everything that can be pressed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import ClassVar

from app.courses.domain.blocks import Block, Prose
from app.courses.domain.markdown import Writing
from app.quiz.domain.options import (
    CHOICE,
    LEAST,
    LONGEST_FEEDBACK,
    LONGEST_STEM,
    NEAR_CHOICE,
    judge_count,
    listed,
)
from app.quiz.domain.question import NO_FIELDS, Fields, Unfinished, Verdict, answered, joined
from app.quiz.domain.simulation.control_line import BULLET, KIND, KIND_WORDS, ControlLine
from app.quiz.domain.simulation.draft_rules import (
    LONGEST_NAME,
    LONGEST_TEXT,
    judge_length,
    judge_names,
    judge_secrets,
)
from app.quiz.domain.simulation.drafts import ControlDraft, ScreenDraft, read_drafts
from app.quiz.domain.simulation.notation import compose_screen, compose_text
from app.quiz.domain.simulation.screens import ENTRIES, READINGS, TOGGLES, Control, Screen
from app.quiz.domain.simulation.showing import ShownControl

CHOOSE_PLACE = "Bác chưa chạm vào chỗ nào. Bác chạm một chỗ trên màn hình tập, rồi bấm Trả lời."
BAD_MARK = "Dấu chọn ở dòng này gõ chưa đúng. Chỗ đúng viết: - [x] nút **Tên**, chỗ khác: - nút **Tên**."
EMPTY_ENTRY = " (tùy bác)"  # how a simulation writes a field that holds nothing


@dataclass(frozen=True)
class Place:
    """`is_option`: it can be pressed, and has feedback; else it is there to be read."""

    control: Control
    is_option: bool
    right: bool


@dataclass(frozen=True)
class ShownScreen:
    instruction: str
    name: str
    text: str
    controls: tuple[ShownControl, ...]
    chosen: str


@dataclass(frozen=True)
class FindOnScreen:
    """The screen stands as it was drawn: nothing is shuffled. Of several right places any one is right."""

    kind: ClassVar[str] = "tim-tren-man-hinh"
    stem: str
    screen: Screen
    places: tuple[Place, ...]

    @property
    def choices(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.is_option)

    @property
    def options(self) -> int:
        return len(self.choices) // max(1, sum(place.right for place in self.choices))

    def shown(self, seed: str, fields: Fields = NO_FIELDS) -> ShownScreen:  # noqa: ARG002 - nothing to shuffle
        controls = tuple(_shown(place) for place in self.places)
        instruction = "Bác chạm vào chỗ cần bấm trên màn hình tập"
        return ShownScreen(instruction, self.screen.name, self.screen.text, controls, joined(answered(fields)))

    def answer_from(self, fields: Fields) -> str | Unfinished:
        """The id of a control."""
        return joined(answered(fields)) or Unfinished(CHOOSE_PLACE)

    def judge(self, answer: str) -> Verdict | None:
        """Scores 0 or 1."""
        place = next((place for place in self.choices if place.control.id == answer), None)
        return Verdict(float(place.right), escape(place.control.name), place.control.remark) if place else None

    def answer_key(self) -> str:
        rows = [
            f"{'<strong>Đúng</strong> ' if place.right else ''}{escape(place.control.name)}{place.control.remark}"
            for place in self.choices
        ]
        return f"{self.stem}<p>{escape(self.screen.name)}</p>{self.screen.text}{listed(rows)}"


def _shown(place: Place) -> ShownControl:
    control = place.control
    return ShownControl(
        id=control.id,
        kind=control.kind,
        name=control.name,
        detail=control.detail,
        value=control.value,
        is_entry=False,
        is_pressable=place.is_option,
        is_filled=False,
        is_on=False,
        entered=0,
        length=0,
        glows=False,
        pointed=False,
    )


def read_find_on_screen(block: Block, writing: Writing) -> FindOnScreen | None:
    """The question of a `::: tim-tren-man-hinh` block, or None with every fault reported."""
    reporter = writing.reporter
    for child in block.children:
        if not isinstance(child, Prose):
            message = f"Trong câu hỏi không đặt khối `{child.name}`. Đưa nó ra ngoài."
            reporter.error(child.line, "unknown-block", message)
            return None
    prose, right = _without_marks(block.prose, writing)
    intro, screens = read_drafts(prose, reporter)
    judge_secrets(block, reporter)
    if not any(line.strip() for line in intro.text):
        reporter.error(block.line, "no-stem", "Câu hỏi chưa có lời hỏi. Viết lời hỏi trước màn hình.")
    judge_length("Lời hỏi", intro.text, LONGEST_STEM, intro.line, reporter)
    if not screens:
        reporter.error(block.line, "no-screen", "Câu hỏi chưa có màn hình. Viết: ### Tên màn hình.")
        return None
    _judge_screens(screens, writing)
    _judge_options(screens[0], right, block.line, writing)
    slug = " ".join(block.words)
    screen = compose_screen(slug, screens[0], {screens[0].key: slug}, writing)
    written = [draft for draft, _ in screens[0].read_controls]
    places = tuple(
        Place(control, _is_option(typed, draft, right), draft.line in right)
        for control, draft, (_, typed) in zip(screen.controls, written, screens[0].read_controls, strict=True)
    )
    return FindOnScreen(compose_text(intro.text, intro.line, writing), screen, places)


def _without_marks(prose: Prose, writing: Writing) -> tuple[Prose, frozenset[int]]:
    """The block as a simulation would write it, and the lines marked as right."""
    lines, right = [], set()
    for number, line in prose.lines:
        choice, near = CHOICE.match(line), NEAR_CHOICE.match(line)
        if choice:
            if choice[1] != " ":
                right.add(number)
            line = f"{line[: choice.start(1) - 1]}   {line[choice.end(1) + 1 :]}"
        elif near:
            writing.reporter.error(number, "bad-choice", BAD_MARK)
            right |= {number} if re.search(r"[xXvV✓]", near[0]) else set()
            line = f"- {line[near.end() :].strip()}"
        lines.append(_with_empty_entry(line))
    return Prose("\n".join(lines), prose.line), frozenset(right)


def _with_empty_entry(line: str) -> str:
    bullet = BULLET.match(line)
    kind = KIND.match(line, bullet.end()) if bullet else None
    is_entry = kind is not None and KIND_WORDS[kind[1].casefold()] in ENTRIES
    return f"{line}{EMPTY_ENTRY}" if is_entry and "`" not in line and "(" not in line else line


def _is_option(typed: ControlLine, draft: ControlDraft, right: frozenset[int]) -> bool:
    """What only shows something (a notice, a message, a field that is filled) may stand there without being one."""
    return draft.is_remarked or draft.line in right or not (typed.kind in READINGS or typed.given)


def _judge_screens(screens: Sequence[ScreenDraft], writing: Writing) -> None:
    report, screen = writing.reporter.error, screens[0]
    for other in screens[1:2]:
        report(other.line, "many-screens", "Câu hỏi này chỉ vẽ một màn hình. Cần nhiều màn hình thì viết `tap-bam`.")
    if screen.is_dialog:
        report(screen.line, "bad-heading", "Ở đây chỉ có một màn hình, không có hộp thoại. Bỏ chữ trong ngoặc.")
    if screen.hint:
        report(screen.hint_line, "bad-hint", "Câu hỏi không có gợi ý. Xóa dòng này.")
    judge_names(screens[:1], writing.reporter)
    judge_length("Màn hình này", [screen.name], LONGEST_NAME, screen.line, writing.reporter)
    judge_length("Màn hình này", screen.text, LONGEST_TEXT, screen.line, writing.reporter)
    for draft, typed in screen.read_controls:
        judge_length("Tên này", [typed.name], LONGEST_NAME, draft.line, writing.reporter)
        judge_length("Lời phản hồi này", draft.remark, LONGEST_FEEDBACK, draft.remark_line, writing.reporter)
        _judge_control(draft, typed, writing)


def _judge_control(draft: ControlDraft, typed: ControlLine, writing: Writing) -> None:
    report = writing.reporter.error
    if typed.goes_to:
        report(draft.line, "bad-arrow", "Câu hỏi này không dẫn đi đâu. Bỏ mũi tên, ghi [x] ở chỗ đúng.")
    if typed.kind == "keypad":
        report(draft.line, "bad-control", "Ở đây không đặt bàn phím. Viết từng phím: - phím **1**.")
    elif typed.kind in ENTRIES and typed.value and not typed.given:
        report(
            draft.line, "bad-control", "Ở đây bác không gõ chữ. Ô trống thì chỉ viết tên, ô có chữ thì ghi: có sẵn `…`."
        )
    elif typed.kind in TOGGLES and typed.value:
        report(draft.line, "bad-control", "Ở đây bác không gạt gì. Bỏ chữ sau dấu hai chấm.")


def _judge_options(screen: ScreenDraft, right: frozenset[int], line: int, writing: Writing) -> None:
    report = writing.reporter.error
    options = [draft for draft, typed in screen.read_controls if _is_option(typed, draft, right)]
    for option in options:
        if not option.is_remarked:
            message = "Bác chạm vào đây thì chưa có lời phản hồi. Thêm ở dưới một dòng thụt vào, mở đầu bằng dấu >."
            report(option.line, "missing-feedback", message)
    if len(screen.controls) > len(screen.read_controls):
        return  # what a mistyped line hides would be told as missing
    judge_count(len(options), LEAST, line, "chỗ bấm được", "- nút **Tên**", writing)
    marked = [option for option in options if option.line in right]
    if not marked:
        report(line, "no-right-answer", "Chưa có chỗ nào được đánh dấu đúng. Viết - [x] nút **Tên** ở chỗ cần bấm.")
    elif len(marked) == len(options):
        report(line, "no-wrong-answer", "Chỗ nào cũng đúng thì không còn gì để tìm. Bỏ bớt [x].")
    elif len(options) < 2 * len(marked):
        report(line, "no-wrong-answer", "Quá nửa số chỗ là đúng, đoán bừa cũng trúng. Bỏ bớt [x], hoặc thêm chỗ.")
