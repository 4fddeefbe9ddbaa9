"""Other words for one thing, and words that say nothing of it: what questions and lessons are compared by.

Rows come from what learners really type. Add one, and `hocvuso tutor eval` says what it changed.
"""

# A line each. A question and a lesson meet when each holds any word of the line; the words of
# several syllables are also recognised without their marks.
SYNONYMS = """
ảnh, hình, tấm hình, bức ảnh, tấm ảnh
chụp ảnh, chụp hình
gọi hình, gọi video, video call, gọi thấy mặt, gọi có hình
lừa, lừa đảo, lừa gạt, kẻ gian, kẻ lừa, bịp, mạo danh, giả mạo, giả danh, mắc bẫy, bọn lừa, dụ dỗ
nhầm, lộn, gửi nhầm, chuyển nhầm, bấm nhầm
sai, không đúng, ghi sai, viết sai, in sai
chuyển tiền, chuyển khoản, gửi tiền, bắn tiền
vay, mượn, vay tiền, mượn tiền, hỏi vay, hỏi mượn
người quen, người thân, bạn bè, bạn cũ, họ hàng
con nhắn, cháu nhắn, bạn nhắn, con gọi, cháu gọi
trúng thưởng, trúng giải, phần thưởng, quà tặng, trúng quà, tặng quà, nhận quà, giải thưởng, trúng xe, trúng tiền
phí, đóng phí, lệ phí, nộp phí, đóng trước
mất máy, mất điện thoại, rơi máy, rơi điện thoại, mất cắp, bị trộm, bị giật máy, máy bị mất
bán máy, bán điện thoại, cho máy, máy cũ, điện thoại cũ
máy mới, điện thoại mới, đổi máy, đổi điện thoại, thay máy, mua máy
ứng dụng, app, phần mềm
tải, cài, cài đặt, tải về, cài thêm
tệp, file, apk
đường dẫn, link, liên kết, đường link
trang, trang web, web, website, trang mạng
mạng xã hội, facebook, tiktok, youtube
ai, trợ lý ai, chatgpt, gemini, trợ lý ảo
wifi, wi fi, bắt mạng, nối mạng, vào mạng, không bắt được, không vào được mạng
mạng, internet, 3g, 4g, 5g, dữ liệu di động, gói mạng
hết mạng, tốn mạng, tốn tiền mạng, trừ tiền, hết dung lượng
mã khóa, passcode
mật khẩu, password
mã otp, otp, mã xác nhận, mã xác thực, mã gửi về máy
mã khóa máy, mã mở máy, khóa màn hình, mở khóa, vân tay, mở máy
căn cước, chứng minh thư, chứng minh nhân dân, căn cước công dân
thẻ bảo hiểm, bảo hiểm y tế, thẻ bảo hiểm y tế, thẻ y tế
khám bệnh, đi khám, đi viện, bệnh viện, nhà thương, trạm xá, trạm y tế
đơn thuốc, toa thuốc, toa bác sĩ, đơn bác sĩ
sổ khám, sổ sức khỏe, bệnh án, lần khám trước
bằng lái, giấy phép lái xe, bằng lái xe
hồ sơ, nộp giấy, giấy tờ, thủ tục
duyệt, giải quyết, xem hồ sơ, tra hồ sơ, tra cứu hồ sơ, hồ sơ đến đâu, theo dõi
nộp qua mạng, nộp trên mạng, nộp online, nộp hồ sơ
công an, cảnh sát, cán bộ
tòa án, viện kiểm sát, lệnh bắt, trát tòa, vụ án
giao hàng, shipper, người giao hàng, ship, bưu tá, giao đồ, giao đơn
không đặt, không đặt hàng, không mua, đơn lạ
biên lai, bill, hóa đơn chuyển tiền, ảnh chuyển khoản
tiền vào, báo có, ting ting, nhận được tiền, tin báo tiền, báo tiền, tiền về
ví, ví điện tử, momo, zalopay, vnpay, viettel money, shopeepay
tiền di động, mobile money
đại lý, điểm giao dịch, cửa hàng viễn thông
quét mặt, khuôn mặt, quét khuôn mặt, sinh trắc học, face id
giả mặt, giả giọng, ghép mặt, deepfake, giả hình, giả tiếng, làm giả mặt
mật hiệu, câu bí mật, ám hiệu
chiếm, hack, bị hack, lấy mất, cướp mất, mất tài khoản, mất zalo
điều khiển, điều khiển từ xa, chia sẻ màn hình, teamviewer
vi rút, mã độc
máy treo, treo, đứng hình, đơ, đứng máy, không nhúc nhích, máy chậm, ì ạch, giật lag, chạy chậm, rùa bò
máy đầy, đầy bộ nhớ, hết bộ nhớ, bộ nhớ, hết chỗ chứa, hết chỗ
chữ to, cỡ chữ, chữ nhỏ, chữ bé, mắt mờ, mắt kém, phóng to, đọc không được, đọc không nổi
tiếng to, tiếng nhỏ, âm lượng, nghe không rõ, nặng tai, chuông nhỏ, tăng tiếng
vuốt, quẹt, lướt
bấm, ấn, nhấn, nhấp, chạm
quay lại, trở ra, trở về, thoát ra, quay ra, quay về
giục, thúc, hối, gấp, ngay lập tức, vội, cuống, hối thúc, kẻo, ngay bây giờ
tạm trú, ở trọ, nhà trọ, thuê trọ, phòng trọ, ở nhờ
thường trú, hộ khẩu, chủ hộ
khai sinh, mới sinh, con mới sinh, cháu mới sinh, em bé, giấy khai sinh, trẻ sơ sinh
lý lịch tư pháp, phiếu lý lịch, lý lịch, án tích
bán trực tiếp, livestream, phát trực tiếp, bán hàng trực tiếp, quay hình bán hàng
khách chê, chê, đánh giá xấu, 1 sao, một sao, khách đánh giá, chấm sao
bán hàng, bán đồ, buôn bán, bán trên mạng, đăng bán, rao bán
ảnh hàng, chụp hàng, lời rao, đăng bán, viết quảng cáo, mô tả hàng
quảng cáo, được tài trợ, tài trợ
chia sẻ, share, chuyển tiếp, phát tán, lan truyền, gửi tiếp, chuyền tay
tin giả, tin đồn, tin vịt, tin bịa, tin giật gân, tin thất thiệt, tin động trời, tin sốc, giật mình, tin nóng
lỡ lời, nặng lời, chửi, nói xấu, cãi nhau, bình luận, mất lòng, xúc phạm
đăng ảnh, đăng hình, ảnh người khác
kết bạn, lời mời kết bạn, làm quen, bạn trên mạng, quen qua mạng, chặn bạn
thu hồi, rút lại, lấy lại tin, gỡ tin, không xem được nữa
nhắn tiếng, gửi tiếng, tin nhắn thoại, ghi âm, voice, nói vào, tin thoại, nói vào máy
tìm, tra, tra cứu, google, tìm kiếm, tìm trên mạng
bằng giọng, giọng nói, micrô, nói thay cho gõ
thuốc trên mạng, thực phẩm chức năng, thần dược, thuốc gia truyền, chữa khỏi, chữa dứt, khỏi hẳn, viên uống
lưu, cất, giữ lại, dấu trang
lưu số, danh bạ, lưu tên
cấp cứu, cứu hỏa, chữa cháy, khẩn cấp, gọi khẩn cấp, cháy nhà, nguy cấp, 113, 114, 115
chụp màn hình, chụp lại màn hình, ảnh màn hình
nạp tiền, nạp, bỏ tiền vào
rút tiền, rút, lấy ra, lấy tiền ra
tiền điện, hóa đơn điện, đóng tiền điện, tiền nước, điện lực, cắt điện, nợ tiền điện
thuế, thuế khoán, khai thuế, đóng thuế, tự khai, nộp thuế
chữ ký số, ký số, chữ ký điện tử
mã số vùng trồng, vùng trồng, mã vùng, mã vùng trồng
truy xuất, nguồn gốc, truy xuất nguồn gốc, nhật ký vườn, nhật ký
phun thuốc, bón phân, xịt thuốc
hoa quả, trái cây, nông sản, sầu riêng, xoài, nhãn, vải, bưởi, cam, rau
thương lái, con buôn, người thu mua
việc nhẹ, nhiệm vụ, làm nhiệm vụ, cộng tác viên, việc tại nhà, việc làm thêm, lương cao
tiền chuộc, bắt cóc, tống tiền
đặt cọc, cọc trước, chuyển cọc
tour, du lịch, vé máy bay, vé tàu, vé xe, đặt phòng, khách sạn, nhà nghỉ, giá rẻ, vé rẻ
điểm thưởng, tích điểm, đổi điểm
giấy mời, thư mời, hội thảo, tập huấn
xin quyền, cho phép, cấp quyền, quyền vị trí, quyền micrô
vị trí, định vị
xóa, gỡ, gỡ bỏ
dữ liệu cá nhân, thông tin cá nhân, lộ thông tin
ảnh căn cước, chụp căn cước, hình căn cước
tin ghim, ghim
viết đơn, làm đơn, soạn đơn, viết hộ, đơn từ
tóm tắt, dịch, viết nháp, dịch thư
dài dòng, trả lời dài, ngắn lại, ngắn gọn, nói ngắn
kiểm tra lại, dò lại, soát lại, đối chiếu, kiểm lại
nói nhầm, bịa, bịa đặt, nói sai, trôi chảy, nói dối, nói lung tung, nói bậy
một cửa, trung tâm hành chính công, trung tâm phục vụ hành chính công, ủy ban
gov vn, gov, cơ quan nhà nước, nhà nước
lấy lại tiền, đòi lại tiền, hoàn tiền, đòi tiền, thu hồi tiền
dọa, hăm dọa, đe dọa, tung ảnh, ảnh nóng, bôi nhọ
tên hiện, tên người gửi, cùng chỗ tin, chung chỗ, đầu số, số ngân hàng, tổng đài ngân hàng gọi, số tổng đài
số lạ, đầu số lạ, người lạ gọi
mã qr, qr, mã vuông
dán đè, dán chồng, dán lên
nhắn tin, nhắn
báo ai, trình báo, tố cáo, báo công an
quyền, luật, có quyền
vneid, định danh, định danh điện tử, tài khoản định danh
mức 2, mức hai, mức độ 2
camera, máy ảnh, máy quay
xin otp, đọc otp, đưa otp, hỏi mã, đọc mã, xin mã, đưa mã, cho mã
màn hình tối, màn hình sáng, độ sáng
trả tiền, thanh toán, quét mã
mở ví, đăng ký ví, lập ví, mở momo
mất sim, khóa sim, làm lại sim
lấy lại, khôi phục
ghi ra giấy, ghi vào sổ, ghi lại, viết ra giấy
trẻ con, trẻ em, con nít, cháu nhỏ, cháu bé
hàng xóm, xóm giềng, láng giềng
làng, thôn, xóm, tổ dân phố, khu phố
người già, người lớn tuổi, các cụ
đầu tư, sàn giao dịch, chứng khoán, tiền ảo, lãi cao
thẻ atm, thẻ ngân hàng
khách, khách hàng, người mua
cửa hàng, quán, sạp, tạp hóa, hộ kinh doanh
tắt tiếng, tắt thông báo, kêu hoài
đã xem, đã nhận, xem chưa, nhận chưa
đáng tin, tin được, chính xác, tin ngay
mức 1, mức một, mức độ 1
không có tiền án, tiền án, tiền sự, chưa có án, giấy xác nhận nhân thân
cập nhật, nâng cấp, bản mới, đòi cập nhật
quay mặt, quay cái mặt, nhận diện, nhận mặt, nhận diện khuôn mặt, soi mặt
sửa máy, đem sửa, thợ sửa, tiệm sửa, thợ điện thoại
giải quyết tới đâu, tới đâu rồi, đến đâu rồi, xong chưa, bao giờ có kết quả
nhờ ai, ai giúp, không rành, không biết làm, làm hộ hồ sơ
sáu số, 6 số, dãy số mở giấy tờ
tận nhà, tại nhà, đi không được, nằm một chỗ, không đi lại được
mất tiền phí, tốn tiền, miễn phí, có tốn tiền
chặn số, chặn cuộc gọi, số rác, cuộc gọi rác
mật khẩu dễ nhớ, mật khẩu mạnh, đặt mật khẩu
wifi lạ, wifi công cộng, wifi quán, wifi chùa, mạng chùa, mạng công cộng
hoa sen, hình bông, chào buổi sáng, chúc buổi sáng, gửi hình hoài
gọi thấy hình, nhìn mặt nhau, gọi nhìn mặt
con dấu, dấu đỏ, công văn
bảo hành, đổi trả, trả hàng
nghe lén, theo dõi mình, theo dõi máy
bật tắt, khởi động lại, tắt nguồn
lương hưu, trợ cấp, tiền hưu
"""

# What people say around their question.
FILLERS = """
a à ạ ơi hả hở hỡi nhỉ nhé hè nghen nha ấy bác cháu tôi em con mình ông bà thì mà là và với có được gì nào sao thế vậy
không rồi như ở của nó họ cái cũng đã đang sẽ vẫn cứ các những lắm phải làm đâu mấy dạ thưa nhờ giùm ơ ừ
hè hỉ hí hề hen ghê luôn cô chú cậu dì chị anh trời bố mẹ thằng thôi này kia ta ai
"""
