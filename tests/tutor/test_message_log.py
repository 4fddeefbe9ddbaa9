"""What is kept of a conversation, on both databases."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from app.accounts.domain.roles import Role
from app.core.config import Settings
from app.core.db import Database
from app.core.ids import new_token
from app.learners.models import Learner
from app.learners.service import create_guests
from app.tutor.domain.answers import Answer, Citation
from app.tutor.domain.transcript import Told, read_told, told, topic_of
from app.tutor.message_log import (
    KEPT,
    Kept,
    NewMessage,
    SomeoneElses,
    TooManyVisitors,
    change_told,
    decide_gap,
    erase,
    forget_old,
    keep_messages,
    rate,
)
from app.tutor.models import TutorMessage
from app.tutor.queries import count_messages, decided_gaps, find_message, messages_of, open_gaps
from tests.cast import hire

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
NOTHING = Told("none", "Chưa có bài về việc này.", "embedded")
QUOTED = told(
    Answer("answer", "Mật khẩu chỉ mình bác biết.", (Citation("a", "A", "/bai-hoc/a?buoc=1", "Mật khẩu chỉ mình bác biết."),)),
    {},
)  # fmt: skip


def message(question: str, learner: int | None, said: Told = NOTHING, at: datetime = NOW, key: str = "") -> NewMessage:
    return NewMessage(key or new_token(), learner, question, topic_of(question), "", "", said, at)


def keep(database: Database, *messages: NewMessage) -> list[Kept]:
    with database.transaction() as connection:
        return keep_messages(connection, messages)


def guests(database: Database, count: int) -> list[int]:
    with database.transaction() as connection:
        return create_guests(connection, count, NOW)


def count(database: Database, table: type) -> int:
    with database.session(writes=False) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_what_was_told_is_read_again_as_it_was(database: Database) -> None:
    (learner,) = guests(database, 1)
    new = message("quên mật khẩu", learner, QUOTED)
    keep(database, new)
    with database.session(writes=False) as session:
        found = find_message(session, learner, new.key)
        assert found is not None
        assert read_told(found.answer) == QUOTED
        assert (found.asked_at, found.was_helpful, found.is_gap) == (NOW, None, False)
        assert find_message(session, learner + 1, new.key) is None
        assert find_message(session, None, new.key) is None


def test_key_is_kept_once_in_one_batch_and_ever_after(database: Database) -> None:
    new = message("quên mật khẩu", None)
    first, second = keep(database, new, new)
    (third,) = keep(database, new)
    assert first.fresh
    assert not second.fresh
    assert not third.fresh
    assert {first.learner_id} == {second.learner_id, third.learner_id}
    assert (count(database, TutorMessage), count(database, Learner)) == (1, 1)


def test_visitors_of_one_address_are_counted_and_nobody_else(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.tutor.message_log.MOST_VISITORS", 2)
    (known,) = guests(database, 1)
    here, there = (replace(message("quên mật khẩu", None), address=address) for address in ("here", "there"))
    for _ in range(2):
        keep(database, replace(here, key=new_token()))
    for _ in range(2):
        with pytest.raises(TooManyVisitors):
            keep(database, replace(here, key=new_token()))
    keep(database, replace(there, key=new_token()), replace(here, key=new_token(), learner_id=known))
    assert count(database, Learner) == 4
    keep(database, replace(here, key=new_token(), at=NOW + timedelta(minutes=16)))


def test_key_opens_nothing_once_its_guest_is_somebody(database: Database) -> None:
    new = message("quên mật khẩu", None)
    (kept,) = keep(database, new)
    with database.session(writes=True) as session:
        session.get_one(Learner, kept.learner_id).name = "Lan"
        session.commit()
    with pytest.raises(SomeoneElses):
        keep(database, new)


def test_key_opens_nothing_after_a_while(database: Database) -> None:
    new = message("quên mật khẩu", None)
    keep(database, new)
    with pytest.raises(SomeoneElses):
        keep(database, message("quên mật khẩu", None, key=new.key, at=NOW + timedelta(minutes=11)))
    assert count(database, Learner) == 1


def test_two_servers_keep_one_message(database: Database) -> None:
    (learner,) = guests(database, 1)
    new = message("quên mật khẩu", learner)
    together = threading.Barrier(8)
    kept: list[Kept] = []

    def send() -> None:
        together.wait()
        kept.extend(keep(database, new))

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.fresh for one in kept) == [False] * 7 + [True]
    assert count(database, TutorMessage) == 1


def test_deleted_learner_keeps_nothing(database: Database) -> None:
    (learner,) = guests(database, 1)
    keep(database, message("quên mật khẩu", learner))
    with database.transaction() as connection:
        connection.execute(delete(Learner))
    assert count(database, TutorMessage) == 0
    with pytest.raises(IntegrityError):
        keep(database, message("quên mật khẩu", learner))


def test_what_the_model_said_replaces_what_lessons_say(database: Database) -> None:
    (learner,) = guests(database, 1)
    new = message("giá vàng", learner)
    keep(database, new)
    change_told(database, new.key, new.topic, QUOTED)
    with database.session(writes=False) as session:
        (((shown,), has_more),) = messages_of(session.connection(), [(learner, 1)])
        found = find_message(session, learner, new.key)
    assert (read_told(shown.answer), has_more) == (QUOTED, False)
    assert found is not None
    assert (found.kind, found.is_gap) == ("answer", False)
    change_told(database, "gone", "", QUOTED)
    assert count(database, TutorMessage) == 1


def test_erasing_touches_nobody_else(database: Database) -> None:
    mine, other = guests(database, 2)
    news = [message(f"câu {one}", learner) for one, learner in enumerate((mine, mine, other))]
    keep(database, *news)
    with database.session(writes=True) as session:
        assert erase(session, other, news[0].key) == 0
        assert erase(session, mine, news[0].key) == 1
        assert (count_messages(session, mine), count_messages(session, other)) == (1, 1)
        assert erase(session, mine) == 1
        session.commit()
    with database.session(writes=False) as session:
        assert (count_messages(session, mine), count_messages(session, other)) == (0, 1)


def test_ninety_days_later_it_is_forgotten(database: Database) -> None:
    (learner,) = guests(database, 1)
    keep(database, message("cũ", learner, at=NOW - KEPT - timedelta(seconds=1)), message("mới", learner, at=NOW - KEPT))
    with database.session(writes=True) as session:
        forget_old(session, NOW)
        session.commit()
        assert [row.question for row in messages_of(session.connection(), [(learner, 1)])[0][0]] == ["mới"]
    assert timedelta(days=90) == KEPT


def test_gap_counts_learners_not_questions(database: Database) -> None:
    first, second = guests(database, 2)
    keep(
        database,
        message("Giá vàng hôm nay?", first),
        message("gia vang hom nay", first),
        message("giá vàng hôm nay", second),
        message("quên mật khẩu", first, QUOTED),
        message("[SỐ ĐIỆN THOẠI]", first),
        message("???", first),
    )
    with database.session(writes=False) as session:
        (gap,) = open_gaps(session)
    assert (gap.asked, gap.learners, gap.no_help) == (3, 2, 0)


def test_answer_that_was_no_help_is_a_gap_until_it_was(database: Database) -> None:
    (learner,) = guests(database, 1)
    new = message("quên mật khẩu", learner, QUOTED)
    keep(database, new)
    with database.session(writes=True) as session:
        assert rate(session, learner, new.key, was_helpful=False)
        (gap,) = open_gaps(session)
        assert (gap.topic, gap.no_help) == (new.topic, 1)
        assert rate(session, learner, new.key, was_helpful=True)
        assert open_gaps(session) == []
        assert not rate(session, learner + 1, new.key, was_helpful=False)


def test_decided_gap_is_open_again_when_it_is_asked_again(database: Database, settings: Settings) -> None:
    (learner,) = guests(database, 1)
    keep(database, message("giá vàng", learner))
    hire(database, settings, Role.TEACHER)
    with database.session(writes=True) as session:
        topic = topic_of("giá vàng")
        decide_gap(session, topic, "khong-thuoc", "", 1, NOW)
        decide_gap(session, topic, "da-co-bai", "gia-vang", 1, NOW + timedelta(hours=1))
        session.commit()
        assert open_gaps(session) == []
        ((decision, question),) = [(one.decision.decision, one.question) for one in decided_gaps(session, 9)]
        assert (decision, question) == ("da-co-bai", "giá vàng")
    keep(database, message("gia vang?", learner, at=NOW + timedelta(hours=2)))
    with database.session(writes=False) as session:
        assert [gap.asked for gap in open_gaps(session)] == [1]
    with database.session(writes=True) as session:
        erase(session, learner)
        session.commit()
        assert [one.question for one in decided_gaps(session, 9)] == [None]
