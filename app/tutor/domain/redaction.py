"""Secrets and personal data in what a learner types: blanked before anything is kept or sent anywhere."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from app.core.private_text.cues import Kind
from app.core.private_text.plain import plain
from app.core.private_text.spans import private_spans
from app.core.private_text.talk import Talk, read_talk
from app.core.private_text.withheld import withheld
from app.tutor.domain.links import ADDRESS

PLACEHOLDERS: dict[Kind, str] = {
    "otp": "[OTP]",
    "pin": "[PIN]",
    "cvv": "[CVV]",
    "password": "[MẬT KHẨU]",
    "card": "[SỐ THẺ]",
    "id_number": "[SỐ GIẤY TỜ]",
    "phone": "[SỐ ĐIỆN THOẠI]",
    "account": "[SỐ TÀI KHOẢN]",
    "email": "[THƯ ĐIỆN TỬ]",
    "address": "[ĐỊA CHỈ]",
    "doubtful": "[ĐOẠN ĐÃ CHE]",
}
BLANKED = re.compile("|".join(map(re.escape, PLACEHOLDERS.values())))
HOLE = "[...]"  # what was withheld
EARLIER = re.compile(f"{BLANKED.pattern}|{re.escape(HOLE)}")  # of an earlier round
SECRET: frozenset[Kind] = frozenset({"otp", "pin", "cvv", "password", "card"})


@dataclass(frozen=True)
class Redacted:
    """`text` may be kept and sent. It is in one form (NFKC, nothing invisible), with a placeholder for each thing blanked and
    HOLE for what was withheld, without an alarm; `kinds` of what was blanked, in the order in which they first stand
    there. What was blanked is kept nowhere.

    `heard` still holds what was withheld, or blanked in doubt: "bố mk ngã bất tỉnh" is a cry for help, not a password. Lessons
    are looked for with it while the answer is made; it is never kept, sent or printed."""

    text: str
    kinds: tuple[Kind, ...]
    heard: str = field(repr=False, compare=False)

    @property
    def has_holes(self) -> bool:
        return HOLE in self.text

    @property
    def has_secret(self) -> bool:
        """Whether it held what opens an account or a phone: then the learner is told at once."""
        return not SECRET.isdisjoint(self.kinds)

    @property
    def is_doubtful(self) -> bool:
        """Whether it held what may be a secret, and may as well be none: the learner is told so gently."""
        return "doubtful" in self.kinds


def redacted(text: str, talk: Talk | None = None) -> Redacted:
    """The text as it may be kept. `talk`: how people talk of secrets, as learned if None. Time grows with its length alone."""
    text, talk = plain(text), talk or read_talk()
    known = ADDRESS.sub(_noughts, EARLIER.sub(_noughts, text))
    spans = private_spans(known, talk)
    blanks = [Blank(span.start, span.end, PLACEHOLDERS[span.kind]) for span in spans]
    sure = [blank for blank, span in zip(blanks, spans, strict=True) if span.kind != "doubtful"]
    holes = [Blank(start, end, HOLE) for start, end in withheld(_hidden(known, blanks), talk)]
    kinds = tuple(dict.fromkeys(span.kind for span in spans))
    return Redacted(_blanked(text, sorted((*blanks, *holes))), kinds, _blanked(text, sure))


def _noughts(found: re.Match[str]) -> str:
    return "\0" * len(found[0])


class Blank(NamedTuple):
    start: int
    end: int
    sign: str


def _hidden(text: str, blanks: Iterable[Blank]) -> str:
    hidden = list(text)
    for start, end, _ in blanks:
        hidden[start:end] = "\0" * (end - start)
    return "".join(hidden)


def _blanked(text: str, blanks: Iterable[Blank]) -> str:
    parts, done = [], 0
    for start, end, sign in blanks:
        parts += [text[done:start], sign]
        done = end
    return "".join([*parts, text[done:]])
