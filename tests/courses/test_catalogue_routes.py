"""The catalogue of a whole curriculum: courses, the wishes of one, what is found; light, personal where it must be."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser, show_question
from tests.conftest import make_settings
from tests.courses.many_courses import COURSES, LESSONS, lesson, many_courses
from tests.sample_content import QUESTION_URL, write_content
from tests.shared_database import copy_sqlite
from tests.web.wire import Wire

DIGITAL = "courses/lam-an/course.yaml"
FOR_WORKERS = {
    DIGITAL: 'ten: "Làm ăn số"\nmuc-tieu: Bác làm được.\nthu-tu: 1\n',
    "courses/lam-an/01-ban-hang.md": lesson("Tôi muốn bán hàng trên mạng", "nguoi-lao-dong"),
    "courses/lam-an/02-ghi-so.md": lesson("Tôi muốn ghi sổ bán hàng", "nguoi-dan, nguoi-lao-dong"),
    "courses/vneid/07-viec-quan.md": lesson("Tôi tiếp dân mà dân hỏi về VNeID", "can-bo-cong-chuc"),
}
ONLY_WORKERS = {
    "courses/xuong/course.yaml": 'ten: "Trong xưởng"\nmuc-tieu: Bác làm được.\nthu-tu: 1\n',
    "courses/xuong/01-may-cham-cong.md": lesson("Tôi chấm công bằng điện thoại", "nguoi-lao-dong"),
}


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("service")
    content = write_content(folder / "content", {**many_courses(), **FOR_WORKERS, **ONLY_WORKERS})
    with TestClient(app := create_app(make_settings(folder, copy_sqlite(migrated_sqlite, folder), content))):
        assert app.app.state.library.diagnostics == ()
        yield app


@pytest.fixture(scope="module")
def wire(app: PrebuiltPages) -> Iterator[Wire]:
    wire = Wire(app)
    yield wire
    wire.close()


def links(page: str) -> list[tuple[str, str]]:
    """Address and words of each entry."""
    return [(html.unescape(url), html.unescape(name)) for url, name in re.findall(r'<a href="(/bai-hoc[^"]+)">([^<]+)</a>', page)]  # fmt: skip


def names(page: str) -> list[str]:
    return [name for _, name in links(page)]


def test_catalogue_names_every_course_once_and_no_lesson(wire: Wire) -> None:
    page = wire.get("/bai-hoc").text
    assert len(names(page)) == COURSES + 3
    assert [url for url, _ in links(page) if "khoa=" not in url] == []
    assert html.unescape(page).count("như “Tôi") >= COURSES - 2


def test_every_lesson_is_two_links_away(wire: Wire) -> None:
    courses = [url for url, _ in links(wire.get("/bai-hoc").text)]
    lessons = [url for course in courses for url, _ in links(wire.get(course).text)]
    assert len(lessons) == len(set(lessons)) == 2 + COURSES * LESSONS + 4


@pytest.mark.parametrize("target", ["/bai-hoc", "/bai-hoc?khoa=vneid"])
def test_newcomers_get_bytes_made_before(wire: Wire, target: str) -> None:
    for headers in ({}, {"cookie": "kieu=nguoi-lao-dong."}):
        reply = wire.get(target, accept_encoding="br", **headers)
        assert reply.header("etag")
        assert "Cookie" in reply.header("vary")
        assert len(reply.body) < 3_000


@pytest.mark.parametrize("query", ["khoa=khong-co", "khoa=", "khoa", "khac=1", "tim=", "tim=%20", "khoa=vneid%00"])
def test_unknown_course_or_no_words_lead_to_all_courses(wire: Wire, query: str) -> None:
    reply = wire.get(f"/bai-hoc?{query}")
    assert reply.status == 200
    assert names(reply.text) == names(wire.get("/bai-hoc").text)


def test_words_find_lessons_and_stay_in_their_field(wire: Wire) -> None:
    page = html.unescape(wire.get("/bai-hoc?tim=quen+mat+khau+vneid").text)
    assert names(page)[0] == "Tôi quên mật khẩu VNeID"
    assert 'value="quen mat khau vneid"' in page
    assert wire.get("/bai-hoc?tim=vneid&khoa=zalo").text.count("khoa=zalo") == 0  # words are meant more than a course


def test_words_that_find_nothing_get_a_kind_word_and_the_courses(wire: Wire) -> None:
    page = wire.get("/bai-hoc?tim=xe+dap")
    assert page.status == 200
    assert "Chưa có bài nào về “<bdi>xe dap</bdi>”" in page.text
    assert names(page.text) == names(wire.get("/bai-hoc").text)


@pytest.mark.parametrize("typed", ["%00%1b", "%ff%fe", "<script>alert(1)</script>", '"><b>', "a" * 10_000, "%ED%A0%80"])
def test_any_words_give_a_page_without_them_as_markup(wire: Wire, typed: str) -> None:
    reply = wire.get(f"/bai-hoc?tim={typed}")
    assert reply.status == 200
    assert "<script>alert" not in reply.text
    assert '"><b>' not in reply.text
    assert len(reply.text) < 20_000


def test_own_courses_and_lessons_come_first(wire: Wire) -> None:
    citizen, worker = wire.get("/bai-hoc"), wire.get("/bai-hoc", cookie="kieu=nguoi-lao-dong.")
    assert names(citizen.text)[-1] == "Trong xưởng"
    assert names(worker.text)[:2] == ["Làm ăn số", "Trong xưởng"]
    for cookie, first in (("", "Tôi muốn ghi sổ bán hàng"), ("kieu=nguoi-lao-dong.", "Tôi muốn bán hàng trên mạng")):
        page = wire.get("/bai-hoc?khoa=lam-an", cookie=cookie).text
        assert names(page)[0] == first
        assert ("Bài viết cho người khác" in page) == (first == "Tôi muốn ghi sổ bán hàng")
    assert "Bài viết cho người khác" not in wire.get("/bai-hoc?khoa=xuong").text  # none of it is theirs


def test_what_is_found_is_ones_own_first(wire: Wire) -> None:
    found = [names(wire.get("/bai-hoc?tim=ban+hang", cookie=cookie).text)[0] for cookie in ("", "kieu=nguoi-lao-dong.")]
    assert found == ["Tôi muốn ghi sổ bán hàng", "Tôi muốn bán hàng trên mạng"]


def test_catalogue_marks_what_this_learner_has_done(client: TestClient) -> None:
    question = show_question(client, QUESTION_URL)
    client.post(question.url, data=question.form(question.choices[0]))
    page = client.get("/bai-hoc")
    assert page.headers["cache-control"] == "no-store"
    row = page.text[page.text.index("Khóa thử") :]
    assert ">đang học<" in row[: row.index("</li>")]
    assert page.text.count(">đang học<") == 1
    assert ">đang học<" in client.get("/bai-hoc?khoa=khoa-thu").text
    assert ">đang học<" in client.get("/bai-hoc?tim=giữ mật khẩu").text


def test_first_step_leads_back_to_its_course(wire: Wire) -> None:
    assert "/bai-hoc?khoa=khoa-thu" in [
        url for url, _ in re.findall(r'href="([^"]+)"()', wire.get("/bai-hoc/quet-ma").text)
    ]


def test_only_course_is_shown_at_once(migrated_sqlite: Path, tmp_path: Path) -> None:
    content = write_content(tmp_path / "content")
    app = create_app(make_settings(tmp_path, copy_sqlite(migrated_sqlite, tmp_path), content))
    with TestClient(app):
        page = browser(app).get("/bai-hoc")
        assert page.headers["etag"]
        assert "Tôi muốn giữ mật khẩu" in names(page.text)
        assert "Tất cả các nhóm bài" not in page.text
        assert "Tôi muốn giữ mật khẩu" in browser(app).get("/bai-hoc?khoa=khoa-thu").text
