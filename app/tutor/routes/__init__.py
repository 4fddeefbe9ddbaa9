"""The tutor's addresses: asking it, why something was wrong, what teachers learn from what was asked, and the API."""

from fastapi import APIRouter

from app.tutor.routes.afterwards import router as erasing
from app.tutor.routes.answers_api import router as api
from app.tutor.routes.gaps import router as unanswered

router = APIRouter()
for part in (erasing, unanswered, api):
    router.include_router(part)
