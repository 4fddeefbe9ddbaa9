"""A tiny content folder: one course, two lessons, one fact. Its key and feedbacks are canaries that tests look for."""

from pathlib import Path

FRAMEWORK = """\
khung: nguoi-dan
ten: Khung thử
doi-tuong: nguoi-dan
phien-ban: "1"
ghi-chu: Khung để thử.
nhom:
  - ma: dinh-danh
    ten: Định danh
    ky-nang:
      - {ma: vneid-dang-nhap, ten: Giữ mật khẩu, lam-duoc: Bác giữ được mật khẩu.}
      - {ma: tt-ma-qr, ten: Quét mã, lam-duoc: Bác quét được mã.}
"""
FACT = """\
- ma: han-muc-thu
  loai: han-muc
  gia-tri: "10"
  don-vi: triệu đồng
  cau: Chuyển trên 10 triệu đồng thì máy hỏi thêm.
  nguon: {ten: Nguồn thử, url: "https://vi-du.gov.vn/bai", ngay: 2026-01-01}
  xem-ngay: 2026-11-01
  ra-soat-truoc: 2099-01-01
  do-tin: S
"""
TERM = """\
- ma: otp
  tu: OTP
  nghia: Mã số dùng một lần.
"""
COURSE = """\
ten: Khóa thử
muc-tieu: Bác thử được.
thu-tu: 1
"""
LESSON = """\
---
tieu-de: Giữ mật khẩu cho kín
muon: Tôi muốn giữ mật khẩu
tom-tat: Giữ mật khẩu cho riêng mình.
ky-nang: [vneid-dang-nhap]
doi-tuong: [nguoi-dan]
phut: 3
bai-truoc: []
nhan: [an-toan]
nguon:
  - {ten: Nguồn thử, url: "https://vi-du.gov.vn/bai", ngay: 2026-01-01}
ra-soat: 2026-11-01
ra-soat-truoc: 2099-01-01
---

::: buoc mo-dau
## Mở đầu

Trên [[han-muc-thu]] thì máy hỏi mã [[?otp]].

::: danh-cho android
Mở **CH Play**.
:::

::: danh-cho iphone
Mở **App Store**.
:::
:::

::: cau-hoi ai-hoi-ma
Có người gọi hỏi mã. Bác làm gì?

- [ ] Đọc mã cho họ
  > CANARY-PHAN-HOI-MOT Mã là chìa khóa nhà mình.
- [x] Cúp máy
  > CANARY-PHAN-HOI-DUNG Cúp máy là an toàn nhất.
- [ ] Hỏi tên rồi đọc mã
  > CANARY-PHAN-HOI-BA Tên thì ai cũng bịa được.
- [ ] Nhắn mã cho họ
  > CANARY-PHAN-HOI-BON Nhắn cũng như đọc.
:::

::: buoc giu-kin
## Giữ kín

Mật khẩu chỉ mình bác biết.
:::

::: cau-hoi ai-biet
Ai được biết mật khẩu?

- [x] Chỉ mình bác
  > CANARY-PHAN-HOI-NAM Đúng vậy.
- [ ] Con cháu trong nhà
  > CANARY-PHAN-HOI-SAU Người nhà cũng có thể lỡ lời.
- [ ] Cán bộ gọi điện
  > CANARY-PHAN-HOI-BAY Cán bộ không hỏi mật khẩu.
- [ ] Người bán điện thoại
  > CANARY-PHAN-HOI-TAM Người bán không cần biết.
:::

::: ket-thuc
- Bác giữ được mật khẩu.

::: the-giu
Không đọc mã cho ai.
:::
:::
"""
SECOND = LESSON.replace("Giữ mật khẩu cho kín", "Quét mã cho đúng").replace("vneid-dang-nhap", "tt-ma-qr")

LESSON_PATH = "courses/khoa-thu/01-giu-mat-khau.md"
QUESTION_URL = "/bai-hoc/giu-mat-khau/cau-hoi/ai-hoi-ma"
SECOND_QUESTION_URL = "/bai-hoc/giu-mat-khau/cau-hoi/ai-biet"
FILES = {
    "frameworks/nguoi-dan.yaml": FRAMEWORK,
    "facts/thu.yaml": FACT,
    "glossary/thu.yaml": TERM,
    "courses/khoa-thu/course.yaml": COURSE,
    LESSON_PATH: LESSON,
    "courses/khoa-thu/02-quet-ma.md": SECOND,
}


def write_content(root: Path) -> Path:
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
