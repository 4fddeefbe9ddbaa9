"""The sample content with a simulation in its first lesson. Whatever has to be earned by a press is a canary."""

from pathlib import Path

from tests.sample_content import LESSON, LESSON_PATH, write_content

SIMULATION = """\
::: tap-bam lay-lai-mat-khau
Bác quên mật khẩu. Bác tập lấy lại nhé.

### Đăng nhập
- ô số **Số định danh**: có sẵn `001 0XX XXX XXX`
- nút **Đăng nhập**
  > CANARY-NHAC-MOT Bác chưa nhớ mật khẩu thì chưa vào được.
- chữ **Quên mật khẩu** -> CANARY-MAN-HAI
- nút **Đăng ký** -> CANARY-RE-NHAM
  > CANARY-NHAC-HAI Bác có tài khoản rồi. Bác bấm Quay lại.
Gợi ý: CANARY-GOI-Y-MOT Bác tìm dòng chữ nói điều bác đang quên.

### CANARY-MAN-HAI
CANARY-CHU-HAI Mã đã gửi về máy bác.
- thông báo **Tin nhắn**: Mã của bác là `482913`
- ô số **Mã gồm 6 số**: gõ `482913`
  > CANARY-NHAC-BA Bác nhìn lại tin nhắn.
- ô **Lời nhắn** (tùy bác)
- nút **Tiếp tục** -> CANARY-HOI-LAI

### CANARY-HOI-LAI (hộp thoại)
- công tắc **Nhớ máy này** (tùy bác)
- nút **Đồng ý** -> CANARY-MA-KHOA
- nút **Thôi**
  > CANARY-NHAC-BON Bác đồng ý thì mới đổi được.

### CANARY-MA-KHOA
Mã khóa để tập là `2468`.
- bàn phím **Mã khóa**: `2468` -> CANARY-MAT-KHAU-MOI
  > CANARY-NHAC-NAM Bác bấm lại theo mã ở trên.

### CANARY-MAT-KHAU-MOI
Bác đặt mật khẩu mới là `HoaSen-25`.
- ô mật khẩu **Mật khẩu mới**: gõ `HoaSen-25`
  > CANARY-NHAC-SAU Bác gõ đúng từng chữ.
- nút **Xác nhận** -> Xong

### CANARY-RE-NHAM
CANARY-CHU-NHAM Ở đây người ta mở tài khoản mới.

### Xong
CANARY-DICH Bác có mật khẩu mới rồi.
:::

"""
ANOTHER = """\
::: tap-bam lan-nua
Bác tập đi.

### Một
- nút **Đi** -> Hai

### Hai
- nút **Đi** -> Xong

### Xong
Bác đi rồi.
:::

"""
WITH_SIMULATION = LESSON.replace("::: ket-thuc", SIMULATION + ANOTHER + "::: ket-thuc")
URL = "/bai-hoc/giu-mat-khau/tap-bam/lay-lai-mat-khau"
# The shortest way: what is typed (by the entry's name) and what is pressed, screen by screen.
WAY: tuple[tuple[dict[str, str], str], ...] = (
    ({}, "Quên mật khẩu"),
    ({"Mã gồm 6 số": "482913"}, "Tiếp tục"),
    ({}, "Đồng ý"),
    ({"Mã khóa": "2468"}, ""),
    ({"Mật khẩu mới": "HoaSen-25"}, "Xác nhận"),
)


def write_simulation_content(root: Path, lesson: str = WITH_SIMULATION) -> Path:
    write_content(root)
    (root / LESSON_PATH).write_text(lesson, encoding="utf-8")
    return root
