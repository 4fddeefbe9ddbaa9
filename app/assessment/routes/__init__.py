"""Addresses of the desk, under /tham-dinh. Nothing that they show tells who a learner is."""

from fastapi import APIRouter

from app.assessment.routes import batches, cases, deciding, desk, late_answers, people, refused_forms

router = APIRouter()
for _part in (
    desk.router,
    cases.router,
    deciding.router,
    late_answers.router,
    batches.router,
    people.router,
    refused_forms.router,
):
    router.include_router(_part)
