"""One case: everything there is to decide on, the taps."""

from dataclasses import astuple
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from app.accounts.deps import KnownAccount
from app.accounts.domain.sign_in import SignedIn
from app.accounts.queries import names_of
from app.assessment import openings, queries, service
from app.assessment.deps import confirm_url, engine_of, path_to_of, reader_for
from app.assessment.domain.evidence import evidence_of
from app.assessment.domain.readings import Reader, obstacle, standing, this_round
from app.assessment.losses import names_too_much
from app.assessment.models import Case, CaseDecision
from app.assessment.views.case import Typed, case_page
from app.assessment.views.case_evidence import CaseFile
from app.assessment.views.replay import replay_page
from app.assessment.views.words import OBSTACLE
from app.certification.head_memory import LOUD
from app.certification.pending import find_pending
from app.core.db import Database
from app.courses.domain.exercises import Exercise
from app.sittings.domain.record import SittingRecord
from app.sittings.exposure import read_exposure
from app.sittings.queries import sitting_record
from app.web.deps import Db, TransactionRoute, read_clock
from app.web.errors import NotFound
from app.web.render import render

NO_CASE = "Không có hồ sơ này, hoặc anh chị không được xem hồ sơ này."
TAKEN = "Người khác đang xem hồ sơ này. Anh chị mở hồ sơ tiếp theo giúp nhé."
WAITS_FOR_SIGNER = (
    "Đã duyệt. Giấy xác nhận đang chờ máy ký; ký xong thì người học thấy giấy. Anh chị không phải làm lại gì."
)
SIGNER_STOPPED = (
    "Đã duyệt. Máy ký đang dừng, vì sổ cái không khớp với lần ký trước; người giữ máy phải xem. "
    "Giấy vẫn chờ, anh chị không phải làm lại gì."
)
NOT_SIGNED = "Đã duyệt, mà máy ký chưa ký: từ lúc duyệt tới giờ, bài này có chỗ đã khác. Anh chị mở lại hồ sơ, rồi quyết định lần nữa giúp."
RECORDED = "Đã ghi quyết định. Đây là hồ sơ tiếp theo."

router = APIRouter(default_response_class=HTMLResponse, route_class=TransactionRoute)


@router.get("/tham-dinh/ho-so/{token}")
def case(request: Request, token: str, session: Db, account: KnownAccount) -> HTMLResponse:
    found = readable_case(session, token, reader_for(session, account))
    _see(request, session, found, account)
    notice = RECORDED if request.query_params.get("da-ghi") == "1" else ""
    return show_case(request, session, found, account, notice=notice)


@router.get("/tham-dinh/ho-so/{token}/bam")
def case_replay(request: Request, token: str, session: Db, account: KnownAccount) -> HTMLResponse:
    found = readable_case(session, token, reader_for(session, account))
    _see(request, session, found, account, replayed=True)
    record = sitting_record(session, engine_of(request).standards, found.sitting_id)
    url = request.app.state.path_to("case", token=token)
    return render(request, replay_page(token, record, _exercises(request, record), url))


def _see(request: Request, session: Session, found: Case, account: SignedIn, *, replayed: bool = False) -> None:
    database: Database = request.app.state.database
    openings.see_opening(database, session, found, account.account_id, read_clock(request), replayed=replayed)


def readable_case(session: Session, token: str, reader: Reader) -> Case:
    """Not those of one's own people: nobody who might know them looks into their answers. Raises NotFound."""
    found = queries.find_case(session, token)
    if found is None or not _may_read(found, reader):
        raise NotFound(NO_CASE)
    return found


def _may_read(case: Case, reader: Reader) -> bool:
    return obstacle(reader, queries.origin_of(case), []) is None


def show_case(
    request: Request, session: Session, found: Case, account: SignedIn, status: int = 200, *, error: str = "",
    notice: str = "", typed: Typed | None = None,
) -> HTMLResponse:  # fmt: skip
    """`typed`: what was sent and not recorded, which is kept until it is; None: what is kept."""
    now, reader, path_to = read_clock(request), reader_for(session, account), path_to_of(request)
    if typed is None:
        typed = Typed(*openings.typed_of(session, found, reader.account))
    elif found.stage != "settled" or typed.kind in ("reopen", "keep", "reissue"):
        openings.keep_typed(session, found, reader.account, astuple(typed), now)
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
        notice=notice or _unsigned(session, found),
        confirm_url="" if why_not else confirm,
        typed=typed,
    )
    return render(request, page, status)


def _unsigned(session: Session, found: Case) -> str:
    """Where the signer is another process; "" once it has signed."""
    waiting = find_pending(session, found.certificate_code) if found.certificate_code else None
    if waiting is None:
        return ""
    if waiting.refusal in LOUD:
        return SIGNER_STOPPED
    return WAITS_FOR_SIGNER if waiting.refusal is None else NOT_SIGNED


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
        queries.flaws(session, record.neutralised),
        engine_of(request).standards.framework(record.framework),
        stands,
        rows,
        may_know=stands.stage in ("first", "settled") or has_read,
        is_changed=newest is not None and _is_changed(found, record, newest),
        names_too_much=names_too_much(session, found),
        tries=queries.other_tries(session, found.sitting_id),
        may_read=lambda other: _may_read(other, reader),
    )


def _is_changed(found: Case, record: SittingRecord, newest: CaseDecision) -> bool:
    """As queries.changed_since."""
    is_otherwise = newest.results != found.results and newest.outcome != found.outcome
    has_lost = found.lost_at is not None and found.lost_at >= newest.at
    return is_otherwise or has_lost or any(task.late is not None and task.late.at > newest.at for task in record.tasks)


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
