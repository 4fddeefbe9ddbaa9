"""What went before a test, as far as it tells neither who nor where."""

from collections.abc import Mapping

from app.assessment.pages.case import TryView
from app.assessment.queries import OtherTry
from app.assessment.views.case_evidence import CaseFile, PathTo
from app.assessment.views.words import OUTCOME, VERDICT, label_of, moment, number
from app.sittings.domain.record import SittingRecord
from app.sittings.domain.rescoring import LEFT
from app.sittings.outcomes import SELF_PRACTISED
from app.sittings.views.certification import day

PLACES: Mapping[str, str] = {"own": "máy của mình", "borrowed": "máy mượn", "class": "máy của lớp"}


def history_lines(record: SittingRecord) -> tuple[str, ...]:
    chosen = record.chosen
    lines = []
    if chosen.prior != chosen.policy.prior:
        lines.append(
            f"Đã làm bài trước đây. Mang theo từ lần trước: {number(chosen.prior.mean)} ± {1.96 * chosen.prior.sd:.1f}; "
            f"{len(chosen.seen)} câu đã gặp không ra lại.".replace(".", ",", 1)
        )
    else:
        lines.append("Chưa có lần làm bài nào trước đây được mang theo.")
    lines.append(
        f"Bắt đầu {moment(record.started_at)}" + (f", xong {moment(record.ended_at)}." if record.ended_at else ".")
    )
    place = PLACES.get(record.device, record.device)
    lines.append(f"Làm trên {place}, {'có người giám sát' if record.is_supervised else 'không có người giám sát'}.")
    lines += [f"Người giám sát cho làm tiếp trên một máy khác lúc {moment(at)}." for at in record.moves]
    if record.was_named:
        lines.append("Lúc vào lớp, người giám sát ghi tên giúp. Đây là giúp ghi tên, không phải giúp làm bài.")
    lines.append("Điểm tập ở nhà không được đọc ở đây.")
    return tuple(lines)


def try_views(file: CaseFile, path_to: PathTo) -> tuple[TryView, ...]:
    """Other tests of the same account, the newest first; with the way to their cases where whoever looks may read them."""
    return tuple(_try(one, file, path_to) for one in file.tries)


def _try(one: OtherTry, file: CaseFile, path_to: PathTo) -> TryView:
    case = one.case if one.case is not None and file.may_read(one.case) else None
    where = "" if one.is_same_framework else ", ở một khung khác"
    carried = " Bài này tính tiếp từ lần ấy." if one.is_carried else ""
    return TryView(
        f"Ngày {day(one.at)}, {'trước' if one.is_before else 'sau'} bài này{where}.{carried}",
        "Có người giám sát" if one.is_supervised else "Làm một mình",
        _said(one),
        _decided(one),
        label_of(case.token) if case else "",
        path_to("case", token=case.token) if case else "",
    )


def _said(one: OtherTry) -> str:
    if one.result is None:
        return "chưa có kết quả"
    return "dừng giữa chừng" if one.result.reason == LEFT else f"máy nói {OUTCOME[one.result.outcome]}"


def _decided(one: OtherTry) -> str:
    if one.verdict is None:
        is_waiting = one.case is not None or one.is_supervised
        return "chưa có quyết định" if is_waiting else "kết quả ấy không cần ai quyết định"
    if one.verdict.reason == SELF_PRACTISED:
        return "đã có giấy tự luyện, không qua người thẩm định"
    return VERDICT.get(one.verdict.state, one.verdict.state)
