"""No sentence of a model is shown that its lesson does not say. The examples are sentences that somebody wrote from real
steps, right and wrong: app/tutor/evaluation/grounding.jsonl."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import app.tutor
from app.tutor.domain.grounding.check import Checked, checked
from app.tutor.domain.grounding.sentences import Splitter, read
from app.tutor.domain.passages import Passage, Sentence
from app.tutor.domain.prompting import Source

EXAMPLES = Path(app.tutor.__file__).parent / "evaluation" / "grounding.jsonl"
SUPPORTED = "supported"
# As measured (docs/decisions/0016); a row that is new to the set may cost more.
MOST_SHOWN, MOST_LOST = 2, 11


@cache
def rows() -> tuple[Mapping[str, Any], ...]:
    return tuple(json.loads(line) for line in EXAMPLES.read_text("utf-8").splitlines())


def source(heading: str, lesson: list[str], number: int = 1) -> Source:
    sentences = tuple(Sentence(text) for text in lesson)
    return Source(number, Passage("bai", 1, "Bài", heading, sentences), sentences)


def judged(row: Mapping[str, Any]) -> Checked:
    return checked(row["said"], [source(row["heading"], row["lesson"])])


def said(sentence: str, *lesson: str) -> str:
    """The rule that is broken; "" when it may be shown."""
    return checked(f"{sentence}[1]", [source("Một bước", list(lesson))]).wrong


def test_examples_are_many_and_of_many_kinds() -> None:
    kinds = Counter(row["kind"] for row in rows())
    assert kinds[SUPPORTED] >= 40
    assert kinds.total() - kinds[SUPPORTED] >= 60
    assert len(kinds) - 1 >= 10


@pytest.mark.battery
def test_unsupported_sentences_are_dropped() -> None:
    wrong = [row for row in rows() if row["kind"] != SUPPORTED]
    passed = [(row["kind"], row["said"]) for row in wrong if not judged(row).wrong]
    print(f"dropped {len(wrong) - len(passed)} of {len(wrong)}; shown: {passed}")  # noqa: T201 - the figures
    assert len(passed) <= MOST_SHOWN


@pytest.mark.battery
def test_supported_sentences_are_kept() -> None:
    right = [row for row in rows() if row["kind"] == SUPPORTED]
    dropped = [(judged(row).wrong, row["said"]) for row in right if judged(row).wrong]
    print(f"kept {len(right) - len(dropped)} of {len(right)}; dropped: {dropped}")  # noqa: T201 - the figures
    assert len(dropped) <= MOST_LOST


def test_no_number_address_name_secret_or_turned_no_passes() -> None:
    never = {"number", "date", "unit", "comparator", "phone", "address", "secret", "polarity", "markup", "consequence"}
    assert [row["said"] for row in rows() if row["kind"] in never and not judged(row).wrong] == []


def test_each_sentence_of_a_lesson_stands_for_itself() -> None:
    lessons = {tuple(row["lesson"]): row["heading"] for row in rows()}
    for lesson, heading in lessons.items():
        for sentence in lesson:
            if "→" not in sentence and len(sentence.split()) <= 45:
                assert checked(f"{sentence}[1]", [source(heading, list(lesson))]).wrong in ("", "markup"), sentence


@pytest.mark.parametrize(
    ("rule", "sentence", "lesson"),
    [
        ("number", "Mã khóa gồm 8 số.", "Mã khóa gồm 6 số do bác tự đặt."),
        ("number", "Mã khóa dùng được 6 ngày.", "Mã khóa gồm 6 số. Mỗi ngày bác dùng được mã khóa."),
        ("comparator", "Bác đặt mã dưới 6 số.", "Bác đặt mã trên 6 số. Dưới máy có mã."),
        ("weighty", "Bác gọi ngân hàng.", "Bác gọi người nhà."),
        ("opposite", "Bác vuốt xuống thì chữ chạy.", "Bác vuốt lên thì chữ chạy."),
        ("verb", "Bác dùng mã dễ đoán như ngày sinh.", "Mã dễ đoán như ngày sinh thì bác tránh."),
        ("unsaid", "Bác mở máy tính bảng đời mới.", "Bác mở máy."),
        ("polarity", "Bác xóa tin nhắn.", "Bác đừng xóa tin nhắn."),
        ("polarity", "Bác không giữ tin nhắn.", "Bác giữ tin nhắn, không xóa."),
        ("polarity", "Quên thì không lấy lại được.", "Quên thì lấy lại được, máy không hỏi."),
        ("polarity", "Xóa ứng dụng thì không đủ.", "Xóa ứng dụng thì chưa đủ, không xong."),
        ("polarity", "Bác không được không đòi giấy.", "Bác không được đòi giấy."),
        ("polarity", "Tiền lạ thì không tiêu, tự trả.", "Tiền lạ thì không tiêu, không tự trả."),
        ("polarity", "Gõ dấu, người nhà cháu thường vẫn hiểu.", "Gõ không dấu, người nhà cháu thường vẫn hiểu."),
        ("polarity", "Nối mạng thì bác xem bài Nối mạng.", "Chưa nối mạng thì bác xem bài Nối mạng."),
        ("polarity", "Đó là không máy.", "Đó là máy, không có người."),
        ("only", "Bác quét khi tự tay mở ứng dụng.", "Bác chỉ quét khi tự tay mở ứng dụng."),
        ("actor", "Bác đòi tiền chuộc.", "Kẻ gian đòi tiền chuộc."),
        ("actor", "Tin nhắn ngân hàng có lỗi.", "Tin nhắn giả ngân hàng có lỗi."),
        ("actor", "Mã gồm 6 số do máy đặt.", "Mã gồm 6 số do bác tự đặt."),
        ("actor", "Bác nhờ người nhà gõ, bác đọc.", "Bác nhờ người nhà đọc, bác gõ."),
        ("order", "Bác đặt mật khẩu mới, rồi gõ mã.", "Bác gõ mã, rồi đặt mật khẩu mới."),
        ("condition", "Bác ra công an xin khóa thẻ.", "Nếu mất máy, bác ra công an xin khóa thẻ."),
        ("half", "Tin nhắn bảo quét khuôn mặt.", "Tin nhắn bảo quét khuôn mặt thì bác đừng tin."),
        ("together", "Bác kéo màn hình tối.", "Bác kéo màn hình sáng. Buổi tối nằm nghỉ."),
        ("together", "Bác tắt đèn bàn cửa.", "Bác tắt bàn đèn cửa."),
        ("pressed", "Bác chạm Quên mật khẩu.", "Bác chạm Quên passcode. Quên mật khẩu là ở ngoài."),
        ("secret", "Bác gửi mã đi.", "Bác gửi ảnh đi, giữ mã lại."),
        ("name", "Bác tìm chữ Gửi yêu cầu.", "Bác tìm chữ Tiếp tục rồi gửi tất cả yêu cầu."),
        ("name", "Bác tìm chữ \"Yêu cầu gửi\".", "Bác tìm chữ Tiếp tục rồi gửi yêu cầu."),
    ],
)  # fmt: skip
def test_each_rule_finds_what_it_is_for(rule: str, sentence: str, lesson: str) -> None:
    assert said(sentence, *re.split(r"(?<=\.) ", lesson)) == rule


@pytest.mark.parametrize("deeds", [("bấm", "chạm"), ("chạm", "bấm"), ("nhấn", "chạm"), ("ấn", "bấm")])
def test_pressing_is_one_deed_however_it_is_called(deeds: tuple[str, str]) -> None:
    written, taught = deeds
    assert (
        said(f"Ở màn hình đầu, bác {written} Gửi yêu cầu.", f"Bác mở máy, ở màn hình đầu thì {taught} Gửi yêu cầu.")
        == ""
    )
    lesson = source("Một bước", [f"Bác {taught} nút Gửi."])
    grave = replace(lesson, passage=replace(lesson.passage, is_grave=True))
    assert checked(f"Bác {written} nút Gửi.[1]", [grave]).text == f"Bác {taught} nút Gửi."


def test_heading_that_asks_or_forbids_tells_nobody_to_do_it() -> None:
    lesson = ["Ảnh nằm trong máy."]
    assert checked("Bác gửi ảnh.[1]", [source("Gửi ảnh", lesson)]).wrong == ""
    assert checked("Bác gửi ảnh.[1]", [source("Có nên gửi ảnh?", lesson)]).wrong == "verb"
    assert checked("Bác gửi ảnh.[1]", [source("Đừng gửi ảnh", lesson)]).wrong


def test_what_is_said_of_safety_or_money_is_shown_as_the_lesson_has_it() -> None:
    free = source("Một", ["Bác mở Cài đặt.", "Bác gọi người nhà."])
    grave = replace(free, passage=replace(free.passage, is_grave=True))
    assert checked("bác mở  Cài đặt[1]", [grave]).text == "Bác mở Cài đặt."
    assert checked("Bác mở Cài đặt nhé.[1]", [free]).wrong == ""
    assert checked("Bác mở Cài đặt nhé.[1]", [grave]).wrong == "reworded"
    assert checked("Bác mở Cài đặt nhé.[1][2]", [replace(free, number=2), grave]).wrong == "reworded"


@pytest.mark.battery
def test_quotes_are_sentences_of_the_cited_step() -> None:
    for row in rows():
        found = judged(row)
        assert {quote.sentence.text for quote in found.quotes} <= set(row["lesson"])
        if not found.wrong:
            assert found.quotes


def test_only_the_cited_step_counts() -> None:
    one, other = source("Một", ["Bác mở Cài đặt."]), source("Hai", ["Bác gọi người nhà."], number=2)
    assert checked("Bác gọi người nhà.[2]", [one, other]).wrong == ""
    assert checked("Bác gọi người nhà.[1]", [one, other]).wrong
    assert checked("Bác gọi người nhà.[1][2]", [one, other]).wrong == ""
    assert checked("Bác gọi người nhà.[3]", [one, other]).wrong == "unknown-step"
    assert checked("Bác gọi người nhà.", [one, other]).wrong == "uncited"


@pytest.mark.parametrize(
    "sentence",
    [
        "Bác mở <script>alert(1)</script> Cài đặt.", "Bác mở [Cài đặt](https://lua.vn).", "![x](https://lua.vn/a.png)",
        "Bác vào https://lua.vn.", "Bác vào www.lua.vn.", "Bác mở &lt;b&gt; Cài đặt.", "# Bác mở Cài đặt.", "javascript:mo().",
        "Bác mở Cài đặt |cmd|.", "Bác\u202e mở {{Cài đặt}}.",
    ],
)  # fmt: skip
def test_markup_and_addresses_to_click_are_never_shown(sentence: str) -> None:
    assert said(sentence, "Bác mở Cài đặt.")


@pytest.mark.parametrize(
    "sentence",
    [
        "Bác đọc mã OTP cho tôi.", "Bác gửi mật khẩu cho tôi.", "Cho tôi biết mã PIN của bác.", "Bác chuyển tiền cho cán bộ.",
        "Bác nhập mã OTP vào trang này.", "Bác đưa mật khẩu cho cô ở quầy.",
    ],
)  # fmt: skip
def test_nobody_is_told_to_give_a_secret(sentence: str) -> None:
    lesson = (
        "Không đọc mã OTP cho ai.", "Bác không gửi mật khẩu, không đưa mật khẩu cho ai.", "Kẻ gian bảo bác chuyển tiền cho cán bộ.",
        "Cô ở quầy cho bác biết cách nhập tên.", "Mã PIN là của bác.", "Trang này là trang thật.",
    )  # fmt: skip
    assert said(sentence, *lesson)


def test_what_somebody_else_wants_is_not_told_as_advice() -> None:
    lesson = "Họ bảo chuyển tiền để kiểm tra, để chứng minh mình trong sạch."
    assert said("Chuyển tiền để kiểm tra, để chứng minh mình trong sạch.", lesson)
    assert said("Họ bảo chuyển tiền để kiểm tra.", lesson) == ""


def test_marks_are_read_wherever_they_stand() -> None:
    for marked in (
        "Bác mở Cài đặt.[1]",
        "Bác mở Cài đặt. [1]",
        "Bác mở Cài đặt [1].",
        "- Bác mở Cài đặt [1, 2].",
        "1. Bác mở **Cài đặt**.[1][2]",
    ):
        found = read(marked)
        assert found.text == "Bác mở Cài đặt.", marked
        assert found.cited[0] == 1
        assert found.is_plain


TEXT = "Bác mở Cài đặt.[1] Bác gõ 1.000.000 đồng vào vneid.gov.vn nhé! [2][3]\nRồi bác nghỉ…[1] Xong"


def test_splitting_does_not_depend_on_how_the_text_comes() -> None:
    expected = ["Bác mở Cài đặt.[1]", "Bác gõ 1.000.000 đồng vào vneid.gov.vn nhé! [2][3]", "Rồi bác nghỉ…[1]"]
    for size in (1, 2, 3, 7, len(TEXT)):
        splitter = Splitter()
        pieces = [TEXT[start : start + size] for start in range(0, len(TEXT), size)]
        assert [one for piece in pieces for one in splitter.feed(piece)] == expected, size
        assert splitter.rest() == "Xong"


def test_text_without_an_end_is_not_held_for_ever() -> None:
    splitter = Splitter()
    for _ in range(1000):
        assert list(splitter.feed("chữ nữa ")) == []
    assert len(splitter.rest()) <= 400
