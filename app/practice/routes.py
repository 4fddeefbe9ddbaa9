"""What to do next: progress, reviews, practice, and the first tasks that find out where somebody stands."""

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.learners.deps import name_of
from app.practice.deps import learning_of
from app.practice.views import Learning, placement_page, practice_page, progress_page, review_page
from app.quiz.domain.errand import PLACEMENT, Errand, practice_of, review_of
from app.quiz.domain.mastery import expected
from app.quiz.domain.selection import Askable, next_placement_task, practice_question
from app.quiz.views import Setting
from app.web.errors import NotFound
from app.web.page_routes import PageRoute
from app.web.render import render

RESTED = "nghi"  # in addresses: back from a skill of which everything was asked today


async def progress(request: Request) -> HTMLResponse:
    return render(request, progress_page(await learning_of(request), name_of(request)))


async def review(request: Request) -> HTMLResponse:
    return render(request, review_page(await learning_of(request)))


async def practice(request: Request) -> HTMLResponse:
    learning = await learning_of(request)
    rested = RESTED in request.query_params
    return render(request, practice_page(learning, placed=_next_placed(learning) is None, rested=rested))


async def placement(request: Request) -> HTMLResponse:
    learning = await learning_of(request)
    return render(request, placement_page(learning, done=_next_placed(learning) is None))


async def placement_next(request: Request) -> Response:
    learning = await learning_of(request)
    task = _next_placed(learning)
    return _ask(request, task, PLACEMENT) if task else _go(str(learning.path_to("placement")))


async def review_next(request: Request, skill: str) -> Response:
    """A review is due once; doubt may take more questions to settle."""
    learning = await learning_of(request)
    chosen = _practised(learning, skill)
    if chosen is None or not learning.state(skill).worth_review(learning.today):
        return _go(str(learning.path_to("review")))
    return _ask(request, chosen, review_of(skill))


async def practice_next(request: Request, skill: str) -> Response:
    learning = await learning_of(request)
    chosen = _practised(learning, skill)
    if chosen is None:
        return _go(f"{learning.path_to('practice')}?{RESTED}=1")
    return _ask(request, chosen, practice_of(skill))


def _practised(learning: Learning, skill: str) -> Askable | None:
    """The question that suits best; None once all were asked today."""
    if skill not in learning.index.questions:
        raise NotFound("Việc này chưa có câu nào để tập. Bác chọn việc khác nhé.")
    return practice_question(learning.left_today(skill), expected(learning.known.learner, skill), learning.today)


def _next_placed(learning: Learning) -> Askable | None:
    """Only what can be chosen from: nobody begins by typing, or by putting steps in order."""
    tasks = {
        task.question: task
        for group in learning.framework.groups
        for skill in group.skills
        for task in learning.candidates(group.id, skill.id)
        if task.item.c
    }
    met = [tasks[name] for name in learning.known.placed if name in tasks]
    return next_placement_task([*tasks.values()], met, learning.known.learner.overall)


def _ask(request: Request, task: Askable, errand: Errand) -> Response:
    lesson, _, question = task.question.partition("/")
    setting = Setting(request.app.state.path_to, errand)
    return _go(setting.question_url(lesson, question, **{"lam-lai": "1"}))


def _go(path: str) -> Response:
    return RedirectResponse(path, 303, headers={"Cache-Control": "no-store"})


pages = [
    PageRoute("/tien-bo", progress),
    PageRoute("/on-tap", review),
    PageRoute("/on-tap/{skill}", review_next),
    PageRoute("/luyen-tap", practice),
    PageRoute("/luyen-tap/{skill}", practice_next),
    PageRoute("/lam-quen", placement),
    PageRoute("/lam-quen/tiep", placement_next),
]
