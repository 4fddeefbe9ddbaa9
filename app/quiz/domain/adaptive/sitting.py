"""One certification test: the next task, and the decision after each answer.

The rules are those of a computerised classification test with three outcomes. Whoever is clearly at or above the
standard is certified, whoever is clearly below is not, and everybody else is referred to a person.
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.quiz.domain.ability import Curve, Estimate, Normal, OutOfRange, chance_of_success, estimate
from app.quiz.domain.adaptive.bank import Bank
from app.quiz.domain.adaptive.exploration import drawn_information

Outcome: TypeAlias = Literal["continue", "certify", "deny", "refer", "exhausted"]

EASY_START, EASY = 2, 0.75  # the first tasks, and the chance of success at the estimate from which one is easy
TOP = 5  # one of the most informative so many is drawn ("randomesque", Kingsbury & Zara 1989)
NOTHING: NDArray[np.intp] = np.array([], dtype=np.intp)
FIRST_FIELDTEST = 3  # scored tasks before one that is only tried out


@dataclass(frozen=True)
class Policy:
    """`weights` of the domains, in any unit; `n_min`–`n_max` scored tasks; certify at P(θ ≥ cut) ≥ `certify_at`, deny at
    ≤ `deny_at`; `r_max` is the share of sittings in which an item may be asked. `per_skill` tasks of a skill are asked
    together, so that it has evidence of its own; 0: skills do not steer. Raises OutOfRange for what cannot be."""

    weights: Mapping[str, float]
    cut: float = 0.0
    min_per_domain: int = 2
    n_min: int = 12
    n_max: int = 40
    certify_at: float = 0.95
    deny_at: float = 0.10
    r_max: float = 0.20
    prior: Normal = field(default_factory=lambda: Normal(0.0, 1.0))
    per_skill: int = 0
    fieldtest: int = 0
    version: str = ""

    def __post_init__(self) -> None:
        if not self.weights or not all(weight > 0 for weight in self.weights.values()):
            raise OutOfRange("Mỗi lĩnh vực cần một trọng số (weights) lớn hơn 0.")
        if not 1 <= self.n_min <= self.n_max:
            raise OutOfRange("Số câu ít nhất (n_min) phải từ 1 đến số câu nhiều nhất (n_max).")
        if not 0 <= self.deny_at < self.certify_at <= 1:
            raise OutOfRange("Mốc không đạt (deny_at) phải nhỏ hơn mốc đạt (certify_at), cả hai từ 0 đến 1.")
        if not 0 < self.r_max <= 1:
            raise OutOfRange("Tỉ lệ ra đề cao nhất (r_max) phải lớn hơn 0 và không quá 1.")
        if self.min_per_domain < 0 or self.min_per_domain * len(self.weights) > self.n_max:
            raise OutOfRange("Số câu ít nhất của mỗi lĩnh vực (min_per_domain) nhiều hơn số câu của bài.")


@dataclass(frozen=True)
class Answered:
    """`score` in whole steps, 0–m; None: not reached for technical reasons, or neutralised since."""

    item: str
    score: int | None


@dataclass(frozen=True)
class Sitting:
    """What a test is replayed from, beside its bank and policy. `seen` in earlier sittings is not asked again; `prior`
    carries over what they told (`retake_prior`), None: the policy's. `exploring`: by how many standard errors drawn slopes and
    difficulties stray from the best guess when tasks are chosen (exploration.py), 0: not at all."""

    seed: int
    eligible: frozenset[str]
    seen: frozenset[str] = frozenset()
    prior: Normal | None = None
    answers: tuple[Answered, ...] = ()
    exploring: float = 0.0

    def with_answer(self, item: str, score: int | None) -> "Sitting":
        return replace(self, answers=(*self.answers, Answered(item, score)))


@dataclass(frozen=True)
class Decision:
    """After `n` scored tasks; `reason` is a word for the record: certify, deny, n_max, exhausted, or open."""

    outcome: Outcome
    reason: str
    estimate: Estimate
    n: int


@dataclass(frozen=True)
class Position:
    """Where a sitting stands: everything that is decided is a function of this."""

    bank: Bank
    policy: Policy
    sitting: Sitting

    @cached_property
    def scored(self) -> Sequence[Answered]:
        """What is only tried out, was neutralised, or is in the bank no more, tells nothing."""
        lookup = self.bank.lookup
        return [answer for answer in self.sitting.answers if answer.score is not None and answer.item in lookup]

    @cached_property
    def estimate(self) -> Estimate:
        items = [self.bank.lookup[answer.item] for answer in self.scored]
        prior = self.sitting.prior or self.policy.prior
        return estimate(items, [answer.score for answer in self.scored], prior, self.policy.cut)

    @cached_property
    def counts(self) -> Counter[str]:
        """Scored tasks by domain."""
        return Counter(self.bank.by_id[answer.item].domain for answer in self.scored)

    @cached_property
    def owed(self) -> Mapping[str, int]:
        """How many tasks of a domain are still due, where any are; a domain cannot owe more than it has."""
        least, domains = self.policy.min_per_domain, self.bank.domains
        due = {domain: min(least, len(domains.get(domain, ()))) for domain in self.policy.weights}
        return {domain: number - self.counts[domain] for domain, number in due.items() if number > self.counts[domain]}

    @cached_property
    def barred(self) -> NDArray[np.bool_]:
        """What may not be asked any more, by place: seen earlier, asked now, or beside that."""
        asked = self.bank.beside(answer.item for answer in self.sitting.answers)
        return asked | self.bank.among(self.sitting.seen)

    @cached_property
    def information(self) -> Curve:
        """By which tasks are chosen: of every item, by place."""
        sitting, theta = self.sitting, self.estimate.theta
        if sitting.exploring:
            return drawn_information(self.bank, theta, sitting.exploring, sitting.seed)
        return self.bank.information_at(theta)

    def left(self, domain: str) -> NDArray[np.intp]:
        """Places of what may still be asked in a domain."""
        places = self.bank.domains.get(domain)
        return NOTHING if places is None else places[~self.barred[places]]


def decide(position: Position) -> Decision:
    """Certify or deny as soon as it is clear, after `n_min` tasks and the least of every domain; at `n_max` refer. When
    nothing is left to ask, that is said aloud (`exhausted`) and never passed off as a result."""
    policy, found, n = position.policy, position.estimate, len(position.scored)
    if n >= policy.n_min and not position.owed:
        if found.p_master >= policy.certify_at:
            return Decision("certify", "certify", found, n)
        if found.p_master <= policy.deny_at:
            return Decision("deny", "deny", found, n)
    if n >= policy.n_max:
        return Decision("refer", "n_max", found, n)
    if not any(len(position.left(domain)) for domain in policy.weights):
        return Decision("exhausted", "exhausted", found, n)
    return Decision("continue", "open", found, n)


def next_item(position: Position, shown: Mapping[str, float] | None = None) -> str | None:
    """The id of the next task; None when nothing is left. Depends on the arguments alone: every draw is made from the
    seed and the number of answers. `shown`: exposure counts, to fall back on what was shown least."""
    chance = _draws(position.sitting, str(len(position.sitting.answers)))
    tried = _fieldtest(position, chance)
    if tried is not None:
        return tried
    for domain in _by_deficit(position, chance):
        left = position.left(domain)
        if len(left):
            return _draw(position, left, chance, shown or {})
    return None


def retake_prior(last: Estimate) -> Normal:
    """N(θ, se² + 0.5²): evidence is carried over, with room for what was learned since."""
    return Normal(last.theta, (last.se**2 + 0.5**2) ** 0.5)


def _draws(sitting: Sitting, purpose: str) -> random.Random:
    return random.Random(f"{sitting.seed}/{purpose}")  # noqa: S311 - must replay; who knows the seed knows the bank


def _by_deficit(position: Position, chance: random.Random) -> list[str]:
    """Domains, the one furthest behind its share first, ties drawn (Kingsbury & Zara 1989); those that still owe their
    least come before the others once there is just time for it before `n_min`."""
    policy, counts, owed, n = position.policy, position.counts, position.owed, len(position.scored)
    total = sum(policy.weights.values())
    is_due = sum(owed.values()) >= policy.n_min - n
    domains = list(policy.weights)
    chance.shuffle(domains)
    behind = {domain: counts[domain] - policy.weights[domain] / total * (n + 1) for domain in domains}
    return sorted(domains, key=lambda domain: (not (is_due and domain in owed), behind[domain]))


def _draw(position: Position, left: NDArray[np.intp], chance: random.Random, shown: Mapping[str, float]) -> str:
    ids, sitting = position.bank.ids, position.sitting
    places: list[int] = left.tolist()
    eligible = [place for place in places if ids[place] in sitting.eligible]
    if not eligible:
        return min((ids[place] for place in places), key=lambda id_: (shown.get(id_, 0.0), id_))
    if len(sitting.answers) < EASY_START:
        return ids[chance.choice(_easy(position, eligible))]
    wanted = _of_a_skill(position, eligible) if position.policy.per_skill else eligible
    told = position.information[wanted]
    best: list[int] = np.argsort(-told, kind="stable")[:TOP].tolist()
    return ids[wanted[chance.choice(best)]]


def _easy(position: Position, places: list[int]) -> list[int]:
    """Of these the ones in which somebody of the estimated ability mostly succeeds; where there are fewer than are drawn
    from, the easiest."""
    items, theta = position.bank.items, position.estimate.theta
    hardness = {place: 1 - chance_of_success(items[place].scored, theta) for place in places}
    easiest = sorted(places, key=hardness.__getitem__)
    easy = [place for place in easiest if hardness[place] <= 1 - EASY]
    return easy if len(easy) >= TOP else easiest[:TOP]


def _of_a_skill(position: Position, places: list[int]) -> list[int]:
    """Of these the ones that give a skill evidence of its own soonest: a skill that was begun comes before an untouched one,
    and that before one with enough; what is performed first, until something of the skill was performed rightly."""
    items, by_id, enough = position.bank.items, position.bank.by_id, position.policy.per_skill
    asked = Counter(by_id[answer.item].skill for answer in position.scored)
    shown = {by_id[answer.item].skill for answer in position.scored if answer.score and by_id[answer.item].performed}

    def rank(place: int) -> tuple[int, bool]:
        item = items[place]
        count = asked[item.skill]
        turn = 0 if 0 < count < enough else 1 if count == 0 else 2
        return turn, not item.performed and item.skill not in shown

    first = min(map(rank, places))
    return [place for place in places if rank(place) == first]


def _fieldtest(position: Position, chance: random.Random) -> str | None:
    """At places drawn from the seed, between the easy start and `n_min`, a task that is tried out and not scored."""
    bank, policy, sitting = position.bank, position.policy, position.sitting
    if not (policy.fieldtest and bank.fieldtest):
        return None
    places = range(FIRST_FIELDTEST, policy.n_min)  # later a sitting may have ended
    drawn = _draws(sitting, "fieldtest").sample(places, min(policy.fieldtest, len(places)))
    free = [id_ for id_ in bank.fieldtest if not position.barred[bank.places[id_]]]
    return chance.choice(free) if free and len(sitting.answers) in drawn else None
