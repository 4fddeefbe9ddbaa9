"""Too few people to decide: said before somebody waits in vain, and when they do."""

import pytest

from app.assessment.domain.readings import Decided, Kind, Obstacle, Origin, Reader
from app.assessment.domain.staffing import Elsewhere, Lack, Waiting, lacking, staffing
from app.assessment.views.staffing import BECAUSE, NOT_FROM, WHAT_TO_DO, staffing_lines

pytestmark = pytest.mark.pure
LAN, MAI, TU, HANH = (Reader(number, place) for number, place in ((1, "xa a"), (2, "xa b"), (3, "xa c"), (4, "xa a")))
NOWHERE, XA_C = Origin(), Origin(frozenset({"xa c"}))
APPEALED = Decided("reopen", None, reason="appeal")


def by(reader: Reader, kind: Kind = "deny", *, second: bool = False) -> Decided:
    return Decided(kind, reader.account, reader.commune, second)


@pytest.mark.parametrize(
    ("readers", "origin", "decisions", "because", "not_from"),
    [
        ([LAN, MAI], NOWHERE, [by(LAN), APPEALED, by(MAI), APPEALED], ["decided-before"], []),
        ([LAN, MAI, TU], XA_C, [by(LAN), APPEALED, by(MAI), APPEALED], ["own-commune", "decided-before"], ["class"]),
        ([LAN, HANH], NOWHERE, [by(LAN, second=True)], ["read-before", "same-commune"], ["reader"]),
        ([LAN, HANH, TU], XA_C, [by(LAN, second=True)], ["own-commune", "read-before", "same-commune"], ["class", "reader"]),
        ([LAN, HANH, MAI], NOWHERE, [by(MAI), APPEALED, by(LAN, second=True)], ["read-before", "same-commune", "decided-before"], ["reader"]),
        ([LAN, MAI], NOWHERE, [by(LAN, second=True), by(MAI, "approve")], ["read-before"], []),
        ([LAN, MAI, TU], NOWHERE, [by(TU), APPEALED, by(LAN, second=True), by(MAI, "approve")], ["read-before", "decided-before"], []),
        ([LAN, HANH], Origin(frozenset({"xa a"})), [], ["own-commune"], ["class"]),
        ([LAN], Origin(supervisors=frozenset({1})), [], ["own-class"], []),
        ([], NOWHERE, [], [], []),
        ([], XA_C, [by(LAN, second=True)], [], ["class", "reader"]),
    ],
)  # fmt: skip
def test_case_that_nobody_may_read_says_why_and_who_would_do(
    readers: list[Reader],
    origin: Origin,
    decisions: list[Decided],
    because: list[Obstacle],
    not_from: list[Elsewhere],
) -> None:
    """Whoever is named as lacking can read it, and whoever comes from where it says cannot."""
    case = Waiting(origin, decisions)
    assert lacking(readers, case) == Lack(tuple(because), tuple(not_from))
    assert lacking([*readers, Reader(9, "xa khac")], case) is None
    refused = {"class": next(iter(origin.communes), ""), "reader": decisions[-1].commune if decisions else ""}
    for one in not_from:
        assert lacking([*readers, Reader(9, refused[one])], case) is not None
    [line] = [line for line in staffing_lines(staffing(readers, [case])) if "đang kẹt" in line]
    assert [words in line for words in BECAUSE.values()] == [one in because for one in BECAUSE]
    assert [f"khác {words}" in line for words in NOT_FROM.values()] == [one in not_from for one in NOT_FROM]


@pytest.mark.parametrize(
    "decisions", [[by(LAN), APPEALED], [by(LAN, second=True)], [by(LAN), APPEALED, by(TU), APPEALED]]
)
def test_case_that_somebody_may_read_lacks_nobody(decisions: list[Decided]) -> None:
    assert lacking([LAN, MAI], Waiting(NOWHERE, decisions)) is None


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
