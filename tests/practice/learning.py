"""Somebody who learns for days: what they press, and what the service then shows them."""

import html
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx2
from starlette.testclient import TestClient

from app.core.clock import VIETNAM, Clock
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser
from tests.practice.practice_content import LESSONS

MOST_ASKED = 30
_STARTED = time.monotonic()
FIRST_DAY = datetime(2026, 11, 21, 9, tzinfo=VIETNAM)


@dataclass
class Person:
    """One phone, and the day on which its owner learns."""

    app: PrebuiltPages
    client: TestClient
    day: int = 0

    def get(self, path: str) -> httpx2.Response:
        # Day by day in front of one running service; within a day the clock ticks on.
        self.app.app.state.clock = Clock(FIRST_DAY + timedelta(days=self.day, seconds=time.monotonic() - _STARTED))
        return self.client.get(path)

    def page(self, path: str) -> str:
        reply = self.get(path)
        assert reply.status_code == 200, reply.text
        return html.unescape(reply.text)

    def answer(self, path: str, *, right: bool = True) -> str:
        """Opens a question, answers it, gives the address where "Đi tiếp" leads."""
        page = self.page(path)
        key, version = (re.findall(rf'name="{name}" value="([^"]+)"', page)[0] for name in ("khoa", "phien-ban"))
        word = "Đúng" if right else "Nhầm"
        [choice] = re.findall(rf'name="cau-tra-loi" value="([^"]+)"><span[^>]*>{word} \d+<', page)
        [action] = re.findall(r'<form class="fill" method="post" action="([^"]+)"', page)
        form = {"khoa": key, "phien-ban": version, "cau-tra-loi": choice}
        reply = self.client.post(action, data=form)
        assert reply.status_code == 200, reply.text
        assert ("bác giỏi lắm" in reply.text) == right
        onward = re.search(r'<a class="button(?: primary)?" href="([^"]+)">Đi tiếp', html.unescape(reply.text))
        assert onward
        return onward[1]

    def ask(self, path: str) -> str:
        """Follows a link that asks the next question; "" when it asks none."""
        reply = self.get(path)
        assert reply.status_code == 303, reply.text
        asked = reply.headers["location"]
        return asked if "/cau-hoi/" in asked else ""

    def walk(self, path: str) -> Iterator[str]:
        """Every question that is asked from here on, each about to be answered by the one who walks."""
        for _ in range(MOST_ASKED):
            if not (asked := self.ask(path)):
                return
            yield asked
        raise AssertionError(f"{path} asks for ever")

    def master(self, skill: str, count: int = 8) -> None:
        for number in range(1, count + 1):
            self.answer(question(skill, number))

    def skill(self, name: str) -> str:
        """How the progress page speaks of a skill."""
        [row] = re.findall(
            rf"<h3>{name}</h3>(.*?)</li>|<p class=\"ahead\">(.*?{name}.*?)</p>", self.page("/tien-bo"), re.DOTALL
        )
        return " ".join(re.sub(r"<[^>]+>", " ", "".join(row)).split())


def person(app: PrebuiltPages) -> Person:
    return Person(app, browser(app))


def question(skill: str, number: int) -> str:
    return f"/bai-hoc/{LESSONS[skill]}/cau-hoi/cau-{number}?lam-lai=1"


def name_of(asked: str) -> str:
    """The question in an address."""
    return asked.partition("?")[0]
