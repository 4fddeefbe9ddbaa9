"""A step said anew, compiled like any other and held against what its teacher wrote."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.courses.domain.catalogue import Catalogue
from app.courses.domain.diagnostics import Reporter
from app.courses.domain.exercises import Kinds
from app.courses.domain.lesson_text import draft_lesson
from app.courses.domain.lessons import Lesson, Step
from app.courses.domain.markdown import Writing
from app.tutor.domain.fidelity.findings import Judgement, Verdict, verdict_of
from app.tutor.domain.fidelity.judgement import judged
from app.tutor.domain.passages import with_references
from app.tutor.domain.rewriting.buckets import Bucket
from app.tutor.domain.rewriting.material import Material, Passage, materials
from app.tutor.domain.rewriting.reading import is_easy, refuse_hard_reading, refuse_other_address
from app.tutor.domain.rewriting.unusable import Unusable


@dataclass(frozen=True)
class Around:
    """What texts are compiled with."""

    catalogue: Catalogue
    today: date
    kinds: Kinds

    def materials(self, lesson: Lesson) -> dict[str, Material]:
        return materials(lesson, self.kinds)


def is_wanted(step: Step, material: Material, bucket: Bucket, around: Around) -> bool:
    """Whether these readers are helped by other words. Slow readers are not where the teacher wrote simpler ones
    ("de-hon"), or where the sentences are short as they are."""
    if not bucket.is_slow:
        return not bucket.is_served_by_source
    return not step.easier and not is_easy(_texts(material, {}, around))


def judge(step: Step, material: Material, said: Mapping[int, str], bucket: Bucket, around: Around) -> Judgement:
    """Every passage against its own source. Raises Unusable where nothing can be made of it."""
    compiled_step(step, material, said, around)
    if all(said.get(piece.number, piece.text) == piece.text for piece in material.pieces):
        raise Unusable("Chưa viết lại gì: chữ giống hệt bài gốc.")
    before, after = _texts(material, {}, around), _texts(material, said, around)
    refuse_other_address(" ".join(before), " ".join(after))
    if bucket.is_slow:
        refuse_hard_reading(after)
    findings = tuple(one for passage in material.passages for one in _judged(passage, said, around).findings)
    return Judgement(verdict_of(findings), findings)


def sound_part(material: Material, said: Mapping[int, str], around: Around) -> dict[int, str]:
    """Of the passages in which no error was found."""
    sound = (one for one in material.passages if _judged(one, said, around).verdict is not Verdict.REJECT)
    numbers = {piece.number for passage in sound for piece in passage.pieces}
    return {number: words for number, words in said.items() if number in numbers}


def _judged(passage: Passage, said: Mapping[int, str], around: Around) -> Judgement:
    return judged(*(with_references(passage.text(one), around.catalogue) for one in ({}, said)))


def compiled_step(step: Step, material: Material, said: Mapping[int, str], around: Around) -> Step:
    """By the compiler of lessons, with its rules of prose. Raises Unusable for what it does not take, and where more has
    changed than the pieces: what cites another fact, what opens a block."""
    as_it_is, source_faults = _compiled(material, {}, around)
    anew, faults = _compiled(material, said, around)
    if as_it_is is None or as_it_is.parts != step.parts:
        raise Unusable("Bài đang dùng bản cũ của dữ kiện, nên chưa viết lại được.")
    if anew is None or faults - source_faults:
        raise Unusable(" ".join(sorted(faults - source_faults)) or "Không dịch được thành bài.")
    if _frame(anew) != _frame(as_it_is):
        raise Unusable("Bản viết lại làm đổi dữ kiện, từ khó hoặc các khối của bước.")
    return replace(anew, line=step.line)


def _compiled(material: Material, said: Mapping[int, str], around: Around) -> tuple[Step | None, frozenset[str]]:
    """The step, and what is wrong with it, or with a lesson that has this step alone."""
    catalogue, reporter = around.catalogue, Reporter("")
    writing = Writing(catalogue.facts, catalogue.terms, catalogue.skills, around.today, reporter)
    draft = draft_lesson(material.source(said), writing, around.kinds)
    step = draft.screens[0] if len(draft.screens) == 1 else None
    faults = frozenset(found.message for found in reporter.found if found.severity == "error")
    return (step if isinstance(step, Step) else None), faults


def _frame(step: Step) -> object:
    """All that must be as it was: everything but the words of common prose."""
    kept = [(part.tags, part.callout, part.html if part.tags or part.callout else "") for part in step.parts]
    return step.slug, step.title, kept, set(step.facts), set(step.terms), step.expired, step.easier


def _texts(material: Material, said: Mapping[int, str], around: Around) -> list[str]:
    """The pieces as they are read."""
    return [with_references(said.get(piece.number, piece.text), around.catalogue) for piece in material.pieces]
