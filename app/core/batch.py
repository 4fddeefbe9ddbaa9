"""Work in groups: what many requests ask of the database at the same moment is done together, by one thread.

A disk confirms a few hundred to a few thousand commits a second, and each hand-over between threads costs as much as a
small query; requests that arrive while one batch is under way share the next. Each caller goes on only after the
transaction of its batch has ended.
"""

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Generic, TypeVar

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

Item = TypeVar("Item")
Result = TypeVar("Result")

log = structlog.get_logger()
# A full disk, a lock that does not come free, a server that restarts: asking again is the remedy for all.
UNAVAILABLE = (OperationalError, InterfaceError, PoolTimeout)


class DatabaseBusy(Exception):
    """The queue is full or the database does not answer: ask the person to try again; nothing is lost by it."""


class BatchWorker(Generic[Item, Result]):
    """One thread that gives batches to `work`, which must return one result per item, in order. `connect` opens the
    connection of a batch and ends its transaction (core.db.Database.transaction, or reading.connect).

    When a batch fails its items are tried again one by one, so that one bad item harms nobody else.
    """

    MAX_BATCH = 256
    MAX_WAITING = 5_000
    WAIT_S = (
        4.0  # longer than the database takes to give up (core/db.py), shorter than a page may take (main.REQUEST_S)
    )
    GATHER_S, MOST_GATHER_S = 0.001, 0.008

    def __init__(
        self,
        name: str,
        connect: Callable[[], AbstractContextManager[Connection]],
        work: Callable[[Connection, Sequence[Item]], Sequence[Result]],
    ) -> None:
        self._connect = connect
        self._work = work
        self._queue: queue.SimpleQueue[tuple[Item, asyncio.Future[Result]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Do what is waiting, then end."""
        self._queue.put(None)
        self._thread.join(timeout=10)

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    async def ask(self, item: Item) -> Result:
        """Returns after the batch's transaction has ended. Raises DatabaseBusy when the queue is full, the deadline
        passes or the database does not answer, and whatever else `work` raised for this item."""
        if self._queue.qsize() >= self.MAX_WAITING:
            raise DatabaseBusy
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        self._queue.put((item, future))
        timer = loop.call_later(self.WAIT_S, _give_up, future)
        try:
            return await future
        finally:
            timer.cancel()

    def _run(self) -> None:
        stopping, took = False, 0.0
        batch: list[tuple[Item, asyncio.Future[Result]] | None] = []
        while not stopping:
            busy = len(batch) > 1
            batch = [self._queue.get()]
            if busy:  # others are on their way; patience makes one batch of many: the more, the slower the disk is
                time.sleep(min(max(took / 2, self.GATHER_S), self.MOST_GATHER_S))
            while len(batch) < self.MAX_BATCH:
                try:
                    batch.append(self._queue.get_nowait())
                except queue.Empty:
                    break
            stopping = None in batch
            began = time.monotonic()
            self._do([item for item in batch if item is not None])
            took = time.monotonic() - began

    def _do(self, items: Sequence[tuple[Item, "asyncio.Future[Result]"]]) -> None:
        if not items:
            return
        try:
            with self._connect() as connection:
                results = self._work(connection, [item for item, _ in items])
        except UNAVAILABLE as error:
            if _is_deadlock(error):  # two servers wrote the same keys in two orders; the other one has gone on
                self._do(items)
                return
            _settle(items, [DatabaseBusy() for _ in items])
            log.warning("batch failed", error=type(error).__name__, count=len(items))
        except Exception as error:
            if len(items) > 1:
                for item in items:
                    self._do([item])
            else:
                _settle(items, [error])
        else:
            _settle(items, results)


def _give_up(future: "asyncio.Future[Result]") -> None:
    if not future.done():
        future.set_exception(DatabaseBusy())


def _is_deadlock(error: Exception) -> bool:
    return getattr(getattr(error, "orig", None), "sqlstate", "") == "40P01"  # PostgreSQL's deadlock_detected


def _settle(items: Sequence[tuple[Item, "asyncio.Future[Result]"]], outcomes: Sequence[Result | Exception]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Result], Result | Exception]]] = {}
    for (_, future), outcome in zip(items, outcomes, strict=True):
        by_loop.setdefault(future.get_loop(), []).append((future, outcome))
    for loop, settled in by_loop.items():
        try:
            loop.call_soon_threadsafe(_resolve, settled)
        except RuntimeError:  # the loop ended with its callers; what was written is committed all the same
            continue


def _resolve(settled: "list[tuple[asyncio.Future[Result], Result | Exception]]") -> None:
    for future, outcome in settled:
        if future.done():
            continue
        if isinstance(outcome, Exception):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)
