"""Submitting and publishing what takes its time: the page meanwhile, and what came of it."""

from collections.abc import Sequence
from typing import Literal

from app.authoring.pages.waiting import WaitingPage
from app.authoring.views.editor import DESK
from app.courses.domain.diagnostics import Diagnostic
from app.courses.views import PathTo
from app.publishing.pages import OutcomePage
from app.publishing.views.review import MOST_FAULTS, fault_view

Deed = Literal["submit", "publish"]
HEADINGS: dict[Deed, str] = {"submit": "Gửi đi duyệt", "publish": "Đăng cho người học"}
DONE: dict[Deed, str] = {
    "submit": "Đã gửi đi duyệt. Chữ trong bản nháp giữ nguyên cho tới khi có người quyết định.",
    "publish": "Đã đăng. Người học thấy bản này trong vài giây nữa.",
}


def deciding_page(draft_id: int, path: str, deed: Deed, path_to: PathTo) -> WaitingPage:
    return WaitingPage(
        title=f"{HEADINGS[deed]} · {DESK}",
        heading=HEADINGS[deed],
        about=path,
        words="Nhiều bài dùng chung tệp này nên máy xem lại mọi bài. Thầy cô chờ chừng nửa phút, kết quả hiện ở ngay dưới.",
        back="Trang duyệt",
        back_url=str(path_to("draft_review", draft_id=draft_id)),
    )


def outcome_page(
    draft_id: int, path: str, deed: Deed, error: str, faults: Sequence[Diagnostic], path_to: PathTo
) -> OutcomePage:
    """`error`: why nothing came of it, "" if it is done."""
    review_url = str(path_to("draft_review", draft_id=draft_id))
    return OutcomePage(
        title="Máy chưa nhận" if error else "Xong",
        done="" if error else DONE[deed],
        error=error,
        faults=tuple(fault_view(fault, path, review_url) for fault in faults[:MOST_FAULTS]),
        review_url=review_url,
    )
