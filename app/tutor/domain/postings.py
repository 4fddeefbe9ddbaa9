"""Where each term stands and what it tells there: BM25, laid out so that a question is answered with a few sums."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from app.tutor.domain.terms import TELLS, text_terms

SATURATION = 1.5  # k1 of BM25: how soon more of the same word tells no more

Numbers = NDArray[np.float64]
Field = tuple[str, float]  # a text and what a word counts in it
Held = Mapping[str, Sequence[tuple[int, float]]]  # of each term, the places that it stands in with what it tells there


@dataclass(frozen=True)
class Postings:
    """Of each term, by `spans`, the places that it stands in and what it tells there: stretches of two long rows."""

    spans: Mapping[str, tuple[int, int]]
    places: NDArray[np.intp]
    tells: Numbers

    def holders(self, term: str) -> int:
        start, end = self.spans.get(term, NOWHERE)
        return end - start

    def stands(self, term: str, place: int) -> bool:
        start, end = self.spans.get(term, NOWHERE)
        found = start + int(self.places[start:end].searchsorted(place))
        return found < end and bool(self.places[found] == place)

    def scores(self, asked: Mapping[str, float], size: int) -> Numbers:
        """What all that is asked tells in each of `size` places."""
        spans = [(*self.spans[term], counts) for term, counts in asked.items() if term in self.spans]
        if not spans:
            return np.zeros(size)
        counts = np.repeat([counts for _, _, counts in spans], [end - start for start, end, _ in spans])
        places = np.concatenate([self.places[start:end] for start, end, _ in spans])
        tells = np.concatenate([self.tells[start:end] for start, end, _ in spans])
        return np.asarray(np.bincount(places, counts * tells, size), dtype=np.float64)


NOWHERE = (0, 0)


def postings(texts: Sequence[Sequence[Field]], by_length: float) -> Postings:
    """Of texts that are told from one another by all their terms; each text with the same fields."""
    weighed = _weights(texts, by_length)
    return _laid_out({term: _told(term, held, len(texts)) for term, held in weighed.items()})


def _weights(texts: Sequence[Sequence[Field]], by_length: float) -> dict[str, list[tuple[int, float]]]:
    """BM25 over weighted fields, each with its own usual length (Robertson, Zaragoza and Taylor 2004), before the rarity
    of terms counts. `by_length`: b of BM25."""
    counted = [[(text_terms(text), counts) for text, counts in fields] for fields in texts]
    usual = [max(1.0, sum(terms.total() for terms, _ in column) / len(texts)) for column in zip(*counted, strict=True)]
    places: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, fields in enumerate(counted):
        weights: defaultdict[str, float] = defaultdict(float)
        for (terms, counts), length in zip(fields, usual, strict=True):
            share = counts / (1 - by_length + by_length * terms.total() / length)
            for term, number in terms.items():
                weights[term] += share * number
        for term, weight in weights.items():
            places[term].append((place, weight * (SATURATION + 1) / (weight + SATURATION)))
    return places


def _laid_out(held: Held) -> Postings:
    ends = list(accumulate(map(len, held.values())))
    told = [one for places in held.values() for one in places]
    return Postings(
        dict(zip(held, pairwise([0, *ends]), strict=True)),
        np.array([place for place, _ in told], dtype=np.intp),
        np.array([tells for _, tells in told], dtype=np.float64),
    )


def _told(term: str, held: Sequence[tuple[int, float]], texts: int) -> list[tuple[int, float]]:
    tells = TELLS[term[0]] * rarity(len(held), texts)
    return [(place, tells * weight) for place, weight in held]


@lru_cache(maxsize=4_096)  # few numbers of holders, asked for each term
def rarity(holders: int, texts: int) -> float:
    """Inverse document frequency (Spärck Jones 1972, in the form of Robertson and Zaragoza 2009); never below 0."""
    return log(1 + (texts - holders + 0.5) / (holders + 0.5))
