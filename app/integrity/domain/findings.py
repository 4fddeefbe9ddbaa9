"""What is kept of an inspection, as text: the strangest sittings, the groups that stand out, every item. No names."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from app.integrity.domain.items import ItemSeen
from app.integrity.domain.ranking import RARE, GroupFlag, GroupKind, Inspection, Sign, Suspicion
from app.quiz.domain.differential_functioning import Functioning
from app.quiz.domain.item_drift import Drift

MOST_SITTINGS, MOST_GROUPS, MOST_SIGNS = 100, 50, 4
UNUSUAL = 0.05  # a sign that more honest ones show is not worth a word
FEWEST = 20  # sittings: among fewer nothing can be called strange


@dataclass(frozen=True)
class Findings:
    """Of `sittings` that were compared: the strangest `first`, each with its unusual signs, and how many are `rare`; flagged
    `groups`; by kind of group how many were `compared`, and how many of these at most would be flagged if all were honest
    (`expected_false`)."""

    sittings: int
    first: tuple[Suspicion, ...]
    groups: tuple[GroupFlag, ...]
    compared: Mapping[GroupKind, int]
    expected_false: Mapping[GroupKind, float]
    items: tuple[ItemSeen, ...]
    rare: int = 0

    @property
    def expected_rare(self) -> float:
        """How many sittings at most if all were honest."""
        return RARE * self.sittings

    @property
    def expected_items(self) -> float:
        """How many items would need a look if all were fair and had never changed."""
        return sum(item.by_chance for item in self.items)


def findings(inspection: Inspection, items: Sequence[ItemSeen]) -> Findings:
    """Of fewer than FEWEST sittings nothing but the items."""
    count = len(inspection.sittings)
    if count < FEWEST:
        return Findings(count, (), (), {}, {}, tuple(items))
    compared = {kind: sum(flag.group == kind for flag in inspection.groups) for kind in inspection.expected_false}
    return Findings(
        count,
        tuple(replace(one, signs=_unusual(one.signs)) for one in inspection.sittings[:MOST_SITTINGS]),
        tuple(replace(flag, signs=_unusual(flag.signs)) for flag in inspection.groups[:MOST_GROUPS] if flag.is_flagged),
        compared,
        dict(inspection.expected_false),
        tuple(items),
        sum(one.is_rare for one in inspection.sittings),
    )


def _unusual(signs: Sequence[Sign]) -> tuple[Sign, ...]:
    return tuple(sign for sign in signs if sign.chance <= UNUSUAL)[:MOST_SIGNS]


def as_text(found: Findings) -> str:
    return json.dumps(asdict(found), ensure_ascii=False, allow_nan=False)


def from_text(text: str) -> Findings:
    """What as_text wrote."""
    kept = json.loads(text)
    return Findings(
        kept["sittings"],
        tuple(Suspicion(**_with_signs(one)) for one in kept["first"]),
        tuple(GroupFlag(**_with_signs(one)) for one in kept["groups"]),
        kept["compared"],
        kept["expected_false"],
        tuple(_item(one) for one in kept["items"]),
        kept.get("rare", 0),  # not there in what was kept before this was counted
    )


def _with_signs(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {**kept, "signs": tuple(Sign(**sign) for sign in kept["signs"])}


def _item(kept: Mapping[str, Any]) -> ItemSeen:
    functioning = kept["functioning"]
    return ItemSeen(
        **{**kept, "drift": Drift(**kept["drift"]), "functioning": Functioning(**functioning) if functioning else None}
    )
