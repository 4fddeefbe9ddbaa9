"""What the compiler says of a draft, and what it teaches about, as it would be once published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.authoring.domain.judging import Surroundings, compiled_beside
from app.courses.domain.catalogue import Catalogue, arranged, in_order
from app.courses.domain.compilation import Compiled
from app.courses.domain.diagnostics import Diagnostic
from app.courses.domain.front_matter import Label
from app.courses.domain.lessons import Lesson

NO_LABELS: frozenset[str] = frozenset()
WORDINGS: Label = "an-toan"  # what the tutor says to people who were cheated, or typed a secret


@dataclass(frozen=True)
class Judgement:
    """`faults` keep the text from being submitted and published; `labels` ask for a second approval."""

    faults: tuple[Diagnostic, ...]
    labels: frozenset[str]


def judge_lesson(path: str, text: str, around: Surroundings) -> Judgement:
    """Of a lesson or a file of the bank. Other files are not compiled again: nothing in them can change by it but what
    is told at its own lines, names that are taken."""
    diagnostics, lesson = compiled_beside(path, text, around)
    faults = tuple(found for found in diagnostics if found.severity == "error")
    if faults or lesson is None or not lesson.course:  # questions of the bank are shown as a lesson of no course
        return Judgement(faults, NO_LABELS)
    return Judgement((), labels_touched(path, around.catalogue, _with_lesson(around.catalogue, lesson)))


def _with_lesson(catalogue: Catalogue, lesson: Lesson) -> Catalogue:
    courses = {course.slug: course.about for course in catalogue.courses}
    rows = arranged(courses, {**catalogue.lessons, lesson.slug: lesson}.values())
    return replace(catalogue, courses=rows, lessons=in_order(rows))


def judge_shared(path: str, now: Compiled, then: Compiled) -> Judgement:
    """Of a file that lessons share: facts, words, a framework, a course. `now`: what is published and what is wrong with
    it; `then`: with the new text of `path`."""
    faults = blocking(path, now.diagnostics, then.diagnostics)
    return Judgement(faults, NO_LABELS if faults else labels_touched(path, now.catalogue, then.catalogue))


def blocking(path: str, now: Iterable[Diagnostic], then: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Errors that keep the text of `path` from being published: its own; where it has none, those that other files get
    by it. (What they get by a text that cannot be read says nothing of them.)"""
    known = set(now)
    errors = [diagnostic for diagnostic in then if diagnostic.severity == "error"]
    own = tuple(diagnostic for diagnostic in errors if diagnostic.file == path)
    return own or tuple(diagnostic for diagnostic in errors if diagnostic not in known)


def labels_touched(path: str, now: Catalogue, then: Catalogue) -> frozenset[str]:
    """What the change is about, of the labels that ask for a second approval: those of the lesson of `path` before and
    after, and of every lesson that it changes from outside: by a fact or a word that the lesson uses, by its course. What
    the tutor says when somebody has been cheated is safety, however it is changed."""
    touched: set[str] = {WORDINGS} if now.wordings != then.wordings else set()
    changed_facts = _changed(now.facts, then.facts)
    changed_terms = _changed(now.terms, then.terms)
    for catalogue in (now, then):
        for slug, lesson in catalogue.lessons.items():
            is_relabelled = now.labels.get(slug) != then.labels.get(slug)
            if lesson.path == path or is_relabelled or _uses(lesson, changed_facts, changed_terms):
                touched |= catalogue.labels[slug]
    return frozenset(touched)


def labels_now(path: str, catalogue: Catalogue) -> frozenset[str]:
    """Of what learners see in this file: the labels of its lesson, and of its course; of the tutor's words. None for
    other files."""
    said = frozenset(WORDINGS for one in catalogue.wordings.values() if one.path == path)
    return said.union(*(catalogue.labels[one.slug] for one in catalogue.lessons.values() if one.path == path))


def _changed(now: Mapping[str, Any], then: Mapping[str, Any]) -> set[str]:
    return {name for name in now.keys() | then.keys() if now.get(name) != then.get(name)}


def _uses(lesson: Lesson, facts: set[str], terms: set[str]) -> bool:
    named = (mark for term in terms for mark in (f"[[?{term}]]", f"[[?{term}|"))
    return any(fact.id in facts for fact in lesson.facts) or any(mark in lesson.source for mark in named)
