"""Rules for what one passage says: its sentences, its words, its tone."""

import re
from collections.abc import Iterator

from app.authoring.domain.lint.passages import Passage
from app.authoring.domain.lint.patterns import PATTERNS
from app.authoring.domain.lint.phrases import Found, find_phrases
from app.authoring.domain.lint.remark import Remark

LONGEST_SENTENCE = 25  # syllables; docs/vi/soan-bai.md §12

DOUBLED_MARK = re.compile(r"[!?]*![!?]+|\?+!+|\?{2,}")
# Syllables that Vietnamese can have without any mark: those that end in p, t, c, ch always carry one.
BARE_SYLLABLE = re.compile(
    r"(?:B|C|CH|D|Đ|G|GH|GI|H|K|KH|L|M|N|NG|NGH|NH|PH|QU|R|S|T|TH|TR|V|X)?[AEIOUY]{1,3}(?:M|N|NG|NH)?"
)
BEFORE_A_SENTENCE = " \n.!?…"
# Behind these words, or before these, "bạn" is a friend.
A_FRIEND = frozenset(
    {
        "kết", "người", "bà", "ông", "cô", "anh", "chị", "em", "có", "là", "nhiều", "mấy", "vài", "hai", "ba",
        "với", "gọi", "tình", "làm", "nhờ", "máy", "rủ", "bên", "dìm",
    }
)  # fmt: skip
OF_A_FRIEND = frozenset(
    {
        "bè", "thân", "cũ", "hàng", "học", "chợ", "già", "cùng", "đời", "tốt", "trẻ", "gái", "trai", "của",
        "bác", "cháu", "con", "mới", "xấu", "nhậu", "ấy", "ta", "quen",
    }
)  # fmt: skip
TOWARDS = frozenset(
    {
        "của", "cho", "giúp", "mời", "nhắc", "khuyên", "hướng", "chúc", "để", "khi", "nếu", "hỏi",
    }
)  # fmt: skip
TO_THE_READER = frozenset(
    {
        "hãy", "cần", "nên", "phải", "có", "sẽ", "đã", "đang", "vừa", "chỉ", "không", "chưa", "đừng", "được",
        "bị", "muốn", "mở", "bấm", "chạm", "nhấn", "gõ", "nhập", "chọn", "vào", "ra", "làm", "kiểm", "xem",
        "điền", "tải", "cài", "gửi", "nhận", "lưu", "xóa", "đọc", "giữ", "nhớ", "biết", "hiểu", "thấy", "dùng",
        "sử", "tự", "ơi", "nhé",
    }
)  # fmt: skip


def remarks_on_wording(passage: Passage) -> Iterator[Remark]:
    if not passage.is_empty:
        yield from _long_sentences(passage)
        if passage.voice != "quoted":
            yield from _phrases(passage)
            yield from _patterns(passage)
            yield from _friends(passage)
            yield from _shouting(passage)


def remark_at(passage: Passage, offset: int, code: str, message: str) -> Remark:
    line, column = passage.place(offset)
    return Remark(line, column, code, message)


def _long_sentences(passage: Passage) -> Iterator[Remark]:
    for sentence in passage.sentences:
        if sentence.syllables > LONGEST_SENTENCE:
            message = (
                f"Câu này dài {sentence.syllables} tiếng, bác đọc tới cuối thì quên mất đầu. "
                f"Tách thành hai câu, mỗi câu một ý, dài nhất {LONGEST_SENTENCE} tiếng."
            )
            yield remark_at(passage, sentence.start, "long-sentence", message)


def _phrases(passage: Passage) -> Iterator[Remark]:
    for found in find_phrases(passage):
        if found.code == "officialese":
            yield remark_at(passage, found.at, found.code, f"“{found.phrase}” là lối nói giấy tờ. {_instead(found)}")
        elif found.code == "wrong-address":
            yield remark_at(passage, found.at, found.code, _call_bac(found.phrase))


def _instead(found: Found) -> str:
    if not found.plain:
        return "Bỏ mấy chữ này đi, câu vẫn đủ nghĩa."
    return f"Nói như ở nhà: “{found.plain}”."


def _call_bac(written: str) -> str:
    return f"Cả bài gọi người học là “bác”. Ở đây đang gọi là “{written}”, đổi thành “bác” cho gần gũi nhé."


def _patterns(passage: Passage) -> Iterator[Remark]:
    for pattern, code, message in PATTERNS:
        if code == "scolding" and passage.voice != "told":
            continue  # in a story or a choice somebody may well be wrong
        for match in pattern.finditer(passage.judged.lower()):
            text = match[0].lstrip(BEFORE_A_SENTENCE)
            said = message.format(text=text.rstrip(BEFORE_A_SENTENCE))
            yield remark_at(passage, match.end() - len(text), code, said)


def _friends(passage: Passage) -> Iterator[Remark]:
    """ "bạn" for the learner, in a passage that speaks of nobody's friend."""
    found = [(word, *_beside(passage, index)) for index, word in enumerate(passage.words) if word.lower == "bạn"]
    if any(before in A_FRIEND or after in OF_A_FRIEND for _, before, after in found):
        return
    for word, before, after in found:
        if before in TOWARDS or after in TO_THE_READER:
            yield remark_at(passage, word.start, "wrong-address", _call_bac(word.text))


def _beside(passage: Passage, index: int) -> tuple[str, str]:
    """The words before and after, "" at the ends of the passage."""
    words = passage.words
    before = words[index - 1].lower if index else ""
    return before, words[index + 1].lower if index + 1 < len(words) else ""


def _shouting(passage: Passage) -> Iterator[Remark]:
    for match in DOUBLED_MARK.finditer(passage.judged):
        message = f"“{match[0]}” nghe như quát. Một dấu chấm là đủ; lời dặn quan trọng thì để vào `khong-bao-gio`."
        yield remark_at(passage, match.start(), "shouting", message)
    last = -2
    for index, word in enumerate(passage.words):
        if not is_shouted(passage, index):
            continue
        if index != last + 1:  # a run of them is told once
            message = f"Chữ hoa (“{word.text}”) nghe như quát và khó đọc. Viết chữ thường; lời dặn thì để vào `khong-bao-gio`."
            yield remark_at(passage, word.start, "shouting", message)
        last = index


def is_shouted(passage: Passage, index: int) -> bool:
    """Whether the word with that index is a Vietnamese word in capitals: it has marks, or stands beside one that has
    and could be a syllable, as abbreviations could not."""
    words = passage.words
    if not _is_capital(words[index].text):
        return False
    beside = [words[i].text for i in (index - 1, index + 1) if 0 <= i < len(words)]
    has_marks = not words[index].text.replace("Đ", "D").isascii()
    return has_marks or (
        BARE_SYLLABLE.fullmatch(words[index].text) is not None
        and any(_is_capital(other) and not other.isascii() for other in beside)
    )


def _is_capital(text: str) -> bool:
    return len(text) > 1 and text.isupper()
