"""A pupil goes through everything that ships: no page calls them "bác", and what people wrote themselves is left alone."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.accounts.domain.roles import Role
from app.core.config import PROJECT
from app.courses.domain.lessons import Step
from app.courses.views import screen_path
from app.main import create_app
from app.web.addressing import LEARNER
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser, hire, sign_in
from tests.conftest import make_settings
from tests.shared_database import copy_sqlite

THEIRS = re.compile(r"(?s)<(bdi|code|textarea|script|style)\b.*?</\1>|(?:value|href|action|class)=\"[^\"]*\"")
LOOKED_AT = [
    "/", "/bai-hoc", "/bai-hoc?tim=ma+otp", "/bai-hoc?tim=khong+co+gi", "/tai-khoan", "/tien-bo", "/on-tap", "/luyen-tap",
    "/dien-tap", "/dua-may-lai", "/dang-nhap", "/khong-co-trang-nay", "/bai-hoc/khong-co-bai", "/tro-ly", "/lam-quen",
]  # fmt: skip
PUPIL = {"xung-ho": "em", "doi-tuong": "hoc-sinh-sinh-vien", "may": "iphone", "doc": "cham", "viec": "di-hoc"}
NAME = "bác Tư Béo"


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("shipped")
    app = create_app(make_settings(folder, copy_sqlite(migrated_sqlite, folder), PROJECT / "content"))
    with TestClient(app):
        yield app


@pytest.fixture
def pupil(app: PrebuiltPages) -> TestClient:
    client = browser(app)
    client.post("/tai-khoan/nguoi-hoc", data={"ten": NAME})
    assert client.post("/tai-khoan/cach-doc", data=PUPIL).status_code == 303
    return client


def left(page: str) -> list[str]:
    """What still calls the reader "bác", with what stands around it."""
    shown = html.unescape(THEIRS.sub("", page))
    return [shown[max(0, found.start() - 40) : found.end() + 20] for found in re.finditer(LEARNER, shown)]


def screens(app: PrebuiltPages) -> list[tuple[str, bool]]:
    """Every screen of every lesson, and its end; whether it is a step."""
    path_to, found = app.app.state.path_to, []
    for lesson in app.app.state.library.catalogue.lessons.values():
        for number, screen in enumerate(lesson.screens, 1):
            found.append((screen_path(lesson, number, path_to), isinstance(screen, Step)))
        found.append((f"/bai-hoc/{lesson.slug}/xong", True))
    return found


def test_every_screen_calls_a_pupil_em(app: PrebuiltPages, pupil: TestClient) -> None:
    wrong, spoken_to = {}, 0
    for path, _ in screens(app):
        page = pupil.get(path)
        assert page.status_code == 200, path
        assert page.headers["content-type"].startswith("text/html")
        spoken_to += bool(re.search(r"\b[Ee]m\b", page.text))
        if left(page.text):
            wrong[path] = left(page.text)
    assert wrong == {}
    assert spoken_to == len(screens(app)) > 600


def test_every_answer_calls_a_pupil_em(app: PrebuiltPages, pupil: TestClient) -> None:
    wrong, answered = {}, 0
    for path, is_step in screens(app):
        if is_step or "/cau-hoi/" not in path:
            continue
        asked = pupil.get(path).text
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', asked))
        choices = re.findall(r'name="cau-tra-loi"[^>]*? value="([^"]+)"', asked)
        reply = pupil.post(path, data={**hidden, "cau-tra-loi": choices[-1:], "chac": "co"})
        answered += "outcome" in reply.text
        if left(reply.text):
            wrong[path] = left(reply.text)
    assert wrong == {}
    assert answered > 90


def test_every_other_page_calls_a_pupil_em_and_leaves_names_alone(pupil: TestClient) -> None:
    wrong = {path: left(pupil.get(path).text) for path in LOOKED_AT}
    assert {path: found for path, found in wrong.items() if found} == {}
    for path in ("/", "/tien-bo", "/tai-khoan", "/dua-may-lai"):
        assert f"<bdi>{NAME}</bdi>" in pupil.get(path).text, path


def test_what_somebody_looked_for_is_shown_as_they_typed_it(pupil: TestClient) -> None:
    page = pupil.get("/bai-hoc?tim=bác Tư").text
    assert "<title>Tìm: bác Tư · Học Vụ Số</title>" in page
    assert 'value="bác Tư"' in page
    assert "<bdi>bác Tư</bdi>" in page
    assert left(page.replace("<title>Tìm: bác Tư", "<title>")) == []


def test_a_fragment_is_turned_as_the_page_is(pupil: TestClient) -> None:
    for path in ("/", "/tien-bo", "/bai-hoc/quen-mat-khau", "/bai-hoc/quen-mat-khau?buoc=2"):
        fragment = pupil.get(path, headers={"hx-request": "true"}).text
        assert fragment.startswith("<title>")
        assert left(fragment) == []


@pytest.mark.parametrize(
    ("cookie", "greeting"),
    [
        ("kieu=nguoi-dan...", "bác"),
        ("kieu=nguoi-dan.android", "bác"),
        ("kieu=nguoi-dan.android...chu", "chú"),
        ("kieu=hoc-sinh-sinh-vien.", "em"),
        ("kieu=hoc-sinh-sinh-vien....ban", "bạn"),
        ("kieu=nguoi-lao-dong.", "anh chị"),
        ("kieu=nguoi-dan....vua", "bác"),
    ],
)
def test_form_is_the_chosen_one_or_what_the_audience_expects(app: PrebuiltPages, cookie: str, greeting: str) -> None:
    client = browser(app)
    for path in ("/", "/bai-hoc/khong-co-bai", "/dua-may-lai"):
        assert re.search(rf"\b{greeting}\b", client.get(path, headers={"cookie": cookie}).text, re.IGNORECASE), path
    assert f"Chào {greeting}!" in client.get("/", headers={"cookie": cookie}).text


def test_desks_stay_as_they_are_written(app: PrebuiltPages, pupil: TestClient) -> None:
    state = app.app.state
    sign_in(pupil, hire(state.database, state.settings, Role.TEACHER))
    pupil.post("/tai-khoan/cach-doc", data=PUPIL)
    page = pupil.get("/soan-bai/tep/content/courses/vneid/03-quen-mat-khau.md")
    assert page.status_code == 200
    assert len(left(page.text)) > 10
    assert not re.search(r"\b[Ee]m (?:mở|bấm|chạm)\b", page.text)
