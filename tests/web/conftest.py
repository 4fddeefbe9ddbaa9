"""One running service per module, with somebody of every role."""

from collections.abc import Iterator
from functools import cache

import pytest
from fastapi import FastAPI
from sqlalchemy import Dialect, select

from app.accounts.domain.roles import Role
from app.core.db import Base, Database
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser, hire, sign_in
from tests.one_service import app, fastapi_app
from tests.web.wire import Wire

__all__ = ["app", "fastapi_app"]


@pytest.fixture(scope="module")
def wire(app: PrebuiltPages) -> Iterator[Wire]:
    wire = Wire(app)
    yield wire
    wire.close()


@pytest.fixture(scope="module")
def logins(fastapi_app: FastAPI) -> dict[Role, str]:
    return {role: hire(fastapi_app.state.database, fastapi_app.state.settings, role) for role in Role}


def cookies_of(app: PrebuiltPages, login: str) -> str:
    """A new sign-in, as the `Cookie` header that the browser then sends."""
    client = browser(app)
    sign_in(client, login)
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.cookies.jar)


def everything_stored(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """As the database itself says it: to make something of each row takes fifteen times as long."""
    with database.session(writes=False) as session:
        cursor = session.connection().connection.cursor()
        return {name: cursor.execute(rows).fetchall() for name, rows in _every_row(database.engine.dialect).items()}


@cache
def _every_row(dialect: Dialect) -> dict[str, str]:
    """The statement for each table."""
    tables = {table.name: select(table).order_by(*table.primary_key.columns) for table in Base.metadata.sorted_tables}
    return {name: str(rows.compile(dialect=dialect)) for name, rows in tables.items()}
