"""A small certification bank: two groups of skills, twelve tasks each of four kinds, with a standard that is soon reached."""

import json
from pathlib import Path

from tests.sample_content import BANK_FRONT, write_content

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
  - ma: thanh-toan
    ten: Thanh toán
    ky-nang:
      - {ma: tt-ma-qr, ten: Quét mã, lam-duoc: Bác quét được mã.}
"""
STANDARD = """\
khung: nguoi-dan
phien-ban-khung: "1"
phien-ban: "1"
moc-dat: 0.0
sai-so-moc: 0.1
trong-so: {dinh-danh: 1, thanh-toan: 1}
moi-nhom-it-nhat: 2
it-nhat: 4
nhieu-nhat: 8
chac-dat: 0.90
chac-chua-dat: 0.15
ra-de-nhieu-nhat: 0.5
thu-nghiem: 0
hieu-luc-thang: 24
noi-cap: Xã thử
nguoi-ky: Cô Hạnh
lam-lai: {sau-ngay: 14, nhieu-nhat: 3, trong-thang: 12}
doc-it-nhat: 0
chua-kip-doc: 1
"""
KINDS = {
    "cau-hoi": """\
Có người hỏi mã lần {n}. Bác làm gì?

- [ ] Đọc mã cho họ
  > CANARY-SAI-{n} Mã là chìa khóa.
- [x] Cúp máy lần {n}
  > CANARY-DUNG-{n} Cúp máy là yên.
- [ ] Hỏi tên rồi đọc
  > CANARY-SAI2-{n} Tên thì bịa được.
- [ ] Nhắn mã cho họ
  > CANARY-SAI3-{n} Nhắn cũng mất.
""",
    "sap-xep": """\
Bác làm lần {n} theo thứ tự nào?

1. Mở ứng dụng số {n}
   > CANARY-MO-{n} Mở trước đã.
2. Nhập số {n}
   > CANARY-NHAP-{n} Có số mới hiện tên.
3. Xem tên người nhận {n}
   > CANARY-TEN-{n} Xem rồi mới gửi.
4. Bấm gửi lần {n}
   > CANARY-GUI-{n} Gửi sau cùng.
""",
    "dien-chu": """\
Bác hỏi lại ở đâu, lần {n}?

- [x] công an phường {n}
  > CANARY-CHU-{n} Đúng chỗ.
- [ ] số vừa gọi {n}
  > CANARY-SO-{n} Số ấy của họ.
- [ ] (câu khác)
  > CANARY-KHAC-{n} Bác hỏi công an gần nhà.
""",
    "tap-bam": """\
Bác mở cài đặt, rồi tắt tiếng lần {n}. Màn hình thật có thể khác.

### Màn hình đầu {n}
- nút **Cài đặt** -> Cài đặt {n}
- nút **Trò chơi**
  > CANARY-CHOI-{n} Ở đó không có chỗ tắt tiếng.

### Cài đặt {n}
- nút **Âm thanh** -> Xong {n}
- nút **Pin**
  > CANARY-PIN-{n} Pin là việc khác.

### Xong {n}
Bác đã tắt tiếng lần {n}.
""",
}
EACH = 12


def bank_file(skill: str) -> str:
    front = BANK_FRONT.replace("tt-ma-qr", skill)
    kinds = list(KINDS)
    blocks = [
        f"::: {kind} {skill}-{n}\n{KINDS[kind].replace('{n}', chr(97 + n))}:::\n"
        for n in range(EACH)
        for kind in [kinds[n % len(kinds)]]
    ]
    return front + "\n".join(blocks)


def write_bank(folder: Path) -> Path:
    write_content(folder)
    difficulties: dict[str, dict[str, float]] = {}
    for skill in ("vneid-dang-nhap", "tt-ma-qr"):
        (folder / "bank").mkdir(exist_ok=True)
        (folder / "bank" / f"ct-{skill}.md").write_text(bank_file(skill), "utf-8")
        difficulties |= {f"{skill}-{n}": {"b": (n - 6) / 4, "se": 0.2, "a": 1.0, "a_se": 0.2} for n in range(EACH)}
    (folder / "frameworks" / "nguoi-dan.yaml").write_text(FRAMEWORK, "utf-8")
    (folder / "standards").mkdir()
    (folder / "standards" / "nguoi-dan.yaml").write_text(STANDARD, "utf-8")
    (folder / "difficulty.json").write_text(json.dumps({"items": difficulties}), "utf-8")
    return folder
