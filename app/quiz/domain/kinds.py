"""The kinds of exercise that a lesson may hold, by the name of their block."""

from app.courses.domain.exercises import ExerciseKind, Kinds
from app.quiz.domain.choice_question import ChoiceQuestion, read_choice_question
from app.quiz.domain.drill import Drill
from app.quiz.domain.drill_notation import OPTIONS, read_drill
from app.quiz.domain.find_on_screen import FindOnScreen, read_find_on_screen
from app.quiz.domain.matching import Matching, read_matching
from app.quiz.domain.ordering import Ordering, read_ordering
from app.quiz.domain.question_family import with_families
from app.quiz.domain.several_choices import SeveralChoices, read_several_choices
from app.quiz.domain.short_answer import ShortAnswer, read_short_answer
from app.quiz.domain.simulation.notation import read_simulation

KINDS: Kinds = {
    ChoiceQuestion.kind: ExerciseKind(with_families(read_choice_question)),
    SeveralChoices.kind: ExerciseKind(with_families(read_several_choices)),
    Ordering.kind: ExerciseKind(with_families(read_ordering)),
    Matching.kind: ExerciseKind(with_families(read_matching)),
    ShortAnswer.kind: ExerciseKind(with_families(read_short_answer)),
    Drill.kind: ExerciseKind(with_families(read_drill), tuple(OPTIONS), is_addressed=True),
    FindOnScreen.kind: ExerciseKind(with_families(read_find_on_screen)),
    "tap-bam": ExerciseKind(read_simulation),  # no Question: it has a page of its own (app/simulations)
}
