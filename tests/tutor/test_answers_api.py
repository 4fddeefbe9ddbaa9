"""`POST /api/v1/tutor/answers`: the document of `tutor ask`, or a sentence in Vietnamese that says what is wrong."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.main import create_app
from app.tutor.service import answer_question, received
from app.web.prebuilt import PrebuiltPages
from tests.conftest import make_settings
from tests.shared_database import copy_sqlite
from tests.tutor.conversation import stored
from tests.tutor.tutor_content import ANSWERED, CODE, FACT, SUGGESTED, UNKNOWN, VICTIM, WITH_CODE, write_tutor_content
from tests.web.wire import Wire

URL = "/api/v1/tutor/answers"
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("api")
    app = create_app(
        make_settings(folder, copy_sqlite(migrated_sqlite, folder), write_tutor_content(folder / "content"))
    )
    with TestClient(app):
        yield app


@pytest.fixture
def inner(app: PrebuiltPages) -> FastAPI:
    assert isinstance(app.app, FastAPI)
    return app.app


@pytest.fixture
def wire(app: PrebuiltPages) -> Iterator[Wire]:
    wire = Wire(app)
    yield wire
    wire.close()


STRANGE = [
    b"", b"{", b"[]", b"null", b"NaN", b'"x"', b"\xff\xfe", b"{}", b'{"question": null}', b'{"question": 1}', b'{"question": NaN}',
    b'{"question": ""}', b'{"question": "\\ud800"}', b'{"question": ["x"]}', b'{"question": "x", "lesson": 1}', b'{"question": "x", "lesson": "khong-co"}',
    b'{"question": "x", "more": 1}', b"[" * 100_000, b'{"question": "' + b"a" * 3_000 + b'"}', b'{"question": 1e999999}',
]  # fmt: skip


@pytest.mark.parametrize("body", STRANGE, ids=range(len(STRANGE)))
def test_strange_request_is_told_what_is_wrong(client: TestClient, body: bytes) -> None:
    reply = client.post(URL, content=body, headers=JSON)
    assert reply.status_code == 422
    document = reply.json()
    assert list(document) == ["error"]
    assert document["error"].endswith((".", "}."))


def test_huge_body_is_refused_as_a_document(client: TestClient) -> None:
    reply = client.post(URL, content=b'{"question": "' + b"a" * 400_000 + b'"}', headers=JSON)
    assert (reply.status_code, list(reply.json())) == (413, ["error"])


def test_other_sites_and_other_methods_are_refused_as_documents(client: TestClient) -> None:
    elsewhere = client.post(URL, json={"question": ANSWERED}, headers={"sec-fetch-site": "cross-site"})
    assert (elsewhere.status_code, list(elsewhere.json())) == (403, ["error"])
    for reply in (client.get(URL), client.put(URL), client.get("/api/v1/khong-co")):
        assert reply.status_code in (404, 405)
        assert list(reply.json()) == ["error"]


@pytest.mark.parametrize("question", [ANSWERED, FACT, SUGGESTED, UNKNOWN, VICTIM, WITH_CODE])
def test_answer_is_the_document_of_the_command(client: TestClient, inner: FastAPI, question: str) -> None:
    reply = client.post(URL, json={"question": question})
    assert reply.status_code == 200
    expected = answer_question(inner.state.tutor, received(question)).document()
    assert reply.json() == json.loads(json.dumps(expected))
    assert CODE not in reply.text


def test_lesson_beside_the_question_counts(client: TestClient) -> None:
    reply = client.post(URL, json={"question": ANSWERED, "lesson": "giu-mat-khau"})
    assert reply.json()["citations"][0]["anchor"] == "/bai-hoc/giu-mat-khau?buoc=3"


def test_nothing_is_kept_of_a_question(client: TestClient, inner: FastAPI) -> None:
    client.post(URL, json={"question": ANSWERED})
    assert stored(inner.state.database) == []


def test_address_that_asks_too_much_has_to_wait(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, inner: FastAPI
) -> None:
    monkeypatch.setattr("app.tutor.routes.answers_api.MOST_PER_SOURCE", 0)
    reply = client.post(URL, json={"question": ANSWERED})
    assert reply.status_code == 429
    assert "phút" in reply.json()["error"]
    assert "retry-after" in reply.headers


def test_whoever_was_just_robbed_never_has_to_wait(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.tutor.routes.answers_api.MOST_PER_SOURCE", 0)
    reply = client.post(URL, json={"question": VICTIM})
    assert (reply.status_code, reply.json()["kind"]) == (200, "emergency")


@examples(max_examples=60, deadline=None)
@given(body=st.binary(max_size=300) | st.text(max_size=100).map(lambda text: json.dumps({"question": text}).encode()))
def test_nothing_that_is_sent_is_an_error_of_ours(app: PrebuiltPages, body: bytes) -> None:
    wire = Wire(app)
    reply = wire.send("POST", URL, headers=JSON, body=body)
    wire.close()
    assert reply.status in (200, 422)
    assert isinstance(json.loads(reply.text), dict)


def test_document_of_the_api_describes_it(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert URL in described["paths"]
    operation = described["paths"][URL]["post"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    assert set(schema["properties"]) == {"question", "lesson"}
    answered = client.post(URL, json={"question": ANSWERED}).json()
    assert list(described["components"]["schemas"]["AnswerDocument"]["properties"]) == list(answered)


def test_page_of_the_api_is_our_own(client: TestClient) -> None:
    page = client.get("/api/docs")
    assert page.status_code == 200
    assert f"POST {URL}" in page.text
    assert "https://" not in page.text
