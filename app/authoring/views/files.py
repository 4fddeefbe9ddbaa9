"""Every content file with its state, and one file with its faults and its screens."""

from collections.abc import Iterable, Iterator
from html import escape

from app.authoring.domain.lint.lint import remarks_of
from app.authoring.pages.desk import FileGroup, FileRow, FileState
from app.authoring.pages.files import DiagnosticView, RemarkView, ScreenPreview, SourceLine
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.diagnostics import Diagnostic
from app.courses.domain.lessons import Draft, Lesson, Part, Step
from app.courses.domain.places import LESSON_NAME
from app.courses.domain.readers import AUDIENCE_TITLES, PLATFORM_TITLES, WORK_TITLES
from app.courses.domain.source import SourceFile, with_plain_line_ends
from app.courses.library import ContentLibrary
from app.quiz.domain.question import Question
from app.quiz.domain.question_family import QuestionFamily
from app.quiz.domain.simulation.screens import ENTRIES, Control, Simulation


def lesson_of(library: ContentLibrary, file: SourceFile) -> Lesson | None:
    """The lesson that learners see for this file, of this version or the last good one."""
    match = LESSON_NAME.fullmatch(file.relative.rpartition("/")[2])
    lesson = library.catalogue.lessons.get(match[2]) if match else None
    return lesson if lesson and lesson.path == file.path else None


def _is_read(library: ContentLibrary, file: SourceFile) -> bool:
    """Whether the catalogue has what this file holds, of this version or the last good one."""
    return lesson_of(library, file) is not None or any(
        kept.path == file.path for kept in library.catalogue.bank.values()
    )


def diagnostics_of(library: ContentLibrary, file: SourceFile) -> tuple[Diagnostic, ...]:
    return tuple(diagnostic for diagnostic in library.diagnostics if diagnostic.file == file.path)


def file_state(library: ContentLibrary, file: SourceFile) -> FileState:
    severities = {diagnostic.severity for diagnostic in diagnostics_of(library, file)}
    if "error" in severities:
        return "old-version" if _is_read(library, file) or file.path in library.replaced else "missing"
    return "warning" if severities else "good"


def file_group(name: str, files: Iterable[FileRow]) -> FileGroup:
    rows = tuple(files)
    return FileGroup(name, rows, sum(row.state != "good" for row in rows))


def previews(draft: Draft | None) -> tuple[ScreenPreview, ...]:
    """Every screen of the file as it stands, and the end; with all variants, and with keys: for teachers only."""
    if draft is None:
        return ()
    screens = []
    for number, screen in enumerate(draft.screens, 1):
        if isinstance(screen, Step):
            parts = [*map(_part_preview, screen.parts)]
            if screen.easier:
                parts.append(_under("Giải thích dễ hơn, người đọc chậm thấy trước", screen.easier))
            body = "\n".join(parts)
            screens.append(ScreenPreview(f"{number}. {screen.title}", body))
        elif isinstance(screen.body, Simulation):
            screens += _simulation_previews(number, screen.body)
        else:
            screens += _question_previews(number, screen.body)
    for ending in draft.endings:
        card = f'{ending.able}<div class="card-to-keep">{ending.card}</div>'
        screens.append(ScreenPreview("Bây giờ bác làm được", card))
    return tuple(screens)


def _part_preview(part: Part) -> str:
    """A variant under the names of those who see it."""
    audiences = [title for tag, title in AUDIENCE_TITLES.items() if tag in part.tags]
    names = [f"Dành cho: {'; '.join(audiences)}"] if audiences else []
    names += [title for tag, title in PLATFORM_TITLES.items() if tag in part.tags]
    names += [title for tag, title in WORK_TITLES.items() if tag in part.tags]
    return _under(" · ".join(names), part.html) if names else part.html


def _under(title: str, html: str) -> str:
    return f'<section class="variant"><p class="variant-title">{escape(title)}</p>{html}</section>'


def _question_previews(number: int, body: object) -> Iterator[ScreenPreview]:
    """Of a family every member. Nothing of what could not be read."""
    members = body.members if isinstance(body, QuestionFamily) else (body,)
    for place, member in enumerate(members, 1):
        if isinstance(member, Question):
            which = f" ({place}/{len(members)})" if len(members) > 1 else ""
            yield ScreenPreview(f"{number}. Câu hỏi{which}", member.answer_key())


def _simulation_previews(number: int, simulation: Simulation) -> Iterator[ScreenPreview]:
    """Its screens in the order of the file, with the ways between them."""
    for screen in simulation.screens:
        stem = simulation.stem if screen.id == simulation.start else ""
        rows = "".join(f"<li>{_control_preview(simulation, control)}</li>" for control in screen.controls)
        hint = f"<p>Gợi ý: {screen.hint}</p>" if screen.hint else ""
        yield ScreenPreview(f"{number}. Tập bấm: {screen.name}", f"{stem}{screen.text}<ul>{rows}</ul>{hint}")


def _control_preview(simulation: Simulation, control: Control) -> str:
    value = f" <code>{escape(control.value)}</code>" if control.kind in ENTRIES and control.value else ""
    target = simulation.by_id.get(control.goes_to)
    arrow = f" → {escape(target.name)}" if target else ""
    sort = "đúng" if control.is_step and not control.free else "tùy bác" if control.free else ""
    said = f" ({sort})" if sort else ""
    return f"<strong>{escape(control.name)}</strong> {control.detail}{value}{arrow}{said}{control.remark}"


def diagnostic_views(diagnostics: Iterable[Diagnostic]) -> tuple[DiagnosticView, ...]:
    return tuple(DiagnosticView(d.line, d.column, d.severity, d.code, d.message) for d in diagnostics)


def remark_views(file: SourceFile, catalogue: Catalogue) -> tuple[RemarkView, ...]:
    """Advice on the wording of a lesson or a file of the bank."""
    if file.refused or not file.relative.endswith(".md"):
        return ()
    text = _text_of(file)
    lesson = next((one for one in catalogue.lessons.values() if one.path == file.path and one.source == text), None)
    found = remarks_of(text, catalogue.terms, catalogue.facts, lesson)
    return tuple(RemarkView(remark.line, remark.message) for remark in found)


def source_lines(file: SourceFile, diagnostics: Iterable[Diagnostic]) -> tuple[SourceLine, ...]:
    if file.refused:
        return ()
    told: dict[int, list[str]] = {}
    for diagnostic in diagnostics:
        told.setdefault(diagnostic.line, []).append(diagnostic.message)
    text = _text_of(file).removesuffix("\n")
    return tuple(
        SourceLine(number, line, tuple(told.get(number, ()))) for number, line in enumerate(text.split("\n"), 1)
    )


def _text_of(file: SourceFile) -> str:
    return with_plain_line_ends(file.data.decode("utf-8-sig", errors="replace"))
