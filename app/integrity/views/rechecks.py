"""Draws, and who was drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from app.certification.domain.confirmation import shown_code
from app.core.ids import digest
from app.integrity.closing import Closing, is_over
from app.integrity.domain.rechecks import OUTCOMES, Tally, Told
from app.integrity.models import RecheckDraw
from app.integrity.pages import DrawnRow, DrawView, LotView, OutcomeChoice, RatesRow, RecheckPage, RechecksPage, Tab
from app.integrity.rechecks import PERCENTS, DrawnOne
from app.integrity.views.words import OUTCOME, day, moment, share_words

PathTo: TypeAlias = Callable[..., Any]
TITLE = "Kiểm tra lại theo lượt rút"
WAITING = "Danh sách mở ra sau ngày cuối của đợt."
TO_ARRANGE = (
    "Anh chị mời từng người mang giấy đến, và hẹn một người thẩm định xã khác gặp họ. Không ai mất giấy chỉ vì một lần kiểm "
    "tra lại."
)
TO_TEST = (
    "Quản trị hẹn người có giấy cho anh chị. Anh chị so mã trên giấy, nhờ người ấy làm vài việc trên điện thoại, rồi ghi điều "
    "mình thấy. Trang này không nêu tên, không nêu xã. Không ai mất giấy chỉ vì một lần kiểm tra lại."
)
SIGNING = "Hết ngày cuối rồi. Danh sách mở ra khi máy ký đầu sổ cái, thường là trong vài phút."


@dataclass(frozen=True)
class DrawFound:
    """A draw, what it told so far, and the lot once it is fixed."""

    draw: RecheckDraw
    told: Told
    closing: Closing | None


def rechecks_page(
    draws: Sequence[DrawFound], back: Tab, path_to: PathTo, now: datetime, *, may_publish: bool,
    error: str = "", first: str = "", last: str = "", percent: int = PERCENTS[1],
) -> RechecksPage:  # fmt: skip
    return RechecksPage(
        TITLE, back, error, tuple(_draw(one, path_to, now) for one in draws),
        path_to("publish_recheck") if may_publish else "", first, last, percent, PERCENTS,
    )  # fmt: skip


def _heading(draw: RecheckDraw) -> str:
    return f"Từ {day(draw.first_day)} đến {day(draw.last_day)}"


def _draw(one: DrawFound, path_to: PathTo, now: datetime) -> DrawView:
    draw, told, closing = one.draw, one.told, one.closing
    rate, opens = f"Rút {draw.rate * 100:.0f} % giấy.", SIGNING if is_over(draw, now) else WAITING
    rows = [_rates("Tất cả", told.total)] if told.total else []
    rows += [_rates(there.commune, there) for there in told.communes]
    if told.rest is not None:
        rows.append(_rates(f"{told.hidden} nơi còn lại", told.rest))
    return DrawView(
        path_to("recheck", number=draw.id) if closing else "",
        _heading(draw),
        rate if closing else f"{rate} {opens}",
        f"công bố lúc {moment(draw.published_at)}, dòng {draw.log_index} của sổ cái",
        digest(draw.seed),
        _lot(draw, closing) if closing else None,
        tuple(rows),
        "Nơi nào có dưới 5 người thì chưa nêu, để không ai bị nhận ra."
        if closing and (told.hidden or not rows)
        else "",
    )


def _lot(draw: RecheckDraw, closing: Closing) -> LotView:
    signed = f"{moment(closing.at)}, {closing.size} dòng"
    return LotView(draw.seed, signed, closing.root, closing.lot)


def _rates(name: str, tally: Tally) -> RatesRow:
    rates = tally.rates
    absent = f"; {tally.absent} người không gặp được" if tally.absent else ""
    return RatesRow(name, share_words(rates.claimed), share_words(rates.confirmed) + absent)


def recheck_page(
    draw: RecheckDraw, found: Sequence[DrawnOne], holders: Mapping[str, str], path_to: PathTo, *, arranges: bool,
    why_not: str, notice: str = "", error: str = "",
) -> RecheckPage:  # fmt: skip
    if arranges:
        rows = [_to_arrange(one, holders, path_to) for one in found]
    else:
        rows = [_to_test(draw, one, path_to, may=one.is_stranger and not why_not) for one in found]
    return RecheckPage(
        TITLE, Tab(path_to("rechecks"), TITLE, False), _heading(draw), TO_ARRANGE if arranges else TO_TEST, notice, error,
        why_not, path_to("supervisions") if arranges else "", tuple(rows),
        tuple(OutcomeChoice(kind, OUTCOME[kind]) for kind in OUTCOMES),
    )  # fmt: skip


def _to_arrange(one: DrawnOne, holders: Mapping[str, str], path_to: PathTo) -> DrawnRow:
    code = one.decided.code
    place = f"{one.decided.place}, {one.decided.commune}, ngày {day(one.decided.at)}"
    return DrawnRow(
        shown_code(code), holders.get(code, ""), place, "", path_to("verify_code", code=code), _said(one), ""
    )


def _to_test(draw: RecheckDraw, one: DrawnOne, path_to: PathTo, *, may: bool) -> DrawnRow:
    code = one.decided.code
    return DrawnRow(
        shown_code(code), "", "", path_to("case", token=one.case) if may and one.case else "", "", _said(one),
        path_to("record_recheck", number=draw.id, code=code) if may else "",
    )  # fmt: skip


def _said(one: DrawnOne) -> str:
    return OUTCOME[one.outcome] if one.outcome else ""
