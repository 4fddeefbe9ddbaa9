"""A tiny content folder: one course, two lessons, one fact. Its key and feedbacks are canaries that tests look for."""

from collections.abc import Mapping
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
# Not among the FILES: a file of the bank, with the first question of the lesson.
BANK_FRONT = """\
---
ky-nang: [tt-ma-qr]
doi-tuong: [nguoi-dan]
nguon:
  - {ten: Nguồn thử, url: "https://vi-du.gov.vn/bai", ngay: 2026-01-01}
ra-soat: 2026-11-01
ra-soat-truoc: 2099-01-01
---

"""
BANK = BANK_FRONT + LESSON[LESSON.index("::: cau-hoi ai-hoi-ma") : LESSON.index("::: buoc giu-kin")]
BANK_PATH = "bank/hoi-ma.md"
# Not among the FILES either: a lesson with every kind of question. CANARYDAPAN is a key, the others are feedback.
KINDS_TEXT = """\
::: cau-hoi mot-y
Người lạ xin mã. Bác làm gì?

- [ ] Đọc mã
  > CANARY-MOT-1 Đọc là mất.
- [x] Cúp máy
  > CANARY-MOT-2 Cúp là yên.
- [ ] Hỏi tên
  > CANARY-MOT-3 Tên thì bịa được.
- [ ] Nhắn mã
  > CANARY-MOT-4 Nhắn cũng mất.
:::

::: nhieu-dap-an nhieu-y
Những gì phải giữ kín?

- [x] Mật khẩu
  > CANARY-NHIEU-1 Mật khẩu là chìa khóa.
- [x] Mã xác nhận
  > CANARY-NHIEU-2 Mã dùng một lần.
- [ ] Tên phường
  > CANARY-NHIEU-3 Ai cũng biết.
- [ ] Tên cháu
  > CANARY-NHIEU-4 Cháu không phải là chìa khóa.
:::

::: sap-xep thu-tu
Bác chuyển tiền theo thứ tự nào?

1. Mở ứng dụng
   > CANARY-XEP-1 Mở trước đã.
2. Nhập số
   > CANARY-XEP-2 Có số mới hiện tên.
3. Xem tên người nhận
   > CANARY-XEP-3 Xem rồi mới gửi.
4. Bấm gửi
   > CANARY-XEP-4 Gửi sau cùng.
:::

::: ghep-cap ghep-doi
Việc nào tìm ở đâu?

- Làm khai sinh = Cổng Dịch vụ công
  > CANARY-GHEP-1 Giấy tờ lên Cổng.
- Xem thẻ căn cước = VNeID
  > CANARY-GHEP-2 Thẻ trong VNeID.
- Chuyển tiền = Ứng dụng ngân hàng
  > CANARY-GHEP-3 Tiền thì ngân hàng.
- = Trò chơi
  > CANARY-GHEP-4 Trò chơi chỉ để chơi.
:::

::: dien-chu go-chu
Bác hỏi lại ở đâu?

- [x] công an phường | CANARYDAPAN phường
  > CANARY-CHU-1 Đúng chỗ.
- [ ] số vừa gọi
  > CANARY-CHU-2 Số ấy của họ.
- [ ] (câu khác)
  > CANARY-CHU-3 Bác hỏi công an gần nhà.
:::

::: dien-tap tin-la kenh=tin-nhan ho=qua-tang-tro-cap la=lua
Bác đang nấu cơm thì có tin nhắn.

Từ: BAOHIEM

- Ông/bà được nhận `4.700.000 đồng` trợ cấp.
  > CANARY-TIN-1 Tiền tự dưng mà có.
- Bấm `https://nhan-tro-cap.vi-du/dang-ky` để nhận.
  > CANARY-TIN-2 Trợ cấp thật không bắt bấm.

Nên làm: CANARY-TIN-3 Bác không bấm.
:::

::: cau-hoi ho-hang
Thay: TEN = Bà Lan | Ông Tư | Cô Ba

{TEN} nhắn vay tiền. Bác làm gì?

- [ ] Chuyển ngay cho {TEN}
  > CANARY-HO-1 Có thể không phải {TEN}.
- [x] Gọi điện hỏi {TEN}
  > CANARY-HO-2 Nghe giọng {TEN} mới chắc.
- [ ] Chuyển một nửa
  > CANARY-HO-3 Một nửa cũng mất.
- [ ] Nhắn hỏi lại
  > CANARY-HO-4 Kẻ lừa sẽ nhắn lại.
:::

::: tim-tren-man-hinh tim-cho
Quảng cáo che màn hình. Bác bấm vào đâu?

### Quảng cáo
- nút **Nhận quà**
  > CANARY-TIM-1 Quà thường là mồi.
- nút **Tải về**
  > CANARY-TIM-2 Đừng tải thứ mình không tìm.
- [x] phím **Đóng**
  > CANARY-TIM-3 Đóng là xem tiếp được.
- nút **Xem thêm**
  > CANARY-TIM-4 Nút này đưa bác sang trang lạ.
:::

"""
KINDS_LESSON = (
    LESSON[: LESSON.index("::: cau-hoi ai-hoi-ma")] + KINDS_TEXT + LESSON[LESSON.index("::: ket-thuc") :]
).replace("Giữ mật khẩu cho kín", "Đủ mọi kiểu")
KINDS_PATH = "courses/khoa-thu/03-du-kieu.md"

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


def write_every_kind(root: Path) -> Path:
    return write_content(root, {**FILES, KINDS_PATH: KINDS_LESSON})


def write_content(root: Path, files: Mapping[str, str] = FILES) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
