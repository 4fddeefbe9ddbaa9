"""One line of a screen: `- nút **Tiếp tục** -> Mật khẩu mới`. Its grammar, and how tired hands miss it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from app.courses.domain.diagnostics import Reporter
from app.quiz.domain.simulation.screens import ENTRIES, TOGGLES, ControlKind
from app.quiz.domain.simulation.typed_text import without_marks

KIND_WORDS: Mapping[str, ControlKind] = {
    "nút": "button",
    "phím": "key",
    "chữ": "link",
    "dòng chữ": "link",
    "dòng": "row",
    "mục": "row",
    "biểu tượng": "icon",
    "ứng dụng": "icon",
    "công tắc": "switch",
    "ô tích": "tick",
    "ô": "text",
    "ô chữ": "text",
    "ô số": "digits",
    "ô mật khẩu": "password",
    "bàn phím": "keypad",
    "thông báo": "notice",
    "tin nhắn": "message",
}
SETTINGS = {"bật": "on", "tích": "on", "tắt": "off", "bỏ tích": "off"}

_WORDS = "|".join(sorted(KIND_WORDS, key=len, reverse=True))
_BARE_WORDS = "|".join(sorted({without_marks(word) for word in KIND_WORDS}, key=len, reverse=True))
BULLET = re.compile(r"\s*[-*+][ \t]+(?=\S)")
KIND = re.compile(rf"({_WORDS})(?=[\s*:]|$)", re.IGNORECASE)
NAME = re.compile(r"\s*\*\*(?!\*)([^*]*)\*\*(?!\*)")
ARROW = re.compile(r"-{1,2}>|[→⟶➔➜]|=>")
NEAR_ARROW = re.compile(r"[–—−]\s*>|[-=]\s+>|>{1,2}|<-|[←»›]")
DETAIL = re.compile(r"\s*(?:[:：]\s*(.*\S))?\s*")
TO_TYPE = re.compile(r"[:：]?\s*(?:(gõ|điền|nhập|bấm)|(có sẵn|đã có sẵn|đã điền))?\s*`([^`]+)`\s*(\(đã điền sẵn\)|\(có sẵn\))?", re.IGNORECASE)  # fmt: skip
TAG = re.compile(r"\s*\(([^()]*)\)\s*$")
FREE = "tuy bac"
NEAR_FREE = [FREE, "tuy y", "tuy chon", "khong bat buoc", "tuy y bac"]
# What was meant as a control: `-nút **A**`, `• nut **A**`, `nút **A** -> B`, `-> B` alone.
_STARRED = rf"\s*[-*+–—−•·●]{{1,3}}\s*(?:{_BARE_WORDS})\b.*\*"
_UNMARKED = rf"\s*(?:\d+[.)]\s*)?(?:{_BARE_WORDS})\s*\*+[^*]+\*+\s*(?:{ARROW.pattern}|{NEAR_ARROW.pattern})"
_ARROW_ALONE = rf"\s*(?:{ARROW.pattern}|[–—−]>)"
NEAR_CONTROL = re.compile(f"{_STARRED}|{_UNMARKED}|{_ARROW_ALONE}")
CODE = re.compile(r"`[^`]*`")
WRITTEN = "Viết: - nút **Tên nút** -> Tên màn hình"


@dataclass(frozen=True)
class ControlLine:
    """`detail` starts in column `detail_at` (from 0). `goes_to` is the name of a screen as typed, "" without an arrow."""

    kind: ControlKind
    word: str
    written: str  # the name as typed, with its backquotes
    name: str
    goes_to: str
    free: bool
    detail: str = ""
    detail_at: int = 0
    value: str = ""
    given: bool = False


class _MistypedError(Exception):
    """How to type it."""


def is_control_line(text: str) -> bool:
    """Meant as a control, typed well or not. Below a screen's name every `- ` line is one."""
    return bool(BULLET.match(text) or NEAR_CONTROL.match(_bare(text)))


def is_sound_control_line(text: str) -> bool:
    """A bullet, a kind and a name in bold: no list of plain prose looks so by chance."""
    bullet = BULLET.match(text)
    kind = KIND.match(text, bullet.end()) if bullet else None
    return bool(kind and NAME.match(text, kind.end()))


def read_control_line(text: str, line: int, reporter: Reporter) -> ControlLine | None:
    """The control, or None with its fault reported."""
    try:
        return _read(text, line, reporter)
    except _MistypedError as mistake:
        how = str(mistake) if "**" in str(mistake) else f"{mistake} {WRITTEN}"
        reporter.error(line, "bad-control", f"Dòng này giống một thứ để bấm mà gõ chưa đúng. {how}")
        return None


def _read(text: str, line: int, reporter: Reporter) -> ControlLine | None:
    bullet = BULLET.match(text)
    if bullet is None:
        raise _MistypedError("Mở đầu bằng dấu gạch ngang và một dấu cách.")
    kind = KIND.match(text, bullet.end())
    if kind is None:
        raise _MistypedError(_unknown_kind(text[bullet.end() :]))
    word = kind[1].casefold()
    name = NAME.match(text, kind.end())
    if name is None or not any(letter.isalnum() for letter in name[1]):
        _report_name(text[kind.end() :], word, name is not None, line, reporter)
        return None
    before, goes_to, free = _split_tail(text, name.end())
    if goes_to == "":
        reporter.error(line, "bad-arrow", "Sau mũi tên chưa có tên màn hình. Viết: -> Tên màn hình.")
        return None
    spoken = " ".join(name[1].replace("`", "").split())
    control = ControlLine(KIND_WORDS[word], word, name[1], spoken, goes_to or "", free)
    if control.kind in ENTRIES:
        return _as_entry(control, before.strip(), line, reporter)
    detail = DETAIL.fullmatch(before)
    if detail is None:
        raise _MistypedError("Sau tên chỉ viết được dấu hai chấm rồi lời, hoặc mũi tên -> rồi tên màn hình.")
    if control.kind in TOGGLES:
        return _as_toggle(control, detail[1] or "")
    return replace(control, detail=detail[1] or "", detail_at=name.end() + max(detail.start(1), 0))


def _split_tail(text: str, start: int) -> tuple[str, str | None, bool]:
    """What stands between the name and the arrow; the screen behind it, None without an arrow; whether it is free."""
    shown = CODE.sub(lambda code: "\x00" * len(code[0]), text)  # an arrow in an example is no arrow
    arrow = ARROW.search(shown, start)
    near = None if arrow else NEAR_ARROW.search(shown, start)
    if near:
        raise _MistypedError(f"Mũi tên “{near[0]}” gõ chưa đúng, phải là dấu trừ liền dấu lớn: ->.")
    before, free_before = _without_free(text[start : arrow.start() if arrow else len(text)])
    target, free_behind = _without_free(text[arrow.end() :]) if arrow else ("", False)
    goes_to = " ".join(target.strip(" .*“”\"'").split()) if arrow else None
    return before, goes_to, free_before or free_behind


def _without_free(text: str) -> tuple[str, bool]:
    tag = TAG.search(text)
    typed = without_marks(tag[1]) if tag else ""
    if tag and typed == FREE:
        return text[: tag.start()], True
    if get_close_matches(typed, NEAR_FREE, 1, 0.8):
        raise _MistypedError("Thứ bấm cũng được, không bấm cũng được thì ghi đúng hai chữ: (tùy bác).")
    return text, False


def _as_entry(control: ControlLine, before: str, line: int, reporter: Reporter) -> ControlLine | None:
    typed = TO_TYPE.fullmatch(before)
    value = typed[3].strip() if typed else ""
    if not value and (before or control.goes_to or not control.free):
        how = f"Viết: - {control.word} **{control.name}**: gõ `…`, chữ phải gõ nằm giữa hai dấu `"
        message = f"Chưa đọc được bác phải gõ gì vào ô này. {how}; ô đã điền sẵn thì viết: có sẵn `…`."
        reporter.error(line, "missing-value", message)
        return None
    given = bool(typed and (typed[2] or typed[4]))
    if given and control.goes_to:
        raise _MistypedError("Ô có sẵn chữ thì không bấm được. Để mũi tên ở một nút.")
    if control.kind in ("digits", "keypad") and not given and any(letter.isalpha() for letter in value):
        raise _MistypedError(
            f"Vào {control.word} chỉ gõ được số. Gõ chữ thì dùng loại `ô`; số che bằng X thì ghi có sẵn."
        )
    if control.kind == "keypad":
        value = "".join(digit for digit in value if digit.isdigit())
    return replace(control, value=value, given=given)


def _as_toggle(control: ControlLine, setting: str) -> ControlLine:
    value = SETTINGS.get(setting.casefold(), "")
    if setting and not value:
        raise _MistypedError(f"Sau tên của {control.word} chỉ viết được: bật, tắt, tích, bỏ tích.")
    if value and control.goes_to:
        raise _MistypedError(
            f"Mỗi {control.word} chỉ làm một việc: gạt, hoặc dẫn đi. Bỏ mũi tên hoặc bỏ chữ “{setting}”."
        )
    return replace(control, value=value)


def _unknown_kind(text: str) -> str:
    typed = without_marks(re.split(r"[*:]|->", text)[0])
    bare = {without_marks(word): word for word in KIND_WORDS}
    near = get_close_matches(typed, bare, 1, 0.6) if typed else []
    if near:
        return f"Không có loại “{typed}”. Có phải ý thầy cô là `{bare[near[0]]}`?"
    return f"Thiếu loại ở đầu dòng, một trong: {', '.join(KIND_WORDS)}."


def _report_name(rest: str, word: str, is_starred: bool, line: int, reporter: Reporter) -> None:
    words = re.split(rf"[:：]|{ARROW.pattern}|{NEAR_ARROW.pattern}", rest)[0].strip(" *_\"“”'`")
    if not is_starred and any(letter.isalnum() for letter in words):
        raise _MistypedError(f"Tên phải nằm giữa hai cặp dấu sao: - {word} **{words[:40]}**.")
    message = f"Chưa có tên để máy đọc lên cho người khiếm thị. Viết: - {word} **Tên**, tên phải có chữ hoặc số."
    reporter.error(line, "no-name", message)


def _bare(text: str) -> str:
    """Letters without marks, each in its column."""
    return "".join(bare if len(bare := without_marks(c)) == 1 else c for c in text)
