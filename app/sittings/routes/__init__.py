"""`/chung-nhan`: what learners see of certification, and the supervisors of class sittings."""

from fastapi import APIRouter

from app.sittings.routes import beginning, certification, sitting, supervising

router = APIRouter()
for part in (certification.router, beginning.router, sitting.router, supervising.router):
    router.include_router(part)
