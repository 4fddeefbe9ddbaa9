"""In production only requests for our own names are answered: a made-up Host header gets a page, and nothing of ours."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from app.main import create_app
from app.web.prebuilt import PrebuiltPages
from app.web.security import host_of
from tests.conftest import make_settings
from tests.sample_content import QUESTION_URL, write_content
from tests.shared_database import copy_sqlite
from tests.web.wire import FORM, Wire

OURS = [
    "hoc.xa.vn",
    "hoc.xa.vn:443",
    "HOC.XA.VN",
    "hoc.xa.vn.",
    "hoc.xa.vn.:443",
    "127.0.0.1:8000",
    "localhost",
    "[::1]:8000",
]
OTHERS = ["", "xa.vn", "hoc.xa.vn.ke-xau.vn", "ke-xau.vn", "hoc.xa.vn@ke-xau.vn", "hoc.xa.vn:x", "hoc.xa.vn/..", "hoc.xa.vn ke-xau.vn",
          "xhoc.xa.vn", "127.0.0.1.ke-xau.vn", "[::1", "\xff", "a" * 10_000]  # fmt: skip


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("production")
    settings = make_settings(folder, copy_sqlite(migrated_sqlite, folder), write_content(folder / "content"))
    changes = {"env": "prod", "secret_key": SecretStr("k" * 32), "public_url": "https://hoc.xa.vn"}
    app = create_app(settings.model_copy(update=changes))
    with TestClient(app):
        yield app


@pytest.mark.parametrize("host", OURS)
def test_own_names_are_answered(wire: Wire, host: str) -> None:
    assert wire.get(QUESTION_URL, host=host).status == 200
    assert wire.get("/healthz", host=host).status == 200


@pytest.mark.parametrize("host", OTHERS)
def test_other_names_are_refused_with_a_page(wire: Wire, host: str) -> None:
    headers = {"host": host, "content-type": FORM}
    for reply in (
        wire.get(QUESTION_URL, host=host),
        wire.get("/", host=host),
        wire.get("/bai-hoc/giu-mat-khau", host=host),
        wire.send("POST", "/tai-khoan/nguoi-hoc", headers=headers, body=b"ten=A"),
    ):
        assert reply.status == 421
        assert "Địa chỉ này không phải của Học Vụ Số" in reply.text
        assert "ke-xau" not in reply.text + str(reply.headers)
        assert reply.all("set-cookie") == []
        assert reply.header("content-security-policy")


def test_several_ways_to_write_one_name() -> None:
    assert {host_of({b"host": host.encode()}) for host in OURS} == {"hoc.xa.vn", "127.0.0.1", "localhost", "::1"}
    assert host_of({}) == ""
