"""A teacher reads what the model said anew beside its source, and decides: what learners see follows at once."""

import re
from dataclasses import dataclass
from html import unescape
from itertools import product
from pathlib import Path

import pytest
from fastapi import FastAPI
from llmock.pytest_plugin import LLMock
from sqlalchemy import select, update
from starlette.testclient import TestClient

from app.accounts import service as accounts
from app.accounts.appointments import appoint
from app.accounts.domain.duties import Duty
from app.accounts.domain.roles import Role
from app.core.clock import Clock
from app.core.config import Settings
from app.core.db import Database
from app.main import create_app
from app.tutor.rewriting.models import StepRewrite
from app.tutor.switch import switch
from app.web.prebuilt import PrebuiltPages
from tests.cast import PASSWORD, browser, sign_in
from tests.conftest import make_settings
from tests.publishing.test_review_routes import wait_until
from tests.sample_content import FACT, write_content
from tests.tutor.rewriting_texts import EASIER, FAITHFUL, LESSONS, PLAIN, PLAIN_PATH, PLANTED, TAUGHT, reply, write_all

EDITED = "Bác mở phần **Cài đặt** trên máy. Bác kéo xuống dưới, tìm mục **Mật khẩu**. Bác chạm vào đó. Rồi bác gõ mật khẩu mới do bác tự nghĩ ra nhé."


@dataclass(frozen=True)
class Desk:
    """Cô Lan and Cô Mai may publish; Thầy Tú may not."""

    app: FastAPI
    database: Database
    content: Path
    lan: TestClient
    mai: TestClient
    tu: TestClient
    slow: TestClient
    stranger: TestClient

    def make(self, model: LLMock, *texts: str) -> None:
        model.reply(reply(*texts), times=None)
        write_all(self.app.state.rewrites.workshop, model)
        self.app.state.rewrites.refresh()

    def id_of(self, lesson: str) -> int:
        with self.database.session(writes=False) as session:
            return (
                session.scalars(
                    select(StepRewrite.id).where(StepRewrite.lesson == lesson).order_by(StepRewrite.id.desc())
                ).first()
                or 0
            )

    def row(self, lesson: str) -> StepRewrite:
        with self.database.session(writes=False) as session:
            row = session.get(StepRewrite, self.id_of(lesson))
            assert row
            return row

    def read(self, lesson: str, query: str = "") -> str:
        """What a slow reader reads."""
        return unescape(self.slow.get(f"/bai-hoc/{lesson}{query}").text)


@pytest.fixture
def settings(tmp_path: Path, sqlite_url: str) -> Settings:
    return make_settings(tmp_path, sqlite_url, write_content(tmp_path / "content", LESSONS))


@pytest.fixture
def desk(app: PrebuiltPages, fastapi_app: FastAPI, settings: Settings) -> Desk:
    database: Database = fastapi_app.state.database
    clients = {}
    for name, full in (("lan", "Cô Lan"), ("mai", "Cô Mai"), ("tu", "Thầy Tú")):
        with database.session(writes=True) as session:
            created = accounts.create_account(session, b"k" * 32, Role.TEACHER, full, None, Clock().now())
            accounts.set_password(session, created.id, PASSWORD)
            if name != "tu":
                appoint(session, created.login, Duty.PUBLISHING, Clock().now())
            session.commit()
        clients[name] = browser(app)
        sign_in(clients[name], created.login)
    slow = browser(app)
    chosen = slow.post("/tai-khoan/cach-doc", data={"doi-tuong": "nguoi-cao-tuoi", "may": "", "doc": "cham"})
    assert chosen.status_code in (200, 303), chosen.text
    return Desk(fastapi_app, database, settings.content_dirs[0], slow=slow, stranger=browser(app), **clients)


def page(client: TestClient, rewrite_id: int) -> str:
    reply = client.get(f"/soan-bai/ban-viet-lai/{rewrite_id}")
    assert reply.status_code == 200
    return unescape(reply.text)


def decide(client: TestClient, rewrite_id: int, what: str, **form: str) -> tuple[int, str]:
    """As whoever has just opened the page."""
    mark = re.search(r'name="dau" value="([^"]+)"', page(client, rewrite_id))
    data = {"dau": mark[1] if mark else "0" * 12, **form}
    reply = client.post(f"/soan-bai/ban-viet-lai/{rewrite_id}/{what}", data=data)
    return reply.status_code, unescape(reply.text)


def test_accepted_rewrite_is_shown_to_slow_readers_and_the_source_is_one_tap_away(desk: Desk, llmock: LLMock) -> None:
    assert TAUGHT in desk.read("doi-mat-khau")
    desk.make(llmock, *FAITHFUL)
    read = desk.read("doi-mat-khau")
    assert EASIER in read
    assert TAUGHT not in read
    assert "Không đọc mã cho ai." in read
    link = re.search(r'href="([^"]+)"[^>]*>\s*Xem bản gốc', read)
    assert link, read
    original = unescape(desk.slow.get(link[1]).text)
    assert TAUGHT in original
    assert EASIER not in original
    assert TAUGHT in unescape(desk.stranger.get("/bai-hoc/doi-mat-khau").text)


def test_lesson_about_safety_waits_for_a_teacher_whatever_the_verdict(desk: Desk, llmock: LLMock) -> None:
    desk.make(llmock, *FAITHFUL)
    assert desk.row("giu-ma").verdict == "accept"
    assert TAUGHT in desk.read("giu-ma")
    listed = unescape(desk.tu.get("/soan-bai/ban-viet-lai").text)
    assert listed.index("Chờ thầy cô xem (1)") < listed.index("Người học đang thấy (1)")
    assert "Bài về an toàn hoặc tiền." in listed
    shown = page(desk.tu, desk.id_of("giu-ma"))
    assert "<ins>" in shown
    assert "<del>" in shown
    assert "giao quyền đăng bài" in shown
    assert decide(desk.tu, desk.id_of("giu-ma"), "nhan")[0] == 409
    assert TAUGHT in desk.read("giu-ma")
    assert decide(desk.lan, desk.id_of("giu-ma"), "nhan")[0] == 303
    assert EASIER in desk.read("giu-ma")
    assert re.search(r"Cô Lan nhận", page(desk.tu, desk.id_of("giu-ma")))


def test_findings_stand_at_their_lines_in_words(desk: Desk, llmock: LLMock) -> None:
    desk.make(llmock, *PLANTED["only lost"])
    row = desk.row("doi-mat-khau")
    assert row.state == "review"
    shown = page(desk.lan, row.id)
    line = shown[shown.index('id="dong-2"') :]
    assert "Máy so hai bản" in line
    assert "Thầy cô xem giúp" in line
    assert TAUGHT in desk.read("doi-mat-khau")


def test_refused_rewrite_is_never_shown_and_says_why(desk: Desk, llmock: LLMock) -> None:
    desk.make(llmock, *PLANTED["only lost"])
    rewrite = desk.id_of("doi-mat-khau")
    status, html = decide(desk.tu, rewrite, "khong-nhan")
    assert (status, "vì sao" in html) == (422, True)
    assert decide(desk.tu, rewrite, "khong-nhan", loi="Mất chữ chỉ.")[0] == 303
    assert TAUGHT in desk.read("doi-mat-khau")
    assert "Mất chữ chỉ." in page(desk.lan, rewrite)
    assert desk.row("doi-mat-khau").decision == "rejected"


def test_accepted_rewrite_can_be_taken_back_by_any_teacher_and_accepted_again(desk: Desk, llmock: LLMock) -> None:
    desk.make(llmock, *FAITHFUL)
    rewrite = desk.id_of("doi-mat-khau")
    assert decide(desk.tu, rewrite, "lay-lai", loi="Học viên chưa hiểu.")[0] == 303
    assert TAUGHT in desk.read("doi-mat-khau")
    desk.app.state.rewrites.workshop.keep_up()
    desk.app.state.rewrites.refresh()
    assert TAUGHT in desk.read("doi-mat-khau")
    assert decide(desk.mai, rewrite, "nhan")[0] == 303
    assert EASIER in desk.read("doi-mat-khau")


def test_text_edited_by_hand_is_judged_again(desk: Desk, llmock: LLMock) -> None:
    desk.make(llmock, *FAITHFUL)
    rewrite = desk.id_of("giu-ma")
    wrong = EDITED.replace("xuống dưới", "lên trên")
    assert decide(desk.lan, rewrite, "sua", **{"doan-1": wrong})[0] == 303
    shown = page(desk.mai, rewrite)
    assert "ngược nghĩa" in shown
    assert "chưa nhận được" in shown
    assert decide(desk.mai, rewrite, "nhan")[0] == 409
    assert TAUGHT in desk.read("giu-ma")


def test_own_words_about_safety_need_another_teacher(desk: Desk, llmock: LLMock) -> None:
    desk.make(llmock, *FAITHFUL)
    rewrite = desk.id_of("giu-ma")
    assert decide(desk.lan, rewrite, "sua", **{"doan-1": EDITED})[0] == 303
    status, html = decide(desk.lan, rewrite, "nhan")
    assert (status, "cần người khác nhận giúp" in html) == (409, True)
    assert decide(desk.mai, rewrite, "nhan")[0] == 303
    assert "do bác tự nghĩ ra nhé." in desk.read("giu-ma")


def test_words_of_two_teachers_about_safety_need_a_third(desk: Desk, llmock: LLMock) -> None:
    desk.make(llmock, *FAITHFUL)
    rewrite = desk.id_of("giu-ma")
    decide(desk.lan, rewrite, "sua", **{"doan-1": EDITED})
    status, html = decide(desk.tu, rewrite, "sua", **{"doan-1": EDITED})
    assert (status, "chưa có gì để lưu" in html) == (409, True)
    assert decide(desk.tu, rewrite, "sua", **{"doan-1": EDITED.replace("ra nhé", "ra thôi")})[0] == 303
    assert decide(desk.lan, rewrite, "nhan")[0] == 409
    assert TAUGHT in desk.read("giu-ma")
    assert decide(desk.mai, rewrite, "nhan")[0] == 303
    assert "nghĩ ra thôi." in desk.read("giu-ma")


def test_words_of_who_may_not_publish_wait_however_often_the_queue_is_looked_through(
    desk: Desk, llmock: LLMock
) -> None:
    desk.make(llmock, *FAITHFUL)
    rewrite = desk.id_of("doi-mat-khau")
    assert decide(desk.mai, rewrite, "lay-lai", loi="Chưa ổn.")[0] == 303
    assert decide(desk.tu, rewrite, "sua", **{"doan-1": EDITED})[0] == 303
    desk.app.state.rewrites.workshop.keep_up()
    desk.app.state.rewrites.refresh()
    assert (desk.row("doi-mat-khau").verdict, desk.row("doi-mat-khau").state) == ("accept", "review")
    assert TAUGHT in desk.read("doi-mat-khau")
    for state in ("accepted", "review"):  # were it forced, the rule is asked again where pages are made
        with desk.database.session(writes=True) as session:
            session.execute(update(StepRewrite).where(StepRewrite.id == rewrite).values(state=state))
            session.commit()
        desk.app.state.rewrites.refresh()
        assert TAUGHT in desk.read("doi-mat-khau")
    assert decide(desk.mai, rewrite, "nhan")[0] == 303
    assert "do bác tự nghĩ ra nhé." in desk.read("doi-mat-khau")


def test_own_words_of_a_plain_lesson_may_be_accepted_by_their_writer(desk: Desk, llmock: LLMock) -> None:
    desk.make(llmock, *FAITHFUL)
    rewrite = desk.id_of("doi-mat-khau")
    decide(desk.lan, rewrite, "sua", **{"doan-1": EDITED})
    assert TAUGHT in desk.read("doi-mat-khau")  # what was shown is no more, until somebody says so
    assert decide(desk.lan, rewrite, "nhan")[0] == 303
    assert "do bác tự nghĩ ra nhé." in desk.read("doi-mat-khau")


def test_what_a_lesson_may_not_say_is_not_taken_and_not_lost(desk: Desk, llmock: LLMock) -> None:
    desk.make(llmock, *FAITHFUL)
    before = desk.row("giu-ma").text
    for typed, told in (
        ("Bác gọi số 0912 345 678 rồi gõ mật khẩu mới.", "dữ kiện"),
        ("::: khong-bao-gio", "khối"),
        ("Bác xem [[khong-co]] nhé bác ơi.", "dữ kiện"),
        ("Bạn mở máy lên, gõ mật khẩu mới.", "bác"),
    ):
        status, html = decide(desk.lan, desk.id_of("giu-ma"), "sua", **{"doan-1": typed})
        assert (status, told in html, typed in html) == (422, True, True)
    assert desk.row("giu-ma").text == before


def test_decision_about_what_somebody_else_has_changed_is_not_taken(desk: Desk, llmock: LLMock) -> None:
    desk.make(llmock, *FAITHFUL)
    rewrite = desk.id_of("giu-ma")
    mark = re.search(r'name="dau" value="([^"]+)"', page(desk.mai, rewrite))
    assert mark
    decide(desk.lan, rewrite, "sua", **{"doan-1": EDITED})
    answer = desk.mai.post(f"/soan-bai/ban-viet-lai/{rewrite}/nhan", data={"dau": mark[1]})
    assert answer.status_code == 409
    assert "người khác sửa" in unescape(answer.text)
    assert TAUGHT in desk.read("giu-ma")


@pytest.mark.parametrize("change", [
    (PLAIN_PATH, PLAIN.replace("cúp máy ngay", "gác máy ngay")),
    ("facts/thu.yaml", FACT.replace('"10"', '"20"').replace("trên 10 triệu", "trên 20 triệu")),
])  # fmt: skip
def test_new_text_or_fact_takes_the_rewrite_from_the_page_at_once(
    desk: Desk, llmock: LLMock, change: tuple[str, str]
) -> None:
    desk.make(llmock, *FAITHFUL)
    rewrite = desk.id_of("doi-mat-khau")
    assert EASIER in desk.read("doi-mat-khau")
    (desk.content / change[0]).write_text(change[1], encoding="utf-8")
    desk.app.state.library.load()
    assert TAUGHT in desk.read("doi-mat-khau")
    assert "Bài gốc đã đổi" in page(desk.lan, rewrite)
    assert decide(desk.lan, rewrite, "nhan")[0] == 422
    assert TAUGHT in desk.read("doi-mat-khau")


def test_form_that_names_nothing_decides_nothing(desk: Desk, llmock: LLMock) -> None:
    desk.make(llmock, *FAITHFUL)
    before = {lesson: desk.row(lesson).state for lesson in ("doi-mat-khau", "giu-ma")}
    forms: list[dict[str, str]] = [{}, {"dau": "x"}, {"dau": "0" * 12, "loi": "vì"}, {"dau": "\x00", "loi": "\x00"}]
    for lesson, what, form in product(before, ("nhan", "khong-nhan", "lay-lai", "sua"), forms):
        answer = desk.lan.post(f"/soan-bai/ban-viet-lai/{desk.id_of(lesson)}/{what}", data=form)
        assert answer.status_code in (409, 422)
    assert {lesson: desk.row(lesson).state for lesson in before} == before


def test_what_is_not_there_is_told(desk: Desk) -> None:
    for number in ("0", "99", str(2**70)):
        assert desk.lan.get(f"/soan-bai/ban-viet-lai/{number}").status_code == 404
    assert "Chưa có bản nào" in unescape(desk.lan.get("/soan-bai/ban-viet-lai").text)
    assert "/soan-bai/ban-viet-lai" in desk.lan.get("/soan-bai").text


def test_row_whose_state_was_forced_is_not_shown_all_the_same(desk: Desk, llmock: LLMock) -> None:
    """The rules are asked again where pages are made."""
    desk.make(llmock, *FAITHFUL)
    with desk.database.session(writes=True) as session:
        session.execute(update(StepRewrite).where(StepRewrite.lesson == "giu-ma").values(state="accepted"))
        session.commit()
    desk.app.state.rewrites.refresh()
    assert TAUGHT in desk.read("giu-ma")


def test_service_with_a_model_writes_by_itself_until_the_admin_switches_it_off(
    tmp_path: Path, sqlite_url: str, llmock: LLMock
) -> None:
    llmock.reply(reply(*FAITHFUL), times=None)
    plain = make_settings(tmp_path, sqlite_url, write_content(tmp_path / "content", LESSONS))
    app = create_app(plain.model_copy(update={"llm_base_url": llmock.base_url(), "llm_model": "gpt-4o"}))
    assert isinstance(app.app, FastAPI)
    state = app.app.state
    with TestClient(app):
        slow = browser(app)
        slow.post("/tai-khoan/cach-doc", data={"doi-tuong": "nguoi-cao-tuoi", "may": "", "doc": "cham"})
        wait_until(lambda: EASIER in unescape(slow.get("/bai-hoc/doi-mat-khau").text))
        wait_until(lambda: len(llmock.requests) == 2)
        assert slow.get("/readyz").json()["ready"]
        with state.database.session(writes=True) as session:
            admin = accounts.create_account(session, b"k" * 32, Role.ADMIN, "Anh Quân", None, Clock().now())
            switch(session, admin.id, Clock().now(), on=False)
            session.commit()
        (tmp_path / "content" / PLAIN_PATH).write_text(PLAIN.replace("cúp máy ngay", "gác máy ngay"), encoding="utf-8")
        state.library.load()
        assert TAUGHT in unescape(slow.get("/bai-hoc/doi-mat-khau").text)
        with state.database.session(writes=False) as session:
            wait_until(lambda: "queued" in session.scalars(select(StepRewrite.state)).all())
        assert len(llmock.requests) == 2
