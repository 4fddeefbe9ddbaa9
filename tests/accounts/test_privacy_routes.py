"""No person in the logs, no secret in the tables: canaries are typed everywhere and then looked for."""

import json
import logging
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from fastapi import FastAPI
from prometheus_client import generate_latest
from pydantic import SecretStr
from sqlalchemy import select
from starlette.testclient import TestClient

from app.accounts import service
from app.accounts.domain.roles import Role
from app.core.clock import Clock
from app.core.config import Settings
from app.core.db import Base
from app.core.logging import ALLOWED, configure_logging
from app.main import create_app
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser, show_question
from tests.sample_content import QUESTION_URL

PHONE = "0987123456"
NAME = "Nguyễn Canary Hòa"
STAFF_NAME = "Trần Canary Bình"
PASSWORD = "canary bò gặm cỏ bên sông"
TYPED_PASSWORD = "canary-gõ-nhầm-mật-khẩu"
QUERY = "canary-query"
TALE_TELLING = ["canary", "Canary", PHONE, PHONE[1:], "203.0.113", "testclient"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def app(capfd: pytest.CaptureFixture[str], sqlite_url: str, content: Path, folder: Path) -> Iterator[PrebuiltPages]:
    """As in production, where no stack trace is printed."""
    settings = Settings(
        _env_file=None, env="prod", var_dir=folder, database_url=sqlite_url, content_dirs=(content,),
        public_url="https://testserver", secret_key=SecretStr("k" * 40),
    )  # fmt: skip
    app = create_app(settings)
    with TestClient(app):
        yield app
    structlog.reset_defaults()


@pytest.fixture
def fastapi_app(app: PrebuiltPages) -> FastAPI:
    assert isinstance(app.app, FastAPI)
    return app.app


def live_a_day(app: PrebuiltPages, fastapi_app: FastAPI) -> list[str]:
    """Everything that people do and get wrong; gives the secrets that were made on the way."""
    state = fastapi_app.state
    with state.database.session(writes=True) as session:
        created = service.create_account(session, state.settings.secret, Role.TEACHER, STAFF_NAME, PHONE, Clock().now())
        session.commit()
    client = browser(app)
    client.headers["x-forwarded-for"] = "203.0.113.9"
    client.post("/tai-khoan/nguoi-hoc", data={"ten": NAME})
    client.post("/tai-khoan/nguoi-hoc", data={"ten": unicodedata.normalize("NFD", NAME)})
    client.post("/tai-khoan/nguoi-hoc", data={"ten": NAME + "\0"})
    client.post("/tai-khoan/nguoi-hoc", data={"ten": NAME * 9})
    shown = show_question(client, QUESTION_URL)
    client.post(QUESTION_URL, data=shown.form(shown.choices[0]))
    client.get(f"/khong-co?q={QUERY}")
    client.get(f"/bai-hoc/{QUERY}")
    client.get(f"/soan-bai?q={QUERY}")
    client.get("/bai-hoc", headers={"user-agent": QUERY, "referer": f"https://x/{QUERY}"})
    for login in (PHONE, created.login, QUERY):
        client.post("/dang-nhap", data={"ten-dang-nhap": login, "mat-khau": TYPED_PASSWORD, "toi": f"/{QUERY}"})
    client.post("/dang-nhap", data={"ten-dang-nhap": PHONE, "mat-khau": created.one_time_password})
    client.post("/mat-khau-moi", data={"mat-khau": TYPED_PASSWORD[:9], "lai": ""})
    client.post("/mat-khau-moi", data={"mat-khau": PASSWORD, "lai": PASSWORD})
    index, state.skill_index = state.skill_index, None
    assert client.get(f"/tien-bo?q={QUERY}").status_code == 500
    state.skill_index = index
    secrets = [created.one_time_password, client.cookies["__Host-phien"], client.cookies["__Host-may"], shown.key]
    client.post("/dang-xuat")
    return secrets


def test_logs_hold_no_person_and_no_secret(
    app: PrebuiltPages, fastapi_app: FastAPI, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    configure_logging()  # pytest has changed what standard error is since the service started
    secrets = live_a_day(app, fastapi_app)
    written = "".join(capfd.readouterr())
    lines = [json.loads(line) for line in written.splitlines()]
    assert len(lines) > 15
    for line in lines:
        assert line.keys() <= ALLOWED, line
    errors = [line for line in lines if line["event"] == "unexpected error"]
    assert [(line["error"], line["level"]) for line in errors] == [("AttributeError", "error")]
    assert {line["status"] for line in lines if line["event"] == "request"} >= {200, 303, 404, 422, 500}
    for word in [*TALE_TELLING, *secrets, "Nguyễn", "Hòa", "Trần"]:
        assert word not in written, word
    standard = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("httpx"))
    for word in [*TALE_TELLING, *secrets]:
        assert word not in standard, word


def test_tables_hold_no_phone_password_token_or_address(app: PrebuiltPages, fastapi_app: FastAPI, folder: Path) -> None:
    secrets = live_a_day(app, fastapi_app)
    with fastapi_app.state.database.session(writes=False) as session:
        tables = {table.name: str(session.execute(select(table)).all()) for table in Base.metadata.sorted_tables}
    key = secrets.pop()
    assert key in tables["answer"]  # the search would find something
    stored = "\n".join(text for name, text in tables.items() if name != "content_version")
    hidden = [PHONE, PHONE[1:], PASSWORD, TYPED_PASSWORD, QUERY, "203.0.113", "testclient", *secrets]
    for word in hidden:
        assert word not in stored, word
    for name, text in tables.items():
        assert STAFF_NAME not in text or name == "account"
        assert NAME not in text or name == "learner"
    fastapi_app.state.database.ping()
    raw = b"".join(path.read_bytes() for path in folder.glob("*.sqlite*"))
    for word in hidden:
        assert word.encode() not in raw, word


def test_measurements_hold_no_person(app: PrebuiltPages, fastapi_app: FastAPI) -> None:
    secrets = live_a_day(app, fastapi_app)
    measured = generate_latest().decode()
    assert 'route="submit_sign_in"' in measured
    for word in [*TALE_TELLING, *secrets]:
        assert word not in measured, word


def test_error_page_repeats_nothing_of_the_request(app: PrebuiltPages) -> None:
    client = browser(app)
    for reply in (client.get(f"/{QUERY}?{QUERY}"), client.post(f"/bai-hoc/{QUERY}", data={QUERY: QUERY})):
        assert reply.status_code in (404, 405)
        assert QUERY not in reply.text
