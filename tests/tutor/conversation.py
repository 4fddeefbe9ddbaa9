"""What a phone does with the tutor, and what it then shows."""

import html
import re
from dataclasses import dataclass

from starlette.testclient import TestClient

from app.core.db import Database
from app.tutor.models import TutorMessage


@dataclass(frozen=True)
class Shown:
    """A page of the tutor: its HTML, and what a reader of it reads."""

    status: int
    html: str

    @property
    def text(self) -> str:
        main = re.search(r"<main.*</main>", self.html, re.DOTALL)
        assert main, self.html
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main[0])).split())

    @property
    def field(self) -> str:
        found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", self.html, re.DOTALL)
        assert found, self.html
        return html.unescape(found[1])

    @property
    def key(self) -> str:
        keys: list[str] = re.findall(r'name="khoa" value="([^"]+)"', self.html)
        return keys[0]

    @property
    def messages(self) -> list[str]:
        """Their names, the newest first."""
        return re.findall(r'name="tin" value="([^"]+)"', self.html)


def open_tutor(client: TestClient, path: str = "/tro-ly") -> Shown:
    reply = client.get(path)
    return Shown(reply.status_code, reply.text)


def ask(client: TestClient, question: str, key: str = "", **beside: str) -> Shown:
    """Asks, and follows to what is shown then."""
    form = {"khoa": key or open_tutor(client).key, "cau-hoi": question, **beside}
    reply = client.post("/tro-ly", data=form)
    if reply.status_code != 303:
        return Shown(reply.status_code, reply.text)
    return open_tutor(client, reply.headers["location"])


def stored(database: Database) -> list[TutorMessage]:
    """In the order in which they were asked."""
    with database.session(writes=False) as session:
        return list(session.query(TutorMessage).order_by(TutorMessage.asked_at, TutorMessage.id))
