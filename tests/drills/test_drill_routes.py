"""Rounds through the pages, drills in lessons, and what was done with somebody's help."""

import re
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from tests.drills.drill_content import (
    BANK_SLUG,
    LESSON_SLUG,
    SCAMS,
    name_of,
)
from tests.drills.playing import begin, next_url, play, show
from tests.quiz.stored import Stored

IN_LESSON, IN_BANK = name_of("cuoc-goi"), name_of("ngan-hang")


# A round


def test_round_is_six_drills_half_real_half_fraud_and_ends_in_the_report(client: TestClient, stored: Stored) -> None:
    played = play(client)
    assert len({shown.name for shown in played}) == 6
    assert sum(shown.name in SCAMS for shown in played) == 3
    assert {shown.token for shown in played} == {played[0].token}
    assert (stored.new_answers, stored.new_learners) == (6, 1)
    over = client.get(f"/dien-tap?luot={played[0].token}").text
    assert "Bác tập xong một lượt rồi!" in over
    assert "Có 3 tin lừa, bác nhận ra cả 3." in over
    assert "Có 3 tin thật, bác tin đúng cả 3." in over


def test_round_that_was_left_is_taken_up_again(client: TestClient) -> None:
    shown = begin(client)
    client.post(shown.url, data=shown.right)
    page = client.get(f"/dien-tap?luot={shown.token}").text
    assert "Lượt này còn 5 tin" in page
    assert show(client, next_url(page)).token == shown.token


def test_next_round_begins_with_what_was_not_met(client: TestClient) -> None:
    first = {shown.name for shown in play(client)}
    second = {shown.name for shown in play(client)}
    assert len(first | second) == 8


@pytest.mark.parametrize("token", ["x", "k" * 22, "moi-", "\0", "đ" * 300])
def test_address_of_no_round_shows_the_front_page(client: TestClient, token: str) -> None:
    page = client.get("/dien-tap", params={"luot": token})
    assert page.status_code == 200
    assert "Mình tập thử nhé" in page.text


def test_front_page_says_what_it_is_and_makes_nobody(client: TestClient, stored: Stored) -> None:
    page = client.get("/dien-tap")
    assert "Bắt đầu" in page.text
    assert "set-cookie" not in page.headers
    assert client.get("/dien-tap?luot=moi").headers["cache-control"] == "no-store"
    assert stored.new_learners == 0


def test_round_finishes_no_lesson(client: TestClient, stored: Stored) -> None:
    """Who has met all its drills has not read it."""
    for name in (name_of(channel) for channel in ("cuoc-goi", "zalo", "tin-nhan", "ma-qr")):
        shown = show(client, f"/dien-tap/{name}")
        client.post(shown.url, data=shown.right)
    with stored.database.session(writes=False) as session:
        rows = session.connection().exec_driver_sql("SELECT count(*) FROM lesson_progress").scalar()
    assert rows == 0


# In a lesson


def in_lesson(client: TestClient, name: str, *, right: bool) -> str:
    url = f"/bai-hoc/{LESSON_SLUG}/cau-hoi/{name}"
    values = dict(re.findall(r'name="(khoa|phien-ban)" value="([^"]+)"', client.get(f"{url}?lam-lai=1").text))
    call = "lua" if (name in SCAMS) == right else "that"
    answered = client.post(url, data={**values, "cau-tra-loi": call, "chac": "chac"})
    assert answered.status_code == 200, answered.text
    return answered.text


def test_drill_in_a_lesson_is_asked_and_answered_like_any_question(client: TestClient, stored: Stored) -> None:
    asked = client.get(f"/bai-hoc/{LESSON_SLUG}/cau-hoi/{IN_LESSON}").text
    assert "Alo, tôi là Công an phường" in asked
    assert "CANARY" not in asked
    assert "CANARY-NEN-LAM" in in_lesson(client, IN_LESSON, right=False)
    assert stored.new_answers == 1


def test_drill_of_the_bank_stands_in_no_lesson(client: TestClient) -> None:
    assert client.get(f"/bai-hoc/{BANK_SLUG}/cau-hoi/{IN_BANK}").status_code == 404


def test_drills_of_lessons_count_in_the_report(client: TestClient) -> None:
    in_lesson(client, IN_LESSON, right=True)
    assert "bác nhận ra 1 trong 1 tin lừa" in client.get("/dien-tap").text


# With somebody's help


def test_what_was_done_with_help_is_stored_so_and_not_counted(
    client: TestClient, stored: Stored, secret: bytes
) -> None:
    assert client.post("/co-nguoi-giup", data={"toi": "/dien-tap"}).status_code == 303
    played = play(client)
    assert [row.assisted for shown in played for row in stored.answers(shown.key(secret))] == [True] * 6
    page = client.get(f"/dien-tap?luot={played[0].token}").text
    assert "Có 6 tin làm cùng người giúp" in page
    assert "trong 3 tin lừa" not in page
    assert "Hôm nào bác thử tự làm một lượt nhé" in page


def hand_back(wanted: str) -> str:
    return f"/dua-may-lai?{urlencode({'toi': wanted})}"


def test_help_that_is_said_afterwards_takes_the_call_out_of_the_report(client: TestClient) -> None:
    shown = show(client, f"/dien-tap/{IN_BANK}")
    client.post(shown.url, data=shown.right)
    assert "tin đúng 1 trong 1 tin thật" in client.get("/dien-tap").text
    page = client.get(shown.seen_url).text
    assert f'action="/dien-tap/{IN_BANK}/co-nguoi-giup"' in page
    said = client.post(f"/dien-tap/{IN_BANK}/co-nguoi-giup", data={"toi": shown.seen_url})
    assert (said.status_code, said.headers["location"]) == (303, hand_back(shown.seen_url))
    assert "co-nguoi-giup" in client.cookies  # what comes next in the round is assisted too, until the phone is back
    assert "tin đúng 1 trong 1 tin thật" not in client.get("/dien-tap").text


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil", ""])
def test_help_that_is_said_leads_to_no_other_site(client: TestClient, wanted: str) -> None:
    said = client.post(f"/dien-tap/{IN_BANK}/co-nguoi-giup", data={"toi": wanted})
    assert (said.status_code, said.headers["location"]) == (303, hand_back("/dien-tap"))
