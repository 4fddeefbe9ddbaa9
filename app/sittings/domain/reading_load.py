"""How much there is to read and to press in a task, how long slow readers take for it, and what nobody reads in: for tasks
that too few people have answered yet to know their usual time.

Seconds come of rates for slow readers. Reading: 90 syllables a minute, which pupils of the fifth year are to read aloud
(Vietnam's general education programme 2018, Circular 32/2018/TT-BGDĐT, language and literature, 90–100); a person who reads
letter by letter takes longer, one who reads much takes a third. Pressing, 3 s each, and typing, 1 s a letter, are
assumptions, as the spread around all of it is (ITEM_SD). Measured times replace them (app.assessment.sittings_due.tempi)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from app.quiz.domain.choice_question import ChoiceQuestion
from app.quiz.domain.find_on_screen import FindOnScreen
from app.quiz.domain.matching import Matching
from app.quiz.domain.ordering import Ordering
from app.quiz.domain.question import Question
from app.quiz.domain.question_family import asked
from app.quiz.domain.several_choices import SeveralChoices
from app.quiz.domain.short_answer import ShortAnswer
from app.quiz.domain.simulation.screens import Screen, Simulation

SYLLABLES_A_SECOND, PRESS_S, LETTER_S = 1.5, 3.0, 1.0
ITEM_SD = 0.4  # of the logarithm: how far the usual time of a task lies from what its text lets one expect
FASTEST = 0.1  # of the usual time (NT10: Wise & Ma 2012); 15 syllables a second, three times as fast as anybody reads
LEAST_S, ENOUGH_S = 3.0, 6.0  # nobody finds, reads and presses in less; in more who knows phones well may have
LEAST_TIMED = 6  # tasks, before a share of them says anything
TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Load:
    """`syllables` to read and `presses` to make on the shortest right way; `letters` to type."""

    syllables: int
    presses: int
    letters: int = 0

    @property
    def usual_s(self) -> float:
        """Seconds, of a slow reader."""
        return self.syllables / SYLLABLES_A_SECOND + self.presses * PRESS_S + self.letters * LETTER_S

    @property
    def least_s(self) -> float:
        """Seconds; in less nobody has read it."""
        return min(max(LEAST_S, FASTEST * self.usual_s), ENOUGH_S)


def unread_share(taken: Iterable[tuple[float | None, Load | None]]) -> float | None:
    """Share (0–1) of tasks answered in less than anybody reads them in: of each its seconds, None where not known, with what
    there was to read. None with fewer than LEAST_TIMED timed tasks."""
    timed = [seconds < load.least_s for seconds, load in taken if seconds is not None and load is not None]
    return sum(timed) / len(timed) if len(timed) >= LEAST_TIMED else None


def syllables(html: str) -> int:
    """Vietnamese is written syllable by syllable; a number is read as one, a lone sign as none."""
    return sum(any(letter.isalnum() for letter in word) for word in unescape(TAG.sub(" ", html)).split())


def load_of(body: object, key: str) -> Load | None:
    """Of an exercise, as it is asked under this key; None for one that nobody can be asked."""
    if isinstance(body, Simulation):
        return _simulation_load(body)
    question = asked(body, key)
    if question is None:
        return None
    words, presses, letters = _around(question)
    return Load(syllables(question.stem) + sum(map(syllables, words)), presses, letters)


def _around(question: Question) -> tuple[list[str], int, int]:
    """What stands below the stem, how often one presses, how many letters one types; the button that sends counts."""
    match question:
        case ChoiceQuestion(choices=choices):
            return [one.text for one in choices], 2, 0
        case SeveralChoices(choices=choices):
            return [one.text for one in choices], 1 + sum(one.right for one in choices), 0
        case Ordering(steps=steps):
            return [one.text for one in steps], 1 + len(steps), 0
        case Matching(pairs=pairs, rights=rights):
            return [*(one.left for one in pairs), *(one.text for one in rights)], 1 + 2 * len(pairs), 0
        case ShortAnswer(foreseen=foreseen):
            right = [len(spelling) for one in foreseen if one.right for spelling in one.spellings]
            return [], 2, min(right, default=0)
        case FindOnScreen(screen=screen):
            return _words_of(screen), 2, 0
        case _:
            return [], 1, 0


def _simulation_load(simulation: Simulation) -> Load:
    """Of the screens on the shortest way, but for the last, where nothing is left to do."""
    way = [simulation.by_id[name] for name in simulation.way_from(simulation.start)[:-1]]
    words = [simulation.stem, *(word for screen in way for word in _words_of(screen))]
    filled = sum(control.presses for screen in way for control in screen.wanted)
    return Load(sum(map(syllables, words)), len(way) + filled)


def _words_of(screen: Screen) -> list[str]:
    """Without what stands small beneath a name: on a phone people look for the name."""
    return [screen.name, screen.text, *(one.name for one in screen.controls)]
