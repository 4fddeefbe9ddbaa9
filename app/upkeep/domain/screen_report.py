"""A learner says that their own screen looks different: one report, without anything that says who they are."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.core.ids import digest, is_token, signature

CHOICES: Mapping[str, str] = {
    "nut-khac": "Nút có tên khác",
    "khong-thay": "Không thấy nút ấy",
    "khac-han": "Cả màn hình khác hẳn",
    "khac": "Chuyện khác",
}
LONGEST = 200  # characters of the learner's own words
MOST_A_DAY, MOST_A_DAY_UNKNOWN = 10, 60  # of one learner; of all visitors behind one address, such as a school's
BLANK = "(số đã che)"
BETWEEN = " / "  # what one learner says at several times
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
# A code, a phone, an identity number, a birthday, however it is spaced.
NUMBER = re.compile(r"[+(]{0,2}\d(?:[\W_]{0,3}\d){3,}")


@dataclass(frozen=True)
class Sender:
    """Who reports, as far as it is kept: a name that is another every day. On that day whoever has the database and the
    secret can find the learner by trying all of them; the night after, the name is blanked (service.forget_reporters).
    `most`: how many reports a day are taken from them."""

    name: str
    most: int
    learner_id: int | None


@dataclass(frozen=True)
class Report:
    """See ScreenReport in models.py; `typed` is not yet fit to be kept (kept_words)."""

    key: str
    sender: Sender
    lesson: str
    step: str
    version: str
    platform: str
    day: date
    choice: str
    typed: str


def sender_of(secret: bytes, learner_id: int | None, source: str, day: date) -> Sender:
    """`source`: whom the address stands for, when nobody learns on this phone yet."""
    if learner_id is not None:
        return Sender(
            signature(secret, "screen reports of a day", f"{day} learner {learner_id}"), MOST_A_DAY, learner_id
        )
    return Sender(signature(secret, "screen reports of a day", f"{day} source {source}"), MOST_A_DAY_UNKNOWN, None)


def report_key(secret: bytes, sender: Sender, lesson: str, step: str, token: str) -> str:
    """The same for the same report sent twice: of a learner, one for a screen and a day; of visitors, who may be many
    behind one address, one for each form."""
    if sender.learner_id is None and is_token(token):
        return token
    return signature(secret, "screen report", f"{sender.name} {lesson} {step}")


def known_choice(choice: str) -> str:
    return choice if choice in CHOICES else ""


def kept_words(typed: str) -> str:
    """What is kept of somebody's own words: one line, at most LONGEST characters, with every run of four digits or more
    blanked. Nobody is asked for a number here, yet people copy what stands on their screen."""
    text = unicodedata.normalize("NFKC", typed[:LONGEST])[:LONGEST]  # one sign may become eighteen
    text = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in UNSEEN)
    return " ".join(NUMBER.sub(BLANK, text).split())[:LONGEST].strip()


def all_words(before: str, later: str) -> str:
    """What somebody said of a screen, and what they say later: nothing that a teacher may have read is taken away. What
    is longer than LONGEST together loses its end."""
    if not before or not later or later in before.split(BETWEEN):
        return before or later
    return kept_words(f"{before}{BETWEEN}{later}")


def mark_of(rows: Iterable[tuple[int, str, str]]) -> str:
    """Of reports by id, choice and words: another as soon as one of them says something else, or another one is open."""
    return digest(" ".join(f"{id_} {choice} {words!r}" for id_, choice, words in rows))[:22]
