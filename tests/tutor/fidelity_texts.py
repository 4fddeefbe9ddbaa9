"""A lesson's text, and the rows of the evaluation, for the tests of the fidelity check."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import app.tutor
from app.tutor.domain.fidelity.measurement import FAITHFUL, Example

EVALUATION = Path(app.tutor.__file__).parent / "evaluation" / "fidelity"

LESSON = """1. Bác mở VNeID, đăng nhập như mọi khi. Bác chạm **Ví giấy tờ** → **Tạo mới yêu cầu**.
   Bác đọc kỹ dòng phí rồi chạm **Gửi yêu cầu**.
   Không bao giờ: Không đưa mã OTP cho người lạ.
2. Bị lừa chuyển tiền, bác gọi ngay ngân hàng theo số in trên thẻ. Gọi không được thì bác ra quầy.
   Báo trong 24 giờ thì ngân hàng có thể giữ lại tiền. Mỗi tháng bác được chuyển tối đa 300 triệu đồng.
   Nên làm: Bác rủ người nhà ra công an xã trước ngày 1/7/2026, mang theo căn cước.
3. Bác vào dichvucong.gov.vn, gõ `đăng ký khai sinh`. Cháu dưới 6 tuổi thì cha mẹ làm thay.
   Tổng đài 1900 0368 trả lời hai việc: lệ phí và giấy tờ."""


@cache
def examples(part: str) -> list[Example]:
    return list(_read(part))


def sources() -> list[str]:
    """Lessons of the open part, once each."""
    return sorted({example.source for example in examples("open")})


def _read(part: str) -> Iterator[Example]:
    for name in ("faithful", "planted"):
        for line in (EVALUATION / f"{name}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["part"] == part:
                yield Example(row.get("kind", FAITHFUL), row["source"], row["rewrite"])
