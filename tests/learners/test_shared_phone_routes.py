"""One phone, several people: who learns now, whose progress it is, what stays when someone leaves."""

import html
import re

import pytest
from starlette.testclient import TestClient

from app.core.config import Settings
from app.core.db import Database
from app.learners.deps import FULL
from app.learners.domain.device import Device, encode, tag_of
from app.learners.models import Learner
from app.web.prebuilt import PrebuiltPages
from tests.cast import LEARNER_HUNG, LEARNER_LAN, LEARNER_TU, browser, show_question
from tests.learners.phone import (
    DEVICE,
    answer,
    count_learners,
    device_of,
    greeting,
    join,
    name_in_database,
    people,
    switch,
)
from tests.sample_content import QUESTION_URL


def test_looking_around_makes_nobody(client: TestClient, database: Database) -> None:
    before = count_learners(database)
    for path in ("/", "/bai-hoc", "/bai-hoc/giu-mat-khau", QUESTION_URL, "/tien-bo", "/tai-khoan"):
        assert client.get(path).status_code == 200
    assert DEVICE not in client.cookies
    assert count_learners(database) == before


def test_guest_who_says_a_name_stays_the_same_learner(
    client: TestClient, database: Database, settings: Settings
) -> None:
    answer(client)
    guest = device_of(client, settings).active
    assert people(client) == (["Bác"], [])
    before = count_learners(database)
    assert client.post("/tai-khoan/dat-ten", data={"ten": LEARNER_LAN}).status_code == 303
    assert device_of(client, settings) == Device((guest or 0,), guest)
    assert greeting(client) == LEARNER_LAN
    assert people(client) == ([LEARNER_LAN], [])
    assert count_learners(database) == before
    assert "còn 1 câu nữa" in client.get("/bai-hoc/giu-mat-khau/xong").text


def test_guest_without_a_name_never_becomes_the_person_who_is_added(client: TestClient, settings: Settings) -> None:
    answer(client)
    guest = device_of(client, settings).active
    join(client, LEARNER_HUNG)
    device = device_of(client, settings)
    assert device.learners == (guest, device.active)
    assert people(client) == ([LEARNER_HUNG], ["Bác"])
    assert "còn 2 câu nữa" in client.get("/bai-hoc/giu-mat-khau/xong").text


def test_who_has_a_name_may_have_another(client: TestClient, settings: Settings) -> None:
    join(client, LEARNER_LAN)
    before = device_of(client, settings)
    client.post("/tai-khoan/dat-ten", data={"ten": LEARNER_HUNG})
    assert people(client) == ([LEARNER_HUNG], [])
    assert device_of(client, settings) == before


@pytest.mark.parametrize("name", ["", "   ", "L" * 41, "Lan\u202e"])
def test_new_name_that_is_no_name_is_refused_next_to_its_field(client: TestClient, name: str) -> None:
    join(client, LEARNER_LAN)
    refused = client.post("/tai-khoan/dat-ten", data={"ten": name})
    assert refused.status_code == 422
    assert 'aria-describedby="new-name-error"' in refused.text
    assert 'id="new-name-error" class="error" role="alert"' in refused.text
    assert people(client) == ([LEARNER_LAN], [])


def test_nobody_who_is_not_there_is_renamed(client: TestClient, database: Database) -> None:
    before = count_learners(database)
    assert client.post("/tai-khoan/dat-ten", data={"ten": LEARNER_LAN}).status_code == 422
    assert count_learners(database) == before


@pytest.mark.parametrize(("path", "form"), [("/tai-khoan/dat-ten", {"ten": "Bà"}), ("/tai-khoan/roi-may", {})])
def test_page_left_open_changes_nothing_of_whoever_took_the_phone(
    client: TestClient, path: str, form: dict[str, str]
) -> None:
    join(client, LEARNER_LAN)
    [tag] = re.findall(
        rf'action="{path}">\s*<input type="hidden" name="nguoi" value="([^"]+)"', client.get("/tai-khoan").text
    )
    join(client, LEARNER_HUNG)
    refused = client.post(path, data={**form, "nguoi": tag})
    assert refused.status_code == 422
    assert LEARNER_HUNG in refused.text
    assert people(client) == ([LEARNER_HUNG], [LEARNER_LAN])
    switch(client, LEARNER_LAN)
    assert client.post(path, data={**form, "nguoi": tag}).status_code == 303


def test_page_left_open_still_means_the_person_it_named(client: TestClient, settings: Settings) -> None:
    for name in (LEARNER_LAN, LEARNER_HUNG, LEARNER_TU):
        join(client, name)
    tags = [tag_of(learner, settings.secret) for learner in device_of(client, settings).learners]
    switch(client, LEARNER_LAN)
    client.post("/tai-khoan/roi-may")  # everyone moves up one place
    assert client.post("/tai-khoan/dang-hoc", data={"nguoi": tags[1]}).status_code == 303
    assert greeting(client) == LEARNER_HUNG
    gone = client.post("/tai-khoan/dang-hoc", data={"nguoi": tags[0]})
    assert gone.status_code == 422
    assert LEARNER_TU in gone.text
    assert LEARNER_LAN not in gone.text


def test_guest_is_told_what_leaving_costs(client: TestClient) -> None:
    join(client, LEARNER_LAN)
    page = client.get("/tai-khoan").text
    [step] = re.findall(r"<details>\s*<summary>Trả máy.*?</details>", page, re.DOTALL)
    assert (
        f"<bdi>{LEARNER_LAN}</bdi> chưa có tài khoản. Rời máy là mất hết những gì đã học, không lấy lại được." in step
    )
    assert page.count('action="/tai-khoan/roi-may"') == step.count('action="/tai-khoan/roi-may"') == 1


def test_second_person_is_someone_else(client: TestClient, settings: Settings) -> None:
    join(client, LEARNER_LAN)
    answer(client)
    join(client, LEARNER_HUNG)
    assert len(device_of(client, settings).learners) == 2
    assert people(client) == ([LEARNER_HUNG], [LEARNER_LAN])
    assert "còn 2 câu nữa" in client.get("/bai-hoc/giu-mat-khau/xong").text


def test_switching_brings_name_reading_and_progress(client: TestClient) -> None:
    join(client, LEARNER_LAN)
    client.post("/tai-khoan/cach-doc", data={"doi-tuong": "nguoi-lao-dong", "may": "iphone"})
    answer(client)
    join(client, LEARNER_HUNG)
    client.post("/tai-khoan/cach-doc", data={"doi-tuong": "nguoi-dan", "may": "android"})
    switch(client, LEARNER_LAN)
    assert people(client) == ([LEARNER_LAN], [LEARNER_HUNG])
    assert greeting(client) == LEARNER_LAN
    assert client.cookies["kieu"] == "nguoi-lao-dong.iphone"
    assert "còn 1 câu nữa" in client.get("/bai-hoc/giu-mat-khau/xong").text


def test_place_in_a_lesson_goes_when_someone_else_takes_the_phone(client: TestClient) -> None:
    client.get("/bai-hoc/giu-mat-khau?buoc=3")
    join(client, LEARNER_LAN)
    assert client.cookies["vi-tri"] == "giu-mat-khau.3"
    join(client, LEARNER_HUNG)
    assert "vi-tri" not in client.cookies
    client.get("/bai-hoc/giu-mat-khau?buoc=3")
    switch(client, LEARNER_LAN)
    assert "vi-tri" not in client.cookies


def test_who_leaves_is_gone_from_the_phone_and_others_stay(client: TestClient, settings: Settings) -> None:
    join(client, LEARNER_LAN)
    join(client, LEARNER_HUNG)
    answer(client)
    assert client.post("/tai-khoan/roi-may").status_code == 303
    assert people(client) == ([], [LEARNER_LAN])
    assert greeting(client) == ""
    assert "vi-tri" not in client.cookies
    assert device_of(client, settings).active is None
    page = client.get("/").text
    assert LEARNER_HUNG not in page
    assert "học tiếp" not in page


def test_last_one_who_leaves_takes_the_cookie_along(client: TestClient) -> None:
    join(client, LEARNER_LAN)
    client.post("/tai-khoan/roi-may")
    assert DEVICE not in client.cookies
    assert people(client) == ([], [])


def test_what_someone_did_stays_stored_after_leaving(
    client: TestClient, database: Database, settings: Settings
) -> None:
    join(client, LEARNER_LAN)
    learner = device_of(client, settings).active
    answer(client)
    client.post("/tai-khoan/roi-may")
    assert name_in_database(database, learner) == LEARNER_LAN


def test_after_leaving_the_next_answer_is_a_new_guests(client: TestClient, settings: Settings) -> None:
    join(client, LEARNER_LAN)
    first = device_of(client, settings).active
    client.post("/tai-khoan/roi-may")
    answer(client)
    assert device_of(client, settings).active not in (None, first)


def test_phone_is_full_after_eight_people(client: TestClient, database: Database) -> None:
    for number in range(8):
        join(client, f"Người {number}")
    before = count_learners(database)
    refused = client.post("/tai-khoan/nguoi-hoc", data={"ten": "Người thứ chín"})
    assert refused.status_code == 422
    assert FULL in refused.text
    assert 'value="Người thứ chín"' in refused.text
    assert count_learners(database) == before
    client.post("/tai-khoan/roi-may")
    join(client, "Người thứ chín")


def test_full_phone_still_takes_the_answer_of_a_visitor(
    app: PrebuiltPages, settings: Settings, database: Database
) -> None:
    client, visitor = browser(app), browser(app)
    for number in range(8):
        join(client, f"Người {number}")
    nobody_active = Device(device_of(client, settings).learners, None)
    visitor.headers["cookie"] = f"{DEVICE}={encode(nobody_active, settings.secret)}"
    before = count_learners(database)
    answer(visitor)
    assert count_learners(database) == before + 1


def forgeries(settings: Settings, learner: int) -> list[str]:
    real = encode(Device((learner,), learner), settings.secret)
    value, _, signed = real.rpartition(".")
    return [
        "", "x", value, f"{value}.", f"{value}.{'A' * 22}", f"{learner + 1}.{learner + 1}.{signed}", f"{value}.{learner + 1}.{signed}",
        real + "A", real.replace(".", ".."), encode(Device((learner,), learner), b"another key" * 4), real.upper(),
        f"0{real}", "9" * 4000, "%00", "' OR 1=1 --",
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(15))
def test_forged_phone_is_a_newcomer(app: PrebuiltPages, settings: Settings, database: Database, number: int) -> None:
    owner = browser(app)
    join(owner, LEARNER_LAN)
    answer(owner)
    learner = device_of(owner, settings).active
    assert learner is not None
    thief = browser(app)
    thief.headers["cookie"] = f"{DEVICE}={forgeries(settings, learner)[number]}"
    assert people(thief) == ([], [])
    assert LEARNER_LAN not in thief.get("/").text
    assert "còn 2 câu nữa" in thief.get("/bai-hoc/giu-mat-khau/xong").text
    assert 'name="khoa"' in thief.get(QUESTION_URL).text
    before = count_learners(database)
    shown = show_question(thief, QUESTION_URL)
    assert thief.post(QUESTION_URL, data=shown.form(shown.choices[0])).status_code == 200
    assert count_learners(database) == before + 1
    assert "còn 1 câu nữa" in owner.get("/bai-hoc/giu-mat-khau/xong").text


@pytest.mark.parametrize("tag", ["0", "1", "-1", "", "a", "A" * 12, "Đ", tag_of(5, b"x" * 32)])
def test_only_people_of_the_phone_can_be_switched_to(client: TestClient, tag: str) -> None:
    join(client, LEARNER_LAN)
    refused = client.post("/tai-khoan/dang-hoc", data={"nguoi": tag})
    assert refused.status_code == 422
    assert people(client) == ([LEARNER_LAN], [])


def test_someone_who_was_deleted_leaves_the_phone_when_chosen(
    client: TestClient, settings: Settings, database: Database
) -> None:
    join(client, LEARNER_LAN)
    gone = device_of(client, settings).active
    join(client, LEARNER_HUNG)
    with database.session(writes=True) as session:
        session.delete(session.get_one(Learner, gone))
        session.commit()
    assert people(client) == ([LEARNER_HUNG], [])
    tag = tag_of(gone or 0, settings.secret)
    assert client.post("/tai-khoan/dang-hoc", data={"nguoi": tag}).status_code == 303
    assert len(device_of(client, settings).learners) == 1
    assert client.get("/tai-khoan").status_code == 200


@pytest.mark.parametrize("name", ["", "   ", "L" * 41, "Lan\x00", "Lan\u202e", "e" + "\u0301" * 5])
def test_what_is_no_name_is_refused_and_kept(client: TestClient, name: str, database: Database) -> None:
    before = count_learners(database)
    refused = client.post("/tai-khoan/nguoi-hoc", data={"ten": name})
    assert refused.status_code == 422
    assert 'aria-describedby="name-error"' in refused.text
    assert 'role="alert"' in refused.text
    assert count_learners(database) == before


@pytest.mark.parametrize(
    "name", ['<b onclick="x">', "{{7*7}}", 'O\'Neil & "Lan"', "%3Cscript%3E", "Lan; Path=/x; a=b", "ten=1", "😀"]
)
def test_name_is_text_wherever_it_is_shown(client: TestClient, name: str) -> None:
    join(client, name)
    for path in ("/", "/tien-bo", "/tai-khoan"):
        page = client.get(path).text
        assert html.escape(name, quote=False) in page.replace("&#39;", "'").replace("&#34;", '"')
        assert "<b onclick" not in page
    assert greeting(client) == name
