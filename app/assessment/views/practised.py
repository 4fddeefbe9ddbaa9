"""What a case says of practical work that was done: what its supervisor saw, beside the test."""

from app.assessment.pages import PractisedView
from app.assessment.views.words import moment
from app.courses.domain.frameworks import Framework
from app.sittings.domain.record import SittingRecord
from app.sittings.views.practical import SEEN_WORDS, skill_name


def practised_views(record: SittingRecord, framework: Framework | None) -> tuple[PractisedView, ...]:
    """Every report, the newest first; who wrote it is not said here, as their name may tell of a commune."""
    supervisors = {one.supervisor_id for one in record.supervised}
    return tuple(
        PractisedView(
            f"Ghi lúc {moment(report.at)}, do {_who(report.supervisor_id in supervisors)}."
            + (" Bản này được tính." if place == 0 else " Đã có bản ghi sau."),
            tuple(
                f"{skill_name(framework, one.skill)}: {SEEN_WORDS[one.seen].lower()}."
                + (f" Ghi chú: {one.note}" if one.note else "")
                for one in report.watched
            ),
        )
        for place, report in enumerate(reversed(record.practised))
    )


def _who(is_own_class: bool) -> str:
    return "người đã giám sát lớp này" if is_own_class else "một người giám sát khác"
