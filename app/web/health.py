"""For operators: liveness, readiness, measurements."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
def healthz() -> JSONResponse:
    return JSONResponse({"ok": True})


@router.get("/readyz")
def readyz(request: Request) -> JSONResponse:
    """Ready when the database answers and there are lessons to show."""
    state = request.app.state
    try:
        state.database.ping()
        database = True
    except SQLAlchemyError:
        database = False
    lessons = len(state.library.catalogue.lessons)
    ready = database and lessons > 0
    return JSONResponse({"ready": ready, "database": database, "lessons": lessons}, 200 if ready else 503)


@router.get("/metrics")
def metrics() -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
