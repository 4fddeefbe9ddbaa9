"""The register of decisions, as a spreadsheet opens it."""

import json
from collections.abc import Iterable, Mapping

from app.assessment.domain.reasons import reason_of
from app.assessment.pages.desk import MonthView
from app.assessment.register import Entry
from app.assessment.views.case_evidence import flag_view, rate_words
from app.assessment.views.words import DONE, OUTCOME
from app.core import spreadsheet
from app.core.clock import VIETNAM
from app.courses.domain.frameworks import Framework

COLUMNS = (
    "mã hồ sơ", "khung", "lúc quyết định", "lần xét", "người đọc thứ", "quyết định", "mã lý do", "lý do", "lời ghi hồ sơ",
    "máy nói", "là kết quả hiện nay", "dấu hiệu khác thường", "người làm thật cũng vướng",
)  # fmt: skip


def register_file(entries: Iterable[Entry], frameworks: Mapping[str, Framework]) -> bytes:
    return spreadsheet.written([COLUMNS, *(_row(one, frameworks) for one in entries)])


def _row(entry: Entry, frameworks: Mapping[str, Framework]) -> tuple[str, ...]:
    framework, reason = frameworks.get(entry.framework), reason_of(entry.kind, entry.reason)  # type: ignore[arg-type]
    flags = json.loads(entry.flags)
    return (
        entry.token, framework.name if framework else entry.framework,
        f"{entry.at.astimezone(VIETNAM):%Y-%m-%d %H:%M}", str(entry.round), str(entry.reading or ""),
        DONE[entry.kind] + (" (cả lô)" if entry.is_of_batch else ""), entry.reason,
        reason.name if reason else "", entry.authority_text, OUTCOME[entry.outcome],
        "có" if entry.holds else "không", "\n".join(f"{flag.name}: {flag.value}" for flag in map(flag_view, flags)),
        "\n".join(rate_words(flag["rate"]) for flag in flags),
    )  # fmt: skip


def month_views(found: Iterable[str]) -> tuple[MonthView, ...]:
    return tuple(MonthView(month, f"Tháng {int(month[5:])}/{month[:4]}") for month in found)
