"""What is decided about a case, and why it was not recorded."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, BeforeValidator, Field
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from app.accounts.deps import KnownAccount
from app.accounts.domain.sign_in import SignedIn, is_fresh
from app.assessment import openings, service
from app.assessment.deps import engine_of, read_tempi, reader_for
from app.assessment.domain.readings import Kind
from app.assessment.domain.reasons import MOST_SAID, reason_of, said
from app.assessment.models import Case
from app.assessment.opener import write_anew
from app.assessment.openings import ReadTooShortly, TapsUnseen
from app.assessment.reissuing import reissue
from app.assessment.routes.cases import NO_CASE, TAKEN, readable_case, show_case
from app.assessment.service import CaseMoved, CaseTaken, NoSuchCase, Obstructed, Seen, UnknownReason
from app.assessment.settling import CaseBehind, NothingShown, Wish
from app.assessment.views.case import Typed
from app.assessment.views.words import KIND, OBSTACLE
from app.sittings.late_answers import NoLateAnswer
from app.sittings.outcomes import HelpedAlone, NotAgreed
from app.web.deps import Db, Now, PlainForm, TransactionRoute, read_clock
from app.web.forms import Form, Refused, printable

SEEN = r"^[0-9]{1,4}-[0-3]-[0-9]{1,4}-[0-9]{1,4}-[0-9]{1,4}$"
MOVED = "Trong lúc anh chị xem, hồ sơ này đã có người khác quyết định, kết quả vừa được tính lại, có thêm câu trả lời tới muộn, hoặc có bản ghi việc thực hành mới. Đây là tình trạng mới nhất; quyết định vừa gửi không được ghi."
BEHIND = "Bài này vừa có thay đổi: một câu bị loại, có lời đề nghị xem lại, có câu trả lời tới muộn, có bản ghi việc thực hành mới, có người cùng tên vừa làm xong bài, hoặc số định danh trùng với người đã có giấy. Đây là tình trạng mới nhất, anh chị xem lại rồi quyết định; quyết định vừa gửi không được ghi."
UNREAD = "Máy chưa nhận được quyết định. Anh chị chọn lý do rồi bấm lại nhé."
NOTHING = f"Bài làm chưa có kỹ năng nào đủ bằng chứng riêng để ghi tên lên giấy. Anh chị chọn “{KIND['practical']}” để có thêm bằng chứng, hoặc “{KIND['deny']}”; hôm khác người học làm lại được."
UNSAID = "Lý do này chưa có lời ghi hồ sơ. Anh chị viết một, hai câu vì sao giúp; quyết định chưa được ghi."
TOO_SHORT = "Hồ sơ này anh chị mới xem {seconds} giây. Anh chị xem lại rồi hãy duyệt; từ {least} giây trở lên thì ghi được. Lời anh chị viết vẫn còn ở dưới."
TAPS_UNSEEN = "Câu {number} là tập bấm, kết quả lạ, mà các lần bấm chưa được mở xem. Anh chị xem lại các lần bấm rồi hãy duyệt. Lời anh chị viết vẫn còn ở dưới."
NOT_AGREED = f"Người học đã rút lại sự đồng ý, nên không cấp giấy được. Anh chị chọn “{KIND['deny']}”, lý do “Người học rút lại sự đồng ý”."
HELPED_ALONE = f"Người học làm một mình mà có người giúp, nên bài này là bài tập, không cấp giấy. Anh chị chọn “{KIND['deny']}”; hôm khác người học tự làm lại được."
OPEN_AGAIN = f"Anh chị bấm “{KIND['reopen']}”: giấy cũ bị thu hồi, hồ sơ vào lại hàng chờ để quyết định lần nữa."
NOTHING_LEFT = f"Bớt các kỹ năng ấy thì giấy không còn kỹ năng nào để ghi, nên không cấp lại được. {OPEN_AGAIN}"
NOT_AGREED_ANEW = f"Người học đã rút lại sự đồng ý, nên không cấp giấy mới được. {OPEN_AGAIN}"
NOT_ANEW = "Giấy này giờ không cấp lại được: giấy vừa bị thu hồi, vừa được cấp lại, hoặc kết quả đã khác. Đây là tình trạng mới nhất; chưa có gì được ghi."
NO_LATE = "Câu này không có câu trả lời tới muộn nào tính được."
STEP_UP = "Quyết định chưa được ghi. Anh chị gõ lại mật khẩu trước, rồi quyết định lại."

ERRORS: Mapping[type[Exception], str] = {
    CaseTaken: TAKEN, CaseMoved: MOVED, CaseBehind: BEHIND, NothingShown: NOTHING, NotAgreed: NOT_AGREED,
    HelpedAlone: HELPED_ALONE, UnknownReason: UNREAD, NoSuchCase: NO_CASE, NoLateAnswer: NO_LATE,
}  # fmt: skip
OF_REISSUE: Mapping[type[Exception], str] = {
    NothingShown: NOTHING_LEFT, NotAgreed: NOT_AGREED_ANEW, UnknownReason: NOT_ANEW,
}  # fmt: skip
REFUSALS: tuple[type[Exception], ...] = (Obstructed, ReadTooShortly, TapsUnseen, *ERRORS)

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


@router.post("/tham-dinh/ho-so/{token}/quyet-dinh")
def decide_case(
    request: Request, token: str, form: PlainForm, session: Db, account: KnownAccount, now: Now
) -> Response:
    found = readable_case(session, token, reader_for(session, account))
    queue, batch = found.queue, found.batch
    refused = _decided(request, session, found, form, account, now)
    if refused is not None:
        return refused
    return _onward(request, session, account, queue, batch, now)


@router.post("/tham-dinh/ho-so/{token}/mo-lai")
def reopen_case(
    request: Request, token: str, form: PlainForm, session: Db, account: KnownAccount, now: Now
) -> Response:
    reader = reader_for(session, account)
    found = readable_case(session, token, reader)
    came_next = found.claimed_by == reader.account and not service.is_taken(found, reader, now)
    refused = _decided(request, session, found, form, account, now)
    if refused is not None:
        return refused
    if came_next and found.stage == "settled":  # it waited for something new, and others do
        return _onward(request, session, account, "look", None, now)
    return RedirectResponse(request.app.state.path_to("case", token=token), 303)


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
    try:
        _do(decision.kind)(session, engine_of(request), found.token, seen_of_form(decision.seen), wish, reader, now)
    except REFUSALS as refusal:
        return refuse(request, session, found.token, account, refusal, typed)
    openings.forget_typed(session, found, account.account_id)
    return None


def _do(kind: Kind) -> Callable[..., object]:
    if kind == "reissue":
        return reissue
    return service.reopen if kind in ("reopen", "keep") else service.decide


def seen_of_form(mark: str) -> Seen:
    return Seen(*(int(part) for part in mark.split("-")))


def _typed_again(refused: Refused) -> Typed:
    names = ("viec", "ly-do", "loi-nguoi-hoc", "loi-ho-so")
    return Typed(*(refused.typed.get(name, "") for name in names))


def refuse(
    request: Request, session: Session, token: str, account: SignedIn, refusal: Exception, typed: Typed
) -> HTMLResponse:
    """The page as it is now, and why nothing was written."""
    session.rollback()
    if isinstance(refusal, CaseBehind):
        times = read_tempi(request)
        stale = readable_case(session, token, reader_for(session, account))
        write_anew(session, engine_of(request).standards, stale.sitting_id, read_clock(request), times)
    found = readable_case(session, token, reader_for(session, account))
    return show_case(request, session, found, account, 409, error=_told(refusal, typed.kind), typed=typed)


def _told(refusal: Exception, kind: str) -> str:
    """What can be done about it on the page that is shown: of a decided case, other things than of one that waits."""
    if kind == "reissue" and type(refusal) in OF_REISSUE:
        return OF_REISSUE[type(refusal)]
    if isinstance(refusal, Obstructed):
        return OBSTACLE[refusal.obstacle]
    if isinstance(refusal, ReadTooShortly):
        return TOO_SHORT.format(seconds=refusal.seconds, least=refusal.least)
    return TAPS_UNSEEN.format(number=refusal.number) if isinstance(refusal, TapsUnseen) else ERRORS[type(refusal)]


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
