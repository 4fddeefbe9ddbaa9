"""The certification bank that ships: enough of everything, none that lessons show, each placed by comparison."""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest

from app.core.config import PROJECT
from app.courses.domain.exercises import Exercise
from app.quiz.domain.choice_question import ChoiceQuestion
from app.quiz.domain.find_on_screen import FindOnScreen
from app.quiz.domain.question_family import QuestionFamily
from app.quiz.domain.ranking import rank, read_orders
from app.quiz.domain.simulation.screens import Simulation
from tests.content.shipped import CATALOGUE, sentences, syllables, texts_of, with_certification

CERTIFICATION = PROJECT / "certification"
COMPILED = with_certification()
BANK = {slug: file for slug, file in COMPILED.catalogue.bank.items() if slug not in CATALOGUE.bank}
ITEMS = [(file, exercise) for file in BANK.values() for exercise in file.exercises]
PERFORMED = {"tap-bam", "sap-xep", "ghep-cap", "dien-chu"}
HABITS = {"first": 0, "second": 1, "last": -1}  # where somebody who does not read would press


def members(exercise: Exercise) -> tuple[object, ...]:
    return exercise.body.members if isinstance(exercise.body, QuestionFamily) else (exercise.body,)


def test_bank_is_judged_without_a_word() -> None:
    assert COMPILED.diagnostics == ()


def test_three_hundred_items_and_eight_for_every_skill_of_every_audience() -> None:
    assert len(ITEMS) >= 300
    count: Counter[tuple[str, str]] = Counter()
    for file, exercise in ITEMS:
        count.update((audience, skill) for audience in file.about.audiences for skill in exercise.skills)
    wanted = [(framework.audience, skill) for framework in CATALOGUE.frameworks.values() for skill in framework.skills]
    assert {pair: count[pair] for pair in wanted if count[pair] < 8} == {}


def test_a_third_is_done_not_chosen_also_for_every_skill() -> None:
    kinds: dict[str, list[str]] = defaultdict(list)
    for _, exercise in ITEMS:
        for skill in exercise.skills:
            kinds[skill].append(exercise.kind)
    assert sum(exercise.kind in PERFORMED for _, exercise in ITEMS) >= len(ITEMS) / 3
    assert [skill for skill, found in kinds.items() if sum(kind in PERFORMED for kind in found) < 3] == []


def test_no_choice_among_fewer_than_four() -> None:
    for _, exercise in ITEMS:
        for question in members(exercise):
            assert not isinstance(question, ChoiceQuestion) or len(question.choices) >= 4, exercise.slug


def test_nothing_of_the_bank_stands_in_a_lesson() -> None:
    taught = {exercise.slug for lesson in CATALOGUE.lessons.values() for exercise in lesson.exercises}
    stems = {str(getattr(body, "stem", exercise.slug)) for lesson in CATALOGUE.lessons.values()
             for exercise in lesson.exercises for body in members(exercise)}  # fmt: skip
    for _, exercise in ITEMS:
        assert exercise.slug not in taught
        assert not {str(getattr(body, "stem", "")) for body in members(exercise)} & stems, exercise.slug


def test_right_choice_is_neither_always_the_longest_nor_at_one_place() -> None:
    questions = [body for _, one in ITEMS for body in members(one)[:1] if isinstance(body, ChoiceQuestion)]
    places, longest = Counter[int](), 0
    for question in questions:
        [(place, right)] = [(place, one) for place, one in enumerate(question.choices) if one.right]
        places[place] += 1
        longest += len(right.text) == max(len(one.text) for one in question.choices)
    assert min(places[place] for place in range(4)) >= len(questions) / 8
    assert longest <= 0.4 * len(questions)


def presses() -> Iterator[tuple[type, int, int]]:
    """The kind, the place of the right press and the number of places, for every drawn screen on the way to the goal."""
    for _, exercise in ITEMS:
        body = members(exercise)[0]  # what a family changes is words: its members have their right place in common
        if isinstance(body, FindOnScreen):
            [right] = [number for number, place in enumerate(body.choices) if place.right]
            yield FindOnScreen, right, len(body.choices)
        elif isinstance(body, Simulation):
            for screen in (body.by_id[screen_id] for screen_id in body.way_from(body.start)[:-1]):
                step = body.next_step(screen)
                assert step is not None
                yield Simulation, screen.controls.index(step), len(screen.controls)


@pytest.mark.parametrize("kind", [FindOnScreen, Simulation])
@pytest.mark.parametrize("habit", HABITS)
def test_pressing_at_one_place_without_reading_is_no_better_than_chance(kind: type, habit: str) -> None:
    drawn = [(right, of) for one, right, of in presses() if one is kind]
    chance = sum(1 / of for _, of in drawn)
    hits = sum(right == HABITS[habit] % of for right, of in drawn)
    assert 0.6 * chance <= hits <= 1.4 * chance


def test_no_place_of_a_drawn_screen_is_right_more_often_than_three_in_ten_times() -> None:
    places = Counter(right for kind, right, _ in presses() if kind is FindOnScreen)
    assert max(places.values()) <= 0.3 * places.total(), places


def test_sentences_are_short() -> None:
    long = [
        sentence
        for _, exercise in ITEMS for body in members(exercise) for text in texts_of(body) for sentence in sentences(text.words)
        if syllables(sentence) > 25
    ]  # fmt: skip
    assert long == []


# Difficulty


def test_difficulties_are_what_the_judges_orders_say() -> None:
    """`hocvuso quiz rank --json certification/rankings/*.txt`"""
    judges = [read_orders(file.read_text("utf-8")) for file in sorted((CERTIFICATION / "rankings").glob("*.txt"))]
    assert len(judges) >= 3
    told = json.loads((CERTIFICATION / "content" / "difficulty.json").read_text("utf-8"))
    ranking = rank(judges)
    assert told["items"].keys() == ranking.items.keys()
    assert all(told["items"][name]["b"] == pytest.approx(one.b, abs=0.002) for name, one in ranking.items.items())
    assert all(told["items"][name]["se"] == pytest.approx(one.se, abs=0.002) for name, one in ranking.items.items())
    assert ranking.reliability > 0.8
    assert told["agreement"] is not None


def test_every_item_has_a_difficulty_with_its_error() -> None:
    told = json.loads((CERTIFICATION / "content" / "difficulty.json").read_text("utf-8"))["items"]
    assert told.keys() == {exercise.slug for _, exercise in ITEMS}
    assert all(0 < one["se"] < 1 and math.isfinite(one["b"]) and one["orders"] >= 3 for one in told.values())


@pytest.mark.parametrize("framework", CATALOGUE.frameworks.values(), ids=lambda one: one.id)
def test_every_audience_has_easy_middling_and_hard_items(framework: object) -> None:
    told = json.loads((CERTIFICATION / "content" / "difficulty.json").read_text("utf-8"))["items"]
    audience = getattr(framework, "audience", "")
    found = [told[one.slug]["b"] for file, one in ITEMS if audience in file.about.audiences and one.slug in told]
    for low, high in ((-9.0, -0.7), (-0.7, 0.7), (0.7, 9.0)):
        assert sum(low <= b < high for b in found) >= 40
