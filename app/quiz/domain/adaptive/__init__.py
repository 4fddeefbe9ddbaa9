"""Adaptive certification: which task comes next, when enough is known, and what then is decided. Pure and replayable:
the same bank, policy, seed, exposure and answers give the same test."""
