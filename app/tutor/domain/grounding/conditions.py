"""What holds only if something is so."""

from collections.abc import Iterator

from app.tutor.domain.fidelity.alignment import is_light
from app.tutor.domain.grounding.support import Support, Words, content
from app.tutor.domain.grounding.vocabulary import READER


def condition(words: Words, support: Support) -> bool:
    """What holds if something is so is not told as if it always held, nor under another condition."""
    said = {word.form for word in content(words)}
    conditions = [(sentence, one) for sentence in support.said for one in _conditions(sentence)]
    for sentence, condition in conditions:
        others = {form for _, other in conditions if other != condition for form in other}
        own = condition - others or condition
        elsewhere = {word.form for other in support.said if other is not sentence for word in other}
        rest = {word.form for word in content(sentence)} - condition - elsewhere
        if own and not said & own and said & rest:
            return True
    return False


def half(words: Words, support: Support) -> bool:
    """ "Tin nhắn bảo quét thì đừng làm theo" says nothing of its first half alone."""
    said = {word.form for word in content(words)}
    for then in (word for word in support.words if word.form == "thì"):
        sentence = [word for word in support.words if word.sentence == then.sentence]
        first = {word.form for word in content(sentence) if word.place < then.place}
        behind = {word.form for word in sentence if word.place > then.place and not is_light(word)} - READER
        if said & first - behind and behind and not {word.form for word in words} & behind:
            return True
    return False


def _conditions(sentence: Words) -> Iterator[set[str]]:
    """What stands behind each "nếu" of a sentence, up to the end of its clause or "thì"."""
    for word in sentence:
        if word.form == "nếu":
            clause = [other for other in sentence if other.clause == word.clause and other.place > word.place]
            ends = next((other.place for other in clause if other.form == "thì"), clause[-1].place + 1 if clause else 0)
            yield {other.form for other in content(clause) if other.place < ends}
