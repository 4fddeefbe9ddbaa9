"""Whether somebody's answers look like those of a person of that ability: evidence for an assessor, never a verdict."""

from collections.abc import Sequence
from math import log

from app.quiz.domain.ability import Item, OutOfRange, chances


def lz(items: Sequence[Item], scores: Sequence[int | None], theta: float) -> float:
    """The standardised log likelihood of the answers at ability `theta` (Drasgow, Levine & Williams 1985, eq. 2–5): far
    below 0 for answers that do not fit, such as hard items right and easy ones wrong.

    At an estimated ability, and in adaptive tests, it is not standard normal (Nering 1997): thresholds come from
    simulation. 0 when nothing was answered. Raises OutOfRange for a score that an item does not have.
    """
    seen = expected = variance = 0.0
    for item, score in zip(items, scores, strict=True):
        if score is None:
            continue
        if not 0 <= score <= len(item.steps):
            raise OutOfRange(f"Điểm {score} không có ở câu {len(item.steps)} bậc.")
        shares = [max(share, 1e-300) for share in chances(item, theta)]
        mean = sum(share * log(share) for share in shares)
        seen += log(shares[score])
        expected += mean
        variance += sum(share * log(share) ** 2 for share in shares) - mean**2
    return (seen - expected) / variance**0.5 if variance > 1e-12 else 0.0
