"""The public log of certificates with a million entries: append ≤ 5 ms, proof ≤ 5 ms, all of it verified ≤ 60 s.

On SQLite, in a folder that is thrown away, each append committed to the disk. `--postgres`: on a PostgreSQL of its own. A
number: so many entries. On a machine that does other things too only the processor's time tells anything.
"""

import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.certification import transparency_log as log
from app.certification.domain.merkle_tree import is_included, leaf_hash
from app.cli import migrate
from app.core.config import Settings
from app.core.db import Database
from tests.postgres import postgres_server

ENTRIES, AT_ONCE, TRIES = 1_000_000, 20_000, 200
APPEND_GOAL_MS = PROOF_GOAL_MS = 5.0
VERIFY_GOAL_S = 60.0


def main() -> int:
    entries = int(next((one for one in sys.argv[1:] if one.isdigit()), ENTRIES))
    with _database(on_postgres="--postgres" in sys.argv[1:]) as database:
        _fill(database, entries)
        return 0 if all([*_measured(database)]) else 1


def _fill(database: Database, entries: int) -> None:
    started = time.perf_counter()
    for start in range(0, entries, AT_ONCE):
        with database.transaction() as connection:
            log.append(connection, [_entry(number) for number in range(start, min(start + AT_ONCE, entries))])
    print(f"{entries} entries written in {time.perf_counter() - started:.0f} s")


def _measured(database: Database) -> Iterator[bool]:
    chance = random.Random(9162)  # noqa: S311 - where to look, nothing secret
    yield _say("append", _times(lambda: _append(database)), APPEND_GOAL_MS)
    yield _say("proof of inclusion", _times(lambda: _prove(database, chance)), PROOF_GOAL_MS)
    yield _say("proof of consistency", _times(lambda: _prove_consistency(database, chance)), PROOF_GOAL_MS)
    started = time.perf_counter()
    with database.reading.connect() as connection:
        size, root = log.verify_all(connection)
    took = time.perf_counter() - started
    print(f"all {size} entries verified in {took:.1f} s (goal {VERIFY_GOAL_S:.0f} s), head {root.hex()[:16]}…")
    yield took <= VERIFY_GOAL_S


def _times(deed: Callable[[], None]) -> list[tuple[float, float]]:
    """Milliseconds, each: as one waits, and of the processor."""
    found = []
    for _ in range(TRIES):
        started, worked = time.perf_counter(), time.process_time()
        deed()
        found.append(((time.perf_counter() - started) * 1000, (time.process_time() - worked) * 1000))
    return found


def _say(what: str, times: list[tuple[float, float]], goal: float) -> bool:
    waited, worked = zip(*times, strict=True)
    middle, late, own = statistics.median(waited), statistics.quantiles(waited, n=20)[-1], statistics.median(worked)
    print(f"{what}: median {middle:.2f} ms (processor {own:.2f}), 95 % within {late:.2f} ms (goal {goal:.0f} ms)")
    return bool(middle <= goal)


def _append(database: Database) -> None:
    with database.transaction() as connection:
        log.append(connection, [_entry(random.getrandbits(200))])


def _prove(database: Database, chance: random.Random) -> None:
    with database.reading.connect() as connection:
        size = log.size_of(connection)
        index = chance.randrange(size)
        proof, entry = log.prove_inclusion(connection, index, size), log.entry_at(connection, index)
    assert entry is not None
    assert is_included(leaf_hash(entry.encode()), index, size, proof.hashes, proof.root)


def _prove_consistency(database: Database, chance: random.Random) -> None:
    with database.reading.connect() as connection:
        size = log.size_of(connection)
        log.prove_consistency(connection, chance.randrange(1, size), size)


def _entry(number: int) -> bytes:
    return f'{{"at":"2026-11-22T03:00:00Z","event":"issued","reason":"","token":"{number:064x}"}}'.encode()


@contextmanager
def _database(*, on_postgres: bool) -> Iterator[Database]:
    folder = Path(tempfile.mkdtemp(prefix="hocvuso-bench-"))
    try:
        if on_postgres:
            with postgres_server(durable=True) as url:
                yield _migrated(folder, url)
        else:
            yield _migrated(folder, "")
    finally:
        shutil.rmtree(folder)


def _migrated(folder: Path, url: str) -> Database:
    settings = Settings(_env_file=None, var_dir=folder, database_url=url, demo=False)
    migrate(settings)
    return Database(settings.database_url)


if __name__ == "__main__":
    sys.exit(main())
