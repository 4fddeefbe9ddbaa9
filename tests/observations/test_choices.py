"""First answers of every kind of question, counted choice by choice."""

import pytest

from app.observations.domain.choices import ENOUGH_FOR_COMMON, Counted, counted, is_common, members_of, outline
from app.quiz.domain.choice_question import ChoiceQuestion
from app.quiz.domain.matching import Matching
from app.quiz.domain.ordering import Ordering
from app.quiz.domain.question_family import QuestionFamily
from app.quiz.domain.several_choices import SeveralChoices
from tests.quiz.written import changed, read
from tests.sample_content import KINDS_TEXT

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they compile whole lessons

BLOCKS = {
    block.split(" ")[2].split("\n")[0]: block for block in (f"{b}\n:::\n" for b in KINDS_TEXT.split("\n:::\n")[:-1])
}


def body_of(name: str, old: str = "", new: str = "") -> object:
    text = BLOCKS[name].strip() + "\n"
    body, faults = read(changed(text, old, new) if old else text)
    assert faults == []
    assert body is not None
    return body


def told(found: Counted) -> dict[str, int | None]:
    return {choice.text: choice.people for choice in found.choices}


def test_every_kind_is_counted() -> None:
    for name in BLOCKS:
        body = body_of(name)
        assert members_of(body)
        empty = counted(body, {})
        assert empty.people is None
        assert all(choice.people is None for choice in empty.choices)
        hash(outline(body))


def test_one_choice() -> None:
    question = body_of("mot-y")
    assert isinstance(question, ChoiceQuestion)
    read_out, hang_up, ask, write = (choice.id for choice in question.choices)
    found = counted(question, {read_out: 12, hang_up: 30, ask: 6, write: 0, "no answer to this": 9})
    assert told(found) == {"Đọc mã": 12, "Cúp máy": 30, "Hỏi tên": 6, "Nhắn mã": 0}
    assert [choice.right for choice in found.choices] == [False, True, False, False]
    assert (found.people, found.right, found.hidden) == (48, 30, 0)


def test_small_choices_are_hidden_and_told_together() -> None:
    question = body_of("mot-y")
    assert isinstance(question, ChoiceQuestion)
    found = counted(question, dict(zip((choice.id for choice in question.choices), (4, 30, 2, 0), strict=True)))
    assert told(found) == {"Đọc mã": None, "Cúp máy": 30, "Hỏi tên": None, "Nhắn mã": None}
    assert (found.people, found.right, found.hidden) == (36, 30, 6)


def test_when_all_is_hidden_a_large_share_of_right_answers_is_told_roughly() -> None:
    question = body_of("mot-y")
    assert isinstance(question, ChoiceQuestion)
    found = counted(question, dict(zip((choice.id for choice in question.choices), (3, 27, 0, 0), strict=True)))
    assert set(told(found).values()) == {None}
    assert (found.people, found.right, found.right_of_ten) == (30, None, 8)


def test_wrong_choice_that_nobody_takes_is_named_when_a_hundred_have_answered() -> None:
    question = body_of("mot-y")
    assert isinstance(question, ChoiceQuestion)
    ids = [choice.id for choice in question.choices]
    assert [choice.text for choice in counted(question, dict(zip(ids, (40, 60, 20, 0), strict=True))).rare] == [
        "Nhắn mã"
    ]
    assert counted(question, dict(zip(ids, (20, 60, 19, 0), strict=True))).rare == ()
    assert counted(question, dict(zip(ids, (90, 0, 20, 10), strict=True))).rare == ()  # the right one is no distractor
    hidden = counted(question, dict(zip(ids, (4, 180, 16, 3), strict=True)))
    assert told(hidden)["Đọc mã"] is None
    assert [choice.text for choice in hidden.rare] == ["Đọc mã", "Nhắn mã"]  # seven of 203, together
    alone = counted(question, dict(zip(ids, (4, 80, 60, 6), strict=True)))
    assert alone.rare == ()  # of the hidden ones together 10 of 150: which of them is rare would tell the four


def test_several_choices_are_counted_each_for_itself() -> None:
    question = body_of("nhieu-y")
    assert isinstance(question, SeveralChoices)
    password, code, ward, _ = sorted(choice.id for choice in question.choices)
    texts = {choice.id: choice.text for choice in question.choices}
    found = counted(question, {f"{password} {code}": 20, password: 10, f"{password} {code} {ward}": 6})
    assert found.each_alone
    assert told(found)[texts[password]] == 36
    assert told(found)[texts[code]] == 26
    assert told(found)[texts[ward]] == 6
    assert found.people == 36


def test_choice_that_all_but_three_take_is_hidden_too() -> None:
    question = body_of("nhieu-y")
    assert isinstance(question, SeveralChoices)
    first, second, *_ = sorted(choice.id for choice in question.choices)
    texts = {choice.id: choice.text for choice in question.choices}
    found = counted(question, {f"{first} {second}": 30, first: 3})
    assert told(found)[texts[second]] is None
    assert found.hidden == 0


def test_steps_that_have_to_move_are_the_mistakes_of_ordering() -> None:
    question = body_of("thu-tu")
    assert isinstance(question, Ordering)
    a, b, c, d = (step.id for step in question.steps)
    found = counted(question, {f"{a} {b} {c} {d}": 20, f"{a} {b} {d} {c}": 7, f"{d} {a} {b} {c}": 6})
    assert found.right == 20
    moved = list(told(found).values())
    assert moved[:2] == [0, 0]
    assert sum(people or 0 for people in moved[2:]) == 13


def test_pairs_that_are_wrong_are_the_mistakes_of_matching() -> None:
    question = body_of("ghep-doi")
    assert isinstance(question, Matching)
    right = {pair.id: pair.right for pair in question.pairs}
    first, second, third = right
    mixed = {**right, first: right[second], second: right[first]}
    answers = {answer_of(right): 25, answer_of(mixed): 9, answer_of({**right, third: question.rights[3].id}): 5}
    found = counted(question, answers)
    assert list(told(found).values()) == [9, 9, 5]
    assert found.right == 25


def answer_of(pairs: dict[str, str]) -> str:
    return " ".join(sorted(f"{left}:{right}" for left, right in pairs.items()))


def test_what_people_typed_is_counted_and_never_shown() -> None:
    found = counted(
        body_of("go-chu"), {"cong an phuong": 10, "so vua goi": 7, "toi la nguyen van a": 5, "khong nho": 4}
    )
    assert told(found) == {"công an phường": 10, "số vừa gọi": 7, "(câu khác)": 9}
    assert found.right == 10
    assert "nguyen van a" not in str(found)


def test_drill_is_caught_or_let_through_however_sure() -> None:
    found = counted(body_of("tin-la"), {"lua chac": 20, "lua khong-chac": 5, "that chac": 8})
    assert told(found) == {"Nhận ra là lừa đảo": 25, "Tưởng là thật (bỏ lọt tin lừa)": 8}
    real = counted(body_of("tin-la", "la=lua", "la=that"), {"lua chac": 6, "that khong-chac": 14})
    assert told(real) == {"Nhận ra là tin thật": 14, "Tưởng là lừa đảo (ngại nhầm tin thật)": 6}
    assert real.right == 14


def test_places_on_a_screen() -> None:
    body = body_of("tim-cho")
    ids = {place.control.name: place.control.id for place in body.choices}  # type: ignore[attr-defined]
    found = counted(body, {ids["Đóng"]: 11, ids["Nhận quà"]: 9})
    assert told(found) == {"Nhận quà": 9, "Tải về": 0, "Đóng": 11, "Xem thêm": 0}


def test_members_of_a_family_are_counted_together() -> None:
    family = body_of("ho-hang")
    assert isinstance(family, QuestionFamily)
    answers: dict[str, int] = {}
    for member in family.members:
        assert isinstance(member, ChoiceQuestion)
        answers[member.choices[0].id] = answers.get(member.choices[0].id, 0) + 3
        answers[member.choices[1].id] = answers.get(member.choices[1].id, 0) + 7
    found = counted(family, answers)
    assert told(found)["Chuyển ngay cho bà Lan"] == 9
    assert found.people == 30
    assert found.right == 21


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("Bác làm gì?", "Bác nên làm gì?", True),
        ("Đọc là mất.", "Đọc rồi là mất.", True),
        ("- [ ] Nhắn mã", "- [ ] Gửi mã", False),
        ("- [x] Cúp máy", "- [x] Cúp máy ngay", False),
    ],
)
def test_wording_is_the_same_while_choices_and_key_are(old: str, new: str, same: bool) -> None:
    assert (outline(body_of("mot-y")) == outline(body_of("mot-y", old, new))) is same


def test_other_key_is_another_question() -> None:
    text = BLOCKS["mot-y"].replace("- [ ] Đọc mã", "- [y] Đọc mã").replace("[x]", "[ ]").replace("[y]", "[x]")
    body, faults = read(text.strip() + "\n")
    assert faults == []
    assert outline(body) != outline(body_of("mot-y"))


def test_mistake_that_many_make_is_common() -> None:
    question = body_of("mot-y")
    assert isinstance(question, ChoiceQuestion)
    read_out, hang_up, ask, write = (choice.id for choice in question.choices)
    found = counted(question, {read_out: 12, hang_up: 30, ask: 6, write: 0})
    assert [is_common(question, found, answer) for answer in (read_out, hang_up, ask, write)] == [
        True,
        False,
        False,
        False,
    ]
    assert not is_common(question, found, "no answer to this")


def test_few_people_make_nothing_common() -> None:
    question = body_of("mot-y")
    assert isinstance(question, ChoiceQuestion)
    ids = [choice.id for choice in question.choices]
    most = ENOUGH_FOR_COMMON
    assert not is_common(question, counted(question, {ids[0]: most - 1}), ids[0])
    assert is_common(question, counted(question, {ids[0]: most}), ids[0])
    assert not is_common(question, counted(question, {}), ids[0])


def test_what_is_hidden_is_not_told_to_be_common() -> None:
    question = body_of("mot-y")
    assert isinstance(question, ChoiceQuestion)
    ids = [choice.id for choice in question.choices]
    found = counted(question, dict(zip(ids, (8, 19, 3, 0), strict=True)))
    assert found.choices[0].people is None
    assert not is_common(question, found, ids[0])


def test_each_mistake_of_several_counts() -> None:
    steps = body_of("thu-tu")
    assert isinstance(steps, Ordering)
    ids = [step.id for step in steps.steps]
    wrong, right = " ".join([ids[1], ids[0], *ids[2:]]), " ".join(ids)
    found = counted(steps, {wrong: 20, right: 20})
    assert is_common(steps, found, wrong)
    assert not is_common(steps, found, right)
