"""The items of a certification bank, compiled for choosing among them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.quiz.domain.ability import Curve, Item, OutOfRange, information

Status: TypeAlias = Literal["operational", "fieldtest", "resting", "retired"]

# Where information is looked up: every tenth of a logit.
FINEST, EXTREME = 0.1, 6.0
_LOGIT_VARIANCE = 0.346  # 16·√3/(15·π) squared: a logistic curve as a normal one (Johnson & Kotz 1970)


@dataclass(frozen=True)
class BankItem:
    """`b_se` is the standard error of its difficulty in logits, `a_se` that of the logarithm of its slope, 0 while no answer
    told of the slope; none of its `enemies` is asked beside it, as one would give the other away. `performed`: something is
    done, such as a simulation, not chosen."""

    id: str
    domain: str
    item: Item
    skill: str = ""
    enemies: frozenset[str] = frozenset()
    status: Status = "operational"
    b_se: float = 0.0
    a_se: float = 0.0
    performed: bool = False

    @cached_property
    def scored(self) -> Item:
        """With the slope that an uncertain difficulty leaves: a/√(1 + 0.346·a²·b_se²), the average of the curve over
        that uncertainty (Bishop 2006, eq. 4.153). It makes decisions cautious while difficulties are guesses."""
        if not self.b_se:
            return self.item
        a = self.item.a / sqrt(1 + _LOGIT_VARIANCE * (self.item.a * self.b_se) ** 2)
        return Item(a, self.item.c, self.item.steps)


@dataclass(frozen=True)
class Beliefs:
    """What is believed of each item of a bank, by place: BankItem; `b` is the mean of its steps."""

    a: Curve
    a_se: Curve
    b: Curve
    b_se: Curve
    scored_a: Curve


class Bank:
    """Immutable; `version` names it in every sitting. Raises OutOfRange when two items have the same id."""

    def __init__(self, items: Iterable[BankItem], version: str = "") -> None:
        self.version = version
        self.items: Sequence[BankItem] = tuple(items)
        self.by_id: Mapping[str, BankItem] = {item.id: item for item in self.items}
        if len(self.by_id) < len(self.items):
            raise OutOfRange("Hai câu trong kho có cùng một id.")
        self.ids = tuple(item.id for item in self.items)
        self.places: Mapping[str, int] = {id_: place for place, id_ in enumerate(self.ids)}

    @cached_property
    def domains(self) -> Mapping[str, NDArray[np.intp]]:
        """Places of the operational items of each domain."""
        found: dict[str, list[int]] = {}
        for place, item in enumerate(self.items):
            if item.status == "operational":
                found.setdefault(item.domain, []).append(place)
        return {domain: np.array(places) for domain, places in found.items()}

    @cached_property
    def lookup(self) -> Mapping[str, Item]:
        """What each item that counts is scored with."""
        return {item.id: item.scored for item in self.items if item.status != "fieldtest"}

    @cached_property
    def fieldtest(self) -> tuple[str, ...]:
        return tuple(item.id for item in self.items if item.status == "fieldtest")

    @cached_property
    def _related(self) -> tuple[NDArray[np.intp], ...]:
        """Places of what must not be asked beside each item: itself, its enemies on either side."""
        related = [{place} for place in range(len(self.items))]
        for place, item in enumerate(self.items):
            for enemy in item.enemies & self.places.keys():
                related[place].add(self.places[enemy])
                related[self.places[enemy]].add(place)
        return tuple(np.array(sorted(places)) for places in related)

    def beside(self, asked: Iterable[str]) -> NDArray[np.bool_]:
        """Which items may not follow those that were `asked`, by place. What is in the bank no more bars nothing."""
        barred = np.zeros(len(self.items), dtype=np.bool_)
        for id_ in asked:
            if id_ in self.places:
                barred[self._related[self.places[id_]]] = True
        return barred

    def among(self, ids: Iterable[str]) -> NDArray[np.bool_]:
        """Which items these are, by place."""
        found = np.zeros(len(self.items), dtype=np.bool_)
        found[[self.places[id_] for id_ in ids if id_ in self.places]] = True
        return found

    @cached_property
    def beliefs(self) -> Beliefs:
        items = self.items
        return Beliefs(
            a=np.array([one.item.a for one in items]),
            a_se=np.array([one.a_se for one in items]),
            b=np.array([sum(one.item.steps) / len(one.item.steps) for one in items]),
            b_se=np.array([one.b_se for one in items]),
            scored_a=np.array([one.scored.a for one in items]),
        )

    def information_at(self, theta: float | Curve) -> Curve:
        """Of every item at the nearest tenth of a logit, within ±6; of each at an ability of its own where these are many."""
        columns = np.rint((np.clip(theta, -EXTREME, EXTREME) + EXTREME) / FINEST).astype(np.intp)
        return self._information[np.arange(len(self.items)), columns]

    @cached_property
    def _information(self) -> Curve:
        nodes = np.arange(-EXTREME, EXTREME + FINEST / 2, FINEST)
        return np.array([[information(item.scored, float(node)) for node in nodes] for item in self.items])
