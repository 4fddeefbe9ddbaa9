"""Every wait has an end: a request that has not begun to answer after a few seconds is told so. A frozen database
ignores every timeout of its own, and a thread that waits for it cannot be cancelled, only left behind."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.errors import refuse


class Deadline:
    """Answers 503 when nothing was sent within `seconds`; a response under way is left alone."""

    def __init__(self, app: ASGIApp, *, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = refused = False

        async def watched_send(message: Message) -> None:
            nonlocal started
            if not refused:
                started = True
                await send(message)

        task = asyncio.ensure_future(self._app(scope, receive, watched_send))
        try:
            done, _ = await asyncio.wait({task}, timeout=self._seconds)
        except asyncio.CancelledError:
            task.cancel()
            raise
        if done or started:
            await task
            return
        refused = True
        task.cancel()
        task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        await refuse(503, scope, receive, send)
