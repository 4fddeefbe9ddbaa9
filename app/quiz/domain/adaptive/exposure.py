"""How often each item has been shown, and which may be shown in the next sitting: eligibility keeps every item under
its promised rate (van der Linden & Veldkamp 2004), without a new simulation whenever the bank changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

BATCH, FADE = 250, 0.98  # sittings, and what then is left of the counts: what was long ago counts less


@dataclass(frozen=True)
class Exposure:
    """Fading counts of sittings: in how many an item was `shown`, in how many it was `eligible`."""

    shown: Mapping[str, float] = field(default_factory=dict)
    eligible: Mapping[str, float] = field(default_factory=dict)
    sittings: int = 0

    def chance(self, item: str, r_max: float) -> float:
        """Of being eligible next: min(1, r_max · eligible / shown), 0–1 (van der Linden & Veldkamp 2004, eq. 12)."""
        shown = self.shown.get(item, 0.0)
        return 1.0 if shown == 0 else min(1.0, r_max * self.eligible.get(item, 0.0) / shown)

    def with_sitting(self, eligible: frozenset[str]) -> "Exposure":
        """One more has begun."""
        sittings = self.sittings + 1
        fade = FADE if sittings % BATCH == 0 else 1.0
        counts = {
            item: (self.eligible.get(item, 0.0) + (item in eligible)) * fade for item in self.eligible.keys() | eligible
        }
        shown = {item: count * fade for item, count in self.shown.items()} if fade < 1 else self.shown
        return Exposure(shown, counts, sittings)

    def with_item(self, item: str) -> "Exposure":
        """One was shown."""
        return replace(self, shown={**self.shown, item: self.shown.get(item, 0.0) + 1})


def eligible_items(exposure: Exposure, items: Sequence[str], r_max: float, seed: int) -> frozenset[str]:
    """Drawn once at the start of a sitting. `r_max` (0–1) belongs about 3 points below what is promised; 1: all."""
    if r_max >= 1:
        return frozenset(items)
    draws = np.random.default_rng([seed, 0]).random(len(items))
    return frozenset(item for item, draw in zip(items, draws, strict=True) if draw < exposure.chance(item, r_max))
