"""The lines of a `::: tap-bam` block as drafts of screens: told apart here, judged in draft_rules."""

import re
from dataclasses import dataclass, field
from difflib import get_close_matches

from app.courses.domain.blocks import Prose
from app.courses.domain.diagnostics import Reporter
from app.quiz.domain.simulation.control_line import (
    TAG,
    ControlLine,
    is_control_line,
    is_sound_control_line,
    read_control_line,
)
from app.quiz.domain.simulation.typed_text import without_marks

HEADING = re.compile(r"\s{0,3}(#{1,6}|＃+)(\s*)(.*?)\s*#*\s*$")
REMARK = re.compile(r"(\s*>\s?)(.*)")
NEAR_REMARK = re.compile(r"\s*[＞›»]")
HINT = re.compile(r"\s*(?:[-*+]\s+)?\**gợi ý\**\s*[:：]\s*\**\s*(.*)", re.IGNORECASE)
NEAR_HINT = re.compile(r"\s*(?:[-*+]\s*)?\**goi y\b")
DIALOG = "hop thoai"
NEAR_DIALOG = [DIALOG, "hoi thoai", "cua so"]


@dataclass
class ControlDraft:
    """`typed` is None when the line could not be read."""

    line: int
    typed: ControlLine | None
    remark: list[str] = field(default_factory=list)
    remark_line: int = 0

    @property
    def is_remarked(self) -> bool:
        return any(line.strip() for line in self.remark)

    def say(self, line: str, number: int) -> None:
        """One more line of the remark; the empty ones before it are kept."""
        self.remark_line = self.remark_line or number
        self.remark += [""] * (number - self.remark_line - len(self.remark))
        self.remark.append(line)


@dataclass
class ScreenDraft:
    """`text` keeps the lines of the file: what is not shown as text is blank."""

    name: str
    line: int
    is_dialog: bool = False
    text: list[str] = field(default_factory=list)
    hint: list[str] = field(default_factory=list)
    hint_line: int = 0
    controls: list[ControlDraft] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.name.casefold()

    @property
    def read_controls(self) -> list[tuple[ControlDraft, ControlLine]]:
        return [(control, control.typed) for control in self.controls if control.typed]


def read_drafts(prose: Prose, reporter: Reporter) -> tuple[ScreenDraft, tuple[ScreenDraft, ...]]:
    """What stands before the first `### Name` (without name), and the screens; mistyped lines are reported."""
    reader = _Reader(prose, reporter)
    for number, line in enumerate(prose.text.split("\n"), prose.line):
        reader.read(line, number)
    return reader.intro, tuple(reader.screens)


class _Reader:
    def __init__(self, prose: Prose, reporter: Reporter) -> None:
        self._reporter = reporter
        self.intro = ScreenDraft("", prose.line)
        self.screens: list[ScreenDraft] = []
        self._last = ""  # what the line before was: control, remark, hint, text or nothing

    def read(self, line: str, number: int) -> None:
        screen = self.screens[-1] if self.screens else self.intro
        heading, remark = HEADING.match(line), REMARK.match(line)
        if heading:
            self._open(heading, number)
            return
        screen.text.append("")
        if not line.strip():
            self._last = self._last if self._last in ("control", "remark") else ""
        elif HINT.match(line) or NEAR_HINT.match(without_marks(line)):
            self._hint(screen, line, number)
        elif remark and not line.lstrip().startswith(">>"):
            self._remark(screen, remark, number)
        elif self.screens and (is_control_line(line) or NEAR_REMARK.match(line)):
            self._control(screen, line, number)
        else:
            self._text(screen, line, number)

    def _open(self, heading: re.Match[str], number: int) -> None:
        self._last = ""
        if heading[1] != "###" or not heading[2] or not heading[3]:
            message = "Tên màn hình viết bằng ba dấu thăng, dấu cách, rồi tên: ### Tên màn hình."
            self._reporter.error(number, "bad-heading", message)
        name, is_dialog = _dialog(heading[3].strip("# :："), number, self._reporter)
        self.screens.append(ScreenDraft(" ".join(name.split()), number, is_dialog))

    def _hint(self, screen: ScreenDraft, line: str, number: int) -> None:
        hint = HINT.match(line)
        self._last = "hint"
        if screen is self.intro or screen.hint or hint is None or not hint[1] or line.lstrip()[0] in "-+":
            message = "Mỗi màn hình có nhiều nhất một lời gợi ý, viết thành một dòng: Gợi ý: lời gợi ý."
            self._reporter.error(number, "bad-hint", message)
        elif hint:
            screen.hint, screen.hint_line = [" " * hint.start(1) + hint[1]], number

    def _remark(self, screen: ScreenDraft, remark: re.Match[str], number: int) -> None:
        if self._last not in ("control", "remark"):
            message = "Lời nhắc này không đứng dưới nút nào. Đặt nó ngay dưới dòng `- nút` mà nó nhắc."
            self._reporter.error(number, "stray-remark", message)
            return
        self._last = "remark"
        screen.controls[-1].say(" " * len(remark[1]) + remark[2], number)

    def _control(self, screen: ScreenDraft, line: str, number: int) -> None:
        if NEAR_REMARK.match(line):
            self._reporter.error(number, "stray-remark", "Lời nhắc mở đầu bằng dấu lớn > của bàn phím thường.")
            return
        screen.controls.append(ControlDraft(number, read_control_line(line, number, self._reporter)))
        self._last = "control"

    def _text(self, screen: ScreenDraft, line: str, number: int) -> None:
        if screen is self.intro and is_sound_control_line(line):
            message = "Dòng này đứng trước màn hình đầu tiên. Thêm ở trên nó một dòng: ### Tên màn hình."
            self._reporter.error(number, "no-screen", message)
            return
        is_indented = line.startswith(("  ", "\t"))
        if self._last == "remark" and is_indented:
            screen.controls[-1].say(line, number)
        elif self._last == "hint" and screen.hint:
            screen.hint.append(line)
        elif self._last == "control" and is_indented:
            message = (
                "Dòng thụt vào dưới một nút là lời nhắc, phải mở đầu bằng dấu >. Chữ của màn hình thì viết sát lề."
            )
            self._reporter.error(number, "stray-remark", message)
        else:
            screen.text[-1] = line
            self._last = "text"


def _dialog(heading: str, line: int, reporter: Reporter) -> tuple[str, bool]:
    tag = TAG.search(heading)
    typed = without_marks(tag[1]) if tag else ""
    if tag is None or not get_close_matches(typed, NEAR_DIALOG, 1, 0.8):
        return heading, False
    if typed != DIALOG:
        reporter.error(line, "bad-heading", "Màn hình nổi lên trên thì ghi đúng hai chữ: ### Tên (hộp thoại).")
    return heading[: tag.start()], True
