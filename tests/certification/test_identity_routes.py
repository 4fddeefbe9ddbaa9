"""`/chung-nhan/can-cuoc`: there only with a key of the province; what is typed there comes back nowhere."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from starlette.testclient import TestClient

from app.certification.identities import certified_elsewhere, has_identity
from app.core.config import Settings
from app.core.db import Database
from app.learners.domain.device import Device, encode
from app.learners.service import create_guests
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser
from tests.certification.certified import AT
from tests.one_service import app, database, fastapi_app, settings

__all__ = ["app", "database", "fastapi_app", "settings"]

PATH, NUMBER = "/chung-nhan/can-cuoc", "037155001234"


@pytest.fixture
def learner(database: Database) -> int:
    with database.transaction() as connection:
        [learner] = create_guests(connection, 1, AT)
    return learner


@pytest.fixture
def phone(app: PrebuiltPages, settings: Settings, learner: int) -> TestClient:
    client = browser(app)
    client.cookies.set("__Host-may", encode(Device((learner,), learner), settings.secret))
    return client


@pytest.fixture
def province(fastapi_app: FastAPI, settings: Settings) -> Iterator[None]:
    """It has given out its key."""
    asking = settings.model_copy(update={"identity_key": SecretStr("k" * 40)})
    fastapi_app.state.settings = asking
    yield
    fastapi_app.state.settings = settings


def test_without_a_key_nobody_is_asked(phone: TestClient, database: Database, learner: int) -> None:
    assert phone.get(PATH).status_code == 404
    assert phone.post(PATH, data={"so": NUMBER}).status_code == 404
    assert PATH not in phone.get("/chung-nhan").text
    with database.session(writes=False) as session:
        assert not has_identity(session, learner)


@pytest.mark.usefixtures("province")
def test_stranger_is_asked_to_say_who_they_are_first(app: PrebuiltPages) -> None:
    assert browser(app).get(PATH).status_code == 404


@pytest.mark.usefixtures("province")
def test_number_is_given_and_taken_back(phone: TestClient, database: Database, learner: int) -> None:
    assert PATH in phone.get("/chung-nhan").text
    assert phone.post(PATH, data={"so": f" {NUMBER[:3]} {NUMBER[3:]}"}).status_code == 303
    page = phone.get(PATH).text
    assert "Máy đang giữ dấu" in page
    assert NUMBER not in page
    with database.session(writes=False) as session:
        assert has_identity(session, learner)
        assert certified_elsewhere(session, learner) == 0
    assert phone.post(f"{PATH}/xoa").status_code == 303
    with database.session(writes=False) as session:
        assert not has_identity(session, learner)


@pytest.mark.usefixtures("province")
def test_what_was_typed_comes_back_neither_on_the_page_nor_in_the_log(
    phone: TestClient, capfd: pytest.CaptureFixture[str]
) -> None:
    mistyped = "999155001234"
    reply = phone.post(PATH, data={"so": mistyped})
    assert reply.status_code == 422
    assert "Ba số đầu" in reply.text
    phone.post(PATH, data={"so": NUMBER})
    told = capfd.readouterr()
    assert "give_identity" in told.err + told.out
    for number in (mistyped, NUMBER):
        assert number[3:] not in reply.text + told.err + told.out
