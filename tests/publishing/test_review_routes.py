"""The pages of review and publishing, as teachers use them; who may not is told why."""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.accounts import service as accounts
from app.accounts.appointments import appoint
from app.accounts.domain.duties import Duty
from app.accounts.domain.roles import Role
from app.authoring import service as authoring
from app.core.clock import Clock
from app.core.db import Database
from app.core.ids import version_of
from app.courses.domain.compilation import Compiled, compile_catalogue
from app.courses.domain.source import SourceFile
from app.main import create_app
from app.publishing import service
from app.web.guard import Guard
from app.web.prebuilt import PrebuiltPages
from tests.cast import PASSWORD, browser, sign_in
from tests.conftest import make_settings
from tests.publishing.conftest import NEW_TEXT, PATH, PLAIN
from tests.restoring import Restored
from tests.sample_content import COURSE, FACT, LESSON, LESSON_PATH, write_content
from tests.shared_database import make_database

PATIENCE_S = 30
LINE = NEW_TEXT[: NEW_TEXT.index("Mật khẩu chỉ một mình")].count("\n") + 1


LIMIT_S = 1.0  # for a page to begin


@dataclass(frozen=True)
class Desk:
    """Cô Hạnh writes; Cô Lan and Cô Mai may publish; Thầy Tú may not."""

    database: Database
    file: Path
    ids: dict[str, int]
    hanh: TestClient
    lan: TestClient
    mai: TestClient
    tu: TestClient

    def draft(self, text: str = NEW_TEXT, path: str = PATH) -> int:
        file = self.file.parents[2] / path.removeprefix("content/")
        with self.database.session(writes=True) as session:
            base = file.read_text("utf-8") if file.exists() else ""
            draft = authoring.start_draft(session, path, base, text, self.ids["hanh"], Clock().now())
            session.commit()
            return draft.id

    def save(self, draft: int, text: str) -> None:
        with self.database.session(writes=True) as session:
            found = authoring.find_draft(session, draft)
            authoring.save_revision(session, found, found.number, text, self.ids["hanh"], Clock().now())
            session.commit()


ON_BOTH = pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


@pytest.fixture(scope="module")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """SQLite, but for what is marked ON_BOTH: the use cases behind these pages are tested on both."""
    return make_database(request, getattr(request, "param", "sqlite"), tmp_path_factory.mktemp("publishing"))


@pytest.fixture(scope="module")
def shared_app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("service")
    content = write_content(folder / "content")
    (content / LESSON_PATH).write_text(PLAIN, encoding="utf-8")
    app = create_app(make_settings(folder, database_url, content))
    with TestClient(app):
        yield app


@pytest.fixture(scope="module")
def shared_desk(shared_app: PrebuiltPages) -> Desk:
    state = shared_app.app.state
    ids, clients = {}, {}
    for name, full in (("hanh", "Cô Hạnh"), ("lan", "Cô Lan"), ("mai", "Cô Mai"), ("tu", "Thầy Tú")):
        with state.database.session(writes=True) as session:
            created = accounts.create_account(session, b"k" * 32, Role.TEACHER, full, None, Clock().now())
            accounts.set_password(session, created.id, PASSWORD)
            if name in ("lan", "mai"):
                appoint(session, created.login, Duty.PUBLISHING, Clock().now())
            session.commit()
        ids[name], clients[name] = created.id, browser(shared_app)
        sign_in(clients[name], created.login)
    return Desk(state.database, state.settings.content_dirs[0] / LESSON_PATH, ids, **clients)


@pytest.fixture(scope="module")
def first(shared_app: PrebuiltPages, shared_desk: Desk) -> Restored:
    return Restored(shared_app)


@pytest.fixture
def app(first: Restored) -> Iterator[PrebuiltPages]:
    yield first.app
    first.restore()


@pytest.fixture
def desk(app: PrebuiltPages, shared_desk: Desk) -> Desk:
    return shared_desk


def wait_until(is_so: Callable[[], bool]) -> None:
    """The folder's watcher is woken, and works in a thread of its own."""
    until = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.02)


def page(draft: int) -> str:
    return f"/soan-bai/duyet/{draft}"


def decide(client: TestClient, draft: int, what: str, number: int = 1, **form: str) -> tuple[int, str]:
    reply = client.post(f"{page(draft)}/{what}", data={"so": str(number), **form})
    return reply.status_code, unescape(reply.text)


def seen(client: TestClient, draft: int) -> str:
    reply = client.get(page(draft))
    assert reply.status_code == 200
    return unescape(reply.text)


@ON_BOTH
def test_from_submission_to_what_learners_read(desk: Desk, client: TestClient) -> None:
    draft = desk.draft()
    assert decide(desk.hanh, draft, "gui")[0] == 303
    assert "Giữ mật khẩu cho kín" in desk.lan.get("/soan-bai/duyet").text
    assert "<ins>" in seen(desk.lan, draft)
    assert decide(desk.lan, draft, "dong-y")[0] == 303
    assert decide(desk.lan, draft, "dang")[0] == 303
    assert desk.file.read_text("utf-8") == NEW_TEXT
    assert "đã đăng" in seen(desk.hanh, draft)
    wait_until(lambda: "Mật khẩu chỉ một mình bác biết thôi." in client.get("/bai-hoc/giu-mat-khau?buoc=3").text)
    assert "Không có bài nào đang chờ" in desk.lan.get("/soan-bai/duyet").text


def test_page_offers_only_what_one_may_do(desk: Desk) -> None:
    draft = desk.draft()
    assert "đồng ý cho đăng" not in seen(desk.lan, draft)
    decide(desk.hanh, draft, "gui")
    assert "cần người khác duyệt giúp" not in seen(desk.lan, draft)
    assert "đồng ý cho đăng" in seen(desk.lan, draft)
    assert "Đăng cho người học" not in seen(desk.lan, draft)
    for client, why in ((desk.hanh, "giao quyền đăng bài"), (desk.tu, "giao quyền đăng bài")):
        assert why in seen(client, draft)
        assert "đồng ý cho đăng" not in seen(client, draft)
    decide(desk.lan, draft, "dong-y")
    assert "Đã đồng ý: Cô Lan. Đủ để đăng." in seen(desk.mai, draft)
    assert "Đăng cho người học" in seen(desk.mai, draft)
    assert "Đăng cho người học" not in seen(desk.tu, draft)


@pytest.mark.parametrize("who", ["hanh", "tu"])
@pytest.mark.parametrize("what", ["dong-y", "dang"])
def test_who_may_not_decide_is_refused_and_nothing_happens(desk: Desk, who: str, what: str) -> None:
    draft = desk.draft()
    decide(desk.hanh, draft, "gui")
    if what == "dang":
        decide(desk.lan, draft, "dong-y")
    status, html = decide(getattr(desk, who), draft, what)
    assert status == 409
    assert "giao quyền đăng bài" in html
    assert desk.file.read_text("utf-8") == PLAIN


def test_safety_lesson_says_that_it_needs_two(desk: Desk) -> None:
    desk.file.write_text(LESSON, encoding="utf-8")
    draft = desk.draft(LESSON.replace("Mật khẩu chỉ mình bác biết.", "Mật khẩu chỉ một mình bác biết thôi."))
    decide(desk.hanh, draft, "gui")
    assert "cần hai người khác đồng ý" in seen(desk.lan, draft)
    decide(desk.lan, draft, "dong-y")
    assert "Còn cần 1 người nữa" in seen(desk.lan, draft)
    assert decide(desk.lan, draft, "dang")[0] == 409
    decide(desk.mai, draft, "dong-y")
    assert decide(desk.lan, draft, "dang")[0] == 303


def test_fault_is_told_at_its_line_and_nothing_is_submitted(desk: Desk) -> None:
    draft = desk.draft(NEW_TEXT.replace("phut: 3", "phut: 9"))
    status, html = decide(desk.hanh, draft, "gui")
    assert status == 422
    line = NEW_TEXT[: NEW_TEXT.index("phut: 3")].count("\n") + 1
    assert f'href="#dong-{line}">Dòng {line}</a>' in html
    assert "chưa gửi đi duyệt" in seen(desk.hanh, draft)


def test_draft_comes_back_with_a_sentence(desk: Desk) -> None:
    draft = desk.draft()
    decide(desk.hanh, draft, "gui")
    status, html = decide(desk.tu, draft, "tra-ve", loi="  ")
    assert status == 422
    assert "viết một câu" in html
    assert decide(desk.tu, draft, "tra-ve", loi="Câu đầu còn dài.\r\nTách ra nhé.")[0] == 303
    html = seen(desk.hanh, draft)
    assert "Thầy Tú trả về viết tiếp" in html
    assert "Câu đầu còn dài.\nTách ra nhé." in html


def test_sentence_that_came_too_late_is_kept_for_whoever_wrote_it(desk: Desk) -> None:
    draft = desk.draft()
    decide(desk.hanh, draft, "gui")
    decide(desk.lan, draft, "tra-ve", loi="Sửa câu đầu.")
    status, html = decide(desk.mai, draft, "tra-ve", loi="Sửa câu cuối.")
    assert status == 409
    assert "được người khác sửa hoặc quyết định" in html


@ON_BOTH
def test_comment_stands_at_its_line_and_moves_with_it(desk: Desk) -> None:
    draft = desk.draft()
    asked = desk.lan.get(f"{page(draft)}?dong={LINE}").text
    assert f"Góp ý cho dòng {LINE}" in asked
    reply = desk.lan.post(f"{page(draft)}/gop-y", data={"so": "1", "dong": str(LINE), "loi": "Bớt chữ “thôi”."})
    assert (reply.status_code, reply.headers["location"]) == (303, f"{page(draft)}#dong-{LINE}")
    desk.save(draft, NEW_TEXT.replace("## Giữ kín\n", "## Giữ kín\n\nBác nhớ điều này.\n"))
    html = seen(desk.hanh, draft)
    moved = html[html.index(f'id="dong-{LINE + 2}"') :]
    assert "Bớt chữ “thôi”." in moved[: moved.index("</li>")]
    resolve = re.search(r'action="([^"]+/xong)"', html)
    assert resolve
    assert desk.hanh.post(resolve[1]).status_code == 303
    assert "Bớt chữ" not in seen(desk.hanh, draft)


@pytest.mark.parametrize("form", [{"loi": ""}, {"loi": "a" * 1001}, {"loi": "a", "dong": "x"}, {}])
def test_comment_that_cannot_be_kept_is_told(desk: Desk, form: dict[str, str]) -> None:
    draft = desk.draft()
    reply = desk.lan.post(f"{page(draft)}/gop-y", data={"so": "1", "dong": str(LINE), **form})
    assert reply.status_code == 422
    assert 'role="alert"' in reply.text
    assert "<details open>" not in reply.text  # where somebody says why a draft comes back


@pytest.mark.parametrize("form", [{}, {"so": "x"}, {"so": "0"}, {"so": "99"}, {"so": "9" * 30}])
@pytest.mark.parametrize("what", ["gui", "dong-y", "dang"])
def test_decision_about_no_revision_is_none(desk: Desk, what: str, form: dict[str, str]) -> None:
    draft = desk.draft()
    if what != "gui":
        decide(desk.hanh, draft, "gui")
    if what == "dang":
        decide(desk.lan, draft, "dong-y")
    assert desk.mai.post(f"{page(draft)}/{what}", data=form).status_code == (409 if form == {"so": "99"} else 422)
    assert desk.file.read_text("utf-8") == PLAIN


@pytest.mark.parametrize("draft", ["0", "99", "9" * 25, "x", "1_0", "-1", "+1", "1.0"])
def test_draft_that_there_is_not_is_not_found(desk: Desk, draft: str) -> None:
    for url in (f"/soan-bai/duyet/{draft}", f"/soan-bai/duyet/{draft}/gui"):
        reply = desk.lan.get(url) if url.endswith(draft) else desk.lan.post(url, data={"so": "1"})
        assert reply.status_code == 404


def test_what_people_write_is_text(desk: Desk) -> None:
    draft = desk.draft(NEW_TEXT.replace("Mật khẩu chỉ một mình", "<script>alert(1)</script> <b>Mật khẩu"))
    attack = '<img src=x onerror=alert(1)>"><script>alert(2)</script>\0'
    desk.lan.post(f"{page(draft)}/gop-y", data={"so": "1", "dong": str(LINE), "loi": attack})
    html = desk.lan.get(page(draft)).text
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html


def test_text_that_is_far_too_long_is_shown_in_part_and_not_submitted(desk: Desk) -> None:
    draft = desk.draft(NEW_TEXT + "Dài lắm.\n" * 12_000)
    html = seen(desk.lan, draft)
    assert "chỉ so phần đầu" in html
    assert len(html) < 5_000_000
    assert decide(desk.hanh, draft, "gui")[0] == 422


# What takes its time


SHARED = "content/facts/thu.yaml"


def guard_of(app: Any) -> Guard:
    """What stands around every request."""
    layer = app
    while not isinstance(layer, Guard):
        layer = layer._behind
    return layer


def test_shared_file_is_judged_while_the_page_is_under_way(desk: Desk) -> None:
    draft = desk.draft(FACT.replace("10", "20"), SHARED)
    status, html = decide(desk.hanh, draft, "gui")
    assert status == 200
    assert "chờ chừng nửa phút" in html
    assert "Đã gửi đi duyệt" in html
    status, html = decide(desk.lan, draft, "dang")
    assert "Chưa đủ người đồng ý." in html
    assert decide(desk.lan, draft, "dong-y")[0] == 303
    assert decide(desk.mai, draft, "dong-y")[0] == 303  # a lesson about safety uses it
    assert "Người học thấy bản này trong vài giây nữa" in decide(desk.lan, draft, "dang")[1]
    assert "đã đăng" in seen(desk.hanh, draft)
    assert "Trong lúc máy xem" in decide(desk.lan, draft, "dang")[1]


def test_fault_of_a_shared_file_is_told_however_long_it_took(
    desk: Desk, app: PrebuiltPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(files: Iterable[SourceFile], *values: Any) -> Compiled:
        time.sleep(2 * LIMIT_S)
        return compile_catalogue(files, *values)

    draft = desk.draft(FACT.replace("ma: han-muc-thu", "ma: han-muc-moi"), SHARED)
    monkeypatch.setattr("app.courses.library.compile_catalogue", slow)
    monkeypatch.setattr(guard_of(app), "_seconds", LIMIT_S)
    status, html = decide(desk.hanh, draft, "gui")
    assert status == 200
    assert "Bài còn lỗi" in html
    assert PATH in html
    assert "chưa gửi đi duyệt" in seen(desk.hanh, draft)


# Where it stands


def test_draft_that_was_taken_back_says_so(desk: Desk) -> None:
    draft = desk.draft()
    decide(desk.hanh, draft, "gui")
    decide(desk.lan, draft, "dong-y")
    assert "lấy về viết tiếp" not in seen(desk.lan, draft)
    desk.hanh.post(f"/soan-bai/sua/{draft}/lay-ve")
    assert "Bài được lấy về viết tiếp" in seen(desk.lan, draft)
    decide(desk.hanh, draft, "gui")
    html = seen(desk.lan, draft)
    assert html.index("Cô Lan đồng ý") < html.index("Bài được lấy về viết tiếp") < html.rindex("Cô Hạnh gửi đi duyệt")


def test_new_lesson_is_called_by_its_title(desk: Desk) -> None:
    text = PLAIN.replace("ai-hoi-ma", "ai-hoi-gi").replace("Giữ mật khẩu cho kín", "Bài mới tinh")
    draft = desk.draft(text, "content/courses/khoa-thu/09-bai-moi.md")
    assert "<h1>Bài mới tinh</h1>" in seen(desk.lan, draft)
    assert decide(desk.hanh, draft, "gui")[0] == 303
    assert "Bài mới tinh" in desk.lan.get("/soan-bai/duyet").text


def test_label_that_came_later_is_told_once_and_truly(desk: Desk, fastapi_app: FastAPI) -> None:
    draft = desk.draft()
    decide(desk.hanh, draft, "gui")
    decide(desk.lan, draft, "dong-y")
    (desk.file.parent / "course.yaml").write_text(f"{COURSE}nhan: [an-toan]\n", encoding="utf-8")
    fastapi_app.state.library.load()
    status, html = decide(desk.lan, draft, "dang")
    assert status == 409
    assert "Từ lúc gửi đi duyệt" in html
    assert "Còn cần 1 người nữa" in html
    assert "Đủ để đăng" not in html
    assert "Chưa đủ người" not in html


def test_open_comments_are_counted_beside_the_button(desk: Desk) -> None:
    draft = desk.draft()
    decide(desk.hanh, draft, "gui")
    decide(desk.lan, draft, "dong-y")
    assert "góp ý chưa xong" not in seen(desk.lan, draft)
    comment = {"so": "1", "dong": str(LINE), "loi": "Bớt chữ “thôi”."}
    desk.tu.post(f"{page(draft)}/gop-y", data=comment)
    html = seen(desk.lan, draft)
    assert html.index("1 góp ý chưa xong") < html.index("Đăng cho người học")
    decide(desk.lan, draft, "dang")
    refused = desk.tu.post(f"{page(draft)}/gop-y", data=comment)
    assert refused.status_code == 409
    assert "không nhận góp ý nữa" in refused.text
    assert "Bớt chữ “thôi”." in unescape(refused.text)


def test_publication_that_has_no_end_can_be_pressed_again(desk: Desk) -> None:
    draft = desk.draft()
    decide(desk.hanh, draft, "gui")
    decide(desk.lan, draft, "dong-y")
    with desk.database.session(writes=True) as session:
        begun = service.intend_publication(
            session, authoring.find_draft(session, draft), 1, NEW_TEXT, frozenset(), version_of(PLAIN),
            desk.ids["lan"], Clock().now(),
        )  # fmt: skip
        session.commit()
        assert "Bài đang được đăng" in seen(desk.lan, draft)
        assert "Đăng cho người học" not in seen(desk.lan, draft)
        begun.at -= timedelta(seconds=31)
        session.commit()
    desk.file.write_text(NEW_TEXT, encoding="utf-8")
    assert 'type="submit" class="button primary">Đăng cho người học' in seen(desk.lan, draft)
    assert "Lần đăng trước chưa xong" in seen(desk.tu, draft)
    assert decide(desk.lan, draft, "dang")[0] == 303
    assert "đã đăng" in seen(desk.lan, draft)


# Versions


def publish(desk: Desk, text: str) -> None:
    draft = desk.draft(text)
    assert decide(desk.hanh, draft, "gui")[0] == 303
    assert decide(desk.lan, draft, "dong-y")[0] == 303
    assert decide(desk.lan, draft, "dang")[0] == 303


HISTORY = f"/soan-bai/lich-su/{PATH}"


@ON_BOTH
def test_every_version_can_be_seen_compared_and_brought_back(desk: Desk) -> None:
    publish(desk, NEW_TEXT)
    html = unescape(desk.hanh.get(HISTORY).text)
    assert "Cô Lan đăng" in html
    assert "Thấy trong thư mục" in html
    compare = re.search(r'href="(/soan-bai/lich-su/[^"]+\?cu=[^"]+)#khac"', html)
    assert compare
    assert "<ins>" in desk.hanh.get(compare[1]).text
    options = re.findall(r'name="ban" value="([^"]+)"', html)
    assert len(options) == 1  # of what the file does not hold
    reply = desk.mai.post(HISTORY, data={"ban": options[0]})
    assert reply.status_code == 303
    assert desk.file.read_text("utf-8") == NEW_TEXT
    with desk.database.session(writes=False) as session:
        found = authoring.open_draft_of(session, PATH)
        assert found
        assert authoring.latest_text(session, found) == PLAIN
    again = desk.lan.post(HISTORY, data={"ban": options[0]})
    assert again.status_code == 409
    assert f"/soan-bai/duyet/{found.id}" in again.text


@pytest.mark.parametrize("version", ["", "d99", "tep", "x", "0123456789ab"])
def test_version_that_there_is_not_comes_back_as_nothing(desk: Desk, version: str) -> None:
    reply = desk.lan.post(HISTORY, data={"ban": version})
    assert reply.status_code == 422


@ON_BOTH
@pytest.mark.parametrize(
    "path", ["../../etc/passwd", "content/khong-co.md", "content", "", "%00", "content/courses/%2E%2E/facts/thu.yaml"]
)
def test_history_of_no_content_file_is_not_found(desk: Desk, path: str) -> None:
    reply = desk.lan.get(f"/soan-bai/lich-su/{path}")
    assert reply.status_code == 404
    assert "root:" not in reply.text


def test_change_made_with_git_is_in_the_history_and_can_be_undone(desk: Desk, fastapi_app: FastAPI) -> None:
    publish(desk, NEW_TEXT)
    by_git = PLAIN.replace("Mật khẩu chỉ mình bác biết.", "Mật khẩu mình bác biết là đủ.")
    fastapi_app.state.library.refresh()
    desk.file.write_text(by_git, encoding="utf-8")
    fastapi_app.state.library.load()
    html = unescape(desk.lan.get(HISTORY).text)
    assert html.count('<p class="soft">Thấy trong thư mục') == 2
    assert html.count("đang dùng") == 1
