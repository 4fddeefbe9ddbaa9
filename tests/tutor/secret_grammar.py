"""How people tell a secret, as a grammar: what kind it is, what is said around it, how it is spelt, in which hand it is
typed. The same thousands of messages every time. Written from how people write, not from what the evaluation holds."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, product

DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
OTPS = ("482915", "073164", "650217", "918834", "4829", "70563128", "31957")
PINS = ("4829", "190563", "7731", "250647", "0406")
CVVS = ("372", "086", "914")
CARDS = (
    "9704 3668 1234 5678 017",
    "4283 1099 5561 7723",
    "5274 8812 0934 6615",
    "9704366812345678",
    "4283109955617723",
)
PASSWORDS = (
    "Gaotam#25", "hoasen1958", "LAN1960!", "tinhyeuquehuong", "P@ssw0rd", "meocon99", "emyeuanh", "Abc12345", "hanoi*75",
    "conmeo_den", "HoaSenHong", "nguyenthihoa", "Binh.1957", "khongnhodau", "BaNgoai@1950", "qwerty12",
)  # fmt: skip
PHRASES = (
    "hoa sen trắng",
    "con mèo nhà bà",
    "quê hương là chùm khế ngọt",
    "Minh Tâm",
    "mưa rơi phố Huế",
    "yêu con nhất đời",
)
NUMERIC_PASSWORDS = ("19581958", "123456", "5858", "246810", "0912345678")

OTP_SAID = (
    "mã OTP là {}", "OTP {}", "otp: {}", "mã otp của tôi {} nhé", "mã xác nhận {}", "mã xác thực ngân hàng gửi về là {}",
    "mã kích hoạt VNeID {}", "mã đăng nhập zalo: {}", "mã smart otp {} nhập ở đâu", "mã giao dịch nó gửi {} nhập vào đâu",
    "{} là mã gì vậy cháu", "{} là mã OTP phải không", "{} có phải mã xác nhận của vietcombank không", "tin nhắn ghi mã {} là sao",
    "nó kêu tôi đọc mã {} cho nó", "tôi đọc mã {} cho người ta rồi", "lỡ đọc {} cho nhân viên ngân hàng", "máy hiện mã {} rồi làm gì tiếp",
    "tôi nhập {} mà báo sai", "nhập {} vô rồi mà nó không nhận", "có mã {} gửi về máy", "zalo nhắn mã {} bảo đừng đưa ai",
    "cháu ơi mã {} này đưa cho họ được không", "họ đòi cái mã {} trong tin nhắn", "dãy số {} vừa nhắn tới, đọc cho họ được không",
    "Vietcombank: mã OTP của quý khách là {}. Không chia sẻ với ai", "mã bảo mật của bạn là {}", "mã của bác là {} bác đọc lại xem",
    "mã nè {}", "đây mã đây {}", "mã số {} họ nhắn tôi", "con số họ gửi là {}", "số vừa về máy là {}", "nó nhắn cho tui mã {} kêu đọc",
    "bác cho nó mã rồi, {} đó", "otp nó gửi hồi nãy là {}", "tin nhắn về: {} là mã xác thực của bạn", "sao mã {} nhập hoài hổng được",
    "mã {} hết hạn rồi xin mã khác sao", "mã này {} dùng làm gì", "tôi chờ mãi mới có mã, là {}", "mã về rồi nè cháu: {}",
    "mã xác minh facebook gửi {} là của ai", "người ta xin mã tôi đưa {} có sao không", "anh công an bảo đọc mã, tôi đọc {} rồi",
    "đăng nhập dịch vụ công nó hỏi mã, mã là {}", "vneid gửi mã {} tới số của tôi", "shopee gửi mã {} mà tôi có mua gì đâu",
    "mã rút tiền {}", "mã chuyển tiền {} của tôi hết hạn chưa", "mã khôi phục tài khoản là {}", "mã hai lớp {} nhập chỗ nào",
    "bấm {} vào ô mã mà nó cứ quay", "gõ mã {} rồi bấm tiếp tục phải không", "mã gồm {} đúng không cháu", "mã gửi cho tôi là mã {}",
    "ô-tê-pê là {}", "mã o tê pê {} nè", "mã dùng một lần {}", "code là {} nhé em", "code {} từ momo", "mã momo {} có ai đăng nhập à",
)  # fmt: skip
PIN_SAID = (
    "mã PIN là {}", "pin thẻ {}", "pin: {}", "mã pin atm của tôi {}", "mật mã mở máy là {}", "mật mã {}", "mở khóa điện thoại bằng số {}",
    "tui đặt {} để mở khóa máy", "máy tôi mở bằng số {}", "rút tiền bấm mã {} mà máy nuốt thẻ", "mã thẻ ATM {}", "mã khóa màn hình là {}",
    "{} là mã pin thẻ của tôi", "lấy {} làm mã pin được không", "đặt mã pin {} có dễ đoán không", "mã pin smartbanking {}",
    "passcode iphone của tôi {}", "passcode là {}", "quên mã pin, hình như {}", "đổi mã pin từ cũ sang {} rồi", "mã pin mới {}",
    "mã số bí mật của thẻ: {}", "bà nhà tôi đặt pin {} giống sinh nhật", "nhập pin {} ba lần bị khóa", "cây ATM hỏi pin tôi bấm {}",
    "pin vneid {}", "mã mở khóa {} sao không vào", "mã pin ví momo là {}", "số pin tôi là {}", "pin của ông xã {} đó", "mã bí mật {}",
    "mật mã thẻ của mẹ là {}", "mã PIN sim {}", "cho con mã pin {} được không", "tôi dùng pin {} cho mọi thẻ",
)  # fmt: skip
CVV_SAID = (
    "cvv {}", "cvv là {}", "CVV: {}", "ba số sau thẻ là {}", "3 số mặt sau thẻ {}", "mã cvv {} thì đọc cho họ được không", "số cvc {}",
    "mã bảo mật mặt sau thẻ {}", "ba số ở lưng thẻ là {}", "ba số sau lưng thẻ visa của tôi {}", "tôi đọc cvv {} rồi", "họ hỏi cvv tôi nói {}",
    "{} là số cvv phải không", "mã sau thẻ {}", "mặt sau thẻ ghi {}", "đọc luôn cvv {} cho cô ấy", "3 số cuối mặt sau thẻ là {}",
    "ba chữ số phía sau thẻ tín dụng: {}", "mã an toàn của thẻ {}", "cvv2 {}", "số bảo mật sau thẻ là {}", "ba số bí mật sau thẻ {}",
)  # fmt: skip
CARD_SAID = (
    "số thẻ {}", "thẻ của tôi {}", "số thẻ là {} đúng chưa", "tôi nhập {} vào web rồi", "thẻ visa {} bị trừ tiền", "thẻ atm {}", "{}",
    "họ xin số thẻ tôi đọc {}", "{} là số thẻ hay số tài khoản", "tôi chụp thẻ {} gửi rồi", "thẻ vietcombank {} hết hạn 09/27",
    "mặt trước thẻ ghi {}", "in trên thẻ là {}", "dãy số dài trên thẻ: {}", "liên kết thẻ {} vào momo không được", "số {} in trên thẻ",
)  # fmt: skip
PASSWORD_SAID = (
    "mật khẩu {}", "mật khẩu là {}", "mật khẩu: {}", "mk {}", "mk la {}", "pass {}", "pass: {}", "mật khẩu zalo của tôi là {}",
    "pass wifi nhà tôi {}", "tôi đặt mật khẩu {} có mạnh không", "mật khẩu cũ {}", "mật khẩu mới là {} nhé", "{} là mật khẩu facebook",
    "đăng nhập bằng mật khẩu {}", "tên đăng nhập hoa58 mật khẩu {}", "tk 0912345678 mk {}", "nhập mật khẩu {} không vào được",
    "gõ {} vào ô mật khẩu mà báo sai", "mật khẩu tui nhớ là {} mà vô hổng được", "quên mật khẩu, nhớ mang máng là {}",
    "con đặt mật khẩu cho mẹ là {}", "mật khẩu vneid tôi để {}", "mk fb e để {} quên", "mật khẩu email của ông là {} phải không",
    "đổi mật khẩu thành {} rồi", "đổi mật khẩu từ cũ sang {}", "mật khẩu ngân hàng {} có dễ đoán không", "mật khẩu dịch vụ công: {}",
    "wifi nhà bác mật khẩu {}", "cho cháu mật khẩu nè {}", "mật khẩu là chữ {}", "mật khẩu bác ghi trong sổ là {}", "password {}",
    "password là {}", "mật khẩu chung của cả nhà là {}", "lấy {} làm mật khẩu được không", "mật khẩu = {}", "mk zalo -> {}",
    "mật khẩu máy tính {}", "mat khau toi la {} dung ko", "mật khẩu của bà là {} chứ gì", "tôi có mật khẩu {} rồi sao nó vẫn hỏi",
    "nó hỏi mật khẩu tôi đưa {}", "lỡ nói mật khẩu {} cho nó rồi", "tôi nhắn mật khẩu {} cho cháu", "mật khẩu gmail viết là {}",
)  # fmt: skip
# What is made of plain words is known for a secret only where something says that it begins here.
PHRASE_SAID = (
    "mật khẩu là {}", "mật khẩu: {}", "mk: {}", "mật khẩu zalo của tôi là {}", "mật khẩu của bà là {}", "mật khẩu mới là {}",
    "mật khẩu facebook là {}", "con đặt mật khẩu cho mẹ là {}", "đổi mật khẩu thành {}", "mật khẩu là chữ {}", "pass wifi = {}",
    "mật khẩu là “{}”", 'tôi đặt mật khẩu "{}" có mạnh không', '"{}" là mật khẩu của tôi', "mật khẩu vneid của tui là {}",
)  # fmt: skip
AROUND = (
    "{}", "cháu ơi {}", "{} ạ", "bác hỏi chút, {}", "{}\ncảm ơn cháu", "Dạ cho tôi hỏi {} với ạ", "hôm qua 12/5 tôi đi chợ về thì {}",
    "chuyển 500.000đ mà {}", "Alo. Tôi 68 tuổi rồi. {}. Giờ sao?",
)  # fmt: skip

Spelling = Callable[[str], str]


@dataclass(frozen=True)
class Told:
    """`secret`: as it stands in the message."""

    message: str
    secret: str
    kind: str


def without_marks(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(character for character in bare if not unicodedata.combining(character))


def _spoken(digits: str) -> str:
    return " ".join(DIGITS[int(digit)] for digit in digits)


def _by(size: int, sign: str) -> Spelling:
    return lambda digits: sign.join(digits[place : place + size] for place in range(0, len(digits), size))


def _half_spoken(digits: str) -> str:
    return " ".join(DIGITS[int(digit)] if place % 2 else digit for place, digit in enumerate(digits))


DIGIT_SPELLINGS: tuple[Spelling, ...] = (
    str, _by(1, " "), _by(3, " "), _by(2, " "), _by(1, "."), _by(3, "."), _by(1, "-"), _by(3, "-"), _by(2, "."), _spoken,
    _half_spoken, _by(1, ", "), lambda digits: f"'{digits}'", lambda digits: f"“{digits}”", lambda digits: f"({digits})",
    lambda digits: digits.translate({ord(str(one)): 0xFF10 + one for one in range(10)}), lambda digits: "\u200b".join(digits),
    lambda digits: ", ".join(_spoken(digits[place : place + 2]) for place in range(0, len(digits), 2)), lambda digits: f"**{digits}**",
    lambda digits: "".join(f"{digit}\ufe0f\u20e3" for digit in digits), _by(1, "/"), _by(1, "\n"),
)  # fmt: skip
PASSWORD_SPELLINGS: tuple[Spelling, ...] = (
    str,
    lambda one: f'"{one}"',
    lambda one: f"“{one}”",
    lambda one: f"'{one}'",
    lambda one: f"({one})",
)
HANDS: tuple[Spelling, ...] = (
    str,
    without_marks,
    str.upper,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: without_marks(text).lower(),
)
KINDS: tuple[tuple[str, Sequence[str], Sequence[str], Sequence[Spelling]], ...] = (
    ("otp", OTP_SAID, OTPS, DIGIT_SPELLINGS),
    ("pin", PIN_SAID, PINS, DIGIT_SPELLINGS),
    ("cvv", CVV_SAID, CVVS, DIGIT_SPELLINGS),
    ("card", CARD_SAID, CARDS, (str, lambda card: card.replace(" ", "-"), lambda card: card.replace(" ", "."))),
    ("password", PASSWORD_SAID, PASSWORDS, PASSWORD_SPELLINGS),
    ("password", PASSWORD_SAID, NUMERIC_PASSWORDS, (str, _by(1, " "), _by(2, " "), _spoken, lambda one: f'"{one}"')),
    ("password", PHRASE_SAID, PHRASES, (str,)),
)  # fmt: skip


def told() -> Iterator[Told]:
    """Every way of saying each kind with every spelling; secrets, hands and what stands around take turns."""
    turn = count()
    for kind, said, secrets, spellings in KINDS:
        for carrier in said:
            for spelling in spellings:
                place = next(turn)
                secret = spelling(secrets[place % len(secrets)])
                around = AROUND[(place // 2) % len(AROUND)]
                typed = HANDS[(place // 3) % len(HANDS)]
                if kind == "password" and typed is str.upper:
                    typed = str
                message = typed(around.replace("{}", carrier)).replace("{}", _kept(secret, typed, kind))
                yield Told(message, _kept(secret, typed, kind), kind)


def _kept(secret: str, typed: Spelling, kind: str) -> str:
    """A password is typed as it is; words for digits, as the rest."""
    return secret if kind == "password" and secret.isascii() else typed(secret)


# A code beside its name with anything between and behind: what follows a number often begins like a unit.
NAMES = {
    "otp": ("mã OTP", "otp", "mã xác nhận", "mã xác thực", "mã kích hoạt"),
    "pin": ("mã pin", "pin thẻ", "mã khóa máy", "mật mã", "mã thẻ ATM"),
    "cvv": ("cvv", "mã sau thẻ", "số mặt sau thẻ"),
}
BESIDE = (
    "{n} lúc nãy {d}", "{n} trên màn hình {d}", "{n} hết hạn {d}", "{n} gửi hôm qua {d}", "{n} nó đổi {d}", "{n} mới nhất {d}", "{n} năm nay {d}",
    "{n} của bà nhà tui {d}", "{n} nó kêu là {d}", "{n} thì {d}", "{n} hình như {d}", "{n} ngân hàng Vietcombank {d}", "{n} tiết kiệm {d}",
    "{n} để trong giấy ghi {d}", "{n} hồi tháng 3 {d}", "{n} thẻ mới là {d}", "{n}, {d}", "{n}... {d}", "{n} - {d}", "{d} nè, {n} đó", "{d} là {n}",
    "{n} ({d})", "{d} không biết có phải {n}",
)  # fmt: skip
BEHIND = (
    "người ta gửi", "lần nào cũng sai", "ngày nào nó cũng gửi", "số này của ai", "đồng ý cho họ không", "tháng này mới có", "năm ngoái đặt", "tuổi già không nhớ",
    "phút trước", "giờ hết hạn rồi", "cái này là gì", "con đọc giùm", "hai lần rồi", "ba má không cho", "năm lần bảy lượt", "k biết dùng", "tr ơi quên",
    "đ hiểu gì", "thế này đúng không", "một chút nữa hết hạn", "bốn lần sai", "bảy giờ gửi",
)  # fmt: skip
BESIDE_DIGITS = {
    "otp": (
        "482915",
        "4829",
        "31957",
        "482 915",
        "48 29 15",
        "4 8 2 9 1 5",
        "bốn tám hai chín một năm",
        "650.217",
        "482900",
        "4-8-2-9",
    ),
    "pin": ("4829", "190563", "2580", "bốn tám hai chín", "4 8 2 9", "4500"),
    "cvv": ("372", "086", "3 7 2", "ba bảy hai", "0-8-6"),
}


def told_beside() -> Iterator[Told]:
    """Each name, place and number; what stands behind and the marks take turns."""
    turn = count()
    for kind, names in NAMES.items():
        for name, beside, digits in product(names, BESIDE, BESIDE_DIGITS[kind]):
            place = next(turn)
            typed: Spelling = without_marks if place % 2 else str
            message = f"{beside.format(n=name, d=digits)} {BEHIND[place % len(BEHIND)]}"
            yield Told(typed(message), typed(digits), kind)


ALONE = (
    "4829",
    "482 915",
    "4 8 2 9",
    "70563128",
    "4-8-2-9-1-5",
    "bốn tám hai chín",
    "Gaotam#25",
    "LAN1960!",
    "4829 nhé",
    "là 4829",
    "dạ 7731 ạ",
    "4283 1099 5561 7723",
)
GLUED = (
    ("thẻ 4283 1099 5561 7723 hết hạn 09/27 cvv 372 otp 482915", ("4283 1099 5561 7723", "372", "482915")),
    ("mk zalo hoasen1958 mk fb Gaotam#25", ("hoasen1958", "Gaotam#25")),
    ("pin 4829 otp 073164", ("4829", "073164")),
    ("otp482915 pin7731", ("482915", "7731")),
    ("mã 1: 482915, mã 2: 650217", ("482915", "650217")),
    ("4829 và 7731 là pin hai thẻ", ("4829", "7731")),
    ("user hoa58 pass meocon99 otp 918834", ("meocon99", "918834")),
    ("tôi đọc mã lần một 482915 lần hai 073164 rồi", ("482915", "073164")),
    ("mã pin là 4829 hay 7731 tôi quên", ("4829", "7731")),
    ("mật khẩu Gaotam#25 hoặc hanoi*75", ("Gaotam#25", "hanoi*75")),
    ("otp:482915pin:7731", ("482915", "7731")),
    ("số thẻ 9704366812345678 tên NGUYEN VAN A, mã sau 086", ("9704366812345678", "086")),
)  # fmt: skip

# Described rather than said.
DESCRIBED = (
    ("mã pin là bốn số không", "bốn số không"), ("mã pin bốn số tám", "bốn số tám"), ("mật khẩu là từ 1 đến 8", "từ 1 đến 8"),
    ("mk zalo la tu mot toi sau", "tu mot toi sau"), ("mã thẻ là 6 con 8", "6 con 8"), ("mật khẩu tám số tám", "tám số tám"),
)  # fmt: skip

# Nothing of these is anybody's: what stands beside secrets in honest questions.
INNOCENT = (
    "mã OTP có mấy số", "mã OTP gồm 6 chữ số phải không", "mã pin 4 số hay 6 số", "mật khẩu phải có ít nhất 8 ký tự à", "mật khẩu là gì",
    "mật khẩu là để làm gì", "mật khẩu mạnh là như thế nào", "mã OTP là gì vậy cháu", "quên mật khẩu zalo thì làm sao", "cvv là gì",
    "ba số sau thẻ để làm gì", "đọc mã OTP cho người khác có sao không", "mật khẩu wifi xem ở đâu", "mật khẩu facebook quên rồi lấy lại sao",
    "đổi mật khẩu vneid 3 tháng một lần được không", "mật khẩu nên có chữ hoa, số và ký tự đặc biệt", "mã pin sim mặc định là gì",
    "tôi nhập mã OTP sai 3 lần bị khóa", "mã OTP hết hạn sau 2 phút phải không", "chuyển 500000 đồng có cần OTP không",
    "chuyển trên 10 triệu phải quét mặt à", "mã QR quét ở đâu", "mã hồ sơ xem chỗ nào", "hạn mức 20 triệu một ngày", "lương hưu 3.500.000 nhận qua thẻ",
    "tôi sinh năm 1958", "ngày 1/7/2025 sáp nhập xã", "gọi 1900 1234 có mất tiền không", "số 113 là gì", "iPhone 15 cài VNeID được không",
    "điện thoại Samsung A05 bộ nhớ 64GB có đủ không", "pin điện thoại 5000 mAh", "pin mau hết làm sao", "mật khẩu có phân biệt chữ hoa không",
    "thẻ ATM hết hạn 09/27 thì đổi ở đâu", "mất thẻ ATM gọi số nào", "tôi 72 tuổi mới học", "bài 5 bước 3 tôi không hiểu", "mẫu CT01 lấy ở đâu",
    "VNeID mức 2 khác mức 1 thế nào", "mật khẩu cấp 2 là gì", "quên mã PIN thẻ thì ra ngân hàng à", "mã xác nhận không gửi về máy",
    "sao mã xác thực không tới", "xin lại mã OTP thế nào", "nhập mã ở ô nào", "tin nhắn từ số lạ bảo trúng thưởng 100 triệu",
    "nó bảo đóng 2 triệu phí hồ sơ", "mua hàng 250k trên shopee", "đặt mật khẩu sao cho dễ nhớ", "đặt mật khẩu thế nào là mạnh",
    "mật khẩu một lần là gì", "mật khẩu dùng chung có sao không", "tiền điện 320.000 đóng qua momo được không", "wifi nhà tôi yếu",
    "số thẻ với số tài khoản khác nhau chỗ nào", "thẻ có mấy số", "có ai biết mật khẩu của tôi không", "mật khẩu bị lộ thì làm gì trước",
    "đừng cho ai biết mật khẩu là đúng rồi phải không", "mật khẩu với mã pin khác nhau sao", "mã vạch là gì", "mã số thuế tra ở đâu",
    "mã bảo hiểm y tế có mấy số", "quét mã VietQR", "con tôi đổi mật khẩu rồi tôi không vào được", "mật khẩu cũ không dùng được nữa",
    "mật khẩu của tôi bị ai đổi", "mật khẩu là tên con có dễ đoán không", "mật khẩu là ngày sinh có nguy hiểm không", "mật khẩu là thứ không nên cho ai",
    "mk zalo quên r lm sao", "quen mat khau fb", "mat khau la gi", "mat khau phai dai bao nhieu", "ma otp la gi", "pass wifi là gì",
    "pass nghĩa là gì", "password là từ gì", "mã này dùng làm gì", "mã đó ai gửi", "họ gửi mã về máy rồi sao nữa", "tôi nhận mã mà không đăng ký",
    "nghị định 13/2023 nói gì về dữ liệu", "bảo hiểm xã hội 2025 có gì mới", "tổng đài 18001091", "xe biển 29A-12345", "cách hủy gói 3G",
    "mở khóa điện thoại bằng vân tay", "khóa màn hình sau 30 giây", "thẻ visa với thẻ nội địa", "rút tiền bằng mã QR", "máy ATM nuốt thẻ",
    "mật khẩu sai quá 5 lần", "tài khoản bị khóa 24 giờ", "hai lớp bảo mật", "mật khẩu và OTP", "lộ mã pin rồi làm sao", "lỡ đưa OTP cho người ta",
    "mật khẩu email quên lấy lại qua số điện thoại", "mật khẩu đặt rồi mà máy không nhận", "mật khẩu nhập hoài không được", "mật khẩu tôi gõ đúng mà báo sai",
)  # fmt: skip
# Numbers that codes could be, and talk of passwords in which none is told.
NUMBERS_OF_NOBODY = (
    "soạn TK gửi 1414 để xem thông tin thuê bao",
    "tin nhắn từ 5656 đòi phí là sao",
    "đầu số 9029 là của ai",
    "gọi 9090 không ai nghe",
    "tin nhắn nhà mạng gửi từ 1444",
    "bấm *101# để xem tiền",
    "nhắn tin tới 9123 mất bao nhiêu tiền",
    "công tơ ghi 12845 đúng không",
    "giá vàng 7450 là nghìn hay triệu",
    "mua hết 2450 mà nó trừ 24500",
    "ruộng nhà tôi 1250 mét",
    "hóa đơn ghi 325480 là tiền gì",
    "tiền nước 187350 đóng ở đâu",
    "xe buýt số 1502",
    "chuyến bay VN1234 trễ",
    "mã bưu chính 530000",
    "mã vùng 0234 là ở đâu",
    "mã số thuế có 10 số hay 13 số",
    "số 84 đầu là nước nào",
    "+84 là gì",
    "đầu số 0120 đổi thành gì",
    "gọi từ 024 là Hà Nội à",
    "thẻ BHYT 5 năm liên tục là sao",
    "ký hiệu GD trên thẻ là gì",
    "VNeID 2.1.6 có gì mới",
    "phiên bản 15.4 của máy",
    "máy báo lỗi 404",
    "lỗi 5001 khi đăng nhập",
    "mã lỗi E1023 trên VNeID",
    "lỗi -1009 là lỗi gì",
    "bài học 12 bước 3 nói gì",
    "thông tư 2345 nói gì",
    "nghị quyết 1234 của xã",
    "điều 12 khoản 3",
    "lương 8450 một giờ",
    "tôi đi bộ 6500 bước mỗi ngày",
    "pin 5000 còn 45",
    "pin 4500 xài được lâu không",
    "bộ nhớ 128 còn trống 3250",
    "hình 4000x3000",
    "Nokia 1280 có cài VNeID không",
    "iPhone 6s cũ quá",
    "sinh năm 1952 thì thẻ căn cước không hết hạn à",
    "từ 1945 đến 1975",
    "năm 2024 tôi mất thẻ năm 2025 làm lại",
    "lúc 1430 chiều",
    "chuyển 1234567 được không",
    "chuyển 2.450.000 cho bà Năm",
    "nạp 20000 rồi chưa thấy tiền",
    "trúng 125.750.000 có thật không",
    "vé số 6 số",
    "mật khẩu kiểu abc123 có dễ đoán không",
    "mật khẩu phải có chữ hoa A-Z và số 0-9",
    "mật khẩu có ký tự @ được không",
    "mật khẩu wifi in dưới đáy modem",
    "mật khẩu ngân hàng với mật khẩu zalo nên khác nhau",
    "mật khẩu là chữ hoa hay chữ thường",
    "mật khẩu là số được không",
    "mật khẩu là tên cháu thì sao",
    "mật khẩu là dấu vân tay được không",
    "mật khẩu là để mình tôi biết thôi",
    "quên mật khẩu là tại tôi già",
    "mật khẩu đổi thành chữ không dấu được không",
    "đổi mật khẩu thành công rồi mà vẫn báo sai",
    "mật khẩu zalo là mật khẩu gì",
    "pass là gì vậy",
    "mk của máy là mk nào",
    'sao bảo mật khẩu "quá ngắn"',
    'máy báo "Sai mật khẩu" hoài',
    'nút "Quên mật khẩu" nằm đâu',
    "ghi mật khẩu vào sổ có sao không",
    "mật khẩu dùng cho facebook, youtube, tiktok giống nhau được không",
    "đăng nhập bằng google có an toàn không",
    "đăng nhập bằng vneid",
    "mở máy bằng khuôn mặt",
    "mã OTP gửi về email hay điện thoại",
    "otp 6 số hay 8 số",
    "mã PIN thẻ chip 6 số",
    "pin dự phòng 20000",
    "ba số sau thẻ là số gì",
    "thẻ 16 số với 19 số khác gì",
    "số thẻ bắt đầu 9704 là thẻ gì",
    "thẻ visa đầu 4 phải không",
    "hạn thẻ 12/28",
    "cvv có 3 số",
    "bấm số 1 nghe tiếng Việt, số 2 tiếng Anh",
    "họ bảo bấm phím 9 gặp công an",
    "họ xưng số hiệu 1234 công an Hà Nội",
    "mã đơn GHN2345 là của tôi",
    "đơn hàng 240521ABC chưa tới",
    "hồ sơ số 1245 nộp hôm qua",
    "số thứ tự 1023 bao giờ tới lượt",
    "phòng 302 tầng 3",
    "nhận 350 nghìn từ số 7788",
    "biển số 43A-123.45 bị phạt",
    "xem biển số 59X1 23456 có bị phạt nguội không",
    "chỉ đường tới 123 Lê Lợi",
    "mã pin 4 số không",
    "mã pin có bốn số không ạ",
    "mật khẩu bốn số hay sáu số",
    "mật khẩu từ 8 đến 12 ký tự",
    "mã OTP có hiệu lực từ 1 đến 3 phút",
    "mật khẩu tôi để trong sổ",
    "mật khẩu con đặt tôi không nhớ",
    "mật khẩu tôi đặt mấy lần không được",
    "đổi mật khẩu sang máy khác có phải nhập lại không",
    "mật khẩu con tôi đặt giống nhau hết",
    "mật khẩu tôi để ở nhà",
    "mật khẩu chuyển sang máy mới thế nào",
)
