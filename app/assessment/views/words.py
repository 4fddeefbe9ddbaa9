"""How things are called on the desk."""

import math
from collections.abc import Mapping
from datetime import datetime

from app.assessment.domain.readings import Kind, Obstacle, Stage
from app.assessment.domain.triage import Concern
from app.core.clock import VIETNAM

DESK = "Bàn thẩm định"
EVEN = 0.5
KIND: Mapping[str, str] = {
    "approve": "Duyệt, cấp giấy xác nhận",
    "practical": "Mời làm việc thực hành",
    "deny": "Chưa xác nhận lần này",
    "reopen": "Mở lại để xét lại",
    "keep": "Giữ nguyên quyết định",
    "reissue": "Cấp lại giấy, bớt kỹ năng",
}
DONE: Mapping[str, str] = {
    "approve": "Đã duyệt",
    "practical": "Mời làm việc thực hành",
    "deny": "Chưa xác nhận",
    "reopen": "Mở lại",
    "keep": "Giữ nguyên",
}
VERDICT: Mapping[str, str] = {
    "": "chưa có quyết định",
    "approved": "đã có giấy xác nhận",
    "practical": "mời làm việc thực hành",
    "denied": "chưa xác nhận",
    "reopened": "đang xét lại",
    "revoked": "giấy đã thu hồi",
}
ABOUT_KIND: Mapping[Kind, str] = {
    "approve": "Giấy xác nhận được ký và ghi vào sổ cái ngay.",
    "practical": "Người học được mời làm vài việc trên điện thoại, có người ngồi cùng.",
    "deny": "Người học nhận lời giải thích và các bài nên tập thêm.",
    "reopen": "Giấy xác nhận đã cấp (nếu có) bị thu hồi ngay. Hồ sơ vào lại hàng chờ.",
    "keep": "Quyết định trước, và giấy đã cấp (nếu có), vẫn có giá trị.",
    "reissue": "Giấy cũ bị thu hồi, giấy mới được ký ngay, chỉ ghi những kỹ năng còn đủ bằng chứng. Kết luận chung giữ nguyên.",
}
STAGE: Mapping[Stage, str] = {
    "first": "Chờ đọc; có hồ sơ được hai người đọc riêng, không ai biết người kia quyết định gì",
    "second": "Chờ người thứ hai đọc, không biết người trước quyết định gì",
    "third": "Hai người trước chưa giống nhau, chờ người thứ ba",
    "settled": "Đã có quyết định",
}
CONCERN: Mapping[Concern, str] = {
    "unclear": "Máy chưa đủ chắc về phía nào",
    "left": "Người học dừng bài giữa chừng",
    "exhausted": "Kho đề hết câu hợp với người này",
    "flagged": "Có dấu hiệu khác thường",
    "assisted": "Có người giúp lúc làm bài",
    "appealed": "Người học đề nghị xem lại",
    "changed": "Có câu đã bị loại vì lỗi, kết quả tính lại",
    "thin": "Bỏ ba câu hay ra nhất thì kết quả lung lay",
    "put-aside": "Nhiều lần tạm nghỉ giữa câu, nên câu đang hỏi được đổi",
    "same-person": "Cùng số căn cước, một tài khoản khác đã có giấy",
    "same-phone": "Gần đây có người khác cũng làm bài trên máy này",
    "supervisors-phone": "Bài làm trên chính máy đã mở lớp",
    "moved": "Làm dở thì đổi sang máy khác, người giám sát cho đổi",
    "late": "Có câu trả lời tới muộn",
    "namesake": "Trước đó có người cùng tên làm bài ở đây",
    "practised": "Đã làm việc thực hành",
}
OBSTACLE: Mapping[Obstacle, str] = {
    "no-commune": "Chưa ai ghi anh chị làm việc ở xã nào, nên chưa biết hồ sơ nào anh chị được xem. Nhờ quản trị ghi giúp.",
    "own-commune": "Hồ sơ này của xã anh chị, nên người xã khác sẽ xem.",
    "own-class": "Anh chị đã giám sát lớp này, nên người khác sẽ xem.",
    "read-before": "Anh chị đã đọc hồ sơ này rồi. Giờ đến lượt người khác.",
    "same-commune": "Người đọc trước cùng xã với anh chị. Lần này cần người xã khác.",
    "decided-before": "Lần trước anh chị đã quyết định hồ sơ này. Khi người học đề nghị xem lại thì người khác xem.",
}
OUTCOME: Mapping[str, str] = {
    "certify": "đạt",
    "deny": "chưa đạt",
    "refer": "cần người xem",
    "exhausted": "hết câu để hỏi",
}
WHY_STOPPED: Mapping[str, str] = {
    "certify": "Dừng vì đã đủ chắc là đạt.",
    "deny": "Dừng vì đã đủ chắc là chưa đạt.",
    "n_max": "Dừng vì đã hỏi đủ số câu nhiều nhất mà vẫn chưa chắc.",
    "exhausted": "Dừng vì kho đề không còn câu nào hỏi được. Đây là việc của kho đề, không phải của người học.",
    "left": "Người học chọn dừng ở đây.",
    "neutralised": "Tính lại sau khi bỏ câu bị lỗi.",
    "late": "Tính lại sau khi xét câu trả lời tới muộn.",
}
BAND = {"easier": "dễ hơn chuẩn", "about": "ngang chuẩn", "harder": "khó hơn chuẩn"}
TASK_KIND: Mapping[str, str] = {
    "cau-hoi": "câu chọn",
    "nhieu-dap-an": "chọn nhiều",
    "sap-xep": "sắp thứ tự",
    "ghep-cap": "ghép cặp",
    "dien-chu": "gõ câu trả lời",
    "tim-tren-man-hinh": "chỉ trên màn hình",
    "tap-bam": "tập bấm",
}


def label_of(token: str) -> str:
    """How a case is called on screen."""
    return f"Hồ sơ {token[:6]}"


def waits(since: datetime, now: datetime) -> str:
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} phút"
    return f"{minutes // 60} giờ" if minutes < 48 * 60 else f"{minutes // 1440} ngày"


def duration(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60} phút {whole % 60} giây" if whole >= 60 else f"{whole} giây"


def moment(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"


def percent(share: float, *, at_least: float = 0.0, at_most: float = 1.0) -> str:
    """Never "100 %" of what is only nearly sure; nor, of what misses `at_least` or `at_most` beside which it is told, a number
    that would have reached it."""
    if 0 < share < 0.01:
        return "dưới 1 %"
    if 0.99 < share < 1:
        return "trên 99 %"
    whole = round(share * 100)
    if share < at_least:
        whole = min(whole, math.ceil(_hundredths(at_least)) - 1)
    if share > at_most:
        whole = max(whole, math.floor(_hundredths(at_most)) + 1)
    return f"{whole} %"


def _hundredths(share: float) -> float:
    return round(share * 100, 6)  # 0.07 * 100 is a little more than 7


def limit(share: float) -> str:
    """What a number is told beside: exactly as the standard says it."""
    return f"{_hundredths(share):g} %".replace(".", ",")


def probability(outcome: str, p_master: float) -> str:
    """Beside what the machine said by it: where it dared say nothing, nearer to even, so that it never seems to have been sure."""
    if outcome in ("certify", "deny"):
        return percent(p_master)
    nearer = math.floor(_hundredths(p_master)) if p_master > EVEN else math.ceil(_hundredths(p_master))
    return percent(nearer / 100)


def number(value: float) -> str:
    return f"{value:+.2f}".replace(".", ",").replace("-", "−")


def recommendation(outcome: str, p_master: float) -> str:
    """In words, with its number."""
    if outcome == "certify":
        return f"Máy đề nghị duyệt: chắc {percent(p_master)} là người này ở mức chuẩn trở lên."
    if outcome == "deny":
        return f"Máy đề nghị chưa xác nhận: chắc {percent(1 - p_master)} là người này còn dưới chuẩn."
    if outcome == "exhausted":
        return f"Máy hết câu để hỏi, mới chắc {probability(outcome, p_master)} là đạt. Cần người quyết định."
    return f"Máy không dám nói: xác suất ở mức chuẩn trở lên là {probability(outcome, p_master)}. Cần người quyết định."
