"""Which skills a certificate names and should not, in words."""

from app.assessment.domain.lost_skills import LostSkill, from_text
from app.assessment.models import Case
from app.assessment.views.words import limit, percent
from app.sittings.domain.evidence import LEAST, SURE


def lost_lines(case: Case) -> tuple[str, ...]:
    """A line for each, with how much evidence is left."""
    lost = from_text(case.lost_skills) if case.certificate_code is not None and case.lost_at is not None else ()
    return tuple(f"Giấy ghi kỹ năng “{one.name}”, mà {_left(one)}" for one in lost)


def _left(one: LostSkill) -> str:
    if one.tasks == 0:
        return f"nay không còn việc riêng nào của kỹ năng ấy (cần từ {LEAST})"
    if one.tasks < LEAST:
        return f"nay chỉ còn {one.tasks} việc riêng (cần từ {LEAST})"
    if not one.performed:
        return f"trong {one.tasks} việc còn lại không có việc nào tự tay làm được"
    return f"{one.tasks} việc còn lại mới chắc {percent(one.p_master, at_least=SURE)} là tới mức (cần từ {limit(SURE)})"
