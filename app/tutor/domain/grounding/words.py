"""Words of its own, and words of the lesson put together anew."""

from itertools import combinations, pairwise

from app.tutor.domain.fidelity.text import Word
from app.tutor.domain.fidelity.weight import is_name, is_weighty
from app.tutor.domain.grounding.noes import said_after
from app.tutor.domain.grounding.support import Support, Words, content, read_words
from app.tutor.domain.grounding.vocabulary import FORBIDDING, MEASURES, OPPOSED, PAUSES, READER

MOST_UNSAID = 0.2  # share of a sentence's words that its source may lack
MOST_APART = 0.2  # share of neighbours that no sentence of the lesson holds together


def weighty(words: Words, support: Support) -> bool:
    """Nobody new acts, no new no, no new duty, consequence or name."""
    new = [word for word in words if word.form not in support.forms and word.form not in READER]
    new = [word for word in new if not (word.form == "hoặc" and _is_any_of(words, word, support))]
    return any(is_weighty(word) or is_name(word) or word.form in MEASURES for word in new)


def _is_any_of(words: Words, either: Word, support: Support) -> bool:
    """A comma may become an "or" under a no, after "can", and in a condition: there each of the members counts."""
    ahead = any(word.form == "thì" and word.sentence == either.sentence for word in words[either.place :])
    return ahead or not support.forms.isdisjoint(FORBIDDING | {"có_thể"})


def verb(words: Words, support: Support) -> bool:
    """What the reader is told to do: the first word of the sentence that says something, and the one behind "bác"."""
    told = content(words)[:1] + [word for reader in words if reader.form == "bác" for word in said_after(words, reader)]
    known = {word.form for word in support.words} | _told_by(support.source.passage.heading)
    return any(word.form not in known for word in told)


def _told_by(heading: str) -> set[str]:
    """One that asks or forbids tells nobody to do what it speaks of."""
    forms = {word.form for word in read_words(heading)}
    return set() if "?" in heading or forms & FORBIDDING else forms


def opposite(words: Words, support: Support) -> bool:
    new = {word.form for word in words} - support.forms
    return any((one, other) in OPPOSED for one in new for other in support.forms)


def unsaid(words: Words, support: Support) -> bool:
    """Too many words of its own, or two of them side by side."""
    said = content(words)
    new = [word.form not in support.forms for word in said]
    return not said or sum(new) > MOST_UNSAID * len(said) or any(map(all, pairwise(new)))


def together(words: Words, support: Support) -> bool:
    """Neighbours in the answer stand in one sentence of the lesson, in this order: two halves of different sentences, or
    one sentence turned round, say a third thing."""
    sentences = [*support.said, read_words(support.source.passage.heading)]
    known_pairs = {(one.form, other.form) for sentence in sentences for one, other in combinations(sentence, 2)}
    apart = 0
    pairs = [(one, other) for one, other in pairwise(content(words)) if not _pauses_between(words, one, other)]
    for one, other in pairs:
        known = one.form in support.forms and other.form in support.forms
        apart += known and (one.form, other.form) not in known_pairs
    return apart > MOST_APART * len(pairs)


def _pauses_between(words: Words, one: Word, other: Word) -> bool:
    return one.clause != other.clause or any(word.form in PAUSES for word in words[one.place : other.place])
