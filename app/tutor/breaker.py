"""A model that fails again and again is left alone for a while: nobody waits for what will not come."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Literal, TypeAlias

Why: TypeAlias = Literal[
    "breaker-open", "busy", "configuration", "interrupted", "late", "limited", "refused", "unreachable"
]


class ProviderDown(Exception):
    """`why` is for logs and the operator's page; a learner never sees it."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass
class Breaker:
    """After `most` failures in a row, be they an hour apart, it is open, until somebody has succeeded: where a question comes
    once a minute, no third learner waits. After `rest` seconds one request may try, each time it fails after twice as long,
    after `long_rest` at most and where a setting is wrong. Requests that are refused, such as one too long, say little of the
    next, and whoever wants to could write two: of them it takes `most_refused`. `now` in seconds. Threads may share it."""

    most: int = 2
    most_refused: int = 6
    rest: float = 30.0
    long_rest: float = 600.0
    now: Callable[[], float] = monotonic
    _failures: int = 0
    _refusals: int = 0
    _rest: float = 0.0  # the last one
    _rests_until: float | None = None  # None: closed
    _is_trying: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_open(self) -> bool:
        return self._rests_until is not None

    @property
    def is_due(self) -> bool:
        """Open, and somebody should try."""
        until = self._rests_until
        return until is not None and self.now() >= until and not self._is_trying

    def begin(self) -> bool:
        """Raises ProviderDown while open; lets one through after the rest: whether that is this one."""
        with self._lock:
            if self.is_due:
                self._is_trying = True
                return True
            if self.is_open:
                raise ProviderDown("breaker-open")
            return False

    def went_well(self) -> None:
        with self._lock:
            self._failures, self._refusals, self._rest, self._rests_until, self._is_trying = 0, 0, 0.0, None, False

    def gave_up(self, *, was_trying: bool = False) -> None:
        """Nothing was learned of the server, such as when a learner left."""
        with self._lock:
            self._is_trying &= not was_trying

    def went_wrong(self, why: Why, *, was_trying: bool = False) -> None:
        """Of one that began before it was open, the rest is not counted from anew."""
        with self._lock:
            self._is_trying &= not was_trying
            self._failures += why != "refused"
            self._refusals += why == "refused"
            if self.is_open and not was_trying and why != "configuration":
                return
            if why == "configuration":
                self._rest = self.long_rest
            elif self._failures >= self.most or self._refusals >= self.most_refused:
                self._rest = min(2 * self._rest, self.long_rest) if self._rest else self.rest
            else:
                return
            self._rests_until = self.now() + self._rest
