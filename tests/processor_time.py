"""Processor time, compared with a yardstick measured beside it: no test may depend on how fast the machine is."""

import gc
import time
from collections.abc import Callable

# Times an ordinary text of the same size. The worst text takes four; what grows with the square takes hundreds.
ROOM = 20
CLEAR = 3  # times as long; so little is not measured twice


def forget() -> None:
    """Before each measuring: what tests remember of earlier work (haste.py says what)."""


def times_as_long(work: Callable[[], object], ordinary: Callable[[], object]) -> float:
    """How many times the processor time of `ordinary` goes into `work`.

    Taken in turns, the better of two each, since other work on the machine slows both down. What is hardly longer the
    first time is not asked again: it could only turn out shorter still, or the yardstick a little.
    """
    collecting = gc.isenabled()
    gc.disable()  # it walks what all other tests have left
    try:
        tries = [(_seconds(work), _seconds(ordinary))]
        if tries[0][0] > CLEAR * tries[0][1]:
            tries.append((_seconds(work), _seconds(ordinary)))
    finally:
        if collecting:
            gc.enable()
    return min(taken for taken, _ in tries) / min(yardstick for _, yardstick in tries)


def _seconds(work: Callable[[], object]) -> float:
    forget()
    started = time.thread_time()
    work()
    return time.thread_time() - started
