"""Late answers: what each would change, exactly, and that counting one changes nothing of what was asked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.sittings.domain.record import Late, Result, SittingRecord, Task, replay
from app.sittings.domain.rescoring import late_choices, outcome_again
from tests.sittings.test_sitting_record import BANK, NINE, chosen, record_of

pytestmark = pytest.mark.pure
AN_HOUR = timedelta(hours=1)


def ended(scores: str, late: Late, reason: str = "deny") -> SittingRecord:
    """A sitting as the engine asks it: 1 right, 0 wrong, - put aside, and there `late` came."""
    found, tasks = chosen(3, set(BANK.ids)), tuple[Task, ...]()
    for number, score in enumerate(scores, 1):
        item = found.next_item(tasks)
        assert item is not None
        task = Task(number, item, f"k{number}", "v", NINE, answer="x", score=1)
        tasks += (replace(task, answer="", score=None, late=late) if score == "-" else replace(task, score=int(score)),)
    estimate = found.position(tasks).estimate
    result = Result(NINE, "ended", "refer", reason, estimate.theta, estimate.se, estimate.p_master, len(scores) - 1)
    return replace(record_of(found, tasks), ended_at=NINE, results=(result,))


RIGHT, WRONG = Late("x", NINE + AN_HOUR, 1), Late("x", NINE + AN_HOUR, 0)


def counted(record: SittingRecord) -> SittingRecord:
    tasks = (
        replace(task, late=replace(task.late, counts=not task.late.counts)) if task.late else task
        for task in record.tasks
    )
    return replace(record, tasks=tuple(tasks))


@pytest.mark.parametrize(("late", "score"), [(RIGHT, 1), (WRONG, 0)])
def test_late_answer_that_counts_is_as_if_it_had_come_in_time(late: Late, score: int) -> None:
    record = ended("110-101", late)
    in_time = tuple(replace(task, score=score) if task.late else task for task in record.tasks)
    assert record.position.estimate == record.chosen.position(record.tasks).estimate
    assert counted(record).position.estimate == record.chosen.position(in_time).estimate
    assert len(counted(record).position.scored) == len(record.position.scored) + 1


def test_sitting_replays_to_what_was_asked_whether_or_not_it_counts() -> None:
    record = ended("110-101", RIGHT)
    asked = tuple(task.item for task in record.tasks)
    assert replay(record) == replay(counted(record)) == asked


@pytest.mark.parametrize("late", [RIGHT, WRONG])
def test_what_it_would_change_is_what_it_changes_and_taking_it_back_leaves_no_trace(late: Late) -> None:
    record = ended("0011-0110", late)
    [choice] = late_choices(record)
    [back] = late_choices(counted(record))
    assert (choice.counts, back.counts) == (False, True)
    assert (choice.now, choice.otherwise) == (record.position.estimate, counted(record).position.estimate)
    assert back.otherwise == choice.now
    assert counted(counted(record)) == record
    assert (choice.otherwise.p_master > choice.now.p_master) == (late.score == 1)


def test_outcome_may_turn_and_of_who_left_never_does() -> None:
    record = ended("1111111-1", WRONG)
    certain = replace(record, results=(replace(record.results[0], outcome="certify"),))
    assert outcome_again(record.position) == "certify"
    assert late_choices(certain)[0].outcome_now == "certify"
    assert late_choices(ended("00-0", WRONG))[0].outcome_otherwise == "deny"
    assert late_choices(ended("00-0", WRONG, reason="left"))[0].outcome_otherwise == "refer"


def test_what_cannot_be_judged_or_tells_nothing_is_no_choice() -> None:
    assert late_choices(ended("11-0", replace(RIGHT, score=None))) == ()
    record = ended("11-0", RIGHT)
    assert late_choices(replace(record, neutralised=frozenset({record.tasks[2].item}))) == ()
    assert late_choices(replace(record, results=())) == ()
