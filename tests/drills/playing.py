"""A browser that plays rounds of drills."""

import re
from dataclasses import dataclass

from starlette.testclient import TestClient

from app.drills.domain.rounds import answer_key
from tests.drills.drill_content import BANK_SLUG, CHANNELS, IN_BANK, LESSON_SLUG, SCAMS


@dataclass(frozen=True)
class ShownDrill:
    """What stands in the form of a drill: `token` is the round's."""

    name: str
    token: str
    version: str

    @property
    def url(self) -> str:
        return f"/dien-tap/{self.name}"

    @property
    def seen_url(self) -> str:
        return f"{self.url}?luot={self.token}"

    @property
    def holder(self) -> str:
        return BANK_SLUG if CHANNELS[self.name] in IN_BANK else LESSON_SLUG

    def form(self, call: str = "lua", sure: str = "chac") -> dict[str, str]:
        return {"khoa": self.token, "phien-ban": self.version, "cau-tra-loi": call, "chac": sure}

    @property
    def right(self) -> dict[str, str]:
        return self.form("lua" if self.name in SCAMS else "that")

    @property
    def wrong(self) -> dict[str, str]:
        return self.form("that" if self.name in SCAMS else "lua")

    def key(self, secret: bytes) -> str:
        """Under which the log holds the answer."""
        return answer_key(secret, self.token, self.holder, self.name)


def show(client: TestClient, url: str) -> ShownDrill:
    page = client.get(url).text
    values = dict(re.findall(r'name="(khoa|phien-ban)" value="([^"]+)"', page))
    action = re.search(r'action="/dien-tap/([^"/?]+)\?luot=[^"]+"', page)
    assert action, page
    return ShownDrill(action[1], values["khoa"], values["phien-ban"])


def begin(client: TestClient) -> ShownDrill:
    started = client.get("/dien-tap?luot=moi")
    assert started.status_code == 303
    return show(client, started.headers["location"])


def next_url(page: str) -> str:
    found = re.search(r'class="button primary" href="([^"]+)"', page)
    assert found, page
    return found[1]


def play(client: TestClient, *, right: bool = True) -> list[ShownDrill]:
    """A whole round, each call right or each call wrong; gives the drills in their order."""
    shown = begin(client)
    played = [shown]
    while True:
        answered = client.post(shown.url, data=shown.right if right else shown.wrong)
        assert answered.status_code == 200, answered.text
        url = next_url(answered.text)
        if not re.match(r"/dien-tap/", url):
            assert url == f"/dien-tap?luot={shown.token}"
            return played
        shown = show(client, url)
        played.append(shown)


def checked(page: str) -> set[str]:
    """What is chosen in the form."""
    return set(re.findall(r'value="([^"]+)" checked', page))
