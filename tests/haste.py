"""What tests do not wait for where it is not what they ask about: a disk, a hash that is slow on purpose."""

from pwdlib.hashers.argon2 import Argon2Hasher

import app.main as service
from app.accounts import hashing
from app.core import db

SHIPPED_SYNCHRONOUS = db.SYNCHRONOUS  # asked for in tests/core/test_db.py
SHIPPED_HASHER = hashing.HASHER  # asked for in tests/accounts


def make_haste() -> None:
    db.SYNCHRONOUS = "OFF"  # a power cut spares no test
    service.REQUEST_S = 60.0  # a busy disk takes its time; what the limit does is asked in tests/web/test_outage.py
    hashing.HASHER = Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1)
    hashing.NOBODYS_HASH = hashing.HASHER.hash("nobody's")
