"""What people do with a phone, and what it then says and remembers."""

import html
import re
from urllib.parse import unquote

from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.core.config import Settings
from app.core.db import Database
from app.learners.domain.device import Device, decode
from app.learners.models import Learner
from tests.cast import show_question
from tests.sample_content import QUESTION_URL

DEVICE = "__Host-may"


def join(client: TestClient, name: str) -> None:
    assert client.post("/tai-khoan/nguoi-hoc", data={"ten": name}).status_code == 303


def answer(client: TestClient) -> None:
    shown = show_question(client, f"{QUESTION_URL}?lam-lai=1")
    assert client.post(QUESTION_URL, data=shown.form(shown.choices[0])).status_code == 200


def people(client: TestClient) -> tuple[list[str], list[str]]:
    """Who is active on the account page (no one, or one), and who can be switched to."""
    page = re.sub("</?bdi>", "", client.get("/tai-khoan").text)
    active = re.findall(r'aria-current="true">.*?<span>(.*?) <span', page, re.DOTALL)
    others = re.findall(r"Đổi sang </span>(.*?)</span>", page)
    return [html.unescape(name) for name in active], [html.unescape(name) for name in others]


def switch(client: TestClient, name: str) -> None:
    """Presses the button of this person."""
    [tag] = re.findall(
        rf'name="nguoi" value="([^"]+)">(?:(?!</button>).)*Đổi sang </span>(?:<bdi>)?{name}<',
        client.get("/tai-khoan").text,
        re.DOTALL,
    )
    assert client.post("/tai-khoan/dang-hoc", data={"nguoi": tag}).status_code == 303


def device_of(client: TestClient, settings: Settings) -> Device:
    return decode(client.cookies.get(DEVICE) or "", settings.secret)


def greeting(client: TestClient) -> str:
    return unquote(client.cookies.get("ten") or "")


def count_learners(database: Database) -> int:
    with database.session(writes=False) as session:
        return session.scalar(select(func.count()).select_from(Learner)) or 0


def name_in_database(database: Database, learner: int | None) -> str | None:
    with database.session(writes=False) as session:
        return session.scalar(select(Learner.name).where(Learner.id == learner))
