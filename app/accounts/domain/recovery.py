"""Getting back in without the secret takes two: somebody who may help, and an answer that only the learner knows.

Neither is enough: the helper gets a code that lives for half an hour and opens nothing but the question; the answer is
asked of nobody who has no code.
"""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from app.accounts.domain.roles import Role

HELPERS = frozenset({Role.TEACHER, Role.OFFICIAL, Role.ADMIN})  # others help only whoever named them beforehand
LASTS = timedelta(minutes=30)
MOST_TRIES = 5  # per code, the code itself and answers together
MOST_ANSWERS = 20  # wrong ones, over all codes: then an admin has to look (service.give_one_time_password)
MOST_STARTED = 10  # in one window of domain.throttle, per helper
MOST_TRUSTED = 5
CODE_LENGTH = 6  # digits
SHORTEST_ANSWER, LONGEST_ANSWER = 2, 60  # characters

QUESTIONS: Mapping[str, str] = {
    "ban-nho": "Hồi nhỏ, người bạn thân nhất của bác tên gì?",
    "thay-co": "Thầy cô giáo đầu tiên của bác tên gì?",
    "mon-an": "Món mẹ nấu mà bác nhớ nhất là món gì?",
    "con-vat": "Con vật bác nuôi và quý nhất tên gì?",
    "noi-gap": "Bác gặp ông nhà, bà nhà lần đầu ở đâu?",
    "bai-hat": "Bài hát bác hay ngân nga là bài nào?",
    "viec-dau": "Việc đầu tiên bác làm ra tiền là việc gì?",
}

TOO_SHORT = "Câu trả lời ngắn quá. Mời bác viết rõ hơn một chút."
TOO_LONG = f"Câu trả lời dài quá. Một vài chữ là đủ, nhiều nhất {LONGEST_ANSWER} ký tự."
TWO_CHARACTERS = "Câu trả lời này dễ đoán quá. Mời bác viết câu khác."


def as_answer(text: str) -> str:
    """One spelling for the many ways of typing the same answer: no marks, capitals, punctuation or blanks."""
    folded = unicodedata.normalize("NFKD", text.casefold()).replace("đ", "d")
    return "".join(character for character in folded if character.isalnum())


def answer_complaint(text: str) -> str:
    """Why this answer is refused when it is set, in Vietnamese; "" when it is good."""
    if len(text) > LONGEST_ANSWER:
        return TOO_LONG
    answer = as_answer(text)
    if len(answer) < SHORTEST_ANSWER:
        return TOO_SHORT
    return TWO_CHARACTERS if len(set(answer)) == 1 else ""


def new_recovery_code(below: Callable[[int], int]) -> str:
    """`below(n)` is a uniform number from 0 to n-1."""
    return f"{below(10**CODE_LENGTH):0{CODE_LENGTH}}"


def as_recovery_code(text: str) -> str:
    """Its digits, whatever stands between them."""
    return "".join(character for character in unicodedata.normalize("NFKC", text) if character.isdecimal())


def may_help(role: Role, *, trusted: bool) -> bool:
    return role in HELPERS or trusted


def is_open(tries: int, expires_at: datetime, used_at: datetime | None, now: datetime) -> bool:
    """`tries`: with this one."""
    return used_at is None and now < expires_at and tries <= MOST_TRIES
