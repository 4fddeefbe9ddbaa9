"""Every wait has an end: a request that has not begun to answer after a few seconds is told so. A frozen database
ignores every timeout of its own, and a thread that waits for it cannot be cancelled, only left behind: cancelling the
request around it would close a database session under a thread that still uses it."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.errors import refuse


class Deadline:
    """Answers 503 when nothing was sent within `seconds`; a response under way is left alone."""

    def __init__(self, app: ASGIApp, *, seconds: float) -> None:
        self._app = app
        self._seconds = seconds
        self._refusals: set[asyncio.Future[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False
        state = scope.setdefault("state", {})

        async def watched_send(message: Message) -> None:
            nonlocal started
            if not state.get("refused"):
                started = True
                await send(message)

        def give_up() -> None:
            if not started:
                state["refused"] = True  # from now on web/deps.py commits nothing for this request
                refusal = asyncio.ensure_future(refuse(503, scope, receive, send))
                self._refusals.add(refusal)
                refusal.add_done_callback(self._refusals.discard)

        timer = asyncio.get_running_loop().call_later(self._seconds, give_up)
        try:
            await self._app(scope, receive, watched_send)
        finally:
            timer.cancel()
