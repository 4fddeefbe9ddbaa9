"""`/chung-nhan`: what learners see of certification, and the supervisors of class sittings."""

from fastapi import APIRouter

from app.sittings.routes import beginning, certification, joining, practical, sitting, supervising

router = APIRouter()
PARTS = certification, beginning, joining, sitting, supervising, practical
for part in PARTS:
    router.include_router(part.router)
