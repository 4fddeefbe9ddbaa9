"""A question block read, shown in a fixed shuffled order, and judged."""

from collections import Counter

import pytest

from app.quiz.domain.choice_question import CHOOSE_ONE, ChoiceQuestion
from app.quiz.domain.question import LONGEST_ANSWER, Question, Unfinished
from tests.courses.judging import sample_lesson
from tests.quiz.written import Fault, answer, changed, fields, read
from tests.sample_content import LESSON

pytestmark = pytest.mark.pure

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


def question(text: str = TEXT) -> ChoiceQuestion:
    found, faults = read(text)
    assert isinstance(found, ChoiceQuestion)
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
    told = [(verdict.chosen, verdict.feedback) for verdict in verdicts if verdict]
    assert told == [(choice.text, choice.feedback) for choice in found.choices]


@pytest.mark.parametrize("wrong", ["", "x", "0", "Hai", "None"])
def test_answer_that_names_no_choice_is_no_verdict(wrong: str) -> None:
    assert question().judge(wrong) is None


def test_form_without_or_with_two_or_another_questions_choice_is_no_answer() -> None:
    found = question()
    first, second = (choice.id for choice in found.choices[:2])
    foreign = question(TEXT.replace("ai-hoi", "ai-dap")).choices[0].id
    assert found.answer_from({}) == found.answer_from(fields("")) == Unfinished(CHOOSE_ONE)
    assert [answer(found, *ids) for ids in ((first, second), (first, first), (foreign,), ("x" * 10_000,))] == [None] * 4
    assert answer(found, second) == found.judge(second)
    assert len(str(found.answer_from(fields(*["y" * 99] * 99)))) == LONGEST_ANSWER


def test_choice_stays_chosen_when_the_form_is_shown_again() -> None:
    found = question()
    options = found.shown("a", fields(found.choices[2].id)).options
    assert [option.text for option in options if option.chosen] == ["Ba <strong>đậm</strong>"]
    assert not any(option.chosen for option in found.shown("a", fields("x")).options)


def test_choice_question_is_a_question() -> None:
    assert isinstance(question(), Question)


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
    assert all(other_key.shown(seed) == question().shown(seed) for seed in "abcd")


def test_order_shown_does_not_lead_back_to_the_authors() -> None:
    lines = TEXT.split("\n")
    turned = question("\n".join([*lines[:5], *lines[7:11], *lines[5:7], *lines[11:]]))
    assert [choice.text for choice in turned.choices] != [choice.text for choice in question().choices]
    assert all(turned.shown(seed) == question().shown(seed) for seed in "abcd")


def test_same_words_in_two_questions_have_two_ids() -> None:
    ids = [choice.id for choice in (*question().choices, *question(TEXT.replace("ai-hoi", "ai-dap")).choices)]
    assert len(set(ids)) == 8


def test_all_ids_of_the_sample_differ() -> None:
    bodies = [exercise.body for exercise in sample_lesson().exercises]
    ids = [choice.id for body in bodies if isinstance(body, ChoiceQuestion) for choice in body.choices]
    assert len(ids) == len(set(ids)) == 8


@pytest.mark.parametrize("seed", ["", "a", "\0", "k" * 22, "k" * 10_000])
def test_order_is_fixed_by_the_seed_and_loses_nothing(seed: str) -> None:
    found = question()
    shown = found.shown(seed)
    assert shown == found.shown(seed)
    options = [(option.id, option.text) for option in shown.options]
    assert sorted(options) == sorted((choice.id, choice.text) for choice in found.choices)


@pytest.mark.battery
def test_right_choice_is_shown_in_every_place_about_as_often() -> None:
    found = question()
    right = found.choices[1].id
    places = Counter([option.id for option in found.shown(str(seed)).options].index(right) for seed in range(4000))
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


GOOD = """\
::: cau-hoi xin-ma
Có người xin mã. Bác làm gì?

- [ ] Đọc mã
  > Mã là của bác.
- [x] Cúp máy
  > Đúng rồi bác.
- [ ] Nhắn mã
  > Nhắn cũng như đọc.
- [ ] Đọc một nửa
  > Một nửa cũng là mã.
:::
"""
FAULTS: list[tuple[str, str, list[Fault]]] = [
    ("- [x] Cúp máy", "- [x ] Cúp máy", [(6, "bad-choice")]),
    ("- [ ] Nhắn mã", "- [] Nhắn mã", [(8, "bad-choice")]),
    ("- [ ] Nhắn mã", "-[ ] Nhắn mã", [(8, "bad-choice")]),
    ("- [ ] Nhắn mã", "- ( ) Nhắn mã", [(8, "bad-choice")]),
    ("- [ ] Nhắn mã", "— [ ] Nhắn mã", [(8, "bad-choice")]),
    ("- [ ] Nhắn mã", "[ ] Nhắn mã", [(8, "bad-choice")]),
    ("- [ ] Nhắn mã", "- Nhắn mã", [(8, "bad-choice")]),
    ("- [ ] Nhắn mã", "- [ ] Đọc Mã", [(8, "duplicate-choice")]),
    ("- [ ] Nhắn mã", "- [ ]", [(8, "empty-choice")]),
    ("- [ ] Nhắn mã", "- [x] Nhắn mã", [(8, "many-right-answers")]),
    ("- [x] Cúp máy", "- [ ] Cúp máy", [(1, "no-right-answer")]),
    ("  > Nhắn cũng như đọc.", "> Nhắn cũng như đọc.", [(8, "missing-feedback")]),
    ("- [ ] Nhắn mã\n  > Nhắn cũng như đọc.\n", "", [(1, "few-choices")]),
    ("Có người xin mã. Bác làm gì?", "", [(1, "no-stem")]),
    ("Nhắn mã", "Nhắn " + "mã " * 60, [(8, "too-long")]),
    ("Đúng rồi bác.", "Đúng rồi bác. " * 50, [(6, "too-long")]),
    ("Bác làm gì?", "Bác làm gì? " * 60, [(1, "too-long")]),
    ("Nhắn cũng như đọc.", "Mất 500.000 đồng.", [(9, "number-in-prose")]),
    (":::\n", "".join(f"- [ ] Câu {word}\n  > Không.\n" for word in "abcde") + ":::\n", [(1, "many-choices")]),
]


@pytest.mark.parametrize(("old", "new", "faults"), FAULTS, ids=[f"{new[:20]}" for _, new, _ in FAULTS])
def test_fault_is_told_at_its_line(old: str, new: str, faults: list[Fault]) -> None:
    text = GOOD.removesuffix(":::\n") + new if old == ":::\n" else changed(GOOD, old, new)
    assert read(text)[1] == faults


def test_good_question_is_told_nothing() -> None:
    assert read(GOOD)[1] == []
