"""Who may read a case, and what its readings come to.

One assessor decides. Where a second one has to (drawn at random, or not attained near the cut), nothing holds until
they have: agreed, on the decision and on the certificate, it holds; not agreed, a third decides. A case that is opened again begins a new round.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.courses.domain.communes import is_same_commune

Outcome: TypeAlias = Literal["approve", "practical", "deny"]
Kind: TypeAlias = Literal["approve", "practical", "deny", "reopen", "keep", "reissue"]  # "reissue" is kept as two
Stage: TypeAlias = Literal["first", "second", "third", "settled"]
Obstacle: TypeAlias = Literal["no-commune", "own-commune", "own-class", "read-before", "same-commune", "decided-before"]

OUTCOMES: tuple[Outcome, ...] = ("approve", "practical", "deny")
STAGES: tuple[Stage, ...] = ("first", "second", "third")


@dataclass(frozen=True)
class Decided:
    """One decision, as it was written. `assessor` None: the service itself, which only ever opens again, for an appeal.
    `commune`: the assessor's, then. `wants_second`: of a first reading. `names`: of an approval, the skills of the certificate to
    which it leads; None where that was not kept. `results`: how many the sitting had by then."""

    kind: Kind
    assessor: int | None
    commune: str = ""
    wants_second: bool = False
    reason: str = ""
    names: str | None = None
    results: int = 1


@dataclass(frozen=True)
class Standing:
    """`round` from 1; `stage`: whose reading is due; `outcome` once it is settled."""

    round: int
    stage: Stage
    outcome: Outcome | None

    @property
    def reading(self) -> int:
        """Which is due, 1–3; 0 when it is settled."""
        return 0 if self.stage == "settled" else STAGES.index(self.stage) + 1


@dataclass(frozen=True)
class Reader:
    """An assessor; `commune` "": nobody has said yet where they work."""

    account: int
    commune: str


@dataclass(frozen=True)
class Origin:
    """The classes that a sitting went on in; none when it was alone. Communes as app.courses.domain.communes
    keys them; `supervisors` are accounts."""

    communes: frozenset[str] = frozenset()
    supervisors: frozenset[int] = frozenset()


def standing(decisions: Sequence[Decided]) -> Standing:
    """What they come to, in the order in which they were made."""
    number = 1 + sum(decided.kind == "reopen" for decided in decisions)
    readings = this_round(decisions)
    kinds: list[Outcome] = [one.kind for one in readings]  # type: ignore[misc]
    if not kinds:
        return Standing(number, "first", None)
    if len(kinds) == 1:
        return Standing(number, "second", None) if readings[0].wants_second else Standing(number, "settled", kinds[0])
    if len(kinds) == 2 and not agree(*readings):
        return Standing(number, "third", None)
    return Standing(number, "settled", kinds[-1])


def agree(one: Decided, other: Decided) -> bool:
    """Two who approve have not agreed yet where the same results lead them to different certificates; what was computed anew
    between them is nobody's opinion."""
    is_known = None not in (one.names, other.names) and one.results == other.results
    return one.kind == other.kind and (one.names == other.names or not is_known)


def answers(one: Decided, other: Decided) -> tuple[str, str]:
    """What two decided, as agreement is measured: an approval that leads from the same to another
    certificate is another answer."""
    return one.kind, other.kind if one.kind != other.kind or agree(one, other) else f"{other.kind}-otherwise"


def this_round(decisions: Sequence[Decided]) -> list[Decided]:
    """Readings since the case was last opened again."""
    found: list[Decided] = []
    for decided in decisions:
        if decided.kind == "reopen":
            found = []
        elif decided.kind != "keep":
            found.append(decided)
    return found


def appealed(decisions: Sequence[Decided]) -> list[tuple[Outcome, Outcome]]:
    """Of every appeal against a decision that has been decided itself: what stood before it, and what came of it."""
    opened = [place for place, one in enumerate(decisions) if one.kind == "reopen"]
    found = []
    for place, until in zip(opened, [*opened[1:], len(decisions)], strict=True):
        before, after = standing(decisions[:place]).outcome, standing(decisions[:until]).outcome
        if decisions[place].reason == "appeal" and before is not None and after is not None:
            found.append((before, after))
    return found


def obstacle(reader: Reader, origin: Origin, decisions: Sequence[Decided]) -> Obstacle | None:
    """Why this assessor may not read this case now; None: they may. Nobody judges their own people, nor twice, and who
    reads second comes from another commune than who read first."""
    if not reader.commune:
        return "no-commune"
    if reader.account in origin.supervisors:
        return "own-class"
    if any(is_same_commune(reader.commune, one) for one in origin.communes):
        return "own-commune"
    readings = this_round(decisions)
    if any(decided.assessor == reader.account for decided in readings):
        return "read-before"
    if len(readings) == 1 and is_same_commune(readings[0].commune, reader.commune):
        return "same-commune"
    if is_appeal(decisions) and any(decided.assessor == reader.account for decided in decisions):
        return "decided-before"
    return None


def is_appeal(decisions: Sequence[Decided]) -> bool:
    """Opened again because the learner asked for another look: by other eyes."""
    return any(decided.kind == "reopen" and decided.reason == "appeal" for decided in decisions)
