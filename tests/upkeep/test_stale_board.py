"""The board: what has to be read again, why, since when, who uses it, and where to open it."""

import re
from html import unescape

import pytest

from app.accounts.domain.roles import Role
from app.courses.domain.staleness import stale
from tests.cast import browser, hire, sign_in
from tests.courses.judging import SMALL
from tests.sample_content import FACT, LESSON_PATH
from tests.upkeep.conftest import School
from tests.upkeep.upkeep_content import HOTLINE_PATH, WITH_HOTLINE, hotline, limit

pytestmark = pytest.mark.one_database

BOARD = "/soan-bai/can-xem-lai"


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def board(school: School) -> str:
    reply = school.teacher.get(BOARD)
    assert reply.status_code == 200
    return reply.text


def group(html: str, name: str) -> str:
    """One course with all its rows."""
    start = re.search(rf"<summary><span>{name} \(", html)
    assert start, words(html)
    following = html.find("<summary><span>", start.end())
    return html[start.start() : following if following > 0 else len(html)]


def test_fresh_content_says_so(school: School) -> None:
    assert "mọi chỗ đều còn hạn" in board(school)


def test_what_is_far_from_its_date_is_not_listed(school: School) -> None:
    school.write("facts/thu.yaml", limit("2026-12-22"))
    assert "mọi chỗ đều còn hạn" in board(school)
    school.write("facts/thu.yaml", limit("2026-12-21"))
    page = words(board(school))
    assert "0 chỗ đỏ 4 chỗ vàng" in page
    assert "Sắp đến hạn rà soát, ngày 21/12/2026." in page
    assert "Dùng dữ kiện sắp đến hạn: han-muc-thu." in page


def test_old_hotline_is_told_with_who_uses_it(school: School) -> None:
    school.write(HOTLINE_PATH, hotline(ra_soat_truoc="2026-11-20"))
    html = board(school)
    assert "7 chỗ đỏ 0 chỗ vàng 4 câu đang nghỉ" in words(html)
    facts = words(group(html, "Dữ kiện"))
    assert "so-goi: 1800 0001 đỏ dữ kiện, từ 20/11/2026 Quá hạn rà soát. 3 tệp đang dùng" in facts
    assert "Giữ mật khẩu cho kín (2 câu)" in facts
    assert "them-tin (1 câu)" in facts
    course = words(group(html, "Khóa thử"))
    row = "Giữ mật khẩu cho kín: ai-hoi-ma đỏ câu hỏi, từ 20/11/2026, đang nghỉ Dùng dữ kiện quá hạn: so-goi."
    assert row in course
    assert "Giữ mật khẩu cho kín: tap-goi đỏ tập bấm" in course
    assert "đỏ diễn tập" in course
    assert "them-tin: " in words(group(html, "Kho câu hỏi"))


def test_changed_value_is_told_with_both_values(school: School) -> None:
    school.library.load()
    school.write(HOTLINE_PATH, hotline(gia_tri="1800 0002", cau="Gọi 1800 0002 để hỏi."))
    page = words(board(school))
    assert "Dữ kiện so-goi đã đổi sau lần rà soát: trước là “1800 0001”, nay là “1800 0002”." in page
    assert "6 chỗ đỏ" in page


def test_every_link_opens_its_file_at_its_line(school: School) -> None:
    school.write(HOTLINE_PATH, hotline(ra_soat_truoc="2026-11-20"))
    links = re.findall(r'href="(/soan-bai/tep/[^"#]+)(?:#(dong-\d+))?"', board(school))
    assert len(links) >= 9
    for path, line in set(links):
        page = school.teacher.get(unescape(path))
        assert page.status_code == 200
        assert not line or f'id="{line}"' in page.text
    lesson = school.library.catalogue.lessons["giu-mat-khau"]
    question = lesson.exercise("ai-hoi-ma")
    assert question
    assert (f"/soan-bai/tep/content/{LESSON_PATH}", f"dong-{question.line}") in links
    assert (f"/soan-bai/tep/content/{HOTLINE_PATH}", "dong-1") in links


def test_reasons_of_one_thing_stand_in_one_row_and_red_ones_come_first(school: School) -> None:
    overdue = WITH_HOTLINE.replace("ra-soat-truoc: 2099-01-01", "ra-soat-truoc: 2026-12-01")
    school.write(LESSON_PATH, overdue)
    school.write(HOTLINE_PATH, hotline(ra_soat_truoc="2026-11-20"))
    school.write(
        "courses/khoa-thu/02-quet-ma.md", SMALL.replace("ra-soat-truoc: 2099-01-01", "ra-soat-truoc: 2026-12-09")
    )
    course = words(group(board(school), "Khóa thử"))
    reasons = "Sắp đến hạn rà soát, ngày 01/12/2026; dùng dữ kiện quá hạn: so-goi."
    assert f"Giữ mật khẩu cho kín đỏ bài học, từ 20/11/2026 {reasons}" in course
    assert course.rindex(" đỏ ") < course.index(" vàng ")


def test_board_says_red_for_exactly_what_the_command_line_says(school: School) -> None:
    school.library.load()
    school.write(HOTLINE_PATH, hotline(ra_soat_truoc="2026-11-20", gia_tri="1800 0002", cau="Gọi 1800 0002 để hỏi."))
    school.write("facts/thu.yaml", limit("2026-11-30"))
    library = school.library
    red = {(row.kind, row.id) for row in stale(library.catalogue, library._clock.today(), library.fact_history)}
    assert f"{len(red)} chỗ đỏ" in words(board(school))


def test_board_holds_three_hundred_rows_folded(school: School) -> None:
    row = FACT.replace("2099-01-01", "2026-11-20")
    for file in range(10):
        rows = (row.replace("han-muc-thu", f"han-muc-{file}-{number}") for number in range(30))
        (school.content / f"facts/nhieu-{file}.yaml").write_text("".join(rows), encoding="utf-8")
    school.library.load()
    html = board(school)
    assert "300 chỗ đỏ" in words(html)
    assert html.count("Chưa tệp nào dùng") == 300
    school.write(HOTLINE_PATH, hotline(ra_soat_truoc="2026-11-20"))
    html = board(school)
    assert len(re.findall(r"<details open", html)) == 0
    assert len(html) < 400_000


@pytest.mark.parametrize("role", [None, Role.LEARNER, Role.ASSESSOR, Role.OFFICIAL])
@pytest.mark.parametrize("path", [BOARD, f"{BOARD}/man-hinh", f"{BOARD}/man-hinh/giu-mat-khau/mo-dau"])
def test_board_is_for_teachers(school: School, role: Role | None, path: str) -> None:
    client = browser(school.app)
    if role:
        sign_in(client, hire(school.database, school.app.app.state.settings, role))
    reply = client.post(path, data={"den": "1"}) if path.endswith("mo-dau") else client.get(path)
    assert reply.status_code == (403 if role else 303)
    assert "Chỗ cần xem lại" not in reply.text
