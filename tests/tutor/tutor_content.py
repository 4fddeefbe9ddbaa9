"""The sample content with words for the tutor. What is asked here gets each kind of answer."""

from pathlib import Path

from tests.sample_content import FILES, SECOND, write_content

HOTLINE = """\
- ma: so-thu
  loai: duong-day-nong
  gia-tri: "113"
  cau: Số 113 gọi cảnh sát.
  nguon: {ten: Nguồn thử, url: "https://vi-du.gov.vn/bai", ngay: 2026-01-01}
  xem-ngay: 2026-11-01
  ra-soat-truoc: 2099-01-01
  do-tin: S
"""
WORDINGS = """\
- ma: khan-cap
  loi: |-
    Bác bình tĩnh.

    1. Gọi ngay [[so-thu]].
    2. Giữ tin nhắn, mất trên [[han-muc-thu]] hay ít hơn cũng báo.

    [Xem từng bước](/bai-hoc/giu-mat-khau)
- {ma: tuyet-vong, loi: Bác đừng ở một mình.}
- {ma: cap-cuu, loi: "Bác gọi ngay [[so-thu]]."}
- {ma: ma-bi-mat, loi: Bác vừa gõ mã bí mật.}
- {ma: co-the-la-ma, loi: Tôi đã bỏ một đoạn giống mã.}
- {ma: thong-tin-rieng, loi: Bác vừa gõ thông tin riêng.}
- {ma: khong-lam-ho, loi: Tôi không làm thay bác được.}
- {ma: khong-giup-hai, loi: Việc này tôi không giúp được.}
- {ma: cau-la-lenh, loi: Tôi chỉ trả lời từ các bài học.}
- {ma: chua-co-bai, loi: Chưa có bài về việc này.}
- {ma: hoi-lai, loi: Có phải bác hỏi về một trong các bài này không?}
- {ma: chao-hoi, loi: Chào bác. Tôi là máy tìm câu trả lời.}
- {ma: cam-on, loi: Dạ không có gì.}
- {ma: may-tra-loi, loi: Máy trả lời đấy ạ.}
- {ma: dang-thi, loi: Bác đang thi.}
"""
SCANNING = SECOND.replace("## Giữ kín", "## Quét mã cho đúng").replace(
    "Mật khẩu chỉ mình bác biết.", "Quét mã cho đúng, trên [[han-muc-thu]] thì máy hỏi thêm."
)
ANSWERED, FACT = "giữ mật khẩu cho kín", "quét mã cho đúng"  # titles, whatever the limits of the bands are
SUGGESTED, UNKNOWN = "mật khẩu ai biết", "giá vàng hôm nay"
VICTIM = "tôi vừa bị lừa chuyển 20 triệu cho bọn giả công an"
QUOTE, FACT_QUOTE = "Mật khẩu chỉ mình bác biết.", "Quét mã cho đúng, trên 10 triệu đồng thì máy hỏi thêm."
CODE = "617204"
WITH_CODE = f"Mã OTP của bác là {CODE}, {ANSWERED}"


def write_tutor_content(folder: Path) -> Path:
    root = write_content(folder, {**FILES, "courses/khoa-thu/02-quet-ma.md": SCANNING})
    (root / "tutor").mkdir()
    (root / "tutor" / "loi.yaml").write_text(WORDINGS, encoding="utf-8")
    (root / "facts" / "so.yaml").write_text(HOTLINE, encoding="utf-8")
    return root
