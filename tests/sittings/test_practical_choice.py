"""Which skills somebody is invited to show: those that can be named afterwards."""

from datetime import UTC, datetime

import pytest

from app.sittings.domain.evidence import Watched, once_watched, skill_evidence
from app.sittings.domain.practical import Report, SkillWatched, suggested_skills, watched_in
from tests.assessment.engine import position

pytestmark = pytest.mark.pure

NINE = datetime(2026, 11, 22, 2, tzinfo=UTC)

# In tien.0 and tien.1 more is right than elsewhere; nothing of giay-to was asked.
ASKED: dict[str, int | None] = {
    "tien/03": 1, "tien/06": 1, "tien/09": 0, "tien/07": 1, "danh-tinh/04": 1, "danh-tinh/06": 0, "danh-tinh/05": 1,
    "danh-tinh/07": 0, "danh-tinh/08": 0,
}  # fmt: skip


def test_invited_is_first_to_what_comes_nearest_to_being_named_and_not_to_what_is_named() -> None:
    """Not where least is known: there one piece of work alone names nothing."""
    now = position(ASKED)
    first, *_ = suggested_skills(now)
    done = {one.of: one for one in skill_evidence(now, (Watched(first, is_done=True),))}
    for one in skill_evidence(now):
        [after] = [two for two in skill_evidence(now, (Watched(one.of, is_done=True),)) if two.of == one.of]
        assert after.p_master <= done[first].p_master
    assert first == "tien.0"
    sure = position({**ASKED, "tien/10": 1, "tien/04": 1, "tien/11": 1, "tien/05": 1, "tien/09": 1})
    named = {one.of for one in skill_evidence(sure) if one.standing == "shown"}
    assert named
    assert not named & set(suggested_skills(sure))


def test_what_would_be_known_once_it_was_watched_is_what_is_known_then() -> None:
    now = position(ASKED)
    before = (Watched("danh-tinh.0", is_done=False), Watched("giay-to.1", is_done=True))
    for seen in ((), before):
        for found in once_watched(now, seen):
            then = skill_evidence(now, (*seen, Watched(found.of, is_done=True)))
            assert found in then


def test_what_was_watched_before_is_asked_for_last() -> None:
    now = position(ASKED)
    first = suggested_skills(now)
    report = Report(1, 9, NINE, tuple(SkillWatched(one, "done") for one in first))
    assert len(watched_in([report])) == len(first) == 3
    assert not set(suggested_skills(now, [report])) & set(first)
