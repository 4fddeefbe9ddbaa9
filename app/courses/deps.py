"""What a route may ask about content, and about where this phone was in it."""

import re

from fastapi import Request

from app.core.batch import BatchWorker
from app.courses.domain.progress import Answered, Place
from app.courses.library import ContentLibrary
from app.learners.deps import POSITION, device_of


def library_of(request: Request) -> ContentLibrary:
    library: ContentLibrary = request.app.state.library
    return library


async def answered_of(request: Request) -> tuple[Answered, ...]:
    """What the active learner has answered; nothing for a visitor who is no learner yet."""
    learner = device_of(request).active
    if learner is None:
        return ()
    worker: BatchWorker[int, tuple[Answered, ...]] = request.app.state.progress_reader
    return await worker.ask(learner)


def last_seen_of(request: Request) -> Place | None:
    """The screen this phone showed last, as public_pages.py wrote it."""
    match = re.fullmatch(r"([a-z0-9-]{1,60})\.([1-9]\d{0,2})", request.cookies.get(POSITION, ""))
    return Place(match[1], int(match[2])) if match else None
