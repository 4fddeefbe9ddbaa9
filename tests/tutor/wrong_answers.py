"""Wrong answers to a question of any kind, as the answer log keeps them."""

from itertools import pairwise

from app.courses.domain.folding import fold
from app.quiz.domain.choice_question import ChoiceQuestion
from app.quiz.domain.drill import SURENESS, Drill
from app.quiz.domain.find_on_screen import FindOnScreen
from app.quiz.domain.matching import Matching
from app.quiz.domain.ordering import Ordering
from app.quiz.domain.question import Question
from app.quiz.domain.several_choices import SeveralChoices
from app.quiz.domain.short_answer import ShortAnswer


def wrong_answers(question: Question) -> list[str]:
    """Every wrong choice; of several, each one ticked alone; of steps and pairs, each one mistake."""
    found = _candidates(question)
    return [answer for answer in found if (verdict := question.judge(answer)) and verdict.score < 1]


def _candidates(question: Question) -> list[str]:
    match question:
        case ChoiceQuestion() | SeveralChoices():
            return [choice.id for choice in question.choices]
        case FindOnScreen():
            return [place.control.id for place in question.choices]
        case ShortAnswer():
            return [*(fold(one.spellings[0]) for one in question.foreseen), "khong ai ngo toi"]
        case Drill():
            return [f"{call} {sure}" for call in ("that", "lua") for sure in SURENESS]
        case Ordering():
            ids = [step.id for step in question.steps]
            return [" ".join(_swapped(ids, one, other)) for one, other in pairwise(ids)]
        case Matching():
            return [_with_wrong_pair(question, place) for place in range(len(question.pairs))]
    raise AssertionError(question)


def _swapped(ids: list[str], one: str, other: str) -> list[str]:
    other_of = {one: other, other: one}
    return [other_of.get(step, step) for step in ids]


def _with_wrong_pair(question: Matching, place: int) -> str:
    rights = [pair.right for pair in question.pairs]
    rights[place] = next(right.id for right in question.rights if right.id != rights[place])
    return " ".join(sorted(f"{pair.id}:{right}" for pair, right in zip(question.pairs, rights, strict=True)))
