"""From content files to what the desk shows: pure."""

from collections.abc import Iterable
from html import escape

from app.authoring.pages import DiagnosticView, FileState, ScreenPreview, SourceLine
from app.courses.domain.catalogue import LESSON_NAME
from app.courses.domain.diagnostics import Diagnostic
from app.courses.domain.lessons import Draft, Lesson, Part, Step
from app.courses.domain.readers import AUDIENCE_TITLES, PLATFORM_TITLES
from app.courses.domain.source import SourceFile, with_plain_line_ends
from app.courses.library import ContentLibrary
from app.quiz.domain.choice_question import ChoiceQuestion


def lesson_of(library: ContentLibrary, file: SourceFile) -> Lesson | None:
    """The lesson that learners see for this file, of this version or the last good one."""
    match = LESSON_NAME.fullmatch(file.relative.rpartition("/")[2])
    lesson = library.catalogue.lessons.get(match[2]) if match else None
    return lesson if lesson and lesson.path == file.path else None


def diagnostics_of(library: ContentLibrary, file: SourceFile) -> tuple[Diagnostic, ...]:
    return tuple(diagnostic for diagnostic in library.diagnostics if diagnostic.file == file.path)


def file_state(library: ContentLibrary, file: SourceFile) -> FileState:
    severities = {diagnostic.severity for diagnostic in diagnostics_of(library, file)}
    if "error" in severities:
        return "old-version" if lesson_of(library, file) or file.path in library.replaced else "missing"
    return "warning" if severities else "good"


def previews(draft: Draft | None) -> tuple[ScreenPreview, ...]:
    """Every screen of the file as it stands, and the end; with all variants, and with keys: for teachers only."""
    if draft is None:
        return ()
    screens = []
    for number, screen in enumerate(draft.screens, 1):
        if isinstance(screen, Step):
            body = "\n".join(_part_preview(part) for part in screen.parts)
            screens.append(ScreenPreview(f"{number}. {screen.title}", body))
        elif isinstance(screen.body, ChoiceQuestion):
            screens.append(ScreenPreview(f"{number}. Câu hỏi", _question_preview(screen.body)))
    for ending in draft.endings:
        card = f'{ending.able}<div class="card-to-keep">{ending.card}</div>'
        screens.append(ScreenPreview("Bây giờ bác làm được", card))
    return tuple(screens)


def _part_preview(part: Part) -> str:
    """A variant under the names of those who see it."""
    audiences = [title for tag, title in AUDIENCE_TITLES.items() if tag in part.tags]
    names = [f"Dành cho: {'; '.join(audiences)}"] if audiences else []
    names += [title for tag, title in PLATFORM_TITLES.items() if tag in part.tags]
    if not names:
        return part.html
    return f'<section class="variant"><p class="variant-title">{escape(" · ".join(names))}</p>{part.html}</section>'


def _question_preview(question: ChoiceQuestion) -> str:
    rows = "".join(
        f"<li>{'<strong>Đúng</strong> ' if choice.right else ''}{choice.text}{choice.feedback}</li>"
        for choice in question.choices
    )
    return f"{question.stem}<ul>{rows}</ul>"


def diagnostic_views(diagnostics: Iterable[Diagnostic]) -> tuple[DiagnosticView, ...]:
    return tuple(DiagnosticView(d.line, d.column, d.severity, d.code, d.message) for d in diagnostics)


def source_lines(file: SourceFile, diagnostics: Iterable[Diagnostic]) -> tuple[SourceLine, ...]:
    if file.refused:
        return ()
    marked = {diagnostic.line for diagnostic in diagnostics}
    text = with_plain_line_ends(file.data.decode("utf-8-sig", errors="replace")).removesuffix("\n")
    return tuple(SourceLine(number, line, number in marked) for number, line in enumerate(text.split("\n"), 1))
