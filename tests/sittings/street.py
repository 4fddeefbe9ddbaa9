"""A crowd that comes to the service over the network: phones of learners, desks of assessors. Each says what it sends before it
is sent, and what it was told; what nobody has answered it sends again."""

import re
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html import unescape
from random import Random
from typing import Any, TypeVar

from sqlalchemy import select

from app.accounts import service as accounts
from app.accounts.models import Account
from app.assessment.domain.readings import Reader
from app.core.batch import UNAVAILABLE
from app.learners.domain.device import Device, encode
from tests.cast import PASSWORD
from tests.sittings.crowd import DECISIONS, Crowd, Deed, Told
from tests.sittings.lives import SECRET
from tests.sittings.phone import BEGIN
from tests.sittings.wire import Over, Wire

PHONES, EACH = 4, 3  # threads, and how many sittings go on by turns in one
IDLE_S = 0.1
ROUTES = {"answer": "tra-loi", "press": "bam", "pause": "tam-nghi", "resume": "lam-tiep", "appeal": "xem-lai"}
DEVICE = "__Host-may"
QUEUES = ("ready", "look")

Value = TypeVar("Value")


def patiently(ask: Callable[[], Value]) -> Value:
    """A database that is busy, or wakes up, is asked again."""
    while True:
        try:
            return ask()
        except UNAVAILABLE:
            time.sleep(0.01)


@dataclass
class Street:
    """`acknowledged` in the order in which it came back. `failed`: of a thread, what must not be."""

    crowd: Crowd
    port: int
    closed: threading.Event = field(default_factory=threading.Event)
    acknowledged: list[tuple[Deed, Told]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)
    urls: dict[int, str] = field(default_factory=dict)
    _sent: dict[int, Deed] = field(default_factory=dict)
    _threads: list[threading.Thread] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def open(self) -> None:
        everybody = list(self.crowd.people)
        phones = [self._thread(self._learners, everybody[first::PHONES], Random(first)) for first in range(PHONES)]  # noqa: S311
        self._threads = [*phones, self._thread(self._assessors, phones, Random(6))]  # noqa: S311

    def close(self) -> None:
        self.closed.set()
        for thread in self._threads:
            thread.join(30)
        for wire in self.wires:
            wire.close()

    @property
    def is_over(self) -> bool:
        assert not self.failed, self.failed[0]
        return not any(thread.is_alive() for thread in self._threads)

    def so_far(self) -> tuple[list[tuple[Deed, Told]], list[Deed]]:
        """What was acknowledged, and what waits for an answer."""
        with self._lock:
            return list(self.acknowledged), list(self._sent.values())

    def _thread(self, work: Callable[..., None], *values: Any) -> threading.Thread:
        def run() -> None:
            try:
                work(*values)
            except Over:
                pass
            except BaseException:  # an assertion, too: whoever waits shall know
                self.failed.append(traceback.format_exc())
                self.closed.set()

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        return thread

    def _wire(self, random: Random, cookies: dict[str, str]) -> Wire:
        wire = Wire(self.port, random, self.closed, cookies)
        self.wires.append(wire)
        return wire

    def _say(self, deed: Deed, send: Callable[[], Told]) -> None:
        number = threading.get_ident()
        with self._lock:
            self._sent[number] = deed
        told = send()
        with self._lock:
            self.acknowledged.append((self._sent.pop(number), told))

    # Learners

    def _learners(self, own: list[int], random: Random) -> None:
        phones = {
            person: self._wire(random, {DEVICE: encode(Device((person,), person), SECRET.encode())}) for person in own
        }
        while own:
            person = random.choice(own[:EACH])
            following = patiently(lambda: self._following(person, random))  # noqa: B023 - used at once
            if following is None:
                own.remove(person)
            else:
                self._say(following, lambda: self._send(phones[person], following))  # noqa: B023

    def _following(self, person: int, random: Random) -> Deed | None:
        return self.crowd.hall.read(lambda session: self.crowd.next_deed(session, person, random))

    def _send(self, phone: Wire, deed: Deed) -> Told:
        if deed.kind == "begin":
            return self._begin(phone, deed)
        reply = phone.post(f"{self.urls[deed.person]}/{ROUTES[deed.kind]}", _form(deed))
        assert reply.status in (200, 303), (deed, reply.status)
        if deed.kind in ("answer", "press"):
            assert reply.taken == (f"{deed.subject}.{deed.number}" if deed.kind == "press" else deed.subject), deed
        code = re.search(r"/chung-nhan/giay/([A-Z0-9]{12})", reply.html)
        return Told("again" if reply.resent else "done", code=code[1] if code else "")

    def _begin(self, phone: Wire, deed: Deed) -> Told:
        person = self.crowd.people[deed.person]
        path = "/chung-nhan/vao-lop" if person.code else "/chung-nhan/bat-dau"
        own = {"ten": person.name, "ma": person.code, "may": "class" if person.code else "own"}
        reply = phone.post(path, _hidden(phone.get(path).html) | BEGIN | own)
        assert reply.status == 303, (deed, reply.status)
        self.urls[deed.person] = reply.location
        return Told("again" if reply.resent else "done")

    # Assessors

    def _assessors(self, phones: list[threading.Thread], random: Random) -> None:
        """One after the other at one desk, until nothing can come any more."""
        desks = [(reader, self._wire(random, {}), self._login_of(reader)) for reader in self.crowd.readers]
        for _, wire, login in desks:
            _sign_in(wire, login)
        while True:
            is_last = not any(phone.is_alive() for phone in phones)
            if patiently(self._some_wait):
                for desk in random.sample(desks, len(desks)):
                    self._decide(*desk, random)
                continue
            if is_last and patiently(self._nothing_waits):
                return
            time.sleep(IDLE_S)

    def _login_of(self, reader: Reader) -> str:
        with self.crowd.hall.database.session(writes=True) as session:
            accounts.set_password(session, reader.account, PASSWORD)
            session.commit()
            return session.scalars(select(Account.login).where(Account.id == reader.account)).one()

    def _decide(self, reader: Reader, wire: Wire, login: str, random: Random) -> None:
        for queue in QUEUES:
            claimed = wire.post("/tham-dinh/tiep", {"hang": queue})
            if claimed.status == 303:
                token = claimed.location.rsplit("/", 1)[1]
                deed = patiently(lambda: self._decision(token, reader, random))  # noqa: B023 - used at once
                form = _decision_form(wire.get(claimed.location).html, deed.kind)
                self._say(replace(deed, form=form), lambda: _settle(wire, claimed.location, form, login))  # noqa: B023
                return

    def _decision(self, token: str, reader: Reader, random: Random) -> Deed:
        case = self.crowd.hall.case(token)
        return self.crowd.hall.read(lambda session: self.crowd.decision_on(session, case, reader, random))

    def _some_wait(self) -> bool:
        return self.crowd.hall.read(self.crowd.has_open_case)

    def _nothing_waits(self) -> bool:
        return self.crowd.hall.read(self.crowd.is_settled)


def _settle(wire: Wire, url: str, form: dict[str, str], login: str) -> Told:
    """What is refused to whoever sends it again was written before. The password is typed again when it is asked for."""
    reply = wire.post(f"{url}/quyet-dinh", form)
    while reply.status == 403:
        _sign_in(wire, login)
        reply = wire.post(f"{url}/quyet-dinh", form)
    assert reply.status == 303 or (reply.status in (404, 409) and reply.resent), (form, reply.status)
    return Told("again" if reply.resent else "done")


def _sign_in(wire: Wire, login: str) -> None:
    reply = wire.post("/dang-nhap", {"ten-dang-nhap": login, "mat-khau": PASSWORD, "toi": ""})
    assert reply.status == 303, reply.status


def _form(deed: Deed) -> list[tuple[str, str]]:
    if deed.kind == "press":
        return [("khoa", deed.subject), ("thu-tu", str(deed.number)), ("cham", deed.form["control"])]
    sent = [("khoa", deed.subject)] if deed.kind == "answer" else []
    for name, values in deed.form.items():
        sent += [(name, value) for value in ([values] if isinstance(values, str) else values)]
    return sent


def _hidden(html: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    return {name: unescape(value) for name, value in found}


def _decision_form(page: str, kind: str) -> dict[str, str]:
    """As the page brings it."""
    part = page.split(f'id="viec-{DECISIONS[kind]}"')[1].split("</form>")[0]
    seen, reason = (
        re.search(r'name="da-xem" value="([^"]+)"', part),
        re.search(r'name="ly-do" value="([^"]+)" checked', part),
    )
    assert seen
    assert reason
    texts = [unescape(text) for text in re.findall(r"<textarea[^>]*>([^<]*)</textarea>", part)]
    words = {"loi-nguoi-hoc": texts[0], "loi-ho-so": texts[1] or "Tôi đã đọc cả bài."}
    return {"da-xem": seen[1], "viec": kind, "ly-do": reason[1]} | words
