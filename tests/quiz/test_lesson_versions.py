"""A lesson is edited while people are in it: what they saw is what they are judged by, and what they find again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.courses.library import ContentLibrary
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser, show_question
from tests.quiz.stored import Stored
from tests.quiz.test_answer_routes import CHANGED, choice_called
from tests.sample_content import LESSON, LESSON_PATH, QUESTION_URL, SECOND_QUESTION_URL

# The teacher finds that hanging up was wrong, and says so in new words.
EDITED = (
    LESSON.replace("- [x] Cúp máy", "- [ ] Cúp máy")
    .replace("- [ ] Nhắn mã cho họ", "- [x] Nhắn mã cho họ")
    .replace("CANARY-PHAN-HOI-DUNG", "LOI-MOI")
    .replace("Bác làm gì?", "Lần này bác làm gì?")
)


@pytest.fixture
def lesson(app: PrebuiltPages) -> Iterator[Path]:
    """The lesson's file, put back afterwards."""
    library_of(app).stop()  # these tests say themselves when to load
    path: Path = app.app.state.settings.content_dirs[0] / LESSON_PATH
    yield path
    edit(app, path, LESSON)


def library_of(app: PrebuiltPages) -> ContentLibrary:
    library: ContentLibrary = app.app.state.library
    return library


def edit(app: PrebuiltPages, lesson: Path, text: str) -> None:
    lesson.write_text(text, encoding="utf-8")
    library_of(app).load()
    assert library_of(app).diagnostics == ()


def test_answer_is_judged_by_the_version_that_was_shown(app: PrebuiltPages, lesson: Path) -> None:
    client = browser(app)
    shown, hang_up = choice_called(client, QUESTION_URL, "Cúp máy")
    edit(app, lesson, EDITED)
    page = client.post(QUESTION_URL, data=shown.form(hang_up)).text
    assert "bác giỏi lắm" in page
    assert "CANARY-PHAN-HOI-DUNG" in page
    assert "Lần này" not in page
    [row] = Stored(app.app.state.database).answers(shown.key)
    assert (row.version, row.score) == (shown.version, 1)


def test_next_showing_is_of_the_new_version(app: PrebuiltPages, lesson: Path) -> None:
    client = browser(app)
    before, _ = choice_called(client, QUESTION_URL, "Cúp máy")
    edit(app, lesson, EDITED)
    shown, hang_up = choice_called(client, QUESTION_URL, "Cúp máy")
    assert shown.version != before.version
    page = client.post(QUESTION_URL, data=shown.form(hang_up)).text
    assert "Mình xem lại" in page
    assert "LOI-MOI" in page


def test_answer_that_was_given_is_found_again_in_the_words_of_its_day(app: PrebuiltPages, lesson: Path) -> None:
    client = browser(app)
    shown, hang_up = choice_called(client, QUESTION_URL, "Cúp máy")
    client.post(QUESTION_URL, data=shown.form(hang_up))
    edit(app, lesson, EDITED)
    page = client.get(QUESTION_URL).text
    assert "bác giỏi lắm" in page
    assert "CANARY-PHAN-HOI-DUNG" in page


def test_choice_that_was_taken_out_still_counts_for_who_saw_it(app: PrebuiltPages, lesson: Path) -> None:
    client = browser(app)
    shown, chosen = choice_called(client, QUESTION_URL, "Đọc mã cho họ")
    edit(app, lesson, LESSON.replace("Đọc mã cho họ", "Đọc to mã cho họ nghe"))
    assert chosen not in show_question(client, QUESTION_URL).choices
    page = client.post(QUESTION_URL, data=shown.form(chosen)).text
    assert "CANARY-PHAN-HOI-MOT" in page
    assert "Đọc mã cho họ" in page


def test_same_answer_after_an_edit_is_told_on_the_new_page(app: PrebuiltPages, lesson: Path) -> None:
    """Whatever was made for those who gave it before."""
    pages = []
    title = "Giữ mật khẩu cho kín"
    for words in (title, "Tên mới của bài", title):
        edit(app, lesson, LESSON.replace(title, words))
        client = browser(app)
        shown, hang_up = choice_called(client, QUESTION_URL, "Cúp máy")
        pages.append(client.post(QUESTION_URL, data=shown.form(hang_up)).text)
    assert ["Tên mới của bài" in page for page in pages] == [False, True, False]
    assert all("CANARY-PHAN-HOI-DUNG" in page for page in pages)


def test_version_of_another_lesson_is_refused(app: PrebuiltPages) -> None:
    client = browser(app)
    shown = show_question(client, QUESTION_URL)
    other = show_question(client, QUESTION_URL.replace("giu-mat-khau", "quet-ma"))
    assert other.version != shown.version
    refused = client.post(QUESTION_URL, data={**shown.form(shown.choices[0]), "phien-ban": other.version})
    assert refused.status_code == 422
    assert CHANGED in refused.text


def test_question_that_was_taken_out_is_not_found(app: PrebuiltPages, lesson: Path) -> None:
    client = browser(app)
    shown = show_question(client, QUESTION_URL)
    edit(app, lesson, LESSON.replace("cau-hoi ai-hoi-ma", "cau-hoi ai-hoi-ma-otp"))
    gone = client.post(QUESTION_URL, data=shown.form(shown.choices[0]))
    assert gone.status_code == 404
    assert "Có thể bài đã được sửa lại" in gone.text


def test_edit_and_back_again_is_the_first_version(app: PrebuiltPages, lesson: Path) -> None:
    client = browser(app)
    first = show_question(client, QUESTION_URL)
    edit(app, lesson, EDITED)
    edit(app, lesson, LESSON)
    assert show_question(client, QUESTION_URL).version == first.version


def test_finished_lesson_stays_finished_when_a_question_is_added(app: PrebuiltPages, lesson: Path) -> None:
    client = browser(app)
    for url, label in ((QUESTION_URL, "Cúp máy"), (SECOND_QUESTION_URL, "Cán bộ gọi điện")):
        shown, chosen = choice_called(client, url, label)
        client.post(url, data=shown.form(chosen))
    one_more = LESSON[LESSON.index("::: cau-hoi ai-biet") : LESSON.index("::: ket-thuc")].replace("ai-biet", "cau-moi")
    edit(app, lesson, LESSON.replace("::: ket-thuc", f"{one_more}::: ket-thuc"))
    assert "đã xong" in client.get("/bai-hoc").text
    assert '<span class="state">đang học' not in client.get("/bai-hoc").text
    assert "Bác đã học xong 1 bài" in client.get("/").text
    page = client.get("/bai-hoc/giu-mat-khau/xong").text
    assert "Bài này bác học xong rồi" in page
    assert "thêm 1 câu mới" in page
    assert "Sắp xong" not in page


def test_invented_versions_fill_no_memory(app: PrebuiltPages) -> None:
    library = library_of(app)
    for number in range(50):
        assert library.lesson_version("giu-mat-khau", f"{number:012x}") is None
    assert library._old_versions == {}
