"""Greetings, thanks and small talk: a message that is nothing else is answered in kind, and is no gap in the lessons.

Patterns stand as `gate.reading` gives them: small letters without marks.
"""

import re
from typing import Literal

Courtesy = Literal["greeting", "thanks"]

WHO = r"(?:toi|tui|bac|ba|ong|chau|con|em|anh|chi|co|chu|ban|may|mi|tro ly|minh|me|ma|o|nguoi nha|ca nha|moi nguoi|cu|thay|thay co|ad|bot)"
PARTICLE = r"(?:a|nhe|nha|nhen|nghe|nghen|hen|voi|lam|nhieu|that|qua|ne|oi|da|vang|roi|luon|day|vay|di|het|nua|thoi|rat|xin|the|cai|lai|biet bao|hi|hihi|haha|het suc)"
THANKS = (
    r"cam on|cam ta|doi on|biet on|mang on|thank(?:s| you)?|thanks you|tks|thanh kiu|tam biet|bye(?: bye)?|hen gap|ngu ngon|hoi tiep|"
    r"(?:mai|hom sau|luc khac|lat)(?: \w+){0,2} (?:hoi|hoc|vao|quay lai)(?: tiep| lai)?|chuc (?:chau|con|em|ban|bac|tro ly|may|ca nha|moi nguoi|ngu|suc|vui|an)(?: \w+){0,5}|"
    r"ok|oke|okay|oki|okie|u|uh|um|uhm|dung vay|duoc|hieu|biet|ro|nho|xong|hay|gioi|tot|tuyet voi|tuyet|de hieu|thich|vui|lam duoc|"
    r"de(?: \w+)? (?:lam )?thu(?: xem| coi)?|may (?:gioi|hay|thong minh)"
)
GREETING = (
    r"chao(?: buoi \w+)?|hello|helo|hi|hey|alo(?: alo)*|test|thu(?: may| thu| xem| coi)*|go (?:nham|thu)|"
    r"xin loi(?: \w+){0,2}(?: go nham| nham)?|(?:cho )?(?:\w+ )?hoi (?:chut|ti|xiu|mot chut|mot cau|thu|tham)|"
    r"khoe khong|co khoe khong|ten gi|ten la gi|la ai|la nguoi (?:hay|hay la) may|la may (?:hay|hay la) nguoi|la (?:nguoi|may|robot|ai) (?:a|ha|phai khong|dung khong)|"
    r"phai nguoi that khong|co phai (?:nguoi|may)(?: that)? khong|(?:bao nhieu|may) tuoi|"
    r"(?:lam|giup|biet|tra loi) (?:duoc )?(?:gi|nhung gi|viec gi|cai gi)(?: cho \w+)?|co (?:the )?giup (?:duoc )?gi(?: cho \w+)?|co ai (?:o )?do khong|"
    r"giup(?: \w+)? (?:voi|mot chut|chut|mot ti|ti)|moi (?:hoc|vao|tap)|hom nay(?: \w+)? moi hoc|nghe (?:thay|ro) khong|con do khong"
)
_TALK = re.compile(rf"(?:(?:{GREETING}|{THANKS}|{WHO}|{PARTICLE})(?: |$))+")
_GREETS, _THANKS = (re.compile(rf"(?<![^\W_])(?:{some})(?![^\W_])") for some in (GREETING, THANKS))
# Alone these are the beginning of a question, or half of one.
_NO_TALK = re.compile(r"(?:la|o) (?:gi|dau|ai)|(?:bao nhieu|may) tuoi")
CLAUSE = re.compile(r"[^,;.?!:\n]+")
LONGEST = 14  # words


def courtesy(said: str) -> Courtesy | None:
    """What a message is that says nothing else; None for all that asks, tells or wants something."""
    clauses = [one for clause in CLAUSE.findall(said) if (one := clause.strip())]
    if not clauses or len(said.split()) > LONGEST or any(_NO_TALK.fullmatch(one) for one in clauses):
        return None
    if not all(_TALK.fullmatch(clause) for clause in clauses):
        return None
    return "thanks" if _THANKS.search(said) and not _GREETS.search(said) else "greeting"
