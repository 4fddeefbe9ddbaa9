"""What a route may ask about the hints that were taken on this phone, kept in the cookie `goi-y`: an answer after a hint is
one that was helped with, also when the page was opened anew in between. It holds names in short, and decides no rights."""

import re

from fastapi import Request, Response

from app.core.ids import digest
from app.learners.deps import HINTED, settings_of
from app.quiz.domain.evidence import question_name
from app.web.cookies import set_cookie

SHORT = re.compile("[0-9a-f]{8}")
MOST = 12  # questions, the latest
KEPT_S = 18 * 3600  # a second try on the same day is no evidence anyway


def was_hinted(request: Request, lesson: str, question: str) -> bool:
    return _short(lesson, question) in _hinted(request)


def remember_hint(request: Request, response: Response, lesson: str, question: str) -> None:
    kept = dict.fromkeys([_short(lesson, question), *_hinted(request)])
    set_cookie(settings_of(request), response, HINTED, ".".join(list(kept)[:MOST]), max_age=KEPT_S)


def _hinted(request: Request) -> list[str]:
    kept = request.cookies.get(HINTED, "").split(".", MOST)[:MOST]
    return [name for name in kept if SHORT.fullmatch(name)]


def _short(lesson: str, question: str) -> str:
    return digest(question_name(lesson, question))[:8]
