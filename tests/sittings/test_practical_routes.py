"""Practical work over HTTP: what the learner is told, who may write down what they saw, and what is refused."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.accounts.domain.roles import Role
from app.main import create_app
from app.sittings.keeping import grant_bank
from app.sittings.models import Sitting
from app.sittings.outcomes import record_verdict
from app.sittings.practical import invitations_of, reports_of
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser, hire, sign_in
from tests.conftest import make_settings
from tests.shared_database import make_database
from tests.sittings.phone import Phone
from tests.sittings.sample_bank import write_bank
from tests.sittings.test_supervising_routes import CLASS

HERE = "/chung-nhan/giam-sat/thuc-hanh"
DONE = {"thay-1": "done", "ghi-1": "tự quét, không hỏi ai", "thay-2": "not-yet", "ghi-2": ""}


@dataclass
class Invited:
    """Lan, who sat in a class of `teacher` and is to show two skills."""

    app: PrebuiltPages
    teacher: TestClient
    lan: Phone
    room: str
    url: str
    sitting: int
    code: str

    @property
    def page(self) -> str:
        return f"{HERE}/{self.code}"

    def reports(self) -> int:
        with self.app.app.state.database.session(writes=False) as session:
            return len(reports_of(session, self.sitting))


def teacher_of(app: PrebuiltPages) -> tuple[TestClient, str]:
    client, state = browser(app), app.app.state
    login = hire(state.database, state.settings, Role.TEACHER)
    sign_in(client, login)
    return client, login


@pytest.fixture(scope="module")
def invited(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Invited]:
    folder: Path = tmp_path_factory.mktemp("practical")
    url = make_database(request, "sqlite", folder)
    app = create_app(make_settings(folder, url, write_bank(folder / "content")))
    with TestClient(app):
        teacher, _ = teacher_of(app)
        lan = Phone.new(app)
        room = str(teacher.post("/chung-nhan/giam-sat", data=CLASS).headers["location"])
        wall = re.search(r'class="wall">([^<]+)<', teacher.get(room).text)
        assert wall
        form = {"ten": "Lan", "ma": wall[1], "may": "class", "dong-y": "1"}
        sitting_url = str(lan.client.post("/chung-nhan/vao-lop", data=form).headers["location"])
        lan.finish(sitting_url)
        with app.app.state.database.session(writes=True) as session:
            sitting = session.query(Sitting).filter_by(token=sitting_url.rsplit("/", 1)[1]).one()
            skills = ("tt-ma-qr", "vneid-dang-nhap")
            record_verdict(
                session, sitting.id, "practical", "near", "Mời bác làm thêm.", None, sitting.ended_at, skills
            )
            code = invitations_of(session, [sitting.id])[sitting.id].code
            session.commit()
            yield Invited(app, teacher, lan, room, sitting_url, sitting.id, code)


def test_learner_hears_what_to_show_where_and_with_which_code(invited: Invited) -> None:
    read_aloud = invited.lan.client.get(invited.url).text.split('id="reading"')[1].split("<details>")[0]
    assert "Mời bác làm lại hai việc này với thầy cô ở Nhà văn hóa, Xã Bình Minh: Quét mã; Giữ mật khẩu." in read_aloud
    assert f"{invited.code[:5]} {invited.code[5:]}" in read_aloud


def test_list_of_the_class_says_what_and_leads_there(invited: Invited) -> None:
    page = invited.teacher.get(invited.room).text
    assert "Mời làm: Quét mã; Giữ mật khẩu." in page
    assert f'href="{invited.page}"' in page


def test_any_supervisor_finds_it_by_the_code_and_nobody_by_another(invited: Invited) -> None:
    other, _ = teacher_of(invited.app)
    assert 'name="ma"' in other.get(HERE).text
    typed = f"{invited.code[:5]} {invited.code[5:]}"
    assert other.get(HERE, params={"ma": typed}).headers["location"] == invited.page
    assert "<bdi>Lan</bdi>" in other.get(invited.page).text
    wrong = other.get(HERE, params={"ma": "0" * 10})
    assert (wrong.status_code, "Không có lời mời nào" in wrong.text) == (404, True)
    assert other.get(f"{HERE}/{'0' * 10}").status_code == 404


def test_who_may_see_the_keys_watches_nobody(invited: Invited) -> None:
    keeper, login = teacher_of(invited.app)
    with invited.app.app.state.database.session(writes=True) as session:
        grant_bank(session, login, datetime.now(UTC))
        session.commit()
    assert keeper.get(invited.page).status_code == 403
    assert keeper.post(invited.page, data=DONE).status_code == 403
    assert invited.reports() == 0


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"thay-2": ""}, "chọn một trong ba"),
        ({"thay-2": "perfect"}, "chọn một trong ba"),
        ({"ghi-1": "gọi lại 0912 345 678"}, "số điện thoại"),
        ({"ghi-1": "a" * 201}, "dài quá"),
        ({"ghi-1": "bác Lan còn hỏi"}, "có tên người học"),
        ({"ghi-1": "ra xa Binh Minh quét"}, "có tên người học"),
    ],
)
def test_form_that_is_not_taken_keeps_what_was_written(invited: Invited, changed: dict[str, str], said: str) -> None:
    reply = invited.teacher.post(invited.page, data={**DONE, "ghi-2": "còn chậm", **changed})
    assert (reply.status_code, invited.reports()) == (422, 0)
    assert said in reply.text
    assert 'value="còn chậm"' in reply.text
    assert 'value="done" checked' in reply.text


def test_what_was_seen_is_kept_once_told_to_the_learner_and_over_once_decided(invited: Invited) -> None:
    for _ in range(2):
        reply = invited.teacher.post(invited.page, data=DONE)
        assert (reply.status_code, reply.headers["location"]) == (303, f"{invited.page}?da-luu=1")
    assert invited.reports() == 1
    assert "Quét mã: làm được; Giữ mật khẩu: chưa làm được" in invited.teacher.get(invited.page).text
    page = invited.lan.client.get(invited.url).text
    assert "Thầy cô đã ghi lại việc bác làm" in page or "Cảm ơn bác đã làm việc thực hành" in page
    assert "chưa làm được" not in page
    with invited.app.app.state.database.session(writes=True) as session:
        record_verdict(session, invited.sitting, "denied", "below", "Hôm khác nhé.", None, datetime.now(UTC))
        session.commit()
    assert "Lời mời này đã xong" in invited.teacher.get(invited.page).text
    assert invited.teacher.post(invited.page, data={**DONE, "thay-2": "done"}).status_code == 409
    assert invited.reports() == 1
