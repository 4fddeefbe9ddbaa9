"""Whether there are people enough to decide: who decides, somebody else for an appeal, a third for the second appeal; and for
a second reading somebody of another commune. Nobody of them may come from the commune of the class, or have supervised it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from app.assessment.domain.readings import Decided, Obstacle, Origin, Reader, obstacle, standing
from app.courses.domain.communes import is_same_commune

LEAST_READERS, LEAST_COMMUNES = 3, 2
OBSTACLES: tuple[Obstacle, ...] = get_args(Obstacle)
Elsewhere: TypeAlias = Literal["class", "reader"]


@dataclass(frozen=True)
class Waiting:
    """A case that somebody has to read."""

    origin: Origin
    decisions: Sequence[Decided]


@dataclass(frozen=True)
class Lack:
    """Of something that nobody of those who are here may do: what keeps them from it, each thing once (nothing where nobody is
    here); and from whose commune somebody who is taken on for it must not come: that of the class, that of who read first."""

    because: tuple[Obstacle, ...]
    not_from: tuple[Elsewhere, ...] = ()


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
    stuck: tuple[Lack, ...] = ()

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


def lacking(readers: Sequence[Reader], case: Waiting) -> Lack | None:
    """Why nobody may read it now; None: somebody may. Who is new has neither read nor decided: all that can stand in their way
    is where they come from."""
    is_second = standing(case.decisions).stage == "second"
    found = [obstacle(reader, case.origin, case.decisions) for reader in readers]
    return lack(found, case.origin, *(("reader",) if is_second else ()))


def lack(obstacles: Iterable[Obstacle | None], origin: Origin, *not_from: Elsewhere) -> Lack | None:
    """`obstacles`: what keeps each of those who are here, None for nothing; then there is no lack."""
    found = set(obstacles)
    if None in found:
        return None
    from_class: tuple[Elsewhere, ...] = ("class",) if origin.communes else ()
    return Lack(tuple(one for one in OBSTACLES if one in found), (*from_class, *not_from))


def _communes(readers: Sequence[Reader]) -> int:
    different: list[str] = []
    for reader in readers:
        if not any(is_same_commune(reader.commune, one) for one in different):
            different.append(reader.commune)
    return len(different)
