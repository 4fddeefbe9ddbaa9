"""One case: everything there is to decide on, the taps, the decision."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, BeforeValidator, Field
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from app.accounts.deps import KnownAccount
from app.accounts.domain.sign_in import SignedIn, is_fresh
from app.accounts.queries import names_of
from app.assessment import queries, service
from app.assessment.deps import confirm_url, engine_of, path_to_of, read_tempi, reader_for
from app.assessment.domain.evidence import evidence_of
from app.assessment.domain.readings import Kind, Reader, obstacle, standing, this_round
from app.assessment.domain.reasons import MOST_SAID, reason_of, said
from app.assessment.models import Case, CaseDecision
from app.assessment.opener import write_anew
from app.assessment.service import (
    CaseBehind,
    CaseMoved,
    CaseTaken,
    NoSuchCase,
    NothingShown,
    Obstructed,
    Seen,
    UnknownReason,
    Wish,
)
from app.assessment.views.case import Typed, case_page
from app.assessment.views.case_evidence import CaseFile
from app.assessment.views.replay import replay_page
from app.assessment.views.words import OBSTACLE
from app.courses.domain.exercises import Exercise
from app.sittings.domain.record import SittingRecord
from app.sittings.exposure import read_exposure
from app.sittings.late_answers import NoLateAnswer
from app.sittings.outcomes import NotAgreed
from app.sittings.queries import sitting_record
from app.web.deps import Db, Now, SubmittedForm, TransactionRoute, read_clock
from app.web.errors import NotFound
from app.web.forms import Form, Refused, printable
from app.web.render import render

SEEN = r"^[0-9]{1,4}-[0-3]-[0-9]{1,4}-[0-9]{1,4}$"
NO_CASE = "Không có hồ sơ này, hoặc anh chị không được xem hồ sơ này."
MOVED = "Trong lúc anh chị xem, hồ sơ này đã có người khác quyết định, kết quả vừa được tính lại, hoặc có thêm câu trả lời tới muộn. Đây là tình trạng mới nhất; quyết định vừa gửi không được ghi."
BEHIND = "Bài này vừa có thay đổi: một câu bị loại, có lời đề nghị xem lại, có câu trả lời tới muộn, hoặc số định danh trùng với người đã có giấy. Đây là tình trạng mới nhất, anh chị xem lại rồi quyết định; quyết định vừa gửi không được ghi."
TAKEN = "Người khác đang xem hồ sơ này. Anh chị mở hồ sơ tiếp theo giúp nhé."
UNREAD = "Máy chưa nhận được quyết định. Anh chị chọn lý do rồi bấm lại nhé."
NOTHING = "Chưa có mảng kỹ năng nào đủ bằng chứng riêng để ghi lên giấy xác nhận. Anh chị mời người học làm việc thực hành giúp."
UNSAID = "Lý do này chưa có lời ghi hồ sơ. Anh chị viết một, hai câu vì sao giúp; quyết định chưa được ghi."
NOT_AGREED = "Người học đã rút lại sự đồng ý, nên không cấp giấy được. Anh chị chọn “Chưa xác nhận”, lý do “Người học rút lại sự đồng ý”."
NO_LATE = "Câu này không có câu trả lời tới muộn nào tính được."
RECORDED = "Đã ghi quyết định. Đây là hồ sơ tiếp theo."
STEP_UP = "Quyết định chưa được ghi. Anh chị gõ lại mật khẩu trước, rồi quyết định lại."

ERRORS: Mapping[type[Exception], str] = {
    CaseTaken: TAKEN, CaseMoved: MOVED, CaseBehind: BEHIND, NothingShown: NOTHING, NotAgreed: NOT_AGREED,
    UnknownReason: UNREAD, NoSuchCase: NO_CASE, NoLateAnswer: NO_LATE,
}  # fmt: skip
REFUSALS: tuple[type[Exception], ...] = (Obstructed, *ERRORS)

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


def clean_said(value: object) -> object:
    if not isinstance(value, str):
        return value
    return unicodedata.normalize("NFC", printable(value.replace("\r\n", "\n"))).strip()


Said = Annotated[str, BeforeValidator(clean_said), Field(max_length=MOST_SAID)]


class Decision(BaseModel):
    seen: str = Field(alias="da-xem", pattern=SEEN)
    kind: Kind = Field(alias="viec")
    reason: str = Field(alias="ly-do", max_length=40)
    learner_text: Said = Field(default="", alias="loi-nguoi-hoc")
    authority_text: Said = Field(default="", alias="loi-ho-so")


DECISION = Form(Decision)


# Reading


@router.get("/tham-dinh/ho-so/{token}")
def case(request: Request, token: str, session: Db, account: KnownAccount) -> HTMLResponse:
    found = readable_case(session, token, reader_for(session, account))
    notice = RECORDED if request.query_params.get("da-ghi") == "1" else ""
    return show_case(request, session, found, account, notice=notice)


@router.get("/tham-dinh/ho-so/{token}/bam")
def case_replay(request: Request, token: str, session: Db, account: KnownAccount) -> HTMLResponse:
    found = readable_case(session, token, reader_for(session, account))
    record = sitting_record(session, engine_of(request).standards, found.sitting_id)
    url = request.app.state.path_to("case", token=token)
    return render(request, replay_page(token, record, _exercises(request, record), url))


def readable_case(session: Session, token: str, reader: Reader) -> Case:
    """Not those of one's own people: nobody who might know them looks into their answers. Raises NotFound."""
    found = queries.find_case(session, token)
    if found is None or obstacle(reader, queries.origin_of(found), []) is not None:
        raise NotFound(NO_CASE)
    return found


def show_case(
    request: Request, session: Session, found: Case, account: SignedIn, status: int = 200, *, error: str = "",
    notice: str = "", typed: Typed = Typed(),
) -> HTMLResponse:  # fmt: skip
    now, reader, path_to = read_clock(request), reader_for(session, account), path_to_of(request)
    record = sitting_record(session, engine_of(request).standards, found.sitting_id)
    file = _case_file(request, session, found, record, reader)
    names = names_of(session, {row.account_id for row in file.decisions if row.account_id is not None})
    confirm = confirm_url(request, account, now, str(path_to("case", token=found.token)))
    why_not = _why_not(session, found, reader, file, now)
    page = case_page(
        file,
        names,
        path_to,
        why_not=why_not,
        error=error,
        notice=notice,
        confirm_url="" if why_not else confirm,
        typed=typed,
    )
    return render(request, page, status)


def _case_file(request: Request, session: Session, found: Case, record: SittingRecord, reader: Reader) -> CaseFile:
    rows = queries.rows_of(session, found.id)
    decided = queries.as_decided(rows)
    stands = standing(decided)
    has_read = any(one.assessor == reader.account for one in this_round(decided))
    newest = rows[-1] if rows else None
    return CaseFile(
        found,
        record,
        evidence_of(record, read_exposure(session, record.bank).shown),
        _exercises(request, record),
        engine_of(request).standards.framework(record.framework),
        stands,
        rows,
        may_know=stands.stage in ("first", "settled") or has_read,
        is_changed=newest is not None and _is_changed(found, record, newest),
    )


def _is_changed(found: Case, record: SittingRecord, newest: CaseDecision) -> bool:
    """As queries.changed_since."""
    is_otherwise = newest.results != found.results and newest.outcome != found.outcome
    return is_otherwise or any(task.late is not None and task.late.at > newest.at for task in record.tasks)


def _exercises(request: Request, record: SittingRecord) -> dict[str, Exercise | None]:
    standards = engine_of(request).standards
    return {task.item: standards.exercise(task.item, task.version) for task in record.tasks}


def _why_not(session: Session, found: Case, reader: Reader, file: CaseFile, now: datetime) -> str:
    """Why whoever looks decides nothing now; "" when they do."""
    if file.stands.stage == "settled":
        return ""
    barred = obstacle(reader, queries.origin_of(found), queries.as_decided(file.decisions))
    if barred is not None:
        return OBSTACLE[barred]
    is_elsewhere = found.batch is not None and not queries.is_sampled(session, found, reader.account)
    return TAKEN if is_elsewhere or service.is_taken(found, reader, now) else ""


# Deciding


@router.post("/tham-dinh/ho-so/{token}/quyet-dinh")
def decide_case(
    request: Request, token: str, form: SubmittedForm, session: Db, account: KnownAccount, now: Now
) -> Response:
    found = readable_case(session, token, reader_for(session, account))
    queue, batch = found.queue, found.batch
    refused = _decided(request, session, found, form, account, now)
    if refused is not None:
        return refused
    return _onward(request, session, account, queue, batch, now)


@router.post("/tham-dinh/ho-so/{token}/mo-lai")
def reopen_case(
    request: Request, token: str, form: SubmittedForm, session: Db, account: KnownAccount, now: Now
) -> Response:
    found = readable_case(session, token, reader_for(session, account))
    refused = _decided(request, session, found, form, account, now)
    return refused or RedirectResponse(request.app.state.path_to("case", token=token), 303)


def _decided(
    request: Request, session: Session, found: Case, form: FormData, account: SignedIn, now: datetime
) -> HTMLResponse | None:
    """What is shown instead of going on; None when it was written."""
    decision = DECISION.parse(form)
    if isinstance(decision, Refused):
        return show_case(request, session, found, account, 422, error=UNREAD, typed=_typed_again(decision))
    typed = Typed(decision.kind, decision.reason, decision.learner_text, decision.authority_text)
    revokes = found.certificate_code is not None and decision.kind != "keep"
    if (decision.kind in ("approve", "reopen") or revokes) and not is_fresh(account.since, now):
        return show_case(request, session, found, account, 403, error=STEP_UP, typed=typed)
    reason = reason_of(decision.kind, decision.reason)
    if reason is None:
        return show_case(request, session, found, account, 422, error=UNREAD, typed=typed)
    wish = Wish(
        decision.kind, reason.code, said(decision.kind, reason, decision.learner_text, to_learner=True),
        said(decision.kind, reason, decision.authority_text, to_learner=False),
    )  # fmt: skip
    if not wish.authority_text:
        return show_case(request, session, found, account, 422, error=UNSAID, typed=typed)
    reader = reader_for(session, account)
    do = service.reopen if decision.kind in ("reopen", "keep") else service.decide
    try:
        do(session, engine_of(request), found.token, seen_of_form(decision.seen), wish, reader, now)
    except REFUSALS as refusal:
        return refuse(request, session, found.token, account, refusal, typed)
    return None


def seen_of_form(mark: str) -> Seen:
    return Seen(*(int(part) for part in mark.split("-")))


def _typed_again(refused: Refused) -> Typed:
    names = ("viec", "ly-do", "loi-nguoi-hoc", "loi-ho-so")
    return Typed(*(refused.typed.get(name, "") for name in names))


def refuse(
    request: Request, session: Session, token: str, account: SignedIn, refusal: Exception, typed: Typed = Typed()
) -> HTMLResponse:
    """The page as it is now, and why nothing was written."""
    session.rollback()
    if isinstance(refusal, CaseBehind):
        times = read_tempi(request)
        stale = readable_case(session, token, reader_for(session, account))
        write_anew(session, engine_of(request).standards, stale.sitting_id, read_clock(request), times)
    found = readable_case(session, token, reader_for(session, account))
    error = OBSTACLE[refusal.obstacle] if isinstance(refusal, Obstructed) else ERRORS[type(refusal)]
    return show_case(request, session, found, account, 409, error=error, typed=typed)


def _onward(
    request: Request, session: Session, account: SignedIn, queue: str, batch: str | None, now: datetime
) -> Response:
    """The next case of the same queue; from a batch back to it; where nothing waits, the desk."""
    path_to = request.app.state.path_to
    if batch is not None:
        return RedirectResponse(path_to("batch", token=batch), 303)
    following = service.claim_next(session, queue, reader_for(session, account), now)
    if following is None:
        return RedirectResponse(f"{path_to('assessment_desk')}?xong=1", 303)
    return RedirectResponse(f"{path_to('case', token=following.token)}?da-ghi=1", 303)
