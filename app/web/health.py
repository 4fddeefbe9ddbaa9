"""For operators: liveness, readiness, measurements."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from app.core.config import LOOPBACK
from app.web.errors import NotFound

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
def healthz() -> JSONResponse:
    return JSONResponse({"ok": True})


@router.get("/readyz")
def readyz(request: Request) -> JSONResponse:
    """Ready when the database answers, answers are being written and there are lessons to show. The tutor's mode is no
    condition: it answers in every one of them."""
    state = request.app.state
    try:
        state.database.ping()
        database = True
    except SQLAlchemyError:
        database = False
    lessons = len(state.library.catalogue.lessons)
    answers = all(worker.is_alive for worker in state.workers)
    ready = database and answers and lessons > 0
    document = {
        "ready": ready, "database": database, "answers": answers, "lessons": lessons, "tutor": state.tutor_mode(),
    }  # fmt: skip
    return JSONResponse(document, 200 if ready else 503)


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """For a collector on this machine; what a proxy passes on comes from elsewhere."""
    local = request.client is not None and request.client.host in LOOPBACK
    if not local or "x-forwarded-for" in request.headers:
        raise NotFound
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
