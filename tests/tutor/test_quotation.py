"""Which sentence of a lesson settles a mistake, and which hints are given before the answer."""

from dataclasses import replace
from functools import cache

import pytest

from app.courses.domain.exercises import Exercise
from app.courses.domain.lessons import Lesson
from app.courses.domain.readers import Reader
from app.quiz.domain.choice_question import ChoiceQuestion
from app.quiz.domain.drill import Drill
from app.quiz.domain.question import Question
from app.quiz.domain.several_choices import SeveralChoices
from app.tutor.domain.hints import Hints, hints
from app.tutor.domain.index import Index, build_index
from app.tutor.domain.mistakes import ENOUGH, NEVER, Grounds, grounds
from app.tutor.domain.passages import Passage, Sentence, lesson_texts
from app.tutor.domain.quotation import settled
from tests.courses.judging import judge
from tests.sample_content import KINDS_LESSON, KINDS_PATH
from tests.tutor.explaining_content import EXPLAINED, FAR, PATH, RULE, SLUG
from tests.tutor.wrong_answers import wrong_answers

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they compile whole lessons


@cache
def sample() -> tuple[Lesson, Index]:
    catalogue = judge({PATH: EXPLAINED, KINDS_PATH: KINDS_LESSON}).catalogue
    return catalogue.lessons[SLUG], build_index(lesson_texts(catalogue))


@cache
def kinds() -> Lesson:
    return judge({KINDS_PATH: KINDS_LESSON}).catalogue.lessons["du-kieu"]


def passages() -> tuple[Passage, ...]:
    text = sample()[1].lesson(SLUG)
    assert text is not None
    return text.passages


def question(slug: str, lesson: Lesson | None = None) -> Question:
    exercise = (lesson or sample()[0]).exercise(slug)
    assert exercise is not None
    assert isinstance(exercise.body, Question)
    return exercise.body


def grounds_of(asked: Question) -> Grounds:
    answer = wrong_answers(asked)[-1]
    verdict = asked.judge(answer)
    assert verdict is not None
    return grounds(asked, answer, verdict)


def quote(told: Grounds, of: tuple[Passage, ...] | None = None, near: int = 1, reader: Reader = Reader()) -> str:
    found = settled(sample()[1], of if of is not None else passages(), told, reader, near, told.enough)
    return found.quote if found else "-"


def test_sentence_that_says_what_is_right_settles_it() -> None:
    assert (
        quote(Grounds("Bác làm gì?", "Cúp máy, công an không xin mã OTP qua điện thoại", "Ai xin mã thì cúp máy"))
        == RULE
    )
    assert quote(Grounds("Bác tìm số ở đâu?", "Số tổng đài ở mặt sau thẻ", "Bác xem mặt sau thẻ ngân hàng")) == FAR


def test_sentence_far_ahead_of_all_others_settles_it_in_words_of_its_own() -> None:
    told = Grounds("Bác làm gì?", "Cúp máy rồi kể người nhà", "Ai hỏi mã OTP thì bác thôi, đừng trả lời")
    assert quote(told) == RULE
    assert quote(replace(told, enough=NEVER)) == ""


@pytest.mark.parametrize("told", [Grounds("", "", ""), Grounds("Bác phơi gì?", "Thóc", "Thóc khô mau, rau thì héo")])
def test_where_no_sentence_is_clear_the_step_before_is_named(told: Grounds) -> None:
    found = settled(sample()[1], passages(), told, Reader(), 3, told.enough)
    assert found is not None
    assert (found.passage.number, found.quote) == (3, "")


def test_without_a_step_before_the_first_is_named() -> None:
    first = settled(sample()[1], passages(), Grounds("", "", ""), Reader(), 0, ENOUGH)
    assert first is not None
    assert first.passage.number == 1
    assert settled(sample()[1], (), Grounds("", "", ""), Reader(), 3, ENOUGH) is None


def test_what_a_reader_does_not_see_is_not_quoted_to_them() -> None:
    text = "Máy iPhone thì bác mở App Store để tải VNeID."
    told = Grounds("Tải ở đâu?", "Mở App Store trên iPhone để tải VNeID", "Bác tải VNeID từ App Store")
    only = (
        Passage(
            SLUG,
            1,
            "Bài",
            "Tải",
            (Sentence(text, frozenset({"iphone"})), Sentence("Bác uống trà một lúc cho tỉnh táo.")),
        ),
    )
    assert quote(told, only, reader=Reader(platform="iphone")) == text
    assert quote(told, only, reader=Reader(platform="android")) == ""


def test_sentence_that_leans_on_another_is_not_quoted() -> None:
    told = Grounds("Làm gì?", "Gọi ngay số tổng đài in ở mặt sau thẻ", "Gọi số tổng đài ở mặt sau thẻ")
    leaning = "Sau đó bác gọi số tổng đài in ở mặt sau thẻ."
    only = (Passage(SLUG, 1, "Bài", "Gọi", (Sentence("Bác cất thẻ vào trong túi áo."), Sentence(leaning))),)
    assert quote(told, only) == ""
    assert quote(told, (replace(only[0], sentences=(Sentence(leaning[7:].capitalize()),)),)) != ""


@pytest.mark.battery
def test_order_of_steps_has_no_one_sentence() -> None:
    assert grounds_of(question("thu-tu", kinds())).enough == NEVER


@pytest.mark.parametrize("slug", ["mot-y", "nhieu-y", "thu-tu", "ghep-doi", "go-chu", "tin-la", "tim-cho"])
def test_grounds_are_plain_text_of_every_kind(slug: str) -> None:
    found = grounds_of(question(slug, kinds()))
    assert found.asked
    assert found.right
    assert "<" not in found.asked + found.right + found.told


def test_several_ticks_are_judged_by_what_was_wrongly_ticked_first() -> None:
    asked = question("nhieu-y", kinds())
    assert isinstance(asked, SeveralChoices)
    wrong = next(choice for choice in asked.choices if not choice.right)
    missing = next(choice for choice in asked.choices if choice.right)
    for choice, named in ((wrong, "CANARY-NHIEU-3"), (missing, "CANARY-NHIEU-2")):
        verdict = asked.judge(choice.id)
        assert verdict is not None
        assert named in grounds(asked, choice.id, verdict).right


# Hints


def hinted(slug: str, question: Question | None = None, lesson: Lesson | None = None) -> Hints | None:
    lesson = lesson or (sample()[0] if sample()[0].exercise(slug) else kinds())
    exercise = lesson.exercise(slug)
    assert exercise is not None
    assert isinstance(exercise.body, Question)
    return hints(lesson, exercise, question or exercise.body)


def test_hint_leads_to_the_step_that_the_author_names_or_to_the_one_before() -> None:
    lesson = sample()[0]
    named, before = hinted("troi-nang"), hinted("ai-xin-ma")
    assert named is not None
    assert before is not None
    assert (named.where, before.where) == (1, 1)
    screens = tuple(replace(one, rests_on="") if isinstance(one, Exercise) else one for one in lesson.screens)
    last = hinted("troi-nang", lesson=replace(lesson, screens=screens))
    assert last is not None
    assert last.where == 3


def test_question_before_every_step_is_hinted_to_the_first_and_without_steps_not_at_all() -> None:
    lesson = sample()[0]
    early = hinted("ai-xin-ma", lesson=replace(lesson, screens=(lesson.screens[1], lesson.screens[0])))
    assert early is not None
    assert early.where == 2
    assert hinted("ai-xin-ma", lesson=replace(lesson, screens=lesson.screens[1:2])) is None


def test_key_decides_nothing_of_a_hint_but_which_choice_goes() -> None:
    asked = question("goi-so-nao")
    assert isinstance(asked, ChoiceQuestion)
    told = []
    for place, right in enumerate(asked.choices):
        choices = tuple(replace(one, right=number == place) for number, one in enumerate(asked.choices))
        found = hinted("goi-so-nao", ChoiceQuestion(asked.stem, choices))
        assert found is not None
        told.append((found.where, bool(found.struck)))
        assert found.struck != right.text
        assert found.struck in {choice.text for choice in choices}
    assert set(told) == {(3, True)}


@pytest.mark.parametrize("slug", ["nhieu-y", "go-chu", "thu-tu", "ghep-doi", "tim-cho"])
def test_nothing_goes_where_ticks_words_or_places_are_the_answer(slug: str) -> None:
    found = hinted(slug)
    assert found is not None
    assert found.struck == ""


def test_choice_goes_only_where_three_are_left() -> None:
    asked = question("goi-so-nao")
    assert isinstance(asked, ChoiceQuestion)
    found = hinted("goi-so-nao", replace(asked, choices=asked.choices[:3]))
    assert found is not None
    assert found.struck == ""


def test_drill_has_no_hint() -> None:
    assert isinstance(question("tin-la", kinds()), Drill)
    assert hinted("tin-la") is None
