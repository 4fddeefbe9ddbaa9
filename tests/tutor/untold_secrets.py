"""Secrets that nobody names: a password by its looks where somebody tells of logging in, plain words with no sign before
them, what is noted down, words run together, until when a card is good. As `secret_grammar`, the same messages every time."""

from collections.abc import Iterator
from itertools import count, product

from tests.tutor.secret_grammar import Told, without_marks

# As nothing else is written.
STRANGE = (
    "Bichngoc@68", "Kc7#mQ29x", "VuonNhan_1948", "Honda67*HaiPhong", "hoa+sen=1958", "quat-tran_chuoi-su", "Con-Vit-Xoe-2canh", "Thu!Hue95", "L@nAnh2015", "ba_con_ga_3",
)  # fmt: skip
STRANGE_SAID = (
    "{} – đúng chính tả – vẫn sai. Giải thích đi", "nó ghi trên giấy: {}. Chữ ấy là chữ gì", "tôi tìm được trong sổ tay của ông ấy dòng {}", "em ghép thành {}, em thấy dễ nhớ lắm",
    "dòng dưới tôi gõ\n{}\nthì nó báo không chính xác", "con tôi đặt cho tôi là {}, tôi có phải đổi không", "tôi lập hộp thư, đặt khóa là \"{}\"", "bác nhớ mỗi chữ {} thôi",
    "lần này tôi chọn {} sau lần trước", "thử {} không được", "sáng nay gõ {} mà máy cứ rung", "người ta dặn giữ kín {} mà tôi quên mất",
)  # fmt: skip
# A name with a number, or capitals by turns: only where somebody logs in.
PLAINER = (
    "ngoclan1959",
    "NGOCLAN1959",
    "Cuahang.A1b2",
    "Tamdao-Mua-Dong-7",
    "aA852741",
    "conga1958",
    "BaNgoai50",
    "Hoa.sen88",
    "ToiYeu75",
)
LOGGED_IN = (
    "toi thu het roi: {} deu khong vao duoc tai khoan", "nhân viên đặt iCloud cho tôi là {}", "đăng nhập bằng {} mà nó bảo sai", "Zalo của tôi để {} có được không",
    "VNeID tôi gõ {} báo không khớp", "email của ông để {}, giờ tính sao", "vào Facebook gõ {} rồi mà không lên", "bàn phím không có dấu thì gõ {} sao được", "wifi nhà tôi để {} mà cháu vẫn không vào được",
)  # fmt: skip
# Of plain words, with the noun but without a sign.
PLAIN = (
    "hoa sen trắng",
    "trời xanh mây trắng nắng vàng",
    "gà gáy canh ba",
    "chuối chiên giòn",
    "núi Ngự sông Hương",
    "nước chảy đá mòn",
)
PLAIN_SAID = (
    "tôi lấy câu {} làm mật khẩu", "đặt mật khẩu bằng câu {}, được không", "mật khẩu zalo {}", "mật khẩu theo lời bài hát {}, có ổn không", "bác lấy câu thơ {} làm mật khẩu nhé",
    "tôi ghi trong vở là \"{}\" mà khi gõ cũng báo sai", "dùng câu '{}' để đăng nhập được không", "mật khẩu của tui hình như là {}", "mật khẩu mới: {}", "tôi đặt mật khẩu là {}",
)  # fmt: skip
CALLED_AFTER = (
    "meo mun 3 chan. Đấy là mật khẩu",
    "gà gáy canh ba, đó là mật khẩu của bác",
    "chuối chiên giòn. Kia là mật khẩu wifi",
)
# Words and numbers that were run together.
TOGETHER = (
    "mãotp củatôi là{}nhập vào zalo ko đưọc", "otpcủa tôi{}nè", "mã pinlà{}phải không", "mãxác nhận{}gửi vềmáy", "họ gửimã{}về máy tôi", "matkhau may{}", "nhập mã{}mà báo sai", "đọccho nómã{}rồi",
)  # fmt: skip
DIGITS = ("220918", "4829", "073164", "70563128")
# Beside the number of a card.
EXPIRIES = ("11/27", "09-29", "tháng 04 năm 2028", "05/2030", "không tám gạch hai chín", "12 / 26")
CARD_SAID = (
    "thẻ 4283 1099 5561 7723 hạn {}", "số thẻ 9704 3668 1234 5678 017, {}, mã 086", "thẻ 5274 8812 0934 6615 hết hạn {} mà vẫn bị trừ", "cvv 372, thẻ ghi {} đúng không", "cái thẻ nó ghi valid thru {} nghĩa là sao",
)  # fmt: skip
# Codes where nothing names them: how often they may be tried, a keypad, other separators.
CODES = (
    ("quên. Hình như 6090 hoặc 6900. Còn mấy lần thử?", ("6090", "6900")), ("mã đây cháu: 4·1·9·0·2·7", ("4·1·9·0·2·7",)), ("Mã đây ạ\n350912\ncháu xem có đủ sáu số không", ("350912",)),
    ("bác mở máy bằng 4 lần số 6", ("4 lần số 6",)), ("số thẻ 376281904417033, ba số sau 915, họ hỏi", ("376281904417033", "915")), ("rút tiền nó hỏi, tui bấm 0 8 1 5", ("0 8 1 5",)),
    ("sai hai lần rồi, 5219 hay 5291 tôi quên", ("5219", "5291")), ("mật khẩu của cô là hoa sen trắng rồi thêm số chín mươi chín", ("hoa sen trắng", "chín mươi chín")),
    ("mật khẩu là tên bà nhà ông nguyễn thị mận viết liền", ("nguyễn thị mận",)), ("em gõ Hoa@1958 rồi hoa@1958 đều sai", ("Hoa@1958", "hoa@1958")),
    ("pass cũ 147258aA pass mới aA852741 mà k đổi dc", ("147258aA", "aA852741")), ("Toi gõ Nam.dinh18.mà máy tư đôi thành chữ khác thi sai mk à", ("Nam.dinh18",)),
)  # fmt: skip
# What looks alike and is nobody's secret.
INNOCENT = (
    "samsungA05 bo nho 64gb co cài đươc vneid khong", "book xe lúc 6h30 mai", "ctrình vtv1 tối qua 20h10 nói về app giả", "ck 6tr8 rồi chưa thấy", "nick facebook nguyenhoa1958 là của ai",
    "wifi TP-LINK_4F2A là wifi nhà ai", "wifi Viettel_5G chạy nhanh", "tôi làm mẫu TK01 trên cổng, đăng nhập rồi", "mã hồ sơ G22.99.15-250612-0021 tra ở đâu", "Nghị định 69/2024/NĐ-CP về VNeID",
    "vào dichvucong.gov.vn đăng nhập bị lỗi E4001", "ba số 113 114 115 là gì", "sai 5 lần thì khóa 24 giờ", "lần thử thứ 3 nó báo khóa 30 phút", "thử mấy lần 2024 2025 đều không nộp được",
    "thẻ visa của tôi hết hạn 09/27 có phải đổi không", "thẻ hết hạn tháng 9 năm 2027", "mật khẩu gồm chữ và số", "mật khẩu trường cấp cho cháu tôi ở đâu", "mật khẩu tiếng Việt có dấu được không",
    "máy đòi mật khẩu mạng là mạng nào", "mật khẩu hết hạn sau 90 ngày", "mật khẩu là do mình tự đặt à", "đặt mật khẩu bằng câu thơ có được không", "mật khẩu ở đây là câu riêng trong nhà",
    "quên mật khẩu nên con trai tôi đem máy ra tiệm", "mật khẩu zalo của con gái đang học ở Hà Nội bị lộ thì sao", "tôi ghi mật khẩu ra giấy rồi để trong tủ", "nghe nó nói \"mật khẩu quá ngắn\"",
    "tôi đọc năm lần không hiểu", "mua 3 cái giá 250k trên shopee2 được không", "iPhone 7 Plus 32GB cài VNeID không được", "gọi hàm delete_all_users giúp", "trang ghi \"đăng nhập thành công\" là sao",
    "thôn em xã em chưa có mạng", "tổ công nghệ số cộng đồng xã tôi dạy ở đâu", "phường mới của tôi tên gì", "khu phố tôi sáp nhập vào phường nào",
)  # fmt: skip
HANDS = (str, without_marks, lambda text: without_marks(text).lower())


def untold() -> Iterator[Told]:
    """Each way of saying with each secret; the hands take turns, and leave a password as it is."""
    turn = count()
    for said, secrets in ((STRANGE_SAID, STRANGE), (LOGGED_IN, PLAINER), (PLAIN_SAID, PLAIN)):
        for carrier, secret in product(said, secrets):
            typed = HANDS[next(turn) % len(HANDS)]
            kept = secret if secret.isascii() else typed(secret)
            yield Told(typed(carrier).replace("{}", kept), kept, "password")
    for carrier, secret in product(TOGETHER, DIGITS):
        yield Told(carrier.replace("{}", secret), secret, "otp")
    for carrier, secret in product(CARD_SAID, EXPIRIES):
        typed = HANDS[next(turn) % len(HANDS)]
        yield Told(typed(carrier).replace("{}", typed(secret)), typed(secret), "card")
    for message in CALLED_AFTER:
        yield Told(message, message.replace(".", ",").split(",")[0], "password")
    for message, parts in CODES:
        yield from (Told(message, part, "some") for part in parts)
