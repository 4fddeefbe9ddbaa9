"""Two teachers at the desk: what a browser finds in the editor, and sends."""

import re
from dataclasses import dataclass
from html import unescape

import httpx2
from starlette.testclient import TestClient

FRAGMENT = {"hx-request": "true"}
NAVIGATE = {"sec-fetch-mode": "navigate"}


@dataclass(frozen=True)
class Shown:
    """What the editor shows. `told`: its notices; `kept` as in EditorPage."""

    number: int
    text: str
    kept: str
    told: str
    html: str

    @property
    def preview(self) -> str:
        found = re.search(r'<iframe [^>]*src="([^"]+)"', self.html)
        assert found, self.html
        return unescape(found[1])

    @property
    def faults(self) -> list[int]:
        """The lines of the errors."""
        return [int(line) for line in re.findall(r'state bad">lỗi</span> <a [^>]*data-line="(\d+)"', self.html)]


def shown(response: httpx2.Response) -> Shown:
    html = response.text
    outcome = re.search(
        r'<div id="outcome" data-kept="([^"]*)" data-number="(\d+)" data-own="\d+">(.*?)</div>', html, re.DOTALL
    )
    text = re.search(r'<textarea id="chu"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    assert outcome, html
    assert text, html
    told = " ".join(unescape(re.sub("<[^>]+>", " ", outcome[3])).split())
    return Shown(int(outcome[2]), unescape(text[1]), outcome[1], told, html)


@dataclass(frozen=True)
class Writer:
    """A teacher's browser with one draft open."""

    client: TestClient
    url: str

    def open(self) -> Shown:
        response = self.client.get(self.url)
        assert response.status_code == 200, response.text
        return shown(response)

    def send(self, based_on: int | str, text: str, **headers: str) -> httpx2.Response:
        parts = {
            "so": (None, str(based_on)),
            "chu": (None, text),
        }  # multipart: what grows on its way meets the limit sooner
        return self.client.post(self.url, files=parts, headers=headers)

    def autosave(self, based_on: int, text: str) -> Shown:
        response = self.send(based_on, text, **FRAGMENT)
        assert response.status_code == 200, response.text
        assert response.text.startswith("<title>")
        return shown(response)


def open_draft(client: TestClient, path: str) -> Writer:
    response = client.post(f"/soan-bai/tep/{path}")
    assert response.status_code == 303, response.text
    return Writer(client, response.headers["location"])
