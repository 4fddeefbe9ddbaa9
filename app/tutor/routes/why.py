"""Why an answer or a tap was wrong, once it is in; and hints before it. Nothing is asked of a model."""

import re
from html import escape

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from app.core.ids import is_token, new_token
from app.courses.deps import library_of
from app.courses.domain.exercises import Exercise
from app.courses.domain.lessons import Lesson
from app.drills.views import ROUND
from app.learners.deps import device_of, is_assisted
from app.quiz.deps import remember_hint
from app.quiz.domain.drill import Drill
from app.quiz.domain.errand import FIELD, read_errand
from app.quiz.domain.evidence import day_of
from app.quiz.domain.simulation.screens import Simulation
from app.quiz.queries import LastAnswer
from app.quiz.service import lesson_version, question_of
from app.quiz.views import RESTS, Setting, asked_page, resting_page
from app.simulations.deps import stores_of
from app.simulations.domain.attempts import missteps
from app.simulations.service import latest_standing
from app.simulations.views import last_misstep, misstep_view
from app.tutor.deps import reader_of, require_no_sitting, tutor_of
from app.tutor.domain.mistakes import grounds, grounds_of_tap
from app.tutor.pages import Link
from app.tutor.views.why import Mistake, aid_of, explanation_page, part_of
from app.web.deps import read_clock, read_form
from app.web.errors import NotFound
from app.web.forms import fields_of
from app.web.page_routes import PageRoute
from app.web.render import render, wants_fragment

NOT_HERE = "Không có câu này. Có thể bài đã được sửa lại."
NOT_ANSWERED = "Bác chưa trả lời câu này, nên chưa có gì để xem lại."
# The page that asked gets it in place of the link, and keeps its address: opened anew it shows the answer again.
IN_PLACE = {"HX-Retarget": "#vi-sao", "HX-Reswap": "outerHTML show:#vi-sao:top", "HX-Push-Url": "false"}


async def why(request: Request, lesson: str, exercise: str) -> Response:
    """Of the latest answer of whoever reads now, as long as its page shows the feedback; nobody else's can be named."""
    await require_no_sitting(request)
    found, asked = _find(request, lesson, exercise)
    learner, back = device_of(request).active, _back(request, found, asked)
    if exercise in found.resting:
        return _go(back.url)
    if learner is None:
        raise NotFound(NOT_ANSWERED)
    goes_on = False
    if isinstance(asked.body, Simulation):
        mistakes, goes_on = await _missteps(request, learner, found, asked)
    else:
        mistakes = await _wrong_answer(request, learner, found, asked)
    if not mistakes:
        return _go(back.url)
    skills, setting = request.app.state.skill_index, _setting(request)
    index, reader = tutor_of(request).index, reader_of(request)
    page = explanation_page(index, skills, found, asked, mistakes, reader, setting, back, goes_on=goes_on)
    if not wants_fragment(request):
        return render(request, page)
    response = render(request, part_of(page))
    response.headers.update(IN_PLACE)
    return response


async def _wrong_answer(request: Request, learner: int, lesson: Lesson, exercise: Exercise) -> list[Mistake]:
    """None where the question would be asked anew, or was answered right. Raises NotFound."""
    last: LastAnswer | None = await request.app.state.answer_reader.ask((learner, lesson.slug, exercise.slug))
    if last is None:
        raise NotFound(NOT_ANSWERED)
    version = await lesson_version(library_of(request), lesson.slug, last.version)
    question = question_of(version, exercise.slug, last.key)
    verdict = question.judge(last.answer) if question else None
    if question is None or verdict is None or verdict.score >= 1 or day_of(last.at) != day_of(read_clock(request)):
        return []
    is_common: bool = request.app.state.observations.is_common(lesson, exercise.slug, last.answer)
    return [Mistake(verdict.chosen, verdict.feedback, grounds(question, last.answer, verdict), is_common)]


async def _missteps(request: Request, learner: int, lesson: Lesson, exercise: Exercise) -> tuple[list[Mistake], bool]:
    """Of an attempt that goes on, what was pressed last, if its remark is being said; of one that is over, all; and whether
    it goes on. Raises NotFound."""
    standing = await latest_standing(stores_of(request), learner, lesson.slug, exercise.slug)
    if standing is None:
        raise NotFound(NOT_ANSWERED)
    simulation = standing.simulation
    last = last_misstep(standing)
    found = missteps(simulation, standing.attempt) if standing.state.done else (last,) if last else ()
    told = [
        Mistake(escape(misstep_view(one).words), one.control.remark, grounds_of_tap(simulation, one.control))
        for one in found
    ]
    return told, not standing.state.done


async def hint(request: Request, lesson: str, question: str) -> Response:
    """The question again, as far as it was filled and under the same key, with one more hint."""
    await require_no_sitting(request)
    found, exercise = _find(request, lesson, question)
    setting = _setting(request)
    if question in found.resting:
        return render(request, resting_page(found, question, setting), RESTS)
    fields = fields_of(await read_form(request))
    sent, wanted = (fields.get(name, ("",))[0] for name in ("khoa", "goi-y"))
    key = sent if is_token(sent) else new_token()
    asked = question_of(found, question, key)
    if asked is None or not setting.hint_url(lesson, question):
        return _go(_back(request, found, exercise).url)
    rungs = int(wanted) if re.fullmatch("[1-9]", wanted) else 1
    aid = aid_of(found, exercise, asked, rungs, setting)
    response = render(request, asked_page(found, question, asked, key, setting, fields=fields, aid=aid))
    if aid.hints:
        remember_hint(request, response, lesson, question)
    return response


async def to_question(request: Request, lesson: str, question: str) -> Response:
    """A hint belongs to the form that asks for it."""
    await require_no_sitting(request)
    return _go(_back(request, *_find(request, lesson, question)).url)


def _find(request: Request, lesson: str, exercise: str) -> tuple[Lesson, Exercise]:
    """Nothing of the bank, which certification asks from."""
    found = library_of(request).catalogue.lessons.get(lesson)
    asked = found.exercise(exercise) if found else None
    if found is None or asked is None:
        raise NotFound(NOT_HERE)
    return found, asked


def _setting(request: Request) -> Setting:
    errand = read_errand(request.query_params.get(FIELD, ""))
    return Setting(request.app.state.path_to, errand, is_assisted(request))


def _back(request: Request, lesson: Lesson, exercise: Exercise) -> Link:
    """To where the answer is shown: the question, the simulation, or the drill in its round."""
    setting, token = _setting(request), request.query_params.get(ROUND, "")
    if exercise.kind == Drill.kind and is_token(token):
        return Link(f"{setting.path_to('drill', drill=exercise.slug)}?{ROUND}={token}", "Quay lại")
    url = setting.simulation_url if isinstance(exercise.body, Simulation) else setting.question_url
    return Link(url(lesson.slug, exercise.slug), "Quay lại")


def _go(path: str) -> Response:
    return RedirectResponse(path, 303, headers={"Cache-Control": "no-store"})


HINT = "/tro-ly/goi-y/{lesson}/{question}"
pages = [
    PageRoute("/tro-ly/vi-sao/{lesson}/{exercise}", why),
    PageRoute(HINT, to_question),
    PageRoute(HINT, hint, methods=["POST"]),
]
