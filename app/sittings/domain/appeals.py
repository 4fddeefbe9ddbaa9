"""When a learner may ask for another look: once for each verdict that brought no certificate, and twice altogether, each
time by somebody who has not read the case before. After the second the way leads to whoever issues certificates. Alone, the
engine's word is the first verdict, and who was helped has practised; in a class nothing is decided before an assessor has read."""

from collections.abc import Sequence

from app.sittings.domain.record import AppealMade, Verdict

MOST = 2  # instances


def may_appeal(
    verdicts: Sequence[Verdict], appeals: Sequence[AppealMade], *, is_supervised: bool, was_assisted: bool = False
) -> bool:
    """Of an ended sitting; both in the order of time."""
    if appeals and appeals[-1].verdicts == len(verdicts):
        return False
    is_refused = verdicts[-1].state in ("denied", "practical") if verdicts else not is_supervised
    if was_assisted and not is_supervised:  # practised: whatever anybody says of it, no certificate comes of it
        return False
    return is_refused and instances(verdicts, appeals) < MOST


def instances(verdicts: Sequence[Verdict], appeals: Sequence[AppealMade]) -> int:
    """How often another look was asked for, since a certificate was there for the last time: what is taken from somebody
    who had it may be appealed against anew."""
    approved = [number for number, verdict in enumerate(verdicts, 1) if verdict.state == "approved"]
    return sum(appeal.verdicts >= approved[-1] for appeal in appeals) if approved else len(appeals)


def is_waiting(verdicts: Sequence[Verdict], newest: AppealMade | None) -> bool:
    """Whether the appeal is still to be decided: nothing was since, but that the case was opened again."""
    return newest is not None and all(verdict.state == "reopened" for verdict in verdicts[newest.verdicts :])
