"""Queues, what is drawn, practical tasks, reasons, keys."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessment.domain.drawing import is_drawn, sample
from app.assessment.domain.flags import Flag
from app.assessment.domain.readings import Kind
from app.assessment.domain.reasons import MOST_SAID, OWN_WORDS, REASONS, default_reason, fitting_reasons, reason_of
from app.assessment.domain.triage import Concern, Findings, concerns, is_near_cut, queue_of
from app.assessment.views.case import KEYS
from app.core.config import PROJECT
from app.quiz.domain.ability import Estimate
from app.sittings.domain.evidence import Watched
from app.sittings.domain.practical import Report, SkillWatched, suggested_skills, suggested_tasks, watched_in
from tests.assessment.engine import bank, policy, position
from tests.sittings.place import NINE

SURE, LOW, EVEN = Estimate(1.5, 0.4, 0.98), Estimate(-1.5, 0.4, 0.03), Estimate(0.0, 0.4, 0.5)
FLAG = Flag("misfit", -3.0, -1.6, 0.01)


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        (Findings("certify", "ended", SURE, (), False, False), ()),
        (Findings("deny", "ended", LOW, (), False, False), ()),
        (Findings("refer", "ended", EVEN, (), False, False), ("unclear",)),
        (Findings("refer", "left", EVEN, (), False, False, was_left=True), ("left",)),
        (Findings("refer", "neutralised", EVEN, (), False, False, was_left=True), ("changed", "left")),
        (Findings("exhausted", "ended", EVEN, (), False, False), ("exhausted",)),
        (Findings("certify", "neutralised", SURE, (), False, False), ("changed",)),
        (Findings("certify", "ended", EVEN, (FLAG,), True, True), ("appealed", "flagged", "assisted", "thin")),
        (Findings("deny", "ended", SURE, (), False, False), ("thin",)),
        (Findings("certify", "ended", SURE, (), False, False, put_aside=2), ()),
        (Findings("certify", "ended", SURE, (), False, False, namesake=True), ("namesake",)),
        (Findings("certify", "ended", SURE, (), False, False, put_aside=3), ("put-aside",)),
        (Findings("certify", "ended", SURE, (), False, False, same_phone=True), ("same-phone",)),
        (Findings("certify", "ended", SURE, (), False, False, supervisors_phone=True), ("supervisors-phone",)),
    ],
)  # fmt: skip
def test_what_is_not_plain_is_looked_at(findings: Findings, expected: tuple[Concern, ...]) -> None:
    assert concerns(findings, policy()) == expected
    assert queue_of(expected) == ("look" if expected else "ready")


def test_below_the_standard_but_not_surely_is_near_it() -> None:
    assert is_near_cut(Estimate(-0.7, 0.4, 0.05), 0.0)
    assert not is_near_cut(Estimate(-0.8, 0.4, 0.02), 0.0)


@given(st.text(min_size=1), st.sets(st.text(min_size=1), min_size=1, max_size=60))
def test_sample_is_a_fifth_and_at_least_three_and_the_same_for_the_same_seed(seed: str, names: set[str]) -> None:
    drawn = sample(seed, names)
    assert drawn <= names
    assert len(drawn) == min(len(names), max(3, -(-len(names) // 5)))
    assert drawn == sample(seed, sorted(names, reverse=True))


def test_every_case_is_drawn_as_often_as_the_share_says() -> None:
    drawn = sum(is_drawn("hạt giống", str(number), 0.1) for number in range(5000))
    assert drawn == pytest.approx(500, abs=70)  # 3.3 standard deviations
    assert not any(is_drawn("x", str(number), 0.0) for number in range(50))
    assert all(is_drawn("x", str(number), 1.0) for number in range(50))


def test_seeds_draw_differently() -> None:
    names = [str(number) for number in range(40)]
    assert len({sample(f"hạt {number}", names) for number in range(20)}) == 20


def test_practical_tasks_are_performed_unseen_and_of_different_domains() -> None:
    asked: dict[str, int | None] = {"tien/04": 1, "tien/06": 0, "tien/05": 1, "danh-tinh/06": 1}
    tasks = suggested_tasks(position(asked))
    assert len(tasks) == 3
    assert len({task.partition("/")[0] for task in tasks}) == 3
    assert all(bank().by_id[task].performed and task not in asked for task in tasks)


def test_practical_tasks_begin_where_least_is_known_and_near_the_standard() -> None:
    asked: dict[str, int | None] = {
        item: 1 for item in bank().ids if item.startswith(("tien/", "danh-tinh/")) and item[-1] in "13579"
    }
    tasks = suggested_tasks(position(asked), 2)
    assert tasks[0].startswith("giay-to/")
    assert abs(bank().by_id[tasks[0]].item.steps[0]) < 0.5


def test_work_shown_again_counts_once_and_what_nobody_watched_is_suggested_first() -> None:
    asked: dict[str, int | None] = {"tien/04": 1, "tien/06": 0, "tien/05": 1, "danh-tinh/06": 1}
    first = suggested_skills(position(asked))
    rounds = [Report(number, 9, NINE, tuple(SkillWatched(one, "done") for one in first)) for number in range(6)]
    assert watched_in(rounds) == tuple(Watched(one, is_done=True) for one in first)
    then = Report(6, 9, NINE, (SkillWatched(first[0], "not-yet"), SkillWatched(first[1], "not-tried")))
    assert watched_in([*rounds, then])[:2] == (Watched(first[0], is_done=False), Watched(first[1], is_done=True))
    others = suggested_skills(position(asked), rounds)
    assert others
    assert not set(others) & set(first)


def test_every_reason_has_both_texts_and_a_code_of_its_own() -> None:
    for kind, reasons in REASONS.items():
        assert len({reason.code for reason in reasons}) == len(reasons)
        for reason in reasons:
            assert reason_of(kind, reason.code) is reason
            assert 20 < len(reason.learner) <= MOST_SAID
            assert 20 < len(reason.authority) <= MOST_SAID or (reason.code, reason.authority) == (OWN_WORDS, "")
            assert "bác" not in reason.authority.lower()
            assert not {"sai rồi", "trượt", "gian lận", "không đạt"} & set(reason.learner.lower().split(". "))


def test_learner_texts_never_scold() -> None:
    texts = " ".join(reason.learner.lower() for reasons in REASONS.values() for reason in reasons)
    assert not [word for word in ("sai rồi", "trượt", "gian lận", "bị loại", "hỏng", "không đạt") if word in texts]


def test_form_begins_with_the_plain_reason() -> None:
    assert default_reason("approve", ready=True, outcome="certify", cause="ended", round_number=1) == "clear"
    assert default_reason("approve", ready=False, outcome="refer", cause="ended", round_number=1) == "looked"
    assert default_reason("deny", ready=False, outcome="refer", cause="left", round_number=1) == "incomplete"
    for assisted, code in ((False, "near"), (True, "assisted")):
        found = default_reason(
            "practical", ready=True, outcome="refer", cause="ended", round_number=1, assisted=assisted
        )
        assert found == code


@pytest.mark.parametrize(
    ("verdict", "code"), [("practical", "practical-report"), ("approve", "again"), (None, "again")]
)
def test_who_opens_again_thanks_for_practical_tasks_only_who_was_asked_for_some(verdict: str | None, code: str) -> None:
    found = default_reason("reopen", ready=True, outcome="certify", cause="ended", round_number=1, verdict=verdict)
    assert found == code


@pytest.mark.parametrize(("kind", "outcome"), [("approve", "deny"), ("deny", "certify")])
def test_against_the_machine_no_ready_words_stand_in_the_file(kind: Kind, outcome: str) -> None:
    """Words about a probability that the machine did not find are not even offered."""
    assert default_reason(kind, ready=True, outcome=outcome, cause="ended", round_number=1) == OWN_WORDS
    assert "xác suất" not in " ".join(reason.authority.lower() for reason in fitting_reasons(kind, outcome))


def test_every_decision_has_a_key_that_is_listened_to() -> None:
    listened = re.search(r"/\^\[([a-z]+)\?\]\$/", (PROJECT / "app/assessment/static/assess.js").read_text("utf-8"))
    assert listened
    assert KEYS.keys() == REASONS.keys()
    assert len(set(KEYS.values()) - set("rnmujk")) == len(KEYS)
    assert set(KEYS.values()) <= set(listened[1])
