"""A question of several choices: read, shown, judged with partial credit."""

from itertools import combinations, product

import pytest

from app.quiz.domain.choice_question import ShownChoices
from app.quiz.domain.question import LONGEST_ANSWER, Question, Unfinished
from app.quiz.domain.several_choices import CHOOSE_SOME, SeveralChoices
from tests.quiz.written import Fault, answer, changed, feedbacks, fields, read

pytestmark = pytest.mark.pure

TEXT = """\
::: nhieu-dap-an giu-kin
Những gì bác phải giữ kín?

- [x] Mật khẩu
  > CANARY-1 Mật khẩu là chìa khóa.
- [x] Mã xác nhận
  > CANARY-2 Mã chỉ dùng một lần.
- [ ] Tên của bác
  > CANARY-3 Tên thì ai cũng biết.
- [ ] Tên phường
  > CANARY-4 Tên phường có trên bản đồ.
- [x] Số thẻ
  > CANARY-5 Lộ số thẻ thì mất tiền.
:::
"""


def question(text: str = TEXT) -> SeveralChoices:
    found, faults = read(text)
    assert faults == []
    assert isinstance(found, SeveralChoices)
    return found


FOUND = question()
IDS = [choice.id for choice in FOUND.choices]
ALL_TICKS = [places for size in range(1, 6) for places in combinations(range(1, 6), size)]


def score(*places: int) -> float:
    verdict = answer(FOUND, *(IDS[place - 1] for place in places))
    assert verdict is not None
    return verdict.score


def test_score_is_the_share_of_right_ones_less_the_share_of_wrong_ones() -> None:
    assert score(1, 2, 5) == 1
    assert score(1, 2) == pytest.approx(2 / 3)
    assert score(1) == pytest.approx(1 / 3)
    assert score(1, 2, 5, 3) == pytest.approx(1 / 2)
    assert score(1, 2, 3) == pytest.approx(2 / 3 - 1 / 2)
    assert score(1, 3) == 0  # 1/3 − 1/2, never below 0
    assert score(3) == score(3, 4) == 0
    assert score(1, 2, 3, 4, 5) == 0  # ticking everything earns nothing


def test_only_the_key_scores_full() -> None:
    assert [places for places in ALL_TICKS if score(*places) == 1] == [(1, 2, 5)]


def test_one_more_right_tick_never_lowers_the_score() -> None:
    for places, right in product(ALL_TICKS, (1, 2, 5)):
        assert score(*{*places, right}) >= score(*places), (places, right)


def test_feedback_is_for_what_was_ticked_and_what_was_missed() -> None:
    verdict = answer(FOUND, IDS[0], IDS[2])
    assert verdict is not None
    assert feedbacks(verdict.feedback) == {"CANARY-1", "CANARY-2", "CANARY-3", "CANARY-5"}
    assert verdict.feedback.count("Còn thiếu: ") == 2
    assert verdict.chosen == "<ul><li>Mật khẩu</li><li>Tên của bác</li></ul>"


def test_order_of_the_ticks_does_not_matter() -> None:
    assert answer(FOUND, *IDS[:3]) == answer(FOUND, *reversed(IDS[:3])) is not None


def test_what_is_no_answer_is_refused() -> None:
    foreign = question(changed(TEXT, "giu-kin", "giu-chat")).choices[0].id
    assert FOUND.answer_from({}) == FOUND.answer_from(fields("", "")) == Unfinished(CHOOSE_SOME)
    for wrong in ([foreign], [IDS[0], foreign], [IDS[0], IDS[0]], ["x"], [*IDS, *IDS], ["x" * 10_000]):
        assert answer(FOUND, *wrong) is None, wrong
    assert FOUND.judge("") is FOUND.judge(" ") is FOUND.judge(" ".join(sorted(IDS, reverse=True))) is None


def test_nothing_shown_tells_the_key() -> None:
    for seed, places in product(("", "a", "k" * 22), ALL_TICKS):
        ticked = [IDS[place - 1] for place in places]
        shown = FOUND.shown(seed, fields(*ticked))
        assert isinstance(shown, ShownChoices)
        assert shown == FOUND.shown(seed, fields(*ticked))
        assert "CANARY" not in repr(shown)
        assert "right" not in repr(shown)
        assert {option.id for option in shown.options if option.chosen} == set(ticked)
        assert {option.id for option in shown.options} == set(IDS)


def test_other_key_changes_nothing_that_is_shown() -> None:
    other = changed(changed(TEXT, "- [x] Số thẻ", "- [ ] Số thẻ"), "- [ ] Tên phường", "- [x] Tên phường")
    assert question(other).shown("a") == FOUND.shown("a")


def test_longest_answer_fits_the_log_and_is_a_question() -> None:
    more = "".join(f"- [ ] Thêm {word}\n  > Không.\n" for word in "abc")
    found = question(TEXT.removesuffix(":::\n") + more + ":::\n")
    assert len(found.choices) == 8
    text = found.answer_from(fields(*(choice.id for choice in found.choices)))
    assert isinstance(text, str)
    assert len(text) <= LONGEST_ANSWER
    assert found.judge(text) is not None
    assert isinstance(found, Question)


FAULTS: list[tuple[str, str, list[Fault]]] = [
    ("- [x] Mã xác nhận", "- [X ] Mã xác nhận", [(6, "bad-choice")]),
    ("- [x] Mã xác nhận", "* [v] Mã xác nhận", [(6, "bad-choice")]),
    ("- [ ] Tên phường", "1. Tên phường", [(10, "bad-choice")]),
    ("- [ ] Tên phường", "- [ ] mật khẩu", [(10, "duplicate-choice")]),
    ("- [ ] Tên phường", "- [ ]  ", [(10, "empty-choice")]),
    ("  > CANARY-4 Tên phường có trên bản đồ.\n", "", [(10, "missing-feedback")]),
    ("- [ ] Tên phường\n  > CANARY-4 Tên phường có trên bản đồ.\n- [x] Số thẻ", "- [x] Số thẻ", []),
    (
        "- [ ] Tên của bác\n  > CANARY-3 Tên thì ai cũng biết.\n- [ ] Tên phường\n  > CANARY-4 Tên phường có trên bản đồ.\n",
        "",
        [(1, "few-choices"), (1, "no-wrong-answer")],
    ),
    ("Những gì bác phải giữ kín?", "", [(1, "no-stem")]),
    ("Tên phường\n", "Tên " + "phường " * 40 + "\n", [(10, "too-long")]),
    ("Lộ số thẻ thì mất tiền.", "Gọi 0912345678.", [(13, "phone-in-prose")]),
]


@pytest.mark.parametrize(("old", "new", "faults"), FAULTS)
def test_fault_is_told_at_its_line(old: str, new: str, faults: list[Fault]) -> None:
    assert read(changed(TEXT, old, new))[1] == faults


def test_at_least_two_are_right() -> None:
    one = changed(changed(TEXT, "- [x] Mã", "- [ ] Mã"), "- [x] Số", "- [ ] Số")
    assert read(one)[1] == [(1, "few-right-answers")]
    assert read(changed(one, "- [x] Mật", "- [ ] Mật"))[1] == [(1, "few-right-answers")]


def test_block_inside_is_told_at_its_line() -> None:
    assert read(TEXT.removesuffix(":::\n") + "\n::: luu-y\nChữ\n:::\n:::\n") == (None, [(15, "unknown-block")])


def test_teacher_sees_the_whole_key() -> None:
    assert feedbacks(FOUND.answer_key()) == {f"CANARY-{number}" for number in range(1, 6)}
    assert FOUND.answer_key().count("<strong>Đúng</strong>") == 3
