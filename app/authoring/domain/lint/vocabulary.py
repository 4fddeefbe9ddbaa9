"""Rules for the words of a whole file, in the order they are read: a hard word or an abbreviation is fine once it has
been explained."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.authoring.domain.lint.abbreviations import ABBREVIATIONS, AT_HOME, EVERYBODY_KNOWS
from app.authoring.domain.lint.passages import Known, Passage
from app.authoring.domain.lint.phrases import Found, find_phrases
from app.authoring.domain.lint.remark import Remark
from app.authoring.domain.lint.wording import is_shouted, remark_at

ABBREVIATION = re.compile(r"[A-ZĐ]{2,8}")
# What Vietnamese can write as one syllable; one that ends in p, t, c, ch carries a mark.
VOWELS = "aăâeêioôơuưy" + "àằầèềìòồờùừỳ" + "ảẳẩẻểỉỏổởủửỷ" + "ãẵẫẽễĩõỗỡũữỹ"
STOPPED = "áắấéếíóốớúứýạặậẹệịọộợụựỵ"
OPENING = "(?:ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
NATIVE = re.compile(
    rf"{OPENING}(?:[{VOWELS}{STOPPED}]{{1,3}}(?:ng|nh|m|n)?|(?=\w*[{STOPPED}])[{VOWELS}{STOPPED}]{{1,3}}(?:ch|p|t|c))"
)
AND_SO_ON = re.compile(r"\bv\.\s?v\b\.?|\bvv\.")
# "kích hoạt là mở lần đầu", "mã khóa, tức là …", "CCCD (thẻ căn cước)"
EXPLAINED_BEHIND = re.compile(r"\s*(?:là|nôm na)\b|\s*\(|(?:\s*\w+){0,2},?\s*(?:nghĩa là|tức là|tức)\b")
EXPLAINED_BEFORE = re.compile(r"(?:gọi là|gọi tắt là|viết tắt là|tức là|ghi là|ghi chữ|có chữ|chữ)\s*$|\(\s*$")


class _Explained:
    """What was explained up to here, in lower case."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._words: list[str] = []

    def by_reference(self, term_id: str, shown: str) -> None:
        """The term's own words, those it is shown as, and the abbreviations that its meaning gives."""
        term = self._known.terms.get(term_id)
        short = ABBREVIATION.findall(term.meaning) if term else []
        self._words.append(" ".join([term.word if term else term_id.replace("-", " "), shown, *short]).lower())

    def by_itself(self, phrase: str) -> None:
        self._words.append(phrase)

    def has(self, phrase: str) -> bool:
        whole = re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)")
        return any(whole.search(words) for words in self._words)


def remarks_on_vocabulary(passages: Iterable[Passage], known: Known) -> Iterator[Remark]:
    read = [passage for passage in passages if passage.voice != "quoted"]
    anywhere, so_far = _Explained(known), _Explained(known)
    for passage in read:
        for _, term_id, shown in passage.references:
            anywhere.by_reference(term_id, shown)
    for passage in read:
        # A title cannot explain: whatever the file explains may stand there.
        yield from _remarks_on(passage, anywhere if passage.voice == "title" else so_far, known)


@dataclass(frozen=True)
class _Use:
    """A hard word, or an abbreviation as typed. `phrase`: what has to be explained, in lower case; `term_id`: the
    glossary's term that explains it, or ""."""

    at: int
    end: int
    phrase: str
    word: Found | str
    term_id: str


def _remarks_on(passage: Passage, explained: _Explained, known: Known) -> Iterator[Remark]:
    waiting = list(passage.references)
    for use in _uses(passage, known):
        while waiting and waiting[0][0] <= use.at:
            explained.by_reference(*waiting.pop(0)[1:])
        if explained.has(use.phrase):
            continue
        explains_itself = _explains_itself(passage.judged, use)
        if explains_itself or isinstance(use.word, str):
            explained.by_itself(use.phrase)  # an abbreviation is told once: who mends the first place mends all
        if not explains_itself:
            yield _remark_on(passage, use)
    for _, term_id, shown in waiting:
        explained.by_reference(term_id, shown)
    for match in AND_SO_ON.finditer(passage.judged.lower()):
        message = "“v.v.” để bác phải đoán. Kể hết ra, hoặc dừng ở những thứ hay gặp."
        yield remark_at(passage, match.start(), "unexplained-abbreviation", message)


def _uses(passage: Passage, known: Known) -> list[_Use]:
    found = list(find_phrases(passage))
    covered = {at for phrase in found for at in range(phrase.at, phrase.end)}
    hard = [phrase for phrase in found if phrase.code == "hard-word" and not _is_name(passage, phrase.index)]
    uses = [_hard_use(passage, phrase, known) for phrase in hard]
    for index, word in enumerate(passage.words):
        if word.start in covered:
            continue
        if _is_foreign(word.text):
            uses.append(_hard_use(passage, Found("hard-word", word.lower, "", word.start, word.end, index), known))
        elif _is_abbreviation(word.text) and not is_shouted(passage, index):
            uses.append(_Use(word.start, word.end, word.lower, word.text, _term_for(word.lower, known)))
    return sorted(uses, key=lambda use: use.at)


def _hard_use(passage: Passage, found: Found, known: Known) -> _Use:
    """As a part of a longer term of the glossary, when that is what stands there."""
    text = passage.judged.lower()
    for term in known.terms.values():
        word = term.word.lower()
        before = word.find(found.phrase)
        if before >= 0 and text.startswith(word, max(0, found.at - before)):
            return _Use(found.at - before, found.at - before + len(word), word, found, term.id)
    return _Use(found.at, found.end, found.phrase, found, "")


def _is_name(passage: Passage, index: int) -> bool:
    """With a capital, beside another word with one: "eTax Mobile"."""
    words = passage.words
    beside = [words[i].text for i in (index - 1, index + 1) if 0 <= i < len(words)]
    return index > 0 and words[index].text.istitle() and any(other != other.lower() for other in beside)


def _is_foreign(text: str) -> bool:
    """In small letters, so that it is no name, and not spelled as Vietnamese is."""
    return len(text) > 1 and text.islower() and text.isalpha() and text not in AT_HOME and not NATIVE.fullmatch(text)


def _is_abbreviation(text: str) -> bool:
    return ABBREVIATION.fullmatch(text) is not None and text not in EVERYBODY_KNOWS


def _explains_itself(text: str, use: _Use) -> bool:
    return bool(EXPLAINED_BEHIND.match(text, use.end) or EXPLAINED_BEFORE.search(text[max(0, use.at - 20) : use.at]))


def _remark_on(passage: Passage, use: _Use) -> Remark:
    reference = f"viết [[?{use.term_id}]] ở lần đầu để có lời giải nghĩa" if use.term_id else ""
    if isinstance(use.word, str):
        plain = ABBREVIATIONS.get(use.word)
        spelled = f"viết đủ “{plain}”" if plain else "viết đủ cả chữ, hoặc giải nghĩa bằng [[?…]] ở lần đầu"
        message = f"“{use.word}” là chữ viết tắt, chưa được giải nghĩa. Thầy cô {reference or spelled} nhé."
        return remark_at(passage, use.at, "unexplained-abbreviation", message)
    if use.term_id:
        message = f"“{use.phrase}” chưa được giải nghĩa. Thầy cô {reference} nhé."
    elif use.word.plain:
        message = f"“{use.phrase}” là chữ khó với bác. Nói “{use.word.plain}” thì dễ hơn."
    else:
        message = f"“{use.phrase}” không phải chữ Việt, bác khó đọc. Tìm một chữ Việt thay vào."
    return remark_at(passage, use.at, "hard-word", message)


def _term_for(short: str, known: Known) -> str:
    """The id of the glossary's term of this abbreviation, or ""."""
    likely = (short, f"mã {short}", f"thẻ {short}", f"trợ lý {short}")
    return next((term.id for term in known.terms.values() if term.word.lower() in likely), "")
