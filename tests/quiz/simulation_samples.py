"""Well-formed simulations, unlike each other, and a reader for them."""

from datetime import date
from functools import cache

from app.courses.domain.blocks import Block, scan
from app.courses.domain.diagnostics import Diagnostic, Reporter
from app.courses.domain.markdown import Writing
from app.quiz.domain.simulation.notation import read_simulation
from app.quiz.domain.simulation.screens import Control, Screen, Simulation

TODAY = date(2026, 11, 21)

PASSWORD = """\
::: tap-bam lay-lai-mat-khau ky-nang=vneid-dang-nhap
Bác quên mật khẩu. Bác tập lấy lại mật khẩu nhé.

### Đăng nhập
- ô số **Số định danh**: có sẵn `001 0XX XXX XXX`
- nút **Đăng nhập**
  > Bác chưa nhớ mật khẩu thì chưa vào được. Bác tìm dòng chữ khác ở dưới.
- chữ **Quên mật khẩu** -> Nhận mã
- nút **Đăng ký** -> Đăng ký
  > Bác có tài khoản rồi nên không cần đăng ký. Bác bấm Quay lại.
Gợi ý: Bác tìm dòng chữ nói đúng điều bác đang quên.

### Nhận mã
Mã gồm sáu số đã gửi về máy bác.
- thông báo **Tin nhắn**: Mã của bác là `482913`
- ô số **Mã gồm 6 số**: gõ `482913`
  > Bác nhìn lại tin nhắn, gõ đúng sáu số.
- nút **Tiếp tục** -> Mật khẩu mới

### Đăng ký
Ở đây người ta mở tài khoản mới.

### Mật khẩu mới
Bác đặt mật khẩu mới là `HoaSen-25`.
- ô mật khẩu **Mật khẩu mới**: gõ `HoaSen-25`
  > Bác gõ đúng từng chữ, chữ hoa ra chữ hoa.
- nút **Xác nhận** -> Xong

### Xong
Bác có mật khẩu mới rồi.
:::
"""

PASSCODE = """\
::: tap-bam mo-khoa
Mã khóa để tập là `2468`. Bác mở ví giấy tờ rồi về màn hình chính.

### Màn hình chính
- ứng dụng **VNeID** → Mã khóa
- ứng dụng **Máy ảnh**
  > Đây là máy ảnh. Bác tìm ứng dụng tên VNeID.

### Mã khóa
- bàn phím **Mã khóa**: `2468` -> Ví giấy tờ
  > Bác bấm lại theo mã để tập.
- chữ **Quên mã khóa** => Quên mã
  > Mã ở trên lời dẫn, bác không quên đâu.

### Quên mã
Máy hỏi lại mật khẩu của bác.
- nút **Thôi** -> Mã khóa

### Ví giấy tờ
- dòng **Thẻ căn cước** -> Đã mở
- dòng **Giấy phép lái xe** (tùy bác)

### Đã mở
Thẻ của bác hiện ra ở đây.
:::
"""

TWO_WAYS = """\
::: tap-bam tat-quyen ky-nang=an-toan-bi-mat
Một trò chơi đòi đọc tin nhắn. Bác tắt quyền ấy đi.

### Cài đặt
* mục **Ứng dụng** -> Trò chơi
* mục **Quyền riêng tư** -> Quyền tin nhắn
* mục **Màn hình**
    > Mục này chỉnh độ sáng. Bác tìm mục nói về ứng dụng.

### Trò chơi
+ mục **Quyền tin nhắn** -> Quyền tin nhắn
+ nút **Giới thiệu** -> Giới thiệu (tùy bác)

### Giới thiệu
Trò chơi xếp hình.
- nút **Đóng** -> Trò chơi

### Quyền tin nhắn
- công tắc **Được đọc tin nhắn**: tắt
  > Công tắc vẫn đang bật. Bác gạt nó sang tắt.
- công tắc **Được gửi thông báo** (tùy bác)
- nút **Lưu** -> Bác chắc chưa

### Bác chắc chưa (hộp thoại)
Trò chơi sẽ không đọc được tin nhắn nữa.
- nút **Đồng ý** -> Xong
- nút **Giữ quyền**
  > Giữ thì trò chơi vẫn đọc được tin của bác.
Gợi ý: Bác chọn nút
làm đúng điều bác muốn.

### Xong
Trò chơi không đọc được tin nhắn của bác nữa.
:::
"""

TRANSFER = """\
::: tap-bam chuyen-tien
Bác gửi `200.000` đồng cho cháu Hòa, ghi lời nhắn tùy bác.

### Chuyển tiền
- ô số **Số tài khoản**: có sẵn `12345678`
- ô số **Số tiền**: gõ `200.000`
  > Bác gõ đúng số tiền ở lời dẫn.
- ô **Lời nhắn** (tùy bác)
- ô tích **Tôi đã xem tên người nhận**: tích
  > Bác nhìn lại tên người nhận, rồi tích vào ô này.
- nút **Chuyển** -> Xem lại

### Xem lại
Người nhận: cháu Hòa.

Bác xem kỹ tên và số tiền.
- nút **Đúng rồi, chuyển** -> Xong
- nút **Sửa lại** -> Chuyển tiền (tùy bác)

### Xong
Cháu Hòa nhận được tiền rồi.
:::
"""

CHAT = """\
::: tap-bam chan-so-la
Có người lạ nhắn tin. Bác chặn người ấy.

### Trò chuyện
- tin nhắn **Người lạ**: Bác ơi, bấm vào đây nhận quà: `qua-tang.example`
- tin nhắn **Đường dẫn lạ**: `qua-tang.example`
  > Đường dẫn lạ thì bác không bấm.
- biểu tượng **Ba chấm** --> Thêm
- phím **Gửi**
  > Bác không cần trả lời người lạ.

### Thêm (hop thoai)
- dòng **Chặn người này** -> Hỏi lại
- dòng **Ghim lên đầu**
  > Ghim thì người lạ nằm ở trên cùng. Bác tìm chữ chặn.

### Hỏi lại (hộp thoại)
- nút **Chặn** -> Xong

### Xong
Người ấy không nhắn cho bác được nữa.
:::
"""

GOAL_BY_NAME = """\
::: tap-bam nhan-ma-otp
Bác nhận mã rồi gõ mã. Nút gửi **Mã** nằm ở dưới.

### Xin mã
Nút **Gửi mã** nằm ở dưới cùng. Đường đi: Cài đặt → Bảo mật.
- nút **Gửi mã** -> Gõ mã
- nút **Thoát** -> Trang đầu
  > Bác chưa có mã nên khoan thoát.

  > Bác bấm Quay lại.

### Gõ mã
Mã để tập: `135790`.
- ô số **Mã**: `135790` -> Xong
  > Mã để tập nằm ở trên.
- nút **Gửi lại mã** (tùy bác)
  > Máy gửi lại đúng mã ấy.

### Xong
Máy nhận mã rồi.

### Trang đầu
- nút **Vào lại** -> Xin mã
:::
"""

SAMPLES = {
    "password": PASSWORD,
    "passcode": PASSCODE,
    "two ways": TWO_WAYS,
    "transfer": TRANSFER,
    "chat": CHAT,
    "goal by name": GOAL_BY_NAME,
}


def read(text: str) -> tuple[Simulation | None, list[Diagnostic]]:
    reporter = Reporter("a.md")
    blocks = scan(text, 1, reporter)
    assert blocks is not None, reporter.found
    (block,) = blocks
    assert isinstance(block, Block)
    simulation = read_simulation(block, Writing({}, {}, set(), TODAY, reporter))
    return simulation, reporter.found


@cache
def sample(text: str) -> Simulation:
    simulation, found = read(text)
    assert simulation is not None, found
    assert found == []
    return simulation


def screen_of(simulation: Simulation, name: str) -> Screen:
    return next(screen for screen in simulation.screens if screen.name == name)


def control_of(simulation: Simulation, screen: str, name: str) -> Control:
    return next(control for control in screen_of(simulation, screen).controls if control.name == name)
