"""The certification bank is there only for who keeps it: a supervisor who had read it could dictate the answers."""

import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.accounts.appointments import relieve
from app.accounts.domain.duties import Duty
from app.accounts.domain.roles import ACCESS, TEACHERS, Role
from app.authoring.models import Draft
from app.core.clock import Clock
from app.core.db import Database
from app.courses.library import ContentLibrary
from app.main import create_app
from app.sittings.keeping import grant_bank
from tests.authoring.writing import open_draft
from tests.cast import browser, hire, sign_in
from tests.conftest import make_settings
from tests.sample_content import BANK as PRACTICE
from tests.shared_database import copy_sqlite
from tests.sittings.sample_bank import write_bank
from tests.web.addresses import Address, addresses

BANK, STANDARD = "kho/bank/ct-tt-ma-qr.md", "kho/standards/nguoi-dan.yaml"
# Feedback, what is right, an item, its file, the standard.
CANARIES = ("CANARY-SAI", "CANARY-DUNG", "Cúp máy lần", "ct-tt-ma-qr", "moc-dat")
SAMPLES = {
    "path": BANK,
    "slug": "ct-tt-ma-qr",
    "reader": "nguoi-cao-tuoi.",
    "question": "tt-ma-qr-0",
    "simulation": "tt-ma-qr-3",
}


class Office:
    """A service with a practice root and a root that certifies, a teacher, and another who was given the bank."""

    def __init__(self, app: FastAPI, teacher: TestClient, keeper: TestClient, logins: tuple[str, str]) -> None:
        self.app, self.teacher, self.keeper = app, teacher, keeper
        self.login, self.keepers_login = logins
        self.library: ContentLibrary = app.state.library
        self.database: Database = app.state.database

    @property
    def desk(self) -> list[Address]:
        """What is for teachers; what changes things last, and what ends a draft at the very end."""
        found = [one for one in addresses(self.app) if ACCESS[one.route] == TEACHERS]
        return sorted(found, key=lambda one: (not one.is_safe, one.route in {"close_draft", "publish_draft"}))


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("sealed")
    content, bank = write_bank(folder / "content"), folder / "kho"
    (bank / "bank").mkdir(parents=True)
    for file in content.glob("bank/ct-*.md"):
        shutil.move(file, bank / "bank" / file.name)
    (content / "bank" / "hoi-ma.md").write_text(PRACTICE, "utf-8")
    for name in ("standards", "difficulty.json"):
        shutil.move(content / name, bank / name)
    settings = make_settings(folder, copy_sqlite(migrated_sqlite, folder), content)
    service = create_app(settings.model_copy(update={"content_dirs": (content, bank)}))
    assert isinstance(service.app, FastAPI)
    with TestClient(service):
        state, people, logins = service.app.state, [], []
        assert state.library.diagnostics == ()
        for _ in range(2):
            logins.append(hire(state.database, state.settings, Role.TEACHER))
            people.append(browser(service))
            sign_in(people[-1], logins[-1])
        with state.database.session(writes=True) as session:
            grant_bank(session, logins[1], Clock().now())
            session.commit()
        yield Office(service.app, people[0], people[1], (logins[0], logins[1]))


def said(client: TestClient, address: Address, draft: str, number: str) -> tuple[int, str]:
    """What an address answers, archives unpacked; what it takes is nothing."""
    url = address.url(**SAMPLES, draft_id=draft, number=number)
    reply = client.get(url) if address.is_safe else client.post(url, data={"so": number})
    if reply.content[:2] != b"PK":
        return reply.status_code, reply.text
    with ZipFile(BytesIO(reply.content)) as archive:
        return reply.status_code, "\n".join(f"{name}\n{archive.read(name).decode()}" for name in archive.namelist())


def names_one(address: Address) -> bool:
    return any(f"{{{name}" in address.template for name in ("path", "draft_id", "slug"))


def test_teacher_finds_nothing_of_the_bank_at_any_address_of_the_desk(office: Office) -> None:
    draft = open_draft(office.keeper, BANK)
    number = draft.url.rsplit("/", 1)[1]
    for address in office.desk:
        status, text = said(office.teacher, address, number, "1")
        assert [canary for canary in CANARIES if canary in text] == [], address
        if names_one(address):
            assert status == 404, address
    assert draft.open().text == office.library.files[BANK].data.decode()


def test_waiting_for_review_it_is_on_no_list_of_a_teacher(office: Office) -> None:
    number = int(open_draft(office.keeper, BANK).url.rsplit("/", 1)[1])
    with office.database.session(writes=True) as session:
        session.get_one(Draft, number).state = "submitted"
        session.commit()
    for url in ("/soan-bai", "/soan-bai/duyet"):
        assert "ct-tt-ma-qr" not in office.teacher.get(url).text
        assert "ct-tt-ma-qr" in office.keeper.get(url).text
    with office.database.session(writes=True) as session:
        session.get_one(Draft, number).state = "writing"
        session.commit()


def test_keeper_finds_it_where_teachers_find_lessons(office: Office) -> None:
    number = open_draft(office.keeper, BANK).url.rsplit("/", 1)[1]
    found = {
        address.route
        for address in office.desk
        if address.is_safe and any(canary in said(office.keeper, address, number, "1")[1] for canary in CANARIES[:3])
    }
    assert found >= {"file", "edit_draft", "export", "draft_review", "preview_question", "revision"}
    for url in ("/soan-bai", "/soan-bai/nguoi-hoc", "/soan-bai/nguoi-hoc/ct-tt-ma-qr"):
        assert "ct-tt-ma-qr" in office.keeper.get(url).text


def test_questions_that_certify_nobody_stay_with_teachers(office: Office) -> None:
    assert "content/bank/hoi-ma.md" in office.teacher.get("/soan-bai").text
    assert office.teacher.get("/soan-bai/tep/content/bank/hoi-ma.md").status_code == 200
    assert "hoi-ma" in office.teacher.get("/soan-bai/nguoi-hoc").text
    items = {item.partition("/")[0] for item in office.app.state.standards.offers["nguoi-dan"].bank.ids}
    assert items == {"ct-tt-ma-qr", "ct-vneid-dang-nhap"}


def test_fault_in_the_bank_is_told_to_keepers_alone_and_unseals_nothing(office: Office) -> None:
    """Not even where the only standard was never good."""
    kept = office.library.files
    bank, standard = (office.app.state.settings.content_dirs[1] / path.partition("/")[2] for path in (BANK, STANDARD))
    other = standard.with_name("moi.yaml")
    try:
        bank.write_bytes(b"::: hong CANARY\n")
        standard.unlink()
        other.write_bytes(b"khung: [\n")
        office.library.load()
        assert {found.file for found in office.library.diagnostics} >= {BANK, "kho/standards/moi.yaml"}
        assert "kho/" not in office.teacher.get("/soan-bai").text
        assert office.teacher.get(f"/soan-bai/tep/{BANK}").status_code == 404
        assert "lỗi" in office.keeper.get(f"/soan-bai/tep/{BANK}").text
    finally:
        bank.write_bytes(kept[BANK].data)
        standard.write_bytes(kept[STANDARD].data)
        other.unlink()
        office.library.load()


def test_what_a_shared_file_breaks_in_the_bank_is_told_without_saying_what(office: Office) -> None:
    draft = open_draft(office.teacher, "content/frameworks/nguoi-dan.yaml")
    shown = draft.open()
    draft.autosave(shown.number, shown.text.replace("tt-ma-qr", "tt-ma-khac"))
    number = draft.url.rsplit("/", 1)[1]
    told = office.teacher.post(f"/soan-bai/duyet/{number}/gui", data={"so": str(draft.open().number)}).text
    assert "nhờ người giữ kho xem giúp" in told
    assert "content/bank/hoi-ma.md" in told
    assert "kho/" not in told
    seen = office.keeper.post(f"/soan-bai/duyet/{number}/gui", data={"so": str(draft.open().number)}).text
    assert BANK in seen


def test_archive_with_a_standard_is_not_taken_from_a_teacher(office: Office) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("standards/nguoi-dan.yaml", office.library.files[STANDARD].data)
    reply = office.teacher.post("/soan-bai/trao-doi", files={"goi": ("goi.zip", packed.getvalue())})
    assert "chỉ người giữ kho chứng nhận" in reply.text


def test_whoever_keeps_the_bank_opens_no_class_until_it_is_taken_from_them(office: Office) -> None:
    form = {"xa": "Xã thử", "noi": "Nhà văn hóa", "khung": "nguoi-dan", "gio": "1", "ten": "Lan"}
    assert "đang giữ kho câu hỏi chứng nhận" in office.keeper.get("/chung-nhan/giam-sat").text
    assert office.keeper.post("/chung-nhan/giam-sat", data=form).status_code == 409
    with office.database.session(writes=True) as session:
        relieve(session, office.keepers_login, Duty.BANK, Clock().now())
        session.commit()
    assert office.keeper.get(f"/soan-bai/tep/{BANK}").status_code == 404
    assert office.keeper.post("/chung-nhan/giam-sat", data=form).status_code == 303
