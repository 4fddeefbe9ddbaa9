"""While somebody sits the certification test the tutor waits, at every one of its addresses."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.main import create_app
from app.web.prebuilt import PrebuiltPages
from tests.conftest import make_settings
from tests.shared_database import copy_sqlite
from tests.sittings.phone import Phone
from tests.sittings.sample_bank import write_bank
from tests.tutor.tutor_content import HOTLINE, WORDINGS

RESTS = WORDINGS.replace("Bác đang thi.", "Trợ lý nghỉ một lát. Bác bấm **Tạm nghỉ** rồi hỏi tiếp nhé.")
EXERCISE = {"lesson": "giu-mat-khau", "exercise": "ai-hoi-ma", "question": "ai-hoi-ma"}
QUESTION = {"question": "quên mật khẩu"}
FORM = {"cau-hoi": "quên mật khẩu", "khoa": "k" * 22, "tin": "x", "giup": "co", "nguoi": "x"}


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("tutor")
    content = write_bank(folder / "content")
    (content / "tutor").mkdir()
    (content / "tutor" / "loi.yaml").write_text(RESTS, encoding="utf-8")
    (content / "facts" / "so.yaml").write_text(HOTLINE, encoding="utf-8")
    app = create_app(make_settings(folder, copy_sqlite(migrated_sqlite, folder), content))
    with TestClient(app):
        yield app


def sent(client: TestClient, method: str, url: str) -> Response:
    if method != "POST":
        return client.request(method, url)
    return client.post(url, json=QUESTION) if url.startswith("/api/") else client.post(url, data=FORM)


def asked(phone: Phone) -> dict[str, int]:
    """What each address of the tutor says, whichever there are: all but those of staff."""
    told: dict[str, int] = {}
    for route in phone.fastapi.router.routes:
        path = getattr(route, "path", "")
        if not path.startswith(("/tro-ly", "/api/v1/tutor")):
            continue
        url = re.sub(r"{(\w+)}", lambda name: EXERCISE[name[1]], path)
        for method in getattr(route, "methods", None) or ():
            told[f"{method} {path}"] = sent(phone.client, method, url).status_code
    assert len(told) >= 11, told
    return told


def test_tutor_waits_during_a_sitting_and_comes_back_with_a_pause(app: PrebuiltPages) -> None:
    phone = Phone.new(app)
    before = asked(phone)
    assert 409 not in before.values()
    url = phone.begin()
    assert set(asked(phone).values()) == {409}
    phone.client.post(f"{url}/tam-nghi")
    assert 409 not in asked(phone).values()


def test_tutor_comes_back_when_the_sitting_is_over(app: PrebuiltPages) -> None:
    phone = Phone.new(app)
    phone.finish(phone.begin(), right=False)
    assert 409 not in asked(phone).values()


def test_learner_is_told_in_the_words_of_teachers_and_led_back(app: PrebuiltPages) -> None:
    phone = Phone.new(app)
    url = phone.begin()
    for page in (phone.client.get("/tro-ly?bai=giu-mat-khau&buoc=1"), phone.client.post("/tro-ly", data=FORM)):
        assert "Trợ lý nghỉ một lát. Bác bấm Tạm nghỉ rồi hỏi tiếp nhé." in page.text
        assert f'href="{url}"' in page.text
        assert "lỗi" not in page.text
    api = phone.client.post("/api/v1/tutor/answers", json=QUESTION)
    assert api.json() == {"error": "Trợ lý nghỉ một lát. Bác bấm Tạm nghỉ rồi hỏi tiếp nhé."}


def test_somebody_else_may_ask_meanwhile(app: PrebuiltPages) -> None:
    Phone.new(app).begin()
    assert 409 not in asked(Phone.new(app)).values()
