"""The content that ships: its shape, its sources, its plain language."""

import re
from collections import Counter
from datetime import timedelta

import pytest

from app.core.config import PROJECT
from app.courses.domain.bank import BankFile
from app.courses.domain.facts import Fact
from app.courses.domain.frameworks import Framework
from app.courses.domain.lessons import Lesson, Step
from app.courses.domain.readers import all_readers
from app.courses.domain.staleness import stale
from app.quiz.domain.choice_question import ChoiceQuestion
from app.quiz.domain.question_family import QuestionFamily
from app.sittings.domain.bank import CHOSEN, DRILL
from tests.content.shipped import (
    CATALOGUE,
    COMPILED,
    DRILL_LESSONS,
    LESSONS,
    WRITTEN_ON,
    choice_questions,
    drills,
    minutes,
    sentences,
    shown,
    simulations,
    steps,
    syllables,
    taught,
    with_certification,
    words_of,
)

MEAN, LONGEST = 14, 25  # syllables in a sentence
SOMEBODY_ELSE = re.compile(r"(?i:\b(?:các|mấy|những|hai|cô|chú) bác\b|\bbác (?:trai|gái)\b)")
NAMED = re.compile(r"\b[Bb]ác (\w+)")
PROMISED = {"courses": 12, "lessons": 72, "simulations": 30, "drills": 80}
OTHER_LESSONS = [lesson for lesson in LESSONS if lesson not in DRILL_LESSONS]


def each_lesson(lesson: Lesson) -> str:
    return lesson.slug


every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=each_lesson)
every_other_lesson = pytest.mark.parametrize("lesson", OTHER_LESSONS, ids=each_lesson)
every_drill_lesson = pytest.mark.parametrize("lesson", DRILL_LESSONS, ids=each_lesson)
every_framework = pytest.mark.parametrize("framework", CATALOGUE.frameworks.values(), ids=lambda one: one.id)
every_fact = pytest.mark.parametrize("fact", CATALOGUE.facts.values(), ids=lambda fact: fact.id)


# Shape


def test_nothing_is_told_about_the_shipped_content() -> None:
    assert COMPILED.diagnostics == ()
    assert stale(CATALOGUE, WRITTEN_ON) == []


def test_every_course_has_four_lessons_and_a_place_of_its_own() -> None:
    assert {course.slug: len(course.lessons) for course in CATALOGUE.courses if len(course.lessons) < 4} == {}
    places = Counter(course.about.order for course in CATALOGUE.courses)
    assert max(places.values()) == 1, places


def test_curriculum_is_as_large_as_promised() -> None:
    counts = {
        "courses": len(CATALOGUE.courses),
        "lessons": len(LESSONS),
        "simulations": sum(len(simulations(lesson)) for lesson in LESSONS),
        "drills": sum(len(drills(lesson)) for lesson in LESSONS),
    }
    assert {what: n for what, n in counts.items() if n < PROMISED[what]} == {}


@every_other_lesson
def test_lesson_has_three_to_six_steps_and_two_to_four_exercises(lesson: Lesson) -> None:
    assert 3 <= len(steps(lesson)) <= 6
    assert 2 <= len(lesson.exercises) <= 4
    assert len(simulations(lesson)) <= 2
    assert len(drills(lesson)) <= 2


@every_drill_lesson
def test_drill_lesson_teaches_what_to_look_at_and_then_gives_four_drills(lesson: Lesson) -> None:
    assert [type(screen) is Step for screen in lesson.screens] == [True, True, False, False, False, False]
    assert len(drills(lesson)) == 4


@every_lesson
def test_lesson_ends_with_what_one_can_do_and_a_card(lesson: Lesson) -> None:
    assert syllables(words_of(lesson.ending.card)) >= 8
    assert lesson.ending.able.count("<li>") >= 2


@every_lesson
def test_lesson_takes_the_minutes_it_says(lesson: Lesson) -> None:
    assert lesson.about.minutes - 1.1 <= minutes(lesson) <= lesson.about.minutes + 0.05


@every_other_lesson
def test_every_exercise_follows_a_step(lesson: Lesson) -> None:
    kinds = "".join("s" if isinstance(screen, Step) else "q" for screen in lesson.screens)
    assert "qq" not in kinds
    assert kinds.startswith("s")


@every_lesson
def test_no_reader_gets_an_empty_step(lesson: Lesson) -> None:
    for step in steps(lesson):
        for reader in all_readers(step.tags):
            assert syllables(words_of(step.body(reader))) >= 8, (step.slug, reader)


@every_lesson
def test_step_fits_a_phone_screen(lesson: Lesson) -> None:
    for step in steps(lesson):
        plain = [part for part in step.parts if not part.tags and "<aside" not in part.html]
        assert sum(syllables(words_of(part.html)) for part in plain) <= 60, step.slug
        assert sum("<aside" in part.html for part in step.parts if not part.tags) <= 1, step.slug


@every_other_lesson
def test_right_choice_does_not_show_by_its_length(lesson: Lesson) -> None:
    for question in choice_questions(lesson):
        lengths = sorted(syllables(words_of(choice.text)) for choice in question.choices)
        (right,) = [syllables(words_of(choice.text)) for choice in question.choices if choice.right]
        assert lengths[0] - 3 <= right <= lengths[-1] + 3
        assert lengths[-1] <= 2 * lengths[0] + 4


def test_right_choices_stand_in_every_place() -> None:
    bodies = [exercise.body for lesson in LESSONS for exercise in lesson.exercises]
    firsts = [body.members[0] if isinstance(body, QuestionFamily) else body for body in bodies]
    places = Counter(
        number for question in firsts if isinstance(question, ChoiceQuestion)
        for number, choice in enumerate(question.choices) if choice.right
    )  # fmt: skip
    assert set(places) == {0, 1, 2, 3}
    assert max(places.values()) <= 2 * min(places.values())


@pytest.mark.parametrize(
    "kind", ["cau-hoi", "nhieu-dap-an", "sap-xep", "ghep-cap", "dien-chu", "tim-tren-man-hinh", "tap-bam", "dien-tap"]
)
def test_every_kind_of_exercise_is_used(kind: str) -> None:
    assert kind in {exercise.kind for lesson in LESSONS for exercise in lesson.exercises}


def test_questions_come_in_families() -> None:
    bodies = [exercise.body for lesson in LESSONS for exercise in lesson.exercises]
    families = [body for body in bodies if isinstance(body, QuestionFamily)]
    assert len(families) >= 2
    assert all(len(family.members) >= 3 for family in families)


def test_every_skill_can_be_performed_in_the_certification_bank() -> None:
    """A certificate names a skill only by what was performed: not chosen, nor pointed at on one screen."""
    bank = [file for file in with_certification().catalogue.bank.values() if file.slug.startswith("ct-")]
    performed = Counter(one.skills[0] for file in bank for one in file.exercises if one.kind not in CHOSEN | {DRILL})
    asked = {one.skills[0] for file in bank for one in file.exercises}
    assert len(asked) > 25
    assert "tim-tren-man-hinh" in CHOSEN
    assert {skill: performed[skill] for skill in asked if performed[skill] < 2} == {}


def test_no_two_lessons_have_the_same_wish_title_or_summary() -> None:
    for texts in zip(
        *((lesson.about.wish, lesson.about.title, lesson.about.summary) for lesson in LESSONS), strict=True
    ):
        assert len({text.casefold() for text in texts}) == len(LESSONS)


@every_lesson
def test_every_skill_of_a_lesson_is_in_the_framework_of_each_audience(lesson: Lesson) -> None:
    for audience in lesson.about.audiences:
        (framework,) = [framework for framework in CATALOGUE.frameworks.values() if framework.audience == audience]
        assert set(lesson.about.skills) <= framework.skills.keys()
        assert all(set(exercise.skills) <= framework.skills.keys() for exercise in lesson.exercises)


@every_framework
def test_every_skill_of_an_audience_has_a_lesson_offered_to_it(framework: Framework) -> None:
    offered = [lesson for lesson in LESSONS if framework.audience in lesson.about.audiences]
    assert framework.skills.keys() - {skill for lesson in offered for skill in lesson.about.skills} == set()


@every_lesson
def test_every_skill_of_a_lesson_is_asked(lesson: Lesson) -> None:
    assert {skill for exercise in lesson.exercises for skill in exercise.skills} == set(lesson.about.skills)
    assert 1 <= len(lesson.about.skills) <= 2


# Sources


@every_fact
def test_fact_has_a_source_and_dates(fact: Fact) -> None:
    assert re.match(r"https?://[a-z0-9.-]+\.[a-z]{2,}/", fact.source.url)
    assert fact.seen_on <= WRITTEN_ON
    assert fact.source.day is None or fact.source.day <= fact.seen_on
    soon = fact.kind in ("duong-day-nong", "duong-bam", "han-muc")
    assert timedelta(days=80) <= fact.review_by - fact.seen_on <= timedelta(days=93 if soon else 366)
    assert fact.statement.endswith(".")


@every_lesson
def test_only_facts_seen_on_a_page_are_taught(lesson: Lesson) -> None:
    assert {fact.confidence for fact in lesson.facts} <= {"S"}
    assert all(re.match(r"https?://", source.url) for source in lesson.about.sources)
    assert timedelta(days=60) <= lesson.about.review_by - lesson.about.reviewed_on <= timedelta(days=366)


def test_every_fact_is_used() -> None:
    files: list[Lesson | BankFile] = [*LESSONS, *CATALOGUE.bank.values()]
    used = {fact.id for file in files for fact in file.facts}
    assert CATALOGUE.facts.keys() - used == set()


def test_no_map_to_decision_757_is_called_verified() -> None:
    maps = [
        (framework.id, skill.id, official.code)
        for framework in CATALOGUE.frameworks.values() for skill in framework.skills.values() for official in skill.official
        if official.document == "QD-757-2025" and official.verified
    ]  # fmt: skip
    assert maps == []
    assert {framework.audience for framework in CATALOGUE.frameworks.values()} == {
        "nguoi-dan", "hoc-sinh-sinh-vien", "can-bo-cong-chuc", "nguoi-lao-dong",
    }  # fmt: skip


# Language


@every_lesson
def test_sentences_are_short(lesson: Lesson) -> None:
    lengths = {sentence: syllables(sentence) for text in shown(lesson) for sentence in sentences(text)}
    assert {sentence: length for sentence, length in lengths.items() if length > LONGEST} == {}
    assert sum(lengths.values()) / len(lengths) <= MEAN


def test_sentences_of_facts_and_terms_are_short() -> None:
    texts = [fact.statement for fact in CATALOGUE.facts.values()] + [term.meaning for term in CATALOGUE.terms.values()]
    assert [sentence for text in texts for sentence in sentences(text) if syllables(sentence) > LONGEST] == []


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Bác chạm nút. Bác chờ!", [3, 2]),
        ("Vào dichvucong.gov.vn từ 1/7/2025.", [4]),
        ("“Ai đấy?” Bác hỏi.\nRồi thôi", [2, 2, 2]),
        ("A → B", [2]),
    ],
)
def test_sentences_are_counted_as_people_read_them(text: str, counts: list[int]) -> None:
    assert [syllables(sentence) for sentence in sentences(text)] == counts


@every_lesson
def test_learner_is_bac_and_never_told_off(lesson: Lesson) -> None:
    text = " ".join(shown(lesson))
    assert not re.search(
        r"(?i)\bsai rồi\b|\bchưa đúng rồi\b|tất cả (?:các ý )?(?:trên )?đều đúng|cả (?:ba|bốn) ý|\bbạn (?:hãy|có thể|nên|cần|bấm|chạm)\b",
        text,
    )
    assert "!!" not in text


def test_bac_is_the_learner_or_a_doctor_and_nobody_else() -> None:
    """So that another form of address can take its place. A spelling that is taken as an answer may say "bác {TEN}"."""
    files = [file for root in ("content", "certification/content") for file in (PROJECT / root).rglob("*.*")]
    texts = [file.read_text("utf-8") for file in files]
    named = [match[0] for text in texts for match in NAMED.finditer(text) if match[1].istitle()]
    assert len(files) > 100
    assert named + [match[0] for text in texts for match in SOMEBODY_ELSE.finditer(text)] == []


def test_learner_is_never_asked_to_type_a_real_secret_here() -> None:
    for lesson in LESSONS:
        for text in taught(lesson):
            assert not re.search(
                r"(?i)(?:nhập|gõ|điền) (?:mật khẩu|mã OTP|mã khóa)[^.]*(?:vào (?:đây|ô dưới|bài này|Học Vụ Số))", text
            )
