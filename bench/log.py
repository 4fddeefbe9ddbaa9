"""The public log of certificates with a million entries: append ≤ 5 ms, proof ≤ 5 ms, all of it verified ≤ 60 s.

On SQLite, in a folder that is thrown away, each append committed to the disk. `--postgres`: on a PostgreSQL of its own. A
number: so many entries. On a machine that does other things too only the processor's time tells anything.

`--certificates`: instead, what `hocvuso certificate log verify` does where there are certificates behind the entries, 20,000
of them (or a number). It reads every row, checks its signature and holds it against its entry: no part of the goal of 60 s,
which is of the log alone, and longer than that. From 50,000 rows on as many processes help as there are processors
(app/certification/many_hands.py). Measured on SQLite, two cores that others used too: 20,000 by one process in 4.1 s, 0.20 ms
of the processor each, of which the signature is 0.06; 100,000 by two in 13 s by the clock. A million would be about two
minutes from there; nobody has run a million. Decisions of assessors, which the command looks at too, are not among it.
"""

import random
import secrets
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from app.certification import transparency_log as log
from app.certification.auditing import audit
from app.certification.domain.confirmation import SkillSeen, as_text, new_code
from app.certification.domain.credential import claims, log_entry
from app.certification.domain.merkle_tree import is_included, leaf_hash
from app.certification.domain.status_list import list_number, place_in_list
from app.certification.domain.tokens import sign
from app.certification.models import Certificate
from app.certification.signing_keys import PrivateKey, begin_key, key_in_use, make_key
from app.cli import migrate
from app.core.config import Settings
from app.core.db import Database
from tests.certification.certified import AT, CONFIRMATION, ISSUER
from tests.postgres import postgres_server

ENTRIES, CERTIFICATES, AT_ONCE, TRIES = 1_000_000, 20_000, 20_000, 200
SKILLS = tuple(SkillSeen(f"ky-nang-{n}", f"Kỹ năng của người dân, số {n}", True, 2) for n in range(7))  # as most have
APPEND_GOAL_MS = PROOF_GOAL_MS = 5.0
VERIFY_GOAL_S = 60.0


def main() -> int:
    asked = sys.argv[1:]
    of_rows = "--certificates" in asked
    entries = int(next((one for one in asked if one.isdigit()), CERTIFICATES if of_rows else ENTRIES))
    with _database(on_postgres="--postgres" in asked) as database:
        if of_rows:
            _certify(database, entries)
            return 0 if _audited(database, entries) else 1
        _fill(database, entries)
        return 0 if all([*_measured(database)]) else 1


def _fill(database: Database, entries: int) -> None:
    started = time.perf_counter()
    for start in range(0, entries, AT_ONCE):
        with database.transaction() as connection:
            log.append(connection, [_entry(number) for number in range(start, min(start + AT_ONCE, entries))])
    print(f"{entries} entries written in {time.perf_counter() - started:.0f} s")


def _certify(database: Database, count: int) -> None:
    """As so many sittings would have left them; one in a hundred was revoked."""
    started, keys = time.perf_counter(), Path(tempfile.mkdtemp(prefix="hocvuso-bench-keys-"))
    with database.transaction() as connection:
        begin_key(connection, make_key(keys, AT), AT)
        key = key_in_use(connection, keys)
    shutil.rmtree(keys)
    for start in range(0, count, AT_ONCE):
        rows = [_row(key, number) for number in range(start, min(start + AT_ONCE, count))]
        with database.transaction() as connection:
            first = log.append(connection, [log_entry("issued", row["token"], AT) for row in rows])
            for index, row in enumerate(rows, first):
                row["log_index"] = index
            revoked = rows[::100]
            after = log.append(connection, [log_entry("revoked", row["token"], AT, "cap-nham") for row in revoked])
            for index, row in enumerate(revoked, after):
                row |= {"revoked_at": AT, "revoke_reason": "cap-nham", "revoke_log_index": index}
            connection.execute(insert(Certificate), rows)
    print(f"{count} certificates written in {time.perf_counter() - started:.0f} s")


def _row(key: PrivateKey, number: int) -> dict[str, Any]:
    code = new_code(secrets.choice)
    confirmation = replace(CONFIRMATION, code=code, salt=secrets.token_hex(16), issued_at=AT, skills=SKILLS)
    said = claims(confirmation, ISSUER, place_in_list(number), ISSUER.status_url(list_number(number)))
    return {
        "code": code, "subject": f"bench-{number}", "learner_id": None, "confirmation": as_text(confirmation),
        "token": sign(said, "vc+jwt", key.id, key.key), "status_index": number, "issued_at": AT,
        "valid_until": confirmation.valid_until, "revoked_at": None, "revoke_reason": None, "revoke_log_index": None,
        "show_name": False,
    }  # fmt: skip


def _audited(database: Database, count: int) -> bool:
    started, worked = time.perf_counter(), time.process_time()
    with database.reading.connect() as connection:
        found = audit(connection)
    took, own = time.perf_counter() - started, time.process_time() - worked
    each = took / count * 1000
    print(
        f"{found.size} entries and {count} certificates verified in {took:.1f} s (processor of this process {own:.1f} s)"
    )
    print(f"{each:.2f} ms for each; a million would take about {each * 1000:.0f} s, if it stays so")
    for fault in found.faults[:5]:
        print(fault)
    return not found.faults


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
