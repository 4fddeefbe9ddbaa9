"""What the answers of one sitting say of each group of skills, and of each skill, with the width of it. Feedback, and what a
certificate may name: the decision itself is about the whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.quiz.domain.ability import Estimate, Normal, estimate
from app.quiz.domain.adaptive.sitting import Answered, Position

LEAST = 2  # scored tasks of its own before a skill is named on a certificate
SPREAD = 0.6  # logits: how far the skills of one person lie around their overall ability (as practice assumes it)
SURE = 0.9  # that somebody stands at or above the cut in what is named: the 80 % interval lies above it
WITHIN = 1.2816  # standard errors to either side that hold 80 % of a normal distribution
SCALE = 3.0  # logits to either side of the cut that a drawing shows

Standing: TypeAlias = Literal["shown", "growing", "unseen"]
Width: TypeAlias = Literal["clear", "wide", "unseen"]


@dataclass(frozen=True)
class Evidence:
    """Of the group or skill `of`: `n` scored tasks, `right` of them, and how many of those were `performed`, not chosen.
    `theta`, `se` in logits and `p_master` 0–1 are of it alone, with the overall estimate as the prior."""

    of: str
    n: int
    right: int
    performed: int
    cut: float
    theta: float
    se: float
    p_master: float

    @property
    def standing(self) -> Standing:
        """Shown: with evidence of its own, some of it performed, and sure. Unseen: too little was asked to say anything."""
        if self.n < LEAST:
            return "unseen"
        return "shown" if self.performed and self.p_master >= SURE else "growing"

    @property
    def interval(self) -> tuple[float, float]:
        """Logits above the cut within which it lies with 80 %."""
        return self.theta - WITHIN * self.se - self.cut, self.theta + WITHIN * self.se - self.cut

    @property
    def band(self) -> tuple[float, float]:
        """The interval as shares (0–1) of a scale of ±SCALE logits with the cut in the middle."""
        low, high = ((min(max(end, -SCALE), SCALE) + SCALE) / (2 * SCALE) for end in self.interval)
        return low, high

    @property
    def width(self) -> Width:
        """Clear: the whole interval lies on one side of the cut, after enough tasks."""
        if self.n < LEAST:
            return "unseen"
        low, high = self.interval
        return "wide" if low < 0 < high else "clear"


def evidence_of(position: Position) -> tuple[Evidence, ...]:
    """Of every group of the policy, in its order."""
    by_id = position.bank.by_id
    return _each(position, position.policy.weights, [by_id[answer.item].domain for answer in position.scored])


def skill_evidence(position: Position) -> tuple[Evidence, ...]:
    """Of every skill in which something was scored, in the order of the bank."""
    by_id = position.bank.by_id
    skills = [by_id[answer.item].skill for answer in position.scored]
    in_order = dict.fromkeys(item.skill for item in position.bank.items if item.skill in set(skills))
    return _each(position, in_order, skills)


def _each(position: Position, names: Iterable[str], of_answers: Sequence[str]) -> tuple[Evidence, ...]:
    answers: dict[str, list[Answered]] = {name: [] for name in names}
    for of, answer in zip(of_answers, position.scored, strict=True):
        answers.setdefault(of, []).append(answer)
    return tuple(_evidence(position, of, found) for of, found in answers.items())


def _evidence(position: Position, of: str, answers: Sequence[Answered]) -> Evidence:
    by_id = position.bank.by_id
    found = _alone(position, answers)
    right = [answer for answer in answers if answer.score]
    return Evidence(
        of,
        n=len(answers),
        right=len(right),
        performed=sum(by_id[answer.item].performed for answer in right),
        cut=position.policy.cut,
        theta=found.theta,
        se=found.se,
        p_master=found.p_master,
    )


def _alone(position: Position, answers: Sequence[Answered]) -> Estimate:
    """The overall estimate as the prior, with the spread of skills around it (measurement by skill: a prior of its own for
    each would certify a skill wrongly twice as often)."""
    items = [position.bank.lookup[answer.item] for answer in answers]
    prior = Normal(position.estimate.theta, SPREAD)
    return estimate(items, [answer.score for answer in answers], prior, position.policy.cut)
