"""What people overturn, and how well they agree."""

import pytest

from app.assessment.domain.agreement import Count, Group, Overturned, Pair, Part, Reviewed, by_part, overturned
from app.assessment.domain.readings import Decided, appealed
from app.assessment.views.figures import agreement_of, part_rows

pytestmark = pytest.mark.pure


def test_only_what_the_engine_had_said_can_be_overturned() -> None:
    decided = [
        ("2026-10", "certify", "approve"), ("2026-11", "certify", "approve"), ("2026-11", "certify", "practical"),
        ("2026-11", "deny", "deny"), ("2026-11", "refer", "deny"),
    ]  # fmt: skip
    assert overturned(decided) == [
        Overturned("2026-11", "certify", 2, 1),
        Overturned("2026-11", "deny", 1, 0),
        Overturned("2026-11", "refer", 1, 0),
        Overturned("2026-10", "certify", 1, 0),
    ]


CITIZENS, OFFICERS = Group("nguoi-dan", is_supervised=True), Group("can-bo", is_supervised=False)


def test_what_was_read_twice_near_the_cut_says_nothing_of_all_others() -> None:
    by_lot = [Pair(CITIZENS, True, *both) for both in [("approve", "approve")] * 12 + [("deny", "deny")] * 12]
    near = [Pair(CITIZENS, False, "deny", second) for second in ("approve", "practical", "deny", "deny")]
    alone, both = agreement_of(by_lot), agreement_of([*by_lot, *near])
    assert (alone.drawn, alone.about_drawn) == (both.drawn, both.about_drawn)
    assert both.drawn.startswith("Kappa của Cohen: 1,00")
    assert both.near == "2 trong 4 hồ sơ, người thứ hai cũng chưa xác nhận (khoảng tin cậy 95 % từ 15 % đến 85 %)."
    assert "Chưa có hồ sơ nào" in alone.near


def test_parts_are_counted_apart_and_small_ones_are_not_told() -> None:
    found = [Reviewed(CITIZENS, "second", number < 3) for number in range(12)]
    found += [Reviewed(OFFICERS, "second", True), Reviewed(OFFICERS, "appeal", False)]
    counted = by_part(found)
    assert counted[Part()]["second"] == Count(13, 4)
    assert counted[Part(framework="can-bo")] == {"machine": Count(), "second": Count(1, 1), "appeal": Count(1, 0)}
    assert counted[Part(is_supervised=True)]["second"] == Count(12, 3)
    rows = {row.name: row.second for row in part_rows(counted, {})}
    assert rows == {
        "Tất cả": "4 trong 13 (31\u00a0%)", "can-bo": "còn ít (1 hồ sơ)", "nguoi-dan": "3 trong 12 (25\u00a0%)",
        "Có người giám sát": "3 trong 12 (25\u00a0%)", "Làm một mình": "còn ít (1 hồ sơ)",
    }  # fmt: skip


def test_of_an_appeal_counts_what_stood_before_and_what_came_of_it() -> None:
    deny, asked = Decided("deny", 1), Decided("reopen", None, reason="appeal")
    assert appealed([deny, asked, Decided("approve", 2)]) == [("deny", "approve")]
    assert appealed([deny, asked, deny, asked, Decided("practical", 3)]) == [("deny", "deny"), ("deny", "practical")]
    assert appealed([deny, asked]) == [], "nobody has looked yet"
    assert appealed([deny, asked, Decided("approve", 2, wants_second=True)]) == []
    assert appealed([deny, Decided("reopen", 1, reason="mistake"), Decided("approve", 2)]) == [], "nobody asked"
