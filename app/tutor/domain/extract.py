"""The sentences of a step that answer a question: two at most, as they stand there."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from app.courses.domain.readers import Reader
from app.tutor.domain.cues import asked_at_the_end, says_nothing, suits
from app.tutor.domain.index import Index
from app.tutor.domain.passages import Passage, Sentence
from app.tutor.domain.spelling import Reading, syllables
from app.tutor.domain.terms import question_terms, text_terms

MOST_SENTENCES = 2
USUAL_LENGTH = 13  # syllables of a sentence in lessons
BY_LENGTH = 0.4  # how far a longer sentence must say more
END, AT_THE_END = 8, 0.6  # syllables of a question in which what is asked stands; how much they count once more
STATES_A_FACT = 1.15
OF_SOME = 0.8  # what only some readers see, before what all see
BESIDE = 0.12  # of what the best sentence says, to its neighbours
SUITS = 0.4  # of what its neighbours say of the question, for each kind of thing that is asked for and said
# A sentence that begins so speaks of the one before it.
LEANS = re.compile(
    r"(?:Rồi|Sau đó|Xong|Nó|Đó|Đây|Thế|Vậy|Vì (?:vậy|thế)|Như (?:vậy|thế)|Làm (?:vậy|thế)|Nhưng|Còn|Cũng|Nếu không|Không thì"
    r"|Mà|Ở đó|Từ đó|Tức là|Ví dụ)\b|(?:\w+ ){0,5}(?:ấy|đó|kia|này)\b|[^:]*\b(?:cũng|đều) [^:]*\bnhư (?:vậy|thế)\b"
)
# "Bác bấm Tiếp tục." says where to put the finger and not why.
BARE_ORDER = re.compile(
    r"(?:Bác )?(?:cứ )?(?:bấm|chạm|gõ|chọn|kéo|vuốt|nhấn|mở|giữ|xem|tìm|điền|đọc|làm|chờ|nhập|quét)\b", re.IGNORECASE
)
SHORTEST_ORDER = 6  # syllables; a longer one names what it is about


def extract(index: Index, passage: Passage, reading: Reading, reader: Reader) -> tuple[Sentence, ...]:
    """In the order of the lesson; only what this reader sees in the step. None for a step that shows them nothing that
    could answer."""
    shown = [sentence for sentence in passage.sentences if reader.sees(sentence.tags)]
    worth = _together(_worth(index, shown, reading))
    chosen: set[int] = set()
    for place in sorted(range(len(shown)), key=lambda place: -worth[place]):
        whole = _whole(shown, place)
        if whole and len(chosen | whole) <= MOST_SENTENCES and (worth[place] > 0 or not chosen):
            chosen |= whole
    return tuple(shown[place] for place in sorted(chosen))


def _together(worth: Sequence[float]) -> list[float]:
    """What stands beside the best sentence goes on with it."""
    best = max(range(len(worth)), key=lambda place: worth[place], default=0)
    return [one + (BESIDE * worth[best] if abs(place - best) == 1 else 0.0) for place, one in enumerate(worth)]


def _whole(shown: Sequence[Sentence], place: int) -> set[int]:
    """A sentence with those before it on which it leans; empty where it says nothing to who asks, or needs too many."""
    first = place
    while first > 0 and _read(shown[first].text).leans:
        first -= 1
    needed = range(first, place + 1)
    is_said = not any(shown[one].is_part or _read(shown[one].text).is_idle for one in needed)
    return set(needed) if is_said and len(needed) <= MOST_SENTENCES else set()


def leans(text: str) -> bool:
    """Whether a sentence says too little without the one before it."""
    is_order = BARE_ORDER.match(text) and len(syllables(text)) < SHORTEST_ORDER
    return bool(LEANS.match(text) or is_order)


class _Sentence(NamedTuple):
    """`length` in syllables."""

    terms: tuple[str, ...]
    length: int
    leans: bool
    is_idle: bool


@lru_cache(maxsize=8_192)  # of lessons alone; they hold some thousands
def _read(text: str) -> _Sentence:
    return _Sentence(tuple(map(intern, text_terms(text))), len(syllables(text)), leans(text), says_nothing(text))


def _worth(index: Index, sentences: Sequence[Sentence], reading: Reading) -> list[float]:
    """What each says of what is asked, rare words first, and whether it says the kind of thing that is asked for."""
    asked, at_the_end = question_terms(reading), question_terms(_ending(reading))
    kinds = asked_at_the_end(reading.meant)
    heard = [
        sum(
            (asked.get(term, 0.0) + AT_THE_END * at_the_end.get(term, 0.0)) * index.tells(term)
            for term in _read(sentence.text).terms
            if term in asked or term in at_the_end
        )
        for sentence in sentences
    ]
    usual = sum(heard) / len(heard) if heard else 0.0
    told = []
    for sentence, said in zip(sentences, heard, strict=True):
        length = 1 - BY_LENGTH + BY_LENGTH * _read(sentence.text).length / USUAL_LENGTH
        kind = SUITS * suits(kinds, sentence.text) * usual
        told.append((said / length + kind) * (STATES_A_FACT if sentence.facts else OF_SOME if sentence.tags else 1.0))
    return told


def _ending(reading: Reading) -> Reading:
    return replace(reading, meant=reading.meant[-END:], typed=reading.typed[-END:])
