"""An answer that a phone kept without network reaches us after its class was closed: never counted, never thrown away, and
the phone keeps it until the service itself says that it has it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.accounts.domain.roles import Role
from app.main import create_app
from app.sittings.demo import presses
from app.sittings.models import CertificateName, LateAnswer, Sitting, SittingAnswer, SupervisedName, Supervision
from app.sittings.outcomes import certificate_request
from app.sittings.queries import sitting_record
from app.sittings.supervision import UNCLAIMED, forget_unclaimed
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser, hire, sign_in
from tests.conftest import make_settings
from tests.shared_database import copy_sqlite
from tests.sittings.phone import BEGIN, Phone
from tests.sittings.sample_bank import write_bank
from tests.sittings.test_supervising_routes import Teacher, refused, teacher

TAKEN = "x-da-nhan"


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("late")
    app = create_app(make_settings(folder, copy_sqlite(migrated_sqlite, folder), write_bank(folder / "content")))
    with TestClient(app):
        yield app


@pytest.fixture(scope="module")
def hanh(app: PrebuiltPages) -> Teacher:
    return teacher(app)


def sitting_of(phone: Phone, url: str) -> Sitting:
    with phone.fastapi.state.database.session(writes=False) as session:
        found: Sitting = session.scalars(select(Sitting).where(Sitting.token == url.rsplit("/", 1)[1])).one()
        return found


def test_answer_after_the_class_was_closed_is_kept_unscored_and_told(app: PrebuiltPages, hanh: Teacher) -> None:
    room, lan = hanh.open(), Phone.new(app)
    url = room.let_in(lan, "Lan")
    key, _ = lan.asked(url)
    room.close()
    for _ in range(2):
        reply = lan.client.post(f"{url}/tra-loi", data={"khoa": key, "cho-qua": "1"})
        assert reply.headers[TAKEN] == key
    page = lan.client.get(url).text
    assert "Câu ấy chưa tính" in page
    assert re.search(r'<script src="[^"]*sitting', page), "what waits on the phone is sent from here as well"
    with app.app.state.database.session(writes=False) as session:
        assert session.get_one(LateAnswer, key).answer == "?"
        assert session.get(SittingAnswer, key) is None
        record = sitting_record(session, app.app.state.standards, sitting_of(lan, url).id)
    assert [task.late and task.late.answer for task in record.tasks] == ["?"]


def test_press_that_reaches_the_goal_after_the_class_is_kept_with_its_score_and_any_other_is_not(
    app: PrebuiltPages, hanh: Teacher
) -> None:
    room, lan = hanh.open(), Phone.new(app)
    url = room.let_in(lan, "Lan")
    key, content = lan.asked_simulation(url)
    *before, last = [
        {"khoa": key, "thu-tu": str(one.seq), "cham": one.control, "cho": "5"} for one in presses(content, right=True)
    ]
    for form in before:
        lan.client.post(f"{url}/bam", data=form)
    room.close()
    here = next(screen for screen in content.screens if screen.control(last["cham"]))
    wrong = next(one.id for one in here.controls if one.is_wrong)
    for form, kept in (({**last, "cham": wrong}, False), (last, True)):
        assert lan.client.post(f"{url}/bam", data=form).headers[TAKEN] == f"{key}.{last['thu-tu']}"
        with app.app.state.database.session(writes=False) as session:
            assert (session.get(LateAnswer, key) is not None) == kept
    with app.app.state.database.session(writes=False) as session:
        late = session.get_one(LateAnswer, key)
        assert (late.score, late.waited_ms) == (1, 5)
        assert session.get(SittingAnswer, key) is None


def test_phone_may_forget_only_what_this_service_has(app: PrebuiltPages) -> None:
    lan, stranger = Phone.new(app), Phone.new(app)
    url = lan.begin()
    key, _ = lan.asked(url)
    sent = {"khoa": key, "cho-qua": "1"}
    assert TAKEN not in stranger.client.post(f"{url}/tra-loi", data=sent).headers
    assert TAKEN not in lan.client.post(f"{url}/tra-loi", data={**sent, "khoa": "x\r\nSet-Cookie: a"}).headers
    assert lan.client.post(f"{url}/tra-loi", data=sent).headers[TAKEN] == key
    assert lan.client.post(f"{url}/tra-loi", data=sent).headers[TAKEN] == key


def test_answer_to_a_task_that_was_set_aside_meanwhile_is_kept(app: PrebuiltPages) -> None:
    lan = Phone.new(app)
    url = lan.begin()
    key, _ = lan.asked(url)
    lan.client.post(f"{url}/tam-nghi")
    lan.client.post(f"{url}/lam-tiep")
    lan.client.post(f"{url}/tra-loi", data={"khoa": key, "cho-qua": "1"})
    with app.app.state.database.session(writes=False) as session:
        assert session.get_one(LateAnswer, key).answer == "?"
        assert session.get_one(SittingAnswer, key).score is None


def test_script_forgets_by_that_header_alone() -> None:
    script = Path("app/sittings/static/sitting.js").read_text(encoding="utf-8")
    assert 'reply.headers.get("X-Da-Nhan") !==' in script
    assert "reply.status" not in script


@pytest.mark.parametrize("path", ["bat-dau", "vao-lop"])
def test_certificate_of_a_class_is_in_the_name_its_supervisor_saw(app: PrebuiltPages, hanh: Teacher, path: str) -> None:
    """Whoever sends the form again with another name while the sitting goes on changes nothing."""
    room, lan = hanh.open(), Phone.new(app)
    url = room.let_in(lan, "Lan")
    again = {**BEGIN, "ten": "Người Khác", "ma": room.code, "may": "borrowed"}
    assert lan.client.post(f"/chung-nhan/{path}", data=again).status_code == 303
    lan.finish(url)
    state, mine = app.app.state, sitting_of(lan, url)
    with state.database.session(writes=False) as session:
        record = sitting_record(session, state.standards, mine.id)
        assert session.get_one(CertificateName, mine.learner_id).name == "Lan"
        assert certificate_request(session, state.standards, record, "giam-sat", mine.active_at).holder == "Lan"


def test_name_of_a_sitting_alone_is_the_one_it_began_with(app: PrebuiltPages) -> None:
    lan = Phone.new(app)
    url = lan.begin()
    assert lan.begin(ten="Người Khác") == "/chung-nhan"
    lan.finish(url)
    with app.app.state.database.session(writes=False) as session:
        assert session.get_one(CertificateName, sitting_of(lan, url).learner_id).name == BEGIN["ten"]


@pytest.mark.parametrize("role", [Role.TEACHER, Role.ASSESSOR])
def test_nobody_sits_in_a_class_where_staff_is_signed_in(app: PrebuiltPages, hanh: Teacher, role: Role) -> None:
    room, client = hanh.open(), browser(app)
    assert "đang đăng nhập" in refused(Phone(app, hanh.client), room.code, "Lan")
    sign_in(client, hire(app.app.state.database, app.app.state.settings, role))
    assert "đang đăng nhập" in refused(Phone(app, client), room.code, "Lan")
    assert room.state_of("Lan") == "chưa vào"


def test_sitting_on_the_phone_that_opened_the_class_is_seen(app: PrebuiltPages, hanh: Teacher) -> None:
    room, lan, other = hanh.open(), Phone.new(app), Phone.new(app)
    for cookie in hanh.client.cookies.jar:
        if cookie.name.endswith("may-thi"):
            lan.client.cookies.set(cookie.name, cookie.value or "")
    urls = room.let_in(lan, "Lan"), room.let_in(other, "Hùng")
    with app.app.state.database.session(writes=False) as session:
        records = [
            sitting_record(session, app.app.state.standards, sitting_of(phone, url).id)
            for phone, url in zip((lan, other), urls, strict=True)
        ]
    assert [record.is_on_supervisors_phone for record in records] == [True, False]


def test_names_nobody_came_under_are_forgotten_a_month_after_the_class(app: PrebuiltPages, hanh: Teacher) -> None:
    room, open_one = hanh.open(), hanh.open()
    room.let_in(Phone.new(app), "Lan")
    room.close()
    with app.app.state.database.session(writes=True) as session:
        closed = session.get_one(Supervision, int(room.url.rsplit("/", 1)[1]))
        assert closed.closed_at is not None
        names = select(SupervisedName.name).where(SupervisedName.supervision_id == closed.id)
        forget_unclaimed(session, closed.closed_at + UNCLAIMED)
        assert len(session.scalars(names).all()) == 3
        forget_unclaimed(session, closed.closed_at + UNCLAIMED + timedelta(seconds=1))
        assert session.scalars(names).all() == ["Lan"]
        session.rollback()
    assert open_one.state_of("Lan") == "chưa vào"


def test_only_who_has_an_account_is_told_of_another_phone(app: PrebuiltPages) -> None:
    lan = Phone.new(app)
    url = lan.begin()
    lan.client.post(f"{url}/tam-nghi")
    assert "đúng máy này" in lan.client.get(url).text
    assert "máy khác cũng được" not in lan.client.get("/chung-nhan").text
