"""What a route may ask about content, and about where this phone was in it."""

import re

from fastapi import Request

from app.accounts.deps import POSITION
from app.courses.domain.progress import Place
from app.courses.library import ContentLibrary


def library_of(request: Request) -> ContentLibrary:
    library: ContentLibrary = request.app.state.library
    return library


def last_seen_of(request: Request) -> Place | None:
    """The screen this phone showed last, as public_pages.py wrote it."""
    match = re.fullmatch(r"([a-z0-9-]{1,60})\.([1-9]\d{0,2})", request.cookies.get(POSITION, ""))
    return Place(match[1], int(match[2])) if match else None
