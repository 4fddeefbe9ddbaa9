"""A confirmation, its issuer and keys, for tests."""

from datetime import UTC, date, datetime, timedelta

from app.certification.domain.confirmation import Confirmation, SkillSeen
from app.certification.domain.credential import Issuer
from app.certification.domain.tokens import VerifyingKey, new_key

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
ISSUER = Issuer("https://hocvuso.example.vn", "Học Vụ Số, xã Bình Minh")
STATUS_URL = "https://hocvuso.example.vn/xac-minh/thu-hoi/1"
KEY = new_key()
KEYS = {"k1": VerifyingKey("k1", KEY, AT - timedelta(days=30), AT + timedelta(days=30))}
CONFIRMATION = Confirmation(
    code="234679ACDEFG",
    holder="Nguyễn Thị Đào",
    salt="00112233445566778899aabbccddeeff",
    framework="nguoi-dan",
    framework_name="Khung kỹ năng số cho người dân",
    framework_version="2026.11",
    assurance="giam-sat",
    skills=(
        SkillSeen("tt-ma-qr", "Trả tiền bằng mã QR", True, 3),
        SkillSeen("vneid-suc-khoe", "Xem sổ sức khỏe", True, 2),
    ),
    issued_at=AT,
    valid_until=date(2028, 11, 22),
    place="Xã Bình Minh",
    supervisor="Cô Hạnh",
    assisted=False,
    device="class",
)
