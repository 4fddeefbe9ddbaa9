"""How people write and say things, and how the lessons do: shorthand of chats, dialects, words of every day.

Rows come from what learners really type. Add one, and `hocvuso tutor eval` says what it changed.
"""

# What was typed = how lessons spell it. Several spellings with commas. None may be a word of its own that lessons use
# with another meaning: it is replaced wherever it stands (typed without marks: where no word of the lessons is spelt so).
SPELLINGS = """
k, ko, kg, kh, hok, hk, hem, hông, hổng, hong, khum, nỏ, khôông = không
dc, đc, đk, đx = được
j, zì, gj = gì
r, rùi, rồy = rồi
s, seo = sao
z, v, vậi, zậy, dậy, dzậy = vậy
lm, mần = làm
ng, ngừi = người
ngta, nta, ngt = người ta
mn, mng = mọi người
bt, bít, bik = biết
bh, bgio, bjo, chừ, bây chừ, bi chừ, giừ = bây giờ
ntn, nhtn = như thế nào
tnao = thế nào
lào, nèo = nào
vs, dzới, zới = với
wa, wá, qá = quá
cx, cug = cũng
nhìu = nhiều
trc, trk = trước
hnay, bữa nay, bữa ni = hôm nay
hqua = hôm qua
nc, ns = nói chuyện
nt, ib, inbox = nhắn tin
tn, sms, mess = tin nhắn
đt, dt, đth, đthoại, dthoai, phone, smartphone = điện thoại
sđt, sdt = số điện thoại
ck = chuyển khoản
tk, acc = tài khoản
stk = số tài khoản
nhang = ngân hàng
mk, pass, pw = mật khẩu
tt = thông tin
tb = thông báo
cccd, cmnd = căn cước
cty, cti = công ty
bhyt = bảo hiểm y tế
bhxh = bảo hiểm xã hội
gplx, blx = bằng lái
csgt = cảnh sát giao thông
ubnd = ủy ban
dvc = dịch vụ công
dvcqg = dịch vụ công quốc gia
lltp, llpt = lý lịch tư pháp
fb, face, phây búc, phây = facebook
gg, gu gồ, gúc gồ = google
zl, gia lô, da lô = zalo
chát gi pi ti, gi pi ti, chat gpt, gpt = chatgpt
ây ai, trí tuệ nhân tạo, trí khôn nhân tạo = ai
wiffi, quai phai, oai phai, goai phai, vai phai = wifi
mi cờ rô, micro = micrô
vnid, vn id, vi en ai đi = vneid
ô tê pê = otp
quy a, cu a = qr
cmt, com men, comment = bình luận
tr = triệu
live, lai trim, lai chim = livestream
síp = ship
síp pơ = shipper
biu = bill
hách = hack
vi rus, virus = vi rút
áp = app
linh, lin = link
tui, tao = tôi
vô, dô, zô = vào
dìa, dzìa = về
gởi = gửi
lộn = nhầm
trật = sai
kêu, biểu, bẩu = bảo
coi, chộ, dòm = xem
xài, sài = dùng
thiệt = thật
bịnh = bệnh
gạt = lừa
rớt = rơi
hư = hỏng
mần răng, làm răng, mần sao = làm sao
răng = sao
mô = đâu
chi = gì
ni = này
nớ = kia
rứa = thế
hắn, ổng, bả = nó
tía = bố
má, mạ = mẹ
sanh = sinh
tiệm = cửa hàng
kiếng = kính
dòng họ = họ hàng
hổm rày = dạo này
nhứt = nhất
y chang, y như = giống
mun, mún = muốn
ms = mới
h, giờ h = giờ
dl = dung lượng
cks, ckds = chữ ký số
hs = hồ sơ
nv = nhân viên
ad, mod = bạn
đg = đang
thui = thôi
hỉu, hiu = hiểu
lun = luôn
choa, miềng, tau = tôi
u, bu, bủ = mẹ
thầy bu = bố mẹ
mệ, mụ = bà
tê = kia
giời = trời
nhẽ = lẽ
nhỡ = lỡ
bựa ni = hôm nay
hồi hôm, bữa qua = hôm qua
khi mô, khi nào rứa, chừng nào = bao giờ
ngó, nhòm, ngắm = nhìn
bự = to
mướn = thuê
mắc tiền = đắt
rành = biết
trển = trên
trỏng = trong
đặng = để
"""

# Words of every day that lessons do not need: as typed they are no slips of the finger.
EVERYDAY = """
thằng già giùm vợ hả vô hè gái hắn rứa mươi má đất chẳng đứa ổng chết mày lăm giời nỏ đoạn hôn dâu tê cưng nớ nhỉ nhỡ dùm ngàn ôm nghèo
ngoại khắp cà phê suýt út cấy đá chó mèo tắm lười giám đốc lặp bói tụi đàng hoàng củ ấy đua thuộc lẽ mỹ chả xây mộ đạt rượu giết đội
cô chú cậu dì mợ thím bu mệ choa miềng ngừ ruộng vườn trâu bò lợn gà vịt cá cơm cháo phở bún muối mắm gạo thóc lúa ngô khoai chè
hàng quán bến xe đò tàu thuyền cầu đường ngõ hẻm chợ búa áo quần giày dép nón mũ kính răng lưng gối chân tay đầu bụng mũi
buồn vui giận ghét thương yêu nhớ mong lo sợ mừng khổ sướng mệt khỏe ốm đau chữa nằm ngồi đứng chạy nhảy hát múa kể đùa giỡn la mắng
sáng trưa chiều tối khuya rằm mùng giỗ tết cưới xin tang ma cúng chùa đền nhà thờ đình
đẹp xấu béo gầy cao thấp dài ngắn rộng hẹp nặng nhẹ nóng lạnh ướt khô mặn ngọt chua cay đắng thơm thối sạch bẩn
ngại lắm quá trời đất ơi mù mờ lẩm cẩm chậm chạp nghễnh ngãng lòa khiêng bồng bế ẵm dắt dìu
"""
