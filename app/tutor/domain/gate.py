"""What a message wants, before any lesson is looked up: help after a scam first, then what is refused, then an answer.

Patterns stand in letters without marks: people type so, and marks get lost on the way.
"""

import re
from dataclasses import dataclass
from typing import Literal

from app.core.private_text.plain import bare, plain, small
from app.tutor.domain.errands import asks_to_act
from app.tutor.domain.harm import means_harm
from app.tutor.domain.orders import gives_orders
from app.tutor.domain.victims import DESPAIR, is_victim

Wish = Literal["answer", "victim", "despair", "harm", "act_for_me", "injection"]


@dataclass(frozen=True)
class Intent:
    """`question`: what is left to answer. Of a message with an order to the machine in it, the other sentences."""

    wish: Wish
    question: str


def intent(text: str) -> Intent:
    """The first that fits: somebody who has just lost money is helped, whatever else they write."""
    text = plain(text).strip()
    said = reading(text)
    if is_victim(said):
        return Intent("victim", text)
    if DESPAIR.search(said):
        return Intent("despair", text)
    if means_harm(said):
        return Intent("harm", "")
    if asks_to_act(said):
        return Intent("act_for_me", "")
    if gives_orders(said):
        return Intent("injection", _without_orders(text))
    return Intent("answer", text)


# Words that would be another word without their marks, by what they mean here; "ho" without marks is "hộ" before somebody.
PLAINER = {
    "già": "lon tuoi", "bồ": "nguoi yeu", "bố": "cha", "giá": "tien", "họ": "bon no", "hồ": "giay", "hộ": "nha",
    "chị": "bac", "cô": "bac", "thấy": "nhin", "thầy": "giao vien", "chồng": "ck", "chống": "de phong", "phòng": "de phong", "gõ": "nhap", "sóng": "mang",
    "hắn": "no", "vô": "vao", "nỏ": "khong", "hông": "khong", "hổng": "khong", "mần": "lam", "răng": "sao", "mô": "dau", "chi": "gi",
}  # fmt: skip
# As people type in chats.
SHORT = {
    "ko": "khong", "k": "khong", "kg": "khong", "hok": "khong", "khum": "khong", "dc": "duoc", "đc": "duoc", "lm": "lam", "ng": "nguoi",
    "tk": "tai khoan", "đt": "dien thoai", "dt": "dien thoai", "t": "toi", "e": "em", "vs": "voi", "j": "gi", "r": "roi", "s": "sao",
    "giùm": "giup", "dùm": "giup", "gium": "giup", "dum": "giup", "zum": "giup", "jup": "giup", "giúm": "giup", "nt": "nhan tin",
    "tt": "thong tin", "nv": "nhan vien", "cty": "cong ty", "v": "vay", "z": "vay",
}  # fmt: skip
WORD = re.compile(r"(?<!\w)[^\W\d_]+(?!\w)")
# "hộ" is also a household and half of "hộ chiếu", "hộ khẩu", "bảo hộ".
ON_BEHALF = re.compile(
    r"(?<!trăm )(?<!mấy )(?<!các )(?<!từng )(?<!mỗi )(?<!nhiều )(?<!những )(?<!chục )(?<!số )(?<!\d )(?<!bảo )(?<!cứu )(?<!ủng )(?<!chủ )(?<!căn )(?<!nông )(?<![^\W_])hộ(?! (?:chiếu|khẩu|kinh|nghèo|gia|tịch|cận|dân|sinh|lý|mệnh))(?![^\W_])"
)
FOR_ME = re.compile(r"(?<![^\W_])ho(?= (?:toi|tui|em|minh|bac|con|chau|mk|me|voi|cai|nhe|nha|nghen)(?![^\W_]))")


def reading(text: str) -> str:
    """One line, small, without marks, with the same word for the same thing; `text` is plain."""
    marked = small(text)
    is_marked = not marked.isascii()
    words = PLAINER | SHORT if is_marked else SHORT
    if is_marked:
        marked = ON_BEHALF.sub("giup", marked.replace("từ từ", "cham"))
    marked = WORD.sub(lambda word: words.get(word[0], word[0]), marked)
    return " ".join(FOR_ME.sub("giup", bare(marked)).split())


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
