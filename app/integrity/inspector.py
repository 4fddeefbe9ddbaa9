"""Sittings are inspected in the background, at most once an hour."""

import threading

import structlog

from app.core.batch import UNAVAILABLE
from app.core.clock import Clock
from app.core.db import Database
from app.integrity.service import inspect_all, is_due
from app.sittings.standards import Standards

FIRST_S, EVERY_S = 20.0, 60.0  # a service that begins has better things to do

log = structlog.get_logger()


class Inspector:
    """One per process; of two that find the same, the later one is kept."""

    def __init__(self, database: Database, standards: Standards, clock: Clock) -> None:
        self._database, self._standards, self._clock = database, standards, clock
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="inspector", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(timeout=10)

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def inspect_due(self) -> bool:
        """False where what is kept is new enough."""
        now = self._clock.now()
        with self._database.session(writes=False) as session:
            if not is_due(session, now):
                return False
        inspect_all(self._database, self._standards, now)
        return True

    def _run(self) -> None:
        pause = FIRST_S
        while not self._stopped.wait(pause):
            pause = EVERY_S
            try:
                self.inspect_due()
            except UNAVAILABLE as error:
                log.warning("inspection waits for the database", error=type(error).__name__)
            except Exception as error:
                log.exception("inspecting sittings failed", error=type(error).__name__)
