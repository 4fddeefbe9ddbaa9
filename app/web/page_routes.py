"""The pages that many people open, answered before the framework: its own routes solve dependencies, hop between threads
and pass six layers, which costs more than such a page. Who may come in, and what an exception becomes, is as there."""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from starlette.routing import Route
from starlette.types import Receive, Scope, Send


class PageRoute(Route):
    """An async endpoint that gets the request and the values of its address, and asks the database through a
    core.batch.BatchWorker only."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["route"] = self
        if self.methods and scope["method"] not in self.methods:
            await super().handle(scope, receive, send)
            return
        request = Request(scope, receive)
        await request.app.state.require_access(request)
        response = await self.endpoint(request, **scope["path_params"])
        await response(scope, receive, send)


class PageRoutes:
    """ASGI around the application: answers what one of `pages` matches, passes on everything else. The same routes
    stand in the application, for their names and for methods that they refuse."""

    def __init__(self, app: FastAPI, pages: Sequence[PageRoute]) -> None:
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            for page in self._pages:
                match = page.path_regex.match(scope["path"])
                if match and scope["method"] in (page.methods or ()):
                    scope["path_params"] = match.groupdict()
                    await self._answer(page, scope, receive, send)
                    return
        await self._app(scope, receive, send)

    async def _answer(self, page: PageRoute, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await page.handle(scope, receive, send)
        except Exception as error:
            handler = self._handler(error)
            if handler is None:
                raise
            await handler(Request(scope), error)(scope, receive, send)

    def _handler(self, error: Exception) -> Any:
        return next(filter(None, map(self._app.exception_handlers.get, type(error).__mro__)), None)
