"""Where a form was refused its page stands at the address of the form: whoever loads that again, or comes back to it, is led to
the page that has the form. What was typed is kept there (openings.py)."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

router = APIRouter()


@router.get("/tham-dinh/tiep", name="no_next_case")
@router.get("/tham-dinh/lo", name="no_batch")
def back_to_desk(request: Request) -> Response:
    return RedirectResponse(request.app.state.path_to("assessment_desk"), 303)


@router.get("/tham-dinh/ho-so/{token}/quyet-dinh", name="case_not_decided")
@router.get("/tham-dinh/ho-so/{token}/mo-lai", name="case_not_reopened")
@router.get("/tham-dinh/ho-so/{token}/tra-loi-muon/{number:int}", name="late_answer_not_ruled")
def back_to_case(request: Request, token: str) -> Response:
    return RedirectResponse(request.app.state.path_to("case", token=token), 303)


@router.get("/tham-dinh/lo/{token}/duyet", name="batch_not_approved")
@router.get("/tham-dinh/lo/{token}/thoi", name="batch_not_given_up")
def back_to_batch(request: Request, token: str) -> Response:
    return RedirectResponse(request.app.state.path_to("batch", token=token), 303)


@router.get("/tham-dinh/nguoi/{login}", name="commune_not_set")
def back_to_assessors(request: Request) -> Response:
    return RedirectResponse(request.app.state.path_to("assessors"), 303)
