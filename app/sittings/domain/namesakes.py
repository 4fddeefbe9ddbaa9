"""Who sat the test before under the same name, perhaps the same person without their account: whoever is judged anew each
time is certified in the end by luck, and whoever was certified in a class is one person, however often they come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from app.courses.domain.communes import commune_key, is_same_commune
from app.courses.domain.folding import fold
from app.courses.domain.standards import Retakes
from app.sittings.domain.retakes import Wait, months_after, wait_for

Meeting: TypeAlias = Literal["commune", "class", "phone"]  # class: one supervisor held both


def name_key(name: str) -> str:
    """What two ways of writing one name have in common."""
    return fold(name)[:60]


@dataclass(frozen=True)
class Where:
    """A sitting takes place: in whose class, in which commune (None, "": alone), on which phone ("": none yet); in which class,
    and the name of the place."""

    supervisor_id: int | None
    commune: str
    commune_code: str
    device_mac: str
    supervision_id: int | None = None
    place: str = ""

    def meets(self, other: "Where") -> Meeting | None:
        """What makes the same name there more than a coincidence."""
        if self.device_mac and self.device_mac == other.device_mac:
            return "phone"
        if self.supervisor_id is None or other.supervisor_id is None:
            return None
        if self.supervisor_id == other.supervisor_id:
            return "class"
        keys = (commune_key(one.commune, one.commune_code) for one in (self, other))
        return "commune" if is_same_commune(*keys) else None


@dataclass(frozen=True)
class Ruling:
    """What a supervisor said: one person, or two."""

    is_same: bool
    account_id: int
    at: datetime


@dataclass(frozen=True)
class Namesake:
    """An ended sitting of another account under the same name, that brought no certificate, or one of a class: when it ended,
    where ("" alone), what the engine said (`theta`, `se` in logits), what was decided ("" nothing yet), what a supervisor said
    of the two, and whether the later one goes on from its evidence (`is_carried`)."""

    sitting_id: int
    at: datetime
    meeting: Meeting
    outcome: str
    theta: float
    se: float
    p_master: float
    verdict: str
    ruling: Ruling | None = None
    place: str = ""
    is_carried: bool = False

    @property
    def is_certified(self) -> bool:
        return self.verdict == "approved"

    @property
    def is_set_apart(self) -> bool:
        """Somebody else, as a supervisor said, and nothing of theirs is in this test: told, and nothing to wonder about."""
        return self.ruling is not None and not self.ruling.is_same and not self.is_carried

    @property
    def is_settled(self) -> bool:
        """One person, who goes on from there, and had no certificate yet: as everybody does under one account."""
        return self.is_carried and not self.is_certified and (self.ruling is None or self.ruling.is_same)

    @property
    def is_same(self) -> bool:
        return self.ruling is not None and self.ruling.is_same


def is_within(ended: datetime, rules: Retakes, now: datetime) -> bool:
    """Whether a try counts still."""
    return months_after(ended, rules.months) > now


def wait_of(found: Sequence[Namesake], rules: Retakes, now: datetime) -> Wait | None:
    """How long somebody waits who is, as a supervisor says, the one of some of these."""
    return wait_for([one.at for one in found if one.is_same], rules, now)
