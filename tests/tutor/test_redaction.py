"""Secrets and personal data in what people type: found however they are written, and nothing else touched."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.private_text.plain import plain
from app.tutor.domain.redaction import PLACEHOLDERS, redacted
from tests.processor_time import ROOM, times_as_long

pytestmark = pytest.mark.pure

DIGIT_WORDS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
ORDINARY = "Cháu ơi bác nhận được tin nhắn, số lạ gọi bảo là công an xã, ngày 12/5 hẹn bác lên, bác 68 tuổi rồi. "


def without_marks(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(character for character in bare if not unicodedata.combining(character))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Mã OTP của bác là 617204, nhập vào đâu?", "Mã OTP của bác là [OTP], nhập vào đâu?"),
        ("739201 là mã xác nhận phải không", "[OTP] là mã xác nhận phải không"),
        ("nó đòi mã, tui đọc hai không hai sáu một một rồi", "nó đòi mã, tui đọc [OTP] rồi"),
        ("mã xác thực: ba trăm mười hai, bốn trăm lẻ năm", "mã xác thực: [OTP]"),
        ("đọc bốn tám, rồi hai chín, rồi một năm cho nó", "đọc [OTP] cho nó"),
        ("otp\n339\n017", "otp\n[OTP]"),
        ("OTP: A7K29Q", "OTP: [OTP]"),
        ("Zalo gửi G-482915", "Zalo gửi G-[OTP]"),
        ("mã 7712 người ta gửi", "mã [OTP] người ta gửi"),
        ("482915", "[OTP]"),
        ("pin là 5050 á cháu", "pin là [PIN] á cháu"),
        ("mã pin là 12/05/1958", "mã pin là [PIN]"),
        ("mã pin là ngày sinh 120558", "mã pin là ngày sinh [PIN]"),
        ("mã khóa VNeID 194506", "mã khóa VNeID [PIN]"),
        ("số bí mật thẻ là 7410", "số bí mật thẻ là [PIN]"),
        ("cvv bốn bảy hai", "cvv [CVV]"),
        ("số cvv2 086", "số cvv2 [CVV]"),
        ("thẻ 5412 7534 5678 9010, ba số sau là 086", "thẻ [SỐ THẺ], ba số sau là [CVV]"),
        ("thẻ của ba 9 7 0 4 2 2 5 5 0 1 1 8 9 3 4 7", "thẻ của ba [SỐ THẺ]"),
        ("mk = 12345678a", "mk = [MẬT KHẨU]"),
        ("mk wifi: hoasenvang", "mk wifi: [MẬT KHẨU]"),
        ("mật khẩu của tôi là con gà trống", "mật khẩu của tôi là [MẬT KHẨU]"),
        ("tui đổi mật khẩu thành Ngo0Rang! rồi", "tui đổi mật khẩu thành [MẬT KHẨU] rồi"),
        ("mật khẩu cũ là thuha, mới là thuha1986", "mật khẩu cũ là [MẬT KHẨU], mới là [MẬT KHẨU]"),
        ("Abc@12345 là mật khẩu của tôi", "[MẬT KHẨU] là mật khẩu của tôi"),
        ("mật khẩu momo trong sổ, 190845 đó cháu", "mật khẩu momo trong sổ, [MẬT KHẨU] đó cháu"),
        ("024073(009)182 là căn cước chồng em", "[SỐ GIẤY TỜ] là căn cước chồng em"),
        ("CMND cũ của tôi 168492075", "CMND cũ của tôi [SỐ GIẤY TỜ]"),
        ("thẻ bảo hiểm DN 4 79 0212345678", "thẻ bảo hiểm [SỐ GIẤY TỜ]"),
        ("hộ chiếu C1234567", "hộ chiếu [SỐ GIẤY TỜ]"),
        ("0935-220-618 không ai nghe", "[SỐ ĐIỆN THOẠI] không ai nghe"),
        ("o912 345 678, 0378 225 906", "[SỐ ĐIỆN THOẠI], [SỐ ĐIỆN THOẠI]"),
        ("stk 0711000284613 vietcombank", "stk [SỐ TÀI KHOẢN] vietcombank"),
        ("chuyển vào 1017735842 giúp", "chuyển vào [SỐ TÀI KHOẢN] giúp"),
        ("tk mb 0912345678", "tk mb [SỐ TÀI KHOẢN]"),
        ("lan.phuong a còng gmail chấm com", "[THƯ ĐIỆN TỬ]"),
        ("nhà bác ở thôn Đông Hạ, xã Tân Dân", "nhà bác ở [ĐỊA CHỈ]"),
        ("Nhà tôi ở số 27 ngõ 115 phố Kim Ngưu", "Nhà tôi ở [ĐỊA CHỈ]"),
        ("thẻ 9704 2288 0155 7391 pin 6174 otp 004512", "thẻ [SỐ THẺ] pin [PIN] otp [OTP]"),
    ],
)
def test_private_text_is_blanked_with_what_it_was(typed: str, kept: str) -> None:
    assert redacted(typed).text == kept


@pytest.mark.parametrize(
    "typed",
    [
        "gọi 1900 0368 hay 18006838 hay 113, 114, 115, 156",
        "chuyển 5.000.000 đồng, 10tr, 739201 đồng, 150k",
        "ngày 01/07/2025, tháng 12/2026, 1-10-2025, năm 2026, sinh năm 1945",
        "Luật 91/2025/QH15, Nghị định 13/2023/NĐ-CP, quyết định 757/QĐ-BTTTT",
        "mẫu 2-CBH, CT01, 01/CNKD, hồ sơ H29.12-240101-0001, 000.00.29.H29-240101-0001",
        "mã khách hàng PC05MM0123456, mã hồ sơ 24.11.001, vé số 123456, số serial máy 35 6789",
        "mật khẩu là gì, mật khẩu nên dài 12 chữ, quên mật khẩu facebook cũ 2015",
        "mật khẩu của tôi là ngày sinh có sao không, mk 68 tuổi rồi",
        "mã OTP có 6 số, hết hạn sau 60 giây, mã pin 4 số hay 6 số",
        "máy Samsung A15 128GB, iOS 18.2, Wi-Fi 2.4GHz, pin 5000mAh",
        "máy pin 4000 hay 5000 thì bền",
        "một hai ba câu, ba bốn năm sáu người, một trăm hai mươi ngàn, hai ba lần rồi",
        "huyết áp 140/90, 7h30, 24/7, tỉ số 2-1, bước 1, 2, 3",
        "nhà tôi ở xã Tân Dân, gửi về nhà 12 triệu đồng, tổ 5 họp lúc 19h30",
        "nghìn người học 1 2 3, đếm một hai ba bốn năm sáu bảy tám chín",
    ],
)
def test_hotlines_money_dates_laws_and_forms_are_left_alone(typed: str) -> None:
    """Nobody is told that it was private; where codes are spoken of, some of it may be withheld."""
    found = redacted(typed)
    assert found.kinds == ()
    assert found.heard == typed


def test_kinds_stand_in_the_order_of_the_message_and_tell_whether_it_was_a_secret() -> None:
    both = redacted("sđt 0905 118 274, cccd 079-148-003-276, gọi 0384 556 917")
    assert both.kinds == ("phone", "id_number")
    assert not both.has_secret
    assert redacted("cvv 472").has_secret


@pytest.mark.parametrize(
    "typed",
    [
        "wifi quán hỏi mật khẩu, chị chủ đọc sông quê nắng gió thì tôi gõ có dấu không",
        "tôi đặt mật khẩu, nghĩ mãi mới ra ghe bầu chở cá lóc, dài vậy được chưa",
        "mã thì chia hai khúc: khúc đầu 271, khúc đuôi 608, gõ liền hay cách",
    ],
)
def test_what_only_may_be_a_secret_is_blanked_and_called_doubtful(typed: str) -> None:
    found = redacted(typed)
    assert found.is_doubtful
    assert not found.has_secret
    assert PLACEHOLDERS["doubtful"] in found.text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("hồi đó nói đại chim non hót líu lo, nay icloud là chữ đó luôn", "hồi đó nói"),
        ("Tui xài một câu cho mọi chỗ: motconngua dau. Vậy có sao hông", "Tui xài một"),
        ("k nhớ là conheo8x hay conlon88 nữa, sợ sai 5 lần nó khoá", "k nhớ là"),
        ("cái chữ vô zalo của tui: h-o-a s-e-n", "cái chữ vô zalo của tui"),
        ("m ậ t k h ẩ u l à hoa sen trang", ""),
    ],
)
def test_what_nobody_names_is_withheld_and_nobody_is_alarmed(typed: str, kept: str) -> None:
    found = redacted(typed)
    assert found.kinds == ()
    assert found.has_holes
    assert found.text.startswith(kept)
    assert found.heard == typed
    assert not any(word in found.text for word in ("chim", "ngua", "heo8x", "lon88", "h-o-a", "sen"))
    assert not any(word in repr(found) for word in ("chim", "ngua", "sen"))


@pytest.mark.parametrize(
    "typed",
    [
        "mật khẩu là h\u043e\u0430 s\u0435n trắng",  # with Cyrillic letters
        "p\u0430ssw\u043erd wifi nhà tôi: hoa sen trang",
        "mật khẩu là \u043f\u0440\u0438\u0432\u0435\u0442 hoa sen",
        "mật khẩu là 🌸hoa🌸sen🌸trắng",
        "chữ để vào máy của bác là hoa 🌸 sen 🌸 trắng",
        "mật khẩu là hoa\nsen\ntrắng nhé",
        "mk la h o a s e n t r a n g",
        "m.ậ.t k.h.ẩ.u là hoa sen trắng",
    ],
)
def test_no_disguise_keeps_a_password(typed: str) -> None:
    kept = redacted(typed).text
    assert not any(word in kept.lower() for word in ("hoa", "sen", "s e n", "trắng", "trang", "\u0440"))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("đơn hàng 739204 là mã xác nhận của tôi", "đơn hàng [OTP] là mã xác nhận của tôi"),
        ("lỗi 482917 nó gửi về máy", "lỗi [OTP] nó gửi về máy"),
        ("passcode khó đoán, tôi lấy biển số xe 598213", "passcode khó đoán, tôi lấy biển số xe [OTP]"),
        ("mã đơn hàng 739204 tra ở đâu", "mã đơn hàng 739204 tra ở đâu"),
        ("Nghị định 69/2024 thay cho 59/2022", "Nghị định 69/2024 thay cho 59/2022"),
    ],
)
def test_what_a_number_is_called_outweighs_what_stands_beside_it(typed: str, kept: str) -> None:
    found = redacted(typed)
    assert (found.text if found.kinds else found.heard) == kept


def test_a_secret_that_is_said_twice_is_blanked_twice() -> None:
    assert "ghe bầu" not in redacted("mật khẩu là ghe bầu chở lúa, hôm qua gõ ghe bầu chở lúa thì vào được").text


def spelled(digits: str) -> list[str]:
    """Ways in which people write the same digits."""
    words = [DIGIT_WORDS[int(digit)] for digit in digits]
    return [
        digits,
        " ".join(digits),
        ".".join(digits),
        f"{digits[:3]} {digits[3:]}",
        f"{digits[:3]}-{digits[3:]}",
        f"[{']['.join(digits)}]",
        "\u200b".join(digits),
        "".join(chr(ord(digit) + 0xFEE0) for digit in digits),
        "".join(f"{digit}\ufe0f\u20e3" for digit in digits),
        " ".join(words),
        without_marks(" ".join(words)),
        " ".join(digit if place % 2 else word for place, (digit, word) in enumerate(zip(digits, words, strict=True))),
    ]


@given(
    st.sampled_from(
        ["mã OTP là {}", "otp: {}", "mã xác nhận của tui là {}", "nó gửi mã {}", "{} là mã xác thực", "PIN {}"]
    ),
    st.text("0123456789", min_size=6, max_size=6).filter(lambda digits: not re.match(r"1[89]00", digits)),
    st.sampled_from(["NFC", "NFD", "bare"]),
)
def test_no_spelling_of_a_code_gets_through(sentence: str, digits: str, form: str) -> None:
    for way in spelled(digits):
        typed = sentence.format(way)
        typed = without_marks(typed) if form == "bare" else unicodedata.normalize(form, typed)  # type: ignore[arg-type]
        kept = redacted(typed)
        assert kept.kinds in (("otp",), ("pin",)), typed
        assert re.sub(r"\W", "", plain(way)) not in re.sub(r"\W", "", kept.text)


@given(
    st.text(max_size=60),
    st.sampled_from(["mã otp 617204", "mật khẩu: Abc123", "0912 345 678", "nhà số 5 đường Lê Lợi"]),
)
def test_what_is_blanked_stays_as_it_is(around: str, private: str) -> None:
    once = redacted(f"{around} {private}")
    assert redacted(once.text).text == once.text


def test_placeholders_tell_the_kinds_apart_and_hold_no_digit() -> None:
    assert len(set(PLACEHOLDERS.values())) == len(PLACEHOLDERS)
    assert not any(character.isdigit() for text in PLACEHOLDERS.values() for character in text)


HOSTILE = {
    "digits": "1",
    "spaced digits": "1 ",
    "listed digits": "1,",
    "runs": "1 " * 40 + "a ",
    "words for digits": "không ",
    "hundreds": "ba trăm ",
    "tens": "mười ",
    "cues": "the atm ",
    "codes": "otp 482915 ",
    "passwords": "mk: ",
    "is a password": "mk la ",
    "password words": "mk ",
    "behind": "aaaa la ",
    "at signs": "a@",
    "dots": "a.",
    "spoken address": "a cong ",
    "capitals": "A ",
    "lanes": "ngo 1 ",
    "houses": "1/1/",
    "homes": "dia chi ",
    "marks": "a\u0300\u0323\u0300\u0323",
    "invisible": "1\u200b",
    "brackets": "[",
    "line ends": "\n",
    "talk of secrets": "mk go ghe bau ",
}


@pytest.mark.battery
@pytest.mark.parametrize("repeated", HOSTILE.values(), ids=HOSTILE.keys())
def test_time_grows_with_the_length_alone(repeated: str) -> None:
    hostile, ordinary = (repeated * 2_000)[:2_000], (ORDINARY * 40)[:2_000]
    assert times_as_long(lambda: redacted(hostile), lambda: redacted(ordinary)) < ROOM
    assert times_as_long(lambda: redacted(hostile * 8), lambda: redacted(hostile)) < ROOM


def test_what_was_withheld_once_is_known_the_second_time() -> None:
    kept = redacted("ghi sẵn chữ hoasen trong sổ tay cho VNeID, quên thì làm sao")
    assert kept.has_holes
    assert redacted(kept.text).text == kept.text
