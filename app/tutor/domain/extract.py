"""The sentences of a step that answer a question: two at most, as they stand there."""

import re
from collections.abc import Sequence
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from app.courses.domain.readers import Reader
from app.tutor.domain.index import Index
from app.tutor.domain.passages import Passage, Sentence
from app.tutor.domain.spelling import Reading, syllables
from app.tutor.domain.terms import question_terms, text_terms

MOST_SENTENCES = 2
USUAL_LENGTH = 13  # syllables of a sentence in lessons
BY_LENGTH = 0.4  # how far a longer sentence must say more
STATES_A_FACT = 1.15
# A sentence that begins so speaks of the one before it.
LEANS = re.compile(
    r"(?:Rồi|Sau đó|Xong|Nó|Đó|Đây|Thế|Vậy|Vì (?:vậy|thế)|Như (?:vậy|thế)|Làm (?:vậy|thế)|Nhưng|Còn|Cũng|Nếu không|Không thì"
    r"|Mà|Ở đó|Từ đó|Tức là|Ví dụ)\b|(?:\w+ ){0,5}(?:ấy|đó|kia|này)\b"
)
# "Bác bấm Tiếp tục." says where to put the finger and not why.
BARE_ORDER = re.compile(
    r"(?:Bác )?(?:cứ )?(?:bấm|chạm|gõ|chọn|kéo|vuốt|nhấn|mở|giữ|xem|tìm|điền|đọc|làm|chờ|nhập|quét)\b", re.IGNORECASE
)
SHORTEST_ORDER = 6  # syllables; a longer one names what it is about


def extract(index: Index, passage: Passage, reading: Reading, reader: Reader) -> tuple[Sentence, ...]:
    """In the order of the lesson; only what this reader sees in the step. None for a step that shows them nothing."""
    shown = [sentence for sentence in passage.sentences if reader.sees(sentence.tags)]
    worth = _worth(index, shown, reading)
    alone = [place for place in range(len(shown)) if place == 0 or not _read(shown[place].text).leans]
    chosen: list[int] = []
    for place in sorted(range(len(shown)), key=lambda place: -worth[place]):
        pair = [place] if place in alone else [place - 1, place]
        if len({*chosen, *pair}) <= MOST_SENTENCES and (worth[place] > 0 or not chosen):
            chosen += pair
    return tuple(shown[place] for place in sorted({*chosen}))


def leans(text: str) -> bool:
    """Whether a sentence says too little without the one before it."""
    is_order = BARE_ORDER.match(text) and len(syllables(text)) < SHORTEST_ORDER
    return bool(LEANS.match(text) or is_order)


class _Sentence(NamedTuple):
    """`length` in syllables."""

    terms: tuple[str, ...]
    length: int
    leans: bool


@lru_cache(maxsize=8_192)  # of lessons alone; they hold some thousands
def _read(text: str) -> _Sentence:
    return _Sentence(tuple(map(intern, text_terms(text))), len(syllables(text)), leans(text))


def _worth(index: Index, sentences: Sequence[Sentence], reading: Reading) -> list[float]:
    """What each says of what is asked, rare words first."""
    asked = question_terms(reading)
    told = []
    for sentence in sentences:
        read = _read(sentence.text)
        heard = sum(asked[term] * index.tells(term) for term in read.terms if term in asked)
        length = 1 - BY_LENGTH + BY_LENGTH * read.length / USUAL_LENGTH
        told.append(heard / length * (STATES_A_FACT if sentence.facts else 1.0))
    return told
