"""Group commit: many small writes from many requests, one durable transaction.

A disk confirms a few hundred to a few thousand commits a second; requests that arrive while one commit is under way
share the next. Each caller is answered only after the commit that holds its row.
"""

import asyncio
import queue
import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.core.db import Database

Row = TypeVar("Row")
Ack = TypeVar("Ack")

log = structlog.get_logger()
# A full disk, a lock that does not come free, a server that restarts: sending again is the remedy for all.
UNAVAILABLE = (OperationalError, InterfaceError, PoolTimeout)


class WriterBusy(Exception):
    """The queue is full or the database does not answer: ask the person to try again; nothing is lost by it."""


class GroupWriter(Generic[Row, Ack]):
    """One thread that writes batches with `write`, which must return one acknowledgement per row, in order.

    When a batch fails its rows are tried again one by one, so that one bad row harms nobody else.
    """

    MAX_BATCH = 256
    MAX_WAITING = 5_000
    DEADLINE_S = 4.0

    def __init__(self, database: Database, write: Callable[[Connection, Sequence[Row]], Sequence[Ack]]) -> None:
        self._database = database
        self._write = write
        self._queue: queue.Queue[tuple[Row, asyncio.Future[Ack]] | None] = queue.Queue(self.MAX_WAITING)
        self._thread = threading.Thread(target=self._run, name="group-writer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Write what is waiting, then end."""
        self._queue.put(None)
        self._thread.join(timeout=10)

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    async def append(self, row: Row) -> Ack:
        """Returns after the commit. Raises WriterBusy when the queue is full, the deadline passes or the database does
        not answer, and whatever else `write` raised for this row."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Ack] = loop.create_future()
        try:
            self._queue.put_nowait((row, future))
        except queue.Full as error:
            raise WriterBusy from error
        timer = loop.call_later(self.DEADLINE_S, _give_up, future)
        try:
            return await future
        finally:
            timer.cancel()

    def _run(self) -> None:
        stopping = False
        while not stopping:
            batch = [self._queue.get()]
            while len(batch) < self.MAX_BATCH:
                try:
                    batch.append(self._queue.get_nowait())
                except queue.Empty:
                    break
            stopping = None in batch
            self._write_batch([item for item in batch if item is not None])

    def _write_batch(self, items: Sequence[tuple[Row, "asyncio.Future[Ack]"]]) -> None:
        if not items:
            return
        try:
            with self._database.transaction() as connection:
                acks = self._write(connection, [row for row, _ in items])
        except UNAVAILABLE as error:
            if _is_deadlock(error):  # two servers wrote the same keys in two orders; the other one has gone on
                self._write_batch(items)
                return
            _settle(items, [WriterBusy() for _ in items])
            log.warning("group write failed", error=type(error).__name__, count=len(items))
        except Exception as error:
            if len(items) > 1:
                for item in items:
                    self._write_batch([item])
            else:
                _settle(items, [error])
        else:
            _settle(items, acks)


def _give_up(future: "asyncio.Future[Ack]") -> None:
    if not future.done():
        future.set_exception(WriterBusy())


def _is_deadlock(error: Exception) -> bool:
    return getattr(getattr(error, "orig", None), "sqlstate", "") == "40P01"  # PostgreSQL's deadlock_detected


def _settle(items: Sequence[tuple[Row, "asyncio.Future[Ack]"]], outcomes: Sequence[Ack | Exception]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Ack], Ack | Exception]]] = {}
    for (_, future), outcome in zip(items, outcomes, strict=True):
        by_loop.setdefault(future.get_loop(), []).append((future, outcome))
    for loop, settled in by_loop.items():
        try:
            loop.call_soon_threadsafe(_resolve, settled)
        except RuntimeError:  # the loop ended with its callers; the rows are committed all the same
            continue


def _resolve(settled: "list[tuple[asyncio.Future[Ack], Ack | Exception]]") -> None:
    for future, outcome in settled:
        if future.done():
            continue
        if isinstance(outcome, Exception):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)
