"""May this sentence be shown?"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.tutor.domain.grounding.figures import names_unknown
from app.tutor.domain.grounding.rules import unsupported
from app.tutor.domain.grounding.sentences import read
from app.tutor.domain.grounding.support import Support, best_support, read_words, spaced
from app.tutor.domain.grounding.vocabulary import SAME_DEED
from app.tutor.domain.passages import Sentence
from app.tutor.domain.prompting import Source

VERSION = 3
"""Goes up when a sentence may be judged otherwise: kept answers of another version are not used."""

MOST_SYLLABLES = 45  # of one sentence


@dataclass(frozen=True)
class Quote:
    """A sentence of a lesson on which one of the answer rests."""

    source: Source
    sentence: Sentence


@dataclass(frozen=True)
class Checked:
    """`text`: plain, without the marks of citation. `wrong`: the rule that it breaks, "" when it may be shown."""

    text: str
    quotes: tuple[Quote, ...] = ()
    wrong: str = ""


def checked(sentence: str, given: Sequence[Source]) -> Checked:
    """One sentence of a model, with its marks, against the steps that the model was given. Of steps about safety or money
    only whole sentences are shown, as the lesson has them."""
    said = read(sentence)
    numbers = {source.number for source in given}
    if not said.is_plain:
        return Checked(said.text, wrong="markup")
    if not said.cited:
        return Checked(said.text, wrong="uncited")
    if not set(said.cited) <= numbers:
        return Checked(said.text, wrong="unknown-step")
    if len(said.text.split()) > MOST_SYLLABLES:
        return Checked(said.text, wrong="long")
    cited = [one for one in given if one.number in said.cited]
    own = verbatim(said.text, cited)
    if own is not None:
        return Checked(own.sentence.text, (own,))
    if any(source.passage.is_grave for source in cited):
        return Checked(said.text, wrong="reworded")
    support = best_support(read_words(said.text), cited)
    return Checked(said.text, wrong="unsaid") if support is None else _against(said.text, said.labels, support)


def verbatim(text: str, cited: Sequence[Source]) -> Quote | None:
    """A whole sentence of a lesson, word for word, but for how pressing is called."""
    wanted = _with_one_deed(text)
    quotes = (Quote(source, sentence) for source in cited for sentence in source.sentences)
    return next((quote for quote in quotes if _with_one_deed(quote.sentence.text) == wanted), None)


def _with_one_deed(text: str) -> list[str]:
    return [SAME_DEED.get(word, word) for word in spaced(text).split()]


def _against(text: str, labels: Sequence[str], support: Support) -> Checked:
    words = read_words(text)
    wrong = "name" if names_unknown(text, labels, support) else unsupported(words, support)
    return Checked(text, tuple(Quote(support.source, sentence) for sentence in support.sentences), wrong)
