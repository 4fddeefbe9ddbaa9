"""A lesson file compiled: front matter, steps with their variants and facts, questions, the end."""

from datetime import date

import pytest

from app.core.ids import version_of
from app.courses.domain.exercises import Exercise
from app.courses.domain.lessons import Lesson, Step
from app.courses.domain.readers import Reader
from tests.courses.judging import judge, sample_lesson
from tests.sample_content import FACT, LESSON, LESSON_PATH

pytestmark = pytest.mark.pure

PLAIN = "Mật khẩu chỉ mình bác biết."


def steps(lesson: Lesson) -> list[Step]:
    return [screen for screen in lesson.screens if isinstance(screen, Step)]


def body_with(text: str, reader: Reader | None = None) -> str:
    return steps(sample_lesson(LESSON.replace(PLAIN, text)))[1].body(reader or Reader())


def test_lesson_knows_its_place_text_and_version() -> None:
    lesson = sample_lesson()
    assert (lesson.slug, lesson.course, lesson.order) == ("giu-mat-khau", "khoa-thu", 1)
    assert (lesson.path, lesson.source, lesson.version) == (f"content/{LESSON_PATH}", LESSON, version_of(LESSON))


def test_front_matter_is_read_by_its_vietnamese_keys() -> None:
    about = sample_lesson().about
    assert (about.title, about.wish) == ("Giữ mật khẩu cho kín", "Tôi muốn giữ mật khẩu")
    assert (about.minutes, about.skills, about.audiences) == (3, ("vneid-dang-nhap",), ("nguoi-dan",))
    assert (about.labels, about.needs) == (("an-toan",), ())
    assert about.sources[0].day == date(2026, 1, 1)
    assert (about.reviewed_on, about.review_by) == (date(2026, 11, 1), date(2099, 1, 1))


def test_screens_stand_in_the_order_of_the_file() -> None:
    lesson = sample_lesson()
    assert [screen.slug for screen in lesson.screens] == ["mo-dau", "ai-hoi-ma", "giu-kin", "ai-biet"]
    assert [lesson.number_of(screen.slug) for screen in lesson.screens] == [1, 2, 3, 4]
    assert [exercise.slug for exercise in lesson.exercises] == ["ai-hoi-ma", "ai-biet"]
    assert lesson.exercise("ai-biet") is lesson.exercises[1]
    assert lesson.exercise("giu-kin") is None
    with pytest.raises(StopIteration):
        lesson.number_of("khong-co")


def test_question_measures_the_skills_of_its_lesson_or_its_own() -> None:
    lesson = sample_lesson(LESSON.replace("cau-hoi ai-biet", "cau-hoi ai-biet ky-nang=tt-ma-qr"))
    assert [exercise.skills for exercise in lesson.exercises] == [("vneid-dang-nhap",), ("tt-ma-qr",)]
    assert all(isinstance(exercise, Exercise) and exercise.kind == "cau-hoi" for exercise in lesson.exercises)


def test_reader_who_named_no_phone_sees_both_under_their_names() -> None:
    step = steps(sample_lesson())[0]
    both = step.body(Reader())
    assert "Máy Android" in both
    assert "CH Play" in both
    assert "Máy iPhone" in both
    assert "App Store" in both
    android = step.body(Reader(platform="android"))
    assert "CH Play" in android
    assert "App Store" not in android
    assert "Máy Android" not in android
    assert sample_lesson().tags == {"android", "iphone"}


def test_variant_of_an_audience_is_hidden_from_others() -> None:
    text = f"{PLAIN}\n\n::: danh-cho hoc-sinh-sinh-vien nguoi-lao-dong\nRiêng.\n:::"
    assert "Riêng" not in body_with(text)
    assert "Riêng" in body_with(text, Reader("nguoi-lao-dong"))


def test_example_for_one_kind_of_work_is_for_who_does_it() -> None:
    text = f"{PLAIN}\n\n::: danh-cho buon-ban\nSạp hàng.\n:::"
    assert "Sạp hàng" not in body_with(text)
    assert "Sạp hàng" in body_with(text, Reader(work="buon-ban"))


def test_easier_text_stands_apart_from_the_step() -> None:
    text = f"{PLAIN}\n\n::: khong-bao-gio\nĐừng đọc mã.\n:::\n\n::: luu-y\nCất máy.\n:::\n\n"
    text += "::: danh-cho buon-ban\nSạp hàng.\n:::\n\n::: de-hon\nGiữ **mã** [[?otp]] nhé.\n:::"
    step = steps(sample_lesson(LESSON.replace(PLAIN, text)))[1]
    assert step.easier == '<p>Giữ <strong>mã</strong> <dfn class="term">OTP</dfn> nhé.</p>\n'
    assert step.easier not in step.body(Reader(comfort="cham"))
    short = step.short_body(Reader(work="buon-ban", comfort="cham"))
    assert short.startswith(step.easier)
    assert PLAIN not in short
    assert "Cất máy" not in short
    assert short.index("Đừng đọc mã") < short.index("Sạp hàng")
    assert step.tags == {"buon-ban", "cham"}
    assert [term.id for term in step.terms] == ["otp"]


def test_callout_may_stand_in_a_variant() -> None:
    text = f"{PLAIN}\n\n::: danh-cho nguoi-dan\n::: luu-y\nGiữ.\n:::\n:::"
    assert body_with(text).endswith(
        '<aside class="callout note"><p class="callout-title">Bác lưu ý</p><p>Giữ.</p>\n</aside>'
    )


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("khong-bao-gio", "Không bao giờ"),
        ("nen-lam", "Nên làm"),
        ("luu-y", "Bác lưu ý"),
        ("man-hinh-khac", "Nếu màn hình của bác khác"),
    ],
)
def test_callout_says_what_it_is(name: str, title: str) -> None:
    html = body_with(f"{PLAIN}\n\n::: {name}\nGiữ.\n:::")
    assert f'<p class="callout-title">{title}</p><p>Giữ.</p>' in html


def test_indented_blocks_are_read_like_any_other() -> None:
    html = body_with(f"{PLAIN}\n\n    ::: luu-y\n    Giữ.\n    :::")
    assert "<p>Giữ.</p>" in html
    assert "<pre>" not in html


def test_step_lists_the_facts_and_terms_it_uses_once() -> None:
    first, second = steps(sample_lesson(LESSON.replace("hỏi mã [[?otp]]", "hỏi [[?otp]] [[?otp]] [[han-muc-thu:cau]]")))
    assert [fact.id for fact in first.facts] == ["han-muc-thu"]
    assert [term.id for term in first.terms] == ["otp"]
    assert (second.facts, second.terms) == ((), ())
    assert first.expired == frozenset()


def test_lesson_lists_the_facts_of_questions_and_card_too() -> None:
    text = LESSON.replace("Trên [[han-muc-thu]] thì", "Thì").replace("Không đọc mã cho ai.", "Trên [[han-muc-thu]].")
    assert [fact.id for fact in sample_lesson(text).facts] == ["han-muc-thu"]


def test_expired_facts_of_a_step_are_named() -> None:
    compiled = judge({"facts/thu.yaml": FACT.replace("2099-01-01", "2026-11-20")})
    first, second = steps(compiled.catalogue.lessons["giu-mat-khau"])
    assert [*first.expired, *second.expired] == ["han-muc-thu"]


def test_end_holds_what_one_can_do_and_the_card() -> None:
    ending = sample_lesson().ending
    assert "<li>Bác giữ được mật khẩu.</li>" in ending.able
    assert ending.card == "<p>Không đọc mã cho ai.</p>\n"
    assert "Không đọc" not in ending.able


def test_windows_file_compiles_to_the_same_version() -> None:
    as_written = judge({LESSON_PATH: b"\xef\xbb\xbf" + LESSON.replace("\n", "\r\n").encode()})
    assert as_written.diagnostics == ()
    assert as_written.catalogue.lessons["giu-mat-khau"].version == sample_lesson().version
