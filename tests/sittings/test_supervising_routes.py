"""Class sittings: who may open and see one, who comes in, what closing does."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from httpx2 import Response
from sqlalchemy import Connection, event, select, update
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from app.accounts.domain.roles import Role
from app.accounts.models import Account
from app.assessment.views.history import history_lines
from app.certification.queries import certificates_of
from app.learners.models import Learner
from app.main import create_app
from app.quiz.domain.simulation.screens import Simulation
from app.sittings.demo import fields_of
from app.sittings.domain.record import SittingRecord, replay
from app.sittings.models import CertificateName, SeatCode, Sitting, SupervisedName, Supervision
from app.sittings.outcomes import record_verdict
from app.sittings.queries import appeals_of, sitting_record
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser, hire, sign_in
from tests.certification.scanning import scanned_drawings
from tests.conftest import make_settings
from tests.shared_database import BOTH, make_database
from tests.sittings.phone import BEGIN, Phone
from tests.sittings.sample_bank import write_bank

CLASS = {"xa": "Xã Bình Minh", "noi": "Nhà văn hóa", "khung": "nguoi-dan", "gio": "3", "ten": "Lan\nHùng\nBác Tư"}


@pytest.fixture(scope="module", params=BOTH)
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder: Path = tmp_path_factory.mktemp("classes")
    url = make_database(request, request.param, folder)
    app = create_app(make_settings(folder, url, write_bank(folder / "content")))
    with TestClient(app):
        yield app


@dataclass
class Teacher:
    app: PrebuiltPages
    client: TestClient

    def open(self, **fields: str) -> "Room":
        reply = self.client.post("/chung-nhan/giam-sat", data={**CLASS, **fields})
        assert reply.status_code == 303, reply.text
        return Room(self, str(reply.headers["location"]))


@dataclass
class Room:
    teacher: Teacher
    url: str

    @property
    def html(self) -> str:
        return self.teacher.client.get(self.url).text

    @property
    def code(self) -> str:
        found = re.search(r'class="wall">([^<]+)<', self.html)
        assert found
        return found[1]

    def state_of(self, name: str) -> str:
        found = re.search(rf"<bdi>{name}</bdi></strong> <span[^>]*>([^<]+)<", self.html)
        assert found
        return found[1]

    def let_in(self, phone: Phone, name: str) -> str:
        reply = phone.client.post("/chung-nhan/vao-lop", data={**BEGIN, "ten": name, "ma": self.code, "may": "class"})
        assert reply.status_code == 303, reply.text
        return str(reply.headers["location"])

    def close(self) -> None:
        assert self.teacher.client.post(f"{self.url}/dong").status_code == 303


def teacher(app: PrebuiltPages) -> Teacher:
    client = browser(app)
    sign_in(client, hire(app.app.state.database, app.app.state.settings, Role.TEACHER))
    return Teacher(app, client)


@pytest.fixture(scope="module")
def hanh(app: PrebuiltPages) -> Teacher:
    return teacher(app)


@pytest.fixture(scope="module")
def other(app: PrebuiltPages) -> Teacher:
    return teacher(app)


def refused(phone: Phone, code: str, name: str) -> str:
    reply = phone.client.post("/chung-nhan/vao-lop", data={**BEGIN, "ten": name, "ma": code, "may": "class"})
    assert reply.status_code == 422
    return reply.text


def test_another_teacher_finds_nothing_of_a_class(hanh: Teacher, other: Teacher) -> None:
    room = hanh.open()
    assert other.client.get(room.url).status_code == 404
    for action in ("ten", "ghi", "dong"):
        assert other.client.post(f"{room.url}/{action}", data={"ten": "Ai đó", "dong": "1"}).status_code == 404
    assert room.url not in other.client.get("/chung-nhan/giam-sat").text
    assert room.url in hanh.client.get("/chung-nhan/giam-sat").text


def test_code_on_the_wall_can_be_scanned_and_the_form_knows_it(app: PrebuiltPages, hanh: Teacher) -> None:
    room = hanh.open()
    code = room.code.replace(" ", "")
    [leads] = scanned_drawings(room.html)
    assert leads == f"https://testserver/chung-nhan/vao-lop?ma={code}"
    page = Phone.new(app).client.get(leads.removeprefix("https://testserver")).text
    assert f'name="ma" value="{code}"' in page
    assert "Mã lớp đã ghi sẵn" in page
    for other in ("", "12345", "1234567", "abcdef", "٣٣٣٣٣٣", '"><b>'):
        page = Phone.new(app).client.get("/chung-nhan/vao-lop", params={"ma": other}).text
        assert 'name="ma" value=""' in page, other
        assert "Mã lớp đã ghi sẵn" not in page
    room.close()
    assert scanned_drawings(room.html) == []


@pytest.mark.parametrize("missing", ["xa", "noi", "khung", "gio", "ten"])
def test_class_without_what_is_printed_is_not_opened(hanh: Teacher, missing: str) -> None:
    reply = hanh.client.post("/chung-nhan/giam-sat", data={**CLASS, missing: ""})
    assert reply.status_code == 422
    assert 'role="alert"' in reply.text
    assert "Xã Bình Minh" in reply.text or missing == "xa"


def test_wrong_code_unlisted_name_and_taken_name_are_refused(app: PrebuiltPages, hanh: Teacher) -> None:
    room = hanh.open()
    assert "Bác gõ mã trên tường nhé" in refused(Phone.new(app), "", "Lan")
    assert "Chưa có lớp nào" in refused(Phone.new(app), "000 00", "Lan")
    assert "chưa có trong danh sách" in refused(Phone.new(app), room.code, "Người Lạ")
    room.let_in(Phone.new(app), "lan")
    assert "đang có người làm trên một máy khác" in refused(Phone.new(app), room.code, "Lan")


def test_refused_visitor_has_become_nobody(app: PrebuiltPages, hanh: Teacher) -> None:
    database = app.app.state.database
    room = hanh.open()
    with database.session(writes=False) as session:
        before = session.scalars(select(Sitting.id)).all()
    phone = Phone.new(app)
    refused(phone, room.code, "Người Lạ Quá")
    with database.session(writes=False) as session:
        assert session.scalars(select(Sitting.id)).all() == before
    assert not [cookie for cookie in phone.client.cookies.jar if cookie.name.endswith("may")]


def test_guessing_codes_is_stopped(app: PrebuiltPages) -> None:
    phone = Phone.new(app)
    said = [refused(phone, str(number), "Lan") for number in range(40)]
    assert "Máy thử nhiều mã quá rồi" in said[-1]


@pytest.fixture(autouse=True)
def forget_guesses(app: PrebuiltPages) -> None:
    from app.accounts.models import Attempt

    with app.app.state.database.session(writes=True) as session:
        session.query(Attempt).delete()
        session.commit()


def test_supervisor_sees_how_far_somebody_is_and_never_an_answer(app: PrebuiltPages, hanh: Teacher) -> None:
    room, lan = hanh.open(), Phone.new(app)
    assert room.state_of("Lan") == "chưa vào"
    url = room.let_in(lan, "Lan")
    assert room.state_of("Lan") == "đang làm, đã làm 0 việc"
    lan.answer(url)
    assert room.state_of("Lan") == "đang làm, đã làm 1 việc"
    assert "CANARY" not in room.html
    lan.client.post(f"{url}/tam-nghi")
    assert room.state_of("Lan").startswith("tạm nghỉ")


def test_class_that_is_over_takes_no_answers_and_another_class_lets_go_on(app: PrebuiltPages, hanh: Teacher) -> None:
    room, lan = hanh.open(), Phone.new(app)
    url = room.let_in(lan, "Lan")
    key, _ = lan.asked(url)
    room.close()
    assert "Lớp đã đóng" in lan.client.get(url).text
    assert lan.client.post(f"{url}/tra-loi", data={"khoa": key, "cho-qua": "1"}).status_code == 422
    assert lan.client.post(f"{url}/lam-tiep").status_code == 303
    assert "Lớp đã đóng" in lan.client.get(url).text
    assert "chưa vào" not in room.state_of("Lan")
    second = hanh.open()
    assert second.let_in(lan, "Lan") == url
    assert lan.asked(url)[0] != key
    html = lan.finish(url)
    assert "Người thẩm định đang xem bài của bác" in html


def test_supervised_result_waits_for_a_person_and_tells_who_supervised_where(app: PrebuiltPages, hanh: Teacher) -> None:
    state = app.app.state
    room, lan = hanh.open(), Phone.new(app)
    url = room.let_in(lan, "Lan")
    html = lan.finish(url)
    assert "Người thẩm định đang xem bài của bác" in html
    assert "làm được rồi" not in html
    assert "làm lại được" not in html
    with state.database.session(writes=False) as session:
        sitting = session.scalars(select(Sitting).where(Sitting.token == url.rsplit("/", 1)[1])).one()
        record = sitting_record(session, state.standards, sitting.id)
        assert list(certificates_of(session, sitting.learner_id)) == []
    assert record.result is not None
    assert record.result.outcome == "certify"
    assert record.verdict is None
    assert [(one.commune, one.place, one.name) for one in record.supervised] == [("Xã Bình Minh", "Nhà văn hóa", "Lan")]


def test_another_look_can_be_asked_for_once_a_person_has_decided(app: PrebuiltPages, hanh: Teacher) -> None:
    state = app.app.state
    room, lan = hanh.open(), Phone.new(app)
    url = room.let_in(lan, "Lan")
    assert "/xem-lai" not in lan.finish(url)
    lan.client.post(f"{url}/xem-lai")
    with state.database.session(writes=True) as session:
        sitting = session.scalars(select(Sitting).where(Sitting.token == url.rsplit("/", 1)[1])).one()
        assert appeals_of(session, sitting.id) == ()
        record_verdict(session, sitting.id, "denied", "below", "Hôm khác bác làm lại nhé.", None, sitting.ended_at)
        session.commit()
    assert "/xem-lai" in lan.client.get(url).text
    lan.client.post(f"{url}/xem-lai")
    html = lan.client.get(url).text
    assert "Bác đã nhờ xem lại" in html
    assert "/xem-lai" not in html
    with state.database.session(writes=True) as session:
        record_verdict(session, sitting.id, "practical", "near", "Mời bác làm thêm.", None, sitting.ended_at)
        session.commit()
    html = lan.client.get(url).text
    assert "đã có người xem lại bài này" in html
    assert "Bác hẹn thầy cô ở Nhà văn hóa, Xã Bình Minh" in html
    assert room.state_of("Lan").endswith("hẹn làm việc thực hành")


def test_two_classes_at_once_have_one_outcome_that_both_are_told(
    app: PrebuiltPages, hanh: Teacher, other: Teacher
) -> None:
    first, second, lan = hanh.open(), other.open(), Phone.new(app)
    url = first.let_in(lan, "Lan")
    assert "một lớp khác còn mở" in refused(lan, second.code, "Lan")
    assert "đang làm ở lớp khác" in second.html
    assert first.state_of("Lan").startswith("đang làm")
    assert first.let_in(lan, "Lan") == url


def test_what_was_begun_alone_stays_alone(app: PrebuiltPages, hanh: Teacher) -> None:
    room, lan = hanh.open(), Phone.new(app)
    lan.begin(ten="Lan")
    assert "bài làm một mình chưa xong" in refused(lan, room.code, "Lan")
    assert room.state_of("Lan") == "chưa vào"


def test_help_and_phone_that_the_supervisor_saw_are_recorded(app: PrebuiltPages, hanh: Teacher) -> None:
    state = app.app.state
    room, lan = hanh.open(), Phone.new(app)
    room.let_in(lan, "Lan")
    line = re.search(r'name="dong" value="(\d+)"', room.html)
    assert line
    marked = {"dong": line[1], "giup": line[1], f"may-{line[1]}": "borrowed"}
    assert hanh.client.post(f"{room.url}/ghi", data=marked).status_code == 303
    with state.database.session(writes=False) as session:
        row = session.get_one(SupervisedName, int(line[1]))
        sitting = session.get_one(Sitting, row.sitting_id)
        record = sitting_record(session, state.standards, sitting.id)
        assert (row.assisted, record.was_assisted, sitting.device) == (True, True, "borrowed")
    taken_back = {"dong": line[1], f"may-{line[1]}": "borrowed"}
    assert hanh.client.post(f"{room.url}/ghi", data=taken_back).status_code == 303
    with state.database.session(writes=False) as session:
        record = sitting_record(session, state.standards, sitting.id)
        assert not record.was_assisted, "a tick that was a slip is taken back"
    assert hanh.client.post(f"{room.url}/ghi", data=marked).status_code == 303
    room.close()
    other = {"dong": line[1], f"may-{line[1]}": "class"}
    assert hanh.client.post(f"{room.url}/ghi", data=other).status_code == 422
    assert hanh.client.post(f"{room.url}/ma-rieng", data={**other, "cho-ma": line[1]}).status_code == 422
    with state.database.session(writes=False) as session:
        row = session.get_one(SupervisedName, int(line[1]))
        sitting = session.get_one(Sitting, row.sitting_id)
        assert (row.assisted, sitting.device) == (True, "borrowed"), "what was seen stands once the class is closed"


def test_one_press_records_what_was_seen_of_everybody(app: PrebuiltPages, hanh: Teacher) -> None:
    room = hanh.open()
    for name in ("Lan", "Hùng"):
        room.let_in(Phone.new(app), name)
    assert "Còn 2 người làm chưa xong" in room.html
    lines = re.findall(r'name="dong" value="(\d+)"', room.html)
    assert hanh.client.post(f"{room.url}/ghi", data={"dong": lines, "giup": lines}).status_code == 303
    assert len(re.findall(r'name="giup" value="\d+" checked', room.html)) == 2
    strange = {"dong": [*lines, "1"], "giup": []}
    assert hanh.client.post(f"{room.url}/ghi", data=strange).status_code == 422
    assert len(re.findall(r'name="giup" value="\d+" checked', room.html)) == 2


def test_line_of_another_list_cannot_be_marked(app: PrebuiltPages, hanh: Teacher, other: Teacher) -> None:
    mine, theirs = hanh.open(), other.open()
    theirs.let_in(Phone.new(app), "Lan")
    line = re.search(r'name="dong" value="(\d+)"', theirs.html)
    assert line
    assert hanh.client.post(f"{mine.url}/ghi", data={"dong": line[1], "giup": line[1]}).status_code == 422


def test_names_can_be_added_while_it_is_open_and_closing_twice_is_closing_once(hanh: Teacher) -> None:
    room = hanh.open()
    assert hanh.client.post(f"{room.url}/ten", data={"ten": "Cụ Mão"}).status_code == 303
    assert room.state_of("Cụ Mão") == "chưa vào"
    room.close()
    with hanh.app.app.state.database.session(writes=False) as session:
        number = int(room.url.rsplit("/", 1)[1])
        closed = session.get_one(Supervision, number).closed_at
        room.close()
        session.expire_all()
        assert session.get_one(Supervision, number).closed_at == closed


LIST = """\
- {ma: "00123", ten: Xã An Bình, tinh: Tỉnh Vĩnh Long}
- {ma: "00456", ten: Xã An Bình, tinh: Thành phố Cần Thơ}
- {ma: "00789", ten: Đặc khu Phú Quốc, tinh: Tỉnh An Giang}
"""
MANY = "".join(f'- {{ma: "1{n:04}", ten: Xã Bịa {n}, tinh: Tỉnh Bịa}}\n' for n in range(500))


@pytest.fixture
def listed(app: PrebuiltPages) -> Iterator[Callable[[str], None]]:
    """Puts a list of communes into the content, which every test leaves as it was."""
    state = app.app.state
    file = state.settings.content_dirs[0] / "communes.yaml"

    def put(text: str) -> None:
        file.write_text(text, "utf-8")
        state.library.load()
        assert state.library.diagnostics == ()

    yield put
    file.unlink()
    state.library.load()


def opened_in(app: PrebuiltPages, room: Room) -> tuple[str, str]:
    with app.app.state.database.session(writes=False) as session:
        found = session.get_one(Supervision, int(room.url.rsplit("/", 1)[1]))
        return found.commune, found.commune_code


def test_of_a_short_list_the_commune_is_chosen_and_its_code_kept(
    app: PrebuiltPages, hanh: Teacher, listed: Callable[[str], None]
) -> None:
    listed(LIST)
    page = hanh.client.get("/chung-nhan/giam-sat").text
    assert '<option value="00456">Xã An Bình, Thành phố Cần Thơ</option>' in page
    assert opened_in(app, hanh.open(xa="00456")) == ("Xã An Bình", "00456")
    for wrong in ("00457", "Xã Khác"):
        reply = hanh.client.post("/chung-nhan/giam-sat", data={**CLASS, "xa": wrong})
        assert reply.status_code == 422
        assert "Chưa thấy xã" in reply.text
    assert opened_in(app, hanh.open(xa="phú quốc")) == ("Đặc khu Phú Quốc", "00789")


def test_of_a_long_list_it_is_typed_until_it_is_one(
    app: PrebuiltPages, hanh: Teacher, listed: Callable[[str], None]
) -> None:
    listed(LIST + MANY)
    page = hanh.client.get("/chung-nhan/giam-sat").text
    assert re.search(r'<input id="xa" [^>]*>', page)
    assert "datalist" not in page
    reply = hanh.client.post("/chung-nhan/giam-sat", data={**CLASS, "xa": "An Bình"})
    assert reply.status_code == 422
    assert "Có 2 nơi tên như vậy" in reply.text
    assert '<option value="Xã An Bình, Thành phố Cần Thơ">' in reply.text
    assert opened_in(app, hanh.open(xa="an bình, cần thơ")) == ("Xã An Bình", "00456")


def test_class_begins_with_where_its_teacher_works_and_says_when_it_is_held_elsewhere(
    app: PrebuiltPages, listed: Callable[[str], None]
) -> None:
    listed(LIST)
    state = app.app.state
    admin, login = browser(app), hire(state.database, state.settings, Role.TEACHER)
    sign_in(admin, hire(state.database, state.settings, Role.ADMIN))
    mine = browser(app)
    sign_in(mine, login)
    assert "nơi thầy cô làm việc" not in mine.get("/chung-nhan/giam-sat").text
    assert admin.post(f"/tham-dinh/nguoi/{login}", data={"xa": "00123"}).status_code == 303
    assert f"({login})" in admin.get("/tham-dinh/nguoi").text
    assert '<option value="00123" selected>' in mine.get("/chung-nhan/giam-sat").text
    for commune in ("00123", "00456"):  # two of one name
        Teacher(app, mine).open(xa=commune)
    assert mine.get("/chung-nhan/giam-sat").text.count("(dạy ở xã khác)") == 1


def test_without_a_list_it_is_what_was_typed(app: PrebuiltPages, hanh: Teacher) -> None:
    assert opened_in(app, hanh.open(xa="Xã  Nào Đó")) == ("Xã Nào Đó", "")


def line_of(room: Room, name: str) -> str:
    found = re.search(rf"<bdi>{name}</bdi></strong>.*?name=\"dong\" value=\"(\d+)\"", room.html, re.DOTALL)
    assert found
    return found[1]


def test_supervisor_frees_the_seat_of_a_phone_that_lost_its_way(
    app: PrebuiltPages, hanh: Teacher, other: Teacher
) -> None:
    """The reply to the first tap was lost: the phone comes back as somebody new, and the name is taken."""
    room, lost = hanh.open(), Phone.new(app)
    room.let_in(lost, "Lan")
    assert "đang có người làm" in refused(Phone.new(app), room.code, "Lan")
    seat = {"tra-cho": line_of(room, "Lan")}
    assert other.client.post(f"{room.url}/tra-cho", data=seat).status_code == 404
    assert other.client.post(f"{other.open().url}/tra-cho", data=seat).status_code == 422
    assert room.state_of("Lan") != "chưa vào"
    assert hanh.client.post(f"{room.url}/tra-cho", data=seat).status_code == 303
    assert room.state_of("Lan") == "chưa vào"
    room.let_in(Phone.new(app), "Lan")
    assert room.state_of("Lan") == "đang làm, đã làm 0 việc"


def join_form(phone: Phone, room: Room, name: str) -> dict[str, str]:
    shown = phone.form("/chung-nhan/vao-lop")
    assert len(shown["khoa"]) == 22
    return {**BEGIN, **shown, "ten": name, "ma": room.code, "may": "class"}


def test_same_form_sent_again_is_the_same_person_whether_the_cookie_came_or_not(
    app: PrebuiltPages, hanh: Teacher
) -> None:
    room, phone = hanh.open(), Phone.new(app)
    form = join_form(phone, room, "Lan")
    url = phone.client.post("/chung-nhan/vao-lop", data=form).headers["location"]
    phone.client.cookies.clear()  # the first reply was lost, or the second tap went out before it came
    again = [phone.client.post("/chung-nhan/vao-lop", data={**form, "ten": "lan"}) for _ in range(2)]
    assert [reply.headers["location"] for reply in again] == [url, url]
    assert phone.answer(url) < 400
    with app.app.state.database.session(writes=False) as session:
        rows = session.scalars(select(Sitting).where(Sitting.supervision_id == int(room.url.rsplit("/", 1)[1]))).all()
    assert len(rows) == 1


def test_form_left_open_takes_nobodys_seat(app: PrebuiltPages, hanh: Teacher) -> None:
    """Another name, a form that is not ours, and one whose sitting somebody has begun to answer."""
    room, phone = hanh.open(), Phone.new(app)
    form = join_form(phone, room, "Lan")
    stranger = Phone.new(app).client
    url = phone.client.post("/chung-nhan/vao-lop", data=form).headers["location"]
    for key in ("", "x" * 22, form["khoa"][::-1]):
        assert stranger.post("/chung-nhan/vao-lop", data={**form, "khoa": key}).status_code == 422
    assert stranger.post("/chung-nhan/vao-lop", data={**form, "ten": "Hùng"}).headers["location"] != url
    assert phone.answer(url) < 400
    assert Phone.new(app).client.post("/chung-nhan/vao-lop", data=form).status_code == 422


def test_seat_of_who_answered_is_not_freed(app: PrebuiltPages, hanh: Teacher) -> None:
    room, phone = hanh.open(), Phone.new(app)
    url = room.let_in(phone, "Lan")
    seat = {"tra-cho": line_of(room, "Lan")}
    assert phone.answer(url) < 400
    kept = room.state_of("Lan")
    reply = hanh.client.post(f"{room.url}/tra-cho", data=seat)
    assert reply.status_code == 422
    assert "chỗ giữ nguyên" in reply.text
    assert room.state_of("Lan") == kept
    assert "cho vào lại" not in room.html


@pytest.mark.parametrize("line", ["", "x", "0", "9" * 5_000, "-1", "٣"])
def test_no_line_frees_nothing(hanh: Teacher, line: str) -> None:
    assert hanh.client.post(f"{hanh.open().url}/tra-cho", data={"tra-cho": line}).status_code == 422


# A code for one seat


def code_for(room: Room, name: str) -> str:
    given = room.teacher.client.post(f"{room.url}/ma-rieng", data={"cho-ma": seat_line(room, name)})
    assert given.status_code == 303, given.text
    found = re.search(
        rf"<bdi>{name}</bdi></strong>.*?Mã riêng.*?<strong>([0-9]{{4}} [0-9]{{4}})<", room.html, re.DOTALL
    )
    assert found
    return found[1]


def seat_line(room: Room, name: str) -> str:
    found = re.search(rf"<bdi>{name}</bdi></strong>.*?name=\"cho-ma\" value=\"(\d+)\"", room.html, re.DOTALL)
    assert found
    return found[1]


def come_with(phone: Phone, code: str) -> str:
    """With the code alone."""
    reply = phone.client.post("/chung-nhan/vao-lop", data={**BEGIN, "ten": "", "ma": code, "may": "borrowed"})
    assert reply.status_code == 303, reply.text
    return str(reply.headers["location"])


def record_of(app: PrebuiltPages, url: str) -> SittingRecord:
    state = app.app.state
    with state.database.session(writes=False) as session:
        sitting = session.scalars(select(Sitting).where(Sitting.token == url.rsplit("/", 1)[1])).one()
        return sitting_record(session, state.standards, sitting.id)


def test_seat_of_a_phone_that_died_goes_on_on_another_and_there_alone(app: PrebuiltPages, hanh: Teacher) -> None:
    room, old, new = hanh.open(), Phone.new(app), Phone.new(app)
    url = room.let_in(old, "Lan")
    for _ in range(2):
        assert old.answer(url) < 400
    key, content = old.asked(url)
    code = code_for(room, "Lan")
    assert come_with(new, code) == url
    assert "không dùng được" in refused(Phone.new(app), code, "")
    assert new.asked(url)[0] != key, "what the old phone shows is asked no more"
    assert "Bài này đang làm trên máy khác" in old.client.get(url).text
    fields = {"cho-qua": ["1"]} if isinstance(content, Simulation) else fields_of(content, right=True)
    late = old.client.post(f"{url}/tra-loi", data={"khoa": key, **fields})
    assert late.headers["x-da-nhan"] == key
    for action in ("tam-nghi", "lam-tiep", "viec-khac", "thoi"):
        assert old.client.post(f"{url}/{action}").status_code == 303
    assert "đổi máy lúc" in room.state_of("Lan")
    assert "đã làm 2 việc" in room.state_of("Lan")
    assert room.let_in(old, "Lan") == url  # the code on the wall does not bring it back
    assert "Bài này đang làm trên máy khác" in old.client.get(url).text
    new.finish(url)
    record = record_of(app, url)
    assert replay(record) == tuple(task.item for task in record.tasks)
    assert (len(record.results), len(record.moves), record.was_named, record.was_assisted) == (1, 1, False, False)
    assert record.put_aside == 0
    moved = next(task for task in record.tasks if task.key == key)
    assert (moved.answer, moved.score, moved.late is not None) == ("", None, True)
    assert record.device == "borrowed"
    assert any("cho làm tiếp trên một máy khác" in line for line in history_lines(record)), "the assessor reads it"
    assert "Người thẩm định đang xem bài của bác" in old.client.get(url).text


def test_whoever_cannot_type_comes_in_with_a_code_and_that_is_no_help_with_the_test(
    app: PrebuiltPages, hanh: Teacher
) -> None:
    room, phone = hanh.open(), Phone.new(app)
    assert "Bác gõ tên của mình nhé" in refused(phone, room.code, "")
    code = code_for(room, "Bác Tư")
    url = come_with(phone, code)
    assert room.state_of("Bác Tư") == "đang làm, đã làm 0 việc"
    assert "không dùng được" in refused(Phone.new(app), code, "Bác Tư")
    record = record_of(app, url)
    assert (record.was_named, record.moves, record.was_assisted) == (True, (), False)
    assert record.supervised[0].name == "Bác Tư"
    assert any("không phải giúp làm bài" in line for line in history_lines(record))
    with app.app.state.database.session(writes=False) as session:
        assert session.get_one(CertificateName, record.learner_id).name == "Bác Tư"


def test_code_is_given_only_for_what_can_be_begun_or_moved(app: PrebuiltPages, hanh: Teacher, other: Teacher) -> None:
    room, phone = hanh.open(), Phone.new(app)
    line = {"cho-ma": seat_line(room, "Lan")}
    assert other.client.post(f"{room.url}/ma-rieng", data=line).status_code == 404
    assert other.client.post(f"{other.open().url}/ma-rieng", data=line).status_code == 422
    stale = code_for(room, "Lan")
    url = room.let_in(phone, "Lan")
    assert "không dùng được" in refused(
        Phone.new(app), stale, ""
    )  # somebody is there now: no code to begin takes it over
    assert hanh.client.post(f"{room.url}/ma-rieng", data=line).status_code == 422  # nothing done: the seat is freed
    assert phone.answer(url) < 400
    first, second = code_for(room, "Lan"), code_for(room, "Lan")
    assert "không dùng được" in refused(Phone.new(app), first, "")
    with app.app.state.database.session(writes=True) as session:
        session.execute(update(SeatCode).values(expires_at=datetime.now(UTC)))
        session.commit()
    assert "không dùng được" in refused(Phone.new(app), second, "")
    third = code_for(room, "Lan")
    phone.finish(url)
    assert "không dùng được" in refused(Phone.new(app), third, "")
    assert hanh.client.post(f"{room.url}/ma-rieng", data=line).status_code == 422
    hung = {"cho-ma": seat_line(room, "Hùng")}
    room.close()
    assert hanh.client.post(f"{room.url}/ma-rieng", data=hung).status_code == 422


def test_who_has_an_account_signs_in_on_the_other_phone(app: PrebuiltPages, hanh: Teacher) -> None:
    room, phone = hanh.open(), Phone.new(app)
    url = room.let_in(phone, "Lan")
    assert phone.answer(url) < 400
    line, learner = {"cho-ma": seat_line(room, "Lan")}, record_of(app, url).learner_id
    state = app.app.state
    login = hire(state.database, state.settings, Role.LEARNER)
    with state.database.session(writes=True) as session:
        account = session.scalars(select(Account.id).where(Account.login == login)).one()
        session.execute(update(Learner).where(Learner.id == learner).values(account_id=account))
        session.commit()
    reply = hanh.client.post(f"{room.url}/ma-rieng", data=line)
    assert reply.status_code == 422
    assert "Người này có tài khoản" in reply.text


@contextmanager
def busy(app: PrebuiltPages) -> Iterator[None]:
    """Nothing can be written."""
    engine = app.app.state.database.engine

    def fail(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(("INSERT", "UPDATE")):
            raise OperationalError(statement, {}, Exception("database is locked"))

    event.listen(engine, "before_cursor_execute", fail)
    yield
    event.remove(engine, "before_cursor_execute", fail)


def sent_again(reply: Response) -> tuple[str, dict[str, str]]:
    """The form that the page of a busy service offers: where it goes, and with what."""
    assert (reply.status_code, "Thử lại" in reply.text) == (503, True)
    offered = re.search(r'<form method="post" action="([^"]+)".*?</form>', reply.text, re.DOTALL)
    assert offered
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', offered[0])
    return unescape(offered[1]), {name: unescape(value) for name, value in hidden}


def test_form_that_met_a_busy_database_is_sent_again_as_it_was(app: PrebuiltPages, hanh: Teacher) -> None:
    phone, typed = Phone.new(app), {**CLASS, "noi": 'Nhà "văn hóa" <1>', "ten": "Lan\nHùng"}
    with busy(app):
        url, form = sent_again(hanh.client.post("/chung-nhan/giam-sat", data=typed))
    assert (url, form) == ("/chung-nhan/giam-sat", typed)
    room = Room(hanh, hanh.client.post(url, data=form).headers["location"])
    wanted = join_form(phone, room, "Lan")
    with busy(app):
        url, form = sent_again(phone.client.post("/chung-nhan/vao-lop", data=wanted))
    assert form == wanted, "with its key, so that twice is once"
    assert phone.client.post(url, data=form).status_code == 303
    assert room.state_of("Lan") == "đang làm, đã làm 0 việc"


def test_no_secret_is_put_into_a_page_to_be_sent_again(app: PrebuiltPages) -> None:
    with busy(app):
        reply = browser(app).post("/dang-nhap", data={"ten-dang-nhap": "ai-do", "mat-khau": "bí mật lắm"})
    assert reply.status_code == 503
    assert "bí mật lắm" not in reply.text
