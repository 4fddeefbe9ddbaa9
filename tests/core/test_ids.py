"""Identifiers that are given out once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from app.core.config import PROJECT
from app.core.ids import TOKENS_AT_ONCE, is_token, new_token

FORKING = """
import os
from app.core.ids import new_token

new_token()  # so that some are left over
child = os.fork()
if child:
    os.waitpid(child, 0)
print(*(new_token() for _ in range(50)), flush=True)
if not child:
    os._exit(0)
"""


def test_no_token_is_given_twice() -> None:
    with ThreadPoolExecutor(4) as threads:
        batches = threads.map(lambda count: [new_token() for _ in range(count)], [TOKENS_AT_ONCE + 7] * 8)
    found = [token for batch in batches for token in batch]
    assert len(set(found)) == len(found)
    assert all(map(is_token, found))


def test_forked_process_does_not_repeat_the_tokens_of_its_parent() -> None:
    run = subprocess.run([sys.executable, "-c", FORKING], capture_output=True, text=True, cwd=PROJECT, check=True)  # noqa: S603
    tokens = run.stdout.split()
    assert len(tokens) == len(set(tokens)) == 100
