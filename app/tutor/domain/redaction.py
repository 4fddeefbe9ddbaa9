"""Secrets and personal data in what a learner types: blanked before anything is kept, searched or sent anywhere."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.core.private_text.cues import Kind
from app.core.private_text.plain import plain
from app.core.private_text.spans import Span, private_spans
from app.core.private_text.talk import Talk

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
BLANKED = re.compile("|".join(map(re.escape, PLACEHOLDERS.values())))  # of an earlier round
SECRET: frozenset[Kind] = frozenset({"otp", "pin", "cvv", "password", "card"})


@dataclass(frozen=True)
class Redacted:
    """`text` is in one form (NFKC, nothing invisible), with a placeholder for each thing blanked; `kinds` in the order in
    which they first stand there. What was blanked is kept nowhere.

    `heard` still holds what was blanked in doubt: "bố mk ngã bất tỉnh" is a cry for help, not a password. Whether somebody
    is in need is read from it; it is never kept, searched, sent or printed."""

    text: str
    kinds: tuple[Kind, ...]
    heard: str = field(repr=False, compare=False)

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
    text = plain(text)
    spans = private_spans(BLANKED.sub(lambda known: "\0" * len(known[0]), text), talk)
    sure = [span for span in spans if span.kind != "doubtful"]
    return Redacted(_blanked(text, spans), tuple(dict.fromkeys(span.kind for span in spans)), _blanked(text, sure))


def _blanked(text: str, spans: Iterable[Span]) -> str:
    parts, done = [], 0
    for span in spans:
        parts += [text[done : span.start], PLACEHOLDERS[span.kind]]
        done = span.end
    return "".join([*parts, text[done:]])
