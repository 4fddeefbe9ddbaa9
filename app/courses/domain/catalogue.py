"""All content, compiled: what every page reads. Immutable; a change of any file makes a new one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from pydantic import Field

from app.courses.domain.bank import BankFile
from app.courses.domain.communes import Commune
from app.courses.domain.facts import Fact, Row, Term, Text
from app.courses.domain.frameworks import Framework, Skill
from app.courses.domain.front_matter import Label
from app.courses.domain.lessons import Lesson
from app.courses.domain.search import SearchIndex, search_index
from app.courses.domain.standards import Standard
from app.courses.domain.wordings import Wording

NONE: frozenset[str] = frozenset()


class CourseAbout(Row):
    name: Text = Field(alias="ten")
    aim: Text = Field(alias="muc-tieu")
    order: int = Field(alias="thu-tu", ge=1, le=99, strict=True)
    labels: tuple[Label, ...] = Field(default=(), alias="nhan")


@dataclass(frozen=True)
class Course:
    slug: str
    about: CourseAbout
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True)
class Catalogue:
    """`lessons` in the order of courses and files; the mappings must not be changed."""

    frameworks: Mapping[str, Framework]
    skills: Mapping[str, Skill]
    facts: Mapping[str, Fact]
    terms: Mapping[str, Term]
    courses: tuple[Course, ...]
    lessons: Mapping[str, Lesson]
    bank: Mapping[str, BankFile]
    wordings: Mapping[str, Wording] = field(default_factory=dict)  # of the tutor, by situation
    standards: Mapping[str, Standard] = field(default_factory=dict)  # by framework
    communes: Mapping[str, Commune] = field(default_factory=dict)  # by code
    practice_roots: frozenset[str] = NONE  # names of the content roots that certify nobody

    def is_sealed(self, path: str) -> bool:
        """Whether a file (`path` as in ContentLibrary.files) is of the certification bank, which few may see: a standard, or
        in the bank of a root with standards or difficulties. Of a root that is not there now it stays sealed."""
        root, folder = (*path.split("/"), "")[:2]
        return folder == "standards" or (folder == "bank" and root not in self.practice_roots)

    @cached_property
    def search(self) -> SearchIndex:
        return search_index((lesson, course.about.name) for course in self.courses for lesson in course.lessons)

    @cached_property
    def labels(self) -> Mapping[str, frozenset[Label]]:
        """By lesson: its own and those of its course."""
        return {
            lesson.slug: frozenset({*course.about.labels, *lesson.about.labels})
            for course in self.courses
            for lesson in course.lessons
        }

    @cached_property
    def holders(self) -> tuple[Lesson | BankFile, ...]:
        """Whatever holds exercises: lessons before the bank."""
        return (*self.lessons.values(), *self.bank.values())

    def with_kept(self, kept: Iterable[Lesson | BankFile]) -> "Catalogue":
        """Also these, each where its address is free, and a lesson where its course is still there."""
        courses = {course.slug: course.about for course in self.courses}
        bank, lessons = dict(self.bank), dict(self.lessons)
        for file in kept:
            if isinstance(file, BankFile):
                bank.setdefault(file.slug, file)
            elif file.course in courses:
                lessons.setdefault(file.slug, file)
        rows = arranged(courses, lessons.values())
        return replace(self, courses=rows, lessons=in_order(rows), bank=bank)

    def with_resting(self, names: Mapping[str, frozenset[str]]) -> "Catalogue":
        """The same, with these exercises at rest: by lesson or file of the bank."""
        courses = {course.slug: course.about for course in self.courses}
        rows = arranged(courses, (replace(one, resting=names.get(one.slug, NONE)) for one in self.lessons.values()))
        bank = {file.slug: replace(file, resting=names.get(file.slug, NONE)) for file in self.bank.values()}
        return replace(self, courses=rows, lessons=in_order(rows), bank=bank)

    def after(self, lesson: Lesson) -> Lesson | None:
        """The next lesson of the same course, else the first of the next course."""
        ordered = list(self.lessons.values())
        place = next(i for i, other in enumerate(ordered) if other.slug == lesson.slug)
        return ordered[place + 1] if place + 1 < len(ordered) else None


def arranged(courses: Mapping[str, CourseAbout], lessons: Iterable[Lesson]) -> tuple[Course, ...]:
    """The courses in their order, each with its lessons in the order of their files."""
    ordered = sorted(lessons, key=lambda lesson: lesson.order)
    return tuple(
        Course(slug, about, tuple(lesson for lesson in ordered if lesson.course == slug))
        for slug, about in sorted(courses.items(), key=lambda item: (item[1].order, item[0]))
    )


def in_order(courses: Iterable[Course]) -> dict[str, Lesson]:
    return {lesson.slug: lesson for course in courses for lesson in course.lessons}


EMPTY = Catalogue({}, {}, {}, {}, (), {}, {})
