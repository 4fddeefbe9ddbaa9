"""What to do next, through its pages: practice, reviews on their days, the first tasks, progress that never falls."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from app.learners.domain.device import decode
from app.practice.learner_models import forget
from app.quiz.domain.selection import PLACEMENT_LEAST, PLACEMENT_MOST
from app.web.prebuilt import PrebuiltPages
from tests.practice.history import assert_the_same, known
from tests.practice.learning import Person, name_of, person, question
from tests.practice.practice_content import LESSONS, QUESTIONS, SKILLS

ABLE = "bác làm được"


@pytest.fixture
def lan(app: PrebuiltPages) -> Person:
    return person(app)


def learner_of(one: Person) -> int:
    active = decode(one.client.cookies["__Host-may"], one.app.app.state.settings.secret).active
    assert active is not None
    return active


# Progress


def test_newcomer_is_able_of_nothing_yet(lan: Person) -> None:
    page = lan.page("/tien-bo")
    assert "Mỗi việc bác tự làm được sẽ ghi ở đây" in page
    assert all("chưa học" in lan.skill(name) for name in SKILLS.values())
    assert ABLE not in page


def test_skill_goes_from_new_to_practising_to_able_and_never_back(lan: Person) -> None:
    assert "chưa học" in lan.skill("Giữ mật khẩu")
    lan.answer(question("mat-khau", 1), right=False)
    assert "đang tập" in lan.skill("Giữ mật khẩu")
    for day in (1, 2):
        lan.day = day
        lan.master("mat-khau")
    assert f"{ABLE} Tập thêm" in lan.skill("Giữ mật khẩu")
    assert "đã làm được <strong>1</strong> việc" in lan.page("/tien-bo")
    for day in range(3, 8):
        lan.day = day
        for number in range(1, 9):
            lan.answer(question("mat-khau", number), right=False)
        assert ABLE in lan.skill("Giữ mật khẩu")
        assert "đã làm được <strong>1</strong> việc" in lan.page("/tien-bo")
    assert "nên ôn lại" in lan.skill("Giữ mật khẩu")


def test_answers_of_one_day_to_one_question_master_nothing(lan: Person) -> None:
    for _ in range(12):
        lan.answer(question("ma-qr", 1))
        lan.answer(question("ma-qr", 2))
    assert "đang tập" in lan.skill("Quét mã")


def test_people_of_one_phone_have_their_own_progress(lan: Person) -> None:
    lan.client.post("/tai-khoan/nguoi-hoc", data={"ten": "Lan"})
    lan.master("mat-khau")
    assert ABLE in lan.skill("Giữ mật khẩu")
    lan.client.post("/tai-khoan/nguoi-hoc", data={"ten": "Hùng"})
    assert "Tiến bộ của <bdi>Hùng</bdi>" in lan.page("/tien-bo")
    assert "chưa học" in lan.skill("Giữ mật khẩu")
    assert "Chào <bdi>Hùng</bdi>" in lan.page("/")
    [tag] = re.findall(r'<button[^>]*name="nguoi" value="([^"]+)"', lan.page("/tai-khoan"))
    lan.client.post("/tai-khoan/dang-hoc", data={"nguoi": tag})
    assert ABLE in lan.skill("Giữ mật khẩu")


def test_visitors_see_nobodys_progress(app: PrebuiltPages) -> None:
    person(app).master("mat-khau")
    assert ABLE not in person(app).page("/tien-bo")


def test_audience_without_a_framework_of_its_own_gets_a_page(lan: Person) -> None:
    lan.client.cookies.set("kieu", "can-bo-cong-chuc.")
    assert "chưa học" in lan.skill("Giữ mật khẩu")


def test_what_the_pages_show_is_what_a_rebuild_gives(lan: Person) -> None:
    for day in range(3):
        lan.day = day
        lan.answer(question("mat-khau", 1 + day), right=day != 1)
        lan.page("/tien-bo")
    before = lan.page("/tien-bo")
    assert_the_same(lan.app.app.state.database, learner_of(lan))
    with lan.app.app.state.database.transaction() as connection:
        forget(connection)
    assert lan.page("/tien-bo") == before


# What to do next


def task(one: Person) -> tuple[str, str]:
    """The sentence and where its button leads, of the front page."""
    found = re.search(
        r'<p class="lead">([^<]+)</p>\s*<div class="actions here">\s*<a [^>]*href="([^"]+)"', one.page("/")
    )
    assert found
    return found[1], found[2]


def test_front_page_says_the_next_thing_and_why(lan: Person) -> None:
    assert "mỗi bài chừng 5 phút" in lan.page("/")
    for number in range(1, 5):
        lan.answer(question("ma-qr", number), right=number > 1)
    sentence, url = task(lan)
    assert sentence.startswith("Mình học một việc mới nhé: ")
    assert re.fullmatch(r"/bai-hoc/(mot|ba|bon)", url)
    lan.day = 1
    assert task(lan) == ("Hôm qua bác nhầm chỗ quét mã, mình tập lại một chút nhé.", "/luyen-tap/ma-qr")
    lan.day = 2
    assert task(lan)[0] == "Hôm kia bác nhầm chỗ quét mã, mình tập lại một chút nhé."
    lan.answer(question("ma-qr", 1))
    assert "nhầm" not in task(lan)[0]
    assert task(lan)[0] in lan.page("/tien-bo")


def test_task_of_the_front_page_leads_somewhere(lan: Person) -> None:
    """Three times on each of eight days the button is pressed, and what it asks is done, mostly well."""
    skills = {lesson: skill for skill, lesson in LESSONS.items()}
    pressed = Counter[str]()
    lan.answer(question("mat-khau", 1))
    for press in range(24):
        lan.day = press // 3
        [url, *_] = re.findall(r'<a class="button primary" href="([^"]+)"', lan.page("/"))
        _, page, name = f"{url}//".split("/")[:3]
        pressed[page] += 1
        if page == "bai-hoc":
            assert lan.get(url).status_code == 200
            for number in range(1, QUESTIONS[skills[name]] + 1) if name else ():
                lan.answer(question(skills[name], number), right=number != 2)
        for number, asked in enumerate(lan.walk(url) if page != "bai-hoc" else ()):
            lan.answer(asked, right=number != 3)
    assert pressed.keys() == {"bai-hoc", "on-tap", "luyen-tap"}
    assert lan.page("/tien-bo").count(ABLE) == len(SKILLS)
    assert_the_same(lan.app.app.state.database, learner_of(lan))


# Practice


def test_practice_never_asks_the_same_question_twice_a_day(lan: Person) -> None:
    for day in range(3):
        lan.day = day
        asked = []
        for url in lan.walk("/luyen-tap/mat-khau"):
            asked.append(name_of(url))
            onward = lan.answer(url, right=len(asked) % 2 == 0)
            assert onward == "/luyen-tap/mat-khau"
        assert len(asked) == len(set(asked)) == QUESTIONS["mat-khau"]
        assert lan.get("/luyen-tap/mat-khau").headers["location"] == "/luyen-tap?nghi=1"
        assert "hôm nay bác tập hết câu rồi" in lan.page("/luyen-tap?nghi=1")


def test_practice_does_not_ask_what_a_lesson_asked_today(lan: Person) -> None:
    lan.answer(question("ma-qr", 2))
    asked = []
    for url in lan.walk("/luyen-tap/ma-qr"):
        asked.append(name_of(url))
        lan.answer(url)
    assert len(asked) == 3
    assert "/bai-hoc/hai/cau-hoi/cau-2" not in asked


def test_practice_can_be_left_at_any_question(lan: Person) -> None:
    page = lan.page(lan.ask("/luyen-tap/ma-qr"))
    assert '<a class="button" href="/">Thôi, để sau</a>' in page


@pytest.mark.parametrize("skill", ["khong-co", "MAT-KHAU", "x" * 100, "%00", "mat-khau%2F", "đ", "{{7*7}}"])
@pytest.mark.parametrize("purpose", ["luyen-tap", "on-tap"])
def test_unknown_skill_is_not_found(lan: Person, purpose: str, skill: str) -> None:
    reply = lan.get(f"/{purpose}/{skill}")
    assert reply.status_code == 404
    assert '<html lang="vi">' in reply.text


def test_practice_page_names_every_skill_with_questions(lan: Person) -> None:
    page = lan.page("/luyen-tap")
    assert re.findall(r'href="/luyen-tap/([a-z-]+)"', page) == list(SKILLS)
    assert 'href="/lam-quen"' in page
    assert 'href="/dien-tap"' in page


# Review


def due_days(one: Person, days: range) -> list[int]:
    """On which of these days something is due, when it is reviewed rightly on each of them."""
    found = []
    for day in days:
        one.day = day
        page = one.page("/on-tap")
        if "Hôm nay không còn gì phải ôn" in page:
            continue
        found.append(day)
        assert "nên ôn lại" in one.skill("Giữ mật khẩu")
        assert "Hôm nay mình ôn lại một chút" in one.page("/tien-bo")
        [url, *_] = re.findall(r'href="(/on-tap/[a-z-]+)"', page)
        asked = one.ask(url)
        assert one.answer(asked) == url
        assert one.ask(url) == ""  # once a day is enough
        assert one.get(url).headers["location"] == "/on-tap"
        assert "Hôm nay không còn gì phải ôn" in one.page("/on-tap")
        assert "nên ôn lại" not in one.skill("Giữ mật khẩu")
    return found


def test_review_comes_two_days_after_mastery_then_ever_later(lan: Person) -> None:
    lan.master("mat-khau")
    assert "Ngày 23/11/2026 mình ôn lại nhé" in lan.page("/on-tap")
    days = due_days(lan, range(90))
    assert days[0] == 2
    gaps = [later - earlier for earlier, later in pairwise(days)]
    assert len(gaps) >= 2
    assert gaps == sorted(gaps)
    assert gaps[0] > 2


def test_review_is_kept_as_a_review(lan: Person) -> None:
    lan.master("mat-khau")
    lan.day = 2
    asked = lan.ask("/on-tap/mat-khau")
    assert asked.endswith("?lam-lai=1&tu=on-tap.mat-khau")
    lan.answer(asked)
    query = "SELECT mode FROM answer WHERE learner_id = ? ORDER BY id DESC LIMIT 1"
    with lan.app.app.state.database.reading.connect() as connection:
        assert connection.exec_driver_sql(query, (learner_of(lan),)).scalar() == "review"


def test_review_late_by_a_week_is_still_there(lan: Person) -> None:
    lan.master("mat-khau")
    lan.day = 9
    assert 'href="/on-tap/mat-khau"' in lan.page("/on-tap")


def test_what_is_not_due_is_not_asked_as_a_review(lan: Person) -> None:
    lan.master("mat-khau")
    assert lan.get("/on-tap/mat-khau").headers["location"] == "/on-tap"
    assert lan.get("/on-tap/ma-qr").headers["location"] == "/on-tap"


def test_doubt_is_settled_by_more_than_one_question_and_ends_with_the_questions(lan: Person) -> None:
    lan.master("mat-khau")
    lan.day = 30
    for number in range(1, 6):
        lan.answer(question("mat-khau", number), right=False)
    assert 'href="/on-tap/mat-khau"' in lan.page("/on-tap")
    asked = []
    for url in lan.walk("/on-tap/mat-khau"):
        asked.append(name_of(url))
        lan.answer(url, right=False)
    assert len(asked) == 3
    assert "Hôm nay không còn gì phải ôn" in lan.page("/on-tap")  # though in doubt: all was asked
    lan.day = 31
    assert 'href="/on-tap/mat-khau"' in lan.page("/on-tap")


# Placement


def test_placement_asks_eight_to_twelve_over_all_groups(lan: Person) -> None:
    assert "nhiều nhất 12 câu" in lan.page("/lam-quen")
    asked: list[str] = []
    url = "/lam-quen/tiep"
    while question_url := lan.ask(url):
        assert lan.page("/lam-quen").count("Mình làm tiếp nhé" if asked else "Mình làm quen nhé") >= 1
        asked.append(name_of(question_url))
        url = lan.answer(question_url, right=len(asked) % 3 != 0)
        assert url == "/lam-quen/tiep"
    assert PLACEMENT_LEAST <= len(asked) <= PLACEMENT_MOST
    assert len(set(asked)) == len(asked)
    groups = Counter("một" if re.search("/(mot|hai)/", name) else "hai" for name in asked)
    assert abs(groups["một"] - groups["hai"]) <= 1
    assert lan.get(url).headers["location"] == "/lam-quen"
    page = lan.page("/lam-quen")
    assert "Mình quen nhau rồi" in page
    assert task_sentence(page) in lan.page("/tien-bo")
    assert 'href="/lam-quen"' not in lan.page("/luyen-tap")


def task_sentence(page: str) -> str:
    [found] = re.findall(r'<p class="lead">([^<]+)</p>', page)
    return str(found)


def test_placement_can_be_left_at_once_and_gone_on_with(lan: Person) -> None:
    assert 'href="/">Thôi, vào học luôn' in lan.page("/lam-quen")
    first = lan.ask("/lam-quen/tiep")
    assert 'href="/">Thôi, để sau' in lan.page(first)
    lan.answer(first)
    assert lan.get("/").status_code == 200
    assert "Bác trả lời 1 câu rồi" in lan.page("/lam-quen")
    assert name_of(lan.ask("/lam-quen/tiep")) != name_of(first)
    assert "đang tập" in lan.page("/tien-bo")  # what was answered counts already


def test_placement_of_someone_who_left_is_theirs_alone(app: PrebuiltPages, lan: Person) -> None:
    lan.answer(lan.ask("/lam-quen/tiep"))
    assert "nhiều nhất 12 câu" in person(app).page("/lam-quen")


def test_easy_tasks_come_first(lan: Person) -> None:
    """All questions are alike here: that the easiest are chosen is tested with the rule. What is asked first is a
    question whose group was asked least."""
    first = lan.ask("/lam-quen/tiep")
    assert "/bai-hoc/mot/" in first
    lan.answer(first)
    assert "/bai-hoc/ba/" in lan.ask("/lam-quen/tiep")


# Mistakes


def test_mistake_of_yesterday_is_asked_anew_and_not_shown_before(lan: Person) -> None:
    """Today it is shown with its feedback; tomorrow an answer right after reading that would be no memory."""
    at = name_of(question("ma-qr", 1))
    lan.answer(question("ma-qr", 1), right=False)
    assert "CANARY-N1" in lan.page(at)
    lan.day = 1
    page = lan.page(at)
    assert "CANARY" not in page
    assert "Bác đã trả lời" not in page
    assert 'name="cau-tra-loi"' in page
    lan.answer(at)
    model = known(lan.app.app.state.database, learner_of(lan)).learner.skills["ma-qr"]
    assert (model.pieces, model.repeated) == (2, 0)
    lan.day = 2
    assert "CANARY-Đ1" in lan.page(at)  # what was right stays to be read again


def test_practice_shows_no_mistake_of_yesterday_before_it_asks(lan: Person) -> None:
    for number in range(1, 5):
        lan.answer(question("ma-qr", number), right=False)
    lan.day = 1
    for url in lan.walk("/luyen-tap/ma-qr"):
        assert "CANARY" not in lan.page(url)
        lan.answer(url)
