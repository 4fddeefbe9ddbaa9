"""The queue is worked off in the background: when content changes, and as long as there is something to do, a model to ask
and an allowance for it. Nobody waits for it."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Sequence
from contextlib import aclosing, suppress
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from app.core.batch import UNAVAILABLE
from app.courses.domain.catalogue import Catalogue
from app.tutor.domain.budgets import Usage
from app.tutor.provider import Patience, Provider, ProviderDown
from app.tutor.rewriting.queue import Made
from app.tutor.rewriting.workshop import NothingUsable, Workshop
from app.tutor.rewriting.writing import Ask, Message, NotNow
from app.tutor.spending import Allow

PATIENCE: Final = Patience(
    place=2.0, first=30.0, piece=20.0, whole=100.0, retry=5.0
)  # twice this is less than queue.LEASE
MOST_TOKENS, MOST_CHARACTERS = 1_500, 5_000
IDLE_S, LONGEST_IDLE_S = 30.0, 900.0
KEEP_UP: Final = timedelta(minutes=10)

log = structlog.get_logger()


def asking(provider: Provider, allow: Allow) -> Ask:
    """Raises ProviderDown, NotNow."""

    async def ask(messages: Sequence[Message], usage: Usage) -> str:
        settle = await asyncio.to_thread(allow, sum(len(message["content"]) for message in messages))
        if settle is None:
            raise NotNow
        asked = provider.stream(
            messages, most_tokens=MOST_TOKENS, most_characters=MOST_CHARACTERS, patience=PATIENCE, usage=usage
        )
        try:
            async with aclosing(asked) as pieces:
                return "".join([piece async for piece in pieces])
        finally:
            await asyncio.to_thread(settle, usage)

    return ask


class RewriteWorker:
    """One per process that has a model. `make_provider`: of its own, since what it asks may take long; called in its
    thread. `allow`: see spending.Allow."""

    def __init__(self, workshop: Workshop, make_provider: Callable[[], Provider], allow: Allow) -> None:
        self._workshop = workshop
        self._make_provider = make_provider
        self._allow = allow
        self._wake = threading.Event()
        self._stopped = False
        self._due: datetime | None = None
        self._asking: tuple[asyncio.AbstractEventLoop, asyncio.Task[Any]] | None = None
        self._thread = threading.Thread(target=self._run, name="rewrite-worker", daemon=True)

    def follow(self, _catalogue: Catalogue) -> None:
        """There is another catalogue."""
        self._due = None
        self._wake.set()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """What is being asked is put back for the next start."""
        self._stopped = True
        self._wake.set()
        if asking := self._asking:
            with suppress(RuntimeError):  # it ended at this moment
                asking[0].call_soon_threadsafe(asking[1].cancel)
        self._thread.join(timeout=10)

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def _run(self) -> None:
        with asyncio.Runner() as runner:
            provider, idle = self._make_provider(), IDLE_S
            while not self._stopped:
                try:
                    self._work_off(provider, runner)
                    idle = IDLE_S
                except (ProviderDown, NothingUsable) as error:
                    log.warning("rewriting waits for the model", error=type(error).__name__)
                    idle = min(2 * idle, LONGEST_IDLE_S)
                except (NotNow, asyncio.CancelledError):
                    idle = IDLE_S
                except UNAVAILABLE as error:
                    log.warning("rewriting waits for the database", error=type(error).__name__)
                except Exception as error:
                    log.exception("rewriting failed", error=type(error).__name__)
                self._wake.wait(idle)
                self._wake.clear()
            runner.run(provider.close())

    def _work_off(self, provider: Provider, runner: asyncio.Runner) -> None:
        ask = asking(provider, self._allow)

        def run(work: Coroutine[Any, Any, Made]) -> Made:
            return runner.run(self._known(work))

        while not self._stopped:
            now = self._workshop.clock.now()
            if self._due is None or self._due < now:
                self._due = now + KEEP_UP
                self._workshop.keep_up(provider.profile.model)
            resting = provider.breaker.is_open and not provider.breaker.is_due
            if resting or self._workshop.do_next(ask, run, provider.profile.model) is None:
                return

    async def _known(self, work: Coroutine[Any, Any, Made]) -> Made:
        """So that `stop` need not wait for a model."""
        task = asyncio.create_task(work)
        self._asking = asyncio.get_running_loop(), task
        if self._stopped:
            task.cancel()
        try:
            return await task
        finally:
            self._asking = None
