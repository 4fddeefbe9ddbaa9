"""From mistakes and hints to pages: pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from app.courses.domain.exercises import Exercise
from app.courses.domain.lessons import Lesson, Step
from app.courses.domain.readers import Reader
from app.courses.views import SITE, exercise_path, screen_path
from app.drills.domain.rounds import SCAM_SKILL
from app.practice.views import SkillIndex
from app.quiz.domain.drill import Drill
from app.quiz.domain.evidence import question_name
from app.quiz.domain.question import Question
from app.quiz.domain.simulation.screens import Simulation
from app.quiz.pages import Aid
from app.quiz.views import Setting
from app.tutor.domain.hints import hints, step_to_read
from app.tutor.domain.index import Index
from app.tutor.domain.mistakes import Grounds
from app.tutor.domain.passages import Passage
from app.tutor.domain.quotation import settled
from app.tutor.pages import ExplanationPage, ExplanationPart, Link, MistakeView

TITLE = f"Vì sao lại thế? · {SITE}"
NAMED = 0.2  # how clear a quotation has to be in the step that the author names


@dataclass(frozen=True)
class Mistake:
    """`chosen` and `told` are HTML, for exactly what was answered or pressed."""

    chosen: str
    told: str
    grounds: Grounds
    is_common: bool = False


def explanation_page(
    index: Index,
    skills: SkillIndex,
    lesson: Lesson,
    exercise: Exercise,
    mistakes: Sequence[Mistake],
    reader: Reader,
    setting: Setting,
    back: Link,
    *,
    goes_on: bool = False,
) -> ExplanationPage:
    """`lesson` as it is today, whatever version was answered: it is what can be read again. `goes_on`: a simulation that is
    not over yet."""
    shown = tuple(_mistake_view(index, lesson, exercise, mistake, reader, setting) for mistake in mistakes)
    on = Link(back.url, "bấm chỗ khác trên màn hình tập")
    attempt = on if goes_on else next(_attempts(skills, lesson, exercise, setting))
    return ExplanationPage(TITLE, lesson.about.title, shown, attempt, back)


def part_of(page: ExplanationPage) -> ExplanationPart:
    return ExplanationPart(page.title, page.mistakes, page.attempt)


def aid_of(lesson: Lesson, exercise: Exercise, question: Question, rungs: int, setting: Setting) -> Aid:
    """The hints up to this rung, as far as there are any."""
    found = hints(lesson, exercise, question)
    if found is None:
        return Aid()
    url = escape(screen_path(lesson, found.where, setting.path_to))
    lines = [f'<p><a class="row" href="{url}">Bác xem lại bước {found.where} nhé</a></p>']
    lines += [f"<p>Câu này thì không phải, bác bỏ ra nhé: <s>{found.struck}</s></p>"] if found.struck else []
    more = setting.hint_url(lesson.slug, exercise.slug) if rungs < len(lines) else ""
    return Aid(tuple(lines[:rungs]), more)


def _mistake_view(
    index: Index, lesson: Lesson, exercise: Exercise, mistake: Mistake, reader: Reader, setting: Setting
) -> MistakeView:
    passages, near = _passages(index, lesson, exercise)
    enough = min(NAMED, mistake.grounds.enough) if exercise.rests_on else mistake.grounds.enough
    found = settled(index, passages, mistake.grounds, reader, near, enough)
    step = None
    if found:
        url = screen_path(lesson, found.passage.number, setting.path_to)
        step = Link(url, f"Xem lại bước {found.passage.number}: {found.passage.heading}")
    return MistakeView(mistake.chosen, mistake.told, mistake.is_common, found.quote if found else "", step)


def _passages(index: Index, lesson: Lesson, exercise: Exercise) -> tuple[Sequence[Passage], int]:
    """The steps that may answer an exercise: the one that its author names, or all; and the number of the one to fall back to."""
    text = index.lesson(lesson.slug)
    steps = {number: screen for number, screen in enumerate(lesson.screens, 1) if isinstance(screen, Step)}
    passages = [passage for passage in (text.passages if text else ()) if _is_step(passage, steps)]
    named = [passage for passage in passages if steps[passage.number].slug == exercise.rests_on]
    return named or passages, step_to_read(lesson, exercise)


def _is_step(passage: Passage, steps: Mapping[int, Step]) -> bool:
    """The index may be a moment older than the lesson."""
    return passage.number in steps and steps[passage.number].title == passage.heading


def _attempts(skills: SkillIndex, lesson: Lesson, exercise: Exercise, setting: Setting) -> Iterator[Link]:
    """Something to do instead of reading on, what is nearest first."""
    path_to = setting.path_to
    if isinstance(exercise.body, Simulation):
        yield Link(setting.simulation_url(lesson.slug, exercise.slug, **{"lam-lai": "1"}), "làm lại bài tập bấm từ đầu")
    for other in lesson.asked:
        if isinstance(other.body, Simulation) and set(other.skills) & set(exercise.skills):
            yield Link(exercise_path(lesson, other, path_to), "tự bấm trên máy tập")
    if exercise.kind == Drill.kind or SCAM_SKILL in exercise.skills:
        yield Link(str(path_to("drills")), "tập nhận ra tin thật, tin lừa")
    for skill in exercise.skills:
        if skills.tasks.get(skill, {}).keys() - {question_name(lesson.slug, exercise.slug)}:
            yield Link(str(path_to("practice_next", skill=skill)), "tập thêm một câu giống vậy")
    yield Link(screen_path(lesson, lesson.after(lesson.number_of(exercise.slug)), path_to), "đi tiếp bài học")
