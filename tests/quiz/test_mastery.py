"""Mastery folded from answers: a whole history with its numbers, what counts, what stays, and that rebuilding repeats."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from app.quiz.domain.ability import Item
from app.quiz.domain.evidence import Evidence, in_sequence, launch_item
from app.quiz.domain.mastery import Belief, Learner, SkillState, fold, new_learner, rebuild, widened

pytestmark = pytest.mark.pure

MORNING = datetime(2026, 11, 21, 2, tzinfo=UTC)  # nine in Vietnam
CHOICE = launch_item(4, cut=0)
TASK = Item(1.2, 0, (-1.0, 0.0, 0.5))
SURE = Item(2.0, 0, (0.0,))


def answer(number: int, score: float = 1.0, *, days: float = 0, item: Item = SURE, **changes: object) -> Evidence:
    piece = Evidence(MORNING + timedelta(days=days), ("otp",), f"cau-{number}", item, score, "practice")
    return replace(piece, **changes)  # type: ignore[arg-type]


def learnt(*pieces: Evidence) -> SkillState:
    return rebuild(pieces).skills["otp"]


# Days since the answer before, item, score → skill mean, sd, P(theta >= 0); overall mean, sd. Computed by quadrature of
# each step (tests/quiz/test_ability.py), prior N(0, 0.6²) for the skill, variances widened by hand.
HISTORY = [
    (0, CHOICE, 1, (0.086838, 0.589436, 0.559101), (0.219946, 0.961658)),
    (0, CHOICE, 1, (0.181511, 0.627387, 0.614398), (0.409649, 0.925994)),
    (1, TASK, 2 / 3, (0.263903, 0.559697, 0.680677), (0.439039, 0.694904)),
    (1, CHOICE, 0, (0.036879, 0.590335, 0.524360), (0.136471, 0.664266)),
    (3, CHOICE, 1, (0.135086, 0.632761, 0.585159), (0.237588, 0.655923)),
    (0, TASK, 1, (0.617991, 0.573165, 0.861281), (0.668453, 0.561167)),
    (2, CHOICE, 1, (0.688318, 0.615953, 0.868341), (0.724273, 0.557531)),
    (0, CHOICE, 1, (0.763714, 0.650305, 0.880165), (0.776929, 0.550792)),
    (1, TASK, 1, (1.094540, 0.607751, 0.967666), (0.997622, 0.502596)),
]


def test_whole_history_gives_these_numbers_at_each_answer() -> None:
    learner, days = new_learner(), 0
    for number, (since, item, score, skill, overall) in enumerate(HISTORY):
        days += since
        learner = fold(learner, answer(number, score, days=days, item=item))
        state = learner.skills["otp"]
        assert state.belief is not None
        assert (state.belief.mean, state.belief.sd, state.p_master) == pytest.approx(skill, abs=2e-6)
        assert (learner.overall.mean, learner.overall.sd) == pytest.approx(overall, abs=2e-6)
        assert state.pieces == number + 1
        assert (state.mastered_at is not None) == (number >= 5)


def test_new_skill_starts_from_the_overall_estimate() -> None:
    learner = replace(new_learner(), overall=Belief(1.3, 0.4, MORNING))
    state = fold(learner, answer(1, 1, item=Item(0.01, 0, (0,)))).skills["otp"]
    assert state.belief is not None
    assert (state.belief.mean, state.belief.sd) == pytest.approx((1.3, 0.6), abs=0.005)


def test_mastery_needs_three_pieces_from_two_questions() -> None:
    easy_going = replace(new_learner(), overall=Belief(3.0, 0.4, MORNING))
    learner = fold(fold(easy_going, answer(1)), answer(2))
    assert learner.skills["otp"].p_master > 0.99
    assert learner.skills["otp"].mastered_at is None
    assert fold(learner, answer(3)).skills["otp"].mastered_at == MORNING
    same_question = [answer(1, days=day) for day in range(5)]
    assert learnt(*same_question).p_master > 0.9
    assert learnt(*same_question).mastered_at is None
    assert learnt(*same_question, answer(2, days=6)).mastered_at == MORNING + timedelta(days=6)


def test_three_right_guesses_of_a_stranger_are_not_mastery() -> None:
    assert learnt(*(answer(number, item=CHOICE) for number in range(3))).mastered_at is None


def test_same_day_retry_shows_nothing_and_a_later_day_counts() -> None:
    first = answer(1, 0)
    once = learnt(first)
    again = learnt(first, answer(1, 1, days=0.1))
    assert again == replace(once, repeated=1)
    assert learnt(first, answer(1, 1, days=1)).pieces == 2


def test_day_ends_at_midnight_in_vietnam() -> None:
    before_midnight = answer(1, 0, at=datetime(2026, 11, 21, 16, 59, tzinfo=UTC))
    after = answer(1, 1, at=datetime(2026, 11, 21, 17, 1, tzinfo=UTC))
    assert learnt(before_midnight, after).pieces == 2
    assert learnt(before_midnight, answer(1, 1, at=datetime(2026, 11, 21, 16, 59, 59, tzinfo=UTC))).pieces == 1


def test_answer_seen_with_help_shows_nothing_when_repeated_alone_that_day() -> None:
    state = learnt(answer(1, 1, assisted=True), answer(1, 1, days=0.1))
    assert (state.belief, state.pieces, state.helped, state.repeated) == (None, 0, 1, 1)
    assert state.standing == "practising"


def test_answer_for_two_skills_moves_both_and_the_overall_estimate_once() -> None:
    both = fold(new_learner(), answer(1, skills=("otp", "qr")))
    assert both.skills["otp"] == both.skills["qr"]
    assert both.overall == fold(new_learner(), answer(1)).overall


def test_mastery_once_reached_stays_and_doubt_only_says_worth_reviewing() -> None:
    right = [answer(number) for number in range(4)]
    able = learnt(*right)
    assert able.mastered_at == MORNING
    wrong = [answer(number, 0, days=0.2) for number in range(10, 14)]
    doubted = learnt(*right, *wrong)
    assert doubted.p_master < 0.5
    assert (doubted.standing, doubted.mastered_at) == ("able", MORNING)
    assert doubted.doubted
    assert doubted.worth_review(MORNING.date())
    settled = learnt(*right, *wrong, *(answer(number, days=0.3) for number in range(20, 26)))
    assert settled.p_master > 0.8
    assert not settled.worth_review(MORNING.date())


def test_reviews_begin_at_mastery_and_move_only_when_due_and_once_a_day() -> None:
    right = [answer(number) for number in range(4)]
    able = learnt(*right)
    assert able.card is not None
    assert able.card.interval == 2
    assert not able.worth_review((MORNING + timedelta(days=1)).date())
    assert able.worth_review((MORNING + timedelta(days=2)).date())
    early = learnt(*right, answer(7, days=1))
    assert early.card == able.card
    due = learnt(*right, answer(8, days=2), answer(9, 0, days=2.1))
    assert due.card is not None
    assert due.card.interval == 11


def test_forgetting_widens_to_a_new_skill_in_half_a_year_and_stops_at_a_stranger() -> None:
    known = Belief(0.5, 0.3, MORNING)
    assert widened(known, MORNING).sd == 0.3
    assert widened(Belief(0.5, 0.0, MORNING), MORNING + timedelta(days=180)).sd == pytest.approx(0.6)
    assert widened(known, MORNING + timedelta(days=9999)).sd == 1.0
    assert widened(known, MORNING - timedelta(days=5), 0.4).sd == pytest.approx(0.5)


pieces = st.builds(
    answer,
    st.integers(0, 5),
    st.sampled_from([0.0, 0.25, 0.5, 1.0]),
    days=st.integers(0, 40).map(lambda tenths: tenths / 10),
    item=st.sampled_from([CHOICE, TASK, SURE]),
    assisted=st.booleans(),
    slow=st.booleans(),
    skills=st.sampled_from([("otp",), ("qr",), ("otp", "qr")]),
)
histories = st.lists(pieces, max_size=25).map(lambda rows: sorted(rows, key=lambda piece: piece.at))


@pytest.mark.battery
@given(histories)
@examples(max_examples=60, deadline=None)
def test_rebuilt_learner_equals_the_live_one_to_the_last_bit(history: list[Evidence]) -> None:
    """Live: only the rows of the answer's own skills are loaded, each answer told of the earlier one on its question."""
    overall, rows, last = new_learner().overall, dict[str, SkillState](), dict[str, datetime]()
    for piece in history:
        loaded = {skill: rows[skill] for skill in piece.skills if skill in rows}
        after = fold(Learner(overall, loaded), replace(piece, earlier_at=last.get(piece.question)))
        last[piece.question] = piece.at
        overall = after.overall
        rows |= after.skills
    assert rebuild(history) == Learner(overall, rows)


@pytest.mark.battery
@given(histories)
@examples(max_examples=60, deadline=None)
def test_what_was_done_with_help_never_changes_what_is_believed(history: list[Evidence]) -> None:
    """On questions of its own: an answer seen with help would make the day's next try on that question a repetition."""
    apart = [replace(piece, question=f"{piece.question}-{piece.assisted}") for piece in history]
    alone = rebuild(piece for piece in apart if not piece.assisted)
    together = rebuild(apart)
    assert together.overall == alone.overall
    for skill, state in together.skills.items():
        assert replace(state, helped=0) == alone.skills.get(skill, SkillState())


@pytest.mark.battery
@given(histories)
@examples(max_examples=60, deadline=None)
def test_standing_never_goes_back(history: list[Evidence]) -> None:
    order = ["new", "practising", "able"]
    learner, reached = new_learner(), {"otp": 0, "qr": 0}
    for piece in in_sequence(history):
        learner = fold(learner, piece)
        for skill, state in learner.skills.items():
            assert order.index(state.standing) >= reached[skill]
            reached[skill] = order.index(state.standing)


@pytest.mark.battery
@given(histories, pieces)
@examples(max_examples=60, deadline=None)
def test_right_answer_never_lowers_the_chance_of_mastery_against_a_wrong_one(
    history: list[Evidence], piece: Evidence
) -> None:
    learner, piece = rebuild(history), replace(piece, at=MORNING + timedelta(days=5))
    worse, better = (fold(learner, replace(piece, score=score)) for score in (0.0, 1.0))
    assert all(worse.skills[skill].p_master <= better.skills[skill].p_master for skill in piece.skills)
    assert worse.overall.mean <= better.overall.mean


@pytest.mark.battery
@given(st.floats(0.05, 1.2), st.floats(0, 1000), st.floats(0, 1000), st.floats(0, 0.5))
def test_widening_never_raises_certainty(sd: float, days: float, more: float, learning: float) -> None:
    belief = Belief(0.2, sd, MORNING)
    near = widened(belief, MORNING + timedelta(days=days), learning)
    far = widened(belief, MORNING + timedelta(days=days + more), learning)
    assert sd <= near.sd <= far.sd <= max(sd, 1)
    assert near.mean == far.mean == 0.2
