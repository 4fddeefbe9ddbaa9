"""The report over months: before learning, after it, thirty days later; by whose own calls; honest when there are few."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, insert

from app.core.db import Database
from app.core.ids import new_token
from app.courses.models import LessonProgress
from app.drills.domain.rounds import Call, Round
from app.drills.queries import History, histories
from app.drills.views import ALL_REFUSED, ALL_TRUSTED, drills_page
from app.learners.service import create_guests
from app.quiz.domain.detection import Decision
from app.quiz.domain.drill_report import DrillAnswer
from app.quiz.models import Answer, HelpStatement

DAY = timedelta(days=1)
BEGUN = datetime(2026, 9, 1, 8, tzinfo=UTC)
LESSONS = ("xem-tung-dong", "mot-cong")


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.transaction() as connection:
        yield connection


def learner(connection: Connection) -> int:
    return create_guests(connection, 1, BEGUN)[0]


def answer(connection: Connection, learner_id: int, at: datetime, said: str = "lua chac", **values: object) -> str:
    key = new_token()
    row = {"key": key, "learner_id": learner_id, "lesson": "them-tin", "exercise": "x", "version": "0" * 12, "answer": said,
           "score": 1.0, "answered_at": at, "mode": "drill"}  # fmt: skip
    connection.execute(insert(Answer), [row | values])
    return key


def finish(connection: Connection, learner_id: int, lesson: str, at: datetime) -> None:
    connection.execute(insert(LessonProgress), [{"learner_id": learner_id, "lesson": lesson, "finished_at": at}])


def test_history_is_the_learners_own_oldest_first(connection: Connection) -> None:
    mine, other, nobody = (learner(connection) for _ in range(3))
    first = answer(connection, mine, BEGUN)
    answer(connection, other, BEGUN)
    second = answer(connection, mine, BEGUN + DAY, "that khong-chac", lesson="xem-tung-dong", mode="practice")
    answer(connection, mine, BEGUN + DAY, "a1b2c3d4e5")  # to a question that is no drill
    told = histories(connection, [(mine, LESSONS), (other, LESSONS), (nobody, LESSONS), (mine, ())])
    assert [call.key for call in told[0].calls] == [first, second]
    assert [len(history.calls) for history in told] == [2, 1, 0, 2]
    assert told[0].calls[1].at == BEGUN + DAY
    assert told[2] == History()


def test_learned_is_when_the_first_lesson_of_the_skill_was_finished(connection: Connection) -> None:
    someone = learner(connection)
    answer(connection, someone, BEGUN)
    finish(connection, someone, "khac", BEGUN)
    assert histories(connection, [(someone, LESSONS)])[0].learned_at is None
    finish(connection, someone, "mot-cong", BEGUN + 3 * DAY)
    finish(connection, someone, "xem-tung-dong", BEGUN + 2 * DAY)
    assert histories(connection, [(someone, LESSONS)])[0].learned_at == BEGUN + 2 * DAY


def test_help_counts_for_what_it_was_said_of_alone(connection: Connection) -> None:
    someone, other = learner(connection), learner(connection)
    for person in (someone, other):
        answer(connection, person, BEGUN, assisted=True)
        answer(connection, person, BEGUN + DAY)
        answer(connection, person, BEGUN + DAY, lesson="xem-tung-dong")
        answer(connection, person, BEGUN + 2 * DAY)
    said = {"learner_id": someone, "lesson": "them-tin", "since": BEGUN + DAY, "said_at": BEGUN + DAY}
    connection.execute(insert(HelpStatement), [said])
    told = histories(connection, [(someone, LESSONS), (other, LESSONS)])
    assert [[call.assisted for call in history.calls] for history in told] == [
        [True, True, False, False],
        [True, False, False, False],
    ]


# What the page says of them


def calls(at: datetime, hits: int, misses: int, refused: int, trusted: int, **kwargs: bool) -> list[DrillAnswer]:
    """Each to another drill of one family."""
    cells = [(True, True)] * hits + [(True, False)] * misses + [(False, True)] * refused + [(False, False)] * trusted
    return [
        DrillAnswer(f"{at} {number}", at, Decision("giao-hang", scam, said, True), **kwargs)
        for number, (scam, said) in enumerate(cells)
    ]


def said(answers: list[DrillAnswer], learned_at: datetime | None = None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    page = drills_page(None, answers, (), learned_at, "/{}".format, can_start=True)
    return page.sentences, page.families


def test_who_has_not_begun_is_told_nothing() -> None:
    assert said([]) == ((), ())


def test_one_round_is_told_as_few() -> None:
    sentences, families = said(calls(BEGUN, 3, 0, 0, 3))
    assert sentences[0] == "Lần đầu: bác nhận ra 3 trong 3 tin lừa, tin đúng 3 trong 3 tin thật."
    assert "chưa nói chắc điều gì" in sentences[-1]
    assert families == ("Giao hàng không đặt: nhận ra 3 trong 3 tin lừa, tin đúng 3 trong 3 tin thật.",)


def test_family_that_was_met_too_seldom_is_left_out() -> None:
    assert said(calls(BEGUN, 2, 0, 0, 2))[1] == ()


def test_before_after_and_a_month_later_are_told_apart() -> None:
    answers = calls(BEGUN, 2, 4, 2, 4) + calls(BEGUN + 3 * DAY, 6, 0, 0, 6) + calls(BEGUN + 40 * DAY, 5, 1, 1, 5)
    sentences, _ = said(answers, BEGUN + 2 * DAY)
    assert [sentence.partition(":")[0] for sentence in sentences[:3]] == ["Lần đầu", "Sau khi học", "Một tháng sau"]
    assert "chưa nói chắc điều gì" not in sentences[-1]
    assert any("từ" in sentence and "đến" in sentence for sentence in sentences)


@pytest.mark.parametrize(
    ("hits", "misses", "refused", "trusted"), [(6, 0, 6, 0), (0, 6, 0, 6), (3, 3, 3, 3), (6, 0, 0, 6)]
)
def test_no_percentage_and_nothing_that_scolds(hits: int, misses: int, refused: int, trusted: int) -> None:
    answers = calls(BEGUN, 3, 3, 3, 3) + calls(BEGUN + 3 * DAY, hits, misses, refused, trusted)
    sentences, families = said(answers, BEGUN + DAY)
    text = " ".join((*sentences, *families)).lower()
    for word in ("%", "phần trăm", "sai", "kém", "thua", "điểm", "d′", "0,"):
        assert word not in text
    assert "tin lừa" in text
    assert "tin thật" in text


def test_refusing_everything_is_told_as_what_it_is() -> None:
    answers = calls(BEGUN, 3, 3, 1, 5) + calls(BEGUN + 3 * DAY, 6, 0, 5, 1)
    assert any("ngại nhiều tin thật hơn" in sentence for sentence in said(answers, BEGUN + DAY)[0])


def test_assisted_calls_are_left_out_of_every_number() -> None:
    own = calls(BEGUN, 3, 0, 0, 3)
    helped = calls(BEGUN + DAY / 2, 0, 5, 5, 0, assisted=True)
    assert said(own + helped) == said(own)
    sentences, families = said(helped)
    assert len(sentences) == 1
    assert "có người giúp" in sentences[0]
    assert families == ()


# One round


def of_round(answers: list[DrillAnswer]) -> tuple[str, ...]:
    call = Call("k" * 22, "them-tin", "x", "0" * 12, "lua chac", BEGUN, assisted=False)
    page = drills_page(Round("t" * 22, (call,), ()), answers, answers, None, "/{}".format, can_start=True)
    assert page.round
    return page.round.sentences


@pytest.mark.parametrize(
    ("hits", "misses", "refused", "trusted", "sentences"),
    [
        (3, 0, 0, 3, ("Có 3 tin lừa, bác nhận ra cả 3.", "Có 3 tin thật, bác tin đúng cả 3.")),
        (2, 1, 1, 2, ("Có 3 tin lừa, bác nhận ra 2 tin.", "Có 3 tin thật, bác tin đúng 2 tin.")),
        (3, 0, 3, 0, ("Có 3 tin lừa, bác nhận ra cả 3.", "Có 3 tin thật, bác chưa tin đúng tin nào.", ALL_REFUSED)),
        (0, 3, 0, 3, ("Có 3 tin lừa, bác chưa nhận ra tin nào.", "Có 3 tin thật, bác tin đúng cả 3.", ALL_TRUSTED)),
        (1, 0, 0, 0, ("Có 1 tin lừa, bác nhận ra 1 tin.",)),
    ],
)
def test_round_tells_both_sides(hits: int, misses: int, refused: int, trusted: int, sentences: tuple[str, ...]) -> None:
    assert of_round(calls(BEGUN, hits, misses, refused, trusted)) == sentences


def test_round_leaves_out_what_was_assisted() -> None:
    sentences = of_round(calls(BEGUN, 1, 0, 0, 1) + calls(BEGUN + DAY, 0, 2, 2, 0, assisted=True))
    assert sentences[:2] == ("Có 1 tin lừa, bác nhận ra 1 tin.", "Có 1 tin thật, bác tin đúng 1 tin.")
    assert sentences[2].startswith("Có 4 tin làm cùng người giúp")
