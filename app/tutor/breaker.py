"""A model that fails again and again is left alone for a while: nobody waits for what will not come."""

import threading
from collections import deque
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
    """After `most` failures within `window` seconds nothing is asked for `rest` seconds; then one request tries. A wrong
    setting rests for `long_rest`. `now` in seconds. Threads may share it: learners' answers and the rewriting have one."""

    most: int = 5
    window: float = 30.0
    rest: float = 30.0
    long_rest: float = 600.0
    now: Callable[[], float] = monotonic
    _failures: deque[float] = field(default_factory=deque)
    _open_until: float | None = None
    _is_trying: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_open(self) -> bool:
        until = self._open_until
        return until is not None and (self.now() < until or self._is_trying)

    def begin(self) -> None:
        """Raises ProviderDown while open; once, after the rest, lets one through."""
        with self._lock:
            if self._open_until is None:
                return
            if self.is_open:
                raise ProviderDown("breaker-open")
            self._is_trying = True

    def went_well(self) -> None:
        with self._lock:
            self._failures.clear()
            self._open_until, self._is_trying = None, False

    def gave_up(self) -> None:
        """Nothing was learned of the server, such as when a learner left."""
        self._is_trying = False

    def went_wrong(self, why: Why) -> None:
        with self._lock:
            now, was_trying, self._is_trying = self.now(), self._is_trying, False
            if why == "configuration":
                self._open_until = now + self.long_rest
                return
            self._failures.append(now)
            while self._failures and self._failures[0] <= now - self.window:
                self._failures.popleft()
            if was_trying or len(self._failures) >= self.most:
                self._open_until = now + self.rest
