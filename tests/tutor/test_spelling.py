"""What is typed is read as lessons spell it: shorthand, dialect, marks left out or wrong."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tutor.domain.shorthand import SPELLINGS
from app.tutor.domain.spelling import (
    LONGEST_QUESTION,
    Speller,
    bare,
    cleaned,
    is_marked,
    rows,
    sound,
    speller,
    syllables,
)

pytestmark = pytest.mark.pure

TEXTS = [
    "Bác quên mật khẩu VNeID thì lấy lại được.", "Đăng ký tạm trú trên VNeID.", "Xóa dữ liệu trong máy cũ.",
    "Bác chuyển khoản cho người quen.", "Thu hồi tin nhắn gửi nhầm.", "Số tài khoản của ngân hàng.",
    "Con nhắn tin mượn tiền, có phải con không?", "Bác không vào được mạng.", "Gửi ảnh nhầm người thì làm sao.",
    "Bây giờ bác làm gì?", "Bác hỏi người ta ở đâu.",
]  # fmt: skip
SPELLER = speller([*TEXTS, *(" ".join(meant) for _, meant in rows(SPELLINGS))])


def meant(typed: str) -> str:
    return " ".join(SPELLER.read(typed).meant)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ko vao dc mang", "không vào được mạng"),
        ("quên mk vneid", "quên mật khẩu vneid"),
        ("ck cho ng quen", "chuyển khoản cho người quen"),
        ("gởi lộn hình", "gửi nhầm hình"),
        ("giờ làm răng hè", "giờ làm sao hè"),
        ("3tr", "3 triệu"),
        ("chừ mần chi", "bây giờ làm gì"),
    ],
)
def test_shorthand_and_dialect_become_the_words_of_lessons(typed: str, read: str) -> None:
    assert meant(typed) == read


@pytest.mark.parametrize("text", ["quên mật khẩu", "gửi ảnh nhầm người", "con nhắn tin mượn tiền", "thu hồi tin nhắn"])
def test_marks_that_were_left_out_come_back(text: str) -> None:
    typed = " ".join(map(bare, text.split()))
    assert not is_marked(syllables(typed))
    assert meant(typed) == text


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("thu hôi tin nhăn", "thu hồi tin nhắn"),  # wrong marks
        ("đăng kí tạm chú", "đăng ký tạm trú"),  # spelt as some say it
        ("xóa giữ liệu trong máy", "xóa dữ liệu trong máy"),
        ("sô tài khoản cua ngân hàng", "số tài khoản của ngân hàng"),
    ],
)
def test_mistyped_words_are_read_by_their_neighbours(typed: str, read: str) -> None:
    assert meant(typed) == read


def test_what_is_spelt_right_stays_as_it_is() -> None:
    for text in TEXTS:
        assert SPELLER.read(text).meant == tuple(syllables(text))


def test_word_of_the_lessons_is_no_shorthand_when_marks_are_missing() -> None:
    """Without its marks "chi" may be "chỉ", and "mo" may be "mở": dialect does not replace them."""
    own = speller(["Thầy cô chỉ bác mở máy.", "gì đâu"])
    assert own.read("chi bac mo may").meant == ("chỉ", "bác", "mở", "máy")
    assert own.read("mở chi được").meant[1] == "gì"


def test_letters_and_marks_apart_are_one_spelling() -> None:
    for text in TEXTS:
        assert SPELLER.read(unicodedata.normalize("NFD", text)) == SPELLER.read(text)


def test_invisible_and_wide_characters_do_not_hide_words() -> None:
    assert cleaned("mật\u200bkhẩu\u00a0ＶＮｅＩＤ\x00 a\n\nb") == "mậtkhẩu VNeID a b"


@pytest.mark.parametrize(
    ("one", "other"),
    [("trú", "chú"), ("sai", "xai"), ("dữ", "giữ"), ("lào", "nào"), ("ký", "kí"), ("lan", "lang"), ("các", "cát")],
)
def test_syllables_that_sound_alike_have_one_sound(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("one", "other"), [("tiền", "tin"), ("khóa", "cóa"), ("thu", "tu"), ("nhà", "nà"), ("mã", "bã")]
)
def test_other_syllables_do_not(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@given(st.text(max_size=3_000))
def test_any_text_is_read_and_stays_short(typed: str) -> None:
    assert len(cleaned(typed)) <= LONGEST_QUESTION
    reading = SPELLER.read(typed)
    assert reading.typed == tuple(syllables(cleaned(typed)))
    assert all(reading.meant)


def test_empty_lessons_make_a_speller_that_leaves_words_alone() -> None:
    nothing = Speller({}, {}, {}, {}, 1)
    assert nothing.read("xin chào").meant == ("xin", "chào")


def test_no_spelling_is_listed_twice() -> None:
    typed = [phrase for phrases, _ in rows(SPELLINGS) for phrase in phrases]
    assert len(typed) == len({*typed})
