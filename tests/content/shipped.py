"""The content that ships, as a learner reads it: texts, sentences, minutes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from html.parser import HTMLParser

from app.core.config import PROJECT
from app.courses.domain.compilation import Compiled
from app.courses.domain.lessons import Lesson, Step
from app.courses.domain.readers import Reader
from app.courses.library import check_folders
from app.quiz.domain.choice_question import ChoiceQuestion
from app.quiz.domain.drill import Drill
from app.quiz.domain.find_on_screen import FindOnScreen
from app.quiz.domain.kinds import KINDS
from app.quiz.domain.matching import Matching
from app.quiz.domain.ordering import Ordering
from app.quiz.domain.question_family import QuestionFamily
from app.quiz.domain.several_choices import SeveralChoices
from app.quiz.domain.short_answer import ShortAnswer
from app.quiz.domain.simulation.screens import SENDERS, Screen, Simulation

WRITTEN_ON = date(2026, 11, 22)
COMPILED = check_folders([PROJECT / "content"], WRITTEN_ON, KINDS)
CATALOGUE = COMPILED.catalogue
LESSONS = list(CATALOGUE.lessons.values())
BLOCKS = {"p", "li", "h2", "h3", "ul", "ol", "aside", "section", "div", "br", "blockquote"}

# How long a lesson takes an old reader: our own assumption, to be corrected by what learners do.
SYLLABLES_A_MINUTE = 180
SECONDS_TO_DECIDE = 15
SECONDS_TO_PRESS = 6


@cache
def with_certification() -> Compiled:
    """The same and the bank of the certification, whose items are shown to nobody before."""
    return check_folders([PROJECT / "content", PROJECT / "certification" / "content"], WRITTEN_ON, KINDS)


@dataclass(frozen=True)
class Text:
    """`taught`: the lesson itself says so. What a story, a message, a wrong button or a wrong choice says is not."""

    words: str
    taught: bool = True


class Reading(HTMLParser):
    """The text of some HTML, a line for every paragraph, item and title."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.text += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        self.text += data.replace("\n", " ")


def words_of(html: str) -> str:
    return Reading(html).text


def syllables(sentence: str) -> int:
    return sum(any(character.isalnum() for character in word) for word in sentence.split())


def sentences(text: str) -> list[str]:
    """Split at line ends and after . ? ! that end a word; "1/7/2025" and "dichvucong.gov.vn" stay whole."""
    pieces = re.split(r"\n+|(?<=[.?!…])[\"”’)]*\s+", text)
    return [piece.strip() for piece in pieces if syllables(piece)]


def steps(lesson: Lesson) -> list[Step]:
    return [screen for screen in lesson.screens if isinstance(screen, Step)]


def bodies(lesson: Lesson) -> Iterator[object]:
    """What the lesson asks, of a family every member."""
    for exercise in lesson.exercises:
        yield from exercise.body.members if isinstance(exercise.body, QuestionFamily) else (exercise.body,)


def choice_questions(lesson: Lesson) -> list[ChoiceQuestion]:
    return [body for body in bodies(lesson) if isinstance(body, ChoiceQuestion)]


def simulations(lesson: Lesson) -> list[Simulation]:
    return [body for body in bodies(lesson) if isinstance(body, Simulation)]


def drills(lesson: Lesson) -> list[Drill]:
    return [body for body in bodies(lesson) if isinstance(body, Drill)]


# Lessons of drills only; another lesson may have one or two among its steps.
DRILL_LESSONS = [lesson for lesson in LESSONS if len(drills(lesson)) > 2]


def shown(lesson: Lesson) -> Iterator[str]:
    """All that a learner can read in a lesson, facts filled in."""
    yield from (text.words for text in texts(lesson))


def taught(lesson: Lesson) -> Iterator[str]:
    """The same without what a question lets other people say."""
    yield from (text.words for text in texts(lesson) if text.taught)


def texts(lesson: Lesson) -> Iterator[Text]:
    for words in (lesson.about.title, lesson.about.wish, lesson.about.summary):
        yield Text(words)
    for step in steps(lesson):
        yield Text(step.title)
        yield from (Text(words) for words in dict.fromkeys(words_of(part.html) for part in step.parts))
        yield Text(words_of(step.easier))
        yield from (Text(f"{term.word}: {term.meaning}") for term in step.terms)
    for body in bodies(lesson):
        yield from texts_of(body)
    yield from (Text(words_of(lesson.ending.able)), Text(words_of(lesson.ending.card)))


def texts_of(body: object) -> Iterator[Text]:
    """Every text of an exercise. A kind that is not known here is an error, so that none ships unread."""
    match body:
        case ChoiceQuestion(stem, choices) | SeveralChoices(stem, choices):
            yield Text(words_of(stem), taught=False)
            for choice in choices:
                yield Text(words_of(choice.text), taught=choice.right)
                yield Text(words_of(choice.feedback))
        case Ordering(stem, ordered):
            yield Text(words_of(stem))
            yield from (Text(words_of(html)) for step in ordered for html in (step.text, step.feedback))
        case Matching(stem, pairs, rights):
            yield Text(words_of(stem))
            yield from (Text(words_of(html)) for pair in pairs for html in (pair.left, pair.feedback))
            yield from (Text(words) for right in rights for words in (right.text, words_of(right.feedback)))
        case ShortAnswer(stem, foreseen, rest):
            yield Text(words_of(stem), taught=False)
            yield from (Text(spelling, taught=one.right) for one in foreseen for spelling in one.spellings)
            yield from (Text(words_of(html)) for html in (*(one.feedback for one in foreseen), rest))
        case FindOnScreen(stem, screen, places):
            yield Text(words_of(stem), taught=False)
            yield from (Text(screen.name, taught=False), Text(words_of(screen.text), taught=False))
            for control, right in ((place.control, place.right) for place in places):
                yield from (Text(words, taught=right) for words in (control.name, words_of(control.detail)))
                yield Text(words_of(control.remark))
        case Simulation():
            yield Text(words_of(body.stem))
            yield from (text for screen in body.screens for text in texts_of_screen(screen, screen.id in body.route))
        case Drill():
            yield Text(words_of(body.stem), taught=False)
            for line in (body.sender, *body.lines):
                yield Text(words_of(line.text), taught=False)
                yield Text(words_of(line.remark))
            yield Text(words_of(body.advice))
        case _:
            raise AssertionError(body)


def texts_of_screen(screen: Screen, is_right: bool) -> Iterator[Text]:
    """A screen of a wrong turn teaches nothing itself, nor does what is pressed by mistake."""
    yield from (Text(screen.name, is_right), Text(words_of(screen.text), is_right), Text(words_of(screen.hint)))
    for control in screen.controls:
        yield Text(control.name, taught=control.is_step and is_right)
        yield Text(words_of(control.detail), taught=control.is_step and is_right)
        yield Text(words_of(control.remark))


def shortest_presses(simulation: Simulation) -> int:
    """Presses and fillings from the start to the goal, on the shortest way."""
    presses = 0
    for screen_id in simulation.way_from(simulation.start)[:-1]:
        screen = simulation.by_id[screen_id]
        step = simulation.next_step(screen)
        assert step is not None
        presses += step.presses if step.is_entry else 1
        presses += sum(wanted.presses for wanted in screen.wanted) if step.kind in SENDERS else 0
    return presses


def minutes(lesson: Lesson) -> float:
    """Every step, the first of each family, the shortest way through each simulation, one remark each, the ending."""
    read = sum(syllables(step.title) + syllables(words_of(step.body(Reader()))) for step in steps(lesson))
    read += syllables(words_of(lesson.ending.able)) + syllables(words_of(lesson.ending.card))
    seconds = 0.0
    for exercise in lesson.exercises:
        body = exercise.body.members[0] if isinstance(exercise.body, QuestionFamily) else exercise.body
        read += read_of(body)
        seconds += shortest_presses(body) * SECONDS_TO_PRESS if isinstance(body, Simulation) else SECONDS_TO_DECIDE
    return read / SYLLABLES_A_MINUTE + seconds / 60


def read_of(body: object) -> int:
    """Syllables that one good answer makes a learner read."""
    if isinstance(body, ChoiceQuestion | SeveralChoices):
        told = max(syllables(words_of(choice.feedback)) for choice in body.choices)
        return told + sum(syllables(words_of(html)) for html in (body.stem, *(choice.text for choice in body.choices)))
    if isinstance(body, ShortAnswer):
        return sum(syllables(words_of(html)) for html in (body.stem, body.foreseen[0].feedback))
    if isinstance(body, FindOnScreen):
        told = max(syllables(words_of(place.control.remark)) for place in body.places)
        names = [body.screen.name, *(place.control.name for place in body.places)]
        html = [body.stem, body.screen.text, *(place.control.detail for place in body.places)]
        return told + sum(syllables(text) for text in (*names, *map(words_of, html)))
    if isinstance(body, Simulation):
        way = [body.by_id[screen_id] for screen_id in body.way_from(body.start)]
        names = [text for screen in way for text in (screen.name, *(control.name for control in screen.controls))]
        html = [text for screen in way for text in (screen.text, *(control.detail for control in screen.controls))]
        return sum(syllables(text) for text in (words_of(body.stem), *names, *map(words_of, html)))
    return sum(syllables(text.words) for text in texts_of(body))
