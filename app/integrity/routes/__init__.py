"""Addresses under /tham-dinh for assessors and admins: signs, items, who is tested again."""

from fastapi import APIRouter

from app.integrity.routes import rechecks, signs

router = APIRouter()
for _part in (signs.router, rechecks.router):
    router.include_router(_part)
