"""A short Vietnamese answer: folded, matched with what the author foresaw, and never a place for real numbers."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.courses.domain.folding import fold
from app.quiz.domain.question import LONGEST_ANSWER, Question, Unfinished
from app.quiz.domain.short_answer import (
    LONGEST,
    NO_REAL_NUMBER,
    TOO_LONG,
    TYPE_SOMETHING,
    ShortAnswer,
    ShownBlank,
    is_kept,
    without_typing_marks,
)
from tests.quiz.written import Fault, answer, changed, feedbacks, fields, read

pytestmark = pytest.mark.pure

TEXT = """\
::: dien-chu goi-ai
Có người xưng công an gọi bác. Bác hỏi lại ở đâu?

- [x] công an phường | công an xã | trụ sở công an | `113`
  > CANARY-1 Đúng rồi bác.
- [ ] số vừa gọi | gọi lại số đó
  > CANARY-2 Số ấy là của họ.
- [ ] con | con trai | con gái
  > CANARY-3 Con bác cũng phải hỏi công an.
- [ ] (câu khác)
  > CANARY-4 Bác hỏi ở trụ sở công an gần nhà.
:::
"""


def question(text: str = TEXT) -> ShortAnswer:
    found, faults = read(text)
    assert faults == []
    assert isinstance(found, ShortAnswer)
    return found


FOUND = question()


def told(typed: str) -> tuple[float, set[str]]:
    verdict = answer(FOUND, typed)
    assert verdict is not None
    return verdict.score, feedbacks(verdict.feedback)


@pytest.mark.parametrize(
    "typed",
    [
        "công an phường",
        "Công An Phường",
        "cong an phuong",
        "CÔNG  AN\tPHƯỜNG!",
        "  công an phường.  ",
        "congan phuong",
        unicodedata.normalize("NFD", "công an phường"),
        unicodedata.normalize("NFC", "công an phường"),
        "công\u200ban phường",
        "ｃông an phường",
        "coong an phuwowngf",
        "co6ng an phu7o7ng2",
        "cong an phuongf",
        "Công an xã",
        "cong an xax",
        "113",
    ],
)
def test_accepted_answer_is_known_however_it_is_typed(typed: str) -> None:
    assert told(typed) == (1, {"CANARY-1"})


@pytest.mark.parametrize(
    ("typed", "canary"),
    [
        ("Số vừa gọi", "2"),
        ("Gọi lại số đó", "2"),
        ("GOI LAI SO DO", "2"),
        ("so vuwaf goij", "2"),
        ("con gái", "3"),
        ("con", "3"),
        ("conn", "4"),
        ("hàng xóm", "4"),
        ("công an", "4"),
    ],
)
def test_wrong_answer_gets_its_own_feedback_or_the_one_for_anything_else(typed: str, canary: str) -> None:
    assert told(typed) == (0, {f"CANARY-{canary}"})


@pytest.mark.parametrize(("one", "other"), [("kỹ", "kĩ"), ("quý", "quí"), ("lý do", "lí do"), ("mỹ tho", "mĩ tho")])
def test_school_spellings_are_one(one: str, other: str) -> None:
    found = question(changed(TEXT, "công an xã", one))
    verdict = answer(found, other)
    assert verdict is not None
    assert verdict.score == 1


@pytest.mark.parametrize(("accepted", "typed"), [("tay", "tai"), ("xong", "song"), ("máy", "mái"), ("mua", "mưu")])
def test_different_words_stay_different(accepted: str, typed: str) -> None:
    verdict = answer(question(changed(TEXT, "công an xã", accepted)), typed)
    assert verdict is not None
    assert verdict.score == 0


def test_words_that_only_look_like_typing_marks_are_read_as_they_are_first() -> None:
    found = question(changed(changed(TEXT, "công an xã", "xong"), "gọi lại số đó", "xoong"))
    assert [verdict and verdict.score for verdict in (answer(found, "xong"), answer(found, "xoong"))] == [1, 0]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("khoong cho ai heets", "khong cho ai het"),
        ("kho6ng cho ai he61t", "khong cho ai het"),
        ("dduwowngf", "duong"),
        ("quoocs gia", "quoc gia"),
        ("an", "an"),
        ("", ""),
    ],
)
def test_typing_marks_are_taken_away(typed: str, meant: str) -> None:
    assert without_typing_marks(typed) == meant


REAL = [
    "001203004567",
    "0912345678",
    "0912 345 678",
    "+84 912.345.678",
    "mã là 482913",
    "4-8-2-9-1-3",
    "４８２９１３",
    "482\u200b913",
    "sinh 01/02/1958",
    "9704 0000 1234 5678",
    "công an 123456 phường",
]


@pytest.mark.parametrize("typed", REAL)
def test_real_looking_number_is_refused_and_not_shown_again(typed: str) -> None:
    form = fields(typed)
    assert FOUND.answer_from(form) == Unfinished(NO_REAL_NUMBER)
    digits = {character for character in fold(FOUND.shown("k", form).typed) if character.isdigit()}
    assert digits == set()


@pytest.mark.parametrize("typed", REAL)
def test_real_looking_number_is_no_answer_even_if_it_gets_past_the_form(typed: str) -> None:
    assert FOUND.judge(typed) is FOUND.judge(fold(typed)) is None


def test_words_beside_a_refused_number_stay_typed() -> None:
    assert FOUND.shown("k", fields("mã của tôi 482 913 đó")).typed == "mã của tôi  đó"
    assert FOUND.shown("k", fields("Công an phường")).typed == "Công an phường"


def test_short_numbers_are_answers() -> None:
    assert told("113")[0] == 1
    assert isinstance(answer(FOUND, "12345"), object)
    assert FOUND.answer_from(fields("phường 12345")) == "phuong 12345"


def test_nothing_and_too_much_are_told_apart_from_wrong() -> None:
    for empty in ({}, fields(""), fields("  "), fields("!?"), fields("\0"), fields("漢字"), fields("\ud800")):
        assert FOUND.answer_from(empty) == Unfinished(TYPE_SOMETHING)
    assert FOUND.answer_from(fields("a" * LONGEST)) == "a" * LONGEST
    assert FOUND.answer_from(fields("a" * (LONGEST + 1))) == Unfinished(TOO_LONG)


@pytest.mark.battery
@settings(max_examples=50)
@given(st.text(max_size=99))
def test_whatever_is_kept_is_folded_short_and_no_number(typed: str) -> None:
    found = FOUND.answer_from(fields(typed))
    if isinstance(found, Unfinished):
        return
    assert fold(found) == found
    assert len(found) <= LONGEST <= LONGEST_ANSWER
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert FOUND.judge(found) is not None


@pytest.mark.parametrize("text", ["", " ", "Công an", "cong  an", " cong an", "cong-an", "a" * 81, "482913", "<b>"])
def test_text_that_was_not_folded_is_no_answer(text: str) -> None:
    assert FOUND.judge(text) is None
    assert not is_kept(text)


def test_answer_is_shown_again_as_the_author_spells_it_or_as_it_was_kept() -> None:
    chosen = [verdict.chosen for text in ("cong an xa", "ba hang xom") if (verdict := FOUND.judge(text))]
    assert chosen == ["công an phường", "ba hang xom"]


@pytest.mark.parametrize("typed", ["", "a", "con", "số vừa gọi", "113"])
def test_nothing_shown_tells_the_key(typed: str) -> None:
    shown = FOUND.shown("k", fields(typed))
    assert shown == ShownBlank("Bác gõ một vài chữ nhé, không cần gõ dấu", typed)


def test_short_answer_is_a_question() -> None:
    assert isinstance(FOUND, Question)
    assert feedbacks(FOUND.answer_key()) == {f"CANARY-{number}" for number in range(1, 5)}


FAULTS: list[tuple[str, str, list[Fault]]] = [
    ("- [x] công an phường", "- [] công an phường", [(4, "bad-choice")]),
    ("- [ ] con |", "-[ ] con |", [(8, "bad-choice")]),
    ("- [ ] con |", "- con |", [(8, "bad-choice")]),
    ("- [ ] (câu khác)", "- [ ] câu khác", [(10, "bad-choice")]),
    ("- [ ] (câu khác)", "- [ ] (Khác)", [(10, "bad-choice")]),
    ("- [ ] (câu khác)", "- [x] (câu khác)", [(10, "bad-choice")]),
    ("- [ ] (câu khác)\n  > CANARY-4 Bác hỏi ở trụ sở công an gần nhà.\n", "", [(1, "no-rest")]),
    ("- [x] công an phường", "- [ ] công an phường", [(1, "no-right-answer")]),
    ("- [ ] số vừa gọi | gọi lại số đó", "- [ ] Công An Xã", [(6, "duplicate-choice")]),
    ("- [ ] số vừa gọi | gọi lại số đó", "- [ ] cong an xa | số vừa gọi", [(6, "duplicate-choice")]),
    ("- [ ] số vừa gọi | gọi lại số đó", "- [ ] |", [(6, "empty-choice")]),
    ("- [ ] số vừa gọi | gọi lại số đó", "- [ ] số vừa gọi | ???", [(6, "bad-spelling")]),
    ("- [ ] số vừa gọi | gọi lại số đó", "- [ ] `0912345678`", [(6, "bad-spelling")]),
    ("- [ ] số vừa gọi | gọi lại số đó", "- [ ] " + "số vừa gọi " * 9, [(6, "bad-spelling")]),
    ("- [ ] số vừa gọi | gọi lại số đó", "- [ ] gọi 0912345678", [(6, "phone-in-prose"), (6, "bad-spelling")]),
    ("  > CANARY-3 Con bác cũng phải hỏi công an.\n", "", [(8, "missing-feedback")]),
    ("  > CANARY-4 Bác hỏi ở trụ sở công an gần nhà.\n", "", [(10, "missing-feedback")]),
    ("Có người xưng công an gọi bác. Bác hỏi lại ở đâu?", "", [(1, "no-stem")]),
]


@pytest.mark.parametrize(("old", "new", "faults"), FAULTS)
def test_fault_is_told_at_its_line(old: str, new: str, faults: list[Fault]) -> None:
    assert read(changed(TEXT, old, new))[1] == faults


def test_at_least_one_wrong_answer_is_foreseen() -> None:
    lines = TEXT.split("\n")
    assert read("\n".join([*lines[:5], *lines[9:]]))[1] == [(1, "few-choices")]


def test_same_spelling_twice_in_one_line_is_welcome() -> None:
    assert question(changed(TEXT, "công an xã", "cong an phuong | Công an phường")).foreseen[0].right
