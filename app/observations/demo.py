"""Made-up learners with made-up answers, in development only: so that the pages of this feature show something. They are
called what they are, and learn only what is at hand; a chance of their own makes the same ones every time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import exp
from random import Random
from typing import Any

from sqlalchemy import Connection, exists, insert, select

from app.core.ids import digest, new_number
from app.courses.domain.exercises import Exercise
from app.courses.domain.folding import fold
from app.courses.domain.lessons import Lesson
from app.courses.models import ExerciseProgress, LessonProgress
from app.learners.models import Learner
from app.observations.domain.choices import members_of
from app.quiz.domain.choice_question import ChoiceQuestion
from app.quiz.domain.drill import Drill
from app.quiz.domain.find_on_screen import FindOnScreen
from app.quiz.domain.matching import Matching
from app.quiz.domain.ordering import Ordering
from app.quiz.domain.question import Question
from app.quiz.domain.several_choices import SeveralChoices
from app.quiz.domain.short_answer import ShortAnswer
from app.quiz.domain.simulation.play import Action, TapKind, play, start
from app.quiz.domain.simulation.play import Tap as Press
from app.quiz.domain.simulation.screens import SENDERS, Control, Screen, Simulation
from app.quiz.models import Answer
from app.simulations.domain.attempts import Attempt, marking_of, summary
from app.simulations.models import Tap

NAME = "Người học thử"
LEARNERS, LESSONS_EACH = 150, 6
ROWS_AT_ONCE = 20_000
GIVES_UP = 0.06  # at an exercise; twice that after a mistake


@dataclass
class Rows:
    """What is to be written, by table."""

    learners: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    progress: list[dict[str, Any]] = field(default_factory=list)
    finished: list[dict[str, Any]] = field(default_factory=list)
    taps: list[dict[str, Any]] = field(default_factory=list)

    def write(self, connection: Connection) -> None:
        tables = (Learner, Answer, ExerciseProgress, LessonProgress, Tap)
        written = (self.learners, self.answers, self.progress, self.finished, self.taps)
        for table, rows in zip(tables, written, strict=True):
            for begin in range(0, len(rows), ROWS_AT_ONCE):
                connection.execute(insert(table), rows[begin : begin + ROWS_AT_ONCE])


def load_answers(connection: Connection, lessons: Sequence[Lesson], now: datetime) -> int:
    """Writes LEARNERS learners, unless there are some of an earlier time; gives how many it wrote. The first lessons are
    met most."""
    if connection.scalar(select(exists().where(Learner.name == NAME))):
        return 0
    random = Random("demo")  # noqa: S311 - nobody has to guess anything
    rows = Rows()
    for _ in range(LEARNERS if lessons else 0):
        wanted = min(len(lessons), LESSONS_EACH)
        chosen = sorted({int(len(lessons) * random.random() ** 3) for _ in range(2 * wanted)})[:wanted]
        learn([lessons[place] for place in chosen], now, random, rows)
    rows.write(connection)
    return len(rows.learners)


def learn(lessons: Sequence[Lesson], now: datetime, random: Random, rows: Rows) -> None:
    """One more learner, who goes through these lessons on some days before now."""
    learner, ability = new_number(), random.gauss(0, 1)
    at = now - timedelta(days=random.uniform(1, 60))
    reading = {"audience": "nguoi-dan", "platform": ""}
    rows.learners.append({"id": learner, "name": NAME, "created_at": at, **reading})
    for lesson in lessons:
        at += timedelta(minutes=random.uniform(2, 600))
        _walk(learner, ability, lesson, min(at, now - timedelta(hours=2)), random, rows)


def _walk(learner: int, ability: float, lesson: Lesson, at: datetime, random: Random, rows: Rows) -> None:
    for exercise in lesson.exercises:
        hard = int(digest(f"{lesson.slug} {exercise.slug}")[:4], 16) / 65536 * 2 - 1.4
        right = random.random() < 1 / (1 + exp(hard - ability))
        at += timedelta(seconds=random.uniform(20, 90))
        row = _answered(learner, lesson, exercise, at, right, random, rows)
        gives_up = random.random() < (GIVES_UP if right else 2 * GIVES_UP)
        if row is None or (gives_up and exercise is not lesson.exercises[-1]):
            return
    rows.finished.append({"learner_id": learner, "lesson": lesson.slug, "finished_at": at})


def _answered(
    learner: int, lesson: Lesson, exercise: Exercise, at: datetime, right: bool, random: Random, rows: Rows
) -> dict[str, Any] | None:
    """The answer; None when a simulation was left before its end."""
    key, body = digest(f"{learner} {lesson.slug} {exercise.slug}")[:22], exercise.body
    place = {"learner_id": learner, "lesson": lesson.slug, "exercise": exercise.slug}
    if isinstance(body, Simulation):
        attempt = _attempt(key, learner, lesson, exercise.slug, body, at, right, random)
        same = {**place, "attempt": key, "version": lesson.version, "mode": "practice", "assisted": False}
        rows.taps += [
            {
                "seq": tap.seq,
                "kind": tap.kind,
                "control": tap.control,
                "outcome": tap.outcome,
                "tapped_at": tap.at,
                **same,
            }
            for tap in attempt.taps
        ]
        marking = marking_of(body, attempt)
        if not marking.reached:
            return None
        text, score, mode, options = summary(marking), marking.score, "simulation", 0
    else:
        question = random.choice(members_of(body))
        text = random.choice([*_answers(question, right)])
        verdict = question.judge(text)
        score, options = verdict.score if verdict else 0.0, question.options
        mode = "drill" if isinstance(question, Drill) else "practice"
    row = {
        **place, "key": key, "version": lesson.version, "answer": text, "score": score, "answered_at": at,
        "skills": " ".join(exercise.skills), "options": options, "mode": mode, "assisted": False,
    }  # fmt: skip
    rows.answers.append(row)
    rows.progress.append({**place, "ever_right": score >= 1, "last_at": at})
    return row


def _answers(question: Question, right: bool) -> Iterator[str]:
    """Some answers that are right, or some that are not."""
    if isinstance(question, ChoiceQuestion):
        yield from (choice.id for choice in question.choices if choice.right is right)
    elif isinstance(question, FindOnScreen):
        yield from (place.control.id for place in question.choices if place.right is right)
    elif isinstance(question, Drill):
        yield f"{'lua' if question.scam is right else 'that'} chac"
    elif isinstance(question, ShortAnswer):
        yield from (fold(foreseen.spellings[0]) for foreseen in question.foreseen if foreseen.right is right)
    elif isinstance(question, SeveralChoices):
        ids = sorted(choice.id for choice in question.choices if choice.right)
        yield " ".join(ids if right else ids[1:])
    elif isinstance(question, Ordering):
        steps = [step.id for step in question.steps]
        yield " ".join(steps if right else [steps[-1], *steps[:-1]])
    elif isinstance(question, Matching):
        rights = [pair.right for pair in question.pairs]
        turned = rights if right else [rights[1], rights[0], *rights[2:]]
        yield " ".join(sorted(f"{pair.id}:{chosen}" for pair, chosen in zip(question.pairs, turned, strict=True)))


def _attempt(
    key: str, learner: int, lesson: Lesson, slug: str, simulation: Simulation, at: datetime, right: bool, random: Random
) -> Attempt:
    """The shortest way, with a mistake or a hint here and there unless it is `right`, and not always to the end."""
    taps: tuple[Press, ...] = ()
    state = start(simulation)
    patience = random.randint(2, 60)
    while not state.done and len(taps) < patience:
        for kind, control in _moves(simulation, state.trail[-1], right, random):
            at += timedelta(seconds=random.uniform(2, 12))
            typed = {control.id: control.value} if isinstance(control, Control) and control.is_entry else {}
            done = play(simulation, state, Action(state.taps + 1, kind, control.id, typed), at)
            taps, state = taps + done.taps, done.state
    return Attempt(key, learner, lesson.slug, slug, lesson.version, "practice", taps)


def _moves(simulation: Simulation, at: str, right: bool, random: Random) -> Iterator[tuple[TapKind, Control | Screen]]:
    """What is done on this screen."""
    screen = simulation.by_id[at]
    step = simulation.next_step(screen)
    if step is None:
        yield "back", screen
        return
    wrong = [control for control in screen.controls if control.is_wrong and not control.goes_to]
    if not right and wrong and random.random() < 0.4:
        yield "press", random.choice(wrong)
    for _ in range(random.choice((0, 0, 1, 2, 3)) if not right else 0):
        yield "hint", screen
    for control in screen.wanted if step.kind in SENDERS else ():
        yield ("fill" if control.is_entry else "press"), control
    yield ("fill" if step.is_entry else "press"), step
