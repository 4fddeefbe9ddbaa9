"""The bank: files that hold exercises without a lesson."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.ids import version_of
from app.courses.domain.blocks import Prose, scan
from app.courses.domain.exercises import (
    Exercise,
    Kinds,
    read_exercise,
    tell_twice_used_slugs,
    tell_unknown_block,
    tell_unknown_steps,
)
from app.courses.domain.facts import Fact
from app.courses.domain.front_matter import BankFrontMatter, read_front_matter
from app.courses.domain.lessons import Draft
from app.courses.domain.markdown import Writing


@dataclass(frozen=True)
class BankFile:
    """`slug` is the file's name, wherever in the bank it lies; no lesson has the same. `version` as of a lesson."""

    slug: str
    path: str
    source: str
    version: str
    about: BankFrontMatter
    exercises: tuple[Exercise, ...]
    facts: tuple[Fact, ...]
    resting: frozenset[str] = frozenset()  # as of a lesson

    def exercise(self, slug: str) -> Exercise | None:
        return next((exercise for exercise in self.exercises if exercise.slug == slug), None)


def compile_bank_file(slug: str, path: str, text: str, writing: Writing, kinds: Kinds) -> BankFile | None:
    """The exercises of a file, or None with every fault reported."""
    about, exercises = _read(text, writing, kinds)
    if writing.reporter.has_errors or about is None:
        return None
    version = version_of(text, writing.version_key)
    return BankFile(slug, path, text, version, about, exercises, tuple(writing.used_facts.values()))


def draft_bank_file(text: str, writing: Writing, kinds: Kinds) -> Draft:
    """As many of the exercises as can be read, with every fault reported."""
    return Draft(_read(text, writing, kinds)[1])


def _read(text: str, writing: Writing, kinds: Kinds) -> tuple[BankFrontMatter | None, tuple[Exercise, ...]]:
    opened = read_front_matter(text, BankFrontMatter, writing)
    if opened is None:
        return None, ()
    about, body, line = opened
    blocks = scan(body, line, writing.reporter, kinds)
    if blocks is None:
        return about, ()
    exercises: list[Exercise] = []
    for block in blocks:
        if isinstance(block, Prose):
            message = "Đoạn này nằm ngoài mọi khối nên không ai thấy. Đưa vào trong một câu hỏi, hoặc xóa đi."
            writing.reporter.error(block.line, "outside-block", message)
        elif block.name in kinds:
            exercises.append(read_exercise(block, about.skills if about else (), kinds, writing))
        else:
            tell_unknown_block(block, kinds, writing)
    tell_twice_used_slugs(((exercise.slug, exercise.line) for exercise in exercises), writing)
    tell_unknown_steps(exercises, (), writing)
    _tell_unknown_names(about, exercises, text, writing)
    if not any(not isinstance(block, Prose) for block in blocks):
        message = "Tệp chưa có câu hỏi nào. Thêm một khối, như `cau-hoi`."
        writing.reporter.error(line, "no-question", message)
    return about, tuple(exercises)


def _tell_unknown_names(
    about: BankFrontMatter | None, exercises: Sequence[Exercise], text: str, writing: Writing
) -> None:
    """Of exercises that the front matter speaks of."""
    known = {exercise.slug for exercise in exercises}
    named = (("thu-nghiem", about.on_trial), *(("chi-hoi-mot", names) for names in about.one_of)) if about else ()
    for key, name in ((key, name) for key, names in named for name in names):
        if name not in known:
            lines = enumerate(text.split("\n"), 1)
            line = next((number for number, said in lines if said.startswith(key)), 1)
            writing.reporter.error(line, "bad-field", f"`{key}` ghi `{name}`, mà tệp này không có câu nào tên ấy.")
