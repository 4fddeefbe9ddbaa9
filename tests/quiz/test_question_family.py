"""Questions with parameters: one block, several questions that differ in words and share the key."""

import re
from collections import Counter

import pytest

from app.quiz.domain.choice_question import ChoiceQuestion
from app.quiz.domain.question import Question
from app.quiz.domain.question_family import QuestionFamily, asked
from tests.courses.judging import judge_lesson
from tests.quiz import test_matching, test_ordering, test_several_choices, test_short_answer
from tests.quiz.written import Fault, answer, changed, feedbacks, read
from tests.sample_content import LESSON

pytestmark = pytest.mark.pure

TEXT = """\
::: cau-hoi nguoi-muon-tien
Thay: TEN = Bà Lan | Ông Tư | Cô Ba
Thay: TIEN = `200.000 đồng` | `500.000 đồng` | `2 triệu đồng`

{TEN} nhắn vay bác {TIEN}. Bác làm gì?

- [ ] Chuyển ngay cho {TEN}
  > CANARY-1 Có thể người khác nhắn, không phải {TEN}.
- [x] Gọi điện hỏi {TEN}
  > CANARY-2 Nghe giọng {TEN} thì mới chắc.
- [ ] Chuyển một nửa của {TIEN}
  > CANARY-3 Một nửa cũng mất.
- [ ] Nhắn hỏi lại
  > CANARY-4 Kẻ lừa sẽ nhắn lại bác.
:::
"""


def family(text: str = TEXT) -> QuestionFamily:
    found, faults = read(text)
    assert faults == []
    assert isinstance(found, QuestionFamily)
    return found


FOUND = family()


def member(number: int, found: QuestionFamily = FOUND) -> ChoiceQuestion:
    body = found.members[number]
    assert isinstance(body, ChoiceQuestion)
    return body


def test_members_have_the_words_of_their_column_everywhere() -> None:
    assert FOUND.id == "nguoi-muon-tien"
    assert [member(number).stem for number in range(3)] == [
        "Bà Lan nhắn vay bác <code>200.000 đồng</code>. Bác làm gì?",
        "Ông Tư nhắn vay bác <code>500.000 đồng</code>. Bác làm gì?",
        "Cô Ba nhắn vay bác <code>2 triệu đồng</code>. Bác làm gì?",
    ]
    assert member(1).choices[0].text == "Chuyển ngay cho ông Tư"
    assert "không phải cô Ba" in member(2).choices[0].feedback
    assert "{" not in "".join(question.answer_key() for question in FOUND.members)


def test_key_is_the_same_in_every_member() -> None:
    assert [[choice.right for choice in member(number).choices] for number in range(3)] == [
        [False, True, False, False]
    ] * 3


def test_same_seed_asks_the_same_member_and_all_come_about_as_often() -> None:
    counts = Counter(FOUND.members.index(FOUND.member(f"seed-{number}")) for number in range(3000))
    assert set(counts) == {0, 1, 2}
    assert all(870 < count < 1130 for count in counts.values())  # ±5 standard deviations of 1000
    assert all(FOUND.member(str(number)) is FOUND.member(str(number)) for number in range(50))


def test_order_of_the_choices_does_not_tell_the_member() -> None:
    places = {
        (
            FOUND.members.index(FOUND.member(seed)),
            [option.text for option in member(0).shown(seed).options].index("Nhắn hỏi lại"),
        )
        for seed in map(str, range(400))
    }
    assert len(places) == 12


def test_choice_of_another_member_is_no_answer() -> None:
    first, second = member(0), member(1)
    assert answer(first, second.choices[1].id) is None
    assert answer(first, first.choices[1].id) is not None
    shared = {choice.id for choice in first.choices} & {choice.id for choice in second.choices}
    assert shared == {first.choices[3].id}  # the same words in both


def test_ids_tell_nothing_of_the_key() -> None:
    other = family(changed(changed(TEXT, "- [x] Gọi", "- [ ] Gọi"), "- [ ] Nhắn", "- [x] Nhắn"))
    for number in range(3):
        assert [choice.id for choice in member(number, other).choices] == [
            choice.id for choice in member(number).choices
        ]
        assert member(number, other).shown("a") == member(number).shown("a")


def test_asked_finds_the_question_of_any_body() -> None:
    assert asked(FOUND, "a") is FOUND.member("a")
    assert asked(member(0), "a") is member(0)
    assert asked(None, "a") is asked("x", "a") is None
    assert isinstance(asked(FOUND, "a"), Question)
    assert asked(FOUND, "\ud800") in FOUND.members


@pytest.mark.parametrize(
    "text",
    [
        changed(test_several_choices.TEXT, "Tên phường\n", "Tên {X}\n"),
        changed(test_ordering.TEXT, "Bấm gửi", "Bấm {X}"),
        changed(test_matching.TEXT, "= VNeID", "= {X}"),
        changed(test_short_answer.TEXT, "công an xã", "{X}"),
    ],
    ids=["several", "ordering", "matching", "short"],
)
def test_every_kind_may_have_parameters(text: str) -> None:
    opening, _, rest = text.partition("\n")
    found = family(f"{opening}\nThay: X = một nơi | chỗ nào đó\n\n{rest}")
    assert len(found.members) == 2
    assert feedbacks(found.members[0].answer_key()) == feedbacks(found.members[1].answer_key()) != set()
    assert "một nơi" in found.members[0].answer_key()
    assert "chỗ nào đó" in found.members[1].answer_key()


def test_kinds_say_among_how_many_one_could_guess() -> None:
    texts = [module.TEXT for module in (test_several_choices, test_ordering, test_matching, test_short_answer)]
    bodies = [member(0), *(read(text)[0] for text in texts)]
    assert [body.options for body in bodies if isinstance(body, Question)] == [4, 0, 0, 4, 0]


def test_block_without_parameters_is_no_family() -> None:
    plain = "".join(line for line in TEXT.splitlines(keepends=True) if "Thay:" not in line)
    found, faults = read(plain.replace("{TEN}", "Bà Lan").replace("{TIEN}", "ít tiền"))
    assert isinstance(found, ChoiceQuestion)
    assert faults == []


FAULTS: list[tuple[str, str, list[Fault]]] = [
    ("nhắn vay bác {TIEN}.", "nhắn vay bác {TIỀN}.", [(5, "unknown-parameter")]),
    ("nhắn vay bác {TIEN}.", "nhắn vay bác {tien}.", [(5, "unknown-parameter")]),
    ("nhắn vay bác {TIEN}.", "nhắn vay bác { TIEN }.", [(5, "unknown-parameter")]),
    ("nhắn vay bác {TIEN}.", "nhắn vay bác {XA}.", [(5, "unknown-parameter")]),
    ("Thay: TEN = Bà Lan | Ông Tư | Cô Ba", "Thay: TEN = Bà Lan | Ông Tư", [(3, "bad-parameter")]),
    ("| Ông Tư | Cô Ba", "| Ông Tư | ", [(2, "bad-parameter")]),
    ("| Ông Tư | Cô Ba", "| Ông Tư | Cô Ba | Chị Tám", [(3, "bad-parameter")]),
    ("Thay: TIEN", "Thay: TEN", [(5, "unknown-parameter"), (11, "unknown-parameter"), (3, "bad-parameter")]),
    ("Một nửa cũng mất.", "Mất `{TIEN}` và {TEN}: 500.000 đồng.", [(12, "number-in-prose")]),
    ("`500.000 đồng`", "500.000 đồng", [(5, "number-in-prose"), (11, "number-in-prose")]),
    ("- [ ] Nhắn hỏi lại", "- [ ] Gọi điện hỏi Ông Tư", [(13, "duplicate-choice")]),
    ("- [ ] Nhắn hỏi lại", "- [{TEN}] Nhắn hỏi lại", [(13, "bad-parameter"), (13, "bad-choice")]),
    ("  > CANARY-4 Kẻ lừa sẽ nhắn lại bác.\n", "", [(13, "missing-feedback")]),
    (
        "Thay: TEN = Bà Lan | Ông Tư | Cô Ba\n",
        "Thay: TEN = Bà Lan | Ông Tư | Cô Ba\nThay: XA = a | b | c\n",
        [(3, "unused-parameter")],
    ),
]


@pytest.mark.parametrize(("old", "new", "faults"), FAULTS)
def test_fault_is_told_once_at_its_line(old: str, new: str, faults: list[Fault]) -> None:
    assert read(changed(TEXT, old, new))[1] == faults


NEAR = [
    "thay: TEN =",
    "Thay TEN =",
    "- Thay: TEN =",
    "Thay: TÊN =",
    "Thay: ten =",
    "THAY: TEN =",
    "Thay： TEN =",
    "Thay: TEN :",
]


@pytest.mark.parametrize("typed", NEAR)
def test_mistyped_parameter_is_told_at_its_line(typed: str) -> None:
    faults = read(changed(TEXT, "Thay: TEN =", typed))[1]
    assert faults[0] == (2, "bad-parameter")
    assert {code for _line, code in faults[1:]} == {"unknown-parameter"}


def test_parameter_after_the_story_is_told_at_its_line() -> None:
    late = changed(TEXT, "Bác làm gì?\n", "Bác làm gì?\nThay: XA = a | b | c\n")
    assert read(late)[1] == [(6, "bad-parameter")]


@pytest.mark.parametrize("values", ["A", " | ".join("ABCDEFGHIJKLM"), "A | A"])
def test_family_has_two_to_twelve_different_members(values: str) -> None:
    lines = TEXT.split("\n")
    text = "\n".join([lines[0], f"Thay: TEN = {values}", "", *lines[3:]]).replace("{TIEN}", "ít tiền")
    assert read(text)[1] == [(2, "bad-parameter")]


def test_braces_without_parameters_are_told() -> None:
    plain = "".join(line for line in TEXT.splitlines(keepends=True) if "Thay:" not in line)
    assert {code for _line, code in read(plain)[1]} == {"unknown-parameter"}


def test_fault_of_a_later_member_names_its_words() -> None:
    lesson = LESSON.replace(
        "Có người gọi hỏi mã. Bác làm gì?",
        "Thay: AI = Người lạ | Bà Năm xóm 5 km | Cô Sáu\n\n{AI} gọi hỏi mã. Bác làm gì?",
    )
    [told] = judge_lesson(lesson).diagnostics
    assert told.code == "number-in-prose"
    assert told.message.endswith("(khi AI là “Bà Năm xóm 5 km”)")
    assert re.search(r"^::: cau-hoi ai-hoi-ma", "\n".join(lesson.split("\n")[told.line - 4 :]), re.MULTILINE)


def test_facts_and_links_of_a_family_belong_to_its_lesson_once() -> None:
    lesson = LESSON.replace(
        "Có người gọi hỏi mã. Bác làm gì?",
        "Thay: AI = Người lạ | Bà Năm\n\n{AI} gọi hỏi mã, như ở [bài kia](/bai-hoc/khong-co), khi quá [[han-muc-thu]]. Bác làm gì?",
    )
    compiled = judge_lesson(lesson)
    assert [told.code for told in compiled.diagnostics] == ["dead-link"]


def test_a_value_is_written_as_its_place_in_the_sentence_asks() -> None:
    text = TEXT.replace("Bác làm gì?", "Nay {TEN} giục. {AI} lạ gọi: {TEN} đây. Bác làm gì?")
    text = text.replace("Thay: TIEN", "Thay: AI = người | số | máy\nThay: TIEN")
    assert member(1, family(text)).stem.endswith("Nay ông Tư giục. Số lạ gọi: Ông Tư đây. Bác làm gì?")
