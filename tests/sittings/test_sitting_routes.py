"""`/chung-nhan` over HTTP: refusals first, then what a learner sees."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.learners.deps import DEVICE
from app.main import create_app
from app.sittings.demo import presses
from app.sittings.models import Sitting, SittingAnswer, SittingTap, SittingTask
from app.web.cookies import guarded
from app.web.prebuilt import PrebuiltPages
from tests.conftest import make_settings
from tests.shared_database import BOTH, make_database
from tests.sittings.phone import BEGIN, Phone
from tests.sittings.sample_bank import write_bank

NO_SCRIPT = {"sec-fetch-mode": "navigate"}
ASKED = (
    select(Sitting.token, SittingTask.item, SittingAnswer.score)
    .join(SittingTask, SittingTask.sitting_id == Sitting.id)
    .outerjoin(SittingAnswer, SittingAnswer.key == SittingTask.key)
)


def token_of(url: str) -> str:
    return url.rsplit("/", 1)[1]


@pytest.fixture(scope="module", params=BOTH)
def shared_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_database(request, request.param, tmp_path_factory.mktemp("sittings"))


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_bank(tmp_path_factory.mktemp("content") / "content")


@pytest.fixture(scope="module")
def app(shared_url: str, content: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    app = create_app(make_settings(tmp_path_factory.mktemp("service"), shared_url, content))
    with TestClient(app):
        assert app.app.state.library.diagnostics == ()
        yield app


@pytest.fixture
def lan(app: PrebuiltPages) -> Phone:
    return Phone.new(app)


@pytest.fixture
def hung(app: PrebuiltPages) -> Phone:
    return Phone.new(app)


def answers(app: PrebuiltPages) -> int:
    """What somebody sent; not what was put aside."""
    state = app.app.state
    with state.database.session(writes=False) as session:
        return int(session.query(SittingAnswer).filter(SittingAnswer.answer != "").count())


def test_somebody_elses_sitting_is_not_found_whatever_is_asked_of_it(lan: Phone, hung: Phone) -> None:
    url = lan.begin()
    hung.begin(ten="Hùng")
    form = lan.form(url)
    for client in (hung.client, Phone.new(lan.app).client):
        assert client.get(url).status_code == 404
        for action in ("tra-loi", "bam", "tam-nghi", "lam-tiep", "viec-khac", "thoi", "xem-lai"):
            assert client.post(f"{url}/{action}", data=form).status_code == 404, action
    assert lan.client.get(url).status_code == 200
    assert lan.client.get("/chung-nhan/luot/" + "x" * 22).status_code == 404


@pytest.mark.parametrize(
    ("missing", "said"),
    [("dong-y", "đánh dấu vào ô đồng ý"), ("ten", "gõ tên của mình"), ("may", "chọn một ô")],
)
def test_without_consent_name_or_phone_nothing_begins(lan: Phone, missing: str, said: str) -> None:
    reply = lan.client.post("/chung-nhan/bat-dau", data={**BEGIN, missing: ""})
    assert reply.status_code == 422
    assert said in reply.text
    assert guarded(lan.fastapi.state.settings, DEVICE) not in reply.cookies


def test_nothing_is_ticked_beforehand(lan: Phone) -> None:
    assert "checked" not in lan.client.get("/chung-nhan/bat-dau").text


def test_closed_sitting_refuses_answers(lan: Phone) -> None:
    url = lan.begin()
    form = lan.form(url)
    key, _ = lan.asked(url)
    lan.client.post(f"{url}/tam-nghi")
    before = answers(lan.app)
    assert "Bác đang tạm nghỉ" in lan.client.post(f"{url}/tra-loi", data={"khoa": key, "cho-qua": "1"}).text
    assert answers(lan.app) == before
    lan.client.post(f"{url}/thoi")
    assert lan.client.post(f"{url}/tra-loi", data=form).status_code == 422
    assert answers(lan.app) == before


def test_learner_is_certified_and_finds_the_certificate(lan: Phone) -> None:
    url = lan.begin()
    html = lan.finish(url)
    assert "Bác làm được rồi!" in html
    certificate = re.search(r'href="(/chung-nhan/giay/[^"]+)"', html)
    assert certificate
    assert "Nguyễn Thị Lan" in lan.client.get(certificate[1]).text
    home = lan.client.get("/chung-nhan").text
    assert certificate[1] in home
    assert "Bác có giấy rồi, có giá trị đến" in home
    assert "làm lại được" not in home


def test_whoever_is_not_certified_is_told_kindly_what_to_practise_and_may_ask_for_another_look(lan: Phone) -> None:
    url = lan.begin(ten="Hùng")
    html = lan.finish(url, right=False)
    assert "Mình luyện thêm nhé" in html
    assert "/bai-hoc/" in html
    assert "sai" not in re.sub(r"<[^>]+>", "", html)
    for _ in range(2):
        assert lan.client.post(f"{url}/xem-lai").status_code == 303
    html = lan.client.get(url).text
    assert "Bác đã nhờ xem lại" in html
    assert "/xem-lai" not in html
    again = lan.client.post("/chung-nhan/bat-dau", data=BEGIN)
    assert again.status_code == 422
    assert "bác làm lại được" in again.text


def test_during_a_sitting_nothing_tells_right_from_wrong(lan: Phone, hung: Phone) -> None:
    """Two people, one always right and one always wrong: the same words around every task."""
    pages = []
    for phone, right in ((lan, True), (hung, False)):
        url, seen = phone.begin(), []
        for _ in range(3):
            html = phone.client.get(url).text
            assert "CANARY" not in html
            seen.append(re.findall(r'class="count">([^<]+)<', html))
            reply = phone.answer(url, right=right)
            assert reply == 200
        pages.append(seen)
    assert pages[0] == pages[1]


def test_pages_of_a_sitting_are_kept_nowhere(lan: Phone) -> None:
    assert lan.client.get(lan.begin()).headers["cache-control"] == "no-store"


def test_without_script_an_answer_leads_back_to_the_sitting(lan: Phone) -> None:
    url = lan.begin()
    key, _ = lan.asked(url)
    reply = lan.client.post(f"{url}/tra-loi", data={"khoa": key, "cho-qua": "1"}, headers=NO_SCRIPT)
    assert (reply.status_code, reply.headers["location"]) == (303, url)


def test_answer_that_is_sent_again_counts_once_and_another_one_not_at_all(lan: Phone) -> None:
    url = lan.begin()
    key, _ = lan.asked(url)
    before = answers(lan.app)
    for _ in range(3):
        assert lan.client.post(f"{url}/tra-loi", data={"khoa": key, "cho-qua": "1"}).status_code == 200
    assert answers(lan.app) == before + 1


def test_press_that_is_sent_again_shows_the_same_screen_and_counts_once(lan: Phone) -> None:
    """As a phone does that lost the reply: the very form, to be told that the service has it."""
    url = lan.begin()
    key, content = lan.asked_simulation(url)
    first = next(presses(content, right=True))
    form = {"khoa": key, "thu-tu": str(first.seq), "cham": first.control, "cho": "90000"}
    replies = [lan.client.post(f"{url}/bam", data=form) for _ in range(3)]
    assert {reply.headers["x-da-nhan"] for reply in replies} == {f"{key}.1"}
    assert len({re.sub(r'name="nghi".*', "", reply.text) for reply in replies}) == 1
    assert f'name="thu-tu" value="{first.seq + 1}"' in replies[0].text
    with lan.fastapi.state.database.session(writes=False) as session:
        assert session.query(SittingTap).filter_by(key=key).count() == 1


def test_unfinished_form_comes_back_with_what_is_missing_and_the_same_key(lan: Phone) -> None:
    url = lan.begin()
    for _ in range(8):
        key, content = lan.asked(url)
        if hasattr(content, "judge"):
            reply = lan.client.post(f"{url}/tra-loi", data={"khoa": key})
            assert reply.status_code == 422
            assert 'role="alert"' in reply.text
            assert f'value="{key}"' in reply.text
            return
        lan.answer(url)
    raise AssertionError("no question came")


def test_sitting_goes_on_on_another_phone_of_the_same_learner(lan: Phone) -> None:
    url = lan.begin()
    lan.answer(url)
    other = Phone.new(lan.app)
    for cookie in lan.client.cookies.jar:
        if cookie.name.endswith(DEVICE):
            other.client.cookies.set(cookie.name, cookie.value or "")
    assert url in other.client.get("/chung-nhan").text
    lan.client.post(f"{url}/tam-nghi")
    assert "Làm tiếp" in other.client.get(url).text
    assert other.client.post(f"{url}/lam-tiep").status_code == 303
    assert other.answer(url) == 200


def test_starting_twice_is_one_sitting(lan: Phone) -> None:
    assert lan.begin() == lan.begin()


def test_two_phones_of_one_learner_count_the_answer_once(lan: Phone) -> None:
    url = lan.begin()
    key, _ = lan.asked(url)
    other = Phone.new(lan.app)
    for cookie in lan.client.cookies.jar:
        other.client.cookies.set(cookie.name, cookie.value or "")
    before = answers(lan.app)
    first = lan.client.post(f"{url}/tra-loi", data={"khoa": key, "cho-qua": "1"})
    second = other.client.post(f"{url}/tra-loi", data={"khoa": key, "cho-qua": "1"})
    assert (first.status_code, second.status_code) == (200, 200)
    assert answers(lan.app) == before + 1


def test_red_question_leaves_every_running_sitting_at_once(lan: Phone, hung: Phone) -> None:
    """A question that came to rest since it was shown is answered by nobody, and asked no more."""
    state = lan.fastapi.state
    url = lan.begin()
    key, _ = lan.asked(url)
    with state.database.session(writes=False) as session:
        item = session.execute(ASKED.where(Sitting.token == token_of(url))).one()[1]
    file, exercise = item.split("/")
    whole = state.library.catalogue
    state.standards.follow(whole.with_resting({file: frozenset({exercise})}))
    try:
        assert "Việc này đang được xem lại" in lan.client.get(url).text
        assert lan.client.post(f"{url}/tra-loi", data={"khoa": key, "cho-qua": "1"}).status_code == 200
        assert lan.client.post(f"{url}/viec-khac").status_code == 303
        assert lan.asked(url)[0] != key
        lan.finish(url)
        other = hung.begin(ten="Hùng")
        hung.finish(other)
    finally:
        state.standards.follow(whole)
    with state.database.session(writes=False) as session:
        scores = {(token, asked): score for token, asked, score in session.execute(ASKED)}
    assert scores[token_of(url), item] is None
    assert (token_of(other), item) not in scores
