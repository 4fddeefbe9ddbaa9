"""What comes of submitting and of publishing. A file that lessons share is proved with the whole catalogue, which takes
longer than a page may: there the page begins at once, and ends with what came of it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from app.authoring.deps import shelf_of
from app.authoring.routes.slow_work import answered_later
from app.authoring.service import DraftMoved, find_draft
from app.core.batch import UNAVAILABLE
from app.core.db import Database
from app.courses.domain.diagnostics import Diagnostic
from app.publishing import service
from app.publishing.deps import press_of
from app.publishing.pages import OutcomePage
from app.publishing.press import Reason, Withheld
from app.publishing.service import Obstructed
from app.publishing.views.outcome import Deed, deciding_page, outcome_page
from app.publishing.views.review import WHY_NOT

MOVED = "Trong lúc thầy cô xem, bản này đã được người khác sửa hoặc quyết định. Đây là bản và tình trạng mới nhất."
MOVED_LATER = (
    "Trong lúc máy xem, bản này đã được sửa hoặc quyết định. Thầy cô mở trang duyệt để xem tình trạng mới nhất."
)
WITHHELD: dict[Reason, str] = {
    "no-place": "Không đặt được tệp này: tên hoặc chỗ của nó không đúng luật, hoặc là một đường tắt dẫn ra ngoài thư mục nội dung.",
    "not-writable": "Máy chủ không ghi được vào thư mục nội dung lúc này. Chữ của thầy cô vẫn còn nguyên. Xin báo người phụ trách máy.",
    "file-changed": "Tệp đã đổi từ lúc bắt đầu bản nháp này. Thầy cô đưa bài về viết tiếp, mở bản nháp và ghép chữ mới của tệp vào, rồi gửi lại.",
    "faulty": "Bài còn lỗi nên chưa gửi, chưa đăng được. Thầy cô sửa các chỗ này rồi gửi lại nhé.",
    "unchanged": "Bản nháp này giống hệt tệp đang dùng, chưa có gì để duyệt.",
    "late": "Máy đang bận, bài chưa được đăng. Thầy cô bấm lại sau ít phút nhé.",
}
SEALED_FAULT = " Có chỗ nằm trong kho chứng nhận: thầy cô nhờ người giữ kho xem giúp."
BUSY = "Máy đang bận nên chưa ghi lại được. Thầy cô mở trang duyệt, rồi bấm lại sau ít phút nhé."


@dataclass(frozen=True)
class Refusal:
    """Why nothing came of it."""

    error: str
    status: int
    faults: tuple[Diagnostic, ...] = ()


def submitted(
    request: Request, session: Session, draft_id: int, number: int, account_id: int, now: datetime
) -> Refusal | None:
    """The text is judged before the transaction begins: the compiler takes its time, and others want to write."""
    try:
        proof = press_of(request).prove(draft_id, number, "writing")
        service.submit(session, find_draft(session, draft_id), proof.number, proof.labels, account_id, now)
    except Withheld as withheld:
        return _withheld(request, withheld, 422)
    except DraftMoved:
        return Refusal(MOVED, 409)
    return None


def published(request: Request, draft_id: int, number: int, account_id: int) -> Refusal | None:
    """The press speaks to the database by itself: a step at a time, with the disk between them."""
    try:
        press_of(request).publish(draft_id, number, account_id, lambda: _was_told_otherwise(request))
    except Withheld as withheld:
        return _withheld(request, withheld, 409)
    except Obstructed as obstructed:
        return Refusal(WHY_NOT[obstructed.obstacle], 409)
    except DraftMoved:
        return Refusal(MOVED, 409)
    return None


def _withheld(request: Request, withheld: Withheld, status: int) -> Refusal:
    """With the faults that this person may read: another may be in the certification bank."""
    told = shelf_of(request).told(withheld.faults)
    error = WITHHELD[withheld.reason] + ("" if len(told) == len(withheld.faults) else SEALED_FAULT)
    return Refusal(error, status, told)


def submitted_later(
    request: Request, draft_id: int, path: str, number: int, account_id: int, now: datetime
) -> Response:
    database: Database = request.app.state.database

    def work() -> Refusal | None:
        with database.session(writes=True) as session:
            refusal = submitted(request, session, draft_id, number, account_id, now)
            if not _was_told_otherwise(request):
                session.commit()
            return refusal

    return _told_later(request, draft_id, path, "submit", work)


def published_later(request: Request, draft_id: int, path: str, number: int, account_id: int) -> Response:
    return _told_later(request, draft_id, path, "publish", lambda: published(request, draft_id, number, account_id))


def _told_later(request: Request, draft_id: int, path: str, deed: Deed, work: Callable[[], Refusal | None]) -> Response:
    path_to = request.app.state.path_to

    def outcome() -> OutcomePage:
        try:
            refusal = work()
        except UNAVAILABLE:
            refusal = Refusal(BUSY, 503)
        error = refusal.error if refusal else ""
        faults = refusal.faults if refusal else ()
        return outcome_page(draft_id, path, deed, MOVED_LATER if error == MOVED else error, faults, path_to)

    return answered_later(request, deciding_page(draft_id, path, deed, path_to), asyncio.to_thread(outcome))


def _was_told_otherwise(request: Request) -> bool:
    """As app.web.deps.TransactionRoute asks: the page that says "later" has gone out."""
    return getattr(request.state, "refused", False)
