"""From the files of content folders to the catalogue, with every fault at its line."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import PurePosixPath
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel

from app.core.ids import SLUG_MAX, is_slug
from app.courses.domain.bank import BankFile, compile_bank_file
from app.courses.domain.catalogue import Catalogue, CourseAbout, arranged, in_order
from app.courses.domain.communes import Commune
from app.courses.domain.diagnostics import Diagnostic, Reporter
from app.courses.domain.exercises import Kinds
from app.courses.domain.facts import Fact, Term
from app.courses.domain.folding import fold
from app.courses.domain.frameworks import Framework
from app.courses.domain.lesson_text import compile_lesson
from app.courses.domain.lessons import Lesson
from app.courses.domain.links import judge_links
from app.courses.domain.markdown import Writing
from app.courses.domain.places import LESSON_NAME, LONGEST_PATH, is_read, roots_for_practice
from app.courses.domain.prose import judge_prose
from app.courses.domain.source import COMMUNES, SourceFile, decode
from app.courses.domain.standards import Standard, judge_standard
from app.courses.domain.wordings import SITUATIONS, Wording, read_wordings
from app.courses.domain.yaml_text import Path, YamlText, fit, read_yaml

ANSWERED = "lesson or file of the bank"  # one set of names: an answer is kept under one of them

Read: TypeAlias = tuple[Lesson | BankFile, Writing]
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Compiled:
    catalogue: Catalogue
    diagnostics: tuple[Diagnostic, ...]


def compile_catalogue(files: Iterable[SourceFile], today: date, kinds: Kinds, version_key: bytes = b"") -> Compiled:
    """Everything that can be shown, and everything that is wrong. A faulty file leaves out only what it holds."""
    return _Compiler(tuple(files), today, kinds, version_key).run()


class _Compiler:
    def __init__(self, files: tuple[SourceFile, ...], today: date, kinds: Kinds, version_key: bytes) -> None:
        self._files = files
        self._today = today
        self._kinds = kinds
        self._version_key = version_key
        self._reporters: list[Reporter] = []
        self._defined: dict[tuple[str, str], str] = {}

    def run(self) -> Compiled:
        practice_roots = roots_for_practice(self._files)
        self._files = tuple(self._well_placed())
        facts = self._rows("facts", Fact)
        terms = self._rows("glossary", Term)
        frameworks = self._frameworks()
        standards = self._standards(frameworks)
        skills = {skill_id: skill for framework in frameworks.values() for skill_id, skill in framework.skills.items()}
        courses = self._courses()
        writing_for = partial(Writing, facts, terms, skills, self._today, version_key=self._version_key)
        read = [*self._lessons(courses, writing_for), *self._bank(writing_for)]
        screens = self._screens(read)
        for file, writing in read:
            others = {slug: count for slug, count in screens.items() if slug != file.slug}
            judge_links(writing.lesson_links, others, writing.reporter)
        wordings = self._wordings(writing_for, screens)
        self._judge_addresses(read)
        sound = [file for file, writing in read if not writing.reporter.has_errors]
        rows = arranged(courses, (file for file in sound if isinstance(file, Lesson)))
        bank = {file.slug: file for file in sound if isinstance(file, BankFile)}
        catalogue = Catalogue(
            frameworks, skills, facts, terms, rows, in_order(rows), bank, wordings, standards,
            self._rows(COMMUNES, Commune), practice_roots,
        )  # fmt: skip
        return Compiled(catalogue, tuple(sorted(found for reporter in self._reporters for found in reporter.found)))

    def _reporter(self, file: SourceFile) -> Reporter:
        reporter = Reporter(file.path)
        self._reporters.append(reporter)
        return reporter

    def _in(self, folder: str, suffix: str) -> list[SourceFile]:
        """Also the one file of that very name, which lies in the root itself."""
        return [
            file
            for file in self._files
            if f"{file.relative}/".startswith(f"{folder}/") and file.relative.endswith(suffix)
        ]

    def _well_placed(self) -> Iterator[SourceFile]:
        """The files that are read. One that nobody reads is a teacher's lost work: say so."""
        for file in self._files:
            if is_read(file.relative):
                yield file
            elif not file.refused:
                self._reporter(file).error(
                    1,
                    "misplaced-file",
                    "Tệp này không nằm đúng chỗ nên không ai thấy. Bài học đặt ở "
                    "content/courses/ten-khoa/01-ten-bai.md (tên không dấu).",
                )
            if len(file.path) > LONGEST_PATH:
                self._reporter(file).error(1, "bad-slug", "Tên tệp và thư mục dài quá. Đặt tên ngắn lại.")

    def _claim(self, kind: str, name: str, file: SourceFile | Lesson | BankFile, line: int, reporter: Reporter) -> bool:
        first = self._defined.setdefault((kind, name), f"{file.path}:{line}")
        if first != f"{file.path}:{line}":
            reporter.error(line, "duplicate-id", f"Mã `{name}` đã có ở {first}. Đặt mã khác.")
        return first == f"{file.path}:{line}"

    def _yaml(self, file: SourceFile, reporter: Reporter) -> Any:
        text = decode(file, reporter)
        return read_yaml(text, 1, reporter) if text is not None else None

    def _judge_shown(self, texts: dict[str, str], yaml_text: YamlText, path: Path, reporter: Reporter) -> None:
        """The rules of prose for what learners read out of a data file."""
        for key, text in texts.items():
            line = yaml_text.line((*path, key))
            for finding in judge_prose(text):
                reporter.error(line, finding.code, finding.message)

    def _lists(self, folder: str) -> Iterator[tuple[SourceFile, Reporter, YamlText]]:
        for file in self._in(folder, ".yaml"):
            reporter = self._reporter(file)
            yaml_text = self._yaml(file, reporter)
            if yaml_text is not None and isinstance(yaml_text.data, list):
                yield file, reporter, yaml_text
            elif yaml_text is not None:
                reporter.error(1, "bad-field", "Tệp này phải là một danh sách, mỗi phần tử mở đầu bằng dấu gạch ngang.")

    def _rows(self, folder: str, model: type[Model]) -> dict[str, Model]:
        rows: dict[str, Model] = {}
        for file, reporter, yaml_text in self._lists(folder):
            for index in range(len(yaml_text.data)):
                if reporter.is_full:
                    break
                row: Any = fit(model, yaml_text, reporter, (index,))
                if isinstance(row, Term):
                    self._judge_shown({"nghia": row.meaning}, yaml_text, (index,), reporter)
                if isinstance(row, Commune):
                    self._claim("commune by its name", fold(row.label), file, yaml_text.line((index,)), reporter)
                contradictions = row.contradictions() if isinstance(row, Fact) else {}
                for key, message in contradictions.items():
                    line = yaml_text.line((index, key))
                    reporter.error(line, "bad-field", message)
                if (
                    row is not None
                    and not contradictions
                    and self._claim(folder, row.id, file, yaml_text.line((index,)), reporter)
                ):
                    rows[row.id] = row
        return rows

    def _frameworks(self) -> dict[str, Framework]:
        frameworks = {}
        for file in self._in("frameworks", ".yaml"):
            reporter = self._reporter(file)
            yaml_text = self._yaml(file, reporter)
            framework: Framework | None = fit(Framework, yaml_text, reporter) if yaml_text else None
            if framework is None or not self._claim(
                "framework", framework.id, file, yaml_text.line(("khung",)), reporter
            ):
                continue
            for group_index, group in enumerate(framework.groups):
                for skill_index, skill in enumerate(group.skills):
                    line = yaml_text.line(("nhom", group_index, "ky-nang", skill_index))
                    shown = {"ten": skill.name, "lam-duoc": skill.able}
                    self._judge_shown(shown, yaml_text, ("nhom", group_index, "ky-nang", skill_index), reporter)
                    self._claim(f"skill of {framework.id}", skill.id, file, line, reporter)
                    for needed in skill.needs:
                        if needed not in framework.skills:
                            reporter.error(
                                line, "unknown-skill", f"Kỹ năng cần trước `{needed}` không có trong khung này."
                            )
            if not reporter.has_errors:
                frameworks[framework.id] = framework
        return frameworks

    def _standards(self, frameworks: dict[str, Framework]) -> dict[str, Standard]:
        standards = {}
        for file in self._in("standards", ".yaml"):
            reporter = self._reporter(file)
            yaml_text = self._yaml(file, reporter)
            standard: Standard | None = fit(Standard, yaml_text, reporter) if yaml_text else None
            if yaml_text is None or standard is None:
                continue
            self._claim("standard", standard.framework, file, yaml_text.line(("khung",)), reporter)
            if frameworks:  # a file that is judged alone has none beside it
                judge_standard(standard, frameworks.get(standard.framework), yaml_text, reporter)
            if not reporter.has_errors:
                standards[standard.framework] = standard
        return standards

    def _courses(self) -> dict[str, CourseAbout]:
        courses = {}
        for file in self._in("courses", "/course.yaml"):
            reporter = self._reporter(file)
            slug = PurePosixPath(file.relative).parent.name
            if not is_slug(slug):
                reporter.error(1, "bad-slug", f"Tên thư mục `{slug}` chỉ được dùng chữ thường không dấu, số, gạch nối.")
            yaml_text = self._yaml(file, reporter)
            about: CourseAbout | None = fit(CourseAbout, yaml_text, reporter) if yaml_text else None
            if yaml_text and about:
                self._judge_shown({"ten": about.name, "muc-tieu": about.aim}, yaml_text, (), reporter)
            if about and not reporter.has_errors:
                courses[slug] = about
        return courses

    def _lessons(self, courses: dict[str, CourseAbout], writing_for: Callable[[Reporter], Writing]) -> Iterator[Read]:
        for file in self._in("courses", ".md"):
            match = LESSON_NAME.fullmatch(PurePosixPath(file.relative).name)
            if match is None:
                continue
            reporter = self._reporter(file)
            writing = writing_for(reporter)
            course = PurePosixPath(file.relative).parent.name
            self._claim(ANSWERED, match[2], file, 1, reporter)
            if not is_slug(match[2]):
                reporter.error(1, "bad-slug", f"Tên bài dài quá, nhiều nhất {SLUG_MAX} chữ. Đặt tên tệp ngắn lại.")
            if course not in courses:
                reporter.error(1, "unknown-course", f"Thư mục `{course}` chưa có tệp course.yaml đúng.")
            text = decode(file, reporter)
            if text is None:
                continue
            lesson = compile_lesson(match[2], course, int(match[1]), file.path, text, writing, self._kinds)
            if lesson is not None:
                yield lesson, writing

    def _bank(self, writing_for: Callable[[Reporter], Writing]) -> Iterator[Read]:
        for file in self._in("bank", ".md"):
            reporter = self._reporter(file)
            writing = writing_for(reporter)
            slug = PurePosixPath(file.relative).stem
            self._claim(ANSWERED, slug, file, 1, reporter)
            if not is_slug(slug):
                message = f"Tên tệp chỉ dùng chữ thường không dấu, số, gạch nối, nhiều nhất {SLUG_MAX} chữ."
                reporter.error(1, "bad-slug", message)
            text = decode(file, reporter)
            bank_file = compile_bank_file(slug, file.path, text, writing, self._kinds) if text is not None else None
            if bank_file is not None:
                yield bank_file, writing

    def _wordings(self, writing_for: Callable[[Reporter], Writing], screens: Mapping[str, int]) -> dict[str, Wording]:
        """Those that are sound. What the tutor may have to say and cannot is told at its last file."""
        wordings: dict[str, Wording] = {}
        reporters: list[Reporter] = []
        for file, reporter, yaml_text in self._lists("tutor"):
            reporters.append(reporter)
            writing = writing_for(reporter)
            rows = list(read_wordings(yaml_text, writing))
            judge_links(writing.lesson_links, screens, reporter)
            own = {
                row.situation: row for row, line in rows if self._claim("wording", row.situation, file, line, reporter)
            }
            if not reporter.has_errors:
                wordings.update(own.items())
        missing = ", ".join(sorted(SITUATIONS - wordings.keys()))
        if missing and reporters and not any(reporter.has_errors for reporter in reporters):
            reporters[-1].error(1, "missing-wording", f"Trợ lý còn thiếu lời cho: {missing}. Viết thêm vào tệp này.")
        return wordings

    def _screens(self, read: Iterable[Read]) -> dict[str, int]:
        """How many each lesson has. A link to one with a fault of its own is not dead: that fault is told there."""
        names = (LESSON_NAME.fullmatch(PurePosixPath(file.relative).name) for file in self._in("courses", ".md"))
        sound = (file for file, writing in read if isinstance(file, Lesson) and not writing.reporter.has_errors)
        return {name[2]: 0 for name in names if name} | {lesson.slug: len(lesson.screens) for lesson in sound}

    def _judge_addresses(self, read: list[Read]) -> None:
        """Lessons come before the bank: of two with one name the later is told."""
        for file, writing in read:
            for exercise in file.exercises:
                if exercise.slug and self._kinds[exercise.kind].is_addressed:
                    self._claim(f"{exercise.kind} by its address", exercise.slug, file, exercise.line, writing.reporter)
