"""A text that is being written, judged by the project's own compiler beside the catalogue as it is now; and as much of it
as a phone could show. Bounded by the compiler's own limits of size (courses/domain/source.py)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from app.authoring.domain.lint.lint import remarks_of
from app.authoring.domain.lint.remark import Remark
from app.authoring.domain.sample import left_over
from app.core.ids import version_of
from app.courses.domain.bank import BankFile, compile_bank_file, draft_bank_file
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.compilation import compile_catalogue
from app.courses.domain.diagnostics import Diagnostic, Reporter
from app.courses.domain.exercises import Exercise, Kinds
from app.courses.domain.front_matter import LessonFrontMatter, read_front_matter
from app.courses.domain.lesson_text import compile_lesson, draft_lesson
from app.courses.domain.lessons import Ending, Lesson, Screen
from app.courses.domain.links import judge_links
from app.courses.domain.markdown import Writing
from app.courses.domain.places import LESSON_NAME
from app.courses.domain.source import SourceFile, decode

TITLE = re.compile(r"^tieu-de:[ \t]*[\"']?([^\n]{1,90}?)[\"']?[ \t]*$", re.MULTILINE)
UNCHANGED = "Câu này còn nguyên như bài mẫu. Thầy cô viết lại cho đúng bài của mình nhé."


@dataclass(frozen=True)
class Surroundings:
    """What a text is judged beside: the catalogue, the files it was made from, the day, the kinds of exercises."""

    catalogue: Catalogue
    files: Mapping[str, SourceFile]
    today: date
    kinds: Kinds

    def writing(self, path: str) -> Writing:
        catalogue = self.catalogue
        return Writing(catalogue.facts, catalogue.terms, catalogue.skills, self.today, Reporter(path))

    def others(self, path: str) -> Iterator[tuple[str, str]]:
        """The slug of every other lesson or file of the bank, and its path."""
        for file in self.files.values():
            slug = slug_of(file.path)
            if slug and file.path != path:
                yield slug, file.path


@dataclass(frozen=True)
class Judged:
    """What the compiler finds, what the lint advises, and the line on which each screen that can be shown begins."""

    diagnostics: tuple[Diagnostic, ...]
    remarks: tuple[Remark, ...] = ()
    screens: tuple[int, ...] = ()

    @property
    def errors(self) -> int:
        return sum(diagnostic.severity == "error" for diagnostic in self.diagnostics)


def slug_of(path: str) -> str:
    """By which name learners' answers know this file; "" for a file of data. `path` as in ContentLibrary.files."""
    folder, name = path.split("/")[1:2], PurePosixPath(path).name
    lesson = LESSON_NAME.fullmatch(name) if folder == ["courses"] else None
    if lesson:
        return lesson[2]
    return PurePosixPath(path).stem if folder == ["bank"] and name.endswith(".md") else ""


def judge_text(path: str, text: str, around: Surroundings) -> Judged:
    """As if this file held `text`."""
    if not slug_of(path):
        return Judged(compile_catalogue([_file(path, text)], around.today, around.kinds).diagnostics)
    diagnostics, lesson = compiled_beside(path, text, around)
    if lesson is None:
        return Judged(diagnostics)
    remarks = remarks_of(text, around.catalogue.terms, around.catalogue.facts, lesson)
    return Judged(diagnostics, remarks, tuple(screen.line for screen in lesson.screens))


def compiled_beside(path: str, text: str, around: Surroundings) -> tuple[tuple[Diagnostic, ...], Lesson | None]:
    """What the compiler finds in a lesson or a file of the bank, and the lesson as far as it can be read."""
    writing, lesson = _read(path, text, around)
    if lesson is not None:
        _judge_beside(path, lesson, writing, around)
        for line in left_over(text):
            writing.reporter.error(line, "sample-text", UNCHANGED)
    return tuple(sorted(writing.reporter.found)), lesson


def shown_text(path: str, text: str, around: Surroundings) -> Lesson | None:
    """The text as a lesson, as far as it can be read; None when nothing of it can be shown, or it is none."""
    lesson = _read(path, text, around)[1] if slug_of(path) else None
    return lesson if lesson and lesson.screens else None


def written_title(text: str) -> str:
    """What stands for a title in front matter that cannot be read; "" for nothing."""
    found = TITLE.search(text)
    return found[1] if found else ""


def _file(path: str, text: str) -> SourceFile:
    return SourceFile(path, path.partition("/")[2], text.encode())


def _read(path: str, text: str, around: Surroundings) -> tuple[Writing, Lesson | None]:
    """What was found and used, and the lesson as far as it goes; None for bytes that are no text."""
    writing = around.writing(path)
    sound = decode(_file(path, text), writing.reporter)
    if sound is None:
        return writing, None
    compiled = _compiled(path, sound, writing, around)
    return writing, _as_lesson(compiled) if compiled else _readable(path, sound, around)


def _is_bank(path: str) -> bool:
    return path.split("/")[1] == "bank"


def _compiled(path: str, text: str, writing: Writing, around: Surroundings) -> Lesson | BankFile | None:
    place = PurePosixPath(path)
    if _is_bank(path):
        return compile_bank_file(place.stem, path, text, writing, around.kinds)
    order = int(place.name[:2])
    return compile_lesson(slug_of(path), place.parent.name, order, path, text, writing, around.kinds)


def _as_lesson(file: Lesson | BankFile) -> Lesson:
    """Questions of the bank are shown as a lesson shows them."""
    if isinstance(file, Lesson):
        return file
    about = _nameless(file.slug)
    return Lesson(
        file.slug, "", 1, file.path, file.source, file.version, about, file.exercises, Ending("", ""), file.facts
    )


def _readable(path: str, text: str, around: Surroundings) -> Lesson:
    """What can be read of a faulty text: every screen with a name of its own that has something on it."""
    read = draft_bank_file if _is_bank(path) else draft_lesson
    draft = read(text, around.writing(path), around.kinds)
    opened = None if _is_bank(path) else read_front_matter(text, LessonFrontMatter, around.writing(path))
    about = (opened and opened[0]) or _nameless(written_title(text) or slug_of(path))
    ending = draft.endings[0] if draft.endings else Ending("", "")
    screens = tuple(_whole(draft.screens))
    return Lesson(slug_of(path), "", 1, path, text, version_of(text), about, screens, ending, ())


def _nameless(title: str) -> LessonFrontMatter:
    """Only a title: nothing else of the front matter is on a page."""
    unjudged: dict[str, Any] = {"tieu-de": title}
    return LessonFrontMatter.model_construct(**unjudged)


def _whole(screens: tuple[Screen, ...]) -> Iterator[Screen]:
    names: set[str] = set()
    for number, screen in enumerate(screens, 1):
        slug = screen.slug or f"man-hinh-{number}"
        if slug not in names and not (isinstance(screen, Exercise) and screen.body is None):
            names.add(slug)
            yield replace(screen, slug=slug)


def _judge_beside(path: str, lesson: Lesson, writing: Writing, around: Surroundings) -> None:
    """What only the other files can tell: names that are taken, links to lessons that there are not."""
    report = writing.reporter.error
    others = dict(around.others(path))
    if lesson.slug in others:
        report(1, "duplicate-id", f"Mã `{lesson.slug}` đã có ở {others[lesson.slug]}. Đặt mã khác.")
    course = path.split("/")[2]
    if not _is_bank(path) and course not in {known.slug for known in around.catalogue.courses}:
        report(1, "unknown-course", f"Thư mục `{course}` chưa có tệp course.yaml đúng.")
    lessons = around.catalogue.lessons
    screens = {
        slug: len(lessons[slug].screens) if slug in lessons else 0
        for slug, other in others.items()
        if "/courses/" in other
    }
    judge_links(writing.lesson_links, screens, writing.reporter)
    taken = _addressed(path, around)
    for exercise in lesson.exercises:
        if around.kinds[exercise.kind].is_addressed and exercise.slug in taken:
            report(exercise.line, "duplicate-id", f"Mã `{exercise.slug}` đã có ở {taken[exercise.slug]}. Đặt mã khác.")


def _addressed(path: str, around: Surroundings) -> dict[str, str]:
    """Exercises of other files whose name alone is their address, and where they stand."""
    files: list[Lesson | BankFile] = [*around.catalogue.lessons.values(), *around.catalogue.bank.values()]
    return {
        exercise.slug: f"{file.path}:{exercise.line}"
        for file in files
        if file.path != path
        for exercise in file.exercises
        if around.kinds[exercise.kind].is_addressed
    }
