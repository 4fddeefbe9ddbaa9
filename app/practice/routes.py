"""What to do next: the front page of somebody who has learned here, progress, reviews, practice, and the first tasks
that find out where somebody stands."""

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.courses.deps import last_seen_of
from app.courses.domain.progress import wishes_of
from app.learners.deps import name_of, reading_of
from app.practice.deps import learning_from, learning_of, record_of, skill_index_of
from app.practice.views import Learning, home_view, placement_page, practice_page, progress_page, review_page
from app.quiz.domain.errand import PLACEMENT, Errand, practice_of, review_of
from app.quiz.domain.mastery import expected
from app.quiz.domain.selection import Askable, next_placement_task, practice_question, review_question
from app.quiz.views import Setting
from app.web.errors import NotFound
from app.web.page_routes import PageRoute
from app.web.render import render

RESTED = "nghi"  # in addresses: back from a skill of which everything was done today


async def home(request: Request) -> HTMLResponse:
    """Of somebody known; the front page of strangers, the same for all, is answered by courses/public_pages.py."""
    record, index = await record_of(request), skill_index_of(request)
    learning = learning_from(request, record) if record.is_known else None
    seen, name, path_to = last_seen_of(request), name_of(request), request.app.state.path_to
    reader, sitting = wishes_of(reading_of(request)), await request.app.state.unfinished_url(request)
    return render(request, index.kept(home_view, index, record, learning, seen, name, path_to, reader, sitting))


async def progress(request: Request) -> HTMLResponse:
    learning = await learning_of(request)
    return render(request, learning.index.kept(progress_page, learning, name_of(request)))


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
    """A review is due once; doubt may take more tasks to settle."""
    learning = await learning_of(request)
    chosen = review_question(_left(learning, skill), expected(learning.known.learner, skill))
    if chosen is None or not learning.state(skill).worth_review(learning.today):
        return _go(str(learning.path_to("review")))
    return _ask(request, chosen, review_of(skill))


async def practice_next(request: Request, skill: str) -> Response:
    learning = await learning_of(request)
    left = _left(learning, skill)
    chosen = practice_question(left, expected(learning.known.learner, skill), learning.today)
    if chosen is None:
        return _go(f"{learning.path_to('practice')}?{RESTED}=1")
    return _ask(request, chosen, practice_of(skill))


def _left(learning: Learning, skill: str) -> list[Askable]:
    """None once all were done today."""
    if skill not in learning.index.tasks:
        raise NotFound("Việc này chưa có câu nào để tập. Bác chọn việc khác nhé.")
    return learning.left_today(skill)


def _next_placed(learning: Learning) -> Askable | None:
    """Only what can be chosen from: nobody begins by typing, by putting steps in order, or by a simulation, which takes
    as long as five questions and teaches its way to whoever did not know it."""
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
    lesson, _, exercise = task.question.partition("/")
    setting = Setting(request.app.state.path_to, errand)
    url = setting.simulation_url if task.is_simulation else setting.question_url
    return _go(url(lesson, exercise, **{"lam-lai": "1"}))


def _go(path: str) -> Response:
    return RedirectResponse(path, 303, headers={"Cache-Control": "no-store"})


pages = [
    PageRoute("/", home),
    PageRoute("/tien-bo", progress),
    PageRoute("/on-tap", review),
    PageRoute("/on-tap/{skill}", review_next),
    PageRoute("/luyen-tap", practice),
    PageRoute("/luyen-tap/{skill}", practice_next),
    PageRoute("/lam-quen", placement),
    PageRoute("/lam-quen/tiep", placement_next),
]
