"""Questions without a lesson, as a teacher may read them.

What several learners ask in the same words says nothing of any of them, and is shown as it was asked (redacted, as all
that is kept). What one or two ask a teacher needs as well, or nobody would ever write the first lesson of a topic; yet a
rare question may tell a story, and in a village a name is enough. So it is shown without numbers, names and places, with
nothing else: not when, not beside which lesson, not by how many. Names are recognised by their capital letter, by what
stands before them ("cháu lan"), and by a surname with its usual middle name; a name typed small without any of these
stays, which is why rare questions are for teachers alone.
"""

import re
from collections.abc import Iterator

from app.core.private_text.plain import bare
from app.tutor.domain.people import called, full_names

SHARED = 3  # learners
LONGEST = 160  # characters of a rare question
HIDDEN = "…"
PLACES = "xa|phuong|thon|ap|huyen|tinh|lang|to dan pho|khu pho|que o|duong"
PLACE_BARE = re.compile(rf"(?<![^\W_])(?:{PLACES}) (?P<name>[a-z]+(?: [a-z]+)?)")
DIGITS = re.compile(r"\d[\d.,/-]*")
CAPITAL = re.compile(r"(?<=[^\W_.?!…\n] )[^\W\d_]+|(?<=, )[^\W\d_]+")
# As Vietnamese is spelt: brands and apps rarely are.
SYLLABLE = re.compile(r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?")


def rare_words(question: str) -> str:
    """A redacted question of one or two learners, fit to be read by a teacher."""
    text = " ".join(question.split())[:LONGEST]
    shown, done = [], 0
    for start, end in sorted(_private(text)):
        if start >= done:
            shown += [text[done:start], HIDDEN]
        done = max(done, end)
    return re.sub(rf"{HIDDEN}(?: {HIDDEN})+", HIDDEN, "".join([*shown, text[done:]]))


def _private(text: str) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in DIGITS.finditer(text))
    yield from (match.span() for match in CAPITAL.finditer(text) if _is_name(match[0]))
    yield from full_names(text)
    yield from called(text)
    if text.isascii():
        yield from (match.span("name") for match in PLACE_BARE.finditer(bare(text)))


def _is_name(word: str) -> bool:
    said = bare(word)
    return word[0].isupper() and not word.isupper() and SYLLABLE.fullmatch(said) is not None
