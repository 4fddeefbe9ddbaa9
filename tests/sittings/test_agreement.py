"""Consent to be certified, by guests as by anybody: every one on record, taken back at any time, given again."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.accounts.domain.consent import TEXTS, Purpose
from app.accounts.models import Consent
from app.learners.deps import DEVICE
from app.learners.models import Learner
from app.main import create_app
from app.sittings.agreement import agree
from app.sittings.models import CertificateName, Sitting
from app.sittings.outcomes import NotAgreed, certificate_request
from app.sittings.queries import sitting_record
from app.web.cookies import guarded
from app.web.prebuilt import PrebuiltPages
from tests.accounts.newcomers import hidden
from tests.conftest import make_settings
from tests.shared_database import copy_sqlite
from tests.sittings.phone import BEGIN, Phone
from tests.sittings.sample_bank import write_bank
from tests.sittings.test_supervising_routes import CLASS, teacher

MINE = "/tai-khoan/du-lieu"
TEXT = TEXTS[Purpose.CERTIFICATE]


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("agreement")
    app = create_app(make_settings(folder, copy_sqlite(migrated_sqlite, folder), write_bank(folder / "content")))
    with TestClient(app):
        yield app


@pytest.fixture
def lan(app: PrebuiltPages) -> Phone:
    return Phone.new(app)


def take_back(phone: Phone, **changed: str) -> str:
    form = hidden(phone.client.get(MINE)) | {"viec": Purpose.CERTIFICATE.value} | changed
    return str(phone.client.post(f"{MINE}/rut-lai", data=form).headers["location"])


def sitting_of(phone: Phone, url: str) -> Sitting:
    with phone.fastapi.state.database.session(writes=False) as session:
        return session.scalars(select(Sitting).where(Sitting.token == url.rsplit("/", 1)[1])).one()  # type: ignore[no-any-return]


def proofs(phone: Phone, learner: int) -> list[tuple[str, bool]]:
    """The text agreed to, and whether it holds."""
    with phone.fastapi.state.database.session(writes=False) as session:
        rows = session.scalars(select(Consent).where(Consent.learner_id == learner).order_by(Consent.id)).all()
        return [(row.text_version, row.withdrawn_at is None) for row in rows if row.purpose == Purpose.CERTIFICATE]


def name_of(phone: Phone, learner: int) -> str | None:
    with phone.fastapi.state.database.session(writes=False) as session:
        kept = session.get(CertificateName, learner)
        return kept.name if kept else None


def test_guest_reads_first_what_taking_back_does_then_what_goes_on_ends_and_may_begin_anew(lan: Phone) -> None:
    url = lan.begin()
    learner = sitting_of(lan, url).learner_id
    assert proofs(lan, learner) == [(TEXT.version, True)]
    assert TEXT.withdrawing in lan.client.get(MINE).text
    assert take_back(lan) == f"{MINE}?da-rut=1"
    ended = sitting_of(lan, url)
    assert ended.ended_at is not None
    assert name_of(lan, learner) is None
    assert "Bác đã thôi giữa chừng" in lan.client.get(url).text
    page = lan.client.get(MINE).text
    assert "đã rút lại ngày" in page
    assert TEXT.withdrawing not in page
    assert take_back(lan) == f"{MINE}?da-rut=1"
    assert lan.begin() != url
    assert proofs(lan, learner) == [(TEXT.version, False), (TEXT.version, True)]
    assert name_of(lan, learner) == BEGIN["ten"]


def test_certificate_stays_valid_and_whoever_checks_it_reads_no_name(lan: Phone) -> None:
    lan.finish(lan.begin())
    code = next(word for word in lan.client.get("/chung-nhan").text.split('"') if "/chung-nhan/giay/" in word)
    lan.client.post(f"{code}/ten", data={"hien": "co"})
    public = f"/xac-minh/{code.rsplit('/', 1)[1]}"
    stranger = Phone.new(lan.app).client
    assert BEGIN["ten"] in stranger.get(public).text
    take_back(lan)
    checked = stranger.get(public).text
    assert BEGIN["ten"] not in checked
    assert "verdict valid" in checked
    assert BEGIN["ten"] in lan.client.get(code).text


def test_what_was_not_decided_brings_no_certificate_any_more(app: PrebuiltPages, lan: Phone) -> None:
    room = teacher(app).open()
    url = room.let_in(lan, "Lan")
    lan.finish(url)
    state, mine = app.app.state, sitting_of(lan, url)
    with state.database.session(writes=False) as session:
        record = sitting_record(session, state.standards, mine.id)
        assert certificate_request(session, state.standards, record, "tham-dinh", mine.active_at).holder == "Lan"
    take_back(lan)
    with state.database.session(writes=True) as session:
        with pytest.raises(NotAgreed):
            certificate_request(session, state.standards, record, "tham-dinh", mine.active_at)
        agree(session, mine.learner_id, "Lan", mine.active_at + timedelta(days=11))  # for another one
        with pytest.raises(NotAgreed):
            certificate_request(session, state.standards, record, "tham-dinh", mine.active_at)


NO_NAMES = [" ", "\u3164\u3164", "\u202eLan", "La\u200bn", "12 34", "..."]


@pytest.mark.parametrize("name", NO_NAMES)
@pytest.mark.parametrize("path", ["bat-dau", "vao-lop"])
def test_name_that_cannot_be_printed_is_asked_for_again_and_nothing_else_is_lost(
    lan: Phone, path: str, name: str
) -> None:
    form = {**BEGIN, "ten": name, "may": "borrowed", "ma": "123456"}
    reply = lan.client.post(f"/chung-nhan/{path}", data=form)
    assert reply.status_code == 422
    assert re.search(r'id="ten-sai" class="error" role="alert">[^<]*gõ', reply.text)
    assert 'value="borrowed" checked' in reply.text
    assert path == "bat-dau" or 'value="123456"' in reply.text
    assert guarded(lan.fastapi.state.settings, DEVICE) not in reply.cookies


@pytest.mark.parametrize("name", NO_NAMES[1:])
def test_list_of_a_class_takes_only_names_that_can_be_printed(app: PrebuiltPages, name: str) -> None:
    hanh = teacher(app)
    reply = hanh.client.post("/chung-nhan/giam-sat", data={**CLASS, "ten": f"Lan\r\n{name}"})
    assert reply.status_code == 422
    assert CLASS["noi"] in reply.text
    assert "Lan" in reply.text


def test_names_of_a_class_are_kept_as_they_are_compared(app: PrebuiltPages) -> None:
    room = teacher(app).open(ten=unicodedata.normalize("NFD", " Ðặng  Thị Ý\t\r\n\r\n Lan"))
    assert (room.state_of("Đặng Thị Ý"), room.state_of("Lan")) == ("chưa vào", "chưa vào")


def test_page_left_open_takes_back_nothing_of_somebody_else(lan: Phone) -> None:
    url = lan.begin()
    other = Phone.new(lan.app)
    other.begin(ten="Hùng")
    assert take_back(other, nguoi=hidden(lan.client.get(MINE))["nguoi"]) == MINE
    assert take_back(lan, nguoi="") == MINE
    with lan.fastapi.state.database.session(writes=False) as session:
        mine = session.get_one(Learner, sitting_of(lan, url).learner_id).id
    assert proofs(lan, mine) == [(TEXT.version, True)]
