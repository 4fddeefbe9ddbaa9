"""Work that takes longer than a page may: the page begins at once and says so, and ends with what came of it. Needs no
script, and nothing has to be remembered between two requests."""

from collections.abc import AsyncIterator, Awaitable

from fastapi import Request
from fastapi.responses import StreamingResponse

from app.authoring.pages.waiting import WaitingPage
from app.web.render import Page, Templates

RESULT = "<!--result-->"  # its place in waiting.html
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def answered_later(request: Request, page: WaitingPage, work: Awaitable[Page]) -> StreamingResponse:
    """`work` gives a page without a frame of its own. It must not raise: what is under way is status 200."""
    templates: Templates = request.app.state.templates

    async def body() -> AsyncIterator[str]:
        before, _, after = templates.full(page).partition(RESULT)
        yield before
        yield templates.screen(await work)
        yield after

    return StreamingResponse(body(), media_type="text/html", headers=HEADERS)
