"""What a judged run found, as it is printed: first whether the judge counts, then what it said."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from app.quiz.domain.detection import Share
from app.quiz.domain.kappa import Kappa
from app.tutor.domain.judging.rubric import RUBRIC, VERSION
from app.tutor.domain.judging.trust import LEAST_KAPPA, LEAST_LABELS, Trust, Why
from app.tutor.judging.run import Became, Report

WHY: Mapping[Why, str] = {
    "few-labels": f"chưa đủ hai người chấm, mỗi người {LEAST_LABELS} câu",
    "one-sided": "người và máy chấm câu nào cũng như nhau, chưa có câu sai để biết",
    "low-kappa": f"κ với người chấm dưới {LEAST_KAPPA:.1f}".replace(".", ","),
}
MADE_BY = {"llm": "Câu của mô hình", "embedded": "Câu trích từ bài"}
BECAME: Mapping[Became, str] = {
    "llm": "có câu trả lời",
    "ungrounded": "không câu nào đứng vững",
    "down": "máy chủ không trả lời",
    "unasked": "chưa hỏi vì đã đủ số lời gọi",
}
LOST = {
    "ceiling": "đã đủ số lời gọi",
    "unanswered": "mô hình trợ lý không trả lời nên không có gì để chấm",
    "unreadable": "trả lời không đọc được",
    "breaker-open": "máy chủ lỗi liên tiếp, đã ngừng hỏi",
    "configuration": "sai khóa, sai địa chỉ hay sai tên mô hình",
    "limited": "máy chủ báo quá nhiều lời gọi",
    "refused": "máy chủ không nhận lời gọi này",
    "late": "quá giờ",
}


def told(report: Report) -> Iterator[str]:
    titles = {one.id: one.title for one in RUBRIC}
    stale = f" {report.stale} nhãn cũ không khớp câu trả lời hay tiêu chí bây giờ, bỏ ra." if report.stale else ""
    yield f"1. Giám khảo có đáng tin không: {report.labelled} câu trả lời có người chấm.{stale}"
    for trust in report.trusts:
        yield from _trust(titles[trust.criterion], trust)
    yield (
        "Giám khảo được tính." if report.counts else "Giám khảo KHÔNG TÍNH: các điểm dưới đây chỉ để xem, đừng dựa vào."
    )
    pairs, note = report.pairs, "" if report.counts else "   (không tính)"
    yield ""
    became = ", ".join(f"{BECAME[one]} {count}" for one, count in report.became.items()) or "không hỏi câu nào"
    yield f"2. Câu của mô hình so với câu trích từ bài ({became}){note}"
    for name, share in (
        ("Mô hình hơn", pairs.model), ("Bài học hơn", pairs.lessons), ("Ngang nhau", pairs.ties),
        ("Đổi thứ tự thì đổi ý", pairs.turned), ("Chọn câu đứng trước", pairs.first_place),
    ):  # fmt: skip
        yield f"   {name:<22}{_share(share)}"
    yield "   (không thiên vị chỗ đứng thì “chọn câu đứng trước” quanh 50 %)"
    yield ""
    yield "3. Từng tiêu chí"
    for made_by, shares in report.scores.items():
        yield f"   {MADE_BY[made_by]}"
        for trust in report.trusts:
            note = "" if trust.counts else "   không tính"
            yield f"     {titles[trust.criterion]:<20}{_share(shares[trust.criterion])}{note}"
    yield ""
    calls = report.calls
    yield f"Đã gọi mô hình trợ lý {calls.tutor} lần, giám khảo {calls.judge} lần, mức trần {calls.most}."
    if lost := sum(calls.lost.values()):
        whys = "; ".join(f"{LOST.get(why, 'máy chủ không trả lời trọn')}: {count}" for why, count in calls.lost.items())
        yield f"Thiếu {lost} trên {report.wanted} lần chấm ({whys})."
    if not report.is_whole:
        yield "Lần chấm này DỞ DANG: sửa chỗ hỏng rồi chạy lại."


def _trust(title: str, trust: Trust) -> Iterator[str]:
    yield f"   {title:<20}{'được tính' if trust.why is None else f'không tính: {WHY[trust.why]}'}"
    for one in trust.people:
        yield f"     {one.first} và {one.second}: {_kappa(one.kappa)}"
    for one in trust.judge:
        yield f"     giám khảo và {one.first}: {_kappa(one.kappa)}"


def _kappa(found: Kappa) -> str:
    if found.kappa is None:
        return f"không tính được κ ({found.n} câu, giống nhau {found.agreed:.0%})"
    low, high = found.interval or (None, None)
    interval = f" [{low:.2f} – {high:.2f}]" if low is not None and high is not None else ""
    return f"κ = {found.kappa:.2f}{interval} ({found.n} câu, giống nhau {found.agreed:.0%})".replace(".", ",")


def _share(share: Share) -> str:
    part = f"{share.count / share.of:>7.1%}  [{share.low:.1%} – {share.high:.1%}]" if share.of else "      –"
    return f"{share.count:>4}/{share.of:<4}{part}".replace(".", ",")


def document(report: Report, tutor: str, judge: str) -> dict[str, Any]:
    return {
        "counts": report.counts,
        "whole": report.is_whole,
        "tutor": tutor,
        "judge": judge,
        "rubric": VERSION,
        "labelled": report.labelled,
        "stale": report.stale,
        "criteria": [{**asdict(trust), "counts": trust.counts} for trust in report.trusts],
        "became": dict(report.became),
        "pairs": {**asdict(report.pairs), "counts": report.counts},
        "scores": {
            made_by: {name: asdict(one) for name, one in shares.items()} for made_by, shares in report.scores.items()
        },
        "calls": asdict(report.calls),
        "wanted": report.wanted,
    }
