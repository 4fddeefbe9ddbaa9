"""What a browser may see of the screen a learner stands on: no arrow, no value, no remark that was not earned."""

from dataclasses import dataclass
from html import escape
from typing import Literal

from app.quiz.domain.simulation.play import SHOWN, Mode, State
from app.quiz.domain.simulation.screens import (
    ENTRIES,
    SENDERS,
    TOGGLES,
    Control,
    ControlKind,
    Screen,
    Simulation,
)

Part = Literal["top", "bottom"]

NOUNS: dict[ControlKind, str] = {
    "button": "một nút",
    "key": "một phím",
    "link": "một dòng chữ bấm được",
    "row": "một dòng",
    "icon": "một biểu tượng",
    "switch": "một công tắc",
    "tick": "một ô tích",
    "text": "một ô để gõ",
    "digits": "một ô để gõ số",
    "password": "một ô để gõ mật khẩu",
    "keypad": "bàn phím",
    "notice": "một thông báo",
    "message": "một tin nhắn",
}
TYPED_REAL = (
    "Bác dừng lại một chút nhé. Số vừa gõ giống số thật của bác, nên máy đã bỏ đi, không lưu lại. "
    "Ở đây bác chỉ gõ số tập cho sẵn."
)


@dataclass(frozen=True)
class ShownControl:
    """`value`: what stands in an entry (given, or typed right; a password as dots). `entered` of `length` keys.

    `glows`: in the part of the screen that the hint means. `pointed`: the control that the last hint names.
    """

    id: str
    kind: ControlKind
    name: str
    detail: str
    value: str
    is_entry: bool
    is_pressable: bool
    is_filled: bool
    is_on: bool
    entered: int
    length: int
    glows: bool
    pointed: bool


@dataclass(frozen=True)
class ShownHint:
    """`rung` 1–3; `words` is HTML, "" on the first rung. `back_glows`: going back is what helps."""

    rung: int
    words: str
    back_glows: bool


@dataclass(frozen=True)
class Beneath:
    """The screen under a dialog, not to be pressed."""

    name: str
    text: str


@dataclass(frozen=True)
class View:
    """All of it may go to the browser. `seq` comes back with the form. `remark` is HTML that is to be said now."""

    seq: int
    screen: str
    name: str
    text: str
    is_dialog: bool
    beneath: Beneath | None
    controls: tuple[ShownControl, ...]
    remark: str
    hint: ShownHint | None
    can_go_back: bool
    can_hint: bool
    done: bool


def visible(simulation: Simulation, state: State, mode: Mode = "practice") -> View:
    """The screen as it stands; in an exam without remarks on wrong presses."""
    screen = simulation.by_id[state.trail[-1]]
    wanted = _wanted(simulation, state, screen)
    return View(
        seq=state.taps + 1,
        screen=screen.id,
        name=screen.name,
        text=screen.text,
        is_dialog=screen.is_dialog,
        beneath=_beneath(simulation, state) if screen.is_dialog else None,
        controls=tuple(_shown(screen, control, state, wanted) for control in screen.controls),
        remark=_remark(simulation, state, mode),
        hint=_hint(screen, state, wanted) if state.hint else None,
        can_go_back=len(state.trail) > 1 and not state.done,
        can_hint=mode == "practice" and not state.done and state.hint < SHOWN,
        done=state.done,
    )


def _wanted(simulation: Simulation, state: State, screen: Screen) -> Control | None:
    """What is to be pressed or filled now; None where going back is."""
    step = simulation.next_step(screen)
    if step and step.kind in SENDERS and not step.free:
        return state.unfilled(screen) or step
    return step


def _shown(screen: Screen, control: Control, state: State, wanted: Control | None) -> ShownControl:
    is_filled = control.is_entry and state.is_filled(control)
    return ShownControl(
        id=control.id,
        kind=control.kind,
        name=control.name,
        detail=control.detail,
        value=_standing(control) if control.given or is_filled else "",
        is_entry=control.is_entry,
        is_pressable=control.is_pressable,
        is_filled=is_filled,
        is_on=control.kind in TOGGLES and state.is_on(control),
        entered=state.entered.get(control.id, 0),
        length=control.presses if control.kind == "keypad" else 0,
        glows=bool(state.hint and wanted and _part(screen, control) == _part(screen, wanted)),
        pointed=state.hint >= SHOWN and control is wanted,
    )


def _standing(control: Control) -> str:
    return "•" * len(control.value) if control.kind in ("password", "keypad") else control.value


def _part(screen: Screen, control: Control) -> Part:
    return "top" if screen.controls.index(control) < (len(screen.controls) + 1) // 2 else "bottom"


def _beneath(simulation: Simulation, state: State) -> Beneath | None:
    screens = (simulation.by_id[screen_id] for screen_id in reversed(state.trail))
    return next((Beneath(screen.name, screen.text) for screen in screens if not screen.is_dialog), None)


def _remark(simulation: Simulation, state: State, mode: Mode) -> str:
    if state.typed_real:
        return f"<p>{TYPED_REAL}</p>"
    said = (control for screen in simulation.screens for control in screen.controls if control.id == state.answered_by)
    control = next(said, None)
    if control is None or (mode == "exam" and not control.free):
        return ""
    return control.remark


def _hint(screen: Screen, state: State, wanted: Control | None) -> ShownHint:
    if state.hint == 1:
        words = ""
    elif state.hint == 2:
        words = screen.hint or _place(screen, wanted)
    else:
        words = _named(wanted)
    return ShownHint(state.hint, words, back_glows=wanted is None)


def _place(screen: Screen, wanted: Control | None) -> str:
    if wanted is None:
        return "Đường này không dẫn tới nơi. Bác quay lại màn hình trước nhé."
    where = "hộp thoại" if screen.is_dialog else "màn hình"
    if len(screen.controls) < 2 or wanted.kind == "keypad":
        return f"Bác tìm {NOUNS[wanted.kind]} trên {where}."
    half = "nửa trên" if _part(screen, wanted) == "top" else "nửa dưới"
    return f"Bác tìm {NOUNS[wanted.kind]} ở {half} {where}."


def _named(wanted: Control | None) -> str:
    if wanted is None:
        return "Bác bấm <strong>Quay lại</strong>."
    name, value = f"<strong>{escape(wanted.name)}</strong>", f"<code>{escape(wanted.value)}</code>"
    if wanted.kind == "keypad":
        return f"Bác bấm lần lượt {value} trên bàn phím."
    if wanted.kind in ENTRIES:
        return f"Bác gõ {value} vào ô {name}."
    if wanted.kind in TOGGLES and wanted.value:
        return f"Bác {'bật' if wanted.value == 'on' else 'tắt'} {name}."
    return f"Bác bấm {name}."
