"""What tests do not wait for where it is not what they ask about: a disk, a hash that is slow on purpose, a walk over
what was read for all of them."""

import gc
from collections.abc import Generator

import hypothesis
import pytest
from pwdlib.hashers.argon2 import Argon2Hasher

import app.main as service
from app.accounts import hashing
from app.core import db
from app.core.batch import BatchWorker

SHIPPED_SYNCHRONOUS = db.SYNCHRONOUS  # asked for in tests/core/test_db.py
SHIPPED_HASHER = hashing.HASHER  # asked for in tests/accounts


def make_haste() -> None:
    hypothesis.settings.register_profile("whole", deadline=None)  # no test may depend on how fast the machine is
    hypothesis.settings.load_profile("whole")
    db.SYNCHRONOUS = "OFF"  # a power cut spares no test
    # A busy machine takes its time; what the limits do is asked where a test sets its own (tests/web/test_outage.py).
    service.REQUEST_S = 60.0
    BatchWorker.WAIT_S = 50.0
    hashing.HASHER = Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1)
    hashing.NOBODYS_HASH = hashing.HASHER.hash("nobody's")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is read and collected stays to the end: the collector walks it neither now nor between the tests."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
