"""What a message wants, before any lesson is looked up: help after a scam first, then what is refused, then an answer.

Patterns stand in letters without marks: people type so, and marks get lost on the way.
"""

import re
from dataclasses import dataclass, replace

from app.core.private_text.plain import bare, plain, small
from app.core.private_text.unglued import unglued
from app.tutor.domain.gate.courtesy import courtesy
from app.tutor.domain.gate.errands import asks_to_act
from app.tutor.domain.gate.harm import means_harm
from app.tutor.domain.gate.orders import gives_orders
from app.tutor.domain.gate.shapes import shapes
from app.tutor.domain.gate.victims import DESPAIR, is_victim
from app.tutor.domain.gate.weights import WORD, Example, WishWeights, furthest
from app.tutor.domain.gate.wishes import Wish

HELPED: frozenset[Wish] = frozenset({"victim", "despair", "danger"})
REFUSED: frozenset[Wish] = frozenset({"harm", "act_for_me"})
FEW = 5  # words: a topic, of which what was learned from whole sentences tells too little ("bán đất", "mượn tiền")


@dataclass(frozen=True)
class Intent:
    """`question`: what is left to answer. Of a message with an order to the machine in it, the other sentences.
    `doubtful`: it may want something else than an answer: no lesson is quoted at it, some are offered. `needs`: what may be
    so beside it; the cards for these stand before whatever is answered."""

    wish: Wish
    question: str
    doubtful: bool = False
    needs: frozenset[Wish] = frozenset()


def intent(text: str, weights: WishWeights | None = None) -> Intent:
    """Somebody who has just lost money is helped, whatever else they write. The patterns alone read it where nothing was
    learned; else what was learned decides, of which the patterns are one feature."""
    text = plain(text).strip()
    said = reading(text)
    read, polite = _read(said), courtesy(said)
    if polite is not None and read not in HELPED:  # a farewell may be for ever
        return Intent(polite, "")
    if weights is None or read == "despair":
        return _intent(read, text)
    leads = weights.leads(said, read, small(text))
    wish, lead = furthest(leads)
    found = _learned(text, read, wish, lead, weights)
    if read == "answer" and found.wish != "answer" and len(said.split()) <= FEW:
        return Intent("answer", text, doubtful=True, needs=weights.needed(leads) | (HELPED & {found.wish}))
    is_shaped = found.wish == "answer" and bool(shapes(said))
    if is_shaped and found.doubtful and read in REFUSED:  # by what was learned and by its shape
        found = Intent(read, "")
    is_doubtful = found.doubtful or (found.wish == "answer" and is_shaped)
    return replace(found, doubtful=is_doubtful, needs=weights.needed(leads))


def _learned(text: str, read: Wish, wish: Wish, lead: float, weights: WishWeights) -> Intent:
    """By how far it leans to the wish that it leans to most."""
    if lead < 0:
        return Intent("answer", text, doubtful=lead >= weights.doubtful)
    if wish in HELPED:  # whoever lost money and leans to despair gets both cards (cards.urgent)
        return _intent("victim" if read == "victim" and wish == "despair" else wish, text)
    if wish != read:
        return Intent(wish, "")
    found = _intent(wish, text)
    is_left = wish != "injection" or not found.question or not _leans(found.question, weights)
    return found if is_left else Intent(wish, "")


def _leans(text: str, weights: WishWeights) -> bool:
    said = reading(text)
    return weights.lead(said, _read(said), small(text))[1] >= weights.doubtful


def example(text: str, wish: Wish) -> Example:
    """Of a message that is known to want this."""
    text = plain(text).strip()
    said = reading(text)
    return Example(said, _read(said), wish, small(text))


def _intent(wish: Wish, text: str) -> Intent:
    question = "" if wish in ("harm", "act_for_me") else _without_orders(text) if wish == "injection" else text
    return Intent(wish, question)


def despairs(text: str) -> bool:
    """Whether somebody says that they do not want to live any more, whatever else they say."""
    return DESPAIR.search(reading(text)) is not None


def _read(said: str) -> Wish:
    """By the patterns alone."""
    if is_victim(said):
        return "victim"
    if DESPAIR.search(said):
        return "despair"
    if means_harm(said):
        return "harm"
    if asks_to_act(said):
        return "act_for_me"
    return "injection" if gives_orders(said) else "answer"


# Words that would be another word without their marks, by what they mean here; "ho" without marks is "hộ" before somebody.
PLAINER = {
    "già": "lon tuoi", "bồ": "nguoi yeu", "bố": "cha", "giá": "tien", "họ": "bon no", "hồ": "giay", "hộ": "nha",
    "chị": "bac", "cô": "bac", "thấy": "nhin", "thầy": "giao vien", "chồng": "ck", "chống": "de phong", "phòng": "de phong", "gõ": "nhap", "sóng": "mang",
    "sợ": "lo so", "hắn": "no", "vô": "vao", "nỏ": "khong", "hông": "khong", "hổng": "khong", "mần": "lam", "răng": "sao", "mô": "dau", "chi": "gi",
}  # fmt: skip
# As people type in chats.
SHORT = {
    "ko": "khong", "k": "khong", "kg": "khong", "hok": "khong", "khum": "khong", "dc": "duoc", "đc": "duoc", "lm": "lam", "ng": "nguoi",
    "tk": "tai khoan", "đt": "dien thoai", "dt": "dien thoai", "t": "toi", "e": "em", "vs": "voi", "j": "gi", "r": "roi", "s": "sao",
    "giùm": "giup", "dùm": "giup", "gium": "giup", "dum": "giup", "zum": "giup", "jup": "giup", "giúm": "giup", "nt": "nhan tin",
    "tt": "thong tin", "nv": "nhan vien", "cty": "cong ty", "v": "vay", "z": "vay",
}  # fmt: skip
# "b.ỏ q.u.a", "bỏ__qua", "ignore-all-rules"
SPELLED = re.compile(r"(?<!\w)(?:[^\W\d_]\.)+[^\W\d_](?!\w)")
STUCK = re.compile(r"_+|(?<=[^\W\d_])-(?=[^\W\d_])")
# "phòng" is a room, and to guard against.
ROOM = re.compile(
    r"(?<!\w)((?:trong|ngoài|vào|vô|ra|ở|về|cửa|căn|thuê|đặt|giữ|khỏi|nhốt|vé|tiền) )phòng(?!\w)|(?<!\w)()phòng(?= (?:trọ|ngủ|khách|tắm|khám|thi|họp|học|mổ|mạch|máy|ban|giao)(?!\w))"
)
# "hộ" is also a household and half of "hộ chiếu", "hộ khẩu", "bảo hộ".
ON_BEHALF = re.compile(
    r"(?<!trăm )(?<!mấy )(?<!các )(?<!từng )(?<!mỗi )(?<!nhiều )(?<!những )(?<!chục )(?<!số )(?<!\d )(?<!bảo )(?<!cứu )(?<!ủng )(?<!chủ )(?<!căn )(?<!nông )(?<![^\W_])hộ(?! (?:chiếu|khẩu|kinh|nghèo|gia|tịch|cận|dân|sinh|lý|mệnh))(?![^\W_])"
)
FOR_ME = re.compile(r"(?<![^\W_])ho(?= (?:toi|tui|em|minh|bac|con|chau|mk|me|voi|cai|nhe|nha|nghen)(?![^\W_]))")


def reading(text: str) -> str:
    """One line, small, without marks, with the same word for the same thing; `text` is plain."""
    text = unglued(text, is_word=_is_marked)[0]
    marked = STUCK.sub(" ", SPELLED.sub(lambda word: word[0].replace(".", ""), small(text)))
    is_marked = not marked.isascii()
    words = PLAINER | SHORT if is_marked else SHORT
    if is_marked:
        marked = ROOM.sub(lambda room: f"{room[1] or ''}buong", marked)
        marked = ON_BEHALF.sub("giup", marked.replace("từ từ", "cham"))
    marked = WORD.sub(lambda word: words.get(word[0], word[0]), marked)
    return " ".join(FOR_ME.sub("giup", bare(marked)).split())


def _is_marked(word: str) -> bool:
    """Of a word with marks nobody has to ask whether it is English."""
    return not word.isascii()


SENTENCE = re.compile(r"[^.?!\n]+(?:[.?!]+|\n|$)")
SHORTEST = 4  # words that can be a question


def _without_orders(text: str) -> str:
    """The sentences that ask something and hold no order; "" when nothing is left."""
    kept = (sentence[0].strip() for sentence in SENTENCE.finditer(text))
    rest = " ".join(one for one in kept if not gives_orders(reading(one)))
    said = reading(rest)
    if len(said.split()) < SHORTEST or means_harm(said) or asks_to_act(said):
        return ""
    return rest
