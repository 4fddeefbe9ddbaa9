"""What the answers say per skill today: new, practising, able. It never goes back. (Issue 3 brings the posterior.)"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from app.courses.domain.catalogue import Catalogue
from app.courses.domain.progress import Answered

SkillState = Literal["new", "practising", "able"]


@dataclass(frozen=True)
class SkillProgress:
    """`practise` names the lesson that holds the first exercise still to be answered right; "" when none is left."""

    state: SkillState
    practise: str


def skill_progress(catalogue: Catalogue, answered: Iterable[Answered]) -> Mapping[str, SkillProgress]:
    """Able: every exercise of the skill has been answered right at least once. Skills without exercises are left out."""
    right = {(row.lesson, row.exercise): row.right for row in answered}
    exercises: dict[str, list[tuple[str, str]]] = {}
    for lesson in catalogue.lessons.values():
        for exercise in lesson.exercises:
            for skill in exercise.skills:
                exercises.setdefault(skill, []).append((lesson.slug, exercise.slug))
    return {skill: _progress(pairs, right) for skill, pairs in exercises.items()}


def _progress(pairs: list[tuple[str, str]], right: Mapping[tuple[str, str], bool]) -> SkillProgress:
    missing = [lesson for lesson, exercise in pairs if not right.get((lesson, exercise))]
    if not missing:
        return SkillProgress("able", "")
    started = any(pair in right for pair in pairs)
    return SkillProgress("practising" if started else "new", missing[0])
