"""What comes first."""

from statistics import mean

from app.tutor.domain.fidelity.alignment import aligned
from app.tutor.domain.fidelity.text import Step, Word
from app.tutor.domain.grounding.support import Support, Words, content
from app.tutor.domain.grounding.vocabulary import FIRST, THEN

MOST_MOVED = 0.5  # share of the words that may stand in another order


def order(words: Words, support: Support) -> bool:
    """What comes first comes first, and most words stand in the order of the lesson."""
    said = [word for word in content(words) if word.form in support.forms]
    alignment = aligned(Step("", support.words), Step("", tuple(words)))
    kept = {place for _, place in alignment.pairs}
    if sum(word.place not in kept for word in said) > MOST_MOVED * len(said):
        return True
    return any(_is_turned(words, marker, support.words) for marker in words if marker.form in THEN | FIRST)


def _is_turned(words: Words, marker: Word, source: Words) -> bool:
    """Whether what stands on the two sides of "rồi", "trước khi" stands the other way round in the lesson."""
    sentence = [word for word in words if word.sentence == marker.sentence]
    under, rest = _sides(sentence, marker)
    twins = [other for other in source if other.form == marker.form]
    if marker.form in FIRST and twins:
        sides = [_sides([word for word in source if word.sentence == twin.sentence], twin) for twin in twins]
        return all(len(under & own) + len(rest & other) < len(under & other) + len(rest & own) for own, other in sides)
    first, second = (under, rest) if marker.form in ("sau_khi", "trước") else (rest, under)
    places = [[word.place for word in source if word.form in side] for side in (first - second, second - first)]
    return all(places) and mean(places[0]) > mean(places[1])


def _sides(sentence: Words, marker: Word) -> tuple[set[str], set[str]]:
    """What a word of order speaks of, and the rest of its sentence."""
    own = [word for word in sentence if word.clause == marker.clause]
    if marker.form in ("trước", "sau"):
        under = [word for word in own if word.place < marker.place]
    elif marker.form in THEN:
        under = [word for word in sentence if word.place > marker.place]
    else:
        end = next((word.place for word in own if word.form == "thì" and word.place > marker.place), own[-1].place + 1)
        under = [word for word in own if marker.place < word.place < end]
    forms = {word.form for word in content(under)}
    return forms, {word.form for word in content(sentence)} - forms - {marker.form}
