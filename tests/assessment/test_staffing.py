"""Too few people to decide: said before somebody waits in vain, and when they do."""

import pytest

from app.assessment.domain.readings import Decided, Kind, Origin, Reader
from app.assessment.domain.staffing import Lacks, Waiting, lacking, staffing
from app.assessment.views.staffing import WHAT_TO_DO, staffing_lines

pytestmark = pytest.mark.pure
LAN, MAI, TU, HANH = (Reader(number, place) for number, place in ((1, "xa a"), (2, "xa b"), (3, "xa c"), (4, "xa a")))
NOWHERE = Origin()
APPEALED = Decided("reopen", None, reason="appeal")


def by(reader: Reader, kind: Kind = "deny", *, second: bool = False) -> Decided:
    return Decided(kind, reader.account, reader.commune, second)


@pytest.mark.parametrize(
    ("readers", "origin", "decisions", "expected"),
    [
        ([LAN, MAI, TU], NOWHERE, [by(LAN), APPEALED, by(MAI), APPEALED], None),
        ([LAN, MAI], NOWHERE, [by(LAN), APPEALED], None),
        ([LAN, MAI], NOWHERE, [by(LAN), APPEALED, by(MAI), APPEALED], "not-decided"),
        ([LAN, MAI, TU], Origin(frozenset({"xa c"})), [by(LAN), APPEALED, by(MAI), APPEALED], "not-decided"),
        ([LAN, HANH], NOWHERE, [by(LAN, second=True)], "other-commune"),
        ([LAN, MAI], NOWHERE, [by(LAN, second=True)], None),
        ([LAN, MAI], NOWHERE, [by(LAN, second=True), by(MAI, "approve")], "stranger"),
        ([LAN, HANH], Origin(frozenset({"xa a"})), [], "stranger"),
        ([LAN], Origin(supervisors=frozenset({1})), [], "stranger"),
        ([], NOWHERE, [], "stranger"),
    ],
)  # fmt: skip
def test_case_that_nobody_may_read_says_whom_it_lacks(
    readers: list[Reader], origin: Origin, decisions: list[Decided], expected: Lacks | None
) -> None:
    assert lacking(readers, Waiting(origin, decisions)) == expected


@pytest.mark.parametrize(
    ("readers", "waiting", "missing", "missing_here", "missing_communes"),
    [
        ([LAN, MAI, TU], [], 0, 0, 0),
        ([LAN, MAI, Reader(9, "")], [], 1, 1, 0),
        ([LAN, HANH, Reader(5, "xa a#01")], [], 0, 0, 1),
        ([LAN, MAI, TU], [Waiting(Origin(frozenset({"xa c"})), [])], 0, 1, 0),
        ([LAN, HANH, MAI, TU], [Waiting(Origin(frozenset({"xa a"})), [])], 0, 1, 0),
        ([LAN, HANH, MAI], [Waiting(Origin(frozenset({"xa b"})), [])], 0, 1, 1),
        ([], [], 3, 3, 2),
    ],
)  # fmt: skip
def test_it_is_said_how_many_are_missing_and_what_to_do(
    readers: list[Reader], waiting: list[Waiting], missing: int, missing_here: int, missing_communes: int
) -> None:
    found = staffing(readers, waiting)
    assert (found.missing, found.missing_here, found.missing_communes) == (missing, missing_here, missing_communes)
    lines = staffing_lines(found)
    if not (missing_here or missing_communes):
        assert lines == ()
        return
    assert lines[-1] == WHAT_TO_DO
    assert any(f"còn thiếu {missing_here}." in line for line in lines) is (missing_here > 0)
    assert any(f"người của {missing_communes} xã khác" in line for line in lines) is (missing_communes > 0)
