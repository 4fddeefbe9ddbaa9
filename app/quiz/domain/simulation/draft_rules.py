"""Rules for a simulation as written, screen by screen; the ways between the screens are judged in proof."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from app.courses.domain.blocks import Block
from app.courses.domain.diagnostics import Reporter
from app.quiz.domain.simulation.control_line import CODE, ControlLine
from app.quiz.domain.simulation.drafts import ControlDraft, ScreenDraft
from app.quiz.domain.simulation.screens import ENTRIES, READINGS, TOGGLES
from app.quiz.domain.simulation.typed_text import looks_real, without_marks

MOST_SCREENS = 12
MOST_CONTROLS = 14
LONGEST_NAME = 60  # characters of a name: what fits a phone in large type, and an ear
LONGEST_VALUE = 40
LONGEST_TEXT = 600  # characters on one screen
LONGEST_REMARK = 300


def judge_drafts(intro: ScreenDraft, screens: Sequence[ScreenDraft], block: Block, reporter: Reporter) -> None:
    if not any(line.strip() for line in intro.text):
        message = "Tập bấm chưa có lời dẫn. Trước màn hình đầu tiên, viết một câu nói bác cần làm gì."
        reporter.error(block.line, "no-stem", message)
    if not screens:
        reporter.error(block.line, "no-screen", "Tập bấm chưa có màn hình nào. Viết: ### Tên màn hình.")
    for screen in screens[MOST_SCREENS : MOST_SCREENS + 1]:
        message = f"Tập bấm có {len(screens)} màn hình, nhiều nhất {MOST_SCREENS}. Tách thành hai tập bấm."
        reporter.error(screen.line, "many-screens", message)
    judge_names(screens, reporter)
    _judge_arrows(screens, reporter)
    judge_secrets(block, reporter)
    judge_length("Lời dẫn", intro.text, LONGEST_TEXT, intro.line, reporter)
    for screen in screens:
        _judge_screen(screen, reporter)
        _judge_given_values(screen, intro, screens, reporter)


def _judge_screen(screen: ScreenDraft, reporter: Reporter) -> None:
    judge_length("Màn hình này", [screen.name], LONGEST_NAME, screen.line, reporter)
    judge_length("Màn hình này", screen.text, LONGEST_TEXT, screen.line, reporter)
    judge_length("Lời gợi ý", screen.hint, LONGEST_REMARK, screen.hint_line, reporter)
    if len(screen.controls) > MOST_CONTROLS:
        message = f"Màn hình này có {len(screen.controls)} thứ, nhiều nhất {MOST_CONTROLS}. Bớt đi, hoặc tách ra."
        reporter.error(screen.controls[MOST_CONTROLS].line, "many-controls", message)
    for control, typed in screen.read_controls:
        judge_length("Tên này", [typed.name], LONGEST_NAME, control.line, reporter)
        judge_length("Chữ phải gõ", [typed.value], LONGEST_VALUE, control.line, reporter)
        judge_length("Lời nhắc", control.remark, LONGEST_REMARK, control.remark_line, reporter)
        _judge_remark(control, typed, reporter)


def _judge_remark(control: ControlDraft, typed: ControlLine, reporter: Reporter) -> None:
    """Every wrong press is answered; what is never pressed has no answer."""
    if typed.given and control.is_remarked:
        message = "Ô có sẵn chữ thì bác không bấm được, nên lời nhắc này không bao giờ hiện. Xóa đi."
        reporter.error(control.remark_line, "stray-remark", message)
    elif not control.is_remarked and _needs_remark(typed):
        reporter.error(control.line, "missing-feedback", _how_to_answer(typed))


def _needs_remark(typed: ControlLine) -> bool:
    if typed.free or typed.given:
        return False
    return bool(typed.value) or not (typed.goes_to or typed.kind in READINGS | TOGGLES)


def _how_to_answer(typed: ControlLine) -> str:
    line = "Thêm ở dưới một dòng thụt vào, mở đầu bằng dấu >"
    if typed.kind in ENTRIES:
        return f"Bác gõ nhầm vào **{typed.name}** thì chưa có lời nhắc. {line}."
    if typed.value:
        return f"Bác quên **{typed.name}** thì chưa có lời nhắc. {line}."
    return (
        f"Bác bấm **{typed.name}** thì chưa có gì xảy ra. Nút đúng thì thêm -> Tên màn hình. "
        f"Bấm nhầm thì thêm ở dưới dòng thụt vào, mở đầu bằng >. Bấm hay không cũng được thì ghi (tùy bác)."
    )


def judge_names(screens: Iterable[ScreenDraft], reporter: Reporter) -> None:
    seen: dict[str, int] = {}
    for screen in screens:
        if screen.key in seen:
            message = f"Màn hình “{screen.name}” đã có ở dòng {seen[screen.key]}. Mỗi màn hình một tên."
            reporter.error(screen.line, "duplicate-screen", message)
        seen.setdefault(screen.key, screen.line)
        named: dict[str, int] = {}
        for control, typed in screen.read_controls:
            key = typed.name.casefold()
            if key in named:
                message = f"Tên **{typed.name}** đã dùng ở dòng {named[key]}. Trên một màn hình, mỗi thứ một tên."
                reporter.error(control.line, "duplicate-control", message)
            named.setdefault(key, control.line)


def _judge_arrows(screens: Sequence[ScreenDraft], reporter: Reporter) -> None:
    names = {screen.key: screen.name for screen in screens}
    for screen in screens:
        for control, typed in screen.read_controls:
            target = typed.goes_to.casefold()
            if target and target not in names:
                near = get_close_matches(target, names, 1, 0.5)
                hint = f"Có phải ý thầy cô là “{names[near[0]]}”?" if near else f"Thêm ### {typed.goes_to}."
                message = f"Không có màn hình nào tên “{typed.goes_to}”. {hint}"
                reporter.error(control.line, "unknown-screen", message)
            elif target == screen.key:
                message = "Mũi tên chỉ về chính màn hình này. Bỏ mũi tên, rồi thêm lời nhắc hoặc ghi (tùy bác)."
                reporter.error(control.line, "bad-arrow", message)
            elif target and typed.kind in ENTRIES and sum(other.value != "" for _, other in screen.read_controls) > 1:
                message = "Ô tự dẫn đi phải là thứ duy nhất cần điền. Bỏ mũi tên này, thêm một dòng - nút **…** -> …"
                reporter.error(control.line, "bad-arrow", message)


def judge_secrets(block: Block, reporter: Reporter) -> None:
    """An invented number is seen to be invented. What is not in backquotes is judged as prose."""
    for number, line in enumerate(block.prose.text.split("\n"), block.prose.line):
        real = [code for code in CODE.findall(line) if looks_real(code) in ("id", "phone", "card")]
        for code in real:
            message = f"Con số {code} giống số thật của một người. Thay vài chữ số bằng X, như `001 0XX XXX XXX`."
            reporter.error(number, "real-secret", message)


def _judge_given_values(
    screen: ScreenDraft, intro: ScreenDraft, screens: Sequence[ScreenDraft], reporter: Reporter
) -> None:
    """What has to be typed is given by the simulation itself: in the intro, here, or one screen before."""
    before = [
        other for other in screens if any(typed.goes_to.casefold() == screen.key for _, typed in other.read_controls)
    ]
    readable = "\n".join(_readable(given) for given in (intro, screen, *before))
    for control, typed in screen.read_controls:
        if typed.kind in ENTRIES and typed.value and not typed.given and not typed.free:
            if _compact(typed.value) not in _compact(readable):
                message = (
                    f"Bác chưa được cho biết phải gõ `{typed.value}`. Cho chữ ấy vào lời dẫn, hoặc vào màn hình này."
                )
                reporter.error(control.line, "value-not-told", message)
            elif looks_real(typed.value) in ("account", "old-id") and "." not in typed.value:
                message = f"Số `{typed.value}` giống số tài khoản thật. Bịa một số ngắn hơn chín chữ số."
                reporter.error(control.line, "real-secret", message)


def _readable(screen: ScreenDraft) -> str:
    given = [typed.value for _, typed in screen.read_controls if typed.given]
    return "\n".join([*screen.text, *(typed.detail for _, typed in screen.read_controls), *given])


def _compact(text: str) -> str:
    return "".join(without_marks(text).split()).replace(".", "")


def judge_length(what: str, lines: Sequence[str], most: int, line: int, reporter: Reporter) -> None:
    length = len("\n".join(text.strip() for text in lines).strip())
    if length > most:
        reporter.error(line, "too-long", f"{what} dài {length} ký tự, nhiều nhất {most}. Viết ngắn lại.")
