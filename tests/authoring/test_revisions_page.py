"""Every save can be found and had back, also of a draft that was given up."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.authoring.conftest import School
from tests.authoring.writing import Writer, open_draft
from tests.sample_content import LESSON, LESSON_PATH

pytestmark = pytest.mark.usefixtures("no_drafts")

PATH = f"content/{LESSON_PATH}"
FIRST = LESSON.replace("Giữ mật khẩu cho riêng mình.", "Giữ mật khẩu cho riêng bác.")
SECOND = LESSON.replace("Không đọc mã cho ai.", "Không đọc mã cho ai cả.")


@pytest.fixture
def hanh(school: School) -> Writer:
    return open_draft(school.teacher, PATH)


@pytest.fixture
def quan(hanh: Writer, colleague: TestClient) -> Writer:
    return Writer(colleague, hanh.url)


def listed(client: TestClient, url: str) -> list[str]:
    """What each save is called, with its note."""
    rows = re.findall(r"<li>\s*(<a class=\"row\".*?)</li>", client.get(url).text, re.DOTALL)
    return [" ".join(unescape(re.sub("<[^>]+>", " ", row)).split()) for row in rows]


def restore(writer: Writer, number: int, seen: str | int) -> str:
    reply = writer.client.post(f"{writer.url}/cac-ban/{number}", data={"so": str(seen)})
    assert reply.status_code == 303
    return reply.headers["location"]


def test_editor_leads_to_every_save_with_its_writer(hanh: Writer, quan: Writer) -> None:
    hanh.autosave(1, FIRST)
    page = quan.autosave(2, SECOND)
    assert f'href="{hanh.url}/cac-ban"' in page.html
    rows = listed(hanh.client, f"{hanh.url}/cac-ban")
    assert [row.split(", ")[1] for row in rows] == [
        "Anh Quân chữ đang có trong bản nháp",
        "Cô Hạnh",
        "Cô Hạnh",
    ]
    assert listed(hanh.client, f"{hanh.url}/cac-ban?truoc=3") == rows[1:]


def test_page_tells_who_moved_the_draft_on(school: School, hanh: Writer, quan: Writer) -> None:
    hanh.autosave(1, FIRST)
    quan.client.post(f"{hanh.url}/bo")
    page = quan.client.get(f"{hanh.url}/cac-ban").text
    assert re.search(r"<li>[^<]+, Anh Quân: bỏ bản nháp\.</li>", page)


@pytest.mark.parametrize("before", ["0", "-1", "x", "9" * 40, "1e3", "%00"])
def test_strange_beginning_shows_the_newest(hanh: Writer, before: str) -> None:
    assert len(listed(hanh.client, f"{hanh.url}/cac-ban?truoc={before}")) == 1


def test_save_is_had_back_and_what_it_replaces_stays(hanh: Writer) -> None:
    hanh.autosave(1, FIRST)
    hanh.autosave(2, SECOND)
    page = hanh.client.get(f"{hanh.url}/cac-ban/2").text
    assert "Giữ mật khẩu cho riêng bác." in page
    assert "Lấy lại bản lưu này" in page
    assert restore(hanh, 2, 3) == hanh.url
    assert (hanh.open().text, hanh.open().number) == (FIRST, 4)
    assert "Không đọc mã cho ai cả." in hanh.client.get(f"{hanh.url}/cac-ban/3").text


def test_words_that_came_since_the_page_was_shown_stay(hanh: Writer, quan: Writer) -> None:
    hanh.autosave(1, FIRST)
    quan.autosave(2, FIRST.replace("Không đọc mã cho ai.", "Không đọc mã cho ai cả."))
    restore(hanh, 1, 2)
    assert hanh.open().text == SECOND


@pytest.mark.parametrize("seen", ["", "x", "0", "99", "9" * 30])
def test_save_is_had_back_without_a_true_number(hanh: Writer, seen: str) -> None:
    hanh.autosave(1, FIRST)
    restore(hanh, 1, seen)
    assert hanh.open().text == LESSON


def test_closed_draft_stands_on_the_desk_and_goes_on(hanh: Writer) -> None:
    hanh.autosave(1, FIRST)
    hanh.client.post(f"{hanh.url}/bo")
    desk = hanh.client.get("/soan-bai").text
    assert "Bản nháp đã bỏ gần đây (1)" in desk
    assert re.search(r"Bỏ lúc [^<]+, Cô Hạnh\.", desk)
    assert f'href="{hanh.url}/cac-ban"' in desk
    action = re.findall(r'<form method="post" action="([^"]+/cac-ban/2)">', desk)
    again = Writer(hanh.client, hanh.client.post(action[0]).headers["location"])
    assert again.url != hanh.url
    assert again.open().text == FIRST
    assert f'action="{action[0]}"' not in hanh.client.get("/soan-bai").text
    page = hanh.client.get(f"{hanh.url}/cac-ban/2").text
    assert f'href="{again.url}"' in page
    assert "<form" not in page[page.index("<main") : page.index("</main")]


def test_closed_draft_asks_about_what_the_file_has_become(school: School, hanh: Writer) -> None:
    hanh.autosave(1, FIRST)
    hanh.client.post(f"{hanh.url}/bo")
    school.write(LESSON_PATH, SECOND)
    again = Writer(hanh.client, restore(hanh, 2, ""))
    assert "Tệp của bài đã đổi từ khi bản nháp này bắt đầu." in again.open().told


def test_desk_shows_the_last_ten_that_were_closed(school: School) -> None:
    for _ in range(11):
        school.teacher.post(f"{open_draft(school.teacher, PATH).url}/bo")
    assert "Bản nháp đã bỏ gần đây (10)" in school.teacher.get("/soan-bai").text


def test_there_is_no_page_of_what_there_is_not(hanh: Writer) -> None:
    for path in ("/soan-bai/sua/99/cac-ban", f"{hanh.url}/cac-ban/9", f"{hanh.url}/cac-ban/{'9' * 30}"):
        assert hanh.client.get(path).status_code == 404
    assert hanh.client.post(f"{hanh.url}/cac-ban/9").status_code == 404
