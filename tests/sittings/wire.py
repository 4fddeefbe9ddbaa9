"""Browsers on a network that breaks: a form is sent again, the same, until the service has said something."""

import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from random import Random
from threading import Event
from urllib.parse import urlencode

PAUSE_S = 0.03
BUSY = 503
LOST = 0.1  # of what comes back so much never comes
PATIENCE_S = 60


class Over(Exception):
    """Nobody waits for it any more."""


@dataclass(frozen=True)
class Reply:
    """`resent`: the form had been sent before, and whoever sent it does not know what became of that."""

    status: int
    location: str
    taken: str
    html: str
    resent: bool


@dataclass
class Wire:
    """A browser: it keeps cookies. `closed`: the street is empty."""

    port: int
    random: Random
    closed: Event
    cookies: dict[str, str] = field(default_factory=dict)
    resent: int = 0
    _connection: HTTPConnection | None = None

    def get(self, path: str) -> Reply:
        return self._ask("GET", path, {})

    def post(self, path: str, form: dict[str, str] | list[tuple[str, str]]) -> Reply:
        return self._ask("POST", path, form)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _ask(self, method: str, path: str, form: dict[str, str] | list[tuple[str, str]]) -> Reply:
        sent = 0
        while not self.closed.is_set():
            try:
                sent += 1
                reply = self._once(method, path, urlencode(form), resent=sent > 1)
            except (OSError, HTTPException):
                self.close()
                time.sleep(PAUSE_S)
                continue
            if reply.status != BUSY and self.random.random() >= LOST:
                self.resent += reply.resent
                return reply
        raise Over

    def _once(self, method: str, path: str, body: str, *, resent: bool) -> Reply:
        if self._connection is None:
            self._connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self._connection.request(method, path, body if method == "POST" else None, headers)
        reply = self._connection.getresponse()
        html = reply.read().decode()
        for line in reply.headers.get_all("Set-Cookie", ()):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return Reply(reply.status, reply.getheader("Location", ""), reply.getheader("X-Da-Nhan", ""), html, resent)
