"""What is not kept of a message that leans to hold a secret, though nothing says what it is: words that are likelier a
secret than talk, odd words, letters of other scripts, numbers that nothing explains. Nobody is alarmed by it, so it may err."""

import re
from collections.abc import Iterator, Sequence

from app.core.private_text.cues import Cues, Reading
from app.core.private_text.doubtful import PAUSES, is_explained
from app.core.private_text.numbers import number_runs
from app.core.private_text.odd_words import CAPITAL_INSIDE, ELSEWHERE, KNOWN, SYLLABLE, is_likely_login, is_mixed
from app.core.private_text.places import likely_addresses
from app.core.private_text.plain import bare, small
from app.core.private_text.public_numbers import is_nobodys
from app.core.private_text.talk import LETTERS, Talk, heard
from app.core.private_text.unglued import unglued

# How much the leaning of a message counts beside the words of a stretch, and the sum (log) from which on it is withheld.
SHARE, LEAST = 0.4, 4.0
# From where on a message is looked through; where its numbers are withheld as well; where whatever may be a date or a count is,
# and words that such talk does not have.
LEANS, OF_NUMBERS, OF_CODES = -2.0, 2.0, 5.0
RARE = 1  # times a word was said in such talk
TOKEN = re.compile(r"[^\s\0\"“”‘’«»()]+")
TRIMMED = ".,;:?!)]'…([*-–—>"
# Letters that Vietnamese is not written with, and pictures, within a word.
STRANGE = re.compile(r"[^\x00-\u024f\u1e00-\u1eff\u2000-\u20cf\u2212]")
SPELLED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .·_-]{1,2}[^\W\d_]){2,}(?![^\W_])")  # "h o a s e n"
SEPARATOR = re.compile(r"[ .·_-]+")
SHORTEST_NUMBER = 3  # digits


def withheld(text: str, talk: Talk) -> list[tuple[int, int]]:
    """Where it stands in a plain text, in which noughts stand for what is known to be private; in order, apart."""
    read, places = _joined_letters(text)
    bare_text = bare(read)
    leaning = talk.leaning(bare(unglued(read)[0]))
    found = [*_odd(read, bare_text, talk, is_sure=leaning <= LEANS), *likely_addresses(read)]
    if leaning > LEANS:
        found += [*_stretches(read, talk, leaning), *_strange(read)]
    if leaning > OF_CODES:
        found += _rare(read, bare_text, talk)
    if leaning > OF_NUMBERS:
        found += _numbers(
            read, bare_text, is_code=leaning > OF_CODES, shortest=1 if found or "\0" in text else SHORTEST_NUMBER
        )
    return _joined((places[start], places[end - 1] + 1) for start, end in found if end > start)


def _joined_letters(text: str) -> tuple[str, Sequence[int]]:
    """The text with letters that are spelled apart as a word; for each character its place in the text."""
    parts, places, done = [], list[int](), 0
    for match in SPELLED.finditer(text):
        parts.append(text[done : match.start()])
        places += range(done, match.start())
        letters = [place for place in range(match.start(), match.end()) if not SEPARATOR.match(text[place])]
        parts += (text[place] for place in letters)
        places += letters
        done = match.end()
    places += range(done, len(text))
    return "".join([*parts, text[done:]]), places


def _stretches(text: str, talk: Talk, leaning: float) -> Iterator[tuple[int, int]]:
    """Of words that are likelier a secret than more of the talk."""
    said = heard(text)
    likely = talk.likely_secrets([one.word for one in said], numbers=False, ends=PAUSES, least=LEAST - SHARE * leaning)
    for _, first, last in likely:
        start, end = said[first].start, said[last].end
        if LETTERS.search(text, start, end) and not KNOWN.fullmatch(bare(text[start:end])):
            yield start, end


def _rare(text: str, bare_text: str, talk: Talk) -> Iterator[tuple[int, int]]:
    """Words that hardly anybody said in talk of secrets."""
    for one in heard(text):
        if one.word.isalpha() and talk.times(one.word) <= RARE and not KNOWN.fullmatch(bare_text[one.start : one.end]):
            yield one.start, one.end


def _odd(text: str, bare_text: str, talk: Talk, *, is_sure: bool) -> Iterator[tuple[int, int]]:
    """Words that nobody said yet and that are no syllables; `is_sure`: those alone that nobody writes but to log in."""
    for token in TOKEN.finditer(text):
        word = token[0].strip(TRIMMED)
        start = token.start() + token[0].find(word)
        bare_word = bare_text[start : start + len(word)]
        if (not is_sure or "_" in word or is_likely_login(word, bare_word)) and _is_odd(word, bare_word, talk):
            yield start, start + len(word)


def _is_odd(word: str, bare_word: str, talk: Talk) -> bool:
    letters = LETTERS.findall(bare_word)
    if not letters or bare_word in talk.known or ELSEWHERE.search(bare_word) or KNOWN.fullmatch(bare_word):
        return False
    is_said = all(len(one) < 2 or one in talk.known or SYLLABLE.fullmatch(one) for one in letters)
    return not is_said or is_mixed(word) or CAPITAL_INSIDE.search(word) is not None


def _strange(text: str) -> Iterator[tuple[int, int]]:
    """Runs in which something stands that Vietnamese is not written with, beside letters or digits."""
    for token in TOKEN.finditer(text):
        if STRANGE.search(token[0]) and any(map(str.isalnum, token[0])):
            yield token.span()


def _numbers(text: str, bare_text: str, *, is_code: bool, shortest: int) -> Iterator[tuple[int, int]]:
    """Those that nothing explains; `is_code`: a year or a count may be one; `shortest`: their digits."""
    small_text = small(text)
    reading = Reading(small_text, bare_text, Cues(bare_text, small_text))
    for run in number_runs(text):
        is_long = len(run.digits) >= (max(shortest, 2) if run.is_spoken else shortest)  # "không", "một" alone are words
        if is_long and not is_explained(reading, run) and (is_code or not is_nobodys(reading, run)):
            yield run.start, run.end


def _joined(found: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order; those with one character between them are one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
