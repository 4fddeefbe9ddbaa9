"""What of a lesson can be found and quoted, and what stays hidden."""

import pytest

from app.courses.domain.readers import Reader
from app.tutor.domain.page_text import paragraphs
from app.tutor.domain.passages import LessonText, lesson_texts
from tests.courses.judging import judge, judge_lesson
from tests.sample_content import FILES, KINDS_LESSON, KINDS_PATH, LESSON

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they compile whole lessons

STEP = LESSON.index("Trên [[han-muc-thu]]")


def lesson(text: str = LESSON) -> LessonText:
    compiled = judge_lesson(text)
    assert "giu-mat-khau" in compiled.catalogue.lessons, compiled.diagnostics
    return next(one for one in lesson_texts(compiled.catalogue) if one.slug == "giu-mat-khau")


def with_first_step(body: str) -> LessonText:
    """The sample lesson with this as the text of its first step."""
    return lesson(LESSON[:STEP] + body + "\n:::\n\n" + LESSON[LESSON.index("::: cau-hoi ai-hoi-ma") :])


def sentences(body: str) -> list[str]:
    return [sentence.text for sentence in with_first_step(body).passages[0].sentences]


def test_step_is_a_passage_at_its_own_address() -> None:
    first, second = lesson().passages
    assert (first.heading, first.anchor) == ("Mở đầu", "/bai-hoc/giu-mat-khau?buoc=1")
    assert (second.heading, second.anchor) == ("Giữ kín", "/bai-hoc/giu-mat-khau?buoc=3")
    assert [sentence.text for sentence in second.sentences] == ["Mật khẩu chỉ mình bác biết."]


def test_facts_stand_in_their_sentences_and_are_known() -> None:
    first = lesson().passages[0].sentences[0]
    assert first.text == "Trên 10 triệu đồng thì máy hỏi mã OTP."
    assert [fact.id for fact in first.facts] == ["han-muc-thu"]


def test_part_of_one_platform_is_quoted_to_its_readers_only() -> None:
    said = lesson().passages[0].sentences
    android, iphone = Reader(platform="android"), Reader(platform="iphone")
    assert [one.text for one in said if android.sees(one.tags)][1:] == ["Mở CH Play."]
    assert [one.text for one in said if iphone.sees(one.tags)][1:] == ["Mở App Store."]


def test_paragraph_is_cut_into_its_sentences() -> None:
    assert sentences('Ai gọi cũng chậm lại. Bác hỏi: "Ai đấy?" Rồi bác cúp máy! **Cài đặt** ở đó.') == [
        "Ai gọi cũng chậm lại.", 'Bác hỏi: "Ai đấy?"', "Rồi bác cúp máy!", "Cài đặt ở đó.",
    ]  # fmt: skip


def test_sentence_may_begin_with_a_marked_capital() -> None:
    assert sentences("Bác mở VNeID. Ở góc có chữ. Đó là nút Thoát.") == [
        "Bác mở VNeID.", "Ở góc có chữ.", "Đó là nút Thoát.",
    ]  # fmt: skip


def test_line_before_a_list_is_quoted_with_the_list() -> None:
    assert sentences("Có hai thứ. Bác để sẵn:\n\n- Thẻ căn cước.\n- Điện thoại.\n\nXong rồi đi.") == [
        "Có hai thứ.", "Bác để sẵn: Thẻ căn cước. Điện thoại.", "Xong rồi đi.",
    ]  # fmt: skip


def test_list_stays_whole_whatever_ends_the_line_before_it() -> None:
    assert sentences("Bác xem ở bao lâu.\n\n- Lưu trú: vài hôm. Nhà trọ báo.\n- Tạm trú: lâu hơn.\n\nXong.") == [
        "Bác xem ở bao lâu. Lưu trú: vài hôm. Nhà trọ báo. Tạm trú: lâu hơn.", "Xong.",
    ]  # fmt: skip
    assert sentences("- Lưu trú: vài hôm. Nhà trọ báo.\n- Tạm trú.") == [
        "Lưu trú: vài hôm. Nhà trọ báo.",
        "Tạm trú.",
    ]


def test_items_of_a_long_list_say_nothing_alone() -> None:
    items = [f"Việc thứ {word}." for word in ("nhất", "nhì", "ba", "tư", "năm", "sáu")]
    said = (
        with_first_step("Làm đi:\n\n" + "\n".join(f"- {one}" for one in items) + "\n\nXong rồi.").passages[0].sentences
    )
    assert [(one.text, one.is_part) for one in said] == [
        ("Làm đi:", True), *((item, True) for item in items), ("Xong rồi.", False),
    ]  # fmt: skip


def test_title_of_a_box_is_no_sentence() -> None:
    assert sentences("Bác nhớ nhé.\n\n::: khong-bao-gio\nKhông đọc mã.\n:::") == ["Bác nhớ nhé.", "Không đọc mã."]


def test_paragraphs_hold_what_is_seen() -> None:
    assert [one.text for one in paragraphs("<p>A &amp; <strong>B</strong>.</p><p>C\n d</p>")] == ["A & B.", "C d"]


@pytest.mark.battery
def test_nothing_that_judges_an_exercise_is_read() -> None:
    catalogue = judge({**FILES, KINDS_PATH: KINDS_LESSON}).catalogue
    texts = repr(lesson_texts(catalogue))
    assert "CANARY" in repr([one.source for one in catalogue.lessons.values()])
    assert "CANARY" not in texts


@pytest.mark.battery
def test_what_a_drill_shows_helps_to_find_its_lesson() -> None:
    text = next(one for one in lesson_texts(judge({**FILES, KINDS_PATH: KINDS_LESSON}).catalogue) if one.drills)
    assert text.drills.strip()
    assert "Nên làm" not in text.drills
