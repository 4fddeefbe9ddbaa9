"""A lesson's text, and the rows of the evaluation, for the tests of the fidelity check."""

from functools import cache

from app.tutor.calibration import Part, rows
from app.tutor.domain.fidelity.measurement import FAITHFUL, Example

LESSON = """1. Bác mở VNeID, đăng nhập như mọi khi. Bác chạm **Ví giấy tờ** → **Tạo mới yêu cầu**.
   Bác đọc kỹ dòng phí rồi chạm **Gửi yêu cầu**.
   Không bao giờ: Không đưa mã OTP cho người lạ.
2. Bị lừa chuyển tiền, bác gọi ngay ngân hàng theo số in trên thẻ. Gọi không được thì bác ra quầy.
   Báo trong 24 giờ thì ngân hàng có thể giữ lại tiền. Mỗi tháng bác được chuyển tối đa 300 triệu đồng.
   Nên làm: Bác rủ người nhà ra công an xã trước ngày 1/7/2026, mang theo căn cước.
3. Bác vào dichvucong.gov.vn, gõ `đăng ký khai sinh`. Cháu dưới 6 tuổi thì cha mẹ làm thay.
   Tổng đài 1900 0368 trả lời hai việc: lệ phí và giấy tờ."""


@cache
def examples(part: Part) -> list[Example]:
    read = [*rows("fidelity/faithful", part), *rows("fidelity/planted", part)]
    return [Example(row.get("kind", FAITHFUL), row["source"], row["rewrite"]) for row in read]


def sources() -> list[str]:
    """Lessons of the open part, once each."""
    return sorted({example.source for example in examples("open")})
