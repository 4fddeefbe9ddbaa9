"""A question block read, shown in a fixed shuffled order, and judged."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.courses.domain.blocks import Block, scan
from app.courses.domain.diagnostics import Reporter
from app.courses.domain.markdown import Writing
from app.quiz.domain.choice_question import ChoiceQuestion, read_choice_question
from tests.courses.judging import TODAY, sample_lesson
from tests.sample_content import LESSON

TEXT = """\
::: cau-hoi ai-hoi
Ai hỏi?

Bác **làm** gì?

- [ ] Một
  > Phản hồi một.
- [X] Hai
dòng nữa
  > Phản hồi hai.
  > Dòng tiếp.
* [ ] Ba **đậm**
    > Phản hồi ba.
còn nữa
+ [ ]   Bốn
\t> Phản hồi bốn.

  > Đoạn sau.
:::
"""


def read(text: str) -> tuple[ChoiceQuestion | None, list[tuple[int, str]]]:
    reporter = Reporter("a.md")
    writing = Writing({}, {}, set(), TODAY, reporter)
    blocks = scan(text, 1, reporter)
    assert blocks is not None
    (block,) = blocks
    assert isinstance(block, Block)
    return read_choice_question(block, writing), [(found.line, found.code) for found in reporter.found]


def question(text: str = TEXT) -> ChoiceQuestion:
    found, faults = read(text)
    assert found is not None
    assert faults == []
    return found


def test_stem_choices_and_feedback_are_read() -> None:
    found = question()
    assert found.stem.strip() == "<p>Ai hỏi?</p>\n<p>Bác <strong>làm</strong> gì?</p>"
    assert [choice.text for choice in found.choices] == ["Một", "Hai\ndòng nữa", "Ba <strong>đậm</strong>", "Bốn"]
    assert [choice.right for choice in found.choices] == [False, True, False, False]
    assert [choice.feedback.strip() for choice in found.choices] == [
        "<p>Phản hồi một.</p>",
        "<p>Phản hồi hai.\nDòng tiếp.</p>",
        "<p>Phản hồi ba.\ncòn nữa</p>",
        "<p>Phản hồi bốn.</p>\n<p>Đoạn sau.</p>",
    ]


def test_only_the_right_choice_scores() -> None:
    found = question()
    verdicts = [found.judge(choice.id) for choice in found.choices]
    assert [verdict.score for verdict in verdicts if verdict] == [0, 1, 0, 0]
    assert [verdict.choice for verdict in verdicts if verdict] == list(found.choices)


@pytest.mark.parametrize("answer", ["", "x", "0", "Hai", "None"])
def test_answer_that_names_no_choice_is_no_verdict(answer: str) -> None:
    assert question().judge(answer) is None


def test_choice_keeps_its_id_while_its_words_stay() -> None:
    before = {choice.text: choice.id for choice in question().choices}
    moved = question(
        TEXT.replace("- [ ] Một\n  > Phản hồi một.\n", "- [ ] Khác\n  > Phản hồi khác.\n").replace("[X]", "[x]")
    )
    after = {choice.text: choice.id for choice in moved.choices}
    assert all(after[text] == before[text] for text in before.keys() & after.keys())
    assert len(before.keys() & after.keys()) == 3


def test_id_tells_nothing_of_the_key() -> None:
    other_key = question(TEXT.replace("[X]", "[ ]").replace("- [ ] Một", "- [x] Một"))
    assert [choice.id for choice in other_key.choices] == [choice.id for choice in question().choices]


def test_same_words_in_two_questions_have_two_ids() -> None:
    ids = [choice.id for choice in (*question().choices, *question(TEXT.replace("ai-hoi", "ai-dap")).choices)]
    assert len(set(ids)) == 8


def test_all_ids_of_the_sample_differ() -> None:
    bodies = [exercise.body for exercise in sample_lesson().exercises]
    ids = [choice.id for body in bodies if isinstance(body, ChoiceQuestion) for choice in body.choices]
    assert len(ids) == len(set(ids)) == 8


@given(st.text())
def test_order_is_fixed_by_the_seed_and_loses_nothing(seed: str) -> None:
    found = question()
    shown = found.shown(seed)
    assert shown == found.shown(seed)
    assert sorted(shown) == sorted((choice.id, choice.text) for choice in found.choices)


def test_right_choice_is_shown_in_every_place_about_as_often() -> None:
    found = question()
    right = found.choices[1].id
    places = Counter([choice_id for choice_id, _text in found.shown(str(seed))].index(right) for seed in range(4000))
    assert set(places) == {0, 1, 2, 3}
    assert all(850 < count < 1150 for count in places.values())  # ±5.5 standard deviations of 1000


def test_faults_stand_at_their_own_lines() -> None:
    _found, faults = read(
        "::: cau-hoi a\n\n- [ ] Một\n- [x] Hai\n  > b\n- [x] Một\n  > b\n- [ ]\n  > c\n- [ ] Ba\n  >\n:::"
    )
    assert sorted(faults) == [
        (1, "no-stem"),
        (3, "missing-feedback"),
        (6, "duplicate-choice"),
        (6, "many-right-answers"),
        (8, "empty-choice"),
        (10, "missing-feedback"),
    ]


def test_numbers_are_found_on_every_line_of_a_choice_and_its_feedback() -> None:
    text = TEXT.replace("dòng nữa", "dòng 12").replace("còn nữa", "còn 13").replace("Đoạn sau", "Đoạn 14")
    _found, faults = read(text)
    assert faults == [(9, "number-in-prose"), (14, "number-in-prose"), (18, "number-in-prose")]


def test_choice_whose_words_start_on_the_next_line_is_judged_there() -> None:
    _found, faults = read(TEXT.replace("- [ ] Một", "- [ ] \n  Số 12"))
    assert faults == [(7, "number-in-prose")]


def test_question_needs_four_choices_and_may_have_more() -> None:
    more = question(TEXT.removesuffix(":::\n") + "- [ ] Thêm\n  > Không.\n:::\n")
    assert len(more.choices) == 5
    assert "few-choices" in [code for _line, code in read("::: cau-hoi a\nHỏi?\n- [x] a\n  > b\n:::")[1]]


def test_key_and_feedback_of_the_sample_are_its_own() -> None:
    (first, second) = (exercise.body for exercise in sample_lesson(LESSON).exercises)
    assert isinstance(first, ChoiceQuestion)
    assert isinstance(second, ChoiceQuestion)
    assert [choice.text for choice in first.choices if choice.right] == ["Cúp máy"]
    assert [choice.text for choice in second.choices if choice.right] == ["Chỉ mình bác"]
    assert all("CANARY" in choice.feedback for choice in (*first.choices, *second.choices))
