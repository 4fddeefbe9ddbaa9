"""Pages where the signer is another process: what waits is told its holder, and a signer that is away stops nothing else."""

import secrets
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.certification.domain.confirmation import new_code
from app.certification.models import PendingCertificate
from app.certification.signing_apart import SignerApart
from app.core.clock import Clock
from app.core.config import Settings
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser
from tests.certification.office import Office, open_office
from tests.certification.test_check_routes import issue, phone_of
from tests.one_service import app, database, fastapi_app, settings

__all__ = ["app", "database", "fastapi_app", "settings"]


@pytest.fixture(scope="module")
def office(fastapi_app: FastAPI) -> Office:
    state = fastapi_app.state
    opened = open_office(state.database, state.certificates.keys)
    return Office(state.database, state.certificates, opened.learner)


@pytest.fixture
def holder(app: PrebuiltPages, office: Office, settings: Settings) -> TestClient:
    return phone_of(app, settings, office.learner)


@pytest.fixture
def client(app: PrebuiltPages) -> TestClient:
    return browser(app)


def promise(office: Office, refusal: str | None = None) -> str:
    code = new_code(secrets.choice)
    row = PendingCertificate(
        code=code, subject=code, learner_id=office.learner, salt="00" * 16, status_index=secrets.randbelow(10**9),
        show_name=False, asked_at=Clock().now(), refusal=refusal,
    )  # fmt: skip
    with office.database.session(writes=True) as session:
        session.add(row)
        session.commit()
    return code


@pytest.mark.parametrize(("refusal", "words"), [(None, "đang được ký"), ("not-agreed", "chưa ký được")])
def test_certificate_that_waits_is_told_its_holder_alone(
    holder: TestClient, client: TestClient, office: Office, refusal: str | None, words: str
) -> None:
    code = promise(office, refusal)
    page = holder.get(f"/chung-nhan/giay/{code}")
    assert (page.status_code, words in page.text) == (200, True)
    assert client.get(f"/chung-nhan/giay/{code}").status_code == 404
    assert holder.get(f"/chung-nhan/giay/{code}/pdf").status_code == 404
    assert client.get(f"/xac-minh/{code}").status_code == 404


def test_signer_that_is_away_is_told_kindly_and_the_rest_goes_on(
    holder: TestClient, office: Office, fastapi_app: FastAPI, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code = issue(office)
    apart = replace(office.certificates, keys=tmp_path, apart=SignerApart(tmp_path / "nobody.sock"))
    monkeypatch.setattr(fastapi_app.state, "certificates", apart)
    for part in (
        f"chung-nhan/giay/{code}/pdf",
        f"chung-nhan/giay/{code}/tep",
        "xac-minh/thu-hoi/1",
        "xac-minh/ngoai-mang",
    ):
        reply = holder.get(f"/{part}")
        assert (reply.status_code, "Máy ký đang nghỉ" in reply.text) == (503, True), part
    for part in (f"chung-nhan/giay/{code}", f"xac-minh/{code}", "so-cai", ".well-known/jwks.json"):
        assert holder.get(f"/{part}").status_code == 200, part
