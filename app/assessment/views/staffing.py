"""What is said where there are too few people to decide."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from app.assessment.domain.readings import Obstacle
from app.assessment.domain.staffing import LEAST_COMMUNES, LEAST_READERS, Elsewhere, Lack, Staffing

WHAT_TO_DO = (
    "Quản trị thêm người thẩm định ở trang “Tài khoản”, rồi ghi xã của người ấy ở trang “Người thẩm định làm ở đâu”."
)
UNTESTED = "giấy được rút để kiểm tra lại mà không ai kiểm tra được"
BECAUSE: Mapping[Obstacle, str] = {
    "no-commune": "chưa được ghi xã",
    "own-commune": "cùng xã với lớp",
    "own-class": "đã giám sát lớp hay xem việc thực hành",
    "read-before": "đã đọc hồ sơ ấy",
    "same-commune": "cùng xã với người đọc trước",
    "decided-before": "đã quyết định hồ sơ ấy rồi",
}
NOT_FROM: Mapping[Elsewhere, str] = {"class": "xã của lớp", "reader": "xã của người đọc trước"}


def recheck_line(people: int, since: date) -> str:
    return f"{people} người được rút đang chờ kiểm tra lại, lâu nhất từ ngày {since:%d/%m/%Y}."


def staffing_lines(found: Staffing, untested: Sequence[Lack] = ()) -> tuple[str, ...]:
    """None where there are enough. `untested`: of certificates that were drawn to be tested again."""
    stuck = [*_stuck(found.stuck, "hồ sơ đang kẹt, không ai quyết định được"), *_stuck(untested, UNTESTED)]
    return (*stuck, *_beforehand(found), WHAT_TO_DO) if stuck or not found.is_enough else ()


def _stuck(lacks: Sequence[Lack], what: str) -> list[str]:
    return [f"{count} {what}, vì {_why(one)}: {_needed(one)}." for one, count in Counter(lacks).items()]


def _why(lack: Lack) -> str:
    if not lack.because:
        return "chưa có người thẩm định nào dùng được"
    return f"ở đây ai cũng vướng ({'; '.join(BECAUSE[one] for one in lack.because)})"


def _needed(lack: Lack) -> str:
    elsewhere = " và ".join(f"khác {NOT_FROM[one]}" for one in lack.not_from)
    return f"cần thêm ít nhất 1 người{f', ở xã {elsewhere}' if elsewhere else ''}"


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
