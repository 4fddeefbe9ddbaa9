"""From questions and answers to pages: pure."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from app.courses.domain.catalogue import Catalogue
from app.courses.domain.lessons import Lesson
from app.courses.domain.progress import Answered, lesson_state, open_exercises
from app.courses.views import SITE, PathTo, screen_path, tutor_path
from app.quiz.domain.drill import Drill
from app.quiz.domain.errand import FIELD, IN_LESSON, Errand
from app.quiz.domain.question import NO_FIELDS, Fields, Question, Verdict
from app.quiz.pages import (
    Aid,
    Feedback,
    FinishedPage,
    OpenQuestion,
    QuestionPage,
    RestingPage,
)

EARLIER_COUNTS = "Câu này bác đã trả lời lúc nãy rồi. Đây là câu trả lời được ghi."

UNAIDED = Aid()
RESTS = 409  # the status of the reply to a form for what rests by now


@dataclass(frozen=True)
class Setting:
    """In what a question or a simulation is shown: for which errand, and whether somebody helps."""

    path_to: PathTo
    errand: Errand = IN_LESSON
    assisted: bool = False

    def question_url(self, lesson: str, question: str, **query: str) -> str:
        return self._with_query(str(self.path_to("question", lesson=lesson, question=question)), **query)

    def answer_url(self, lesson: str, question: str) -> str:
        return self._with_query(str(self.path_to("answer", lesson=lesson, question=question)))

    def simulation_url(self, lesson: str, simulation: str, **query: str) -> str:
        return self._with_query(str(self.path_to("simulation", lesson=lesson, simulation=simulation)), **query)

    def why_url(self, lesson: str, exercise: str) -> str:
        """Where a wrong answer is explained (app/tutor)."""
        return self._with_query(str(self.path_to("why", lesson=lesson, exercise=exercise)))

    def hint_url(self, lesson: str, question: str) -> str:
        """Where a hint is asked for (app/tutor); "" where the first answers say where somebody stands."""
        if self.errand.mode == "placement":
            return ""
        return self._with_query(str(self.path_to("hint", lesson=lesson, question=question)))

    def next_url(self, lesson: Lesson, number: int) -> str:
        if self.errand.route:
            return str(self.path_to(self.errand.route, **self.errand.values))
        return screen_path(lesson, lesson.after(number), self.path_to)

    def _with_query(self, path: str, **query: str) -> str:
        wanted = query | ({FIELD: self.errand.address} if self.errand.address else {})
        return f"{path}?{urlencode(wanted)}" if wanted else path


def asked_page(
    lesson: Lesson,
    slug: str,
    question: Question,
    key: str,
    setting: Setting,
    *,
    fields: Fields = NO_FIELDS,
    error: str = "",
    aid: Aid | None = None,
) -> QuestionPage:
    """The question with a form, which keeps what `fields` hold already: nothing in it tells the key. `aid`: the hints that
    were asked for; None before the first."""
    if aid is None and question.kind != Drill.kind:  # one hint of two calls would be the key
        aid = Aid(more_url=setting.hint_url(lesson.slug, slug))
    return _page(lesson, slug, question, setting, shown=question.shown(key, fields), key=key, error=error, aid=aid)


def answered_page(
    lesson: Lesson, slug: str, question: Question, verdict: Verdict, setting: Setting, *, notice: str = ""
) -> QuestionPage:
    """`question` and `verdict` are of the version that was answered; `lesson` is today's."""
    feedback = Feedback(
        right=verdict.score >= 1,
        partly=0 < verdict.score < 1,
        chosen=verdict.chosen,
        text=verdict.feedback,
        next_url=setting.next_url(lesson, lesson.number_of(slug)),
        retry_url=setting.question_url(lesson.slug, slug, **{"lam-lai": "1"}),
        notice=notice,
        why_url="" if verdict.score >= 1 else setting.why_url(lesson.slug, slug),
    )
    return _page(lesson, slug, question, setting, feedback=feedback)


class AnsweredPages:
    """`answered_page`, made once for the very same lesson and question: many people give the same answer."""

    MOST = 2_000

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[object, ...], tuple[Lesson, Question, QuestionPage]] = OrderedDict()

    def page(self, lesson: Lesson, slug: str, question: Question, verdict: Verdict, setting: Setting) -> QuestionPage:
        place = (lesson.slug, slug, verdict, setting.errand.address, setting.assisted)
        found = self._made.get(place)
        if found is not None and found[0] is lesson and found[1] is question:
            return found[2]
        made = answered_page(lesson, slug, question, verdict, setting)
        self._made[place] = (lesson, question, made)
        if len(self._made) > self.MOST:
            self._made.popitem(last=False)
        return made


def _page(
    lesson: Lesson,
    slug: str,
    question: Question,
    setting: Setting,
    *,
    shown: object = None,
    key: str = "",
    error: str = "",
    feedback: Feedback | None = None,
    aid: Aid | None = None,
) -> QuestionPage:
    number, on_errand = lesson.number_of(slug), bool(setting.errand.address)
    return QuestionPage(
        title=f"{'Câu hỏi' if on_errand else f'Câu hỏi ở bước {number}'} · {lesson.about.title} · {SITE}",
        lesson_title=lesson.about.title,
        number=number,
        total=0 if on_errand else len(lesson.screens),
        stem=question.stem,
        kind=question.kind,
        shown=shown,
        action=setting.answer_url(lesson.slug, slug),
        key=key,
        version=lesson.version,
        error=error,
        feedback=feedback,
        aid=aid or UNAIDED,
        tutor_url="" if on_errand else tutor_path(lesson, number, setting.path_to),
        previous_url="" if on_errand else screen_path(lesson, lesson.before(number), setting.path_to),
        leave_url=str(setting.path_to("home")) if on_errand else "",
        assisted=setting.assisted,
        here=setting.question_url(lesson.slug, slug),
        helped_url=str(setting.path_to("say_helped", lesson=lesson.slug)),
    )


def resting_page(lesson: Lesson, slug: str, setting: Setting) -> RestingPage:
    return RestingPage(
        f"Đang kiểm tra lại · {lesson.about.title} · {SITE}",
        lesson.about.title,
        setting.next_url(lesson, lesson.number_of(slug)),
    )


def finished_page(catalogue: Catalogue, lesson: Lesson, answered: Iterable[Answered], setting: Setting) -> FinishedPage:
    following, path_to = catalogue.after(lesson), setting.path_to
    rows = tuple(answered)
    has_answers = any(row.lesson == lesson.slug for row in rows)
    return FinishedPage(
        title=f"Học xong · {lesson.about.title} · {SITE}",
        lesson_title=lesson.about.title,
        finished=lesson_state(lesson, rows) == "finished" or not lesson.asked,
        able=lesson.ending.able,
        card=lesson.ending.card,
        open_questions=tuple(
            OpenQuestion(screen_path(lesson, lesson.number_of(exercise.slug), path_to), lesson.number_of(exercise.slug))
            for exercise in open_exercises(lesson, rows)
        ),
        next_lesson_url=str(path_to("step", lesson=following.slug)) if following else "",
        next_lesson_title=following.about.title if following else "",
        assisted=setting.assisted,
        here=str(path_to("finished", lesson=lesson.slug)),
        helped_url=str(path_to("say_helped", lesson=lesson.slug)) if has_answers else "",
    )
