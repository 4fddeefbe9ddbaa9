"""The desk's addresses: what there is, writing, putting two texts together, and trying out what was written."""

from fastapi import APIRouter, Depends

from app.authoring.deps import open_shelf
from app.authoring.routes import desk, editing, exchanging, joining, revising, suggesting, trying

router = APIRouter(dependencies=[Depends(open_shelf)])
for part in (desk, editing, exchanging, joining, revising, suggesting, trying):
    router.include_router(part.router)
