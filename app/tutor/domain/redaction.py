"""Secrets and personal data in what a learner types: blanked before anything is kept, searched or sent anywhere."""

import re
from dataclasses import dataclass

from app.core.private_text.cues import Kind
from app.core.private_text.plain import plain
from app.core.private_text.spans import private_spans

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
}
BLANKED = re.compile("|".join(map(re.escape, PLACEHOLDERS.values())))  # of an earlier round
SECRET: frozenset[Kind] = frozenset({"otp", "pin", "cvv", "password", "card"})


@dataclass(frozen=True)
class Redacted:
    """`text` is in one form (NFKC, nothing invisible), with a placeholder for each thing blanked; `kinds` in the order in
    which they first stand there. What was blanked is kept nowhere."""

    text: str
    kinds: tuple[Kind, ...]

    @property
    def has_secret(self) -> bool:
        """Whether it held what opens an account or a phone: then the learner is told at once."""
        return not SECRET.isdisjoint(self.kinds)


def redacted(text: str) -> Redacted:
    """The text as it may be kept. Time grows with its length alone."""
    text = plain(text)
    parts, done = [], 0
    spans = private_spans(BLANKED.sub(lambda known: "\0" * len(known[0]), text))
    for span in spans:
        parts += [text[done : span.start], PLACEHOLDERS[span.kind]]
        done = span.end
    return Redacted("".join([*parts, text[done:]]), tuple(dict.fromkeys(span.kind for span in spans)))
