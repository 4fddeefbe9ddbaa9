"""Which lessons are suggested to whom, and what is said about why."""

import pytest

from app.courses.domain.progress import suggestions
from app.courses.domain.readers import AT_WORK, AUDIENCE_TITLES, WORK_TITLES, Reader
from app.courses.views import catalogue_page, home_page
from app.learners.domain.reading import AUDIENCES, COMFORTS, PLATFORMS, WORKS
from tests.courses.judging import judge
from tests.sample_content import COURSE, LESSON

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they compile whole lessons

PLAIN = "Mật khẩu chỉ mình bác biết."
AT_MARKET = LESSON.replace(PLAIN, f"{PLAIN}\n\n::: danh-cho buon-ban\nSạp.\n:::")
SHORT = LESSON.replace("phut: 3", "phut: 1")
FOR_PUPILS = LESSON.replace("doi-tuong: [nguoi-dan]", "doi-tuong: [hoc-sinh-sinh-vien]")
LATER = AT_MARKET.replace("bai-truoc: []", "bai-truoc: [giu-mat-khau]")
FOUND = judge(
    {
        "courses/khoa-thu/03-cho.md": AT_MARKET,
        "courses/khoa-thu/04-ngan.md": SHORT,
        "courses/khoa-thu/05-hoc-tro.md": FOR_PUPILS,
        "courses/khoa-thu/06-cho-sau.md": LATER,
        "courses/khoa-sau/course.yaml": COURSE.replace("Khóa thử", "Khóa chợ").replace("thu-tu: 1", "thu-tu: 2"),
        "courses/khoa-sau/01-cho-hai.md": AT_MARKET,
        "courses/khoa-sau/02-cho-ba.md": AT_MARKET,
        "courses/khoa-sau/03-cho-bon.md": AT_MARKET,
    }
)
CATALOGUE = FOUND.catalogue
IN_ORDER = ["giu-mat-khau", "quet-ma", "cho", "ngan", "hoc-tro", "cho-hai", "cho-ba", "cho-bon", "cho-sau"]


def suggested(reader: Reader, limit: int = 99) -> list[str]:
    return [lesson.slug for lesson in suggestions(CATALOGUE, {}, limit, reader)]


def path_to(name: str, **values: str) -> str:
    return "/".join([name, *values.values()])


def reason(reader: Reader) -> str:
    return home_page(CATALOGUE, {}, None, "", path_to, reader=reader).reason


def test_sample_is_sound() -> None:
    assert FOUND.diagnostics == ()


@pytest.mark.parametrize("reader", [Reader(), Reader(platform="iphone"), Reader("nguoi-cao-tuoi", "android")])
@pytest.mark.parametrize("limit", [1, 3, 99])
def test_who_has_chosen_nothing_gets_the_order_of_the_courses(reader: Reader, limit: int) -> None:
    assert suggested(reader, limit) == IN_ORDER[:limit]
    assert reason(reader) == ""


def test_examples_from_ones_work_come_first_but_never_before_what_they_need() -> None:
    assert suggested(Reader(work="buon-ban")) == [
        "cho", "cho-hai", "cho-ba", "cho-bon", "giu-mat-khau", "quet-ma", "ngan", "hoc-tro", "cho-sau",
    ]  # fmt: skip
    assert suggested(Reader(work="buon-ban"), 3) == ["cho", "cho-hai", "cho-ba"]
    assert reason(Reader(work="buon-ban")) == "Gợi ý vì bác buôn bán."


def test_work_without_an_example_changes_nothing() -> None:
    assert suggested(Reader(work="nghi-huu")) == IN_ORDER
    assert reason(Reader(work="nghi-huu")) == ""


def test_ones_audience_comes_first() -> None:
    assert suggested(Reader("hoc-sinh-sinh-vien"), 2) == ["hoc-tro", "giu-mat-khau"]
    assert reason(Reader("hoc-sinh-sinh-vien")) == "Gợi ý cho học sinh, sinh viên."


def test_shorter_lessons_come_first_for_who_reads_slowly() -> None:
    assert suggested(Reader(comfort="cham"), 3) == ["ngan", "giu-mat-khau", "quet-ma"]
    assert reason(Reader(comfort="cham")) == "Bài ngắn đứng trước, vì bác thích chữ ngắn."


def test_courses_with_more_examples_come_first_in_the_catalogue() -> None:
    def courses(reader: Reader) -> tuple[list[str], str]:
        page = catalogue_page(CATALOGUE, (), "nguoi-dan", path_to, reader=reader)
        return [course.name for course in page.courses], page.reason

    assert courses(Reader()) == (["Khóa thử", "Khóa chợ"], "")
    names, why = courses(Reader(work="buon-ban"))
    assert names == ["Khóa chợ", "Khóa thử"]
    assert why == "Nhóm có ví dụ gần với việc của bác đứng trước, vì bác buôn bán."


def test_what_one_chooses_is_what_lessons_are_written_for() -> None:
    assert set(AUDIENCES) == set(AUDIENCE_TITLES)
    assert set(WORKS) - {""} == set(WORK_TITLES) == set(AT_WORK)
    assert set(PLATFORMS) == {"", "android", "iphone"}
    assert set(COMFORTS) == {"", "cham"}
