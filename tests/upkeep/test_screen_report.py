"""What is kept of a report, and of whom: nothing that says who they are."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.ids import is_token
from app.upkeep.domain.fact_place import fact_places
from app.upkeep.domain.screen_report import (
    BLANK,
    LONGEST,
    all_words,
    kept_words,
    known_choice,
    mark_of,
    report_key,
    sender_of,
)
from tests.processor_time import ROOM, times_as_long

pytestmark = pytest.mark.pure

KEY, DAY = b"a key", date(2026, 11, 21)


@pytest.mark.parametrize(
    "number",
    [
        "0912345678", "0912 345 678", "09.12.34.56.78", "+84 912-345-678", "(091) 234 5678", "001058012345", "0 0 1 0 5 8 0 1 2 3 4 5",
        "482913", "4829", "482 913", "48-29-13", "01/02/1958", "0912_345_678", "０９１２３４５６７８", "٠٩١٢٣٤٥٦٧٨",
        "09\u200b12\u200b345678", "0912\n345\n678", "0912\t345678", "9704 1234 5678 9012 345", "091*234*5678", "0912…345…678", "①②③④⑤⑥",
    ],
)  # fmt: skip
def test_numbers_are_blanked_however_they_are_typed(number: str) -> None:
    kept = kept_words(f"Máy tôi hiện {number} ở trên")
    assert kept == f"Máy tôi hiện {BLANK} ở trên"


@pytest.mark.parametrize(
    "words", ["Nút Tiếp tục màu xanh", "Bước 2 không có nút ấy", "Máy Android 14", "Có 3 nút, không phải 2"]
)
def test_plain_words_stay(words: str) -> None:
    assert kept_words(words) == words


@given(st.text(max_size=2_000))
def test_what_is_kept_is_one_short_line_without_long_numbers(typed: str) -> None:
    kept = kept_words(typed)
    assert len(kept) <= LONGEST
    assert "\n" not in kept
    assert "\0" not in kept
    assert not re.search(r"\d[\W_]{0,3}\d[\W_]{0,3}\d[\W_]{0,3}\d", kept)
    kept.encode()  # no half character


@given(st.text("0123456789 .-/", min_size=4, max_size=30).filter(lambda text: sum(c.isdigit() for c in text) >= 12))
def test_no_long_number_survives_by_its_gaps(number: str) -> None:
    digits = re.sub(r"\D", "", kept_words(number))
    assert len(digits) <= 3 * (1 + len(re.findall(r"[ .\-/]{4,}", number)))


@pytest.mark.battery
@pytest.mark.parametrize("piece", ["+", "(", "1 ", "1.1.1 . . ", "\ufdfa", "a\u0301\u0323", "\u200b", "+1"])
def test_no_text_takes_much_longer_than_ordinary_words(piece: str) -> None:
    text = piece * (4_000 // len(piece))
    ordinary = ("Nút Tiếp tục màu xanh " * 200)[:4_000]
    work = [lambda text=text: [kept_words(text) for _ in range(50)] for text in (text, ordinary)]
    assert times_as_long(*work) < ROOM


@given(st.text(max_size=250), st.text(max_size=250))
def test_later_words_take_nothing_away_and_make_no_long_number(first: str, later: str) -> None:
    before = kept_words(first)
    both = all_words(before, kept_words(later))
    assert len(both) <= LONGEST
    assert not re.search(r"\d[\W_]{0,3}\d[\W_]{0,3}\d[\W_]{0,3}\d", both)
    assert both.startswith(before) or BLANK in both


def test_mark_tells_every_change_of_what_a_teacher_sees() -> None:
    rows = [(1, "khac", "nút"), (2, "", "")]
    others = [[(1, "khac", "nút")], [(1, "khac", "nút / xanh"), (2, "", "")], [(1, "", "nút"), (2, "", "")],
              [(1, "khac", "nút"), (3, "", "")], [(1, "khac", ""), (2, "", "nút")], []]  # fmt: skip
    assert mark_of(rows) not in {mark_of(other) for other in others}
    assert mark_of(rows) == mark_of(list(rows))


def test_sender_is_the_same_all_day_and_another_the_next() -> None:
    name = sender_of(KEY, 7, "10.0.0.1", DAY).name
    assert name == sender_of(KEY, 7, "10.9.9.9", DAY).name
    others = [
        sender_of(KEY, 7, "10.0.0.1", date(2026, 11, 22)), sender_of(KEY, 8, "10.0.0.1", DAY),
        sender_of(KEY, None, "10.0.0.1", DAY), sender_of(b"other", 7, "10.0.0.1", DAY),
    ]  # fmt: skip
    assert name not in {other.name for other in others}
    assert len(name) == 22


def test_learner_reports_a_screen_once_a_day_and_a_visitor_once_a_form() -> None:
    learner, visitor = sender_of(KEY, 7, "", DAY), sender_of(KEY, None, "10.0.0.1", DAY)
    first, second = "a" * 22, "b" * 22
    assert report_key(KEY, learner, "bai", "buoc", first) == report_key(KEY, learner, "bai", "buoc", second)
    assert report_key(KEY, learner, "bai", "khac", first) != report_key(KEY, learner, "bai", "buoc", first)
    assert report_key(KEY, visitor, "bai", "buoc", first) == first
    assert is_token(report_key(KEY, visitor, "bai", "buoc", "not ours"))


def test_unknown_choice_is_none() -> None:
    assert (known_choice("nut-khac"), known_choice("<script>"), known_choice("")) == ("nut-khac", "", "")


def test_facts_are_found_at_their_lines() -> None:
    rows = "# hạn mức\n- ma: mot\n  loai: khac\n\n-   ma: 'hai'\n- {ma: ba, loai: khac}\n  cau: ma: bon\n"
    files = [("content/facts/a.yaml", rows), ("content/facts/b.yaml", "- loai: khac\n  ma: nam\n- ma: mot\n")]
    assert fact_places(files) == {
        "mot": ("content/facts/a.yaml", 2), "hai": ("content/facts/a.yaml", 5), "ba": ("content/facts/a.yaml", 6),
        "nam": ("content/facts/b.yaml", 2),
    }  # fmt: skip
