"""A round of drills, half real and half fraud. Nothing is stored of a round: its token stands in the address, and each of
its answers has a key made of the token and the drill, so that the answers themselves say how far the round is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from app.core.ids import signature
from app.courses.domain.bank import BankFile
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.exercises import Exercise
from app.courses.domain.lessons import Lesson
from app.quiz.domain.drill import Drill
from app.quiz.domain.next_drills import DrillCard, next_drills
from app.quiz.domain.question_family import asked

DRILLS_A_ROUND = 6
SCAM_SKILL = "an-toan-lua-dao"  # in the frameworks of all audiences

Holder: TypeAlias = Lesson | BankFile


@dataclass(frozen=True)
class PlacedDrill:
    """A drill and the lesson or file of the bank that holds it."""

    holder: Holder
    exercise: Exercise

    @property
    def rests(self) -> bool:
        """Teachers read it again: no round asks it."""
        return self.exercise.slug in self.holder.resting

    def drill(self, key: str) -> Drill | None:
        """What is asked under this key: of a family one member."""
        found = asked(self.exercise.body, key)
        return found if isinstance(found, Drill) else None


@dataclass(frozen=True)
class Call:
    """An answer to a drill as it stands in the log, given in a round or in a lesson."""

    key: str
    holder: str
    drill: str
    version: str
    answer: str
    at: datetime
    assisted: bool


@dataclass(frozen=True)
class Round:
    """`calls` so far, in their order, and the names of the drills still to come."""

    token: str
    calls: tuple[Call, ...]
    left: tuple[str, ...]

    @property
    def is_over(self) -> bool:
        return bool(self.calls) and not self.left


def drill_pool(catalogue: Catalogue) -> dict[str, PlacedDrill]:
    """Every drill by its name, which is its address. `content check` lets no two have one; while it complains, the first
    one counts, lessons before the bank."""
    pool: dict[str, PlacedDrill] = {}
    holders: list[Holder] = [*catalogue.lessons.values(), *catalogue.bank.values()]
    for holder in holders:
        for exercise in holder.exercises:
            if isinstance(asked(exercise.body, ""), Drill):
                pool.setdefault(exercise.slug, PlacedDrill(holder, exercise))
    return pool


def teaching_lessons(catalogue: Catalogue) -> tuple[str, ...]:
    """The lessons that teach to tell scams: those with drills, and those about that before anything else. A lesson about
    something else that also warns of scams is none: nearly every one does, and whoever has finished any would have no
    "before" to compare with."""
    return tuple(slug for slug, lesson in catalogue.lessons.items() if _teaches(lesson))


def _teaches(lesson: Lesson) -> bool:
    return lesson.about.skills[0] == SCAM_SKILL or any(exercise.kind == Drill.kind for exercise in lesson.exercises)


def answer_key(secret: bytes, token: str, holder: str, drill: str) -> str:
    """The idempotency key of a drill in a round: the same however often the page is opened."""
    return signature(secret, "drill answer", f"{token} {holder} {drill}")


def round_of(token: str, pool: Mapping[str, PlacedDrill], calls: Sequence[Call], now: datetime, secret: bytes) -> Round:
    """How far the round is. `calls`: all that the learner ever answered, the oldest first. Which drills it has follows
    from what the learner had met when it began, and from chance that nobody outside of the server can foresee."""
    mine = tuple(call for call in calls if call.key == answer_key(secret, token, call.holder, call.drill))
    begun = mine[0].at if mine else now
    met = {call.drill: call.at for call in calls if call.at < begun}
    chosen = next_drills(_cards(pool), met, begun, signature(secret, "drill round", token), DRILLS_A_ROUND)
    done = {call.drill for call in mine}
    left = [name for name in chosen if name not in done]
    return Round(token, mine, tuple(left[: max(0, DRILLS_A_ROUND - len(mine))]))


def _cards(pool: Mapping[str, PlacedDrill]) -> Iterable[DrillCard]:
    for name, placed in pool.items():
        drill = placed.drill("")  # all members of a family have one line of words: the same kind, channel and family
        if drill is not None and not placed.rests:
            yield DrillCard(name, drill.scam, drill.channel, drill.family)
