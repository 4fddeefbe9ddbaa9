"""Texts leave the desk as a file and come back as drafts, never straight to learners."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from fastapi import FastAPI
from sqlalchemy import update
from starlette.testclient import TestClient

from app.authoring.domain.exchange.archive import write_archive
from app.authoring.domain.exchange.import_plan import plan_import
from app.authoring.models import Draft
from app.authoring.routes import exchanging
from app.core.db import Database
from app.courses.domain.source import SourceFile
from app.quiz.domain.kinds import KINDS
from tests.authoring.conftest import School
from tests.authoring.writing import Writer, open_draft
from tests.sample_content import BANK, LESSON

pytestmark = pytest.mark.usefixtures("no_drafts")
DESK = "/soan-bai/trao-doi"


def archive_of(school: School, **changed: str) -> bytes:
    """Everything there is; `changed` by the name of the lesson."""
    files = {file.relative: file.data for file in school.library.files.values()}
    for place in list(files):
        for name, text in changed.items():
            if name in place:
                files[place] = text.encode()
    return write_archive(files)


def send(client: TestClient, archive: bytes) -> str:
    response = client.post(DESK, files={"goi": ("goi.zip", archive, "application/zip")})
    assert response.status_code == 200, response.text
    assert response.text.rstrip().endswith("</html>")
    return response.text


def first_path(school: School) -> str:
    return next(path for path, file in school.library.files.items() if file.data.decode() == LESSON)


def first_name(school: School) -> str:
    return Path(first_path(school)).name


# Out


def test_page_offers_everything_every_course_and_every_lesson(school: School) -> None:
    page = school.teacher.get(DESK).text
    assert re.findall(r'<option value="([^"]*)"', page)[0] == ""
    for lesson in school.library.catalogue.lessons:
        assert f'<option value="{lesson}"' in page


def test_whole_content_is_taken_along_byte_by_byte(school: School) -> None:
    response = school.teacher.get(f"{DESK}/tai-ve?gi=&dang=zip")
    assert response.headers["content-type"] == "application/zip"
    assert response.headers["content-disposition"] == 'attachment; filename="tat-ca-noi-dung.zip"'
    with ZipFile(BytesIO(response.content)) as archive:
        sent = {name: archive.read(name) for name in archive.namelist()}
    assert sent == {file.relative: file.data for file in school.library.files.values()}


def test_one_lesson_comes_with_the_rows_it_needs(school: School) -> None:
    slug = school.library.catalogue.lessons
    lesson = next(iter(slug))
    with ZipFile(BytesIO(school.teacher.get(f"{DESK}/tai-ve?gi={lesson}").content)) as archive:
        names = archive.namelist()
    assert sum(name.endswith(".md") for name in names) == 1
    assert any(name.startswith("facts/") for name in names)


@pytest.mark.parametrize(("form", "begins"), [("gift", b"//"), ("qti", b"PK")])
def test_questions_leave_for_other_systems(school: School, form: str, begins: bytes) -> None:
    response = school.teacher.get(f"{DESK}/tai-ve?dang={form}")
    assert response.status_code == 200
    assert response.content.startswith((begins, b"$CATEGORY"))


@pytest.mark.parametrize("query", ["gi=khong-co", "gi=../../etc/passwd", "gi=%00", "gi=khong-co&dang=gift"])
def test_what_there_is_not_is_told(school: School, query: str) -> None:
    response = school.teacher.get(f"{DESK}/tai-ve?{query}")
    assert response.status_code == 422
    assert "chưa có gì để tải về" in response.text


# In


def test_changed_lesson_becomes_a_draft_and_learners_see_nothing(school: School) -> None:
    new = LESSON.replace("Mật khẩu chỉ mình bác biết.", "Mật khẩu thì chỉ mình bác biết.")
    page = send(school.teacher, archive_of(school, **{first_name(school): new}))
    assert "Đã thành 1 bản nháp" in page
    [url] = re.findall(r'href="(/soan-bai/sua/\d+)"', page)
    assert Writer(school.teacher, url).open().text == new
    school.library.load()
    assert "thì chỉ mình bác biết" not in school.page(first_path(school).partition("/")[2])


def test_file_goes_where_it_stands_in_whatever_root(school: School) -> None:
    """Of several roots the first takes new files; what another one has is changed there."""
    path = first_path(school)
    file = school.library.files[path]
    other = f"rieng/{file.relative}"
    files = {(other if known == path else known): one for known, one in school.library.files.items()}
    files[other] = SourceFile(other, file.relative, file.data)
    new = LESSON.replace("Mật khẩu chỉ mình", "Mật khẩu thì chỉ mình").encode()
    plan = plan_import(write_archive({file.relative: new}), "content", files, date(2026, 11, 22), KINDS, anywhere=True)
    assert not plan.is_refused
    assert plan.paths[file.relative] == other


def test_draft_under_review_is_told_as_locked(school: School) -> None:
    draft = open_draft(school.teacher, first_path(school))
    assert isinstance(school.app.app, FastAPI)
    database: Database = school.app.app.state.database
    with database.transaction() as connection:
        connection.execute(update(Draft).values(state="submitted"))
    new = LESSON.replace("Mật khẩu chỉ mình bác biết.", "Mật khẩu thì chỉ mình bác biết.")
    page = send(school.teacher, archive_of(school, **{first_name(school): new}))
    assert "đang chờ duyệt nên tạm khóa" in page
    assert "bản nháp. Người học" not in page
    assert draft.client.get(draft.url).status_code == 200


def test_practice_questions_of_the_bank_leave_with_a_teacher(school: School) -> None:
    (school.content / "bank").mkdir()
    (school.content / "bank/ct-thu.md").write_text(BANK, encoding="utf-8")
    school.library.load()
    with ZipFile(BytesIO(school.teacher.get(f"{DESK}/tai-ve").content)) as archive:
        assert any(name.startswith("bank/") for name in archive.namelist())
    assert "Kho câu hỏi" in school.teacher.get(f"{DESK}/tai-ve?dang=gift").text


def test_same_content_again_changes_nothing(school: School) -> None:
    assert "Không có gì để đổi" in send(school.teacher, archive_of(school))


def test_archive_goes_into_a_draft_that_is_being_written_and_nobodys_words_are_lost(
    school: School, colleague: TestClient
) -> None:
    theirs = LESSON.replace("tom-tat: Giữ mật khẩu", "tom-tat: Bác giữ mật khẩu")
    draft = open_draft(colleague, first_path(school))
    draft.autosave(draft.open().number, theirs)
    new = LESSON.replace("Mật khẩu chỉ mình bác biết.", "Mật khẩu thì chỉ mình bác biết.")
    send(school.teacher, archive_of(school, **{first_name(school): new}))
    assert draft.open().text == theirs.replace("Mật khẩu chỉ mình", "Mật khẩu thì chỉ mình")


def test_same_lines_changed_twice_are_asked_about(school: School, colleague: TestClient) -> None:
    draft = open_draft(colleague, first_path(school))
    theirs = LESSON.replace("Mật khẩu chỉ mình bác biết.", "Mật khẩu, chỉ bác biết.")
    draft.autosave(draft.open().number, theirs)
    new = LESSON.replace("Mật khẩu chỉ mình bác biết.", "Mật khẩu thì chỉ mình bác biết.")
    page = send(school.teacher, archive_of(school, **{first_name(school): new}))
    assert "Cả hai bản đều được giữ" in page
    [url] = re.findall(r'href="(/soan-bai/sua/\d+/ban/\d+)"', page)
    assert "thì chỉ mình bác biết" in colleague.get(url).text
    assert draft.open().text == theirs


@pytest.mark.parametrize("archive", [b"khong phai zip", b"PK\x03\x04" + b"\x00" * 500, b"\x00" * 200_000])
def test_what_is_no_archive_is_refused(school: School, archive: bytes) -> None:
    assert 'role="alert"' in send(school.teacher, archive)


def test_faulty_lesson_brings_in_nothing_and_is_told_with_its_line(school: School) -> None:
    page = send(school.teacher, archive_of(school, **{first_name(school): LESSON.replace("::: ket-thuc", "::: ket")}))
    assert 'role="alert"' in page
    assert re.search(rf"{re.escape(first_name(school))}, dòng \d+", page)
    assert "bản nháp</p>" not in page


def test_path_out_of_the_content_is_refused(school: School) -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("../../ngoai.md", "x")
    assert 'role="alert"' in send(school.teacher, buffer.getvalue())


def test_form_without_a_file_is_told(school: School) -> None:
    for sent in ({}, {"goi": "chữ"}):
        response = school.teacher.post(DESK, data=sent)
        assert response.status_code == 422
        assert "chưa chọn gói nào" in response.text


def test_only_this_address_takes_more_than_a_form_may_hold(school: School, teacher: TestClient) -> None:
    big = b"PK" + b"\x00" * 600_000
    assert "role=" in send(teacher, big)
    refused = teacher.post(DESK, files={"goi": ("a.zip", big * 2)})
    assert refused.status_code == 413
    assert "lớn quá 1 MB" in refused.text
    assert teacher.post("/soan-bai/sua", files={"goi": ("a.zip", big)}).status_code == 413


def test_one_archive_at_a_time(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    assert exchanging._working.acquire(blocking=False)
    try:
        assert "đang bận với một gói khác" in send(school.teacher, archive_of(school))
    finally:
        exchanging._working.release()
    assert "Không có gì để đổi" in send(school.teacher, archive_of(school))


def test_too_many_files_at_once_are_refused(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanging, "MOST_FILES", 0)
    new = LESSON.replace("Mật khẩu chỉ", "Mật khẩu thì chỉ")
    assert "quá nhiều tệp" in send(school.teacher, archive_of(school, **{first_name(school): new}))
