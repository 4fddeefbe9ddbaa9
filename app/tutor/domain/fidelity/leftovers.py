"""What stays unexplained of two aligned steps, after words that carry nothing alone, that are repeated, or that only
changed places with their neighbours."""

from dataclasses import dataclass

from app.tutor.domain.fidelity.alignment import Alignment, Gap, is_light
from app.tutor.domain.fidelity.moves import is_harmless, moves
from app.tutor.domain.fidelity.text import Step, Word, sentence_around
from app.tutor.domain.fidelity.vocabulary import (
    EXCHANGES,
    FAR_EXCHANGES,
    HARMLESS_OR,
    LIGHT_OPPOSITES,
    MAY_COME,
    MAY_GO,
    NEGATIONS,
)
from app.tutor.domain.fidelity.weight import is_weighty


def both_ways(pairs: str) -> frozenset[tuple[str, str]]:
    found = [tuple(pair.split()) for pair in pairs.strip("|\n").replace("\n", "|").split("|")]
    return frozenset((one, other) for pair in found for one, other in (pair, pair[::-1]))


_EXCHANGES, _FAR_EXCHANGES = both_ways(EXCHANGES), both_ways(FAR_EXCHANGES)
_LIGHT_OPPOSITES = both_ways(LIGHT_OPPOSITES)
_PHRASE = 4  # words of a repeated name
_LONGEST_EXCHANGE = 40  # words of a gap in which one may stand for another


@dataclass(frozen=True)
class Leftover:
    """Of one gap. `lost`, `new`: words that say something. `moved`: those that stand elsewhere in the other text, in an
    order that may change who does what, or what comes first."""

    gap: Gap
    lost: tuple[Word, ...]
    new: tuple[Word, ...]
    moved: tuple[Word, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.lost or self.new or self.moved)


def leftovers(alignment: Alignment) -> tuple[Leftover, ...]:
    """Gaps that need an explanation, in the order of the texts."""
    moved = moves(alignment)
    harmless = {word for word, move in moved.items() if is_harmless(alignment, word, move)}
    arrivals = {move.arrived for move in moved.values()}
    offers = _offers(alignment) if alignment.in_order else {}
    found = (_leftover(alignment, gap, frozenset(moved), harmless, arrivals, offers) for gap in alignment.gaps)
    return tuple(leftover for leftover in found if not leftover.is_empty)


def _offers(alignment: Alignment) -> dict[int, set[str]]:
    """For each sentence of the rewrite its new words that may come freely."""
    free: dict[int, set[str]] = {}
    for gap in alignment.gaps:
        for word in gap.new:
            if is_light(word) or word.form in MAY_COME:
                free.setdefault(word.sentence, set()).add(word.form)
    return free


def _leftover(
    alignment: Alignment,
    gap: Gap,
    moved: frozenset[Word],
    harmless: set[Word],
    arrivals: set[Word],
    offers: dict[int, set[str]],
) -> Leftover:
    gone = tuple(word for word in gap.lost if word not in moved and not is_light(word))
    come = tuple(word for word in gap.new if word not in arrivals and not is_light(word))
    gone, come = _without_exchanges(gap, gone, come)
    anchor = gap.before or gap.after
    offered = offers.get(anchor[1].sentence, set()) if anchor else set()
    gone = tuple(
        word
        for word in gone
        if word.form not in MAY_GO and not _is_offered(word, offered) and not _is_never(alignment.source, word, gap)
    )
    if not come and _is_repeated(gone, alignment.source) and not _is_missed(gone, alignment.source):
        gone = ()
    come = tuple(word for word in come if word.form not in MAY_COME and not _is_harmless_or(alignment, word, anchor))
    if not gone and len(come) == 1 and _is_repeated(come, alignment.rewrite):
        come = ()
    one, other = _opposites(gap)
    gone, come = (*gone, *one), (*come, *other)
    return Leftover(gap, gone, come, tuple(word for word in gap.lost if word in moved and word not in harmless))


def _opposites(gap: Gap) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Light words of which one took the place of its opposite."""
    lost, new = ({word.form: word for word in words if _is_slight(word)} for words in (gap.lost, gap.new))
    pairs = [
        (lost[one], new[other])
        for one, other in _LIGHT_OPPOSITES
        if one in lost.keys() - new and other in new.keys() - lost
    ]
    return tuple(one for one, _ in pairs), tuple(other for _, other in pairs)


def _is_slight(word: Word) -> bool:
    return is_light(word) or word.form in MAY_COME


def _without_exchanges(
    gap: Gap, gone: tuple[Word, ...], come: tuple[Word, ...]
) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Pairs of the same place that say the same there; a word that carries nothing alone may be one of the two."""
    if max(len(gap.lost), len(gap.new)) > _LONGEST_EXCHANGE:
        return gone, come
    old, new = [*gone, *filter(is_light, gap.lost)], [*come, *filter(is_light, gap.new)]
    for word in old.copy():
        partner = next((other for other in new if (word.form, other.form) in _EXCHANGES), None)
        if partner is not None:
            old.remove(word)
            new.remove(partner)
    return tuple(word for word in gone if word in old), tuple(word for word in come if word in new)


def _is_offered(word: Word, offered: set[str]) -> bool:
    """Another word of the sentence says it: "xóa nhầm" is "lỡ xóa"."""
    return any((word.form, other) in _FAR_EXCHANGES for other in offered)


def _is_never(step: Step, word: Word, gap: Gap) -> bool:
    """The second no of "Không bao giờ: Không X" where the rewrite says "Không bao giờ X", without the colon."""
    if word.form != "không" or not (gap.before and gap.after and word.place):
        return False
    kept = step.words[word.place - 1].form == gap.before[1].form == "không_bao_giờ"
    return kept and gap.before[1].clause == gap.after[1].clause


def _is_harmless_or(alignment: Alignment, word: Word, anchor: tuple[Word, Word] | None) -> bool:
    if word.form != "hoặc" or anchor is None:
        return False
    return any(other.form in HARMLESS_OR | NEGATIONS for other in sentence_around(alignment.source, anchor[0]))


def _is_missed(words: tuple[Word, ...], step: Step) -> bool:
    """Its part of the sentence says it no more: "gõ mã, đừng cho ai hỏi mã" is not "gõ mã, đừng cho ai hỏi"."""
    clause = [word.form for word in sentence_around(step, words[0]) if word.clause == words[0].clause]
    return len(words) == 1 and clause.count(words[0].form) == 1


def _is_repeated(words: tuple[Word, ...], step: Step) -> bool:
    """Said once more close by, and no word on which the meaning turns: one word anywhere in the sentence or the next,
    several only after the same word as there."""
    if not 0 < len(words) <= _PHRASE or any(is_weighty(word) for word in words):
        return False
    clause = [word for word in sentence_around(step, words[0]) if word.clause == words[0].clause]
    if all(word in words or is_light(word) for word in clause) and all(word.form != "xong" for word in clause):
        return False  # a member of a list
    forms = [word.form for word in words]
    first, size = words[0].place, len(words)
    near = range(len(step.words) - size + 1)
    places = [
        place for place in near if place != first and [word.form for word in step.words[place : place + size]] == forms
    ]
    close = [place for place in places if abs(step.words[place].sentence - words[0].sentence) <= 1]
    if size == 1:
        return bool(close)
    ahead = step.words[first - 1].form if first else None
    return any(place and step.words[place - 1].form == ahead for place in close)
