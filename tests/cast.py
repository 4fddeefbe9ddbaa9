"""Who is who in the tests: people, and browsers of people."""

import atexit
import re
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache

from anyio.from_thread import BlockingPortal, start_blocking_portal
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from app.accounts import service
from app.accounts.domain.roles import Role
from app.core.clock import Clock
from app.core.config import Settings
from app.core.db import Database

LEARNER_LAN = "Lan"  # learns on a phone that she shares with
LEARNER_HUNG = "Hùng"
LEARNER_TU = "Bác Tư"  # learns with an account
STAFF = {
    Role.TEACHER: "Cô Hạnh",
    Role.ASSESSOR: "Anh Dũng",
    Role.OFFICIAL: "Chị Mai",
    Role.ADMIN: "Anh Quân",
}
PASSWORD = "bò gặm cỏ non bên sông"


def browser(app: ASGIApp) -> TestClient:
    """A browser of its own: it keeps cookies, says where its requests come from, follows no redirect by itself."""
    client = TestClient(
        app,
        base_url="https://testserver",
        headers={"sec-fetch-site": "same-origin"},
        follow_redirects=False,
        raise_server_exceptions=False,
    )
    client.portal = event_loop()
    return client


@cache
def event_loop() -> BlockingPortal:
    """All requests of a process are answered in one, as in a service: to make one for each takes as long as the answer."""
    kept = ExitStack()
    atexit.register(kept.close)
    return kept.enter_context(start_blocking_portal())


def hire(database: Database, settings: Settings, role: Role, phone: str | None = None) -> str:
    """Someone of this role with the password PASSWORD; gives the login."""
    with database.session(writes=True) as session:
        name = STAFF.get(role, LEARNER_TU)
        created = service.create_account(session, settings.secret, role, name, phone, Clock().now())
        service.set_password(session, created.id, PASSWORD)
        session.commit()
    return created.login


def sign_in(client: TestClient, login: str, password: str = PASSWORD) -> None:
    response = client.post("/dang-nhap", data={"ten-dang-nhap": login, "mat-khau": password, "toi": ""})
    assert response.status_code == 303, response.text


@dataclass(frozen=True)
class ShownQuestion:
    """What a browser finds in a question page."""

    url: str
    key: str
    version: str
    choices: tuple[str, ...]

    def form(self, choice: str) -> dict[str, str]:
        return {"khoa": self.key, "phien-ban": self.version, "cau-tra-loi": choice}


def show_question(client: TestClient, url: str) -> ShownQuestion:
    html = client.get(url).text
    key = re.search(r'name="khoa" value="([^"]+)"', html)
    version = re.search(r'name="phien-ban" value="([^"]+)"', html)
    assert key, html
    assert version
    return ShownQuestion(url, key[1], version[1], tuple(re.findall(r'name="cau-tra-loi"[^>]*? value="([^"]+)"', html)))
