"""Finding the lesson and the step: on lessons made for it, so that each rule shows alone."""

from dataclasses import replace

import pytest

from app.courses.domain.readers import Reader
from app.tutor.domain.extract import extract, leans
from app.tutor.domain.index import Found, Index, asked_anew, build_index
from app.tutor.domain.passages import LessonText, Passage, Sentence

pytestmark = pytest.mark.pure


def lesson(slug: str, title: str, wish: str, *steps: tuple[str, str], drills: str = "") -> LessonText:
    passages = tuple(
        Passage(
            slug,
            number,
            title,
            heading,
            tuple(Sentence(f"{text.strip()}.") for text in said.split(".") if text.strip()),
        )
        for number, (heading, said) in enumerate(steps, 1)
    )
    return LessonText(slug, title, wish, title, "Khóa thử", "", drills, passages)


LESSONS = (
    lesson(
        "quen-mat-khau", "Lấy lại mật khẩu", "Tôi quên mật khẩu VNeID",
        ("Để sẵn hai thứ", "Bác để sẵn thẻ căn cước. Bác để sẵn điện thoại có sim."),
        ("Quên mã khóa thì làm khác", "Mã khóa có cách lấy lại riêng. Bác chạm dòng Quên mã khóa."),
    ),
    lesson(
        "tam-tru", "Đăng ký tạm trú", "Tôi lên ở với con, muốn đăng ký tạm trú",
        ("Mở mục tạm trú", "Bác mở VNeID. Bác chạm Đăng ký tạm trú."), ("Nhờ chủ hộ", "Chủ hộ xác nhận trên máy của chủ hộ."),
    ),
    lesson(
        "thu-hoi", "Gửi nhầm thì thu hồi", "Tôi lỡ gửi ảnh nhầm người",
        ("Thu hồi", "Bác giữ ngón tay trên tấm ảnh. Rồi bác chạm Thu hồi. Ảnh mất ở cả hai máy."),
    ),
    lesson("goi-hang", "Gói hàng lạ", "Tôi không đặt hàng mà có người gọi giao", ("Thấy hàng mới trả", "Không đặt thì không trả tiền."),
           drills="Shipper nói đơn hàng thu hộ đã để trước cổng."),
)  # fmt: skip
INDEX = build_index(LESSONS)


def found(question: str, index: Index = INDEX) -> tuple[Found, ...]:
    return index.find(index.speller.read(question))


def best(question: str) -> str:
    return found(question)[0].lesson.slug


def answer(question: str) -> list[str]:
    reading = INDEX.speller.read(question)
    return [sentence.text for sentence in extract(INDEX, INDEX.find(reading)[0].passage, reading, Reader())]


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("tôi quên mật khẩu", "quen-mat-khau"),
        ("quen mat khau vneid", "quen-mat-khau"),
        ("quên mk r", "quen-mat-khau"),
        ("đăng kí tạm chú", "tam-tru"),  # as some speak
        ("gởi lộn hình cho người ta", "thu-hoi"),  # of the South
        ("rút lại tin", "thu-hoi"),  # other words for the same thing
        ("shipper bảo để hàng trước cổng", "goi-hang"),  # only its drill says so
    ],
)
def test_lesson_is_found_however_it_is_asked(question: str, slug: str) -> None:
    assert best(question) == slug


def test_step_that_fits_best_is_named() -> None:
    assert found("chủ hộ xác nhận tạm trú thế nào")[0].passage.number == 2
    assert found("mở mục tạm trú ở đâu")[0].passage.number == 1


def test_every_lesson_has_a_place_in_the_ranking() -> None:
    assert {one.lesson.slug for one in found("xyz")} == {one.slug for one in LESSONS}
    assert found("xyz")[0].score == 0


def test_nearness_in_meaning_is_weighed_with_the_words() -> None:
    reading = INDEX.speller.read("tôi quên mật khẩu, muốn đăng ký tạm trú")
    first, second = INDEX.find(reading)[:2]
    assert second.score > first.score / 2
    alike = {one.slug: 0.8 for one in LESSONS}
    assert INDEX.find(reading, near=alike)[:2] == (first, second)
    assert INDEX.find(reading, near=alike | {second.lesson.slug: 0.9})[0] == second
    assert INDEX.find(reading, near={"khong-co-bai": 0.9})[0] == first


def test_what_is_near_and_shares_no_word_does_not_come_first() -> None:
    reading = INDEX.speller.read("tôi quên mật khẩu")
    assert INDEX.find(reading, near={"goi-hang": 0.9, "quen-mat-khau": 0.8})[0].lesson.slug == "quen-mat-khau"


def test_answer_is_two_sentences_in_the_order_of_the_lesson() -> None:
    assert answer("ảnh gửi nhầm mất ở cả hai máy không, giữ ngón tay trên tấm ảnh à") == [
        "Bác giữ ngón tay trên tấm ảnh.", "Ảnh mất ở cả hai máy.",
    ]  # fmt: skip


def test_sentence_that_leans_on_the_one_before_comes_with_it() -> None:
    assert answer("chạm thu hồi") == ["Bác giữ ngón tay trên tấm ảnh.", "Rồi bác chạm Thu hồi."]


@pytest.mark.parametrize(
    "text", ["Bác bấm Tiếp tục.", "Bấm Đồng ý.", "Rồi bác cúp máy.", "Nó nằm ở góc.", "Trang ấy là giả."]
)
def test_order_or_pronoun_says_too_little_alone(text: str) -> None:
    assert leans(text)


@pytest.mark.parametrize(
    "text", ["Bác bấm nút Thu hồi ngay khi thấy gửi nhầm.", "Mật khẩu chỉ mình bác biết.", "Công an không hỏi mã."]
)
def test_whole_sentence_stands_alone(text: str) -> None:
    assert not leans(text)


def test_reader_gets_only_what_their_page_shows() -> None:
    step = Passage("b", 1, "B", "B", (Sentence("Chạm Ghi danh.", frozenset({"android"})), Sentence("Máy hỏi tên.")))
    reading = INDEX.speller.read("ghi danh")
    assert [one.text for one in extract(INDEX, step, reading, Reader(platform="iphone"))] == ["Máy hỏi tên."]
    assert extract(INDEX, Passage("b", 1, "B", "B", step.sentences[:1]), reading, Reader(platform="iphone")) == ()


ASKING = build_index(
    [lesson("hoi", "Hết bao nhiêu, chuyển tiền thế nào", "Chủ nhà trọ báo tạm trú", ("Gửi ảnh", "Gửi."))]
)


def answered(question: str, *sentences: Sentence | str) -> list[str]:
    """From one step with these sentences."""
    said = tuple(Sentence(one) if isinstance(one, str) else one for one in sentences)
    step = Passage("b", 1, "B", "B", said)
    return [one.text for one in extract(ASKING, step, ASKING.speller.read(question), Reader())]


@pytest.mark.parametrize(
    "idle",
    [
        "Bây giờ bác thử chuyển tiền.", "Bốn chuyện sau đây đều bịa.", "Chào bác, ta chuyển tiền nhé.", "Bác chuyển tiền chưa?",
        "Bác chọn thật hay lừa, rồi nói bác chắc hay không chắc.", "Địa chỉ có đuôi .vi-du là địa chỉ bịa.",
        "Chữ hoặc chỗ nút chuyển tiền trên máy bác có thể khác một chút.", "Bác chuyển tiền thế này:",
    ],
)  # fmt: skip
def test_what_leads_to_a_drill_greets_or_asks_is_no_answer(idle: str) -> None:
    assert answered("chuyển tiền thế nào", idle, "Bác gõ số tiền vào ô.") == ["Bác gõ số tiền vào ô."]
    assert answered("chuyển tiền thế nào", idle) == []


def test_part_of_a_long_list_is_no_answer() -> None:
    part = Sentence("Chủ nhà trọ báo tạm trú.", is_part=True)
    assert answered("chủ nhà trọ báo tạm trú", part, "Bác mở VNeID.") == []
    assert answered("chủ nhà trọ báo tạm trú", "Bác mở VNeID.", part) == ["Bác mở VNeID."]


def test_sentence_of_the_kind_that_is_asked_for_comes_first() -> None:
    said = "Gửi ảnh thì dễ.", "Bạn bè xem.", "Gửi ảnh mất 500 đồng.", "Ai cũng thích.", "Gửi ảnh thì vui."
    assert "Gửi ảnh mất 500 đồng." in answered("gửi ảnh hết bao nhiêu", *said)
    assert "Gửi ảnh mất 500 đồng." not in answered("gửi ảnh", *said)


def test_how_people_asked_for_a_step_helps_to_choose_it() -> None:
    steps = ("Là gì", "Tiền nằm trong máy."), ("Cho tiền vào", "Bác nạp tiền.")
    told = lesson("vi", "Ví điện tử", "Tôi muốn dùng ví điện tử", *steps)
    wallet = replace(told, passages=tuple(replace(one, slug=f"buoc-{one.number}") for one in told.passages))
    lessons, asked = (*LESSONS, wallet), "ví điện tử kẹt cứng"
    assert found(asked, build_index(lessons))[0].passage.number == 1
    knowing = build_index(lessons, {"vi/buoc-2": ["bị kẹt cứng thì sao"]})
    assert found(asked, knowing)[0].passage.number == 2
    assert found(asked, asked_anew(knowing, {}))[0].passage.number == 1


def test_no_lessons_find_nothing() -> None:
    assert found("gì cũng được", build_index(())) == ()
