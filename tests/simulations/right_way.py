"""What a learner does on a simulation's shortest way."""

from collections.abc import Iterator

from app.courses.domain.catalogue import Catalogue
from app.courses.domain.lessons import Lesson
from app.quiz.domain.simulation.screens import SENDERS, Control, Screen, Simulation

Walked = tuple[Lesson, str, Simulation]


def simulations(catalogue: Catalogue) -> list[Walked]:
    """With their lessons and slugs."""
    return [
        (lesson, exercise.slug, exercise.body)
        for lesson in catalogue.lessons.values()
        for exercise in lesson.exercises
        if isinstance(exercise.body, Simulation)
    ]


def url_of(lesson: Lesson, slug: str) -> str:
    return f"/bai-hoc/{lesson.slug}/tap-bam/{slug}"


def right_way(simulation: Simulation) -> Iterator[tuple[Screen, list[Control]]]:
    """Screen by screen: what has to be filled or switched, in the order of the screen, and what leads on."""
    for screen_id in simulation.way_from(simulation.start)[:-1]:
        screen = simulation.by_id[screen_id]
        step = simulation.next_step(screen)
        assert step is not None
        wanted = [control for control in screen.wanted if control is not step] if step.kind in SENDERS else []
        yield screen, [*wanted, step]
