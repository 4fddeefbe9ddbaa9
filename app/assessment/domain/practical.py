"""Which practical tasks, watched by a person, would settle a case best."""

from app.quiz.domain.ability import information
from app.quiz.domain.adaptive.bank import BankItem
from app.quiz.domain.adaptive.sitting import Position
from app.sittings.domain.evidence import evidence_of

MOST_TASKS = 3


def suggested_tasks(position: Position, most: int = MOST_TASKS) -> tuple[str, ...]:
    """Item ids of at most `most` groups, one each, the most helpful first: what is performed, may still be asked, and would
    say most about the standard (information at the cut) where least is known (weight times variance)."""
    policy = position.policy
    total = sum(policy.weights.values())
    worth: list[tuple[float, str]] = []
    for group in evidence_of(position):
        items = [position.bank.items[place] for place in position.left(group.of).tolist()]
        if best := max((_told(item, policy.cut) for item in items if item.performed), default=None):
            told, item_id = best
            worth.append((policy.weights[group.of] / total * group.se**2 * told, item_id))
    return tuple(item_id for _, item_id in sorted(worth, key=lambda one: (-one[0], one[1]))[:most])


def _told(item: BankItem, cut: float) -> tuple[float, str]:
    return information(item.scored, cut), item.id
