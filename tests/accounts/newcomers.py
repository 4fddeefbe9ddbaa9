"""What learners do who have no e-mail: they make an account, bring a card, press pictures, are helped back in."""

import html
import re

from httpx2 import Response
from sqlalchemy import select
from starlette.testclient import TestClient

from app.accounts.models import Account, LearnerLogin
from app.core.db import Database

PIN, OTHER_PIN = "483916", "907264"
SECRET = ("ga", "nha", "chia")
OTHER_SECRET = ("chia", "nha", "ga")
SESSION = "__Host-phien"


def hidden(page: Response) -> dict[str, str]:
    """The hidden fields of the forms on a page."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    return {name: html.unescape(value) for name, value in found}


def filled(client: TestClient, **fields: str) -> dict[str, str]:
    """The sign-up form as somebody sends it who fills it in well."""
    typed = {"ten": "Bác Bảy", "so-dien-thoai": "", "dong-y": "co", "ma-rieng": PIN, "go-lai": PIN}
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return hidden(client.get("/dang-ky")) | typed | named


def sign_up(client: TestClient, **fields: str) -> Response:
    reply = client.post("/dang-ky", data=filled(client, **fields))
    assert reply.status_code == 303, reply.text
    return reply


def press(client: TestClient, page: Response, *names: str) -> Response:
    """One picture after the other, each on the page that the one before led to."""
    for name in names:
        [action] = re.findall(r'<form method="post" action="([^"]+)">', page.text)
        assert re.search(rf'name="hinh" value="{name}"', page.text), page.text
        page = client.post(action, data=hidden(page) | {"hinh": name})
    return page


def code_of(client: TestClient) -> str:
    """As it stands on the card of who is signed in."""
    [shown] = re.findall(r'card-code">([^<]+)<', client.get("/tai-khoan/the").text)
    return str(shown)


def card_of(database: Database, code: str) -> str:
    with database.session(writes=False) as session:
        mine = select(LearnerLogin.card).join(Account, Account.id == LearnerLogin.account_id)
        return session.scalars(mine.where(Account.login == code.replace(" ", ""))).one()


def enter(client: TestClient, code: str, pin: str = PIN, **fields: str) -> Response:
    return client.post("/vao", data={"ma": code, "ma-rieng": pin} | fields)


def enter_by_card(client: TestClient, card: str, pin: str = PIN) -> Response:
    return client.post("/vao", data={"the": card, "ma-rieng": pin})


def is_in(client: TestClient) -> bool:
    return client.get("/tai-khoan/the").status_code == 200
