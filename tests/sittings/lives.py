"""Lives of a service, each a process that is killed: while a crowd asks it one thing after the other, or right after it has
committed for the first time.

Every phone says what it sends before, and what it was told after the commit. What was not acknowledged the phone sends
again, the same form, now or to the next life of the service.
"""

import json
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any, NoReturn, TypeVar

from app.core.batch import UNAVAILABLE
from tests.sittings.crowd import DECISIONS, Crowd, Deed, Told

PHONES, EACH = 4, 3  # threads, and how many sittings go on by turns in one
ON_ITS_WAY_S, LOST = 0.01, 0.1  # what comes back to a phone takes up to so long; of so many it never comes
LIFE = timedelta(minutes=1)  # on the service's clock

Value = TypeVar("Value")


@dataclass(frozen=True)
class Said:
    """Of one life of the service. `unanswered`: sent, and nothing came back."""

    acknowledged: list[tuple[Deed, Told]]
    unanswered: list[Deed]
    ended: bool


def live(crowd: Crowd, life: int, unanswered: Sequence[Deed], patience: float | None) -> Said:
    """Until it is killed, so many seconds after its first word; None: until everybody has ended."""
    crowd.hall.database.engine.dispose()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _Life(replace(crowd, passed=life * LIFE), writing).run(f"life {life}", unanswered)
    os.close(writing)
    with os.fdopen(reading, "rb") as words:
        first = words.readline()
        if patience is not None:
            time.sleep(patience)
            os.kill(child, signal.SIGKILL)
        lines = [first, *words]
    how = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    said = _said([json.loads(line) for line in lines if line.endswith(b"\n")], ended=how == 0)
    assert how == 0 or (how == -signal.SIGKILL and patience is not None)
    return said


def die_after_commit(crowd: Crowd, deed: Deed) -> None:
    """Carries it out, and is gone as soon as something has been committed."""
    crowd.hall.database.engine.dispose()
    child = os.fork()
    if child == 0:
        _commit_and_die(crowd, deed)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def _commit_and_die(crowd: Crowd, deed: Deed) -> NoReturn:
    dialect = crowd.hall.database.engine.dialect
    commit = dialect.do_commit

    def last_commit(connection: Any) -> None:
        commit(connection)
        os.kill(os.getpid(), signal.SIGKILL)

    try:
        dialect.do_commit = last_commit  # type: ignore[assignment,method-assign]
        crowd.hall.do(lambda session: crowd.carry_out(session, deed))
    finally:
        os._exit(3)


def _said(words: list[list[Any]], *, ended: bool) -> Said:
    failed = [word for event, _, word in words if event == "failed"]
    assert not failed, failed[0]
    sent = {number: Deed(**word) for event, number, word in words if event == "sent"}
    told = {number: Told(**word) for event, number, word in words if event == "told"}
    unanswered = [deed for number, deed in sent.items() if number not in told]
    return Said([(sent[number], word) for number, word in told.items()], unanswered, ended)


def _patiently(ask: Callable[[], Value]) -> Value:
    """A busy database is asked again, as the page says."""
    while True:
        try:
            return ask()
        except UNAVAILABLE:
            time.sleep(0.01)


class _Life:
    """Everybody who asks the service something: each in a thread, each deed in a transaction of its own."""

    def __init__(self, crowd: Crowd, words: int) -> None:
        self._crowd, self._hall, self._words = crowd, crowd.hall, words

    def run(self, seed: str, unanswered: Sequence[Deed]) -> NoReturn:
        everybody = list(self._crowd.people)
        phones = [
            self._thread(self._learners, everybody[first::PHONES], unanswered, Random(f"{seed} {first}"))  # noqa: S311
            for first in range(PHONES)
        ]
        self._thread(self._assessors, phones, unanswered, Random(seed)).join()  # noqa: S311
        os._exit(0)

    def _thread(self, work: Any, *values: Any) -> threading.Thread:
        def run() -> None:
            try:
                work(*values)
            except BaseException:  # an assertion, too: the parent shall know
                self._say("failed", 0, traceback.format_exc())
                os._exit(3)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        return thread

    def _say(self, event: str, number: int, word: Any) -> None:
        os.write(self._words, json.dumps([event, number, word]).encode() + b"\n")

    def _send(self, deed: Deed, random: Random) -> None:
        number = random.getrandbits(50)
        self._say("sent", number, asdict(deed))
        while True:
            told = _patiently(lambda: self._hall.do(lambda session: self._crowd.carry_out(session, deed)))
            time.sleep(random.uniform(0, ON_ITS_WAY_S))
            if random.random() >= LOST:
                break
        self._say("told", number, asdict(told))

    def _learners(self, own: list[int], unanswered: Sequence[Deed], random: Random) -> None:
        for deed in unanswered:
            if deed.person in own and deed.kind not in DECISIONS:
                self._send(deed, random)
        while own:
            person = random.choice(own[:EACH])
            following = _patiently(lambda: self._following(person, random))  # noqa: B023 - used at once
            if following is None:
                own.remove(person)
            else:
                self._send(following, random)

    def _following(self, person: int, random: Random) -> Deed | None:
        return self._hall.read(lambda session: self._crowd.next_deed(session, person, random))

    def _assessors(self, phones: Sequence[threading.Thread], unanswered: Sequence[Deed], random: Random) -> None:
        """One after the other at one desk."""
        for deed in unanswered:
            if deed.kind in DECISIONS:
                self._send(deed, random)
        while True:
            is_last = not any(phone.is_alive() for phone in phones)
            _patiently(self._hall.opener.open_due)
            decision = _patiently(lambda: self._crowd.next_decision(random))
            if decision is not None:
                self._send(decision, random)
            elif is_last:
                return
            else:
                time.sleep(0.01)
