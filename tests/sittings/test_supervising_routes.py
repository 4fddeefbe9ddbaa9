"""Class sittings: who may open and see one, who comes in, what closing does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.accounts.domain.roles import Role
from app.certification.queries import certificates_of
from app.main import create_app
from app.sittings.models import Sitting, SupervisedName, Supervision
from app.sittings.outcomes import record_verdict
from app.sittings.queries import appeal_of, sitting_record
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser, hire, sign_in
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


@pytest.mark.parametrize("missing", ["xa", "noi", "khung", "gio", "ten"])
def test_class_without_what_is_printed_is_not_opened(hanh: Teacher, missing: str) -> None:
    reply = hanh.client.post("/chung-nhan/giam-sat", data={**CLASS, missing: ""})
    assert reply.status_code == 422
    assert 'role="alert"' in reply.text
    assert "Xã Bình Minh" in reply.text or missing == "xa"


def test_wrong_code_unlisted_name_and_taken_name_are_refused(app: PrebuiltPages, hanh: Teacher) -> None:
    room = hanh.open()
    assert "Chưa có lớp nào" in refused(Phone.new(app), "000 00", "Lan")
    assert "chưa có trong danh sách" in refused(Phone.new(app), room.code, "Người Lạ")
    room.let_in(Phone.new(app), "lan")
    assert "chưa có trong danh sách" in refused(Phone.new(app), room.code, "Lan")


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
    lan.finish(url)
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
        assert appeal_of(session, sitting.id) is None
        record_verdict(session, sitting.id, "denied", "below", "Hôm khác bác làm lại nhé.", None, sitting.ended_at)
        session.commit()
    assert "/xem-lai" in lan.client.get(url).text
    lan.client.post(f"{url}/xem-lai")
    html = lan.client.get(url).text
    assert "Bác đã nhờ xem lại" in html
    assert "/xem-lai" not in html


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
    marked = {"dong": line[1], "giup": "1", "may": "borrowed"}
    assert hanh.client.post(f"{room.url}/ghi", data=marked).status_code == 303
    with state.database.session(writes=False) as session:
        row = session.get_one(SupervisedName, int(line[1]))
        sitting = session.get_one(Sitting, row.sitting_id)
        assert (row.assisted, sitting.assisted, sitting.device) == (True, True, "borrowed")
    room.close()
    assert hanh.client.post(f"{room.url}/ghi", data={**marked, "giup": ""}).status_code == 422


def test_line_of_another_list_cannot_be_marked(app: PrebuiltPages, hanh: Teacher, other: Teacher) -> None:
    mine, theirs = hanh.open(), other.open()
    theirs.let_in(Phone.new(app), "Lan")
    line = re.search(r'name="dong" value="(\d+)"', theirs.html)
    assert line
    assert hanh.client.post(f"{mine.url}/ghi", data={"dong": line[1], "giup": "1"}).status_code == 422


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
    assert "chưa có trong danh sách" in refused(Phone.new(app), room.code, "Lan")
    seat = {"dong": line_of(room, "Lan")}
    assert other.client.post(f"{room.url}/tra-cho", data=seat).status_code == 404
    assert other.client.post(f"{other.open().url}/tra-cho", data=seat).status_code == 422
    assert room.state_of("Lan") != "chưa vào"
    assert hanh.client.post(f"{room.url}/tra-cho", data=seat).status_code == 303
    assert room.state_of("Lan") == "chưa vào"
    room.let_in(Phone.new(app), "Lan")
    assert room.state_of("Lan") == "đang làm, đã làm 0 việc"


def test_seat_of_who_answered_is_not_freed(app: PrebuiltPages, hanh: Teacher) -> None:
    room, phone = hanh.open(), Phone.new(app)
    url = room.let_in(phone, "Lan")
    seat = {"dong": line_of(room, "Lan")}
    assert phone.answer(url) < 400
    kept = room.state_of("Lan")
    reply = hanh.client.post(f"{room.url}/tra-cho", data=seat)
    assert reply.status_code == 422
    assert "chỗ giữ nguyên" in reply.text
    assert room.state_of("Lan") == kept
    assert "cho vào lại" not in room.html


@pytest.mark.parametrize("line", ["", "x", "0", "9" * 5_000, "-1", "٣"])
def test_no_line_frees_nothing(hanh: Teacher, line: str) -> None:
    assert hanh.client.post(f"{hanh.open().url}/tra-cho", data={"dong": line}).status_code == 422
