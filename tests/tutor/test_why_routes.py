"""A wrong answer is explained to whoever gave it, once it is in; a hint before it is remembered with the answer."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import delete, select
from starlette.testclient import TestClient

from app.core.clock import Clock
from app.learners.models import Learner
from app.main import create_app
from app.observations.service import Observations
from app.quiz.domain.choice_question import ChoiceQuestion
from app.quiz.models import Answer
from app.quiz.service import question_of
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser, show_question
from tests.conftest import make_settings
from tests.observations.written import Log
from tests.quiz.kind_walk import LESSON as KINDS_LESSON
from tests.quiz.kind_walk import SLUGS, ask, other, right
from tests.shared_database import BOTH, make_database
from tests.simulations.player import HTMX, NO_SCRIPT, Player
from tests.tutor.explaining_content import FAR, RULE, SLUG, hint_url, question_url, why_url, write_explained

QUESTION = question_url("ai-xin-ma")
STEP = f"/bai-hoc/{SLUG}"


@pytest.fixture(scope="module", params=BOTH)
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("explaining")
    url = make_database(request, request.param, folder)
    app = create_app(make_settings(folder, url, write_explained(folder / "content")))
    with TestClient(app):
        assert app.app.state.library.diagnostics == ()
        yield app


@pytest.fixture
def client(app: PrebuiltPages) -> TestClient:
    return browser(app)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def choose(client: TestClient, said: str, url: str = QUESTION) -> str:
    """Answers with the choice that begins so; gives the page after it."""
    shown = show_question(client, f"{url}?lam-lai=1")
    page = client.get(f"{url}?lam-lai=1").text
    [choice] = re.findall(rf'value="([^"]+)"[^>]*><span[^>]*>{said}', page)
    reply = client.post(url, data=shown.form(choice))
    assert reply.status_code == 200, reply.text
    return reply.text


def test_who_has_not_answered_is_told_nothing(client: TestClient) -> None:
    for exercise in ("ai-xin-ma", "goi-so-nao", "lay-lai-mat-khau"):
        for headers in ({}, HTMX):
            reply = client.get(why_url(exercise), headers=headers)
            assert reply.status_code == 404
            assert "CANARY" not in reply.text
    choose(client, "Hẹn chiều")
    assert client.get(why_url("goi-so-nao")).status_code == 404


@pytest.mark.parametrize("path", ["khong-co/ai-xin-ma", f"{SLUG}/khong-co", f"{SLUG}/xin-ma"])
def test_what_is_no_exercise_of_a_lesson_is_not_found(client: TestClient, path: str) -> None:
    choose(client, "Hẹn chiều")
    assert client.get(f"/tro-ly/vi-sao/{path}").status_code == 404
    for reply in (client.get(f"/tro-ly/goi-y/{path}"), client.post(f"/tro-ly/goi-y/{path}", data={"khoa": "k" * 22})):
        assert reply.status_code in (303, 404)
        assert "CANARY" not in reply.text


def test_answers_of_others_are_not_explained(app: PrebuiltPages, client: TestClient) -> None:
    choose(client, "Đọc mã OTP")
    assert client.get(why_url("ai-xin-ma")).status_code == 200
    assert browser(app).get(why_url("ai-xin-ma")).status_code == 404
    assert client.post("/tai-khoan/nguoi-hoc", data={"ten": "Hùng"}).status_code == 303
    reply = client.get(why_url("ai-xin-ma"))
    assert reply.status_code == 404
    assert "CANARY" not in reply.text


def test_wrong_answer_is_explained_by_the_sentence_of_the_lesson(client: TestClient) -> None:
    answered = choose(client, "Đọc mã OTP")
    assert f'<p id="vi-sao"><a class="row" href="{why_url("ai-xin-ma")}">' in answered
    reply = client.get(why_url("ai-xin-ma"))
    assert reply.status_code == 200
    page = words(reply.text)
    assert "Bác đã chọn: Đọc mã OTP qua điện thoại" in page
    assert "Công an không bao giờ xin mã OTP, bác cúp máy nhé." in page
    assert f"“{RULE}”" in page
    assert f'href="{STEP}">Xem lại bước 1: Người lạ xin mã' in reply.text
    assert set(re.findall(r"CANARY-[\w-]+", reply.text)) == {"CANARY-GIAI-3"}
    assert f"/bai-hoc/{SLUG}/tap-bam/lay-lai-mat-khau" in reply.text  # something to try
    assert f'href="{QUESTION}"' in reply.text
    assert RULE in words(client.get(STEP).text)


def test_explanation_comes_in_place_of_its_link(client: TestClient) -> None:
    choose(client, "Đọc mã OTP")
    reply = client.get(why_url("ai-xin-ma"), headers=HTMX)
    assert reply.headers["hx-retarget"] == "#vi-sao"
    assert reply.headers["hx-push-url"] == "false"
    assert "HX-Request" in reply.headers["vary"]
    assert f"“{RULE}”" in words(reply.text)
    assert 'id="vi-sao"' in reply.text
    assert "<main" not in reply.text
    assert "CANARY" not in reply.text  # the page around it says that already


def test_the_step_that_the_author_names_is_the_one(client: TestClient) -> None:
    choose(client, "Tìm đại", question_url("goi-so-nao"))
    reply = client.get(why_url("goi-so-nao"))
    assert f"“{FAR}”" in words(reply.text)
    assert f'href="{STEP}?buoc=3">Xem lại bước 3: Hỏi lại ngân hàng' in reply.text


def test_without_a_clear_sentence_only_the_step_is_named(client: TestClient) -> None:
    choose(client, "Rau", question_url("troi-nang"))
    reply = client.get(why_url("troi-nang"))
    assert reply.status_code == 200
    part = client.get(why_url("troi-nang"), headers=HTMX)
    for page in (reply.text, part.text):
        assert "Bài học có câu" not in page
        assert not re.search("trong bài (nói|có)", page, re.IGNORECASE)
        assert "Xem lại bước 1: Người lạ xin mã" in page  # as its author says, not the one before


def test_what_many_choose_is_said_to_be_common_and_nothing_else(app: PrebuiltPages, client: TestClient) -> None:
    state = app.app.state
    lesson = state.library.catalogue.lessons[SLUG]
    question = question_of(lesson, "goi-so-nao", "")
    assert isinstance(question, ChoiceQuestion)
    state.observations.stop()  # what it has counted for other tests stands for a day
    state.observations = Observations(state.database, state.library, state.clock)
    with state.database.transaction() as connection:
        connection.execute(delete(Learner))  # few others would hide the many
    log = Log(state.database, SLUG, lesson.version)
    log.answers(log.learners(60), "goi-so-nao", question.choices[0].id, score=0)
    choose(client, "Trong tin nhắn", question_url("goi-so-nao"))
    client.get(why_url("goi-so-nao"))  # nobody waits for the count that this begins
    state.observations.lesson(SLUG)
    assert "Nhiều người cũng nhầm chỗ này như bác." in words(client.get(why_url("goi-so-nao")).text)
    choose(client, "Hỏi người vừa gọi", question_url("goi-so-nao"))
    assert "Nhiều người" not in words(client.get(why_url("goi-so-nao")).text)


def test_right_answer_needs_no_explanation(client: TestClient) -> None:
    assert "/tro-ly/vi-sao/" not in choose(client, "Cúp máy")
    assert client.get(why_url("ai-xin-ma")).headers["location"] == QUESTION


def test_what_was_wrong_on_an_earlier_day_is_asked_anew(app: PrebuiltPages, client: TestClient) -> None:
    choose(client, "Đọc mã OTP")
    state = app.app.state
    today, state.clock = state.clock, Clock(Clock().now() + timedelta(days=1))
    reply = client.get(why_url("ai-xin-ma"))
    state.clock = today
    assert (reply.status_code, reply.headers["location"]) == (303, QUESTION)
    assert "CANARY" not in reply.text


@pytest.mark.parametrize("slug", SLUGS)
def test_every_kind_of_question_is_explained_with_its_feedback_alone(app: PrebuiltPages, slug: str) -> None:
    client = browser(app)
    asked = ask(app, client, slug)
    for sent in other(slug, asked.question):
        if sent.score >= 1:
            continue
        asked = ask(app, client, slug)
        sent = next(one for one in other(slug, asked.question) if one.score == sent.score)
        answered = client.post(asked.url, data=asked.form(sent.fields))
        assert why_url(slug, KINDS_LESSON) in answered.text
        page = client.get(why_url(slug, KINDS_LESSON))
        assert page.status_code == 200
        assert set(re.findall(r"CANARY-[\w-]+", page.text)) == sent.told
        assert "Xem lại bước 1: Mở đầu" in page.text
    asked = ask(app, client, slug)
    client.post(asked.url, data=asked.form(right(slug, asked.question).fields))
    assert client.get(why_url(slug, KINDS_LESSON)).status_code == 303


def test_call_in_a_round_is_explained_and_leads_back_to_the_round(client: TestClient) -> None:
    reply = client.get("/dien-tap?luot=moi")
    place = reply.headers["location"]
    page = client.get(place).text
    token, version = re.findall(r'name="(?:khoa|phien-ban)" value="([^"]+)"', page)
    form = {"khoa": token, "phien-ban": version, "cau-tra-loi": "that", "chac": "chac"}
    answered = client.post(place, data=form)
    [url] = re.findall(r'<p id="vi-sao"><a class="row" href="([^"]+)"', answered.text)
    assert url == f"{why_url('tin-la', KINDS_LESSON)}?luot={token}"
    explained = client.get(url)
    assert "Bác đã chọn: Là thật. Bác chắc." in words(explained.text)
    assert f'href="/dien-tap/tin-la?luot={token}"' in explained.text


def test_nothing_of_the_bank_is_explained(app: PrebuiltPages, client: TestClient) -> None:
    [bank] = app.app.state.library.catalogue.bank.values()
    for exercise in bank.exercises:
        assert client.get(why_url(exercise.slug, bank.slug)).status_code == 404
        assert client.post(hint_url(exercise.slug, bank.slug), data={"khoa": "k" * 22}).status_code == 404


# Taps


SIMULATION = f"/bai-hoc/{SLUG}/tap-bam/lay-lai-mat-khau"


def test_wrong_tap_is_explained_while_its_remark_is_said(client: TestClient) -> None:
    player = Player(client, NO_SCRIPT, SIMULATION)
    start = player.open()
    assert "/tro-ly/vi-sao/" not in start.html
    wrong = player.press(start, "Đăng nhập")
    assert why_url("lay-lai-mat-khau") in wrong.html
    reply = client.get(why_url("lay-lai-mat-khau"))
    assert reply.status_code == 200
    assert "Ở màn hình “Đăng nhập”, bác bấm “Đăng nhập”" in words(reply.text)
    assert set(re.findall(r"CANARY-[\w-]+", reply.text)) == {"CANARY-NHAC-MOT"}
    assert "Quên mật khẩu" not in words(reply.text)  # the way on
    assert f'href="{SIMULATION}">bấm chỗ khác trên màn hình tập' in reply.text
    part = client.get(why_url("lay-lai-mat-khau"), headers=HTMX)
    assert part.headers["hx-retarget"] == "#vi-sao"
    player.press(wrong, "Quên mật khẩu")
    assert client.get(why_url("lay-lai-mat-khau")).headers["location"] == SIMULATION


def test_all_wrong_taps_are_explained_at_the_goal(client: TestClient) -> None:
    player = Player(client, NO_SCRIPT, SIMULATION)
    phone = player.press(player.open(), "Đăng nhập")
    done = player.walk(phone)
    assert why_url("lay-lai-mat-khau") in done.html
    assert set(re.findall(r"CANARY-[\w-]+", client.get(why_url("lay-lai-mat-khau")).text)) == {"CANARY-NHAC-MOT"}


def test_nothing_is_explained_of_an_attempt_without_hints(client: TestClient) -> None:
    player = Player(client, NO_SCRIPT, SIMULATION)
    wrong = player.press(player.open("?tu-lam=1"), "Đăng nhập")
    assert "/tro-ly/vi-sao/" not in wrong.html
    reply = client.get(why_url("lay-lai-mat-khau"))
    assert reply.status_code == 303
    assert "CANARY" not in reply.text


# Hints


def hinted(client: TestClient, question: str, rung: int, lesson: str = SLUG, **more: str) -> str:
    shown = show_question(client, question_url(question, lesson))
    form = {"khoa": shown.key, "phien-ban": shown.version, "goi-y": str(rung), **more}
    reply = client.post(hint_url(question, lesson), data=form)
    assert reply.status_code == 200, reply.text
    assert shown.key in reply.text
    return reply.text


def test_hints_go_up_a_ladder(client: TestClient) -> None:
    first, second = (hinted(client, "goi-so-nao", rung) for rung in (1, 2))
    assert f'href="{STEP}?buoc=3">Bác xem lại bước 3' in first
    assert "<s>" not in first
    assert 'name="goi-y" value="2"' in first
    [struck] = re.findall("<s>(.*?)</s>", second)
    assert struck == "Trong tin nhắn vừa tới"
    assert len(re.findall('type="radio"', second)) == 4
    assert hint_url("goi-so-nao") not in second
    assert all("CANARY" not in page for page in (first, second))
    assert hinted(client, "goi-so-nao", 9).count("<s>") == 1


def test_a_hint_keeps_what_was_filled_in(client: TestClient) -> None:
    shown = show_question(client, QUESTION)
    form = {**shown.form(shown.choices[2]), "goi-y": "1"}
    page = client.post(hint_url("ai-xin-ma"), data=form).text
    assert re.findall(r'value="([^"]+)" checked', page) == [shown.choices[2]]


def stored(app: PrebuiltPages, key: str) -> Answer:
    with app.app.state.database.session(writes=False) as session:
        found = session.scalars(select(Answer).where(Answer.key == key)).one()
        session.expunge(found)
    assert isinstance(found, Answer)
    return found


def test_answer_after_a_hint_is_one_that_was_helped_with(app: PrebuiltPages, client: TestClient) -> None:
    hinted(client, "ai-xin-ma", 1)
    shown = show_question(client, QUESTION)  # opened anew: another key, the same question
    client.post(QUESTION, data=shown.form(shown.choices[0]))
    assert stored(app, shown.key).assisted
    another = show_question(client, question_url("goi-so-nao"))
    client.post(another.url, data=another.form(another.choices[0]))
    assert not stored(app, another.key).assisted


def test_hints_of_one_are_not_those_of_the_next_on_the_phone(app: PrebuiltPages, client: TestClient) -> None:
    client.post("/tai-khoan/nguoi-hoc", data={"ten": "Lan"})
    hinted(client, "ai-xin-ma", 1)
    client.post("/tai-khoan/nguoi-hoc", data={"ten": "Hùng"})
    shown = show_question(client, QUESTION)
    client.post(QUESTION, data=shown.form(shown.choices[0]))
    assert not stored(app, shown.key).assisted


@pytest.mark.parametrize("kept", ["x", "é" * 8, "." * 500, "0" * 5000, ".".join(["deadbeef"] * 40), "a;b"])
def test_cookie_that_is_none_of_ours_is_dropped(client: TestClient, kept: str) -> None:
    headers = [(b"cookie", f"goi-y={kept}".encode("latin-1"))]
    reply = client.post(hint_url("ai-xin-ma"), data={"khoa": "k" * 22, "goi-y": "1"}, headers=headers)
    assert reply.status_code == 200
    [remembered] = re.findall(r"goi-y=([^;]*)", reply.headers["set-cookie"])
    assert re.fullmatch(r"[0-9a-f]{8}(\.[0-9a-f]{8}){0,11}", remembered)


def test_drill_and_first_acquaintance_have_no_hints(client: TestClient) -> None:
    drill = question_url("tin-la", KINDS_LESSON)
    assert "/tro-ly/goi-y/" not in client.get(drill).text
    page = hinted(client, "tin-la", 1, KINDS_LESSON)
    assert "Bác xem lại bước" not in page
    assert "goi-y" not in client.cookies
    placed = f"{QUESTION}?tu=lam-quen"
    assert "/tro-ly/goi-y/" not in client.get(placed).text
    reply = client.post(f"{hint_url('ai-xin-ma')}?tu=lam-quen", data={"khoa": "k" * 22, "goi-y": "1"})
    assert (reply.status_code, reply.headers["location"]) == (303, placed)


@pytest.mark.parametrize("slug", SLUGS)
def test_no_hint_tells_feedback(client: TestClient, slug: str) -> None:
    for rung in (1, 2, 3):
        assert "CANARY" not in hinted(client, slug, rung, KINDS_LESSON)


def test_hint_opened_by_its_address_leads_to_the_question(client: TestClient) -> None:
    assert client.get(hint_url("ai-xin-ma")).headers["location"] == QUESTION


@pytest.mark.parametrize(
    "form", [{}, {"khoa": "x"}, {"khoa": "k" * 22, "goi-y": "٣"}, {"khoa": "k" * 22, "goi-y": "-1"}]
)
def test_a_form_that_is_none_gets_the_first_hint(client: TestClient, form: dict[str, str]) -> None:
    reply = client.post(hint_url("goi-so-nao"), data=form)
    assert reply.status_code == 200
    assert "Bác xem lại bước 3" in words(reply.text)
    assert "<s>" not in reply.text
