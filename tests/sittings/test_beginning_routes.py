"""How a sitting begins over HTTP: for which audience, in whose name, and where somebody else's goes on."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from app.learners.deps import DEVICE
from app.main import create_app
from app.sittings.models import CertificateName, Sitting
from app.web.prebuilt import PrebuiltPages
from tests.accounts.newcomers import SESSION, code_of, enter, sign_up
from tests.conftest import make_settings
from tests.shared_database import copy_sqlite
from tests.sittings.phone import BEGIN, Phone
from tests.sittings.sample_bank import FRAMEWORK, STANDARD, write_bank
from tests.sittings.test_supervising_routes import teacher

OFFICIALS = "can-bo-cong-chuc"  # before nguoi-dan by name


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("beginning")
    content = write_bank(folder / "content")
    for text, place in ((FRAMEWORK, "frameworks"), (STANDARD, "standards")):
        (content / place / f"{OFFICIALS}.yaml").write_text(text.replace("nguoi-dan", OFFICIALS), "utf-8")
    for file in (content / "bank").iterdir():
        file.write_text(file.read_text("utf-8").replace("[nguoi-dan]", f"[nguoi-dan, {OFFICIALS}]"), "utf-8")
    app = create_app(make_settings(folder, copy_sqlite(migrated_sqlite, folder), content))
    with TestClient(app):
        assert app.app.state.library.diagnostics == ()
        yield app


@pytest.fixture
def lan(app: PrebuiltPages) -> Phone:
    return Phone.new(app)


def sitting_at(phone: Phone, url: str) -> Sitting:
    with phone.fastapi.state.database.session(writes=False) as session:
        found: Sitting = session.query(Sitting).filter_by(token=url.rsplit("/", 1)[1]).one()
        return found


@pytest.mark.parametrize("audience", ["", "nguoi-cao-tuoi", "nguoi-lao-dong"])
def test_whoever_has_no_test_of_their_own_is_tested_as_a_citizen_and_told_so(lan: Phone, audience: str) -> None:
    if audience:
        lan.client.post("/tai-khoan/cach-doc", data={"doi-tuong": audience, "may": ""})
    assert "Bài này dành cho người dân" in lan.client.get("/chung-nhan").text
    assert "Bài này dành cho người dân" in lan.client.get("/chung-nhan/bat-dau").text
    assert sitting_at(lan, lan.begin()).framework == "nguoi-dan"


def test_class_is_held_for_citizens_unless_another_audience_is_chosen(app: PrebuiltPages) -> None:
    page = teacher(app).client.get("/chung-nhan/giam-sat").text
    assert re.findall(r'<option value="([^"]+)"', page) == ["nguoi-dan", OFFICIALS]


def test_another_audience_is_chosen_before_it_begins(lan: Phone) -> None:
    form = lan.client.get("/chung-nhan/bat-dau").text
    assert f'name="khung" value="{OFFICIALS}"' in form
    asked = lan.client.post("/chung-nhan/bat-dau", data={**BEGIN, "khung": OFFICIALS, "ten-nay": ""}).text
    assert "Bài này dành cho cán bộ, công chức" in asked
    assert sitting_at(lan, lan.begin(khung=OFFICIALS)).framework == OFFICIALS


def test_another_audience_does_not_shorten_the_wait(lan: Phone) -> None:
    lan.finish(lan.begin(), right=False)
    again = lan.client.post("/chung-nhan/bat-dau", data={**BEGIN, "khung": OFFICIALS})
    assert again.status_code == 422
    assert "bác làm lại được" in again.text
    lan.client.post("/tai-khoan/cach-doc", data={"doi-tuong": OFFICIALS, "may": ""})
    assert "/chung-nhan/bat-dau" not in lan.client.get("/chung-nhan").text


def test_nothing_begins_before_the_name_was_seen_as_it_will_be_printed(lan: Phone) -> None:
    for look, said in (("", "Trên giấy sẽ ghi: <bdi>Nguyễn Thị Lan</bdi>"), ("sua", 'value="Nguyễn Thị Lan"')):
        reply = lan.client.post("/chung-nhan/bat-dau", data={**BEGIN, "ten-nay": look})
        assert reply.status_code == 200
        assert said in reply.text
        assert not any(cookie.name.endswith(DEVICE) for cookie in lan.client.cookies.jar)


def test_whoever_sits_alone_does_not_say_that_it_is_the_phone_of_a_class(lan: Phone) -> None:
    reply = lan.client.post("/chung-nhan/bat-dau", data={**BEGIN, "may": "class"})
    assert reply.status_code == 422
    assert "Bác chọn một ô nhé." in reply.text


def test_what_somebody_is_called_at_home_is_not_put_on_a_paper(lan: Phone) -> None:
    lan.client.post("/tai-khoan/nguoi-hoc", data={"ten": "Bà Ba"})
    for path in ("/chung-nhan/bat-dau", "/chung-nhan/vao-lop"):
        html = lan.client.get(path).text
        assert 'name="ten" value=""' in html
        assert "đừng ghi tên gọi ở nhà" in html
    for name, asks in (("Bà Ba", True), ("Lan", True), ("Nguyễn Thị Lan", False)):
        looked = lan.client.post("/chung-nhan/bat-dau", data={**BEGIN, "ten": name, "ten-nay": ""}).text
        assert ("giống tên gọi ở nhà" in looked) is asks, name
    url = lan.begin()
    lan.client.post(f"{url}/thoi")
    assert 'name="ten" value="Nguyễn Thị Lan"' in lan.client.get("/chung-nhan/vao-lop").text


def test_somebody_else_is_not_led_into_a_sitting_that_goes_on(lan: Phone) -> None:
    url = lan.begin()
    assert lan.client.get("/chung-nhan/bat-dau").headers["location"] == "/chung-nhan"
    for look in ("", "dung"):
        other = lan.client.post("/chung-nhan/bat-dau", data={**BEGIN, "ten": "Trần Văn Khác", "ten-nay": look})
        assert (other.status_code, other.headers["location"]) == (303, "/chung-nhan")
    html = lan.client.get("/chung-nhan").text
    assert "<bdi>Nguyễn Thị Lan</bdi> đang có một bài làm dở" in html
    assert "Bác là người khác?" in html
    with lan.fastapi.state.database.session(writes=False) as session:
        assert session.get_one(CertificateName, sitting_at(lan, url).learner_id).name == "Nguyễn Thị Lan"


def test_a_pause_that_costs_a_task_says_so_before_and_no_other_does(lan: Phone) -> None:
    url = lan.begin()
    for costs in (False, False, True):
        assert ("Nghỉ lúc này thì việc này tính là chưa làm được" in lan.client.get(url).text) is costs
        lan.client.post(f"{url}/tam-nghi")
        assert ("việc ấy tính là chưa làm được" in lan.client.get(url).text) is costs
        lan.client.post(f"{url}/lam-tiep")


def test_phone_that_only_remembers_a_learner_with_an_account_sits_and_shows_nothing(lan: Phone) -> None:
    """Lost, and everybody signed out from another phone: it asks for the card and the PIN."""
    sign_up(lan.client)
    code = code_of(lan.client)
    url = lan.begin()
    form = lan.form(url)
    lan.client.cookies.delete(SESSION)
    for path in (url, "/chung-nhan", "/chung-nhan/vao-lop"):
        assert lan.client.get(path).headers["location"].startswith("/vao?"), path
    reply = lan.client.post(f"{url}/tra-loi", data={**form, "cho-qua": "1"})
    assert (reply.status_code, "x-da-nhan" in reply.headers) == (303, False)
    assert enter(lan.client, code).status_code == 303
    page = lan.finish(url)
    certificate = re.search(r'href="(/chung-nhan/giay/[^"]+)"', page)
    assert certificate
    assert lan.client.get(certificate[1]).status_code == 200
    lan.client.cookies.delete(SESSION)
    for path in ("", "/pdf", "/tep"):
        assert lan.client.get(f"{certificate[1]}{path}").status_code == 303, path


def test_front_page_leads_back_to_a_sitting_until_it_ends(lan: Phone) -> None:
    assert "Làm tiếp bài chứng nhận" not in lan.client.get("/").text
    url = lan.begin()
    lan.client.post(f"{url}/tam-nghi")
    home = lan.client.get("/").text
    assert home.index(f'class="button primary" href="{url}"') < home.index("Xem tất cả bài học")
    assert 'class="button primary"' not in home.replace(f'class="button primary" href="{url}"', "")
    lan.client.post(f"{url}/thoi")
    assert "Làm tiếp bài chứng nhận" not in lan.client.get("/").text


def test_front_page_of_a_phone_on_which_no_sitting_began_does_not_ask_for_one(lan: Phone) -> None:
    lan.client.post("/tai-khoan/nguoi-hoc", data={"ten": "Lan"})
    engine, asked = lan.fastapi.state.database.engine, list[str]()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "FROM sitting" in statement:
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        assert lan.client.get("/").status_code == 200
        assert not asked
        lan.begin()
        asked.clear()
        lan.client.get("/")
        assert len(asked) == 1
    finally:
        event.remove(engine, "before_cursor_execute", note)
