"""When to practise a mastered skill again, so that it is not forgotten: one card per learner and skill, by FSRS.

The library's card stays at the edge: a release that changes it changes this file only, and cards are rebuilt from the
answers. Days are the unit: a review is due on a day, at whatever hour.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from fsrs import Card, Rating, Scheduler, State

# Without fuzz and intraday steps the intervals depend on the answers alone, so rebuilding gives the same days again.
_SCHEDULER = Scheduler(enable_fuzzing=False, learning_steps=(), relearning_steps=())
HALF_RIGHT = 0.5


@dataclass(frozen=True)
class ReviewCard:
    """`stability`: days until recall falls to 90 %; `difficulty` 1–10."""

    stability: float
    difficulty: float
    due: date
    last_review: date

    @property
    def interval(self) -> int:
        return (self.due - self.last_review).days


def begin(day: date) -> ReviewCard:
    """The card of a skill mastered on this day: showing mastery is its first successful review."""
    return _reviewed(Card(card_id=0, due=_noon(day)), Rating.Good, day)


def review(card: ReviewCard, day: date, score: float, *, slow: bool = False) -> ReviewCard:
    """The card after a review. Right is Good; right but slow, or at least half right, is Hard; else Again."""
    return _reviewed(_kept(card), _rating(score, slow=slow), day)


def recall(card: ReviewCard, day: date) -> float:
    """Probability of still knowing it on this day (power forgetting curve of FSRS)."""
    return float(_SCHEDULER.get_card_retrievability(_kept(card), _noon(day)))


def _rating(score: float, *, slow: bool) -> Rating:
    if score >= 1:
        return Rating.Hard if slow else Rating.Good
    return Rating.Hard if score >= HALF_RIGHT else Rating.Again


def _reviewed(card: Card, rating: Rating, day: date) -> ReviewCard:
    after, _ = _SCHEDULER.review_card(card, rating, _noon(day))
    if after.stability is None or after.difficulty is None:  # only a card never reviewed has none
        raise ValueError(after)
    return ReviewCard(round(after.stability, 9), round(after.difficulty, 9), after.due.date(), day)


def _kept(card: ReviewCard) -> Card:
    return Card(0, State.Review, None, card.stability, card.difficulty, _noon(card.due), _noon(card.last_review))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
