"""Eight well-formed drills, one for each channel, half of them real, by the name of their channel."""

SAMPLES: dict[str, str] = {
    "cuoc-goi": """\
::: dien-tap cong-an-phuong-goi kenh=cuoc-goi ho=gia-danh-cong-an la=lua ky-nang=an-toan-lua-dao
Chiều thứ bảy, máy bác đổ chuông.

Từ: Số lạ `09xx xxx 214`
  > Công an mời làm việc bằng giấy, không gọi bằng số lạ.

- Alo, tôi là Công an phường gọi bác cập nhật định danh mức hai.
  > Công an không làm định danh qua điện thoại.
- Bác kết bạn Zalo để em gửi đường dẫn nhé.
  > Gửi đường dẫn qua Zalo để cài ứng dụng là dấu hiệu lừa đảo.
- Làm trong `30 phút`, không thì tài khoản bị khóa.
  > Giục gấp để bác không kịp hỏi ai.

Nên làm: Bác cúp máy, hỏi lại ở công an phường.
:::
""",
    "tin-nhan": """\
::: dien-tap tro-cap-that-nghiep kenh=tin-nhan ho=qua-tang-tro-cap la=lua
Bác đang nấu cơm thì có tin nhắn.

Từ: BAOHIEM

- Ông/bà được nhận `4.700.000 đồng` trợ cấp.
  > Tiền tự dưng mà có thì bác nghi trước đã.
  > Bác chưa nộp đơn gì cả.
- Bấm `https://nhan-tro-cap.vi-du/dang-ky` để nhận.
  > Trợ cấp thật không bắt bấm đường dẫn.

Nên làm: Bác không bấm.
Bác hỏi lại ở trung tâm hành chính công của xã.
:::
""",
    "zalo": """\
::: dien-tap chau-hoi-tham kenh=zalo ho=gia-danh-nguoi-than la=that
Tối chủ nhật, cháu nội nhắn cho bác.

Từ: Cháu Minh
  > Đúng tài khoản hai bà cháu vẫn nhắn hằng ngày.

- Bà ơi, mai cháu về ăn cơm nhé!
  > Chuyện nhà bình thường, không nhờ chuyển tiền.
- Bà nấu canh chua bà nhé :)
  > Cháu biết bà hay nấu canh chua. Người lạ khó biết điều này.

Nên làm: Bác trả lời cháu như mọi khi.
:::
""",
    "trang-web": """\
::: dien-tap trang-nop-ho-so kenh=trang-web ho=gia-danh-dinh-danh la=lua
Bác tìm chỗ nộp hồ sơ trên mạng. Trang đầu tiên hiện ra như sau.

Từ: `dichvucong.gov.vn-nop-nhanh.vi-du`
  > Tên thật nằm ở cuối: đuôi lạ, không phải trang nhà nước.

* Nhập số căn cước và mật khẩu VNeID.
  > Trang thật chuyển sang đăng nhập của VNeID, không hỏi mật khẩu ngay tại chỗ.
* Nhập mã OTP để giữ chỗ.
  > Mã OTP là chìa khóa, không đưa cho ai.
* Phí giữ chỗ `50.000 đồng`, chuyển vào tài khoản `0123 xxx 789`.
  > Phí thật không chuyển vào tài khoản của một người.

Nên làm: Bác đóng trang lại, vào từ ứng dụng VNeID.
:::
""",
    "ma-qr": """\
::: dien-tap sap-rau-ba-nam kenh=ma-qr ho=dan-de-ma-qr la=that
Bác mua rau ở sạp quen, quét mã để trả tiền.

Từ: Tấm mã ép nhựa trên sạp bà Năm
  > Tấm mã nguyên vẹn, không có miếng dán đè.

- Người nhận: `NGUYEN THI NAM`
  > Đúng tên bà Năm, bác đọc trước khi chuyển.
- Số tiền để trống, bác tự gõ `35.000 đồng`.
  > Máy chỉ điền sẵn người nhận, không hỏi mật khẩu hay mã.

Nên làm: Bác đọc tên người nhận rồi hãy xác nhận.
:::
""",
    "ngan-hang": """\
::: dien-tap so-du-cuoi-ngay kenh=ngan-hang ho=gia-danh-ngan-hang la=that
Bác vừa bán mớ cá, khách chuyển khoản.

Từ: Ứng dụng ngân hàng trên máy bác

- Tài khoản `xxx 889`: `+120.000 VND` lúc `10:15 21/11/2026`.
  > Ứng dụng trên máy bác báo tiền vào, số dư tăng đúng như vậy.
- Số dư: `1.500.320.000 VND`.
  > Bác mở ứng dụng xem lại là thấy đúng số này.
- Nội dung: tra tien ca.
  > Không có đường dẫn, không bảo bác làm gì.

Nên làm: Bác giao cá, không cần làm gì thêm.
:::
""",
    "quyen-ung-dung": """\
::: dien-tap ung-dung-dien kenh=quyen-ung-dung ho=ung-dung-la la=lua
Có người nhắn bác cài ứng dụng xem hóa đơn điện. Cài xong, máy hỏi.

Từ: Ứng dụng `TienDien.apk`

- Cho phép **đọc tin nhắn** của bạn?
  > Đọc tin nhắn là đọc được mã ngân hàng gửi về.
- Cho phép điều khiển màn hình thay bạn?
  > Ứng dụng xem hóa đơn không cần điều khiển máy.

Nên làm: Bác chạm **Từ chối**, rồi gỡ ứng dụng. Bác đọc thêm bài [Ba chìa khóa](/bai-hoc/ba-chia-khoa).
:::
""",
    "goi-video": """\
::: dien-tap con-gai-o-xa kenh=goi-video ho=gia-danh-nguoi-than la=that
Con gái đi làm xa hẹn gọi cho bác lúc chiều. Đúng giờ hẹn, máy reo.

Từ: Con Hạnh

- Mẹ ơi, mẹ khỏe không? Con đang ở phòng trọ đây.
  > Hình và tiếng khớp nhau, con gọi đúng giờ đã hẹn.
- Tuần sau con về, mẹ đừng gửi gì cho con nhé.
  > Con không hỏi tiền, không giục, không bảo giấu ai.

Nên làm: Bác nói chuyện với con. Nghi ngờ thì hỏi một chuyện chỉ hai mẹ con biết.
:::
""",
}
