"""Whether there are people enough to decide: who decides, somebody else for an appeal, a third for the second appeal; and for
a second reading somebody of another commune. Nobody of them may come from the commune of the class, or have supervised it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.assessment.domain.readings import Decided, Origin, Reader, is_appeal, obstacle, standing
from app.courses.domain.communes import is_same_commune

LEAST_READERS, LEAST_COMMUNES = 3, 2
Lacks: TypeAlias = Literal["stranger", "other-commune", "not-decided"]


@dataclass(frozen=True)
class Waiting:
    """A case that somebody has to read."""

    origin: Origin
    decisions: Sequence[Decided]


@dataclass(frozen=True)
class Staffing:
    """`readers` who may decide about people of elsewhere, from so many `communes`; `unplaced`: nobody has said where they work,
    so that they read nothing. `tightest`, `tightest_communes`: as many, of the waiting case for which there are fewest. `stuck`:
    what the waiting cases lack that nobody may read."""

    readers: int
    unplaced: int
    communes: int
    tightest: int
    tightest_communes: int
    stuck: tuple[Lacks, ...] = ()

    @property
    def missing(self) -> int:
        """People, for cases of elsewhere."""
        return max(0, LEAST_READERS - self.readers)

    @property
    def missing_here(self) -> int:
        """The same for every case that waits; at least `missing`."""
        return max(self.missing, LEAST_READERS - self.tightest)

    @property
    def missing_communes(self) -> int:
        return max(0, LEAST_COMMUNES - self.tightest_communes)

    @property
    def is_enough(self) -> bool:
        return not (self.missing_here or self.missing_communes or self.stuck)


def staffing(readers: Sequence[Reader], waiting: Sequence[Waiting]) -> Staffing:
    """`readers`: every assessor who may sign in."""
    placed = [reader for reader in readers if reader.commune]
    free = [placed, *([one for one in placed if obstacle(one, case.origin, []) is None] for case in waiting)]
    return Staffing(
        len(placed),
        len(readers) - len(placed),
        _communes(placed),
        min(map(len, free)),
        min(map(_communes, free)),
        tuple(lacks for case in waiting if (lacks := lacking(placed, case)) is not None),
    )


def lacking(readers: Sequence[Reader], case: Waiting) -> Lacks | None:
    """Why nobody may read it now; None: somebody may."""
    found = {obstacle(reader, case.origin, case.decisions) for reader in readers}
    if None in found:
        return None
    if is_appeal(case.decisions) and found & {"decided-before", "read-before"}:
        return "not-decided"
    return "other-commune" if standing(case.decisions).stage == "second" else "stranger"


def _communes(readers: Sequence[Reader]) -> int:
    different: list[str] = []
    for reader in readers:
        if not any(is_same_commune(reader.commune, one) for one in different):
            different.append(reader.commune)
    return len(different)
