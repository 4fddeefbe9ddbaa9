"""Who does what."""

from itertools import pairwise

from app.tutor.domain.fidelity.text import Word
from app.tutor.domain.fidelity.vocabulary import ACTORS
from app.tutor.domain.grounding.support import Support, Words, content
from app.tutor.domain.grounding.vocabulary import ASKING, OTHERS, PAUSES, PLAYING, READER

REACH = 3  # words from "giả làm" to whom somebody plays


def actor(words: Words, support: Support) -> bool:
    """Whoever does a thing in the lesson does it in the answer, and what somebody else says or wants is told with them."""
    for word in content(words):
        doers = {doer(support.words, twin) for twin in support.words if twin.form == word.form}
        if word.form not in OTHERS and doers and doer(words, word) not in doers:
            return True
    if not (_by_whom(words) <= _by_whom(support.words) and _asked(words) <= _asked(support.words)):
        return True
    others = [word for word in words if word.form in OTHERS]
    return any(_is_moved_actor(one, words, support) or _is_unmasked(one, words, support) for one in others)


def doer(words: Words, word: Word) -> str:
    """Who acts where the word stands, if they are named before it in the sentence and are not who reads; else ""."""
    for one in reversed(words[: word.place]):
        if one.sentence != word.sentence or one.form == "thì":
            break
        if one.form in ACTORS and _leads(words, one):
            return one.form if one.form in OTHERS else ""
    return ""


def _by_whom(words: Words) -> set[str]:
    """The reader or the phone behind "do": elsewhere they may be left out, here they say whose doing it is."""
    return {by.form for word, by in pairwise(words) if word.form == "vì" and by.form in READER and _is_close(word, by)}


def _asked(words: Words) -> set[tuple[str, str]]:
    """Whoever is asked for help, and the next word that says something: what they are asked to do."""
    told = [(who, to_do) for who, to_do in pairwise(content(words)) if who.form in OTHERS and _is_close(who, to_do)]
    return {(who.form, to_do.form) for who, to_do in told if words[max(0, who.place - 1)].form in ASKING}


def _is_close(word: Word, other: Word) -> bool:
    return word.clause == other.clause


def _leads(words: Words, person: Word) -> bool:
    """Whether nothing that says something stands before them in their part of the sentence: "báo ngân hàng" has no bank
    that acts."""
    for word in reversed(words[: person.place]):
        if word.clause != person.clause or word.form in PAUSES:
            return True
        if content([word]):
            return False
    return True


def _is_unmasked(person: Word, words: Words, support: Support) -> bool:
    """Who is only played by somebody in the lesson is not told as if it were they."""
    twins = [other for other in support.words if other.form == person.form]
    return bool(twins) and all(_is_played(support.words, twin) for twin in twins) and not _is_played(words, person)


def _is_played(words: Words, person: Word) -> bool:
    before = words[max(0, person.place - REACH) : person.place]
    return any(word.form in PLAYING and word.clause == person.clause for word in before)


def _is_moved_actor(actor: Word, words: Words, support: Support) -> bool:
    """They stand on the other side of a neighbour of theirs than in the lesson: somebody else then does it."""
    near = [word for word in content(words) if word.clause == actor.clause and word.form not in OTHERS]
    before = [word.form for word in near if word.place < actor.place][-1:]
    after = [word.form for word in near if word.place > actor.place][:1]
    for twin in (other for other in support.words if other.form == actor.form):
        own = [word for word in support.words if word.sentence == twin.sentence]
        known = {word.form for word in own}.intersection((*before, *after))
        stands = any(word.form in before and word.place < twin.place for word in own)
        behind = [word for word in own if word.place > twin.place and word.clause == twin.clause]
        if not known or stands or any(word.form in after for word in behind):
            return False
    return True
