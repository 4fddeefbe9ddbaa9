"""Sittings are inspected in the background, at most once an hour; draws are closed when their days are over."""

from collections.abc import Callable

import structlog

from app.core.background import BackgroundThread
from app.core.batch import UNAVAILABLE
from app.core.clock import Clock
from app.core.db import Database
from app.integrity import closing
from app.integrity.service import inspect_all, is_due
from app.sittings.standards import Engine

FIRST_S, EVERY_S = 20.0, 60.0  # a service that begins has better things to do

log = structlog.get_logger()


class Inspector(BackgroundThread):
    """One per process; of two that find the same, the later one is kept."""

    def __init__(self, database: Database, engine: Engine, clock: Clock) -> None:
        super().__init__("inspector")
        self._database, self._engine, self._clock = database, engine, clock

    def inspect_due(self) -> bool:
        """False where what is kept is new enough."""
        now = self._clock.now()
        with self._database.session(writes=False) as session:
            if not is_due(session, now):
                return False
        inspect_all(self._database, self._engine.standards, now)
        return True

    def close_due(self) -> int:
        """The lots of draws whose days are over are fixed; gives how many were."""
        now = self._clock.now()
        with self._database.session(writes=False) as session:
            if not closing.is_due(session, now):
                return 0
        with self._database.session(writes=True) as session:
            closed = closing.close_draws(session, self._engine.certificates, now)
            session.commit()
        return closed

    def _run(self) -> None:
        pause = FIRST_S
        while not self._stopped.wait(pause):
            pause = EVERY_S
            for work in (self.close_due, self.inspect_due):  # the one goes on when the other fails
                self._try(work)

    def _try(self, work: Callable[[], object]) -> None:
        try:
            work()
        except UNAVAILABLE as error:
            log.warning("inspection waits for the database", error=type(error).__name__)
        except Exception as error:
            log.exception("inspecting sittings failed", error=type(error).__name__)
