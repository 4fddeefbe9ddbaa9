"""The queue of rewrites on both databases: each job for one worker, resumed after a crash, withdrawn with its version."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from app.accounts.domain.roles import Role
from app.accounts.service import create_account
from app.core.clock import VIETNAM
from app.core.db import Database
from app.tutor.domain.fidelity.findings import Finding, Judgement, Severity, Verdict
from app.tutor.rewriting import queue
from app.tutor.rewriting.models import StepRewrite
from app.tutor.rewriting.queue import FORGOTTEN, LEASE, MOST_SENT, MOST_TRIES, Job, Made, Wanted

NOW = datetime(2026, 11, 22, 9, tzinfo=VIETNAM)
SLOW, PUPIL = "nguoi-cao-tuoi.cham", "hoc-sinh-sinh-vien"
WANTED = Wanted("doi-mat-khau", "mo-dau", "a" * 12, "b" * 12, SLOW, 0, labelled=False)
FINE = Judgement(Verdict.ACCEPT, ())
DOUBTFUL = Judgement(Verdict.REVIEW, (Finding("words-new", Severity.REVIEW, "chữ cũ", "chữ mới"),))
WRONG = Judgement(Verdict.REJECT, (Finding("number", Severity.HARD, "một", "hai"),))


def want(database: Database, wanted: Iterable[Wanted], now: datetime = NOW) -> int:
    with database.session(writes=True) as session:
        new = queue.keep_wanted(session, list(wanted), now)
        session.commit()
        return new


def claim(database: Database, now: datetime = NOW) -> Job | None:
    with database.session(writes=True) as session:
        job = queue.claim(session, now)
        session.commit()
        return job


def finish(
    database: Database, job: Job | None, judgement: Judgement = FINE, *, labelled: bool = False, now: datetime = NOW
) -> bool:
    assert job is not None
    text = {1: "Bác mở máy."}
    with database.session(writes=True) as session:
        done = queue.finish(session, job, Made(text, judgement, "", 100, 20), "thu", labelled=labelled, now=now)
        session.commit()
        return done


def rows(database: Database) -> list[StepRewrite]:
    with database.session(writes=False) as session:
        return list(session.scalars(select(StepRewrite).order_by(StepRewrite.id)))


def states(database: Database) -> list[str]:
    return [row.state for row in rows(database)]


def change(database: Database, **values: Any) -> None:
    with database.session(writes=True) as session:
        session.execute(update(StepRewrite).values(**values))
        session.commit()


def test_what_is_wanted_waits_once_however_often_it_is_wanted(database: Database) -> None:
    assert (want(database, [WANTED]), want(database, [WANTED])) == (1, 0)
    assert states(database) == ["queued"]


def test_slow_readers_come_first_and_each_job_is_given_once(database: Database) -> None:
    steps = [replace(WANTED, step=f"buoc-{number}", bucket=bucket, priority=place)
             for place, bucket in enumerate((SLOW, PUPIL)) for number in range(2)]  # fmt: skip
    want(database, reversed(steps))
    taken = [claim(database) for _ in range(5)]
    assert [job and job.bucket for job in taken] == [SLOW, SLOW, PUPIL, PUPIL, None]
    assert len({job.id for job in taken if job}) == 4


def test_two_workers_never_do_the_same_job(database: Database) -> None:
    want(database, [replace(WANTED, step=f"buoc-{number}") for number in range(24)])

    def take_all(_: int) -> list[int]:
        taken = []
        while job := claim(database):
            taken.append(job.id)
        return taken

    with ThreadPoolExecutor(4) as workers:
        taken = [one for found in workers.map(take_all, range(4)) for one in found]
    # On PostgreSQL a worker that finds all rows locked goes home early; nobody takes one twice.
    while job := claim(database):
        taken.append(job.id)
    assert sorted(taken) == sorted(row.id for row in rows(database))


@pytest.mark.parametrize(("judgement", "labelled", "state"), [
    (FINE, False, "accepted"), (FINE, True, "review"), (DOUBTFUL, False, "review"), (WRONG, False, "rejected"), (WRONG, True, "rejected"),
])  # fmt: skip
def test_what_came_of_it_is_kept(database: Database, judgement: Judgement, labelled: bool, state: str) -> None:
    want(database, [WANTED])
    assert finish(database, claim(database), judgement, labelled=labelled)
    [row] = rows(database)
    assert (row.state, row.verdict, row.text, row.model) == (
        state,
        judgement.verdict.value,
        {"1": "Bác mở máy."},
        "thu",
    )
    assert queue.findings_of(row.findings) == judgement.findings
    assert (row.asked, row.answered, row.tries) == (100, 20, 1)
    assert claim(database) is None


def test_whoever_died_at_it_is_followed_by_one_other(database: Database) -> None:
    want(database, [WANTED])
    times = [NOW + number * (LEASE + timedelta(seconds=1)) for number in range(MOST_TRIES + 1)]
    first, second = claim(database, times[0]), claim(database, times[1])
    assert first is not None
    assert second is not None
    assert first.id == second.id
    assert claim(database, times[1]) is None
    assert claim(database, times[2]) is None
    assert states(database) == ["rejected"]
    assert rows(database)[0].reason


def test_who_was_thought_dead_changes_nothing_afterwards(database: Database) -> None:
    want(database, [WANTED])
    first, later = claim(database), NOW + 2 * LEASE
    second = claim(database, later)
    assert not finish(database, first, WRONG)
    assert finish(database, second)
    assert not finish(database, first, WRONG)
    assert states(database) == ["accepted"]


def test_job_that_was_put_back_counts_no_try_and_goes_behind_the_others(database: Database) -> None:
    want(database, [WANTED, replace(WANTED, step="buoc-hai")])
    for _ in range(MOST_TRIES + 2):
        job = claim(database)
        assert job is not None
        with database.session(writes=True) as session:
            queue.put_back(session, job, NOW)
            session.commit()
    assert states(database) == ["queued"] * 2
    assert {row.tries for row in rows(database)} == {0}
    assert {row.claimed_at for row in rows(database)} == {NOW}


def test_new_version_withdraws_the_old_at_once_and_asks_anew(database: Database) -> None:
    want(database, [WANTED])
    finish(database, claim(database))
    want(database, [replace(WANTED, version="c" * 12, basis="d" * 12)])
    assert states(database) == ["withdrawn", "queued"]
    assert rows(database)[1].text == {}


def test_job_under_way_for_an_old_version_comes_to_nothing(database: Database) -> None:
    want(database, [WANTED])
    job = claim(database)
    want(database, [replace(WANTED, version="c" * 12, basis="d" * 12)])
    assert not finish(database, job)
    assert states(database) == ["withdrawn", "queued"]


def test_version_that_comes_back_is_as_it_was(database: Database) -> None:
    want(database, [WANTED])
    finish(database, claim(database))
    want(database, [replace(WANTED, version="c" * 12, basis="d" * 12)])
    want(database, [WANTED])
    assert states(database) == ["accepted", "withdrawn"]


def test_lesson_that_changed_elsewhere_keeps_its_rewrite_without_asking(database: Database) -> None:
    want(database, [WANTED])
    finish(database, claim(database))
    want(database, [replace(WANTED, version="c" * 12)])
    assert states(database) == ["withdrawn", "accepted"]
    assert claim(database) is None
    want(database, [replace(WANTED, version="e" * 12, labelled=True)])
    assert states(database) == ["withdrawn", "withdrawn", "review"]


def test_lesson_that_gets_a_label_waits_for_a_teacher(database: Database) -> None:
    want(database, [WANTED])
    finish(database, claim(database))
    want(database, [replace(WANTED, labelled=True)])
    assert states(database) == ["review"]


def test_another_version_of_the_check_judges_anew(database: Database) -> None:
    want(database, [WANTED])
    finish(database, claim(database))
    change(database, fidelity=0)
    want(database, [WANTED])
    assert states(database) == ["review"]
    with database.session(writes=True) as session:
        [old] = queue.judged_before(session)
        queue.judge_again(session, old.id, FINE, labelled=False, now=NOW)
        session.commit()
    assert states(database) == ["accepted"]


def test_what_a_teacher_accepted_is_looked_at_again_when_the_check_finds_an_error(database: Database) -> None:
    want(database, [WANTED])
    finish(database, claim(database), DOUBTFUL)
    change(database, fidelity=0, state="accepted", decision="accepted", log=[said("accepted", 1)])
    with database.session(writes=True) as session:
        queue.judge_again(session, rows(database)[0].id, WRONG, labelled=False, now=NOW)
        session.commit()
    want(database, [WANTED])
    [row] = rows(database)
    assert (row.state, row.decision) == ("review", "")


def said(deed: str, by: int) -> dict[str, Any]:
    return {"deed": deed, "by": by, "at": NOW.isoformat(), "said": ""}


def test_what_a_teacher_wrote_comes_to_learners_by_a_teachers_word_alone(database: Database) -> None:
    want(database, [WANTED])
    finish(database, claim(database))
    change(database, state="review", decision="", log=[said("edited", 1)])
    want(database, [WANTED])
    want(database, [replace(WANTED, version="c" * 12)])
    assert states(database) == ["withdrawn", "review"]


def test_own_word_on_own_text_falls_when_the_lesson_gets_a_label(database: Database) -> None:
    want(database, [WANTED])
    finish(database, claim(database))
    with database.session(writes=True) as session:
        lan, mai = (create_account(session, b"k" * 32, Role.TEACHER, name, None, NOW).id for name in ("Lan", "Mai"))
        session.commit()
    change(database, state="accepted", decision="accepted", decided_by=mai, log=[said("edited", lan)])
    want(database, [replace(WANTED, version="d" * 12, labelled=True)])
    assert states(database) == ["withdrawn", "accepted"]
    change(database, decided_by=lan)
    want(database, [replace(WANTED, version="d" * 12, labelled=True)])
    want(database, [replace(WANTED, version="e" * 12, labelled=True)])
    assert states(database) == ["withdrawn", "withdrawn", "review"]


@pytest.mark.parametrize("decision", ["withdrawn", "rejected"])
def test_version_that_comes_back_knows_what_a_teacher_said_since(database: Database, decision: str) -> None:
    want(database, [WANTED])
    finish(database, claim(database))
    later = replace(WANTED, version="c" * 12)
    want(database, [later], NOW + timedelta(hours=1))
    with database.session(writes=True) as session:
        row = session.scalars(select(StepRewrite).where(StepRewrite.version == later.version)).one()
        row.state = row.decision = decision
        row.log, row.changed_at = [said(decision, 1)], NOW + timedelta(hours=2)
        session.commit()
    for hours, wanted in ((3, WANTED), (4, WANTED), (5, later), (6, WANTED)):
        want(database, [wanted], NOW + timedelta(hours=hours))
        current = [row for row in rows(database) if row.version == wanted.version]
        assert [(row.state, row.decision, len(row.log)) for row in current] == [(decision, decision, 1)]


def test_what_came_to_nothing_waits_again_for_another_model_or_after_a_week(database: Database) -> None:
    def again(model: str, now: datetime) -> int:
        with database.session(writes=True) as session:
            count = queue.want_again(session, model, now)
            session.commit()
            return count

    want(database, [WANTED, replace(WANTED, step="buoc-hai")])
    finish(database, claim(database), WRONG)  # it was read, and judged
    job = claim(database)
    assert job is not None
    with database.session(writes=True) as session:
        queue.finish(session, job, Made({}, WRONG, "Trả lời không đúng mẫu.", 100, 20), "thu", labelled=False, now=NOW)
        session.commit()
    assert (states(database), again("thu", NOW + timedelta(days=6))) == (["rejected", "rejected"], 0)
    assert again("khac", NOW) == 1
    want(database, [WANTED, replace(WANTED, step="buoc-hai")])
    assert (states(database), claim(database) is not None) == (["rejected", "queued"], True)
    job = Job(job.id, job.lesson, job.step, job.version, job.bucket, NOW)
    with database.session(writes=True) as session:
        queue.finish(session, job, Made({}, WRONG, "Trả lời không đúng mẫu.", 100, 20), "khac", labelled=False, now=NOW)
        session.commit()
    assert again("khac", NOW + queue.AGAIN + timedelta(hours=1)) == 1


def test_job_that_always_fails_keeps_nobody_waiting(database: Database) -> None:
    want(database, [WANTED, replace(WANTED, step="buoc-hai", bucket=PUPIL, priority=1)])
    taken = []
    for minute in range(4):
        job = claim(database, NOW + timedelta(minutes=minute))
        assert job is not None
        taken.append(job.step)
        with database.session(writes=True) as session:
            queue.put_back(session, job, NOW + timedelta(minutes=minute))
            session.commit()
    assert taken == ["mo-dau", "buoc-hai"] * 2


def test_half_failed_asking_is_counted_and_in_the_end_given_up(database: Database) -> None:
    """A step that makes the model stop half-way each time costs money each time."""
    want(database, [WANTED])
    taken = 0
    while (job := claim(database)) and taken < 3 * MOST_SENT:
        taken += 1
        with database.session(writes=True) as session:
            queue.put_back(session, job, NOW, asked=500, answered=20)
            session.commit()
    [row] = rows(database)
    assert (taken, row.state, row.reason) == (MOST_SENT, "rejected", queue.GIVEN_UP)
    assert (row.asked, row.answered) == (500 * MOST_SENT, 20 * MOST_SENT)


def test_withdrawn_job_that_is_put_back_stays_withdrawn_and_counts_nothing(database: Database) -> None:
    want(database, [WANTED])
    job = claim(database)
    assert job is not None
    want(database, [replace(WANTED, version="c" * 12, basis="d" * 12)])
    with database.session(writes=True) as session:
        queue.put_back(session, job, NOW, asked=500)
        session.commit()
    assert states(database) == ["withdrawn", "queued"]
    assert [row.asked for row in rows(database)] == [0, 0]


def test_old_versions_are_forgotten_but_for_what_a_teacher_touched(database: Database) -> None:
    want(database, [WANTED])
    finish(database, claim(database))
    want(database, [replace(WANTED, version="c" * 12, basis="d" * 12)])
    for day, left in ((FORGOTTEN, 2), (FORGOTTEN + timedelta(days=1), 1)):
        with database.session(writes=True) as session:
            queue.forget_withdrawn(session, NOW + day)
            session.commit()
        assert len(rows(database)) == left
    want(database, [], NOW)
    change(database, decision="rejected")
    with database.session(writes=True) as session:
        queue.forget_withdrawn(session, NOW + 9 * FORGOTTEN)
        session.commit()
    assert states(database) == ["withdrawn"]
