"""A question of order: pressed step by step, shown again after each press, judged with partial credit."""

from collections import Counter
from itertools import combinations, permutations, product

import pytest

from app.quiz.domain.ordering import Ordering, concordance, longest_run
from app.quiz.domain.question import LONGEST_ANSWER, Question, Unfinished
from tests.quiz.written import Fault, answer, changed, feedbacks, fields, read

pytestmark = pytest.mark.pure

TEXT = """\
::: sap-xep chuyen-tien
Bác chuyển tiền cho con. Bác làm theo thứ tự nào?

1. Mở ứng dụng ngân hàng
   > CANARY-1 Phải mở ứng dụng trước.
2. Nhập số tài khoản
   > CANARY-2 Nhập số rồi máy mới hiện tên.
3. Xem **tên** người nhận
   > CANARY-3 Xem tên trước khi gửi.
4. Bấm gửi
   > CANARY-4 Gửi là việc cuối cùng.
:::
"""


def question(text: str = TEXT) -> Ordering:
    found, faults = read(text)
    assert faults == []
    assert isinstance(found, Ordering)
    return found


FOUND = question()
IDS = [step.id for step in FOUND.steps]


def score(places: str, found: Ordering = FOUND) -> float:
    verdict = answer(found, *(found.steps[int(place) - 1].id for place in places))
    assert verdict is not None
    return verdict.score


def told(places: str) -> set[str]:
    verdict = answer(FOUND, *(IDS[int(place) - 1] for place in places))
    assert verdict is not None
    return feedbacks(verdict.feedback)


def test_score_is_kendalls_tau_but_never_below_zero() -> None:
    expected = {
        "1234": 1.0,
        "1243": 2 / 3,
        "2134": 2 / 3,
        "1432": 0.0,
        "2341": 0.0,
        "3412": 0.0,
        "4321": 0.0,
        "1342": 1 / 3,
    }
    assert {places: score(places) for places in expected} == pytest.approx(expected)


def test_only_the_right_order_scores_full_and_chance_earns_little() -> None:
    scores = {"".join(order): score("".join(order)) for order in permutations("1234")}
    assert [order for order, value in scores.items() if value == 1] == ["1234"]
    assert sum(scores.values()) / 24 == pytest.approx((1 + 3 * 2 / 3 + 5 * 1 / 3) / 24)  # orders of 0, 1, 2 swaps


def test_concordance_agrees_with_counting_pairs() -> None:
    for places in permutations(range(5)):
        swaps = sum(first > second for first, second in combinations(places, 2))
        assert concordance(places) == pytest.approx(1 - 4 * swaps / (5 * 4))


def test_longest_run_never_steps_back_and_none_is_longer() -> None:
    for places in product(range(3), repeat=5):
        kept = [places[index] for index in sorted(longest_run(places))]
        longest = max(size for size in range(6) for part in combinations(places, size) if [*part] == sorted(part))
        assert kept == sorted(kept)
        assert len(kept) == longest
    assert longest_run(()) == set()


def test_feedback_is_for_the_fewest_steps_that_must_move() -> None:
    assert told("2341") == {"CANARY-1"}
    assert told("4123") == {"CANARY-4"}
    assert told("1243") in ({"CANARY-3"}, {"CANARY-4"})
    assert len(told("4321")) == 3
    assert told("1234") == {"CANARY-1", "CANARY-2", "CANARY-3", "CANARY-4"}


def test_steps_of_one_number_come_in_either_order() -> None:
    found = question(changed(TEXT, "3. Xem", "2. Xem"))
    assert score("1324", found) == score("1234", found) == 1
    assert score("2134", found) == pytest.approx(3 / 5)
    assert score("4321", found) == 0
    renumbered = changed(changed(TEXT, "3. Xem", "2. Xem"), "4. Bấm", "3. Bấm")
    assert [step.place for step in question(renumbered).steps] == [1, 2, 2, 3]


def test_steps_are_pressed_one_after_the_other() -> None:
    """As the pages do it: every answer of the server is the form of the next press."""
    held: tuple[str, ...] = ()
    for press, step in enumerate((2, 0, 3, 1), 1):
        form = fields(*held, them=IDS[step])
        assert FOUND.answer_from(form) == Unfinished()
        shown = FOUND.shown("k", form)
        held = shown.chosen
        assert len(held) == press
        numbered = {option.id: option.number for option in shown.steps}
        assert [numbered[step] for step in held] == list(range(1, press + 1))
        assert sum(number == 0 for number in numbered.values()) == 4 - press
        assert [option.id for option in shown.steps] == [option.id for option in FOUND.shown("k").steps]
    assert held == tuple(IDS[step] for step in (2, 0, 3, 1))
    assert FOUND.answer_from(fields(*held)) == " ".join(held)
    assert FOUND.judge(" ".join(held)) is not None


def test_last_step_is_taken_back() -> None:
    form = fields(*IDS[:3], bo="1")
    assert FOUND.answer_from(form) == Unfinished()
    assert FOUND.shown("k", form).chosen == tuple(IDS[:2])
    assert FOUND.shown("k", fields(bo="1")).chosen == ()


def test_instruction_says_how_far_one_is() -> None:
    said = [FOUND.shown("k", fields(*IDS[:count])).instruction for count in (0, 1, 4)]
    assert said == [
        "Bác chạm bước đầu tiên",
        "Bác đã xếp 1 trên 4 bước. Bác chạm bước tiếp theo",
        "Bác đã xếp đủ. Bác bấm Trả lời nhé",
    ]


def test_answering_too_early_says_what_is_left_and_loses_nothing() -> None:
    early = FOUND.answer_from(fields(*IDS[:3]))
    assert early == Unfinished("Bác còn 1 bước chưa xếp. Bác chạm tiếp từng bước nhé.")
    assert FOUND.shown("k", fields(*IDS[:3])).chosen == tuple(IDS[:3])
    assert isinstance(FOUND.answer_from({}), Unfinished)


def test_what_is_no_answer_is_refused() -> None:
    foreign = question(changed(TEXT, "chuyen-tien", "gui-tien")).steps[0].id
    for wrong in (
        [*IDS[:3], foreign],
        [*IDS[:3], IDS[0]],
        [*IDS, IDS[0]],
        [*IDS, foreign],
        ["x"] * 4,
        ["y" * 9999] * 4,
    ):
        assert answer(FOUND, *wrong) is None, wrong
    assert [FOUND.judge(text) for text in ("", IDS[0], " ".join(IDS[:3]), "  ".join(IDS))] == [None] * 4


def test_step_of_another_question_or_pressed_twice_changes_nothing() -> None:
    before = FOUND.shown("k", fields(*IDS[:2]))
    for press in ("x", IDS[0], question(changed(TEXT, "chuyen-tien", "gui-tien")).steps[2].id, "y" * 9999):
        assert FOUND.shown("k", fields(*IDS[:2], them=press)) == before
    assert FOUND.shown("k", fields(IDS[0], "x", IDS[1], IDS[0])) == before


def test_nothing_shown_tells_the_order() -> None:
    for seed, order, count in product(("", "a", "k" * 22), permutations(IDS), range(5)):
        shown = repr(FOUND.shown(seed, fields(*order[:count])))
        assert "CANARY" not in shown
        assert "place" not in shown


def test_other_key_changes_nothing_that_is_shown() -> None:
    lines = TEXT.split("\n")
    swapped = "\n".join([*lines[:3], f"1. {lines[5][3:]}", lines[6], f"2. {lines[3][3:]}", lines[4], *lines[7:]])
    other = question(swapped)
    assert [step.id for step in other.steps][:2] == [IDS[1], IDS[0]]
    assert all(other.shown(seed) == FOUND.shown(seed) for seed in "abcdefgh")


@pytest.mark.battery
def test_every_order_is_shown_about_as_often() -> None:
    orders = Counter(tuple(step.text for step in FOUND.shown(str(seed)).steps) for seed in range(2400))
    assert len(orders) == 24
    assert all(50 < count < 150 for count in orders.values())  # ±5 standard deviations of 100


def test_longest_answer_fits_the_log_and_is_a_question() -> None:
    more = "".join(f"{number}. Bước {word}\n   > Vì thế.\n" for number, word in enumerate("abcd", 5))
    found = question(TEXT.removesuffix(":::\n") + more + ":::\n")
    text = found.answer_from(fields(*(step.id for step in found.steps)))
    assert isinstance(text, str)
    assert len(text) <= LONGEST_ANSWER
    verdict = found.judge(text)
    assert verdict is not None
    assert verdict.score == 1
    assert isinstance(found, Question)


FAULTS: list[tuple[str, str, list[Fault]]] = [
    ("2. Nhập số", "2.Nhập số", [(6, "bad-choice")]),
    ("2. Nhập số", "2: Nhập số", [(6, "bad-choice")]),
    ("2. Nhập số", "(2) Nhập số", [(6, "bad-choice")]),
    ("2. Nhập số", "- 2. Nhập số", [(6, "bad-choice")]),
    ("2. Nhập số", "Bước 2. Nhập số", [(6, "bad-choice")]),
    ("2. Nhập số", "- Nhập số", [(6, "bad-choice")]),
    ("2. Nhập số", "     2. Nhập số", [(6, "bad-choice")]),
    ("3. Xem", "5. Xem", [(8, "bad-order")]),
    ("1. Mở", "0. Mở", [(4, "bad-order")]),
    ("4. Bấm gửi", "4. mở ứng dụng ngân hàng", [(10, "duplicate-choice")]),
    ("4. Bấm gửi", "4. ", [(10, "empty-choice")]),
    ("   > CANARY-3", "> CANARY-3", [(8, "missing-feedback")]),
    ("4. Bấm gửi\n   > CANARY-4 Gửi là việc cuối cùng.\n", "", [(1, "few-choices")]),
    ("Bác chuyển tiền cho con. Bác làm theo thứ tự nào?", "", [(1, "no-stem")]),
    ("Bấm gửi", "Bấm " + "gửi " * 50, [(10, "too-long")]),
    ("Bấm gửi", "Bấm gửi 500.000 đồng", [(10, "number-in-prose")]),
]


@pytest.mark.parametrize(("old", "new", "faults"), FAULTS)
def test_fault_is_told_at_its_line(old: str, new: str, faults: list[Fault]) -> None:
    found = read(changed(TEXT, old, new))[1]
    assert found == faults


def test_steps_all_of_one_number_have_no_order() -> None:
    text = TEXT
    for number in "234":
        text = changed(text, f"\n{number}. ", "\n1. ")
    assert read(text)[1] == [(6, "bad-order")]


def test_list_in_the_story_is_no_step() -> None:
    assert (
        question(changed(TEXT, "Bác chuyển tiền", "- Con ở xa.\n- Bác ở nhà.\n\nBác chuyển tiền")).steps[0].id == IDS[0]
    )


def test_teacher_sees_the_whole_key() -> None:
    assert feedbacks(FOUND.answer_key()) == {f"CANARY-{number}" for number in range(1, 5)}
