"""A million certificates are read again by as many processes as there are processors: each row stands for itself."""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from typing import TypeAlias

from joserfc.jwk import ECKey

from app.certification.domain.credential import JsonObject
from app.certification.domain.issued import IssuedRow, RowFault, spoilt
from app.certification.domain.tokens import VerifyingKey, public_half

# A key as another process is told of it.
ToldKey: TypeAlias = tuple[str, JsonObject, datetime, datetime | None]

_keys: dict[str, VerifyingKey] = {}  # of a process that helps


def spoilt_among(batches: Iterable[Sequence[IssuedRow]], keys: Mapping[str, VerifyingKey]) -> Iterator[RowFault]:
    """As `spoilt`, in the order of the rows. Few batches wait at a time: they are read from the database as they are needed."""
    told = [(key.id, public_half(key.key), key.since, key.until) for key in keys.values()]
    hands = os.cpu_count() or 1
    with ProcessPoolExecutor(hands, get_context("spawn"), initializer=_learn, initargs=(told,)) as pool:
        waiting: deque[Future[list[RowFault]]] = deque()
        for batch in batches:
            waiting.append(pool.submit(_judged, batch))
            if len(waiting) > 2 * hands:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _learn(told: Iterable[ToldKey]) -> None:
    _keys.update((id_, VerifyingKey(id_, ECKey.import_key(half), since, until)) for id_, half, since, until in told)


def _judged(rows: Sequence[IssuedRow]) -> list[RowFault]:
    return list(spoilt(rows, _keys))
