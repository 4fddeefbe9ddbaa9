"""What a route may ask for: a database session, the time, the submitted form."""

import inspect
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from app.core.db import Database
from app.web.security import SAFE_METHODS

URLENCODED = "application/x-www-form-urlencoded"
MOST_FIELDS = 1_000


async def open_session(request: Request) -> Session:
    """A session that has not spoken to the database yet; TransactionRoute ends it."""
    database: Database = request.app.state.database
    session = database.new_session(writes=request.method not in SAFE_METHODS)
    request.state.session = session
    return session


class TransactionRoute(APIRoute):
    """Runs a route and ends its transaction in one thread: committed before the response leaves, rolled back when the
    route raises. A dependency with `yield` would cost two more hops between threads, 0.1 ms each."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **settings: Any) -> None:
        is_async = inspect.iscoroutinefunction(endpoint)
        super().__init__(path, endpoint if is_async else _in_one_transaction(endpoint), **settings)
        if is_async and _uses_session(self.dependant):
            raise TypeError(f"{endpoint.__name__}: an async route would block everyone while it waits for the database")


def _in_one_transaction(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(endpoint)
    def run(*, request: Request, **values: Any) -> Any:
        session: Session | None = getattr(request.state, "session", None)
        if session is None:
            return endpoint(request=request, **values)
        with session:
            result = endpoint(request=request, **values)
            if not getattr(request.state, "refused", False):  # web/guard.py has said that nothing was kept
                session.commit()
            return result

    return run


def _uses_session(dependant: Dependant) -> bool:
    return dependant.call is open_session or any(map(_uses_session, dependant.dependencies))


def read_clock(request: Request) -> datetime:
    moment: datetime = request.app.state.clock.now()
    return moment


async def read_now(request: Request) -> datetime:
    """As a dependency: a plain function would cost a hop to another thread."""
    return read_clock(request)


async def read_form(request: Request) -> FormData:
    try:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() == URLENCODED:
            # The standard library takes a tenth of the time of the framework's streaming parser.
            body = (await request.body()).decode(errors="replace")
            return FormData([*parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS)])
        form = await request.form(max_files=0)  # no form of ours has a file; nothing is written to a disk
        "".join(f"{name}{value}" for name, value in form.multi_items()).encode()  # utf-7 can bring half a character
        return form
    except ValueError as error:  # too many fields; a multipart form that says it is written in punycode
        raise HTTPException(400) from error


async def read_plain_form(request: Request) -> FormData:
    """A form without a secret in it: where the database is busy its page offers to send it again (errors.error_page)."""
    request.state.sent = await read_form(request)
    sent: FormData = request.state.sent
    return sent


Db = Annotated[Session, Depends(open_session)]
Now = Annotated[datetime, Depends(read_now)]
SubmittedForm = Annotated[FormData, Depends(read_form)]
PlainForm = Annotated[FormData, Depends(read_plain_form)]
