"""Forms of a secret, put together from parts that know nothing of one another: what it is called, what leads to it, how its
digits are written, what follows. Where `secret_grammar` has sentences that people say, this has every pairing of parts, so
that a hole shows which no sentence happens to have. The same messages every time; outside the secret they hold no number."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, product

from tests.tutor.secret_grammar import DIGITS, without_marks

Spelling = Callable[[str], str]


@dataclass(frozen=True)
class Form:
    """`before` and `behind` stand around the secret in the message."""

    kind: str
    before: str
    secret: str
    behind: str

    @property
    def message(self) -> str:
        return self.before + self.secret + self.behind


def _groups(digits: str, size: int) -> list[str]:
    return [digits[place : place + size] for place in range(0, len(digits), size)]


def _joined(size: int, sign: str) -> Spelling:
    return lambda digits: sign.join(_groups(digits, size))


def _spoken(digits: str, sign: str = " ") -> str:
    return sign.join(DIGITS[int(digit)] for digit in digits)


def _by_turns(digits: str) -> str:
    return " ".join(DIGITS[int(digit)] if place % 2 else digit for place, digit in enumerate(digits))


def _southern(digits: str) -> str:
    return " ".join("tư" if digit == "4" and place else DIGITS[int(digit)] for place, digit in enumerate(digits))


def _halves(digits: str) -> str:
    middle = len(digits) // 2
    return f"đầu {digits[:middle]} cuối {digits[middle:]}"


STYLES: tuple[tuple[str, Spelling], ...] = (
    ("together", str),
    ("one by one", _joined(1, " ")),
    ("by two", _joined(2, " ")),
    ("by three", _joined(3, " ")),
    ("dots", _joined(1, ".")),
    ("pairs and dots", _joined(2, ".")),
    ("threes and dots", _joined(3, ".")),
    ("strokes", _joined(1, "-")),
    ("pairs and strokes", _joined(2, "-")),
    ("pairs and slashes", _joined(2, "/")),
    ("commas", _joined(1, ", ")),
    ("pairs and commas", _joined(2, ", ")),
    ("underscores", _joined(2, "_")),
    ("stars", _joined(1, "*")),
    ("lines", _joined(2, "\n")),
    ("words", _spoken),
    ("words without marks", lambda digits: without_marks(_spoken(digits))),
    ("words as in the south", _southern),
    ("words and strokes", lambda digits: _spoken(digits, "-")),
    ("words and commas", lambda digits: _spoken(digits, ", ")),
    ("words in capitals", lambda digits: _spoken(digits).upper()),
    ("by turns", _by_turns),
    ("then", _joined(2, " rồi ")),
    ("and then", _joined(2, " rồi tới ")),
    ("with", _joined(2, " với ")),
    ("and", _joined(3, " và ")),
    ("each called a number", lambda digits: " ".join(f"số {digit}" for digit in digits)),
    ("each called a number, in words", lambda digits: " ".join(f"số {DIGITS[int(digit)]}" for digit in digits)),
    ("dots said", _joined(2, " chấm ")),
    ("strokes said", _joined(2, " gạch ")),
    ("halves", _halves),
    ("letters", lambda digits: digits.replace("0", "O").replace("1", "l")),
    ("wide", lambda digits: digits.translate({ord(str(one)): 0xFF10 + one for one in range(10)})),
    ("circled", lambda digits: "".join("⓪①②③④⑤⑥⑦⑧⑨"[int(digit)] for digit in digits)),
    ("brackets", lambda digits: "".join(f"[{digit}]" for digit in digits)),
    ("quotes", lambda digits: f"“{digits}”"),
    ("bold", lambda digits: f"**{digits}**"),
)

NAMES: dict[str, tuple[str, ...]] = {
    "otp": ("mã OTP", "otp", "mã xác nhận", "mã trong tin nhắn", "cái mã ngân hàng gửi", "mã nó nhắn", "mã kích hoạt VNeID", "dãy số vừa về máy"),
    "pin": ("mã PIN", "pin thẻ", "mật mã máy", "mã mở khóa", "số bấm cây ATM", "mã két sắt", "mã khóa cửa"),
    "password": ("mật khẩu", "mk zalo", "pass wifi", "mật khẩu VNeID của bà", "mat khau gmail", "pw máy tính"),
    "card": ("số thẻ", "thẻ visa", "dãy số trên thẻ", "thẻ ATM của tôi"),
    "id_number": ("số căn cước", "cccd", "mã định danh", "căn cước của mẹ"),
    "phone": ("số điện thoại", "sdt", "zalo của tôi", "số máy của con"),
    "account": ("số tài khoản", "stk", "tài khoản ngân hàng", "tk của bác"),
}  # fmt: skip
NUMBERS: dict[str, tuple[str, ...]] = {
    "otp": ("482915", "730168", "604937"),
    "pin": ("482915", "7316", "250847"),
    "password": ("482915", "73168204", "250847"),
    "card": ("9704366812345678", "4283109955617723"),
    "id_number": ("024073009182", "079148003276"),
    "phone": ("0905118274", "0384556917"),
    "account": ("0711000284613", "19036842715", "1017735842"),
}
LINKS = (
    " là ", ": ", " = ", " ", " em đặt ", " con để ", " vẫn dùng ", " đổi thành ", " hồi trước ", " của tôi là ", ", ", " ghi ", " nè ", " - ", " bây giờ là ",
    " hình như ", " (", " gửi về là ", " tôi bấm ", " nó hiện ", "\n", " thì là ", "... ", " chắc là ",
)  # fmt: skip
BEHIND = (
    "", " ạ", " nhé cháu", " mà báo sai", ", giờ làm gì tiếp", ". Đúng chưa?", " phải không", " không vào được", "\ncảm ơn cháu", " có đưa cho họ được không",
    " người ta hỏi", " rồi", " đó con", ") ạ", " đồng ý cho họ không", " k biết dùng", " lần nào cũng sai",
)  # fmt: skip
SAID_BEHIND = (
    " là {}",
    " là {} của tôi",
    " có phải {} không",
    ", {} đó cháu",
    " là {} hả em",
    " này là {} hay gì",
    " làm {} được không",
)

# Where nothing names a secret: a number that nothing else explains is one.
UNNAMED = (
    "cháu xem giùm bác {} này là sao", "tôi ghi {} trên tờ lịch", "sáng nay máy hiện lên {} rồi tắt", "bác bấm {} mà nó kêu tít tít", "con dặn bác nhớ {}", "ông nhà tôi để lại mảnh giấy có {}",
    "họ cứ đòi {} hoài", "tôi đưa {} cho cô ấy rồi",
)  # fmt: skip
UNNAMED_NUMBERS = ("4829", "73168", "482915", "7301682", "31.58.07", "4 8 2 9", "bảy ba không một sáu tám")

WORDS = (
    "hoa sen trắng", "con mèo nhà bà", "trời cao mây xanh", "Sông Lô 55", "bánh chưng tết 1958", "Minh Tâm", "hoaphuongdo", "gavangsomai", "Lua4mua", "cakho2noi",
    "tra-da-via-he", "Quehuong!", "N@mdinh", "khoailang99", "hai con ngỗng béo", "Tre Việt Nam",
)  # fmt: skip
WORDS_SAID = (
    "mật khẩu là {}", "mật khẩu: {}", "mk của tôi là {}", "mật khẩu em đặt là {}", "mật khẩu con để là {}", "tôi vẫn dùng mật khẩu {}", "đổi mật khẩu thành {}",
    "mật khẩu hồi trước là {}", "tôi đặt {} làm mật khẩu", "lấy {} làm mật khẩu được không", "{} là mật khẩu của tôi", "\"{}\" là mật khẩu máy", "mật khẩu \"{}\" có mạnh không",
    "nó hỏi mật khẩu, tôi gõ {} thì báo sai", "máy đòi mật khẩu, bác điền {} mà không vào", "mật khẩu nào tốt hơn: {} hay hoamai", "đổi mật khẩu từ {} sang hoamai được không",
    "câu trả lời bí mật là {}", "câu hỏi bảo mật tôi trả lời {}", "pass wifi dán trên tường là {}", "wifi nhà tôi mật khẩu = {}", "mật mã máy là {}", "mật khẩu (viết liền): {}",
    "tôi nghĩ ra \"{}\" làm mật khẩu, được không", "mật khẩu cũ {}, mật khẩu mới hoamai", "mật khẩu của ông ấy hình như là {}", "mật khẩu bà ghi trong sổ: {}", "password tôi chọn: {}",
)  # fmt: skip


def number_forms(every: int = 1) -> Iterator[Form]:
    """Each name with each style, each link with each style, and the name behind the number; the other parts take turns.
    `every`: of how many kinds one has a given pairing, so that a part of the forms still has every pairing."""
    turn = count()
    for number, (kind, names) in enumerate(NAMES.items()):
        for parts, styles in ((names, STYLES), (LINKS, STYLES), (SAID_BEHIND, STYLES)):
            for part, (_, style) in product(parts, styles):
                place = next(turn)
                if (place + number) % every and parts is not names:
                    continue
                name = _at(names, place // 2)
                digits, behind = style(_at(NUMBERS[kind], place)), _at(BEHIND, place // 3)
                if parts is names:
                    yield Form(kind, part + _at(LINKS, place), digits, behind)
                elif parts is LINKS:
                    yield Form(kind, name + part, digits, behind)
                else:
                    yield Form(kind, "", digits, part.format(name))


def unnamed_forms() -> Iterator[Form]:
    for said, digits in product(UNNAMED, UNNAMED_NUMBERS):
        before, behind = said.split("{}")
        yield Form("otp", before, digits, behind)


def word_forms() -> Iterator[Form]:
    """Each way of telling a password of words with each of them."""
    turn = count()
    for said, secret in product(WORDS_SAID, WORDS):
        before, behind = said.split("{}")
        hand: Spelling = without_marks if next(turn) % 3 == 2 else str
        yield Form("password", hand(before), hand(secret), hand(behind))


def _at(parts: Sequence[str], place: int) -> str:
    return parts[place % len(parts)]
