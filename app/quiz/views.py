"""From questions and answers to pages: pure."""

from collections.abc import Iterable

from app.courses.domain.catalogue import Catalogue
from app.courses.domain.lessons import Lesson
from app.courses.domain.progress import Answered, open_exercises
from app.courses.views import SITE, PathTo, screen_path
from app.quiz.domain.choice_question import ChoiceQuestion, Verdict
from app.quiz.domain.skills import skill_progress
from app.quiz.pages import (
    ChoiceView,
    Feedback,
    FinishedPage,
    OpenQuestion,
    ProgressPage,
    QuestionPage,
    SkillGroupView,
    SkillView,
)

EARLIER_COUNTS = "Câu này bác đã trả lời lúc nãy rồi. Đây là câu trả lời được ghi."


def asked_page(
    lesson: Lesson,
    slug: str,
    question: ChoiceQuestion,
    key: str,
    path_to: PathTo,
    *,
    selected: str = "",
    error: str = "",
) -> QuestionPage:
    """The question with a form: nothing in it tells the key."""
    choices = tuple(ChoiceView(choice_id, text) for choice_id, text in question.shown(key))
    return _page(lesson, slug, question, path_to, choices=choices, key=key, selected=selected, error=error)


def answered_page(
    lesson: Lesson, slug: str, question: ChoiceQuestion, verdict: Verdict, path_to: PathTo, *, notice: str = ""
) -> QuestionPage:
    """`question` and `verdict` are of the version that was answered; `lesson` is today's."""
    url = str(path_to("question", lesson=lesson.slug, question=slug))
    next_url = screen_path(lesson, lesson.number_of(slug) + 1, path_to)
    feedback = Feedback(
        bool(verdict.score), verdict.choice.text, verdict.choice.feedback, next_url, f"{url}?lam-lai=1", notice
    )
    return _page(lesson, slug, question, path_to, feedback=feedback, selected=verdict.choice.id)


def _page(
    lesson: Lesson,
    slug: str,
    question: ChoiceQuestion,
    path_to: PathTo,
    *,
    choices: tuple[ChoiceView, ...] = (),
    key: str = "",
    selected: str = "",
    error: str = "",
    feedback: Feedback | None = None,
) -> QuestionPage:
    number = lesson.number_of(slug)
    return QuestionPage(
        title=f"Câu hỏi ở bước {number} · {lesson.about.title} · {SITE}",
        lesson_title=lesson.about.title,
        number=number,
        total=len(lesson.screens),
        stem=question.stem,
        choices=choices,
        action=str(path_to("answer", lesson=lesson.slug, question=slug)),
        key=key,
        version=lesson.version,
        selected=selected,
        error=error,
        feedback=feedback,
        previous_url=screen_path(lesson, number - 1, path_to),
    )


def finished_page(catalogue: Catalogue, lesson: Lesson, answered: Iterable[Answered], path_to: PathTo) -> FinishedPage:
    following = catalogue.after(lesson)
    return FinishedPage(
        title=f"Học xong · {lesson.about.title} · {SITE}",
        lesson_title=lesson.about.title,
        able=lesson.ending.able,
        card=lesson.ending.card,
        open_questions=tuple(
            OpenQuestion(
                str(path_to("question", lesson=lesson.slug, question=exercise.slug)), lesson.number_of(exercise.slug)
            )
            for exercise in open_exercises(lesson, answered)
        ),
        next_lesson_url=str(path_to("step", lesson=following.slug)) if following else "",
        next_lesson_title=following.about.title if following else "",
    )


def progress_page(
    catalogue: Catalogue, audience: str, answered: Iterable[Answered], name: str, path_to: PathTo
) -> ProgressPage:
    """The skills of the audience's framework that can be learned here today."""
    by_skill = skill_progress(catalogue, answered)
    framework = next((f for f in catalogue.frameworks.values() if f.audience == audience), None)
    groups = []
    for group in framework.groups if framework else ():
        skills = tuple(
            SkillView(
                skill.name,
                skill.able,
                progress.state,
                str(path_to("step", lesson=progress.practise)) if progress.practise else "",
            )
            for skill in group.skills
            if (progress := by_skill.get(skill.id))
        )
        if skills:
            groups.append(SkillGroupView(group.name, skills))
    able = sum(skill.state == "able" for group in groups for skill in group.skills)
    return ProgressPage(f"Bác đã làm được gì · {SITE}", name, able, tuple(groups))
