""" "Có người giúp tôi": one tap on, seen on every question, handed back on purpose; never past one's own site."""

import html
import re

import pytest
from starlette.testclient import TestClient

from app.core.config import Settings
from app.core.db import Database
from app.web.prebuilt import PrebuiltPages
from tests.cast import LEARNER_HUNG, LEARNER_LAN, browser, show_question
from tests.learners.phone import answer, device_of, join, switch
from tests.sample_content import QUESTION_URL, SECOND_QUESTION_URL

HELPED = "co-nguoi-giup"
BANNER, HAND_BACK = "Đang có người giúp", "/dua-may-lai"
ONE_TAP, AFTERWARDS = "Có người giúp tôi", "Vừa rồi có người giúp tôi"
FINISHED = "/bai-hoc/giu-mat-khau/xong"


def is_helped(client: TestClient) -> bool:
    return HELPED in client.cookies


def form_of(page: str, words: str) -> tuple[str, dict[str, str]]:
    """The action and the fields of the form whose button says this."""
    for action, body in re.findall(r'<form [^>]*action="([^"]+)">(.*?)</form>', page, re.DOTALL):
        if words in body:
            fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', body))
            return html.unescape(action), {name: html.unescape(value) for name, value in fields.items()}
    raise AssertionError(f"no button {words}")


def press(client: TestClient, page: str, words: str) -> str:
    """Presses the button; gives where it leads."""
    action, fields = form_of(page, words)
    moved = client.post(action, data=fields)
    assert moved.status_code == 303
    assert moved.headers["cache-control"] == "no-store"
    return moved.headers["location"]


def test_one_tap_on_a_question_and_one_sees_that_somebody_helps(client: TestClient) -> None:
    page = client.get(QUESTION_URL).text
    assert BANNER not in page
    assert press(client, page, ONE_TAP) == QUESTION_URL
    assert is_helped(client)
    for url in (QUESTION_URL, SECOND_QUESTION_URL, FINISHED):
        page = client.get(url).text
        assert BANNER in page
        assert ONE_TAP not in page
        assert AFTERWARDS not in page


def test_phone_is_handed_back_on_purpose(client: TestClient) -> None:
    press(client, client.get(QUESTION_URL).text, ONE_TAP)
    action, fields = form_of(client.get(QUESTION_URL).text, "Đưa máy lại cho bác")
    assert (action, fields) == (HAND_BACK, {"toi": QUESTION_URL})
    page = client.get(action, params=fields).text
    assert "Đưa máy lại cho bác nhé" in page
    assert f'href="{QUESTION_URL}">Chưa, vẫn có người giúp' in page
    assert is_helped(client)  # looking ends nothing
    assert press(client, page, "Rồi, tôi tự làm") == QUESTION_URL
    assert not is_helped(client)
    assert BANNER not in client.get(QUESTION_URL).text


def test_hand_back_calls_the_learner_by_name(client: TestClient) -> None:
    join(client, LEARNER_LAN)
    assert f"Đưa máy lại cho <bdi>{LEARNER_LAN}</bdi> nhé" in client.get(HAND_BACK).text


def test_an_errand_goes_on_where_it_was_after_the_phone_came_back(client: TestClient) -> None:
    url = f"{QUESTION_URL}?tu=luyen-tap.vneid-dang-nhap"
    assert press(client, client.get(url).text, ONE_TAP) == url
    _, fields = form_of(client.get(url).text, "Đưa máy lại cho bác")
    assert press(client, client.get(HAND_BACK, params=fields).text, "Rồi, tôi tự làm") == url


def test_feedback_stays_with_help_and_an_answer_ends_no_help(client: TestClient) -> None:
    press(client, client.get(QUESTION_URL).text, ONE_TAP)
    answer(client)
    assert is_helped(client)
    assert BANNER in client.get(QUESTION_URL).text


def test_visitor_who_becomes_a_guest_by_the_answer_is_still_helped(client: TestClient, settings: Settings) -> None:
    press(client, client.get(QUESTION_URL).text, ONE_TAP)
    assert device_of(client, settings).active is None
    answer(client)
    assert device_of(client, settings).active is not None
    assert is_helped(client)


def test_help_ends_when_another_learner_takes_the_phone(client: TestClient) -> None:
    join(client, LEARNER_LAN)
    press(client, client.get(QUESTION_URL).text, ONE_TAP)
    join(client, LEARNER_HUNG)
    assert not is_helped(client)
    press(client, client.get(QUESTION_URL).text, ONE_TAP)
    switch(client, LEARNER_LAN)
    assert not is_helped(client)


def test_help_ends_when_its_learner_leaves_the_phone(client: TestClient) -> None:
    join(client, LEARNER_LAN)
    press(client, client.get(QUESTION_URL).text, ONE_TAP)
    client.post("/tai-khoan/roi-may")
    assert not is_helped(client)


def test_help_ends_by_itself_after_hours(client: TestClient) -> None:
    action, fields = form_of(client.get(QUESTION_URL).text, ONE_TAP)
    cookie = client.post(action, data=fields).headers["set-cookie"]
    assert cookie.startswith(f"{HELPED}=1")
    assert "Max-Age=10800" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" in cookie


# Said afterwards


def test_afterwards_is_offered_where_something_was_answered(client: TestClient) -> None:
    assert AFTERWARDS not in client.get(FINISHED).text
    assert AFTERWARDS not in client.get(QUESTION_URL).text
    answer(client)
    assert AFTERWARDS in client.get(QUESTION_URL).text
    assert AFTERWARDS in client.get(FINISHED).text
    assert AFTERWARDS not in client.get("/bai-hoc/quet-ma/xong").text


@pytest.mark.parametrize("place", [QUESTION_URL, FINISHED])
def test_after_saying_it_the_phone_is_handed_back_first(client: TestClient, place: str) -> None:
    answer(client)
    leads_to = press(client, client.get(place).text, AFTERWARDS)
    assert leads_to.startswith(f"{HAND_BACK}?toi=")
    assert is_helped(client)
    page = client.get(leads_to).text
    assert press(client, page, "Rồi, tôi tự làm") == place
    assert not is_helped(client)


def test_afterwards_of_an_unknown_lesson_is_not_found(client: TestClient) -> None:
    answer(client)
    refused = client.post("/bai-hoc/khong-co/co-nguoi-giup", data={"toi": "/"})
    assert refused.status_code == 404
    assert not is_helped(client)


# Where it leads, and who may


ELSEWHERE = [
    "", "//evil.example", "https://evil.example", "\\\\evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)",
    "evil.example", "/x\r\nSet-Cookie: a=b", "/" + "a" * 600, "/\u202eabc", " /x", "\x00/x",
]  # fmt: skip


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_led_to_another_site(client: TestClient, wanted: str) -> None:
    answer(client)
    for path in ("/co-nguoi-giup", HAND_BACK, "/bai-hoc/giu-mat-khau/co-nguoi-giup"):
        moved = client.post(path, data={"toi": wanted})
        home = {"/bai-hoc/giu-mat-khau/co-nguoi-giup": f"{HAND_BACK}?toi=%2Fbai-hoc%2Fgiu-mat-khau%2Fxong"}
        assert (moved.status_code, moved.headers["location"]) == (303, home.get(path, "/"))
    page = client.get(HAND_BACK, params={"toi": wanted}).text
    assert form_of(page, "Rồi, tôi tự làm")[1] == {"toi": "/"}
    assert "evil" not in page


def test_address_to_come_back_to_is_text_wherever_it_is_shown(client: TestClient) -> None:
    page = client.get(HAND_BACK, params={"toi": '/x"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page


@pytest.mark.parametrize("path", ["/co-nguoi-giup", HAND_BACK, "/bai-hoc/giu-mat-khau/co-nguoi-giup"])
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "", "origin": "https://evil.example"},
    ],
)
def test_another_site_can_press_nothing(
    app: PrebuiltPages, database: Database, path: str, headers: dict[str, str]
) -> None:
    client = browser(app)
    answer(client)
    refused = client.post(path, data={"toi": "/"}, headers=headers)
    assert refused.status_code == 403
    assert "set-cookie" not in refused.headers
    assert not is_helped(client)


@pytest.mark.parametrize("path", ["/co-nguoi-giup", "/bai-hoc/giu-mat-khau/co-nguoi-giup"])
def test_a_link_can_press_nothing(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 405
    assert not is_helped(client)


def test_question_that_was_left_open_still_takes_its_answer(client: TestClient) -> None:
    shown = show_question(client, QUESTION_URL)
    press(client, client.get(QUESTION_URL).text, ONE_TAP)
    assert client.post(QUESTION_URL, data=shown.form(shown.choices[0])).status_code == 200
