"""Finding lessons by what a person types: without marks, in any order, rare words first.

A Vietnamese word is often two syllables ("mật khẩu"), so neighbours count together as well; joined, so that "vn eid"
finds "VNeID".
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from app.courses.domain.folding import fold
from app.courses.domain.lessons import Lesson

LONGEST = 80  # characters of what was typed; nobody's wish is longer
MOST_FOUND = 6
# A lesson is found when it has these shares of what the typed words tell and of what the best one has.
LEAST_SHARE, OF_BEST = 0.35, 0.3
# What people say around their wish.
FILLERS = frozenset(
    re.findall(
        r"\w+",
        "a ạ à bác bị cho có được gì giờ hả hay không mình muốn nên nhé như nào này ở ơi rồi sao thì tôi và vẫn vì với",
    )
)
BARE_FILLERS = frozenset(map(fold, FILLERS))
# As people write on Zalo; what a lesson itself says so is left.
SHORT = {"ck": "chuyen khoan", "dt": "dien thoai", "mk": "mat khau", "nh": "ngan hang", "tk": "tai khoan"}
WISH, TITLE, REST = 3.0, 2.0, 1.0  # what a word tells in a wish, in a title, in a summary or the course's name


@dataclass(frozen=True)
class SearchIndex:
    """`lessons`: slugs in their order. `weights`: folded word or pair of neighbours → lesson → weight of the best place
    where it stands."""

    lessons: tuple[str, ...]
    weights: Mapping[str, Mapping[str, float]]

    def find(self, typed: str) -> tuple[str, ...]:
        """The slugs of the lessons that fit, the best first; lessons that fit alike in their order."""
        words = self._asked(typed[:LONGEST])
        scores: dict[str, float] = {}
        heard: dict[str, set[str]] = {}
        for term, parts in _terms(words).items():
            for slug, weight in self.weights.get(term, {}).items():
                scores[slug] = scores.get(slug, 0.0) + weight * self._tells(term)
                heard.setdefault(slug, set()).update(parts)
        needed = LEAST_SHARE * self._tell(words)
        found = [slug for slug in self.lessons if slug in scores and self._tell(heard[slug]) >= needed]
        best = max(scores.values(), default=0.0)
        fitting = [slug for slug in found if scores[slug] >= OF_BEST * best]
        return tuple(sorted(fitting, key=lambda slug: -scores[slug])[:MOST_FOUND])

    def _asked(self, typed: str) -> list[str]:
        """Without fillers. Typed without its marks a filler may be a word that lessons use: "cho" is "chợ" as well."""
        read = [pair for word, bare in _read(typed) for pair in self._in_full(word, bare)]
        words = [
            bare for word, bare in read if word not in FILLERS | BARE_FILLERS or (word == bare and bare in self.weights)
        ]
        return words or [bare for _, bare in read]

    def _in_full(self, word: str, bare: str) -> list[tuple[str, str]]:
        return _read(SHORT[bare]) if bare in SHORT and bare not in self.weights else [(word, bare)]

    def _tell(self, words: Iterable[str]) -> float:
        return sum(map(self._tells, set(words)))

    def _tells(self, term: str) -> float:
        """How much a word tells, as inverse document frequency (Spärck Jones 1972): "tôi" next to nothing."""
        return log(1 + len(self.lessons) / max(1, len(self.weights.get(term, ()))))


def search_index(lessons: Iterable[tuple[Lesson, str]]) -> SearchIndex:
    """Of lessons in their order, each with the name of its course."""
    weights: dict[str, dict[str, float]] = {}
    slugs = []
    for lesson, course in lessons:
        slugs.append(lesson.slug)
        about = lesson.about
        for text, weight in ((about.wish, WISH), (about.title, TITLE), (about.summary, REST), (course, REST)):
            for term in _terms(_words(text)):
                places = weights.setdefault(term, {})
                places[lesson.slug] = max(weight, places.get(lesson.slug, 0.0))
    return SearchIndex(tuple(slugs), weights)


def _words(text: str) -> list[str]:
    return [bare for word, bare in _read(text) if word not in FILLERS]


def _read(text: str) -> list[tuple[str, str]]:
    """Each word as it is written, in small letters, and without marks."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).lower()))
    return [(word, bare) for word in words for bare in fold(word).split()]


def _terms(words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Each word and each pair of neighbours, with the words it is made of."""
    return {**{one + other: (one, other) for one, other in pairwise(words)}, **{word: (word,) for word in words}}
