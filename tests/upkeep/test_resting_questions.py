"""A red question leaves practice, rounds and lessons at once, by a change of a file or at midnight; what was answered
stands, and nobody waits for it."""

import re

import httpx2
import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.core.db import Database
from app.courses.models import LessonProgress
from app.quiz.models import Answer
from app.simulations.models import Tap
from tests.cast import browser, show_question
from tests.drills.drill_content import DRILLS
from tests.drills.playing import begin, show
from tests.sample_content import LESSON_PATH
from tests.simulations.player import Player
from tests.upkeep.conftest import School
from tests.upkeep.upkeep_content import (
    FREE_QUESTION_URL,
    HOTLINE_PATH,
    QUESTION,
    QUESTION_URL,
    SIMULATION_URL,
    WITH_HOTLINE,
    hotline,
)

pytestmark = pytest.mark.one_database

RESTS = "Câu này đang được kiểm tra lại"
OLD = hotline(ra_soat_truoc="2026-11-20")
CHANGED = hotline(gia_tri="1800 0002", cau="Gọi 1800 0002 để hỏi.")
HTMX = {"hx-request": "true"}


def right(client: TestClient, url: str) -> httpx2.Response:
    """Answers with the choice that is right."""
    html = client.get(f"{url}?lam-lai=1").text
    key, version = (re.findall(rf'name="{name}" value="([^"]+)"', html)[0] for name in ("khoa", "phien-ban"))
    words = "Cúp máy" if QUESTION in url else "Chỉ mình bác"
    [choice] = re.findall(rf'name="cau-tra-loi" value="([^"]+)"><span[^>]*>{words}', html)
    return client.post(url, data={"khoa": key, "phien-ban": version, "cau-tra-loi": choice})


def count(database: Database, table: type[Answer] | type[Tap]) -> int:
    with database.session(writes=False) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def finished_lessons(school: School, lesson: str) -> int:
    with school.database.session(writes=False) as session:
        mine = LessonProgress.lesson == lesson
        return session.scalar(select(func.count()).select_from(LessonProgress).where(mine)) or 0


def standing(client: TestClient) -> str:
    """How the progress page speaks of the lesson's skill."""
    found = re.search(r"<h3>Giữ mật khẩu</h3>.*?</li>", client.get("/tien-bo").text, re.DOTALL)
    return found[0] if found else ""


def next_link(html: str) -> str:
    found = re.findall(r'<a class="button primary" href="([^"]+)"', html)
    assert len(found) == 1, html
    return str(found[0])


@pytest.mark.parametrize("text", [OLD, CHANGED], ids=["overdue", "changed"])
def test_question_rests_as_soon_as_its_fact_is_red_and_is_back_when_it_was_read_again(
    school: School, client: TestClient, text: str
) -> None:
    school.library.load()
    assert RESTS not in client.get(QUESTION_URL).text
    school.write(HOTLINE_PATH, text)
    for url in (QUESTION_URL, f"{QUESTION_URL}?lam-lai=1", SIMULATION_URL, f"{SIMULATION_URL}?tu-lam=1"):
        page = client.get(url)
        assert (page.status_code, RESTS in page.text) == (200, True), url
        assert "<form" not in page.text
        assert "CANARY" not in page.text
    assert RESTS not in client.get(FREE_QUESTION_URL).text
    school.write(HOTLINE_PATH, text.replace("2026-11-20", "2099-01-01"))
    school.write(LESSON_PATH, WITH_HOTLINE.replace("ra-soat: 2026-11-01", "ra-soat: 2026-11-21"))
    assert RESTS not in client.get(QUESTION_URL).text
    assert RESTS not in client.get(SIMULATION_URL).text


def test_question_rests_from_the_midnight_after_the_last_day(school: School, client: TestClient) -> None:
    school.write(HOTLINE_PATH, hotline(ra_soat_truoc="2026-11-21"))
    school.pass_days(14.9 / 24)  # 23:54
    assert RESTS not in client.get(QUESTION_URL).text
    school.pass_days(15.1 / 24)
    assert RESTS in client.get(QUESTION_URL).text


def test_lesson_walks_past_what_rests(school: School, client: TestClient) -> None:
    step = "/bai-hoc/giu-mat-khau"
    assert f'href="{QUESTION_URL}"' in client.get(step).text
    school.write(HOTLINE_PATH, OLD)
    assert next_link(client.get(step).text) == f"{step}?buoc=3"
    third = client.get(f"{step}?buoc=3").text
    assert f'<a class="button" href="{step}"' in third
    assert next_link(third) == FREE_QUESTION_URL
    assert next_link(right(client, FREE_QUESTION_URL).text) == f"{step}/xong"  # past the simulation
    assert next_link(client.get(QUESTION_URL).text) == f"{step}?buoc=3"


@pytest.mark.parametrize("headers", [{}, HTMX, {"sec-fetch-mode": "navigate"}], ids=["page", "fragment", "no script"])
def test_answer_to_what_rests_by_now_is_not_kept_and_told_kindly(
    school: School, client: TestClient, headers: dict[str, str]
) -> None:
    shown = show_question(client, QUESTION_URL)
    school.write(HOTLINE_PATH, OLD)
    before = count(school.database, Answer)
    reply = client.post(QUESTION_URL, data=shown.form(shown.choices[0]), headers=headers)
    assert reply.status_code == 409
    assert RESTS in reply.text
    assert "CANARY" not in reply.text
    assert count(school.database, Answer) == before
    assert next_link(reply.text) == "/bai-hoc/giu-mat-khau?buoc=3"


def test_press_in_a_running_simulation_that_rests_by_now_is_not_kept(school: School, client: TestClient) -> None:
    player = Player(client, url=SIMULATION_URL)
    phone = player.press(player.open(), "Gọi")
    school.write(HOTLINE_PATH, OLD)
    before = count(school.database, Tap)
    assert before >= 1
    reply = client.post(SIMULATION_URL, data=phone.form("Đồng ý", {}), headers=HTMX)
    assert (reply.status_code, RESTS in reply.text) == (409, True)
    assert count(school.database, Tap) == before


def test_answers_given_before_stand(school: School, client: TestClient) -> None:
    assert "giỏi lắm" in right(client, QUESTION_URL).text
    assert "giỏi lắm" in right(client, FREE_QUESTION_URL).text
    assert "đang tập" in standing(client)
    stored = count(school.database, Answer)
    school.write(HOTLINE_PATH, OLD)
    assert count(school.database, Answer) == stored
    assert "đang tập" in standing(client)
    school.write(HOTLINE_PATH, hotline())
    assert "giỏi lắm" in client.get(QUESTION_URL).text  # the answer is shown again once the question is back


def test_lesson_is_finished_without_what_rests(school: School, client: TestClient) -> None:
    school.write(HOTLINE_PATH, OLD)
    before = finished_lessons(school, "giu-mat-khau")
    right(client, FREE_QUESTION_URL)
    assert finished_lessons(school, "giu-mat-khau") == before + 1
    page = client.get("/bai-hoc/giu-mat-khau/xong").text
    assert "Bác học xong rồi!" in page
    assert QUESTION_URL not in page
    school.write(HOTLINE_PATH, hotline())
    assert "Bài này bác học xong rồi" in client.get("/bai-hoc/giu-mat-khau/xong").text  # for ever


def test_lesson_is_not_finished_by_an_answer_alone_while_it_asks_more(school: School, client: TestClient) -> None:
    before = finished_lessons(school, "giu-mat-khau")
    right(client, FREE_QUESTION_URL)
    assert finished_lessons(school, "giu-mat-khau") == before
    assert "còn 2 câu nữa" in client.get("/bai-hoc/giu-mat-khau/xong").text
    assert school.library.catalogue.lessons["giu-mat-khau"].asked_slugs[0] == QUESTION


def test_answer_to_an_older_version_finishes_by_what_is_asked_today(school: School, client: TestClient) -> None:
    shown = show_question(client, FREE_QUESTION_URL)
    school.write(LESSON_PATH, WITH_HOTLINE.replace("Giữ kín\n", "Giữ cho kín\n"))
    school.write(HOTLINE_PATH, OLD)
    before = finished_lessons(school, "giu-mat-khau")
    assert client.post(FREE_QUESTION_URL, data=shown.form(shown.choices[0])).status_code == 200
    assert finished_lessons(school, "giu-mat-khau") == before + 1


def test_lesson_all_of_whose_questions_rest_still_ends_well(school: School, client: TestClient) -> None:
    everything = WITH_HOTLINE.replace("Đúng vậy.", "Đúng vậy, gọi [[so-goi]].")
    school.write(LESSON_PATH, everything)
    school.write(HOTLINE_PATH, OLD)
    page = client.get("/bai-hoc/giu-mat-khau/xong")
    assert page.status_code == 200
    assert "Bác học xong rồi!" in page.text
    assert next_link(page.text) == "/bai-hoc/quet-ma"
    assert next_link(client.get("/bai-hoc/giu-mat-khau?buoc=3").text) == "/bai-hoc/giu-mat-khau/xong"
    # Whoever learns elsewhere is not sent to it for ever.
    right(client, "/bai-hoc/quet-ma/cau-hoi/ai-biet")
    home = client.get("/").text
    assert 'primary" href="/bai-hoc/giu-mat-khau' not in home


def test_practice_review_and_first_tasks_never_ask_what_rests(school: School, client: TestClient) -> None:
    right(client, FREE_QUESTION_URL)
    school.pass_days(1)
    met = set()
    for path in ("/luyen-tap/vneid-dang-nhap", "/lam-quen/tiep", "/on-tap/vneid-dang-nhap"):
        for _ in range(4):
            asked = client.get(path).headers.get("location", "")
            met.add(asked.partition("?")[0])
            if "/cau-hoi/" not in asked:
                break
            right(client, asked.partition("?")[0])
    assert QUESTION_URL in met  # or the test below would pass with nothing to ask
    other = browser(school.app)
    right(other, FREE_QUESTION_URL)
    school.write(HOTLINE_PATH, OLD)
    school.pass_days(2)
    for path in ("/luyen-tap/vneid-dang-nhap", "/lam-quen/tiep", "/on-tap/vneid-dang-nhap"):
        for _ in range(6):
            asked = other.get(path).headers.get("location", "").partition("?")[0]
            assert asked not in (QUESTION_URL, SIMULATION_URL)
            if "/cau-hoi/" not in asked:
                break
            right(other, asked)


def test_what_rests_leads_on_with_the_errand_it_was_asked_for(school: School, client: TestClient) -> None:
    school.write(HOTLINE_PATH, OLD)
    page = client.get(f"{QUESTION_URL}?lam-lai=1&tu=luyen-tap.vneid-dang-nhap").text
    assert RESTS in page
    assert next_link(page) == "/luyen-tap/vneid-dang-nhap"


def drills_at_rest(school: School) -> set[str]:
    return {slug for holder in school.library.catalogue.holders for slug in holder.resting} & set(DRILLS)


def test_running_round_goes_on_without_drills_that_rest_by_now(school: School) -> None:
    school.write(HOTLINE_PATH, OLD)
    asleep = drills_at_rest(school)
    assert len(asleep) == 2
    school.write(HOTLINE_PATH, hotline())
    for _ in range(6):
        player = browser(school.app)
        first = begin(player)
        assert player.post(first.url, data=first.right).status_code == 200
        school.write(HOTLINE_PATH, OLD)
        names, url = [first.name], f"/dien-tap?luot={first.token}"
        link = next_link(player.get(url).text)
        while re.match(r"/dien-tap/", link):
            shown = show(player, link)
            names.append(shown.name)
            answered = player.post(shown.url, data=shown.right)
            assert answered.status_code == 200
            link = next_link(answered.text)
        assert not asleep & set(names[1:])
        assert len(names) == len(set(names)) == 6
        school.write(HOTLINE_PATH, hotline())


def test_drill_at_rest_says_so_and_leads_on_and_takes_no_call(school: School, client: TestClient) -> None:
    school.write(HOTLINE_PATH, OLD)
    asleep = min(drills_at_rest(school))
    school.write(HOTLINE_PATH, hotline())
    shown = show(client, f"/dien-tap/{asleep}")
    school.write(HOTLINE_PATH, OLD)
    before = count(school.database, Answer)
    page = client.get(shown.seen_url)
    assert (page.status_code, RESTS in page.text, "CANARY" in page.text) == (200, True, False)
    assert re.fullmatch(rf"/dien-tap/[a-z0-9-]+\?luot={shown.token}", next_link(page.text))
    reply = client.post(shown.url, data=shown.right)
    assert (reply.status_code, RESTS in reply.text) == (409, True)
    assert count(school.database, Answer) == before
    assert client.get(f"/dien-tap/{asleep}").status_code == 200  # without a round, too


def test_no_round_begins_when_every_drill_rests(school: School, client: TestClient) -> None:
    for name in DRILLS:
        assert client.get(f"/dien-tap/{name}").status_code == 200
    for path in ("courses/khoa-thu/03-xem-tung-dong.md", "bank/dien-tap/them-tin.md"):
        text = (school.content / path).read_text(encoding="utf-8")
        school.write(path, re.sub(r"Nên làm: (?!Bác gọi \[\[)", "Nên làm: Bác gọi [[so-goi]]. ", text))
    school.write(HOTLINE_PATH, OLD)
    assert drills_at_rest(school) == set(DRILLS)
    assert "Hôm nay chưa có tin nào để tập" in client.get("/dien-tap").text
    assert client.get("/dien-tap?luot=moi").status_code == 200


def test_what_rests_is_neither_explained_nor_hinted_at(school: School, client: TestClient) -> None:
    school.library.load()
    shown = show_question(client, QUESTION_URL)
    page = client.get(QUESTION_URL).text
    [wrong] = re.findall(r'value="([^"]+)"[^>]*><span[^>]*>Đọc mã cho họ', page)
    assert "CANARY" in client.post(QUESTION_URL, data=shown.form(wrong)).text
    why, hint = (f"/tro-ly/{what}/giu-mat-khau/{QUESTION}" for what in ("vi-sao", "goi-y"))
    assert "CANARY" in client.get(why).text
    school.write(HOTLINE_PATH, OLD)
    refused = client.get(why)
    assert (refused.status_code, refused.headers["location"]) == (303, QUESTION_URL)
    rests = client.post(hint, data={"khoa": shown.key, "goi-y": "3"})
    assert (rests.status_code, RESTS in rests.text) == (409, True)
    assert "set-cookie" not in rests.headers
    assert "CANARY" not in refused.text + rests.text
