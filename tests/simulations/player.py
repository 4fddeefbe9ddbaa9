"""Someone who plays the look-alike phone by its pages: forms as a browser without script sends them, names as they are
spoken."""

import re
from dataclasses import dataclass, field
from html import unescape

import httpx2
from starlette.testclient import TestClient

from tests.simulations.simulation_content import URL, WAY

NO_SCRIPT = {"sec-fetch-mode": "navigate"}
HTMX = {"hx-request": "true"}


UNSPOKEN = re.compile(r'<(i|svg|span)\b[^>]*aria-hidden="true".*?</\1>', re.DOTALL)
BUTTON = re.compile(r"<button([^>]*)>(.*?)</button>", re.DOTALL)
LABEL = re.compile(r'<label for="([^"]+)">(.*?)</label>')
INPUT = re.compile(r"<input([^>]*)>")
PLAY = re.compile(r'<div id="luot".*?(?=\s*</form>)', re.DOTALL)
TITLE = re.compile(r"<title>.*?</title>")
HERE = re.compile(r'<input type="hidden" name="toi"[^>]*>')
SEQ = re.compile(r'<input type="hidden" id="thu-tu"[^>]*>')


@dataclass
class Phone:
    """The form of a page: hidden fields, names of fields, buttons by their spoken names."""

    html: str

    def __post_init__(self) -> None:
        form = re.search(r'<form class="try".*?</form>', self.html, re.DOTALL)
        text = UNSPOKEN.sub("", form[0]) if form else ""
        inputs = [_attributes(found) for found in INPUT.findall(text)]
        buttons = [(_attributes(head), _words(face)) for head, face in BUTTON.findall(text)]
        self.hidden = {one["name"]: one["value"] for one in inputs if one.get("type") == "hidden"}
        self.held = {one["name"]: one["value"] for one in inputs if one.get("type") != "hidden"}
        self.entries = {_words(label): name for name, label in LABEL.findall(text)}
        self.buttons = {
            one.get("aria-label", words): (one.get("name", ""), one.get("value", ""))
            for one, words in buttons
            if "aria-hidden" not in one
        }

    @property
    def screen(self) -> str:
        """The heading of the phone's screen; "" on a page without a phone."""
        found = re.search(r'<h1 id="man-hinh"[^>]*>(.*?)</h1>', self.html)
        return unescape(found[1]) if found else ""

    @property
    def said(self) -> str:
        """What is said at once: remarks and refusals."""
        return " ".join(re.findall(r'role="alert">(.*?)</div></div>', self.html, re.DOTALL))

    @property
    def key(self) -> str:
        return self.hidden["khoa"]

    def after(self, reply: httpx2.Response) -> "Phone":
        """The page as htmx leaves it: another one, or this one with the part that came in its place."""
        target = reply.headers.get("hx-retarget", "")
        if not target:
            return Phone(reply.text)
        title, _, part = reply.text.partition("</title>")
        part, *here = re.split(r'(?=<input type="hidden" name="toi")', part)
        if here:
            return Phone(_replaced(HERE, self.html, here[0])).after_part(target, title, part)
        return self.after_part(target, title, part)

    def after_part(self, target: str, title: str, part: str) -> "Phone":
        if target == "#luot":
            return Phone(_replaced(TITLE, _replaced(PLAY, self.html, part), f"{title}</title>"))
        count, _, number = part.partition("<input")
        page = _replaced(
            re.compile(rf'(?<=<p id="{target[1:]}" role="status">).*?(?=</p>)', re.DOTALL), self.html, count
        )
        return Phone(_replaced(SEQ, page, f"<input{number}"))

    def form(self, pressed: str = "", typed: dict[str, str] | None = None) -> dict[str, str]:
        """What pressing this button sends; "" is Enter in a field."""
        fields = self.hidden | self.held | {self.entries[name]: text for name, text in (typed or {}).items()}
        name, value = self.buttons[pressed] if pressed else ("", "")
        return fields | ({name: value} if name else {})


@dataclass
class Player:
    client: TestClient
    headers: dict[str, str] = field(default_factory=dict)
    url: str = URL

    def join(self, name: str) -> None:
        """Someone else takes the phone."""
        assert self.client.post("/tai-khoan/nguoi-hoc", data={"ten": name}).status_code == 303

    def open(self, query: str = "") -> Phone:
        reply = self.client.get(self.url + query, headers=self.headers)
        assert reply.status_code == 200, reply.text
        return Phone(reply.text)

    def send(self, form: dict[str, str]) -> httpx2.Response:
        return self.client.post(self.url, data=form, headers=self.headers)

    def press(self, phone: Phone, pressed: str = "", **typed: str) -> Phone:
        return self.press_typed(phone, pressed, typed)

    def press_typed(self, phone: Phone, pressed: str, typed: dict[str, str]) -> Phone:
        reply = self.send(phone.form(pressed, typed))
        if reply.status_code == 303:
            reply = self.client.get(reply.headers["location"], headers=self.headers)
        assert reply.status_code == 200, reply.text
        return phone.after(reply)

    def walk(self, phone: Phone, steps: int = len(WAY)) -> Phone:
        """From the start along the shortest way; keys of a keypad are pressed one by one."""
        for typed, pressed in WAY[:steps]:
            if pressed:
                phone = self.press_typed(phone, pressed, typed)
            else:
                for key in "".join(typed.values()):
                    phone = self.press(phone, key)
        return phone


def _replaced(place: re.Pattern[str], page: str, part: str) -> str:
    found, count = place.subn(lambda _: part.strip(), page)
    assert count == 1, place.pattern
    return found


def _attributes(head: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', head)}


def _words(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())
