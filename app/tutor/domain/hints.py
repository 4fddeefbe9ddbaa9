"""Hints before the answer, rung by rung: which step to read again, then one choice less.

No words of the lesson: a sentence of it, and even the title of a step, was often the very answer to be typed or the place to
be found. The key decides nothing but which choice goes, and then at least LEAST_LEFT are left."""

from dataclasses import dataclass

from app.courses.domain.exercises import Exercise
from app.courses.domain.lessons import Lesson, Step
from app.quiz.domain.choice_question import ChoiceQuestion
from app.quiz.domain.drill import Drill
from app.quiz.domain.question import Question

LEAST_LEFT = 3


@dataclass(frozen=True)
class Hints:
    """`where`: the number of the step to read again. `struck`: the words of a choice that is not right (HTML); "" where
    striking one would tell too much."""

    where: int
    struck: str


def hints(lesson: Lesson, exercise: Exercise, question: Question) -> Hints | None:
    """`question`: the exercise, or the member of its family that is asked. None for a drill, where one hint would be the
    key, and for a lesson without steps."""
    where = step_to_read(lesson, exercise)
    return Hints(where, _struck(question)) if where and not isinstance(question, Drill) else None


def step_to_read(lesson: Lesson, exercise: Exercise) -> int:
    """The number of the step that the author names; else of the last before the exercise; else of the first. 0 for a lesson
    without steps."""
    steps = {number: screen for number, screen in enumerate(lesson.screens, 1) if isinstance(screen, Step)}
    named = [number for number, step in steps.items() if step.slug == exercise.rests_on]
    place = lesson.number_of(exercise.slug)
    return next(iter([*named, *(number for number in reversed(steps) if number < place), *steps]), 0)


def _struck(question: Question) -> str:
    """Always the same one, however often it is asked: two would soon be all. Which is the first tells nothing, since choices
    are shuffled; the places of a drawn screen are not, so none of them goes."""
    if not isinstance(question, ChoiceQuestion) or len(question.choices) <= LEAST_LEFT:
        return ""
    return next(choice.text for choice in question.choices if not choice.right)
