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
WAITING = "Hạt giống và danh sách mở ra sau ngày cuối của đợt."
SIGNING = "Hết ngày cuối rồi. Hạt giống và danh sách mở ra khi máy ký đầu sổ cái, thường là trong vài phút."


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
    published = (
        f"Rút {draw.rate * 100:.0f} % giấy. Dấu SHA-256 của hạt giống công bố lúc {moment(draw.published_at)}, "
        f"là dòng {draw.log_index} của sổ cái: {digest(draw.seed)}."
    )
    rows = [_rates("Tất cả", told.total)] if told.total else []
    rows += [_rates(there.commune, there) for there in told.communes]
    if told.rest is not None:
        rows.append(_rates(f"{told.hidden} nơi còn lại", told.rest))
    return DrawView(
        path_to("recheck", number=draw.id) if closing else "",
        _heading(draw),
        published if closing else f"{published} {SIGNING if is_over(draw, now) else WAITING}",
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
    draw: RecheckDraw, found: Sequence[DrawnOne], holders: Mapping[str, str], path_to: PathTo, *, opens_cases: bool,
    arranges: bool, why_not: str, notice: str = "", error: str = "",
) -> RecheckPage:  # fmt: skip
    rows = tuple(_drawn(draw, one, holders, path_to, opens_cases=opens_cases and not why_not) for one in found)
    back = Tab(path_to("rechecks"), TITLE, False)
    return RecheckPage(
        TITLE, back, _heading(draw), notice, error, why_not, path_to("supervisions") if arranges else "", rows,
        tuple(OutcomeChoice(kind, OUTCOME[kind]) for kind in OUTCOMES),
    )  # fmt: skip


def _drawn(
    draw: RecheckDraw, one: DrawnOne, holders: Mapping[str, str], path_to: PathTo, *, opens_cases: bool
) -> DrawnRow:
    code = one.decided.code
    may = opens_cases and one.is_stranger
    return DrawnRow(
        shown_code(code),
        holders.get(code, ""),
        f"{one.decided.place}, {one.decided.commune}, ngày {day(one.decided.at)}",
        path_to("case", token=one.case) if may and one.case else "",
        path_to("verify_code", code=code),
        OUTCOME[one.outcome] if one.outcome else "",
        path_to("record_recheck", number=draw.id, code=code) if may else "",
    )
