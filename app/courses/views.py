"""From the catalogue to pages: pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from app.courses.domain.catalogue import Catalogue, Course
from app.courses.domain.exercises import Exercise
from app.courses.domain.lessons import Lesson, Step
from app.courses.domain.progress import (
    ANYBODY,
    Answered,
    LessonState,
    Place,
    is_for_work,
    lesson_states,
    suggestions,
)
from app.courses.domain.readers import AT_WORK, AUDIENCE_TITLES, CITIZENS, PLATFORM_TITLES, SLOW, Reader
from app.courses.pages import (
    CataloguePage,
    CourseCard,
    CoursePage,
    FactNote,
    HomePage,
    LessonCard,
    NextTask,
    OtherVersion,
    PlatformLink,
    Resume,
    StepPage,
    TermNote,
)

PathTo = Callable[..., Any]
SITE = "Học Vụ Số"
ASKED = "Bác muốn làm việc gì?"
SUGGESTED = 3


def screen_path(lesson: Lesson, number: int, path_to: PathTo) -> str:
    """The address of a screen; before the first comes its course, after the last the end of the lesson."""
    if number < 1:
        return course_path(lesson.course, path_to)
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


def differs_path(lesson: Lesson, number: int, path_to: PathTo) -> str:
    """Where a learner says that their own screen looks different from this one (app/upkeep)."""
    return f"{path_to('screen_report', lesson=lesson.slug)}?buoc={number}"


def tutor_path(lesson: Lesson, number: int, path_to: PathTo) -> str:
    """Where the tutor is asked beside this screen (app/tutor)."""
    return f"{path_to('tutor')}?bai={lesson.slug}&buoc={number}"


def home_page(
    catalogue: Catalogue,
    states: Mapping[str, LessonState],
    place: Place | None,
    name: str,
    path_to: PathTo,
    task: NextTask | None = None,
    reader: Reader = ANYBODY,
    sitting_url: str = "",
) -> HomePage:
    """`place`: where somebody goes on in a lesson they have begun."""
    resume = None
    if place:
        lesson = catalogue.lessons[place.lesson]
        url = screen_path(lesson, lesson.after(place.number - 1), path_to)
        resume = Resume(url, lesson.about.title, place.number, len(lesson.screens))
    offered = [
        lesson
        for lesson in suggestions(catalogue, states, SUGGESTED + 1, reader)
        if not place or lesson.slug != place.lesson
    ][:SUGGESTED]
    cards = tuple(lesson_card(lesson, "new", path_to) for lesson in offered)
    finished = sum(state == "finished" for state in states.values())
    return HomePage(
        f"{SITE}: học dùng điện thoại, không sợ bấm nhầm",
        name,
        resume,
        None if resume and task and task.is_lesson else task,
        cards,
        _reason(offered, reader),
        finished,
        sitting_url,
    )


def _reason(offered: Sequence[Lesson], reader: Reader) -> str:
    """Why these are suggested and not those that everybody gets; "" where nothing was chosen."""
    if any(is_for_work(lesson, reader) for lesson in offered):
        return f"Gợi ý vì {AT_WORK[reader.work]}."
    if reader.audience not in CITIZENS and any(reader.audience in lesson.about.audiences for lesson in offered):
        return f"Gợi ý cho {AUDIENCE_TITLES[reader.audience]}."
    return "Bài ngắn đứng trước, vì bác thích chữ ngắn." if offered and reader.comfort == SLOW else ""


def catalogue_page(
    catalogue: Catalogue,
    answered: Iterable[Answered],
    audience: str,
    path_to: PathTo,
    typed: str = "",
    reader: Reader = ANYBODY,
) -> CataloguePage:
    """`audience` has a framework of skills: see learners.domain.reading. Courses for this audience come first, and among
    them those with more examples from the reader's work."""
    states = lesson_states(catalogue, answered)
    found = [catalogue.lessons[slug] for slug in catalogue.search.find(typed)]
    own, others = _own_first(found, audience)
    shown = [] if found else [(course, _own_first(course.lessons, audience)) for course in catalogue.courses]
    for_work = {course.slug: sum(is_for_work(lesson, reader) for lesson in course.lessons) for course, _ in shown}
    shown.sort(key=lambda one: (not one[1][0], -for_work[one[0].slug]))
    return CataloguePage(
        f"{f'Tìm: {typed}' if typed else ASKED} · {SITE}",
        typed,
        tuple(_card(lesson, states, path_to) for lesson in (*own, *others)),
        tuple(
            _course_card(course, (*own, *others), states, path_to) for course, (own, others) in shown if course.lessons
        ),
        f"Nhóm có ví dụ gần với việc của bác đứng trước, vì {AT_WORK[reader.work]}." if any(for_work.values()) else "",
    )


def course_page(
    catalogue: Catalogue, course: Course, answered: Iterable[Answered], audience: str, path_to: PathTo
) -> CoursePage:
    states = lesson_states(catalogue, answered)
    own, others = _own_first(course.lessons, audience)
    lessons, for_others = (own, others) if own else (others, own)
    return CoursePage(
        f"{course.about.name} · {SITE}",
        course.about.name,
        course.about.aim,
        find_course(catalogue, None) is not None,
        tuple(_card(lesson, states, path_to) for lesson in lessons),
        tuple(_card(lesson, states, path_to) for lesson in for_others),
    )


def find_course(catalogue: Catalogue, slug: str | None) -> Course | None:
    """The course of this name; without a name the only one, if there is no other."""
    shown = [course for course in catalogue.courses if course.lessons]
    return next((course for course in shown if course.slug == slug), shown[0] if len(shown) == 1 else None)


def course_path(course: str, path_to: PathTo) -> str:
    return f"{path_to('catalogue')}?khoa={course}"


def _own_first(lessons: Iterable[Lesson], audience: str) -> tuple[list[Lesson], list[Lesson]]:
    """Those written for this audience, and the others."""
    own: list[Lesson] = []
    others: list[Lesson] = []
    for lesson in lessons:
        (own if audience in lesson.about.audiences else others).append(lesson)
    return own, others


def _card(lesson: Lesson, states: Mapping[str, LessonState], path_to: PathTo) -> LessonCard:
    return lesson_card(lesson, states.get(lesson.slug, "new"), path_to)


def _course_card(
    course: Course, lessons: Sequence[Lesson], states: Mapping[str, LessonState], path_to: PathTo
) -> CourseCard:
    known = [states.get(lesson.slug, "new") for lesson in lessons]
    return CourseCard(
        course_path(course.slug, path_to),
        course.about.name,
        lessons[0].about.wish,
        len(known),
        known.count("finished"),
        any(state != "new" for state in known),
    )


def lesson_card(lesson: Lesson, state: LessonState, path_to: PathTo) -> LessonCard:
    about = lesson.about
    url = str(path_to("step", lesson=lesson.slug))
    return LessonCard(url, about.wish, about.title, about.summary, about.minutes, state)


def step_page(
    lesson: Lesson, number: int, step: Step, reader: Reader, path_to: PathTo, other: OtherVersion | None = None
) -> StepPage:
    is_short = bool(step.easier) and reader.comfort == SLOW
    folded = step.body(reader) if is_short else step.easier
    return StepPage(
        title=f"{step.title} · {lesson.about.title} · {SITE}",
        lesson_title=lesson.about.title,
        step_title=step.title,
        body=step.short_body(reader) if is_short else step.body(reader),
        number=number,
        total=len(lesson.screens),
        previous_url=screen_path(lesson, lesson.before(number), path_to),
        next_url=screen_path(lesson, lesson.after(number), path_to),
        facts=tuple(
            FactNote(
                fact.statement, fact.source.name, fact.source.url, f"{fact.seen_on:%d/%m/%Y}", fact.id in step.expired
            )
            for fact in step.facts
        ),
        terms=tuple(TermNote(term.word, term.meaning) for term in step.terms),
        platforms=_platforms(lesson, number, step, reader, path_to),
        differs_url=differs_path(lesson, number, path_to),
        folded_title=("Đọc lời đầy đủ" if is_short else "Giải thích dễ hơn") if folded else "",
        folded=folded,
        other=other,
        tutor_url=tutor_path(lesson, number, path_to),
    )


def _platforms(lesson: Lesson, number: int, step: Step, reader: Reader, path_to: PathTo) -> tuple[PlatformLink, ...]:
    if not step.tags & PLATFORM_TITLES.keys():
        return ()
    path = str(path_to("step", lesson=lesson.slug))
    return tuple(
        PlatformLink(title, f"{path}?buoc={number}&may={platform}", platform == reader.platform)
        for platform, title in PLATFORM_TITLES.items()
    )
