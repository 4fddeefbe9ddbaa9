"""The prose of a drill taken apart: scene, sender, lines with their remarks, advice. Near misses are told here."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.courses.domain.blocks import Prose
from app.courses.domain.markdown import Writing

LABEL = re.compile(r" {0,3}(Từ|Nên làm): *(.*)")
# Folded: `nen lam`, `**Nên làm:**`, `- Nên làm: …`, `Tu: …`; "Nên làm sớm" inside a message is none.
NEAR_LABEL = re.compile(r"[\s*_#-]*(?:(?:nen lam|tu)[ *_]*[:;]|nen lam[ *_]*$)")
MESSAGE = re.compile(r" {0,3}[-*+](?: +|$)(?!\[[ xX]?\])(.*)")
NEAR_MESSAGE = re.compile(r"\s*(?:[-*+](?: |$|\[)|-\w|[•–—·●▪]|\d+[.)] )")
REMARK = re.compile(r"\s+> ?(.*)")
NEAR_REMARK = re.compile(r"\s*(?:- *)?(?:[>＞»›→]|=>|->|&gt;)")


@dataclass
class Part:
    """A run of lines of one meaning; lines keep their numbers and columns, what lies between became blank."""

    meaning: str
    line: int
    lines: list[str] = field(default_factory=list)
    remark: "Part | None" = None

    def add(self, number: int, text: str) -> None:
        self.lines += [""] * (number - self.line - len(self.lines)) + [text]

    @property
    def prose(self) -> Prose:
        return Prose("\n".join(self.lines), self.line)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.lines).split())


@dataclass
class Written:
    scene: Part
    sender: Part | None = None
    messages: list[Part] = field(default_factory=list)
    advice: Part | None = None

    @property
    def parts(self) -> Iterator[Part]:
        for part in (self.scene, self.sender, *self.messages, self.advice):
            if part:
                yield part
                if part.remark:
                    yield part.remark


class _Splitter:
    def __init__(self, prose: Prose, writing: Writing) -> None:
        self._writing = writing
        self.written = Written(Part("scene", prose.line))
        self._owner: Part = self.written.scene  # whose remark a `>` would be
        self._into: Part = self.written.scene  # where plain lines go
        self._after_blank = False

    def read(self, number: int, line: str) -> None:
        if not line.strip():
            self._after_blank = True
            return
        label, remark, message = LABEL.match(line), REMARK.match(line), MESSAGE.match(line)
        if label:
            self._label(number, label)
        elif remark:
            self._remark(number, _in_column(remark, 1))
        elif NEAR_LABEL.match(folded(line)):
            self._near_label(number, line)
        elif NEAR_REMARK.match(line):
            self._near_remark(number, line)
        elif message or NEAR_MESSAGE.match(line):
            self._message(number, line, message)
        elif self.written.messages and folded(line).startswith("nen lam"):
            self._near_label(number, line)
        else:
            self._plain(number, line)
        self._after_blank = False

    def _label(self, number: int, label: re.Match[str]) -> None:
        part = Part("sender" if label[1] == "Từ" else "advice", number, [_in_column(label, 2)])
        if part.meaning == "sender" and (self.written.sender or self.written.messages):
            self._fault(number, "Dòng `Từ:` chỉ viết một lần, ở trước các dòng tin.")
        elif part.meaning == "advice" and self.written.advice:
            self._fault(number, "`Nên làm:` chỉ viết một lần, ở cuối diễn tập. Gộp hai đoạn lại.")
        elif part.meaning == "sender":
            self.written.sender = part
        else:
            self.written.advice = part
        self._owner = self._into = part

    def _near_label(self, number: int, line: str) -> None:
        self._fault(
            number, "Chữ mở đầu dòng này gõ chưa đúng. Viết sát lề, đủ dấu, có hai chấm: `Từ:` hoặc `Nên làm:`."
        )
        is_advice = "nen lam" in folded(line)
        part = Part("advice" if is_advice else "sender", number, [line])
        if is_advice:
            self.written.advice = self.written.advice or part
        else:
            self.written.sender = self.written.sender or part
        self._owner = self._into = part

    def _remark(self, number: int, text: str) -> None:
        if self._owner.meaning not in ("sender", "line"):
            self._fault(number, "Lời sau dấu > phải đứng ngay dưới một dòng tin. Đưa nó lên dưới dòng tin của nó.")
            return
        self._owner.remark = self._owner.remark or Part("remark", number)
        self._owner.remark.add(number, text)
        self._into = self._owner.remark

    def _near_remark(self, number: int, line: str) -> None:
        self._fault(number, "Lời giải thích gõ chưa đúng. Viết: hai dấu cách, dấu >, dấu cách, rồi chữ.")
        if self._owner.meaning in ("sender", "line"):
            self._remark(number, line)

    def _message(self, number: int, line: str, message: re.Match[str] | None) -> None:
        if self.written.advice:
            self._fault(number, "Dòng tin này đứng sau `Nên làm:`. Đưa nó lên trên, hoặc bỏ dấu ở đầu dòng.")
            return
        if message is None:
            told = "Dòng này giống một dòng tin mà gõ chưa đúng. Viết sát lề: gạch ngang, dấu cách, rồi chữ."
            self._fault(number, told)
        self._owner = self._into = Part("line", number, [_in_column(message, 1) if message else line])
        self.written.messages.append(self._owner)

    def _plain(self, number: int, line: str) -> None:
        if self._into.meaning == "sender":
            self._into = self.written.scene
        elif self._into.meaning in ("line", "remark") and self._after_blank:
            self._fault(number, "Dòng này chưa rõ là gì. Dòng tin mở đầu bằng gạch ngang, lời khuyên bằng `Nên làm:`.")
            self._into = Part("stray", number)
        self._into.add(number, line)

    def _fault(self, number: int, message: str) -> None:
        self._writing.reporter.error(number, "bad-line", message)


def split(prose: Prose, writing: Writing) -> Written:
    splitter = _Splitter(prose, writing)
    for number, line in enumerate(prose.text.split("\n"), prose.line):
        splitter.read(number, line)
    return splitter.written


def _in_column(match: re.Match[str], group: int) -> str:
    return " " * match.start(group) + match[group]


def folded(text: str) -> str:
    """Lower case without Vietnamese marks."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
