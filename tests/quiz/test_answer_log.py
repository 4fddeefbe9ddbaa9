"""The log itself: the first answer of a key counts for ever, in one batch, over many, from two servers at once."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from structlog.testing import capture_logs

from app.core.db import Database
from app.core.ids import new_token
from app.courses.models import ExerciseProgress
from app.learners.models import Learner
from app.quiz.answer_log import AnswerLog, NewAnswer, Recorded, write_answers
from app.quiz.models import Answer
from app.quiz.queries import LastAnswer, last_answers

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


def answer(learner: int | None = None, *, choice: str = "a", score: float = 0, exercise: str = "mot") -> NewAnswer:
    return NewAnswer(new_token(), learner, "bai", exercise, "v1", choice, score, NOON)


def write(database: Database, *answers: NewAnswer) -> list[Recorded]:
    with database.transaction() as connection:
        return write_answers(connection, answers)


def counts(database: Database) -> tuple[int, int]:
    """Answers and learners."""
    with database.session(writes=False) as session:
        answers = session.scalar(select(func.count()).select_from(Answer)) or 0
        return answers, session.scalar(select(func.count()).select_from(Learner)) or 0


def progress(database: Database, learner: int) -> dict[str, tuple[bool, datetime]]:
    with database.session(writes=False) as session:
        rows = session.scalars(select(ExerciseProgress).where(ExerciseProgress.learner_id == learner))
        return {row.exercise: (row.ever_right, row.last_at) for row in rows}


def test_same_key_twice_in_a_batch_is_one_row_and_one_acknowledgement(database: Database) -> None:
    first = answer()
    one, other = write(database, first, replace(first))
    assert (one.fresh, other.fresh) == (True, False)
    assert replace(other, fresh=True) == one
    assert counts(database) == (1, 1)


def test_same_key_in_a_later_batch_gives_the_first_acknowledgement(database: Database) -> None:
    first = answer(choice="a", score=1)
    [stored] = write(database, first)
    [again] = write(database, replace(first, answer="b", score=0))
    assert again == replace(stored, fresh=False)
    assert again.answer == "a"
    assert counts(database) == (1, 1)


def test_of_old_and_new_keys_together_only_the_new_are_fresh(database: Database) -> None:
    """Whatever their order: those of a phone that comes back online hold some of both."""
    old = [answer(choice=f"old-{number}", exercise=f"cau-{number}") for number in range(5)]
    [known, *_] = write(database, *old)
    for turn in range(4):
        new = [answer(known.learner_id, choice=f"new-{turn}-{number}") for number in range(3)]
        again = [replace(one, answer="changed") for one in old]
        sent = [again[turn], new[0], again[4], answer(), new[1], new[2], again[0]]
        recorded = write(database, *(sent if turn % 2 else sent[::-1]))
        said = {one.key: one for one in (sent if turn % 2 else sent[::-1])}
        for key, one in zip(said, recorded, strict=False):
            assert one.fresh == (key not in {was.key for was in old})
        stands = {one.answer for one in recorded}
        assert "changed" not in stands
        assert {was.answer for was in new} < stands
    assert counts(database) == (5 + 4 * 4, 5 + 4)


def test_visitors_of_one_batch_are_different_guests(database: Database) -> None:
    acknowledged = write(database, answer(), answer(), answer())
    assert len({recorded.learner_id for recorded in acknowledged}) == 3
    assert counts(database) == (3, 3)


def test_acknowledgements_come_in_the_order_of_the_answers(database: Database) -> None:
    [known] = write(database, answer())
    answers = [answer(known.learner_id, choice=str(number)) for number in range(20)]
    answers.insert(7, replace(answers[3]))
    answers.insert(0, answer())
    acknowledged = write(database, *answers)
    assert [recorded.answer for recorded in acknowledged] == [sent.answer for sent in answers]


def test_ever_right_never_goes_back(database: Database) -> None:
    [first] = write(database, answer(score=1))
    learner = first.learner_id
    write(database, answer(learner, score=0))
    assert progress(database, learner)["mot"][0] is True


def test_right_once_in_a_batch_counts_whatever_came_after(database: Database) -> None:
    [first] = write(database, answer(score=0, exercise="hai"))
    learner = first.learner_id
    write(database, answer(learner, score=0), answer(learner, score=1), answer(learner, score=0))
    assert progress(database, learner)["mot"][0] is True
    assert progress(database, learner)["hai"][0] is False


def test_repeated_key_does_not_move_progress(database: Database) -> None:
    first = answer(score=0)
    [stored] = write(database, first)
    write(database, replace(first, score=1, at=NOON + timedelta(hours=1)))
    assert progress(database, stored.learner_id) == {"mot": (False, NOON)}


def test_two_servers_with_one_key_make_one_row_and_no_lonely_guest(database: Database) -> None:
    """Each server has a writer of its own; only the unique key stands between them."""
    answers = [answer() for _ in range(12)]
    for sent in answers:
        together = threading.Barrier(4)

        def send(sent: NewAnswer = sent, together: threading.Barrier = together) -> Recorded:
            with database.transaction() as connection:
                if not database.is_sqlite:  # SQLite lets one writer in at a time
                    together.wait(30)
                [recorded] = write_answers(connection, [replace(sent)])
                return recorded

        with ThreadPoolExecutor(4) as servers:
            recorded = [future.result() for future in [servers.submit(send) for _ in range(4)]]
        assert len({(one.learner_id, one.answer) for one in recorded}) == 1
        assert sum(one.fresh for one in recorded) == 1
    assert counts(database) == (12, 12)


def test_two_servers_with_the_same_answers_in_opposite_order_both_acknowledge(database: Database) -> None:
    """PostgreSQL ends such a circle by refusing one of the two; its rows are then tried again one by one."""
    [known] = write(database, answer())
    answers = [answer(known.learner_id, exercise=f"cau-{number}") for number in range(40)]
    logs = AnswerLog(database), AnswerLog(database)

    async def send_all() -> list[list[Recorded]]:
        forth = asyncio.gather(*[logs[0].append(sent) for sent in answers])
        back = asyncio.gather(*[logs[1].append(sent) for sent in answers[::-1]])
        return [await forth, await back]

    with capture_logs():
        for log in logs:
            log.start()
        acknowledged = asyncio.run(send_all())
        for log in logs:
            log.stop()
    assert [len(one) for one in acknowledged] == [40, 40]
    assert counts(database)[0] == 41


def test_last_of_two_answers_that_came_together_is_the_last(database: Database) -> None:
    """A phone that was offline sends both attempts at once."""
    [known] = write(database, answer())
    attempts = [answer(known.learner_id, choice=choice, exercise="hai") for choice in "abcdef"]
    write(database, *attempts)
    with database.session(writes=False) as session:
        [last] = last_answers(session.connection(), [(known.learner_id, "bai", "hai")])
    assert last == LastAnswer(attempts[-1].key, "v1", "f", attempts[-1].at)


def test_two_servers_with_one_key_both_give_the_answer_that_stands(database: Database) -> None:
    """What they were sent differs, and so does what else came with it; whoever is second gives what the first wrote."""
    for _ in range(12):
        ours = [answer(choice="a") for _ in range(3)]
        theirs = [replace(ours[0], answer="b"), answer(choice="b"), replace(ours[2], answer="b")]
        together = threading.Barrier(2)

        def send(sent: list[NewAnswer], together: threading.Barrier = together) -> list[Recorded]:
            together.wait(30)
            return write(database, *sent)

        before = counts(database)
        with ThreadPoolExecutor(2) as servers:
            first, second = servers.map(send, (ours, theirs))
        with database.session(writes=False) as session:
            keys = {one.key for one in ours + theirs}
            stored = {row.key: row for row in session.scalars(select(Answer).where(Answer.key.in_(keys)))}
        for sent, recorded in ((ours, first), (theirs, second)):
            rows = [stored[one.key] for one in sent]
            assert [(one.learner_id, one.answer) for one in recorded] == [(row.learner_id, row.answer) for row in rows]
        assert sum(one.fresh for one in first + second) == len(stored) == 4
        assert counts(database) == (before[0] + 4, before[1] + 4)
