""" "Màn hình của tôi khác": anyone may say so with one press, once, without saying who they are; teachers see it and close
it."""

import re
from dataclasses import replace
from datetime import date, datetime
from html import unescape

import pytest
from sqlalchemy import String, select
from starlette.testclient import TestClient

from app.accounts.domain.roles import Role
from app.core.db import Database
from app.upkeep.domain.screen_report import BLANK, MOST_A_DAY, MOST_A_DAY_UNKNOWN, Report, Sender
from app.upkeep.models import ScreenReport
from app.upkeep.queries import WORDS_SHOWN
from app.upkeep.service import TooManyReports, send_report
from app.upkeep.views.screen_reports import SAID_MORE
from tests.cast import STAFF, browser
from tests.sample_content import LESSON_PATH
from tests.upkeep.conftest import School
from tests.upkeep.upkeep_content import SIMULATION_URL, WITH_HOTLINE

STEP = "/bai-hoc/giu-mat-khau"
URL = f"{STEP}/khac?buoc=3"
BOARD, LIST = "/soan-bai/can-xem-lai", "/soan-bai/can-xem-lai/man-hinh"


def stored(database: Database) -> list[ScreenReport]:
    with database.session(writes=False) as session:
        return list(session.scalars(select(ScreenReport).order_by(ScreenReport.id)))


def form(client: TestClient, url: str = URL, **said: str) -> dict[str, str]:
    page = client.get(url).text
    return {**dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)), **said}


def send(client: TestClient, url: str = URL, **said: str) -> None:
    reply = client.post(url, data=form(client, url, **said))
    assert reply.status_code == 303, reply.text


def learner(school: School, name: str = "Lan") -> TestClient:
    client = browser(school.app)
    assert client.post("/tai-khoan/nguoi-hoc", data={"ten": name}).status_code == 303
    return client


def shown(school: School) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", school.teacher.get(LIST).text)).split())


@pytest.mark.one_database
@pytest.mark.parametrize("path", [STEP, f"{STEP}?buoc=3", SIMULATION_URL])
def test_every_step_and_simulation_leads_to_its_report(school: School, client: TestClient, path: str) -> None:
    [link] = re.findall(r'<a class="row" href="([^"]+)">Màn hình của tôi khác</a>', client.get(path).text)
    page = client.get(link).text
    back = path if "buoc" in path or "tap-bam" in path else STEP
    assert f'href="{back}"' in page
    lesson = school.library.catalogue.lessons["giu-mat-khau"]
    number = 5 if "tap-bam" in path else 3 if "buoc" in path else 1
    assert form(client, link)["man"] == lesson.screens[number - 1].slug


@pytest.mark.one_database
def test_one_press_is_enough_and_leads_back_to_the_step(school: School, client: TestClient) -> None:
    reply = client.post(URL, data=form(client))
    assert (reply.status_code, reply.headers["location"]) == (303, f"{URL}&xong=1")
    thanks = client.get(reply.headers["location"]).text
    assert "Cảm ơn bác nhiều!" in thanks
    assert f'class="button primary" href="{STEP}?buoc=3"' in thanks
    [report] = stored(school.database)
    lesson = school.library.catalogue.lessons["giu-mat-khau"]
    assert (report.lesson, report.step, report.version) == ("giu-mat-khau", "giu-kin", lesson.version)
    assert (report.platform, report.day, report.choice, report.words) == ("", date(2026, 11, 21), "", "")
    assert report.closed_at is None


def test_choice_words_and_known_phone_are_kept(school: School, client: TestClient) -> None:
    client.get(f"{STEP}?buoc=1&may=iphone")
    send(client, khac="khong-thay", loi="Máy tôi không có nút  Quên\nmật khẩu, mã là 482913, gọi 0912 345 678")
    [report] = stored(school.database)
    assert (report.choice, report.platform) == ("khong-thay", "iphone")
    assert report.words == f"Máy tôi không có nút Quên mật khẩu, mã là {BLANK}, gọi {BLANK}"


@pytest.mark.one_database
def test_nothing_in_a_report_says_who_sent_it(school: School) -> None:
    lan = learner(school)
    send(lan, loi="khác")
    cookies = {part for cookie in lan.cookies.jar for part in (cookie.value or "").split(".")}
    [report] = stored(school.database)
    row = [getattr(report, column.name) for column in ScreenReport.__table__.columns if isinstance(column.type, String)]
    assert len(cookies) > 2
    assert not (cookies - {""}) & set(row)
    assert not [foreign for foreign in ScreenReport.__table__.foreign_keys if foreign.column.table.name == "learner"]
    assert not any(isinstance(column.type, type(ScreenReport.__table__.c.closed_at.type))
                   for column in ScreenReport.__table__.columns if column.name != "closed_at")  # fmt: skip


def test_when_the_day_is_over_nothing_is_left_by_which_its_senders_could_be_found(school: School) -> None:
    lan, visitor = learner(school), browser(school.app)
    send(lan)
    send(lan, f"{STEP}/khac?buoc=1")
    send(visitor)
    kept = [(report.key, report.reporter) for report in stored(school.database)]
    school.library.load()  # as at midnight, and earlier
    assert [(report.key, report.reporter) for report in stored(school.database)] == kept
    school.pass_days(1)
    send(lan)
    *past, today = stored(school.database)
    assert [report.reporter for report in past] == ["", "", ""]
    assert not {report.key for report in past} & {key for key, _ in kept}
    assert today.reporter
    school.pass_days(2)
    assert {report.reporter for report in stored(school.database)} == {""}


def test_pressing_twice_is_one_report(school: School, client: TestClient) -> None:
    sent = form(client)
    for _ in range(3):
        assert client.post(URL, data=sent).status_code == 303
    assert len(stored(school.database)) == 1


def test_learner_who_reports_the_same_step_again_adds_what_was_not_said(school: School) -> None:
    lan = learner(school)
    send(lan)
    send(lan, khac="nut-khac", loi="Nút là Đăng nhập")
    send(lan)
    [report] = stored(school.database)
    assert (report.choice, report.words) == ("nut-khac", "Nút là Đăng nhập")
    school.pass_days(1)
    send(lan)
    assert [report.day.day for report in stored(school.database)] == [21, 22]


def test_what_a_learner_said_first_is_kept_beside_what_they_say_later(school: School) -> None:
    lan = learner(school)
    for words in ("Nút màu xanh", "Nút tên là Vào", "Nút màu xanh", "số 091", "234 nhé", "x" * 200):
        send(lan, loi=words)
    [report] = stored(school.database)
    assert report.words.startswith(f"Nút màu xanh / Nút tên là Vào / số {BLANK} nhé / xxx")
    assert len(report.words) == 200


def test_people_on_one_address_count_each(school: School) -> None:
    for _ in range(4):
        send(browser(school.app))
    assert len(stored(school.database)) == 4


def test_learner_is_bounded_a_day_and_told_kindly(school: School) -> None:
    lan, hung = learner(school), learner(school, "Hùng")
    slugs = [lesson for lesson in school.library.catalogue.lessons.values() for _ in lesson.screens]
    places = [(lesson.slug, 1 + number % len(lesson.screens)) for number, lesson in enumerate(slugs)]
    places = list(dict.fromkeys(places))
    assert len(places) > MOST_A_DAY
    urls = [f"/bai-hoc/{slug}/khac?buoc={number}" for slug, number in places]
    for url in urls[:MOST_A_DAY]:
        send(lan, url)
    refused = lan.post(urls[MOST_A_DAY], data=form(lan, urls[MOST_A_DAY]))
    assert refused.status_code == 429
    assert "Bác nghỉ tay chút nhé" in refused.text
    assert "Hôm nay bác báo nhiều chỗ rồi" in refused.text
    assert len(stored(school.database)) == MOST_A_DAY
    send(lan, urls[0], loi="thêm")  # what was reported already may still be said better
    send(hung, urls[0])
    school.pass_days(1)
    send(lan, urls[0])


class Untouched(str):
    """Words at which nobody may look."""

    __slots__ = ()

    def __getitem__(self, _: object) -> str:
        raise AssertionError("somebody looked at them")


@pytest.mark.one_database
def test_words_of_whoever_has_sent_too_much_are_not_looked_at(school: School) -> None:
    sender = Sender("s" * 22, 1, 7)
    report = Report("k" * 22, sender, "bai", "buoc", "v1", "", date(2026, 11, 21), "", "một")
    with school.database.session(writes=True) as session:
        send_report(session, report)
        with pytest.raises(TooManyReports):
            send_report(session, replace(report, key="l" * 22, typed=Untouched("hai")))


def test_visitors_behind_one_address_are_bounded(school: School, client: TestClient) -> None:
    sent = form(client)
    for number in range(MOST_A_DAY_UNKNOWN):
        assert client.post(URL, data={**sent, "khoa": f"{number:022}"}).status_code == 303
    assert client.post(URL, data={**sent, "khoa": "x" * 22}).status_code == 429
    assert len(stored(school.database)) == MOST_A_DAY_UNKNOWN
    send(learner(school))


@pytest.mark.parametrize(
    "said",
    [
        {"khac": "<script>"}, {"khac": "x" * 5_000}, {"loi": "\0\x01\u202e a"}, {"loi": "ộ" * 9_000}, {"loi": "\ud800"}, {"man": "khong-co"},
        {"man": "../.."}, {"phien-ban": "zzz"}, {"phien-ban": "<b>"}, {"khoa": ""}, {"khoa": "' OR 1=1 --"},
    ],
)  # fmt: skip
def test_strange_forms_are_taken_for_what_is_sound_in_them(
    school: School, client: TestClient, said: dict[str, str]
) -> None:
    said = {name: value.encode("utf-8", "replace").decode() for name, value in said.items()}
    send(client, **said)
    [report] = stored(school.database)
    lesson = school.library.catalogue.lessons["giu-mat-khau"]
    assert (report.step, report.version, report.choice) == ("giu-kin", lesson.version, "")
    assert len(report.words) <= 200
    assert "\0" not in report.words


@pytest.mark.one_database
def test_unknown_lesson_is_not_found_and_unknown_number_is_the_nearest(school: School, client: TestClient) -> None:
    assert client.get("/bai-hoc/khong-co/khac").status_code == 404
    assert client.post("/bai-hoc/khong-co/khac").status_code == 404
    assert form(client, f"{STEP}/khac")["man"] == "mo-dau"
    assert form(client, f"{STEP}/khac?buoc=999")["man"] == "tap-goi"
    assert form(client, f"{STEP}/khac?buoc=-1")["man"] == "mo-dau"
    assert stored(school.database) == []


@pytest.mark.one_database
def test_another_site_cannot_report(school: School, client: TestClient) -> None:
    assert client.post(URL, data={}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert stored(school.database) == []


# Teachers


@pytest.mark.one_database
def test_teacher_sees_how_many_where_in_which_version_and_the_words(school: School, client: TestClient) -> None:
    send(client, khac="nut-khac", loi="Nút <b>Vào</b>")
    send(learner(school), khac="nut-khac")
    school.write(LESSON_PATH, WITH_HOTLINE.replace("Chỉ mình bác\n", "Chỉ một mình bác\n"))
    send(learner(school), f"{STEP}/khac?buoc=5")
    page = shown(school)
    assert "Có 3 lời báo chờ thầy cô xem." in page
    assert "Giữ mật khẩu cho kín 3 lời báo" in page
    assert "Bước 3: Giữ kín 2 lời báo, 21/11/2026" in page
    assert "2 lần: Nút có tên khác, chưa rõ máy gì, bản cũ" in page
    assert "“Nút <b>Vào</b>”" in page  # as text
    assert "Bước 5: tập bấm 1 lời báo" in page
    assert "1 lần: Không nói rõ, chưa rõ máy gì, bản đang dạy" in page
    assert "<b>Vào</b>" not in school.teacher.get(LIST).text
    links = re.findall(r'href="(/soan-bai/tep/[^"#]+)#dong-(\d+)"', school.teacher.get(LIST).text)
    for path, line in links:
        assert f'id="dong-{line}"' in school.teacher.get(path).text
    assert len(links) == 2


def on_page(school: School, step: str = "giu-kin") -> dict[str, str]:
    """The form that closes what is now on the teacher's page."""
    html = school.teacher.get(LIST).text
    [fields] = re.findall(rf'action="{LIST}/giu-mat-khau/{step}">(.*?)</form>', html, re.DOTALL)
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', fields))


def close(school: School, note: str = "", seen: dict[str, str] | None = None, step: str = "giu-kin") -> int:
    fields = {**(seen or on_page(school, step)), "ghi-chu": note}
    return school.teacher.post(f"{LIST}/giu-mat-khau/{step}", data=fields).status_code


def test_seen_with_a_note_closes_what_was_on_the_page_and_nothing_later(school: School, client: TestClient) -> None:
    send(client)
    seen = on_page(school)
    send(learner(school))
    assert close(school, "Đã sửa tên nút.", seen) == 303
    assert "Có 1 lời báo chờ" in shown(school)
    assert close(school) == 303
    page = shown(school)
    assert "Chưa có lời báo nào chờ xem." in page
    assert f"1 lời báo, {STAFF[Role.TEACHER]} xem lúc" in page
    assert "Đã sửa tên nút." in page
    assert all(isinstance(report.closed_at, datetime) for report in stored(school.database))


def test_words_that_came_after_the_page_are_not_closed_with_it(school: School) -> None:
    lan = learner(school)
    send(lan, loi="Nút màu xanh")
    seen = on_page(school)
    send(lan, loi="Nút tên là Vào")
    reply = school.teacher.post(f"{LIST}/giu-mat-khau/giu-kin", data=seen)
    assert reply.status_code == 409
    assert SAID_MORE in unescape(reply.text)
    assert "“Nút màu xanh / Nút tên là Vào”" in shown(school)
    assert close(school) == 303
    assert "Chưa có lời báo nào chờ xem." in shown(school)


def test_report_sent_again_after_it_was_closed_is_not_closed_by_an_older_page(school: School) -> None:
    lan = learner(school)
    send(lan)
    send(learner(school))
    old = on_page(school)
    assert close(school) == 303
    send(lan, khac="khac")
    assert close(school, seen=old) == 409
    assert "Có 1 lời báo chờ" in shown(school)


@pytest.mark.one_database
def test_words_for_which_there_was_no_room_stay_open(school: School) -> None:
    for number in range(WORDS_SHOWN + 2):
        send(browser(school.app), loi=f"nút {number} khác")
        send(browser(school.app))
    page = shown(school)
    assert "Còn lời báo nữa." in page
    assert [number for number in range(WORDS_SHOWN + 2) if f"“nút {number} khác”" in page] == [*range(WORDS_SHOWN)]
    assert close(school) == 303
    page = shown(school)
    assert "Có 4 lời báo chờ" in page
    assert f"“nút {WORDS_SHOWN} khác”" in page
    assert f"“nút {WORDS_SHOWN + 1} khác”" in page
    assert "Còn lời báo nữa." not in page


def test_closing_twice_keeps_the_first_note(school: School, client: TestClient) -> None:
    send(client)
    seen = on_page(school)
    for note in ("Một", "Hai"):
        assert close(school, note, seen) == 303
    assert [report.note for report in stored(school.database)] == ["Một"]


@pytest.mark.parametrize(
    "data", [{"den": None}, {"dau": None}, {"den": "x"}, {"den": "-1"}, {"den": str(2**70)}, {"dau": "a" * 23}, {"ghi-chu": "a" * 201}, {"ghi-chu": "a\0b"}]
)  # fmt: skip
def test_note_that_cannot_be_taken_is_told_and_closes_nothing(
    school: School, client: TestClient, data: dict[str, str | None]
) -> None:
    send(client)
    fields = {name: value for name, value in {**on_page(school), **data}.items() if value is not None}
    reply = school.teacher.post(f"{LIST}/giu-mat-khau/giu-kin", data=fields)
    assert reply.status_code == 422
    assert 'role="alert"' in reply.text
    assert [report.closed_at for report in stored(school.database)] == [None]


@pytest.mark.one_database
def test_reports_of_a_step_that_is_gone_can_be_closed(school: School, client: TestClient) -> None:
    send(client)
    school.write(LESSON_PATH, WITH_HOTLINE.replace("buoc giu-kin", "buoc giu-cho-kin"))
    assert "giu-kin (nay không còn trong bài)" in shown(school)
    assert close(school) == 303
    assert "Chưa có lời báo nào chờ xem." in shown(school)


def test_three_open_reports_turn_the_lesson_yellow_until_they_are_seen(school: School) -> None:
    for number in range(3):
        assert "người học báo màn hình khác" not in school.teacher.get(BOARD).text, number
        send(learner(school))
    page = school.teacher.get(BOARD).text
    assert "3 lần người học báo màn hình khác" in page
    assert "3 lời báo" in page
    assert "1 chỗ vàng" in page
    close(school)
    assert "người học báo màn hình khác" not in school.teacher.get(BOARD).text
