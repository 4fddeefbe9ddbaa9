"""Questions with parameters: `Thay: TEN = Bà Lan | Ông Tư` at the head of a block, `{TEN}` anywhere in it.

The values of all lines go together: the first of each, the second of each. So one block is a family of questions that
differ in words alone; what is right is marked once.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TypeAlias, cast

from app.core.ids import digest
from app.courses.domain.blocks import Block, Prose
from app.courses.domain.diagnostics import Reporter
from app.courses.domain.markdown import Writing
from app.quiz.domain.question import Question

PARAMETER = re.compile(r" {0,3}Thay: *([A-Z][A-Z0-9_]{0,19}) *=(.*)")
# `thay: ten = …`, `Thay TEN = …`, `- Thay: TEN = …`, `Thay: TÊN = …`, `Thay: TEN: a | b`
NEAR_PARAMETER = re.compile(r"\s*(?:[-*•]\s*)?thay\s*[:：]|\s*(?:[-*•]\s*)?thay\b[^=|]{0,30}=.*\|", re.IGNORECASE)
USE = re.compile(r"\{([^{}\n]*)\}")
IN_THE_MARK = re.compile(r"\s*(?:[-*+]\s*)?\[\s*\{|\s*\{[^{}]*\}\s*[.)\]]")
LEAST, MOST = 2, 12  # members of a family
# Where a sentence begins: at the head of a line, behind a full stop; and what stands for itself, as it was written.
BEGINS = re.compile(r"(?:^ *(?:> *)?|[.?!…][\"”»)]* +)$")
FOR_ITSELF = re.compile(r"(?:[|=:]|\[.?\]|^ *[-*+]|^ *\d+[.)]) *$|[\"“«(*_]$")
WORD = re.compile(r"[^\W\d_]+(?=[\s,]|$)")  # neither an address nor code
TITLE = re.compile(r"(?:Ông|Bà|Bác|Cô|Chú|Anh|Chị|Em|Dì|Cậu|Mợ|Thím|Cháu|Mẹ|Bố|Vợ chồng)\b")
BAD_PARAMETER = (
    "Dòng thay chữ viết ở đầu khối, tên bằng chữ hoa không dấu: Thay: TEN = Bà Lan | Ông Tư. Trong bài viết {TEN}."
)
Read: TypeAlias = Callable[[Block, Writing], object | None]


@dataclass(frozen=True)
class QuestionFamily:
    """`id` is the name of the block, shared by all members."""

    id: str
    members: tuple[Question, ...]

    def member(self, seed: str) -> Question:
        """The same seed, the same member; independent of the order in which its choices are shown."""
        return self.members[int(digest(f"{seed!a} member")[:12], 16) % len(self.members)]  # "!a": a form sends anything


_is_question: dict[type, bool] = {}  # comparing with a protocol costs 30 µs, so each class is compared once


def asked(body: object, seed: str) -> Question | None:
    """The question that an exercise asks under this seed; None for an exercise that is no question."""
    found = body.member(seed) if isinstance(body, QuestionFamily) else body
    kind = type(found)
    if kind not in _is_question:
        _is_question[kind] = isinstance(found, Question)
    return cast("Question", found) if _is_question[kind] else None


def with_families(read: Read) -> Read:
    """Reads a block with parameters as a family, and any other as it is."""

    def read_family(block: Block, writing: Writing) -> object | None:
        parameters, rest = _take_parameters(block, writing)
        _judge_uses(parameters, rest, writing)
        count = _count(parameters, writing)
        if not parameters or not count:
            return read(rest, writing)
        members = [_read_member(read, parameters, index, rest, writing) for index in range(count)]
        writing.lesson_links[:] = dict.fromkeys(writing.lesson_links)
        found = tuple(member for member in members if isinstance(member, Question))
        return QuestionFamily(block.words[0] if block.words else "", found) if len(found) == count else None

    return read_family


@dataclass(frozen=True)
class _Parameter:
    name: str
    values: tuple[str, ...]
    line: int


def _take_parameters(block: Block, writing: Writing) -> tuple[list[_Parameter], Block]:
    """The parameters, and the block with empty lines in their place."""
    parameters: list[_Parameter] = []
    children: list[Prose | Block] = []
    at_head = True
    for child in block.children:
        if isinstance(child, Block):
            children.append(child)
            continue
        lines = child.text.split("\n")
        for index, line in enumerate(lines):
            match = PARAMETER.match(line)
            if match and at_head:
                values = tuple(value.strip() for value in match[2].split("|"))
                parameters.append(_Parameter(match[1], values, child.line + index))
                lines[index] = ""
            elif NEAR_PARAMETER.match(line):
                lines[index] = ""
                writing.reporter.error(child.line + index, "bad-parameter", BAD_PARAMETER)
            elif line.strip():
                at_head = False
        children.append(Prose("\n".join(lines), child.line))
    return parameters, replace(block, children=tuple(children))


def _judge_uses(parameters: Sequence[_Parameter], block: Block, writing: Writing) -> None:
    report = writing.reporter.error
    names = [parameter.name for parameter in parameters]
    used: set[str] = set()
    for child in block.children:
        for number, line in enumerate(child.text.split("\n"), child.line) if isinstance(child, Prose) else ():
            for name in USE.findall(line):
                used.add(name)
                if name not in names:
                    near = get_close_matches(name.strip().upper(), names, 1)
                    hint = f"Có phải ý thầy cô là {{{near[0]}}}?" if near else f"Thêm ở đầu khối: Thay: {name} = … | …"
                    report(number, "unknown-parameter", f"Chưa có dòng thay chữ nào tên “{name}”. {hint}")
            if IN_THE_MARK.match(line):
                report(
                    number, "bad-parameter", "Chỗ đánh dấu đúng, đánh số thì không thay được. Viết thẳng vào dòng này."
                )
    for parameter in parameters:
        if parameter.name not in used:
            report(
                parameter.line,
                "unused-parameter",
                f"Chữ thay “{parameter.name}” chưa dùng ở đâu. Viết {{{parameter.name}}} vào bài, hoặc xóa dòng này.",
            )


def _count(parameters: Sequence[_Parameter], writing: Writing) -> int:
    """How many members there are; 0 with the fault reported when the lines do not go together."""
    report = writing.reporter.error
    sound = True
    for place, parameter in enumerate(parameters):
        message = ""
        if parameter.name in [other.name for other in parameters[:place]]:
            message = f"Chữ thay “{parameter.name}” đã viết ở trên. Đặt tên khác."
        elif not all(parameter.values):
            message = "Có chỗ trống giữa hai dấu |. Viết đủ chữ, hoặc xóa dấu | thừa."
        elif len(parameter.values) != len(parameters[0].values):
            message = (
                f"Dòng này có {len(parameter.values)} chữ thay, dòng đầu có {len(parameters[0].values)}. "
                "Các dòng Thay: phải nhiều như nhau vì chúng đi với nhau."
            )
        elif not LEAST <= len(parameter.values) <= MOST:
            message = f"Cần từ {LEAST} đến {MOST} chữ thay, cách nhau bằng dấu |."
        if message:
            sound = False
            report(parameter.line, "bad-parameter", message)
    columns = list(zip(*(parameter.values for parameter in parameters), strict=False))
    if sound and len(set(columns)) < len(columns):
        sound = False
        report(parameters[0].line, "bad-parameter", "Có hai lần thay giống hệt nhau. Đổi một lần cho khác.")
    return len(columns) if sound else 0


def _read_member(
    read: Read, parameters: Sequence[_Parameter], index: int, block: Block, writing: Writing
) -> object | None:
    """One member. A fault that the members share is told once, one of a later member with the words that make it."""
    told = {(found.line, found.code) for found in writing.reporter.found}
    reporter = Reporter(writing.reporter.file)
    values = {parameter.name: parameter.values[index] for parameter in parameters}
    children = tuple(
        Prose("\n".join(_with_values(line, values) for line in child.text.split("\n")), child.line)
        if isinstance(child, Prose)
        else child
        for child in block.children
    )
    body = read(replace(block, children=children), replace(writing, reporter=reporter))
    said = f" (khi {parameters[0].name} là “{parameters[0].values[index]}”)" if index else ""
    for finding in reporter.found:
        if (finding.line, finding.code) in told:
            continue
        if finding.severity == "error":
            writing.reporter.error(finding.line, finding.code, finding.message + said, finding.column)
        else:
            writing.reporter.warning(finding.line, finding.code, finding.message + said, finding.column)
    return body


def _with_values(line: str, values: Mapping[str, str]) -> str:
    """ "Bà Lan" begins a sentence; within one she is "bà Lan"."""
    done, told = 0, ""
    for use in USE.finditer(line):
        told += line[done : use.start()]
        value = values.get(use[1], use[0])
        if BEGINS.search(told):
            value = value[:1].upper() + value[1:] if WORD.match(value) else value
        elif TITLE.match(value) and not FOR_ITSELF.search(told):
            value = value[:1].lower() + value[1:]
        told, done = told + value, use.end()
    return told + line[done:]
