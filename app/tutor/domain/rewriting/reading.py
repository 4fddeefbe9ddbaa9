"""How hard a text is to read, and whether it speaks to its reader as lessons do."""

import re
from collections import Counter
from collections.abc import Iterable

from app.tutor.domain.passages import SENTENCE_END
from app.tutor.domain.rewriting.unusable import Unusable

EASY_MEAN, EASY_LONGEST = 10.0, 16
"""Syllables of the mean and of the longest sentence up to which slow readers get the teacher's own words."""
SLOW_MEAN = 12.0
"""Syllables of the mean sentence above which nothing is for slow readers."""

OTHER_ADDRESS = re.compile(
    r"\b(?:bạn(?! bè)|anh|chị|em|cô|chú(?! ý)|ông|bà|dì|cậu|mợ|thím|dượng|cháu|cụ|quý (?:vị|khách)|tôi|chúng ta)\b",
    re.IGNORECASE,
)


def sentence_lengths(texts: Iterable[str]) -> list[int]:
    """In syllables: what stands between blanks and has a letter or digit."""
    sentences = (sentence for text in texts for sentence in SENTENCE_END.split(text))
    lengths = (sum(any(letter.isalnum() for letter in word) for word in one.split()) for one in sentences)
    return [length for length in lengths if length]


def is_easy(texts: Iterable[str]) -> bool:
    """Whether slow readers need nothing else."""
    lengths = sentence_lengths(texts)
    return not lengths or (sum(lengths) / len(lengths) <= EASY_MEAN and max(lengths) <= EASY_LONGEST)


def refuse_hard_reading(texts: Iterable[str]) -> None:
    """Of what is for slow readers. Raises Unusable."""
    lengths = sentence_lengths(texts)
    if lengths and sum(lengths) / len(lengths) > SLOW_MEAN:
        raise Unusable(
            f"Câu còn dài: trung bình {sum(lengths) / len(lengths):.0f} tiếng, nhiều nhất {SLOW_MEAN:.0f}. Tách câu ra."
        )


def refuse_other_address(source: str, said: str) -> None:
    """Lessons say "bác" to whoever reads; the page turns it into their own form. Raises Unusable."""
    before, after = (Counter(OTHER_ADDRESS.findall(text.lower())) for text in (source, said))
    for word in after - before:
        raise Unusable(f"Người đọc chỉ được gọi là “bác”; có thêm chữ “{word}”.")
