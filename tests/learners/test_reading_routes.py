"""How lessons are shown is chosen on the page "Ai đang học?"."""

import pytest
from starlette.testclient import TestClient

from app.core.config import Settings
from app.core.db import Database
from app.learners.domain.reading import Reading, parse_reading
from app.learners.models import Learner
from tests.cast import LEARNER_HUNG, LEARNER_LAN
from tests.learners.phone import answer, device_of, join, switch


def test_reading_is_chosen_and_shown(client: TestClient) -> None:
    saved = client.post("/tai-khoan/cach-doc", data={"doi-tuong": "nguoi-dan", "may": "iphone"})
    assert (saved.status_code, saved.headers["location"]) == (303, "/tai-khoan?da-luu=1")
    page = client.get("/tai-khoan?da-luu=1").text
    assert "Đã lưu rồi" in page
    assert 'value="nguoi-dan" checked' in page
    assert 'value="iphone" checked' in page


@pytest.mark.parametrize(
    "form", [{}, {"doi-tuong": "vua"}, {"doi-tuong": "nguoi-dan", "may": "nokia"}, {"may": "iphone"}]
)
def test_unknown_reading_is_refused(client: TestClient, form: dict[str, str]) -> None:
    refused = client.post("/tai-khoan/cach-doc", data=form)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    assert "kieu" not in client.cookies


ALL = {"doi-tuong": "nguoi-dan", "may": "iphone", "doc": "cham", "viec": "buon-ban", "xung-ho": "co"}
COOKIE = "nguoi-dan.iphone.cham.buon-ban.co"


def test_all_five_are_a_few_taps_on_one_page(client: TestClient) -> None:
    client.post("/tai-khoan/cach-doc", data=ALL)
    assert client.cookies["kieu"] == COOKIE
    page = client.get("/tai-khoan").text
    for field, value in ALL.items():
        assert f'name="{field}" value="{value}" checked' in page
    assert page.count("<legend>") == 5
    assert ">Bỏ qua</a>" in page
    assert "Điện thoại của cô" in page


@pytest.mark.parametrize("field", ["doc", "viec", "xung-ho"])
def test_unknown_choice_is_refused_next_to_its_question(client: TestClient, field: str) -> None:
    refused = client.post("/tai-khoan/cach-doc", data={**ALL, field: "vua"})
    assert refused.status_code == 422
    assert refused.text.count('role="alert">Lựa chọn này không có trong danh sách') == 1
    assert "kieu" not in client.cookies


def test_choices_are_forgotten_when_asked(client: TestClient, database: Database, settings: Settings) -> None:
    join(client, LEARNER_LAN)
    assert "Xóa lựa chọn" not in client.get("/tai-khoan").text
    client.post("/tai-khoan/cach-doc", data=ALL)
    assert 'formaction="/tai-khoan/xoa-cach-doc"' in client.get("/tai-khoan").text
    saved = client.post("/tai-khoan/xoa-cach-doc", data=ALL)
    assert (saved.status_code, saved.headers["location"]) == (303, "/tai-khoan?da-luu=1")
    assert "kieu" not in client.cookies
    assert reading_in_database(database, device_of(client, settings).active) == Reading()
    assert "Xóa lựa chọn" not in client.get("/tai-khoan").text


def test_choices_are_kept_with_the_learner(client: TestClient, database: Database, settings: Settings) -> None:
    join(client, LEARNER_LAN)
    client.post("/tai-khoan/cach-doc", data=ALL)
    assert reading_in_database(database, device_of(client, settings).active) == parse_reading(COOKIE)


def test_each_person_of_a_phone_has_choices_of_their_own(client: TestClient) -> None:
    join(client, LEARNER_LAN)
    client.post("/tai-khoan/cach-doc", data=ALL)
    join(client, LEARNER_HUNG)
    assert client.cookies["kieu"] == "nguoi-cao-tuoi.iphone"  # the same phone, nothing else of hers
    client.post("/tai-khoan/cach-doc", data={"doi-tuong": "hoc-sinh-sinh-vien", "may": "iphone", "xung-ho": "em"})
    switch(client, LEARNER_LAN)
    assert client.cookies["kieu"] == COOKIE
    switch(client, LEARNER_HUNG)
    assert client.cookies["kieu"] == "hoc-sinh-sinh-vien.iphone...em"


def test_what_a_visitor_chose_stays_with_them_when_another_takes_the_phone(client: TestClient) -> None:
    client.post("/tai-khoan/cach-doc", data=ALL)
    answer(client)  # the visitor is a learner from now on, whose row knows nothing of the cookie
    join(client, LEARNER_HUNG)
    switch(client, "Bác")
    assert client.cookies["kieu"] == COOKIE


def test_visitor_who_says_their_name_keeps_all_choices(client: TestClient) -> None:
    client.post("/tai-khoan/cach-doc", data=ALL)
    join(client, LEARNER_LAN)
    assert client.cookies["kieu"] == COOKIE


def test_another_form_of_address_brings_the_whole_page(client: TestClient) -> None:
    """htmx swaps the screen alone: what stands around it would go on with the form of before."""
    as_screen = {"hx-request": "true"}
    join(client, LEARNER_LAN)
    same = client.post("/tai-khoan/cach-doc", data={**ALL, "xung-ho": "bac"}, headers=as_screen)
    assert (same.status_code, same.headers["location"]) == (303, "/tai-khoan?da-luu=1")
    for path, data in (
        ("cach-doc", ALL),
        ("nguoi-hoc", {"ten": LEARNER_HUNG}),
        ("cach-doc", ALL),
        ("xoa-cach-doc", {}),
    ):
        other = client.post(f"/tai-khoan/{path}", data=data, headers=as_screen)
        assert (other.status_code, other.content) == (204, b"")
        assert other.headers["hx-redirect"] == ("/" if path == "nguoi-hoc" else "/tai-khoan?da-luu=1")
        assert "location" not in other.headers
    assert client.post("/tai-khoan/cach-doc", data=ALL).status_code == 303


def reading_in_database(database: Database, learner: int | None) -> Reading:
    with database.session(writes=False) as session:
        found = session.get(Learner, learner)
        assert found
        return found.reading
