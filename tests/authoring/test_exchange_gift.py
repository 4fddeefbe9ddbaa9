"""GIFT as Moodle would read it: the same words, the same scores as `judge` gives, nothing lost to its marks."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.domain.exchange.gift import escaped, gift_of
from app.authoring.domain.exchange.items import Item
from app.authoring.domain.exchange.spellings import typed_forms
from app.courses.domain.folding import fold
from app.quiz.domain.choice_question import Choice, ChoiceQuestion
from app.quiz.domain.matching import Matching
from app.quiz.domain.ordering import Ordering
from app.quiz.domain.several_choices import SeveralChoices
from app.quiz.domain.short_answer import Foreseen, ShortAnswer
from tests.authoring.exported_items import ITEMS, answers, given_to_gift
from tests.authoring.gift_reader import Read, read_gift

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they compile whole lessons

# No blank at the ends, which Moodle takes away, and none of the breaks that a teacher's file cannot hold.
TEXT = st.text(st.sampled_from("ăâđêôơư áàảãạ{}~=#:\\%[]->*/&\"'1 x"), min_size=1, max_size=25).map(
    lambda text: text.strip() or "x"
)
HTML = TEXT.map(escape)


def read(question: object) -> Read:
    (found,) = read_gift(gift_of([Item("bai.cau", ("khoa", "bai"), ("Khóa", "Bài"), question)]))  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize("name", [name for name, item in ITEMS.items() if not isinstance(item.question, Ordering)])
def test_every_answer_scores_as_it_does_here(name: str) -> None:
    question = ITEMS[name].question
    found = read(question)
    for answer in answers(question):
        verdict = question.judge(answer)
        assert verdict
        assert found.score(*given_to_gift(question, answer)) == pytest.approx(verdict.score, abs=1e-4), answer


@pytest.mark.parametrize("name", ["thu-tu", "dong-hang"])
def test_order_becomes_pairs_that_only_the_right_order_makes(name: str) -> None:
    question = ITEMS[name].question
    assert isinstance(question, Ordering)
    found = read(question)
    assert found.kind == "pairs"
    places = [str(step.place) for step in question.steps]
    assert [(one.text, one.right) for one in found.answers] == [
        (step.text, place) for step, place in zip(question.steps, places, strict=True)
    ]
    assert found.score(*places) == 1
    assert found.score(*reversed(places)) < 1


@pytest.mark.parametrize("name", ITEMS)
def test_words_and_feedback_are_all_there(name: str) -> None:
    item = ITEMS[name]
    found = read(item.question)
    assert found.text == item.question.stem.strip()
    match item.question:
        case ChoiceQuestion(_, choices) | SeveralChoices(_, choices):
            assert [one.text for one in found.answers] == [choice.text for choice in choices]
            assert [one.feedback for one in found.answers] == [choice.feedback.strip() for choice in choices]
        case Ordering(_, steps):
            assert all(step.feedback.strip() in found.general for step in steps)
        case Matching(_, pairs, rights):
            remarks = [*(pair.feedback for pair in pairs), *(right.feedback for right in rights)]
            assert all(remark.strip() in found.general for remark in remarks)
            assert [one.right for one in found.answers if not one.text] == [one.text for one in rights if one.feedback]
        case ShortAnswer(_, foreseen, rest):
            for one in foreseen:
                for form in (form for spelling in one.spellings for form in typed_forms(spelling) if "->" not in form):
                    assert found.matched(form).feedback == one.feedback.strip()
            assert found.matched("mot cau khac han").feedback == rest.strip()


def test_kinds_are_those_of_moodle() -> None:
    kinds = {name: read(item.question).kind for name, item in ITEMS.items()}
    assert [kinds[name] for name in ("mot-y", "nhieu-y", "ghep-doi", "thu-tu", "go-chu", "go-hoa")] == [
        "one", "several", "pairs", "pairs", "typed", "typed",
    ]  # fmt: skip


def test_each_lesson_has_a_category_and_each_question_its_name() -> None:
    question = ITEMS["mot-y"].question
    items = [
        Item("a.x", ("k", "a"), ("Khóa 1/2", "Bài: một"), question),
        Item("a.y.1", ("k", "a"), ("Khóa 1/2", "Bài: một"), question),
        Item("b.x", ("k", "b"), ("Khóa 1/2", "Bài hai"), question),
    ]
    text = gift_of(items)
    assert [(one.category, one.name) for one in read_gift(text)] == [
        ("$course$/top/Học Vụ Số/Khóa 1//2/Bài: một", "a.x"),
        ("$course$/top/Học Vụ Số/Khóa 1//2/Bài: một", "a.y.1"),
        ("$course$/top/Học Vụ Số/Khóa 1//2/Bài hai", "b.x"),
    ]
    assert text.count("$CATEGORY:") == 2


def test_every_mark_of_gift_is_escaped() -> None:
    assert escaped("{}~=#:\\\n") == "\\{\\}\\~\\=\\#\\:\\\\\\n"
    assert escaped("Bác ơi, 5 > 3 & “thế”") == "Bác ơi, 5 > 3 & “thế”"


@pytest.mark.parametrize("text", ["[plain] trơn", "[html]", "%50% hòa", "%-100%", "[x] %50%"])
def test_text_that_begins_like_a_format_or_a_share_keeps_its_beginning(text: str) -> None:
    choices = tuple(
        Choice(str(number), f"{text}{number}" if number else text, text, number == 1) for number in range(4)
    )
    for question in (ChoiceQuestion("Hỏi", choices), SeveralChoices("Hỏi", choices)):
        found = read(question)
        assert [(one.text, one.feedback) for one in found.answers] == [(choice.text, text) for choice in choices]
        assert found.score(choices[1].text) == 1
        assert found.score(choices[0].text) == 0


@given(HTML, st.lists(HTML, min_size=4, max_size=4, unique=True), HTML)
def test_no_text_is_taken_for_a_mark(stem: str, words: list[str], feedback: str) -> None:
    choices = tuple(Choice(str(number), text, feedback, number == 1) for number, text in enumerate(words))
    for question in (ChoiceQuestion(stem, choices), SeveralChoices(stem, choices)):
        found = read(question)
        assert (found.text, found.kind) == (stem, "one" if isinstance(question, ChoiceQuestion) else "several")
        assert [(one.text, one.feedback) for one in found.answers] == [(text, feedback) for text in words]


@given(st.lists(TEXT.filter(fold), min_size=1, max_size=3, unique_by=fold), HTML)
def test_typed_text_is_found_again_whatever_it_holds(spellings: list[str], feedback: str) -> None:
    found = read(ShortAnswer("Gõ gì?", (Foreseen(tuple(spellings), feedback, right=True),), "<p>Khác</p>"))
    for form in (form for spelling in spellings for form in typed_forms(spelling) if "->" not in form):
        assert found.score(form) == 1
        assert found.matched(form.upper()).feedback == feedback
    assert found.score("zzz không ai gõ zzz") == 0


@pytest.mark.parametrize(
    ("spelling", "forms"),
    [
        ("hòa", {"hòa", "hoà", "hoa"}),
        ("Hoà bình", {"Hoà bình", "Hòa bình", "hoa binh", "hoabinh"}),
        ("khỏe", {"khỏe", "khoẻ", "khoe"}),
        ("thuỷ", {"thuỷ", "thủy", "thuy"}),
        ("quý", {"quý", "quy"}),
        ("ngoặc", {"ngoặc", "ngoac"}),
        ("toàn", {"toàn", "toan"}),
        ("OTP", {"OTP"}),
        ("nhật ký vườn", {"nhật ký vườn", "nhat ky vuon"}),  # run together its `y` would be another letter
    ],
)
def test_forms_of_a_spelling_are_what_people_type(spelling: str, forms: set[str]) -> None:
    assert set(typed_forms(spelling)) == forms
    assert {fold(form).replace(" ", "") for form in forms} == {fold(spelling).replace(" ", "")}
