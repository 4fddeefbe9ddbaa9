"""The kinds of exercise that a lesson may hold, by the name of their block."""

from collections.abc import Mapping

from app.courses.domain.lessons import ExerciseKind
from app.quiz.domain.choice_question import read_choice_question

KINDS: Mapping[str, ExerciseKind] = {"cau-hoi": read_choice_question}
