"""A `::: tap-bam` block read into a simulation, proven sound (docs/decisions/0008; the words are in docs/vi/tap-bam.md)."""

import re
from collections.abc import Mapping, Sequence

from app.core.ids import digest
from app.courses.domain.blocks import Block, Prose
from app.courses.domain.diagnostics import Reporter
from app.courses.domain.markdown import Writing, judge_line, render_inline, render_markdown
from app.quiz.domain.simulation.control_line import CODE, ControlLine
from app.quiz.domain.simulation.draft_rules import judge_drafts
from app.quiz.domain.simulation.drafts import ControlDraft, ScreenDraft, read_drafts
from app.quiz.domain.simulation.proof import judge_simulation
from app.quiz.domain.simulation.screens import Control, Screen, Simulation

GOAL = "xong"
LINK = re.compile(r"\]\s*[(\[]|\[\[")
LINKED = "Trên màn hình tập không đặt đường dẫn: bác bấm vào là ra khỏi bài. Viết tên bằng chữ, hoặc đưa ra ngoài."


def read_simulation(block: Block, writing: Writing) -> Simulation | None:
    """The simulation of a `::: tap-bam` block, proven sound, or None with every fault reported."""
    reporter = writing.reporter
    for child in block.children:
        if not isinstance(child, Prose):
            reporter.error(
                child.line, "unknown-block", f"Trong tập bấm không đặt khối `{child.name}`. Đưa nó ra ngoài."
            )
            return None
    before = _errors(reporter)
    intro, screens = read_drafts(block.prose, reporter)
    judge_drafts(intro, screens, block, reporter)
    simulation = _simulation(" ".join(block.words), intro, screens, writing)
    if _errors(reporter) > before or reporter.is_full:
        return None  # what a mistyped line hides would be told as missing
    judge_simulation(simulation, block.line, reporter)
    return None if _errors(reporter) > before else simulation


def _errors(reporter: Reporter) -> int:
    return sum(found.severity == "error" for found in reporter.found)


def _simulation(slug: str, intro: ScreenDraft, drafts: tuple[ScreenDraft, ...], writing: Writing) -> Simulation:
    ids = {draft.key: digest(f"{slug}\0{draft.key}")[:10] for draft in drafts}
    stem = compose_text(intro.text, intro.line, writing)
    last = drafts[-1].key if drafts else ""
    return Simulation(
        slug,
        stem,
        tuple(compose_screen(slug, draft, ids, writing) for draft in drafts),
        ids.get(GOAL, ids.get(last, "")),
    )


def compose_screen(slug: str, draft: ScreenDraft, ids: Mapping[str, str], writing: Writing) -> Screen:
    """`ids` of the screens by their keys. Nothing on it leads out of the pretend phone: a link inside of a button would
    be pressed instead of it."""
    judge_line(CODE.sub("", draft.name), draft.line, writing)
    place = f"{slug}\0{draft.key}"
    return Screen(
        id=ids[draft.key],
        name=draft.name.replace("`", ""),
        line=draft.line,
        text=_unlinked(compose_text(draft.text, draft.line + 1, writing), draft.text, draft.line + 1, writing),
        hint=_unlinked(_inline(draft.hint, draft.hint_line, writing), draft.hint, draft.hint_line, writing),
        is_dialog=draft.is_dialog,
        controls=tuple(_control(place, control, typed, ids, writing) for control, typed in draft.read_controls),
    )


def _control(place: str, draft: ControlDraft, typed: ControlLine, ids: Mapping[str, str], writing: Writing) -> Control:
    judge_line(CODE.sub("", typed.written), draft.line, writing)
    return Control(
        id=digest(f"{place}\0{typed.name.casefold()}")[:10],
        kind=typed.kind,
        name=typed.name,
        line=draft.line,
        detail=_unlinked(
            _inline([" " * typed.detail_at + typed.detail], draft.line, writing), [typed.detail], draft.line, writing
        ),
        remark=compose_text(draft.remark, draft.remark_line, writing).strip(),
        goes_to=ids.get(typed.goes_to.casefold(), ""),
        value=typed.value,
        given=typed.given,
        free=typed.free,
    )


def compose_text(lines: Sequence[str], line: int, writing: Writing) -> str:
    return render_markdown(Prose("\n".join(lines), line), writing) if any(text.strip() for text in lines) else ""


def _inline(lines: Sequence[str], line: int, writing: Writing) -> str:
    return render_inline(Prose("\n".join(lines), line), writing) if any(text.strip() for text in lines) else ""


def _unlinked(html: str, lines: Sequence[str], line: int, writing: Writing) -> str:
    """The HTML of these lines; told when there is a link in it, a fact that is shown as one too."""
    if "<a " in html:
        place = next((number for number, text in enumerate(lines) if LINK.search(text)), 0)
        writing.reporter.error(line + place, "link-in-simulation", LINKED)
    return html
