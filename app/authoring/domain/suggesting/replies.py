"""What can be used of the language model's reply: whatever a reader relies on, such as facts, terms, names of buttons and
numbers, must still stand in it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from app.authoring.domain.suggesting.places import Place
from app.authoring.domain.suggesting.requests import CHOICES, Wish, wrong_choices
from app.courses.domain.blocks import MARK
from app.tutor.domain.model_text import Model, json_in

LONGEST_LINE = 300
_KEPT = re.compile(r"\[\[[^\]\n]+\]\]|\*\*[^*\n]+\*\*|`[^`\n]+`")
_NUMBER = re.compile(r"\d+(?:[.,/: ]\d+)*")  # "1900 0368" is one
_HEADING = re.compile(r"^#{1,6} .*$", re.MULTILINE)
_FENCED = re.compile(r"```[a-z]*\n(.*?)\n?```", re.DOTALL)
_UNSAFE = re.compile(
    r"https?://\S*|<[a-zA-Z/!][^>\n]*|\[[^\[\]\n]*\]\([^()\n]*|\b[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,}\b\S*"
)  # whole: one domain is not another

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=LONGEST_LINE)]


class UnusableReply(Exception):
    """Its text tells the teacher, in Vietnamese, what is wrong with what the machine wrote."""


class _Choice(BaseModel):
    model_config = ConfigDict(extra="forbid")
    chu: Words
    dung: bool
    nhan: Words


class _Question(BaseModel):
    model_config = ConfigDict(extra="forbid")
    hoi: Words
    cach: list[_Choice]


class _Feedback(BaseModel):
    model_config = ConfigDict(extra="forbid")
    nhan: list[Words]


@dataclass(frozen=True)
class Suggestion:
    """`block` is to stand in the place of the block that was asked about, or, for a new question, after it."""

    wish: Wish
    block: str


def read_reply(wish: Wish, place: Place, reply: str, taken_slugs: Sequence[str]) -> Suggestion:
    """Raises UnusableReply. `taken_slugs`: names of exercises that a new question may not have."""
    if wish == "easier":
        return Suggestion(wish, _easier(place, reply))
    if wish == "question":
        return Suggestion(wish, _question(place, _json_of(_Question, reply), taken_slugs))
    return Suggestion(wish, _feedback(place, _json_of(_Feedback, reply)))


def _easier(place: Place, reply: str) -> str:
    fenced = _FENCED.search(reply)
    block = (fenced[1] if fenced else reply).strip("\n")
    _refuse_unsafe(block, beside=place.text)
    if _marks(place.text) != _marks(block) or _HEADING.findall(place.text) != _HEADING.findall(block):
        raise UnusableReply("Máy viết chưa giữ đúng các dòng ::: và các dòng tiêu đề. Thầy cô thử lại, hoặc tự viết.")
    old, new = _KEPT.findall(place.text), _KEPT.findall(block)
    if old != new:
        differing = sorted((Counter(old) - Counter(new)) + (Counter(new) - Counter(old))) or ["thứ tự"]
        told = "; ".join(differing[:3])
        raise UnusableReply(f"Máy viết chưa giữ đúng những chỗ này: {told}. Thầy cô thử lại, hoặc tự viết.")
    _refuse_other_numbers(block, place.text, all_kept=True)
    return block


def _question(place: Place, found: _Question, taken_slugs: Sequence[str]) -> str:
    if len(found.cach) != CHOICES or sum(choice.dung for choice in found.cach) != 1:
        raise UnusableReply(f"Máy soạn câu hỏi chưa đủ {CHOICES} cách với một cách đúng. Thầy cô thử lại nhé.")
    slug = next(name for number in range(1, 1000) if (name := f"{place.args[0]}-{number}") not in taken_slugs)
    lines = [f"::: cau-hoi {slug}", _one_line(found.hoi), ""]
    for choice in found.cach:
        lines += [f"- [{'x' if choice.dung else ' '}] {_one_line(choice.chu)}", f"  > {_one_line(choice.nhan)}"]
    block = "\n".join([*lines, ":::"])
    _refuse_unsafe(block, beside=place.text)
    _refuse_other_numbers(block.partition("\n")[2], place.text, all_kept=False)
    return block


def _feedback(place: Place, found: _Feedback) -> str:
    lines = place.text.split("\n")
    wrong = wrong_choices(lines)
    if len(found.nhan) != len(wrong):
        raise UnusableReply("Máy soạn chưa đủ lời nhắn cho mọi cách sai. Thầy cô thử lại nhé.")
    for number, told in reversed(list(zip(wrong, found.nhan, strict=True))):
        end = number + 1
        while end < len(lines) and lines[end].lstrip().startswith(">"):
            end += 1
        lines[number + 1 : end] = [f"  > {_one_line(told)}"]
    block = "\n".join(lines)
    _refuse_unsafe(block, beside=place.text)
    _refuse_other_numbers(block, place.text, all_kept=True)
    return block


def _marks(text: str) -> list[str]:
    return [" ".join(mark[1].split()) for line in text.split("\n") if (mark := MARK.fullmatch(line))]


def _one_line(words: str) -> str:
    """Without what the notation could take for a mark."""
    line = " ".join(words.split())
    return line.lstrip(":>-#[] ") or line


def _refuse_unsafe(block: str, beside: str) -> None:
    if set(_UNSAFE.findall(block)) - set(_UNSAFE.findall(beside)):
        raise UnusableReply("Máy viết thêm địa chỉ hoặc mã lạ. Thầy cô đừng dùng bản này, hãy thử lại.")


def _numbers_in(text: str) -> list[str]:
    """In their order; a number of several groups is one."""
    return [" ".join(number.split()) for number in _NUMBER.findall(_KEPT.sub(" ", text))]


def _refuse_other_numbers(block: str, source: str, *, all_kept: bool) -> None:
    """None that the source does not have; `all_kept`: and all that it has, in the same order."""
    old, new = _numbers_in(source), _numbers_in(block)
    added, lost = sorted(set(new) - set(old)), sorted(set(old) - set(new))
    if added:
        raise UnusableReply(f"Máy viết thêm con số không có trong bài: {'; '.join(added[:3])}. Thầy cô thử lại nhé.")
    if all_kept and old != new:
        what = f": {'; '.join(lost[:3])}" if lost else ""
        raise UnusableReply(f"Máy viết chưa giữ đúng các con số{what}. Thầy cô thử lại, hoặc tự viết.")


def _json_of(model: type[Model], reply: str) -> Model:
    found = json_in(model, reply)
    if found is None:
        raise UnusableReply("Máy trả lời không đúng mẫu. Thầy cô thử lại nhé.")
    return found
