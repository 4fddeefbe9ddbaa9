"""What the answers of one sitting say of each group of skills, and what they and practical work say of each skill, with the
width of it. Feedback, and what a
certificate may name: the decision itself is about the whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from app.quiz.domain.ability import Estimate, Item, Normal, estimate
from app.quiz.domain.adaptive.bank import BankItem
from app.quiz.domain.adaptive.sitting import Answered, Position

LEAST = 2  # scored tasks of its own, or what was watched, before a skill is named on a certificate
SPREAD = 0.6  # logits: how far the skills of one person lie around their overall ability (as practice assumes it)
WATCHED_SE = 1.0  # logits: as little is known of how hard it is as of a task that nobody ranked (bank.UNRANKED)
SURE = 0.9  # that somebody stands at or above the cut in what is named: the 80 % interval lies above it
WITHIN = 1.2816  # standard errors to either side that hold 80 % of a normal distribution
SCALE = 3.0  # logits to either side of the cut that a drawing shows

Standing: TypeAlias = Literal["shown", "growing", "unseen"]
Width: TypeAlias = Literal["clear", "wide", "unseen"]


@dataclass(frozen=True)
class Evidence:
    """Of the group or skill `of`: `n` scored tasks and pieces of practical work, `right` of them, and how many of those were `performed`, not chosen.
    `theta`, `se` in logits and `p_master` 0–1 are of it alone, with the overall estimate as the prior. `watched`: whether it was
    done when a supervisor last watched it; None where nobody did."""

    of: str
    n: int
    right: int
    performed: int
    cut: float
    theta: float
    se: float
    p_master: float
    watched: bool | None = None

    @property
    def standing(self) -> Standing:
        """Shown: with evidence of its own, some of it performed, and sure; never what somebody just saw not done. Unseen: too
        little was asked to say anything."""
        if self.n < LEAST:
            return "unseen"
        if self.watched is False:
            return "growing"
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


@dataclass(frozen=True)
class Watched:
    """Practical work in the skill `of`, as a supervisor saw it: done, or not yet."""

    of: str
    is_done: bool


@dataclass(frozen=True)
class _Piece:
    """What tells something of the group or skill `of`: a scored task, or what somebody watched."""

    of: str
    item: Item
    score: int
    performed: bool


def evidence_of(position: Position) -> tuple[Evidence, ...]:
    """Of every group of the policy, in its order."""
    by_id = position.bank.by_id
    pieces = [_task(position, answer, by_id[answer.item].domain) for answer in position.scored]
    return _each(position.policy.weights, pieces, position.estimate, position.policy.cut)


def skill_evidence(position: Position, watched: Sequence[Watched] = ()) -> tuple[Evidence, ...]:
    """Of every skill in which something was scored or watched, in the order of the bank. What was watched is a piece of its
    own beside the tasks, and tells as much of the whole; the result of the test stays what its tasks alone say."""
    by_id, cut = position.bank.by_id, position.policy.cut
    tasks = [_task(position, answer, by_id[answer.item].skill) for answer in position.scored]
    pieces = [*tasks, *(_Piece(one.of, _watched_item(cut), int(one.is_done), performed=True) for one in watched)]
    told = {piece.of for piece in pieces}
    in_order = dict.fromkeys(item.skill for item in position.bank.items if item.skill in told)
    prior = position.sitting.prior or position.policy.prior
    whole = _estimated(pieces, prior, cut) if watched else position.estimate
    last = {one.of: one.is_done for one in watched}
    return tuple(replace(one, watched=last.get(one.of)) for one in _each(in_order, pieces, whole, cut))


def once_watched(position: Position, watched: Sequence[Watched] = ()) -> tuple[Evidence, ...]:
    """Of every skill in which a task was scored: what would be known of it, were it watched done as well, beside what was
    `watched` before."""
    by_id, cut = position.bank.by_id, position.policy.cut
    tasks = [_task(position, answer, by_id[answer.item].skill) for answer in position.scored]
    before = [_Piece(one.of, _watched_item(cut), int(one.is_done), performed=True) for one in watched]
    prior, found = position.sitting.prior or position.policy.prior, []
    for of in dict.fromkeys(piece.of for piece in tasks):
        pieces = [*tasks, *before, _Piece(of, _watched_item(cut), 1, performed=True)]
        own = [piece for piece in pieces if piece.of == of]
        found.append(replace(_evidence(of, own, _estimated(pieces, prior, cut), cut), watched=True))
    return tuple(found)


def _task(position: Position, answer: Answered, of: str) -> _Piece:
    return _Piece(of, position.bank.lookup[answer.item], answer.score or 0, position.bank.by_id[answer.item].performed)


def _watched_item(cut: float) -> Item:
    """Work before somebody's eyes enters as an item more (measurement by ratings): as hard as the standard, give or take
    WATCHED_SE, and nothing in it to guess."""
    return BankItem("", "", Item(1.0, 0.0, (cut,)), b_se=WATCHED_SE).scored


def _each(names: Iterable[str], pieces: Sequence[_Piece], whole: Estimate, cut: float) -> tuple[Evidence, ...]:
    found: dict[str, list[_Piece]] = {name: [] for name in names}
    for piece in pieces:
        found.setdefault(piece.of, []).append(piece)
    return tuple(_evidence(of, own, whole, cut) for of, own in found.items())


def _evidence(of: str, pieces: Sequence[_Piece], whole: Estimate, cut: float) -> Evidence:
    """The overall estimate as the prior, with the spread of skills around it (measurement by skill: a prior of its own for
    each would certify a skill wrongly twice as often)."""
    found = _estimated(pieces, Normal(whole.theta, SPREAD), cut)
    right = [piece for piece in pieces if piece.score]
    return Evidence(
        of,
        n=len(pieces),
        right=len(right),
        performed=sum(piece.performed for piece in right),
        cut=cut,
        theta=found.theta,
        se=found.se,
        p_master=found.p_master,
    )


def _estimated(pieces: Sequence[_Piece], prior: Normal, cut: float) -> Estimate:
    return estimate([piece.item for piece in pieces], [piece.score for piece in pieces], prior, cut)
