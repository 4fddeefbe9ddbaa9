"""What learners and supervisors see of practical work."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from app.core.clock import VIETNAM
from app.courses.domain.frameworks import Framework
from app.courses.views import SITE
from app.sittings.domain.practical import SEEN, Invitation, Report, Seen
from app.sittings.domain.record import SittingRecord
from app.sittings.pages import Choice, PracticalCodePage, PracticalPage, WatchedRow
from app.sittings.practical import Invited

PathTo: TypeAlias = Callable[..., Any]
SEEN_WORDS: Mapping[Seen, str] = {"done": "Làm được", "not-yet": "Chưa làm được", "not-tried": "Chưa làm"}
NUMBERS = {1: "một", 2: "hai", 3: "ba"}
AT_A_CLASS = " ở một lớp làm bài có giám sát"
WHERE_A_CLASS_IS = "Bác hỏi Tổ công nghệ số cộng đồng, nhà văn hóa hay ủy ban xã, phường xem gần nhà có lớp nào. Người nhà hỏi giúp cũng được."


def code_words(code: str) -> str:
    return f"{code[:5]} {code[5:]}"


def skill_name(framework: Framework | None, skill: str) -> str:
    found = framework.skills.get(skill) if framework else None
    return found.name if found else skill


def skill_words(framework: Framework | None, invitation: Invitation) -> str:
    return "; ".join(skill_name(framework, skill) for skill in invitation.skills)


def invited_words(record: SittingRecord, framework: Framework | None) -> tuple[str, ...]:
    """For the learner: what to show, to whom, with which code."""
    where = f" ở {record.seat.place}, {record.seat.commune}" if record.seat else AT_A_CLASS
    invitation = record.invitation
    if invitation is None:
        return (f"Bác hẹn thầy cô{where} để làm hai, ba việc trước mặt thầy cô nhé.",)
    if record.has_done_practical:
        return ("Thầy cô đã ghi lại việc bác làm. Người thẩm định xem xong, kết quả hiện ở trang này.",)
    count = NUMBERS.get(len(invitation.skills), "mấy")
    where_to_go = () if record.seat else (WHERE_A_CLASS_IS,)
    return (
        f"Mời bác làm lại {count} việc này với thầy cô{where}: {skill_words(framework, invitation)}.",
        f"Lúc gặp, bác cho thầy cô xem mã này: {code_words(invitation.code)}. Thầy cô nào có mở lớp cũng ghi giúp được.",
        *where_to_go,
    )


def practical_code_page(path_to: PathTo, code: str = "", error: str = "") -> PracticalCodePage:
    return PracticalCodePage(
        f"Việc thực hành · {SITE}", str(path_to("find_practical")), code, error, str(path_to("supervisions"))
    )


def practical_page(
    invited: Invited,
    framework: Framework | None,
    path_to: PathTo,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    *,
    saved: bool = False,
) -> PracticalPage:
    """`typed` and `errors` by field, of a form that is shown again."""
    code = invited.invitation.code
    return PracticalPage(
        f"Việc thực hành · {SITE}",
        invited.name,
        tuple(
            _row(str(place), skill, framework, typed, errors)
            for place, skill in enumerate(invited.invitation.skills, 1)
        ),
        _told(invited.newest, framework),
        str(path_to("report_practical", code=code)) if invited.is_pending else "",
        errors.get("", ""),
        saved,
        str(path_to("supervisions")),
    )


def _row(
    field: str, skill: str, framework: Framework | None, typed: Mapping[str, str], errors: Mapping[str, str]
) -> WatchedRow:
    found = framework.skills.get(skill) if framework else None
    chosen = typed.get(f"thay-{field}", "")
    return WatchedRow(
        field,
        skill_name(framework, skill),
        found.able if found else "",
        tuple(Choice(one, SEEN_WORDS[one], one == chosen) for one in SEEN),
        typed.get(f"ghi-{field}", ""),
        errors.get(field, ""),
    )


def _told(report: Report | None, framework: Framework | None) -> str:
    if report is None:
        return ""
    at = f"{report.at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
    seen = "; ".join(f"{skill_name(framework, one.skill)}: {SEEN_WORDS[one.seen].lower()}" for one in report.watched)
    return f"Lần ghi gần nhất, lúc {at}: {seen}. Ghi lại thì lần mới được tính, lần cũ vẫn giữ."
