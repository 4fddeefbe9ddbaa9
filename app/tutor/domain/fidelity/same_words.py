"""Words that say the same in a lesson, whatever the region. Each line: the word kept, then what is read as it.

A pair stands here only if no lesson would tell somebody else to do something else after the exchange; `khóa` and `xóa`
never do. Northern, central and southern everyday words, and the ways to say no.
"""

SAME = """
vào: vô
xem: coi, ngó xem, coi thử
nhìn: ngó, dòm, nhòm, nhìn vào, ngó vô
tìm: kiếm, tìm đến, mò tới, kiếm tới, tìm tới
tìm kiếm: ô tìm
dùng: xài, sử dụng
ngay: liền, lập tức, ngay lập tức, tức thì, ngay khi thấy
giục: hối, thúc, hối thúc, thúc giục, giục giã
nhanh: lẹ, mau, nhanh chóng
cạnh: bên cạnh, kế bên, kế, sát bên, bên hông, cạnh bên, kề bên, ngay cạnh, bên
mang: cầm, đem, mang theo, cầm theo, đem theo, mang theo mình, nhớ mang, nhớ cầm
nhầm: lộn, lầm, nhầm lẫn, trật
đúng: trúng, cho đúng, cho trúng, đúng hết, đúng cả, chính xác, chuẩn
giúp: giùm, dùm, giúp đỡ, giùm cho, hộ
tặng: biếu
ảnh: hình ảnh, tấm hình, tấm ảnh, bức ảnh
chụp ảnh: chụp hình
nút: cái nút
chạm: bấm, nhấn, ấn, chạm nút, bấm nút, nhấn nút, ấn nút
cúp máy: gác máy, tắt máy điện thoại, cúp điện thoại, gác điện thoại, dập máy
dừng: ngừng, ngưng, dừng lại, dừng tay, ngừng tay, ngừng lại
vài: mấy, cỡ nào, bao nhiêu cũng, đôi ba, dăm
ít: một ít, chút, chút ít
lúc: lát, một lúc, một lát, chốc lát, giây lát, một chút, chút nữa, lúc nữa, ít lâu nữa, thêm một lúc, thêm chút
trước kia: trước đây, hồi trước, ngày trước, hồi xưa, thuở trước
bây giờ: giờ đây, hiện nay, lúc này, bây chừ, nay, hiện giờ, ngày nay
thỉnh thoảng: lâu lâu, đôi khi, đôi lúc, có khi, có lúc, lắm khi, có bữa, thi thoảng, có hôm, có đôi khi
thường: thường thường, thường thì, hay thường
hôm: bữa, hôm nào, bữa nào
chỗ: chỗ nào hết, chỗ nào cả, đâu cả, đâu hết, nơi, chốn, chỗ nào, nơi nào, có nơi, có chỗ, đâu
chỗ này: nơi này, đây, chỗ đây
ví dụ: chẳng hạn, chẳng hạn như, ví dụ như, thí dụ, ví như
giống: như, giống như, y như, tựa như, như là, giống y, y hệt, hệt như, giống hệt, y chang, trông giống, nhìn giống, trông giống hệt, nhìn giống hệt, nhìn y chang, trông y như, nhìn y như
nghĩa: nghĩa là, tức là, có nghĩa, có nghĩa là
vì: do, bởi, tại, tại vì, bởi vì
vì vậy: vì thế, cho nên, bởi vậy, bởi thế, do đó, do vậy, thành ra, nhờ vậy, vậy nên, thế nên
nhưng: nhưng mà, song, tuy nhiên, có điều, dù vậy, vậy mà, thế mà, thế nhưng, nói vậy chứ, có điều là
họ: chúng, bọn họ, bọn chúng, tụi nó, chúng nó, bọn nó
ai: có ai, ai đó, có người, người nào, bất cứ ai, bất kỳ ai, hễ ai, ai hết, ai cả
thứ: món, đồ, cái thứ
nhiều thứ: nhiều món
khuôn mặt: gương mặt
giọng nói: tiếng nói
giọng: giọng điệu
bình tĩnh: điềm tĩnh
nói: bảo rằng, nói rằng, nói là
bảo: kêu, biểu
bỏ: quăng, liệng
nhắc: dặn, nhắc nhở, căn dặn, dặn dò
từ chối: khước từ
thả: buông, nhả, buông tay, thả tay
lưu: cất, lưu giữ, lưu lại
giữ: giữ lấy, giữ gìn
gồm: có tất cả, bao gồm
bước đầu: bước đầu tiên, bước một
đầu tiên: trước tiên, trước hết, đầu hết
lúc đầu: ban đầu, thoạt đầu, mới đầu, hồi đầu
về sau: sau này, mai sau, sau đó thì
đồng ý: ưng, chấp thuận, chịu
nhiều nhất: tối đa, cao nhất, không quá, không vượt quá, không hơn
ít nhất: tối thiểu, thấp nhất
trong vòng: trong khoảng thời hạn, nội trong
chưa biết: không biết, chưa rành, không rành
dễ: cho dễ, dễ dàng
khó: khó khăn
không cần: khỏi, khỏi phải, chẳng cần, không cần phải, khỏi cần, miễn phải, hổng cần
không phải là: đâu phải, đâu phải là, chẳng phải, chẳng phải là, không có nghĩa là, không có nghĩa, đâu phải cái, hổng phải
không bao giờ: chẳng bao giờ, đừng bao giờ, tuyệt đối không, không khi nào
không: đừng, chẳng, chả, chớ, hổng, không hề, đâu có, không có, đừng có, hông
vội: vội vàng, vội vã, hấp tấp
không cho: không cho phép, đừng cho, đừng cho phép, chớ cho
nghe máy: bắt máy, nhấc máy
nghe theo: nghe lời, nghe theo lời
một lần nữa: thêm một lần, lần nữa, thêm lần nữa, thêm một lần nữa
vừa mắt: thấy vừa mắt
không chắc: chưa chắc, chắc gì, đâu chắc, chưa chắc đã, chẳng chắc
chưa: chưa hề, chưa có, chưa từng
không còn: chẳng còn, hết còn, không còn nữa
không sao: chẳng sao, không hề gì, chẳng hề gì, không việc gì, chẳng hề hấn gì, không hề hấn gì
lo: lo lắng, lo âu
sợ: hoảng, e sợ, ngán
cha mẹ: ba mẹ, bố mẹ, ba má, thầy u, cha má
con cháu: con cái, các con, con hay cháu
người nhà: người thân, thân nhân, gia đình, người trong nhà, bà con trong nhà
người quen: bạn bè, chỗ quen
tự: tự tay, tự mình, chính tay, tự tay mình, tự dưng mình
tự dưng: tự nhiên, bỗng dưng, bỗng nhiên, thình lình
khi: lúc đang, trong khi, trong lúc, những khi, mỗi khi, lúc mà
nếu: nếu như, nếu mà, hễ, hễ mà, giả sử, trường hợp, trong trường hợp, nhỡ
lỡ: chẳng may, lỡ mà, rủi, lỡ như, lỡ có, trót
muốn: cần, muốn có, mong muốn, có nhu cầu
phải: cần phải, bắt buộc phải, buộc phải, bắt buộc
không bắt buộc: không bắt buộc phải
chỉ: duy chỉ, chỉ có, chỉ mỗi, duy nhất chỉ
chỉ cần: cần mỗi
hoặc: hay, hay là, hoặc là, hoặc giả
dù: cho dù, dẫu, dẫu cho, kể cả, mặc dù, dù là, dù cho, ngay cả, bất kể
mọi: tất cả, hết thảy, toàn bộ mọi
hết: ráo, trơn, hết ráo, hết trơn
xóa sạch: xóa hết, xóa trắng
lần lượt: theo thứ tự, tuần tự
từng: từng cái, mỗi một
người làm: người ta làm
cả câu: nguyên câu, trọn câu
trọn: trọn vẹn
làm phiền: quấy rầy, quấy rối, phiền nhiễu
ngại: làm biếng, lười, ngại ngùng
khỏi hẳn: dứt hẳn
chỗ vướng: vướng chỗ, vướng mắc, chỗ khó, gặp chỗ vướng, vướng chỗ nào, có vướng mắc, gặp vướng mắc
trả lời: đáp, đáp lại
hỏi: hỏi thử, hỏi thăm
gửi: gởi
gửi đến: gửi tới, gởi tới, gởi đến
tải: tải về, tải xuống
cài: cài đặt ứng dụng, cài vào
thêm: kèm, kèm thêm, bổ sung
thay: đổi, thay đổi
mất điện thoại: mất máy
điện thoại: chiếc điện thoại
người: kẻ
tưởng tượng: nghĩ ra, nghĩ
cùng: chung, cùng nhau, với nhau
ở cùng: ở chung
cả nhà: trong nhà, nhà mình
đủ: đầy đủ, cho đủ, gom đủ, có đủ
rõ: tỏ, rõ ràng
kỹ: cẩn thận, kĩ, cho kỹ, kỹ càng, dè chừng, coi chừng, cẩn trọng, thận trọng
chậm: từ từ, chậm rãi, thong thả
to: lớn, bự, to tướng
nhỏ: bé
đóng phí: nộp phí, trả phí, đóng lệ phí, nộp lệ phí
khám bệnh: khám chữa bệnh, đi khám bệnh
ốm: đau, bệnh, đau ốm, ốm đau
thẻ ngân hàng: thẻ atm
ủy ban: ủy ban nhân dân, ubnd
căn cước: thẻ căn cước, cccd, căn cước công dân
mở: mở ra
bật lên: nhảy ra
chắc: chắc ăn, cho chắc, chắc chắn, cho chắc ăn, chắc bụng, chắc dạ
yên tâm: đỡ lo, yên lòng, an tâm, khỏi lo, vững dạ
thở: hít thở, hít vào thở ra
sau đây: dưới đây, tiếp theo đây, ngay sau đây
bản mới: bản cập nhật
hiện: hiện ra, hiện lên, sẽ hiện ra
báo: báo cho biết, thông báo, báo tin
gì: gì cả, gì hết, gì ráo, gì đâu, chi, cái gì, cái chi
nào: nào cả, nào hết, mô
không ai: chẳng ai, đâu ai, không có ai, chả ai
kẻ gian: kẻ xấu, bọn xấu, kẻ lừa, kẻ lừa đảo, bọn lừa đảo, người lừa, người lừa đảo, bọn lừa, quân lừa đảo, kẻ lừa gạt, bọn gian, phường lừa đảo
lừa: gạt, lừa gạt, lường gạt
dọa: hù, hù dọa, đe dọa, dọa nạt, hăm dọa, dọa dẫm
mắng: la, rầy, quở, quở mắng, trách mắng, la mắng
chờ: đợi, chờ đợi, đợi chờ
trễ: muộn, chậm trễ
hỏng: hư, hư hỏng
thừa: dư, thừa ra, dư ra
thật: thiệt, thực
rơi: rớt
quay lại: trở lại, quay về, trở về, quay ngược lại, quay trở lại, lùi lại
thoát: thoát ra, đi ra khỏi, thoát khỏi, ra khỏi
gõ: nhập, đánh, gõ vào, nhập vào, gõ lấy
dò: rà, dò lại, rà lại, kiểm tra lại, soát lại, kiểm lại, so lại
kiểm tra: kiểm tra thử, xem xét
thế nào: ra sao, làm sao, như thế nào, kiểu gì
như thế: như vậy, kiểu vậy, thế này, như thế này, như vầy
vì sao: tại sao, cớ sao, sao lại
bao nhiêu: mấy nhiêu, là bao nhiêu
gọi hình: gọi video, gọi có hình, gọi thấy mặt, gọi thấy hình
đường dẫn: đường link, link
wi fi: wifi
bệnh viện: nhà thương
mẹ: má
kể: kể lại, thuật lại
nói chuyện: trò chuyện, chuyện trò
mừng: vui mừng, mừng rỡ
giận: tức, bực, tức giận, nổi giận, bực tức
gấp: gấp gáp, cấp bách
vừa: hồi nãy, mới nãy, mới vừa
hôm nay: bữa nay
hôm sau: bữa sau, ngày hôm sau
ít hôm: ít bữa, ít ngày, vài hôm, vài bữa, vài ngày, mấy hôm, mấy bữa, mấy ngày
lần sau: lần tới, bữa sau nữa, lần kế
lần đầu: lần đầu tiên
quên: quên mất
lộ: để lộ, lọt ra ngoài, bị lộ
mượn: mượn đỡ, mượn tạm
nhờ: nhờ vả, cậy, nhờ cậy
rành: rành rẽ, thạo, thành thạo
ghé: ghé qua, ghé lại
rủ: rủ thêm
ngón tay: đầu ngón tay
chọn: lựa, chọn lấy, lựa chọn
chia sẻ: san sẻ
mua sắm: sắm sửa
đắt: mắc, mắc tiền
rẻ: giá mềm
khuyến mãi: khuyến mại
quảng cáo: rao vặt
hàng xóm: láng giềng, bà con lối xóm, xóm giềng
trẻ: trẻ con, con nít, trẻ nhỏ
người già: người lớn tuổi, người cao tuổi, các cụ
tiền lẻ: bạc lẻ
giấy bút: bút giấy, cây viết tờ giấy
bút: viết mực, cây viết
bắt đầu: khởi đầu
kết thúc: chấm dứt
xong: xong xuôi, xong đâu đấy, đâu vào đấy
để: đặng, nhằm để
riêng tư: kín đáo
bí mật: kín
tin: tin vào, tin tưởng
tưởng: ngỡ, cứ ngỡ, tưởng rằng
nghi: ngờ, nghi ngờ, sinh nghi, nghi nghi
đòi: đòi hỏi, vòi
ép: bắt ép, ép buộc
phóng to: kéo to, phóng lớn, phóng to ra
thu nhỏ: thu bé
mau hết pin: nhanh hết pin, tụt pin nhanh
tự động: tự nó
kế đó: kế đến, kế tiếp, tiếp đến, rồi đến, rồi tới, sau đấy, xong đó, tiếp đó
cuối cùng: sau cùng, sau rốt, sau chót, rốt cuộc
điền: khai, điền vào, khai vào, ghi vào
hoàn tiền: trả lại tiền, hoàn lại tiền
đổi mật khẩu: thay mật khẩu
người bán: người bán hàng, bên bán
người mua: bên mua
khách: khách hàng, người khách
bán hàng: buôn bán
nhà mạng: hãng viễn thông
số điện thoại: số máy
danh bạ: sổ danh bạ
tổng đài: số tổng đài
cán bộ: anh chị cán bộ
công an: cơ quan công an, bên công an, phía công an, đồn công an
ngân hàng: nhà băng, bên ngân hàng, phía ngân hàng
điện lực: bên điện lực, sở điện, ngành điện, bên điện
gần: gần bên
khắp: khắp nơi
cố: ráng, gắng, cố gắng, rán
bối rối: lúng túng
xấu hổ: mắc cỡ, ngượng, hổ thẹn
buồn: rầu, buồn rầu
hối hận: ân hận, tiếc nuối
cháu: đứa cháu, cháu mình, cháu bé
thành: trở thành, hóa thành
khác: khác đi
na ná: hao hao, gần giống
thêm nữa: ngoài ra, hơn nữa
tùy: tùy theo, tùy vào
đoán: đoán chừng, đoán mò
rước: rước lấy, mang lấy
mất công: mắc công, tốn công
người lạ: ai lạ, kẻ lạ, người không quen, người dưng
băn khoăn: phân vân, lưỡng lự, do dự, ngần ngừ
mất tiền: tốn tiền, hao tiền
không mất tiền: không tốn tiền, khỏi tốn tiền, khỏi mất tiền, không tốn đồng nào
im: im lặng, nín thinh
hằng ngày: mỗi ngày, hàng ngày, ngày nào cũng
hằng tháng: mỗi tháng, hàng tháng, tháng nào cũng
hằng năm: mỗi năm, hàng năm, năm nào cũng
dần dần: dần, từ từ từng chút
khuya: đêm hôm
sáng: sáng sủa
tối: tối tăm
chợ: ngoài chợ
cô bán hàng: chị bán hàng
kính: mắt kính, kiếng, mắt kiếng
ly: cốc
chén: bát
vé: tấm vé
nhãn: cái nhãn
giỏ hàng: giỏ
dành dụm: tiết kiệm
lãi: lời
nợ: thiếu nợ, mắc nợ
hứa: hứa hẹn
dụ: dụ dỗ, dẫn dụ
xưng: tự xưng, xưng danh, nhận là
giả danh: mạo danh, giả mạo
bằng chứng: chứng cứ
an toàn: yên ổn
nguy hiểm: hiểm nguy
lạ: lạ lẫm
quen: quen thuộc
quen tay: thạo tay
dễ hiểu: cho dễ hiểu
ngắn: ngắn gọn
đầy: đầy ắp
trống: còn trống, trống trơn
nhẹ: nhẹ nhàng, nhè nhẹ
mạnh: mạnh tay
nóng: nóng ran
sạch: sạch sẽ
xa: xa xôi
gần nhất: gần đây nhất
trẻ em: em nhỏ
chip: con chip
số: con số
dao: con dao
đường: con đường
không vội: không phải vội, không cần vội, khỏi vội, khoan, khoan hãy, khoan có, khoan vội, đừng vội, chớ vội, chưa vội, đừng có vội
đưa thêm: bỏ thêm
đến: tới, đi tới, đi đến
ứng dụng: app
lên lớp: tới lớp
hết hạn: quá hạn
lùi: lui
thu tiền: lấy tiền
hãy: hẵng
"""
