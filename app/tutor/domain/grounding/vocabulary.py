"""Words that the rules of this package know by what they do in a sentence, in the form of fidelity.same_words."""

from app.tutor.domain.fidelity.leftovers import both_ways
from app.tutor.domain.fidelity.vocabulary import ACTORS, LIGHT_OPPOSITES, NEGATIONS, OPPOSITES


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


READER = _set("bác mình cháu máy")
"""Whoever reads, and their phone: said or left out as one likes."""

GLUE = READER | _set("có cần điều cách sau ứng_dụng nút mục dòng chữ ô")
"""Also free to come: "chạm nút Gửi", "mở mục Ví"."""

OTHERS = ACTORS - READER
FORBIDDING = NEGATIONS | {"tránh", "cấm"}
OPPOSED = both_ways(OPPOSITES) | both_ways(LIGHT_OPPOSITES)
PAUSES = _set("rồi và hoặc giống thì để khi nếu bác nhưng mà")
"""What stands on their two sides need not belong together."""

JOINING = _set("rồi và hay hoặc thì để khi trên trong cho của ở là có do bằng từ đến vào ra lên xuống xong bác")
"""Words behind the name of a button, in small letters, as written."""

MEASURES = _set(
    "chục trăm giây phút giờ ngày tuần tháng quý năm tuổi đồng nghìn triệu tỷ ngày_làm_việc phần_trăm người"
)
THEN = _set("rồi sau_đó kế_đó tiếp_theo")
FIRST = _set("trước_khi sau_khi trước sau")
SAME_DEED = {"bấm": "chạm", "nhấn": "chạm", "ấn": "chạm"}
"""What the finger does to a button, syllable by syllable: copied word for word, but for this, is copied."""

PRESSING = _set("chạm chọn mở")
PLAYING = _set("giả giả_làm giả_danh xưng vai")
ASKING = _set("nhờ bảo")
TYPING = _set("gõ nhập điền")
STEPPING = PRESSING | TYPING | _set("tìm kéo vuốt quét quét_mã bật tắt đăng_nhập áp")
"""What one does with a phone, one after the other."""

GIVING = _set("đọc gửi đưa cho cung_cấp nói báo chuyển gửi_đến chia_sẻ chuyển_khoản chuyển_tiền nạp trả")
SECRETS = dict.fromkeys(("otp", "pin", "mã", "cvv"), "code") | {"mật_khẩu": "password"}
SECRETS |= dict.fromkeys(("tiền", "chuyển_tiền", "chuyển_khoản"), "money")
