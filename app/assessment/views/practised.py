"""What a case says of practical work that was done: what its supervisor saw, beside the test."""

from collections.abc import Mapping

from app.assessment.pages.case import PractisedView
from app.assessment.views.words import moment
from app.courses.domain.frameworks import Framework
from app.sittings.domain.practical import Report, counted
from app.sittings.domain.record import SittingRecord
from app.sittings.views.practical import SEEN_WORDS, skill_name


def practised_views(record: SittingRecord, framework: Framework | None) -> tuple[PractisedView, ...]:
    """Every report, the newest first; who wrote it is not said here, as their name may tell of a commune."""
    supervisors = {one.supervisor_id for one in record.supervised}
    holds = counted(record.practised)
    return tuple(
        PractisedView(
            f"Ghi lúc {moment(report.at)}, do {_who(report.supervisor_id in supervisors)}. {_counts(report, holds, framework)}",
            tuple(
                f"{skill_name(framework, one.skill)}: {SEEN_WORDS[one.seen].lower()}."
                + (f" Ghi chú: {one.note}" if one.note else "")
                for one in report.watched
            ),
        )
        for report in reversed(record.practised)
    )


def _counts(report: Report, holds: Mapping[str, Report], framework: Framework | None) -> str:
    """Every skill counts once, as it was last tried."""
    tried = [one.skill for one in report.watched if one.seen != "not-tried"]
    own = [skill for skill in tried if holds.get(skill) is report]
    if not tried:
        return "Bản này không có việc nào được làm."
    if not own:
        return "Đã có bản ghi sau."
    if own == tried:
        return "Bản này được tính."
    names = ", ".join(skill_name(framework, skill) for skill in own)
    return f"Bản này chỉ tính phần: {names}; phần còn lại đã có bản ghi sau."


def _who(is_own_class: bool) -> str:
    return "người đã giám sát lớp này" if is_own_class else "một người giám sát khác"
