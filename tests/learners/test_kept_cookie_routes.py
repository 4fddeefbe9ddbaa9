"""Whoever keeps learning is never forgotten by the phone: each recorded answer starts the 400 days anew."""

from httpx2 import Response
from starlette.testclient import TestClient

from tests.cast import LEARNER_LAN, show_question
from tests.learners.phone import join
from tests.sample_content import QUESTION_URL

DAYS_400 = "Max-Age=34560000"


def answered(client: TestClient) -> Response:
    shown = show_question(client, f"{QUESTION_URL}?lam-lai=1")
    return client.post(QUESTION_URL, data=shown.form(shown.choices[0]))


def kept(response: Response) -> dict[str, str]:
    """The cookies that a response sets for 400 days."""
    lines = response.headers.get_list("set-cookie")
    return dict(line.partition(";")[0].split("=", 1) for line in lines if DAYS_400 in line)


def test_every_answer_renews_what_the_phone_remembers(client: TestClient) -> None:
    join(client, LEARNER_LAN)
    client.post("/tai-khoan/cach-doc", data={"doi-tuong": "nguoi-dan", "may": "iphone"})
    before = {name: client.cookies[name] for name in ("__Host-may", "ten", "kieu")}
    for _ in range(2):
        assert kept(answered(client)) == before


def test_guest_without_a_name_gets_no_name(client: TestClient) -> None:
    first = kept(answered(client))
    assert list(first) == ["__Host-may"]
    assert kept(answered(client)) == first


def test_strange_cookies_are_not_handed_back(client: TestClient) -> None:
    join(client, LEARNER_LAN)
    client.headers["cookie"] = f"__Host-may={client.cookies['__Host-may']}; ten=%00%07X; kieu=la.hoac"
    renewed = kept(answered(client))
    assert renewed["ten"] == "X"
    assert renewed["kieu"] == "nguoi-cao-tuoi."


def test_refused_answer_renews_nothing(client: TestClient) -> None:
    join(client, LEARNER_LAN)
    assert kept(client.post(QUESTION_URL, data={})) == {}
