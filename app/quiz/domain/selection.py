"""Which task to give: a short, kind placement at the start, practice that mostly succeeds, reviews that tell much."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.quiz.domain.ability import Item, chance_of_success, information
from app.quiz.domain.evidence import day_of
from app.quiz.domain.mastery import Belief

PLACEMENT_LEAST, PLACEMENT_MOST = 8, 12
PLACED_SD = 0.65  # logits: surer than this the overall estimate need not be, a skill differs from it by 0.6 anyway
WARM_UP = 2  # tasks a whole logit easier, later ones half: at even chances people feel beaten (Pix, PR 7118)
WARM_UP_EASIER, EASIER = 1.0, 0.5
PRACTICE_SUCCESS = 0.7


@dataclass(frozen=True)
class Askable:
    """A task that may be given: a question, or a simulation (`is_simulation`). `group` is its framework group;
    `last_at` when this learner did it last."""

    question: str
    group: str
    item: Item
    last_at: datetime | None = None
    is_simulation: bool = False

    @property
    def last_day(self) -> date:
        return day_of(self.last_at) if self.last_at else date.min


def next_placement_task(
    candidates: Sequence[Askable], asked: Sequence[Askable], overall: Belief, *, surest_sd: float = PLACED_SD
) -> Askable | None:
    """The next of 8–12 tasks, or None when it is enough. `asked` are those answered or skipped so far, and `overall`
    the belief after them.

    The group asked least, in the order in which `candidates` name groups, so that none is left out; in it the task
    nearest to 1 logit (the first two) or half a logit below the learner. Earlier than 12 it ends once every group was
    asked and the belief is sure enough. A learner who leaves earlier has lost nothing: each answer already counts.
    """
    met = {task.question for task in asked}
    left = [task for task in candidates if task.question not in met]
    times = Counter(task.group for task in asked)
    covered = all(times[task.group] for task in candidates)
    enough = len(asked) >= PLACEMENT_LEAST and covered and overall.sd <= surest_sd
    if not left or enough or len(asked) >= PLACEMENT_MOST:
        return None
    fewest = min(times[task.group] for task in left)
    group = next(task.group for task in left if times[task.group] == fewest)
    target = overall.mean - (WARM_UP_EASIER if len(asked) < WARM_UP else EASIER)
    return min((task for task in left if task.group == group), key=lambda task: abs(difficulty(task.item) - target))


def practice_question(candidates: Sequence[Askable], ability: float, today: date) -> Askable | None:
    """The question with a chance of success nearest to 70 % at this ability (logits); among about equal ones (a tenth)
    one never met, then the one met longest ago. One met today only when there is no other: it would not count."""
    fresh = [task for task in candidates if task.last_day != today]
    return min(
        fresh or candidates,
        key=lambda task: (
            int(10 * abs(chance_of_success(task.item, ability) - PRACTICE_SUCCESS)),
            task.last_at.timestamp() if task.last_at else 0.0,
        ),
        default=None,
    )


def review_question(candidates: Sequence[Askable], ability: float) -> Askable | None:
    """The task that best shows whether a skill is still there. What was met lately is remembered as it stood, so only
    the half met longest ago is asked, by days, and all that were met on the same day as its last. Of these a simulation:
    in it the thing is done rather than told, and nothing can be guessed. Then the most telling at this ability (logits,
    information in hundredths), then the one met longest ago."""
    days = sorted(task.last_day for task in candidates)
    rested = [task for task in candidates if task.last_day <= days[(len(days) - 1) // 2]]
    return min(
        rested,
        key=lambda task: (not task.is_simulation, -round(100 * information(task.item, ability)), task.last_day),
        default=None,
    )


def difficulty(item: Item) -> float:
    """In logits; of several steps the mean."""
    return sum(item.steps) / len(item.steps)
