"""The answer that grows out of a model's sentences: only those that hold, in a whole that says no more than promised."""

from collections.abc import Iterator, Sequence

from app.tutor.domain.answers import Answer, Citation, source_lines
from app.tutor.domain.extract import LEANS
from app.tutor.domain.grounding.check import Checked, checked
from app.tutor.domain.grounding.sentences import Splitter
from app.tutor.domain.grounding.sequence import goes_back
from app.tutor.domain.grounding.support import spaced
from app.tutor.domain.prompting import MOST_WORDS, NOTHING, Source

LEAST_SOUND = 0.5  # share of a model's sentences; of one that invents more nothing is believed


class Draft:
    """One answer under way. `is_full`: nothing more is wanted of the model."""

    def __init__(self, given: Sequence[Source]) -> None:
        self._given = given
        self._splitter = Splitter()
        self._kept: list[Checked] = []
        self._dropped = 0
        self._was_dropped = False
        self.is_full = False

    def feed(self, piece: str) -> Iterator[str]:
        """The sentences that may be shown now."""
        for sentence in self._splitter.feed(piece):
            yield from self._judged(sentence)

    def end(self) -> Iterator[str]:
        """The stream ended well: what is left may be a sentence."""
        rest = self._splitter.rest()
        if rest:
            yield from self._judged(rest)

    @property
    def is_sound(self) -> bool:
        """Every sentence held: it may be kept for others."""
        return bool(self._kept) and not self._dropped

    def answer(self) -> Answer | None:
        """None where too little of it stands."""
        if not self._kept or len(self._kept) < LEAST_SOUND * (len(self._kept) + self._dropped):
            return None
        quotes = [quote for one in self._kept for quote in one.quotes]
        passages = [(quote.source.passage, quote.sentence) for quote in quotes]
        cited = (Citation(one.lesson, one.title, one.anchor, sentence.text) for one, sentence in passages)
        facts = {fact.id: fact for quote in quotes for fact in quote.sentence.facts}
        text = " ".join(one.text for one in self._kept)
        text = "\n".join([text, *source_lines(tuple(facts.values()))])
        return Answer("answer", text, tuple(dict.fromkeys(cited)), source="llm", facts=tuple(facts.values()))

    def _judged(self, sentence: str) -> Iterator[str]:
        if self.is_full:
            return
        if spaced(sentence) == spaced(NOTHING):
            self.is_full = True
            return
        found = checked(sentence, self._given)
        is_cut_off = LEANS.match(found.text) and (self._was_dropped or not self._kept)
        if found.wrong or is_cut_off or goes_back(found, self._kept):
            self._dropped += 1
            self._was_dropped = True
            return
        if self._words() + len(found.text.split()) > MOST_WORDS:
            self.is_full = True
            return
        self._kept.append(found)
        self._was_dropped = False
        yield found.text

    def _words(self) -> int:
        return sum(len(one.text.split()) for one in self._kept)
