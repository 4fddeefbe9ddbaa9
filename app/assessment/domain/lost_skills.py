"""Skills that a certificate names and that have not evidence enough any more, as a task was found to be flawed since, or a
late answer was ruled upon. The decision about the whole may stand all the same: that is another question."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from app.sittings.domain.evidence import Evidence


@dataclass(frozen=True)
class LostSkill:
    """What is left of the skill `id`: scored tasks of its own, how many of them were performed and right, and how sure one is
    (0–1) that its holder stands at or above the cut in it."""

    id: str
    name: str
    tasks: int
    performed: int
    p_master: float


def lost_skills(skills: Iterable[Evidence], named: Iterable[tuple[str, str]]) -> tuple[LostSkill, ...]:
    """Of those that a certificate names (id and name), in its order. `skills`: what there is evidence of now."""
    known = {one.of: one for one in skills}
    found = []
    for id_, name in named:
        left = known.get(id_)
        if left is None:
            found.append(LostSkill(id_, name, 0, 0, 0.0))
        elif left.standing != "shown":
            found.append(LostSkill(id_, name, left.n, left.performed, round(left.p_master, 4)))
    return tuple(found)


def is_more(lost: Iterable[LostSkill], before: Iterable[LostSkill]) -> bool:
    """Whether something is lost that was not before."""
    return not {one.id for one in lost} <= {one.id for one in before}


def as_text(lost: Iterable[LostSkill]) -> str:
    return json.dumps([asdict(one) for one in lost], ensure_ascii=False)


def from_text(text: str) -> tuple[LostSkill, ...]:
    return tuple(LostSkill(**one) for one in json.loads(text))
