"""What readings come to, and who may read."""

import pytest

from app.assessment.domain.readings import Decided, Kind, Obstacle, Origin, Reader, Standing, obstacle, standing

pytestmark = pytest.mark.pure
LAN, MAI, TU, HANH = (Reader(number, place) for number, place in ((1, "xa a"), (2, "xa b"), (3, "xa c"), (4, "xa a")))
NOWHERE = Origin()


def by(
    reader: Reader, kind: Kind, *, second: bool = False, reason: str = "", names: str | None = None, results: int = 1
) -> Decided:
    return Decided(kind, reader.account, reader.commune, second, reason, names, results)


DRAWN = by(LAN, "approve", second=True, names="quet-ma mat-khau")


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([], Standing(1, "first", None)),
        ([by(LAN, "approve")], Standing(1, "settled", "approve")),
        ([by(LAN, "deny", second=True)], Standing(1, "second", None)),
        ([by(LAN, "deny", second=True), by(MAI, "deny")], Standing(1, "settled", "deny")),
        ([by(LAN, "deny", second=True), by(MAI, "approve")], Standing(1, "third", None)),
        ([by(LAN, "deny", second=True), by(MAI, "approve"), by(TU, "practical")], Standing(1, "settled", "practical")),
        ([DRAWN, by(MAI, "approve", names="quet-ma mat-khau")], Standing(1, "settled", "approve")),
        ([DRAWN, by(MAI, "approve", names="quet-ma")], Standing(1, "third", None)),
        ([DRAWN, by(MAI, "approve", names="quet-ma"), by(TU, "approve")], Standing(1, "settled", "approve")),
        ([DRAWN, by(MAI, "approve", names="quet-ma", results=2)], Standing(1, "settled", "approve")),  # judged anew
        ([DRAWN, by(MAI, "approve")], Standing(1, "settled", "approve")),  # from before that was kept
        ([by(LAN, "approve"), by(MAI, "reopen")], Standing(2, "first", None)),
        ([by(LAN, "approve"), by(MAI, "reopen"), by(TU, "deny")], Standing(2, "settled", "deny")),
        ([by(LAN, "approve"), by(MAI, "keep")], Standing(1, "settled", "approve")),
    ],
)  # fmt: skip
def test_standing_follows_from_the_decisions_alone(decisions: list[Decided], expected: Standing) -> None:
    assert standing(decisions) == expected


@pytest.mark.parametrize(
    ("reader", "origin", "decisions", "expected"),
    [
        (LAN, NOWHERE, [], None),
        (Reader(9, ""), NOWHERE, [], "no-commune"),
        (LAN, Origin(frozenset({"xa b"}), frozenset({1})), [], "own-class"),
        (LAN, Origin(frozenset({"xa a"}), frozenset({7})), [], "own-commune"),
        (LAN, Origin(frozenset({"xa b"}), frozenset({7})), [], None),
        (Reader(1, "xa a#01"), Origin(frozenset({"xa z#01"}), frozenset({7})), [], "own-commune"),
        (Reader(1, "xa a#01"), Origin(frozenset({"xa a#02"}), frozenset({7})), [], None),
        (Reader(1, "xa a#01"), Origin(frozenset({"xa a"}), frozenset({7})), [], "own-commune"),
        (Reader(4, "xa a#01"), NOWHERE, [by(LAN, "deny", second=True)], "same-commune"),
        (LAN, NOWHERE, [by(LAN, "deny", second=True)], "read-before"),
        (HANH, NOWHERE, [by(LAN, "deny", second=True)], "same-commune"),
        (MAI, NOWHERE, [by(LAN, "deny", second=True)], None),
        (LAN, NOWHERE, [by(LAN, "deny", second=True), by(MAI, "approve")], "read-before"),
        (HANH, NOWHERE, [by(LAN, "deny", second=True), by(MAI, "approve")], None),
        (LAN, NOWHERE, [by(LAN, "practical"), by(MAI, "reopen", reason="practical-report")], None),
        (LAN, NOWHERE, [by(LAN, "deny"), Decided("reopen", None, reason="appeal")], "decided-before"),
        (MAI, NOWHERE, [by(LAN, "deny"), Decided("reopen", None, reason="appeal")], None),
    ],
)  # fmt: skip
def test_nobody_reads_their_own_people_or_twice(
    reader: Reader, origin: Origin, decisions: list[Decided], expected: Obstacle | None
) -> None:
    assert obstacle(reader, origin, decisions) == expected
