"""When a learner may ask for another look: once for each verdict that brought no certificate. Alone, the engine's word is
the first verdict; in a class nothing is decided before an assessor has read."""

from collections.abc import Sequence

from app.sittings.domain.record import AppealMade, Verdict


def may_appeal(verdicts: Sequence[Verdict], newest: AppealMade | None, *, is_supervised: bool) -> bool:
    """Of an ended sitting."""
    if newest is not None and newest.verdicts == len(verdicts):
        return False
    return verdicts[-1].state in ("denied", "practical") if verdicts else not is_supervised


def is_waiting(verdicts: Sequence[Verdict], newest: AppealMade | None) -> bool:
    """Whether the appeal is still to be decided: nothing was since, but that the case was opened again."""
    return newest is not None and all(verdict.state == "reopened" for verdict in verdicts[newest.verdicts :])
