"""What the answers of one sitting say of each group of skills, with the width of it. Feedback, and what a certificate may
name: the decision itself is about the whole."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.quiz.domain.ability import Normal, estimate
from app.quiz.domain.adaptive.sitting import Answered, Position

LEAST = 2  # scored tasks of its own before a group is named on a certificate
SPREAD = 0.6  # logits: how far the groups of one person lie around their overall ability (as practice assumes it)
LIKELY = 0.5  # that somebody stands at or above the cut in a group which is named

Standing: TypeAlias = Literal["shown", "growing", "unseen"]


@dataclass(frozen=True)
class GroupEvidence:
    """`n` scored tasks of a group, `right` of them, and whether one that was `performed` was right. `theta`, `se` in
    logits and `p_master` 0–1 are of the group alone, with the overall estimate as the prior."""

    group: str
    n: int
    right: int
    performed: bool
    theta: float
    se: float
    p_master: float

    @property
    def standing(self) -> Standing:
        """Shown: with evidence of its own, some of it performed. Unseen: too little was asked to say anything."""
        if self.n < LEAST:
            return "unseen"
        return "shown" if self.performed and self.p_master >= LIKELY else "growing"


def evidence_of(position: Position) -> tuple[GroupEvidence, ...]:
    """Of every group of the policy, in its order."""
    by_group: dict[str, list[Answered]] = {group: [] for group in position.policy.weights}
    for answer in position.scored:
        by_group.setdefault(position.bank.by_id[answer.item].domain, []).append(answer)
    return tuple(_evidence(position, group, answers) for group, answers in by_group.items())


def _evidence(position: Position, group: str, answers: list[Answered]) -> GroupEvidence:
    bank = position.bank
    items = [bank.lookup[answer.item] for answer in answers]
    prior = Normal(position.estimate.theta, SPREAD)
    found = estimate(items, [answer.score for answer in answers], prior, position.policy.cut)
    right = [answer for answer in answers if answer.score]
    return GroupEvidence(
        group,
        n=len(answers),
        right=len(right),
        performed=any(bank.by_id[answer.item].performed for answer in right),
        theta=found.theta,
        se=found.se,
        p_master=found.p_master,
    )
