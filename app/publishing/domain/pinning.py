"""Where a comment belongs once the text under it has changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.publishing.domain.difference import paired_lines

PinState = Literal["same", "changed", "gone"]


@dataclass(frozen=True)
class Pin:
    """`line` (from 1) of the newer text. `changed`: what was commented on reads differently now; `gone`: it is not there
    any more, and `line` is what now stands in its place, or the last line."""

    line: int
    state: PinState


def moved_pins(lines: Sequence[int], old: Sequence[str], new: Sequence[str]) -> dict[int, Pin]:
    """Where each of the lines (from 1) of `old` is in `new`. One beyond the end is gone."""
    pins: dict[int, Pin] = {}
    after = 1
    for i, j in paired_lines(old, new):
        if i is not None and j is None:
            pins[i + 1] = Pin(max(1, min(after, len(new))), "gone")
        elif i is not None and j is not None:
            pins[i + 1] = Pin(j + 1, "same" if old[i] == new[j] else "changed")
        if j is not None:
            after = j + 2
    return {line: pins.get(line, Pin(max(1, len(new)), "gone")) for line in lines}
