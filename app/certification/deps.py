"""What a route may ask about certificates."""

from contextlib import AbstractContextManager

from fastapi import Request
from sqlalchemy import Connection

from app.certification.service import Certificates
from app.core.db import Database


def certificates(request: Request) -> Certificates:
    """Everything that signs: app/main.py puts it in place."""
    found: Certificates = request.app.state.certificates
    return found


def reading(request: Request) -> AbstractContextManager[Connection]:
    """For what is only looked up in the log."""
    database: Database = request.app.state.database
    return database.reading.connect()
