"""From the catalogue to pages: pure."""

from collections.abc import Callable, Iterable
from typing import Any

from app.courses.domain.catalogue import Catalogue
from app.courses.domain.exercises import Exercise
from app.courses.domain.lessons import Lesson, Step
from app.courses.domain.progress import Answered, LessonState, Place, lesson_states, resume_place, suggestions
from app.courses.domain.readers import PLATFORM_TITLES, Reader
from app.courses.pages import (
    CataloguePage,
    CourseCard,
    FactNote,
    HomePage,
    LessonCard,
    NextTask,
    PlatformLink,
    Resume,
    StepPage,
    TermNote,
)

PathTo = Callable[..., Any]
SITE = "Học Vụ Số"
SUGGESTED = 3


def screen_path(lesson: Lesson, number: int, path_to: PathTo) -> str:
    """The address of a screen; before the first comes the catalogue, after the last the end of the lesson."""
    if number < 1:
        return str(path_to("catalogue"))
    if number > len(lesson.screens):
        return str(path_to("finished", lesson=lesson.slug))
    screen = lesson.screens[number - 1]
    if isinstance(screen, Step):
        path = str(path_to("step", lesson=lesson.slug))
        return path if number == 1 else f"{path}?buoc={number}"
    return exercise_path(lesson, screen, path_to)


def exercise_path(lesson: Lesson, exercise: Exercise, path_to: PathTo) -> str:
    """The features above have a page for each exercise: one for questions of any kind, one for simulations."""
    if exercise.kind == "tap-bam":
        return str(path_to("simulation", lesson=lesson.slug, simulation=exercise.slug))
    return str(path_to("question", lesson=lesson.slug, question=exercise.slug))


def home_page(
    catalogue: Catalogue,
    answered: Iterable[Answered],
    last_seen: Place | None,
    name: str,
    path_to: PathTo,
    task: NextTask | None = None,
) -> HomePage:
    rows = tuple(answered)
    states = lesson_states(catalogue, rows)
    place = resume_place(catalogue, rows, last_seen)
    resume = None
    if place:
        lesson = catalogue.lessons[place.lesson]
        url = screen_path(lesson, place.number, path_to)
        resume = Resume(url, lesson.about.title, place.number, len(lesson.screens))
    offered = [
        lesson for lesson in suggestions(catalogue, states, SUGGESTED + 1) if not place or lesson.slug != place.lesson
    ]
    cards = tuple(lesson_card(lesson, states[lesson.slug], path_to) for lesson in offered[:SUGGESTED])
    finished = sum(state == "finished" for state in states.values())
    return HomePage(
        f"{SITE}: học dùng điện thoại, không sợ bấm nhầm",
        name,
        resume,
        None if resume and task and task.is_lesson else task,
        cards,
        finished,
    )


def catalogue_page(catalogue: Catalogue, answered: Iterable[Answered], path_to: PathTo) -> CataloguePage:
    states = lesson_states(catalogue, answered)
    courses = tuple(
        CourseCard(
            course.slug,
            course.about.name,
            course.about.aim,
            tuple(lesson_card(lesson, states[lesson.slug], path_to) for lesson in course.lessons),
        )
        for course in catalogue.courses
        if course.lessons
    )
    return CataloguePage(f"Bác muốn làm gì? · {SITE}", courses)


def lesson_card(lesson: Lesson, state: LessonState, path_to: PathTo) -> LessonCard:
    about = lesson.about
    url = str(path_to("step", lesson=lesson.slug))
    return LessonCard(url, about.wish, about.title, about.summary, about.minutes, state)


def step_page(lesson: Lesson, number: int, step: Step, reader: Reader, path_to: PathTo) -> StepPage:
    return StepPage(
        title=f"{step.title} · {lesson.about.title} · {SITE}",
        lesson_title=lesson.about.title,
        step_title=step.title,
        body=step.body(reader),
        number=number,
        total=len(lesson.screens),
        previous_url=screen_path(lesson, number - 1, path_to),
        next_url=screen_path(lesson, number + 1, path_to),
        facts=tuple(
            FactNote(
                fact.statement, fact.source.name, fact.source.url, f"{fact.seen_on:%d/%m/%Y}", fact.id in step.expired
            )
            for fact in step.facts
        ),
        terms=tuple(TermNote(term.word, term.meaning) for term in step.terms),
        platforms=_platforms(lesson, number, step, reader, path_to),
    )


def _platforms(lesson: Lesson, number: int, step: Step, reader: Reader, path_to: PathTo) -> tuple[PlatformLink, ...]:
    if not step.tags & PLATFORM_TITLES.keys():
        return ()
    path = str(path_to("step", lesson=lesson.slug))
    return tuple(
        PlatformLink(title, f"{path}?buoc={number}&may={platform}", platform == reader.platform)
        for platform, title in PLATFORM_TITLES.items()
    )
