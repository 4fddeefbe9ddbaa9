"""What a route may ask about certificates."""

from contextlib import AbstractContextManager

from fastapi import Request
from fastapi.responses import Response
from sqlalchemy import Connection

from app.certification.service import Certificates
from app.certification.signer import SignerAway, SignerRefuses
from app.core.db import Database
from app.web.errors import error_page

NOT_SIGNED = (SignerAway, SignerRefuses)
SIGNER_AWAY = "Máy ký đang nghỉ một lát. Giấy của bác vẫn còn nguyên. Bác chờ vài phút rồi bấm lại nhé."


def certificates(request: Request) -> Certificates:
    """Everything that signs: app/main.py puts it in place."""
    found: Certificates = request.app.state.certificates
    return found


def reading(request: Request) -> AbstractContextManager[Connection]:
    """For what is only looked up in the log."""
    database: Database = request.app.state.database
    return database.reading.connect()


def without_signer(request: Request) -> Response:
    """Where something had to be signed this moment, and nobody did."""
    return error_page(request, 503, SIGNER_AWAY)
