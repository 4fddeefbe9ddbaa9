"""What a lesson is: steps, exercises, an end; each step for every reader its variants can tell apart."""

from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TypeAlias

from app.courses.domain.exercises import Exercise
from app.courses.domain.facts import Fact, Term
from app.courses.domain.front_matter import LessonFrontMatter
from app.courses.domain.readers import PLATFORM_TITLES, SLOW, Reader

KEPT = frozenset({"khong-bao-gio", "man-hinh-khac"})  # callouts that no shorter text may take away


@dataclass(frozen=True)
class Part:
    """A piece of a step: for everyone (no tags) or for the readers its tags name. `callout`: the name of the callout
    that it is, "" for plain text."""

    tags: frozenset[str]
    html: str
    callout: str = ""


@dataclass(frozen=True)
class Step:
    """`easier`: the author's own simpler text of what is for everyone, as HTML; "" where there is none."""

    slug: str
    title: str
    line: int
    parts: tuple[Part, ...]
    facts: tuple[Fact, ...]
    terms: tuple[Term, ...]
    expired: frozenset[str]  # ids of its facts that are past their review date on the day it was compiled
    easier: str = ""

    @property
    def tags(self) -> frozenset[str]:
        """By which readers are told apart."""
        comfort = frozenset({SLOW} if self.easier else ())
        return comfort.union(*(part.tags for part in self.parts))

    def body(self, reader: Reader) -> str:
        """The whole of it, as this reader sees it."""
        return "\n".join(_titled(part, reader) for part in self._parts_for(reader))

    def short_body(self, reader: Reader) -> str:
        """The easier text, the parts for this reader alone, every warning, and what may look different."""
        kept = [part for part in self._parts_for(reader) if part.tags or part.callout in KEPT]
        return "\n".join([self.easier, *(_titled(part, reader) for part in kept)])

    def _parts_for(self, reader: Reader) -> list[Part]:
        return [part for part in self.parts if reader.sees(part.tags)]


@dataclass(frozen=True)
class Ending:
    """`able`: what the learner can do now; `card`: to keep. Both HTML."""

    able: str
    card: str


Screen: TypeAlias = Step | Exercise


@dataclass(frozen=True)
class Lesson:
    """`version` names the exact text: an answer stays tied to the version its learner saw. `resting` names the exercises
    that nobody is asked today, because teachers read them again (domain/staleness.py)."""

    slug: str
    course: str
    order: int
    path: str
    source: str
    version: str
    about: LessonFrontMatter
    screens: tuple[Screen, ...]
    ending: Ending
    facts: tuple[Fact, ...]
    resting: frozenset[str] = frozenset()

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        return tuple(screen for screen in self.screens if isinstance(screen, Exercise))

    @cached_property
    def asked(self) -> tuple[Exercise, ...]:
        """The exercises that do not rest."""
        return tuple(exercise for exercise in self.exercises if exercise.slug not in self.resting)

    @cached_property
    def asked_slugs(self) -> tuple[str, ...]:
        return tuple(exercise.slug for exercise in self.asked)

    @cached_property
    def tags(self) -> frozenset[str]:
        return frozenset().union(*(screen.tags for screen in self.screens if isinstance(screen, Step)))

    def exercise(self, slug: str) -> Exercise | None:
        return next((exercise for exercise in self.exercises if exercise.slug == slug), None)

    def number_of(self, slug: str) -> int:
        """The place of a screen, from 1. Raises StopIteration for a slug that is not in the lesson."""
        return next(number for number, screen in enumerate(self.screens, 1) if screen.slug == slug)

    def after(self, number: int) -> int:
        """The place of the next screen, past what rests; after the last comes the end of the lesson."""
        later = enumerate(self.screens[number:], number + 1)
        return next((place for place, screen in later if screen.slug not in self.resting), len(self.screens) + 1)

    def before(self, number: int) -> int:
        """The place of the screen before, past what rests; 0 before the first."""
        earlier = reversed(list(enumerate(self.screens[: number - 1], 1)))
        return next((place for place, screen in earlier if screen.slug not in self.resting), 0)


@dataclass(frozen=True)
class Draft:
    """What can be read of a file, however faulty; a file of the bank has no endings."""

    screens: tuple[Screen, ...]
    endings: tuple[Ending, ...] = ()


def _titled(part: Part, reader: Reader) -> str:
    """Whoever has not said which phone they hold sees each platform's part under its name."""
    platform = next(iter(sorted(part.tags & PLATFORM_TITLES.keys())), None)
    if platform is None or reader.platform:
        return part.html
    title = escape(PLATFORM_TITLES[platform])
    return f'<section class="variant"><p class="variant-title">{title}</p>{part.html}</section>'
