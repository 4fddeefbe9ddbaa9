"""What is said where there are too few people to decide."""

from collections import Counter
from collections.abc import Mapping

from app.assessment.domain.staffing import LEAST_COMMUNES, LEAST_READERS, Lacks, Staffing

WHAT_TO_DO = (
    'Quản trị thêm người bằng lệnh: hocvuso user create --role assessor --name "Họ và tên". '
    "Rồi ghi xã của người ấy ở trang “Người thẩm định làm ở đâu”."
)
STUCK: Mapping[Lacks, str] = {
    "not-decided": "người học đề nghị xem lại, mà ai xem được cũng đã quyết định hồ sơ ấy rồi: cần thêm ít nhất 1 người chưa quyết định lần nào",
    "other-commune": "đến lượt người thứ hai, mà không ai ở xã khác người đọc trước: cần thêm ít nhất 1 người ở xã khác",
    "stranger": "ai cũng cùng xã với lớp, đã giám sát lớp hoặc đã đọc: cần thêm ít nhất 1 người ở xã khác",
}


def staffing_lines(found: Staffing) -> tuple[str, ...]:
    """None where there are enough."""
    if found.is_enough:
        return ()
    stuck = (
        f"{count} hồ sơ đang kẹt, không ai quyết định được, vì {STUCK[lacks]}."
        for lacks, count in Counter(found.stuck).items()
    )
    return (*stuck, *_beforehand(found), WHAT_TO_DO)


def _beforehand(found: Staffing) -> list[str]:
    lines = []
    if found.missing:
        lines.append(
            f"Nơi này có {found.readers} người thẩm định dùng được, cần ít nhất {LEAST_READERS}: còn thiếu {found.missing}. "
            "Người học được đề nghị xem lại hai lần, mỗi lần phải có người chưa quyết định hồ sơ ấy lần nào; thiếu người thì lần sau không ai xem được."
        )
    elif found.missing_here:
        lines.append(
            f"Có hồ sơ đang chờ mà chỉ {found.tightest} người xem được, vì những người khác cùng xã với lớp hoặc đã giám sát lớp; "
            f"cần {LEAST_READERS} để còn người cho lần đề nghị xem lại thứ hai: còn thiếu {found.missing_here}."
        )
    if found.missing_communes:
        whose = "Người thẩm định" if found.communes < LEAST_COMMUNES else "Với hồ sơ đang chờ, người xem được"
        lines.append(
            f"{whose} mới ở {found.tightest_communes} xã, cần ít nhất {LEAST_COMMUNES}: người đọc thứ hai phải ở xã khác người đọc trước. "
            f"Còn thiếu người của {found.missing_communes} xã khác."
        )
    if found.unplaced:
        lines.append(f"{found.unplaced} người thẩm định chưa được ghi xã, nên chưa xem được hồ sơ nào.")
    return lines
