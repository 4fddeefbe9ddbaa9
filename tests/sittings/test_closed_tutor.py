"""While somebody sits the certification test the tutor waits."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.web.prebuilt import PrebuiltPages
from tests.conftest import make_settings
from tests.shared_database import copy_sqlite
from tests.sittings.phone import Phone
from tests.sittings.sample_bank import write_bank


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("tutor")
    app = create_app(make_settings(folder, copy_sqlite(migrated_sqlite, folder), write_bank(folder / "content")))
    with TestClient(app):
        yield app


def asked(phone: Phone) -> dict[str, int]:
    """What the tutor says to each way of asking it."""
    client = phone.client
    return {
        "page": client.get("/tro-ly").status_code,
        "question": client.post("/tro-ly", data={"cau-hoi": "quên mật khẩu", "khoa": "k" * 22}).status_code,
        "why": client.get("/tro-ly/vi-sao/giu-mat-khau/ai-hoi-ma").status_code,
        "hint": client.post("/tro-ly/goi-y/giu-mat-khau/ai-hoi-ma", data={"khoa": "k" * 22}).status_code,
        "api": client.post("/api/v1/tutor/answers", json={"question": "quên mật khẩu"}).status_code,
    }


def test_tutor_waits_during_a_sitting_and_comes_back_with_a_pause(app: PrebuiltPages) -> None:
    phone = Phone.new(app)
    before = asked(phone)
    assert 409 not in before.values()
    url = phone.begin()
    assert set(asked(phone).values()) == {409}
    html = phone.client.get("/tro-ly").text
    assert "đang làm bài chứng nhận" in html
    assert f'href="{url}"' in html
    assert "lỗi" not in html
    phone.client.post(f"{url}/tam-nghi")
    assert 409 not in asked(phone).values()


def test_somebody_else_may_ask_meanwhile(app: PrebuiltPages) -> None:
    Phone.new(app).begin()
    assert 409 not in asked(Phone.new(app)).values()
