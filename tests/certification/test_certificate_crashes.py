"""The service is killed while it issues and revokes: what it had said stands, nothing stands twice, every proof holds."""

import json
import os
import random
import signal
import time
from itertools import count
from typing import NoReturn

import pytest
from sqlalchemy import select

from app.certification import transparency_log as log
from app.certification.auditing import audit
from app.certification.domain.merkle_tree import is_included, leaf_hash
from app.certification.models import Certificate
from app.certification.verification import judge_code
from app.core.db import Database
from tests.certification.certified import AT
from tests.certification.office import Office

pytestmark = pytest.mark.battery

KILLS = 20
LONGEST_S = 0.08  # from the first answer until the kill


def work_until_killed(office: Office, life: int, answers: int) -> NoReturn:
    """Issues, and revokes every third; says what was done when it was committed, and not before."""
    try:
        database = Database(office.database.url.render_as_string(hide_password=False))
        own = Office(database, office.certificates, office.learner)
        for number in count():
            code = own.issue(f"{life}-{number}").code
            os.write(answers, json.dumps(["issued", f"{life}-{number}", code]).encode() + b"\n")
            if number % 3 == 2:
                own.revoke(code)
                os.write(answers, json.dumps(["revoked", "", code]).encode() + b"\n")
    finally:
        os._exit(3)


def answers_until_killed(office: Office, life: int, patience: float) -> list[list[str]]:
    office.database.engine.dispose()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        work_until_killed(office, life, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as answers:
        first = answers.readline()
        time.sleep(patience)
        os.kill(child, signal.SIGKILL)
        said = first + answers.read()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    return [json.loads(line) for line in said.splitlines() if line.endswith(b"]")]


def test_nothing_that_was_said_is_lost_or_doubled(office: Office) -> None:
    chance, said = random.Random(6), []  # noqa: S311 - when to kill, nothing secret
    for life in range(KILLS):
        said += answers_until_killed(office, life, chance.uniform(0, LONGEST_S))
        with office.database.reading.connect() as connection:
            assert audit(connection).faults == ()
    issued = {subject: code for event, subject, code in said if event == "issued"}
    revoked = {code for event, _, code in said if event == "revoked"}
    assert len(issued) >= KILLS
    with office.database.session(writes=False) as session:
        rows = {row.subject: row for row in session.scalars(select(Certificate))}
        assert {subject: rows[subject].code for subject in issued} == issued
        assert len(rows) <= len(issued) + KILLS  # of each life at most one more, of which nobody was told
        assert all(judge_code(session, code, AT).status == "revoked" for code in revoked)
        connection = session.connection()
        size = log.size_of(connection)
        for row in rows.values():
            proof, entry = log.prove_inclusion(connection, row.log_index, size), log.entry_at(connection, row.log_index)
            assert entry is not None
            assert is_included(leaf_hash(entry.encode()), row.log_index, size, proof.hashes, proof.root)
    for subject, code in issued.items():  # whoever asks again, since they do not know how it ended, is told the same
        assert office.issue(subject).code == code
