"""Who is looked at first: sittings by how strange they are, and groups (class, phone, supervisor, commune) that stand out.

Nothing here decides. What is said with each sign is how many honest ones would show it too.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Literal, TypeAlias

from app.integrity.domain import signs
from app.integrity.domain.chances import (
    difference,
    excess,
    long_tail,
    middle_shares,
    normal_score,
    standardised,
    tails,
    together,
    upper_tail,
)
from app.integrity.domain.likeness import Likeness, likeness
from app.integrity.domain.records import SittingTaken, usual_times

SignKind: TypeAlias = Literal[
    "rapid", "quick", "even", "hard", "known", "recalled", "room", "pair", "rhythm", "phone", "night", "passes", "rise"
]
GroupKind: TypeAlias = Literal["class", "device", "supervisor", "commune"]
GROUPS: Mapping[GroupKind, Callable[[SittingTaken], tuple[str, ...]]] = {
    "class": lambda sitting: (sitting.class_,),
    "device": lambda sitting: (sitting.device,),
    "supervisor": lambda sitting: (sitting.supervisor,),
    "commune": lambda sitting: (sitting.commune, sitting.own_commune),
}
NONE = Likeness(0.0, 0.0, "", 0.0)
DAY = timedelta(hours=24)
FEWEST_IN_GROUP, FEWEST_GROUPS = 5, 8
FLAGGED = 0.005  # of honest groups, no larger share is flagged: held to it in tests/integrity/test_planted_fraud.py
# What people of one group show together or not at all, as they sat on one phone, in one room: more of them say no more, and
# honest groups spread further, upwards above all.
SHARED: frozenset[SignKind] = frozenset({"room", "pair", "rhythm", "phone"})
RARE = 0.01  # of honest sittings, no larger share is so strange altogether
LATEST = 3  # of the sittings of a group, the latest third is held against the earlier ones


@dataclass(frozen=True)
class Sign:
    """`chance` (0–1) that somebody honest shows at least as much; `value` in the unit of its function."""

    kind: SignKind
    value: float
    chance: float


@dataclass(frozen=True)
class Suspicion:
    """All signs of one sitting, the strangest first. `chance`: of so much altogether, its groups included."""

    id: str
    chance: float
    signs: tuple[Sign, ...]
    beside: str = ""  # the sitting it is most like

    @property
    def is_rare(self) -> bool:
        return self.chance < RARE


@dataclass(frozen=True)
class GroupFlag:
    """A group that stands out in `kind`. `sittings` of it were counted."""

    group: GroupKind
    name: str
    sittings: int
    chance: float
    signs: tuple[Sign, ...]

    @property
    def is_flagged(self) -> bool:
        return self.chance < FLAGGED


@dataclass(frozen=True)
class Inspection:
    """`sittings` the strangest first. `expected_false`: how many groups of each kind at most would be flagged if all were
    honest."""

    sittings: tuple[Suspicion, ...]
    groups: tuple[GroupFlag, ...]
    expected_false: Mapping[GroupKind, float]


def inspect(sittings: Sequence[SittingTaken]) -> Inspection:
    usual = usual_times(sittings)
    values, beside = _values(sittings, usual)
    chances = {kind: tails(found) for kind, found in values.items()}
    scores = {kind: _normal(found) for kind, found in values.items()}
    groups = [flag for kind in GROUPS for flag in _groups(kind, sittings, scores)]
    by_group = {(flag.group, flag.name): flag.chance for flag in groups}
    suspicions = [_suspicion(sitting, values, chances, by_group, beside.get(sitting.id, "")) for sitting in sittings]
    expected = {kind: FLAGGED * sum(flag.group == kind for flag in groups) for kind in GROUPS}
    return Inspection(
        tuple(sorted(suspicions, key=lambda found: (found.chance, found.id))),
        tuple(sorted(groups, key=lambda flag: (flag.chance, flag.group, flag.name))),
        expected,
    )


Values: TypeAlias = Mapping[SignKind, Mapping[str, float]]  # by kind and sitting


def _values(sittings: Sequence[SittingTaken], usual: Mapping[str, float]) -> tuple[Values, Mapping[str, str]]:
    alike, crowds = likeness(sittings, usual), _crowds(sittings)
    values: dict[SignKind, dict[str, float]] = {
        "rapid": {one.id: signs.rapid_share(one, usual) for one in sittings},
        "quick": {one.id: signs.quickness(one, usual) for one in sittings},
        "even": {one.id: signs.evenness(one, usual) for one in sittings},
        "hard": {one.id: signs.fast_on_hard(one, usual) for one in sittings},
        "known": {one.id: signs.known_beforehand(one) for one in sittings},
        "recalled": {one.id: signs.recalled(one, usual) for one in sittings},
        "room": {one.id: alike.get(one.id, NONE).room for one in sittings},
        "pair": {one.id: alike.get(one.id, NONE).pair for one in sittings},
        "rhythm": {one.id: alike.get(one.id, NONE).rhythm for one in sittings},
        "phone": {one.id: crowds.get(one.id, 0.0) for one in sittings},
        "night": {one.id: float(one.is_at_night) for one in sittings},
    }
    return values, {id_: found.beside for id_, found in alike.items()}


def _crowds(sittings: Iterable[SittingTaken]) -> dict[str, float]:
    """How many other people sat on the same phone within a day of it."""
    phones: dict[str, list[SittingTaken]] = defaultdict(list)
    for sitting in sittings:
        if sitting.device:
            phones[sitting.device].append(sitting)
    return {
        one.id: float(len({other.learner for other in found if other.is_near(one, DAY)} - {one.learner}))
        for found in phones.values()
        for one in found
    }


def _normal(found: Mapping[str, float]) -> dict[str, float]:
    return {id_: normal_score(chance) for id_, chance in middle_shares(found).items()}


def _groups(kind: GroupKind, sittings: Sequence[SittingTaken], scores: Values) -> list[GroupFlag]:
    """Those of at least five sittings, where there are at least eight such groups to compare with."""
    found: dict[str, list[SittingTaken]] = defaultdict(list)
    for sitting in sittings:
        for name in filter(None, GROUPS[kind](sitting)):
            found[name].append(sitting)
    members = {name: group for name, group in found.items() if len(group) >= FEWEST_IN_GROUP}
    if len(members) < FEWEST_GROUPS:
        return []
    found_signs: dict[str, list[Sign]] = defaultdict(list)
    for sign, found_scores in _group_scores(members, sittings, scores).items():
        tail = long_tail if sign in SHARED else upper_tail
        for name, score in standardised(found_scores, skewed=sign in SHARED).items():
            found_signs[name].append(Sign(sign, score, tail(score)))
    return [
        GroupFlag(
            kind,
            name,
            len(members[name]),
            together(sign.chance for sign in told),
            tuple(sorted(told, key=lambda sign: sign.chance)),
        )
        for name, told in found_signs.items()
    ]


def _group_scores(
    members: Mapping[str, Sequence[SittingTaken]], sittings: Sequence[SittingTaken], scores: Values
) -> dict[SignKind, dict[str, float]]:
    usual_size = median(map(len, members.values()))
    found: dict[SignKind, dict[str, float]] = {
        kind: {
            name: excess([scores[kind][one.id] for one in group], usual_size if kind in SHARED else len(group))
            for name, group in members.items()
        }
        for kind in scores
    }
    passed = sum(one.passed for one in sittings)
    found["passes"] = {
        name: difference(
            mine := sum(one.passed for one in group), len(group), passed - mine, len(sittings) - len(group)
        )
        for name, group in members.items()
    }
    found["rise"] = {name: _rise(group) for name, group in members.items()}
    return found


def _rise(group: Sequence[SittingTaken]) -> float:
    """z of the share that passed in the latest third above the earlier ones."""
    ordered = sorted(group, key=lambda one: one.started_at)
    cut = len(ordered) - len(ordered) // LATEST
    early, late = ordered[:cut], ordered[cut:]
    return difference(sum(one.passed for one in late), len(late), sum(one.passed for one in early), len(early))


def _suspicion(
    sitting: SittingTaken,
    values: Values,
    chances: Values,
    by_group: Mapping[tuple[GroupKind, str], float],
    beside: str,
) -> Suspicion:
    own = [Sign(kind, values[kind][sitting.id], chances[kind][sitting.id]) for kind in values]
    # The commune's is left out: nobody is looked at for where they live.
    around = [
        by_group[kind, name]
        for kind, names in GROUPS.items()
        for name in names(sitting)
        if kind != "commune" and (kind, name) in by_group
    ]
    chance = together([*(sign.chance for sign in own), *around])
    return Suspicion(sitting.id, chance, tuple(sorted(own, key=lambda sign: sign.chance)), beside)
