"""What a supervisor and a learner see where a name was here before, over HTTP."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.accounts.domain.roles import Role
from app.main import create_app
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser, hire, sign_in
from tests.conftest import make_settings
from tests.shared_database import make_database
from tests.sittings.phone import BEGIN, Phone
from tests.sittings.sample_bank import write_bank

CLASS = {"xa": "Xã Bình Minh", "noi": "Nhà văn hóa", "khung": "nguoi-dan", "gio": "3", "ten": "Lê Văn Bốn"}


@pytest.fixture(scope="module")
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder: Path = tmp_path_factory.mktemp("namesakes")
    app = create_app(make_settings(folder, make_database(request, "sqlite", folder), write_bank(folder / "content")))
    with TestClient(app):
        yield app


def teacher(app: PrebuiltPages) -> TestClient:
    client = browser(app)
    sign_in(client, hire(app.app.state.database, app.app.state.settings, Role.TEACHER))
    return client


def code_of(client: TestClient, url: str) -> str:
    found = re.search(r'class="wall">([^<]+)<', client.get(url).text)
    assert found
    return found[1]


def open_class(client: TestClient) -> str:
    return str(client.post("/chung-nhan/giam-sat", data=CLASS).headers["location"])


def test_supervisor_is_asked_and_the_learner_reads_nothing_of_anybody_elses_test(app: PrebuiltPages) -> None:
    first = teacher(app)
    url = open_class(first)
    assert "cùng tên" not in first.get(url).text
    bon = Phone.new(app)
    entry = {**BEGIN, "ten": "Lê Văn Bốn", "may": "class"}
    sitting = bon.client.post("/chung-nhan/vao-lop", data={**entry, "ma": code_of(first, url)}).headers["location"]
    for _ in range(40):
        if "/tra-loi" not in (page := bon.client.get(sitting).text) and "/bam" not in page:
            break
        bon.answer(sitting, right=False)

    other = teacher(app)
    room = open_class(other)
    html = other.get(room).text
    assert "có người cùng tên làm bài ở xã này (Nhà văn hóa). Có phải cùng một người không?" in html
    assert "chưa đạt" not in html  # never how it went
    line = re.search(r'name="mot-nguoi" value="(\d+-\d+)"', html)
    assert line
    assert first.post(f"{room}/cung-ten", data={"mot-nguoi": line[1]}).status_code == 404
    assert other.post(f"{room}/cung-ten", data={"mot-nguoi": line[1] + "1"}).status_code == 422
    assert other.post(f"{room}/cung-ten", data={"mot-nguoi": line[1]}).status_code == 303
    html = other.get(room).text
    assert "Thầy cô đã ghi: cùng một người" in html
    assert re.search(r"từ ngày \d\d/\d\d/\d{4} người ấy làm lại được", html)

    code = code_of(other, room)
    refused = Phone.new(app).client.post("/chung-nhan/vao-lop", data={**entry, "ma": code})
    assert refused.status_code == 422
    assert "Bác hỏi thầy cô ngày làm lại được nhé" in refused.text
    assert not re.search(r"Từ ngày \d\d/\d\d", refused.text)

    assert other.post(f"{room}/cung-ten", data={"hai-nguoi": line[1]}).status_code == 303
    assert "Thầy cô đã ghi: người khác" in other.get(room).text
    assert Phone.new(app).client.post("/chung-nhan/vao-lop", data={**entry, "ma": code}).status_code == 303
