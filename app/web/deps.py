"""What a route may ask for: a database session, the time, the submitted form."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from app.core.db import Database
from app.web.security import SAFE_METHODS


def open_session(request: Request) -> Iterator[Session]:
    """One transaction a request, committed before the response leaves (scope="function" below)."""
    database: Database = request.app.state.database
    with database.session(writes=request.method not in SAFE_METHODS) as session:
        yield session
        session.commit()


def read_clock(request: Request) -> datetime:
    moment: datetime = request.app.state.clock.now()
    return moment


async def read_form(request: Request) -> FormData:
    try:
        return await request.form()
    except UnicodeError as error:  # a multipart form that says it is written in, for example, punycode
        raise HTTPException(400) from error


Db = Annotated[Session, Depends(open_session, scope="function")]
Now = Annotated[datetime, Depends(read_clock)]
SubmittedForm = Annotated[FormData, Depends(read_form)]
