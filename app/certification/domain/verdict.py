"""What is said of a certificate that somebody checks."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from app.certification.domain.confirmation import Confirmation
from app.certification.domain.credential import JsonObject
from app.core.clock import VIETNAM

Status: TypeAlias = Literal["valid", "revoked", "expired", "unknown"]
# Why something was revoked: what the public log tells, and what the page says.
REVOKED = {
    "cap-nham": "Giấy này cấp nhầm.",
    "khong-dung-nguoi": "Người làm bài không phải người đứng tên.",
    "bai-khong-that": "Bài làm không phải do người đứng tên tự làm.",
    "cham-lai": "Có câu trong đề đã bỏ, chấm lại thì chưa đạt.",
    "cap-lai": "Có câu trong đề đã bỏ; người có giấy vẫn đạt và đã được cấp giấy khác, bớt kỹ năng thiếu bằng chứng.",
    "nguoi-co-giay-xin": "Người có giấy xin hủy.",
}
OTHER_REASON = "Nơi cấp đã thu hồi giấy này."
# Why something is not known to us.
UNKNOWN = {
    "no-code": "Không có giấy nào mang mã này.",
    "no-token": "Trong tệp này không có giấy xác nhận nào của Học Vụ Số.",
    "several": "Trong tệp này có nhiều giấy xác nhận khác nhau.",
    "signature": "Chữ ký trong tệp không đúng: tệp đã bị sửa, hoặc chép thiếu.",
    "other-key": "Tệp này ký bằng khóa khác, không phải khóa của nơi này: giấy của nơi khác cấp, hoặc giấy giả.",
    "false-proof": "Bằng chứng sổ cái kèm trong tệp không đúng: tệp đã bị sửa, hoặc chép thiếu.",
    "other-token": "Nơi này không cấp tệp đúng như vậy.",
    "not-in-log": "Giấy này không có trong sổ cái, nên không tin được.",
}


@dataclass(frozen=True)
class Logged:
    """The entry of its issue in the public log, and where it stands."""

    index: int
    entry: str


@dataclass(frozen=True)
class Verdict:
    """`reason`: a word of REVOKED or UNKNOWN, or what else was given; "" for valid and expired. `signed`: what the token says,
    empty where none of ours was found; `confirmation` and `logged` are known of what was issued here."""

    status: Status
    reason: str = ""
    signed: JsonObject | None = None
    confirmation: Confirmation | None = None
    logged: Logged | None = None
    revoked_at: datetime | None = None
    shows_name: bool = False

    def document(self) -> JsonObject:
        """As `hocvuso certificate verify` prints it."""
        is_valid = self.status == "valid"
        return {"valid": is_valid, "status": self.status, "reason": self.reason, "claims": self.signed or {}}


def in_words(verdict: Verdict) -> str:
    """Why it is not valid; "" for what is."""
    if verdict.status == "unknown":
        return UNKNOWN[verdict.reason]
    return REVOKED.get(verdict.reason, OTHER_REASON) if verdict.status == "revoked" else ""


def status_of(valid_until: date, revoked_at: datetime | None, now: datetime) -> Status:
    """What was revoked stays so after its last day."""
    if revoked_at is not None:
        return "revoked"
    return "expired" if now.astimezone(VIETNAM).date() > valid_until else "valid"
