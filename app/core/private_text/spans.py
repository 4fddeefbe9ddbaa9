"""All private stretches of a text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.core.private_text.chosen_words import chosen_words, codes
from app.core.private_text.cues import Cues, Kind, Reading
from app.core.private_text.doubtful import beside_secrets, doubtful, said_again
from app.core.private_text.expiries import expiries
from app.core.private_text.number_kinds import kinds_of_numbers
from app.core.private_text.numbers import number_runs
from app.core.private_text.passphrases import login_words, noted_passwords
from app.core.private_text.passwords import passwords
from app.core.private_text.places import addresses, emails
from app.core.private_text.plain import bare, small
from app.core.private_text.public_numbers import KNOWN
from app.core.private_text.talk import Talk, read_talk
from app.core.private_text.unglued import unglued

# On the card of health insurance two letters, how much is paid (1–5), thirteen digits in all; a passport has a letter and
# seven or eight digits.
PAPER = re.compile(
    r"(?<![^\W_])(?:[A-Z]{2}[ -]|[A-Za-z]{2})[1-5](?:[ .-]?\d){12}(?!\d)|(?<![^\W_])[A-Za-z]\d{7,8}(?![^\W_])"
)

# Codes and the nicknames of accounts, of letters and digits: "OTP: A7K29Q", "stk LAN79".
MIXED = r"[ ]*(?:la|:|=|-)?[ ]*(?P<token>(?=[a-z0-9]{0,11}\d)(?=[a-z0-9]{0,11}[a-z])[a-z0-9]{4,12})(?![^\W_])"
DIGIT = r"(?:khong|mot|hai|ba|bon|nam|sau|bay|tam|chin|\d)"
TOKENS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("otp", re.compile(r"(?<![^\W_])(?:otp|ma (?:xac (?:nhan|thuc|minh)|kich hoat|dang nhap))" + MIXED)),
    # described rather than said: "mã pin là bốn số tám", "mật khẩu là từ 1 đến 6"
    (
        "pin",
        re.compile(
            rf"(?<![^\W_])(?:mat ?khau|mk|pass|(?:ma )?pin|mat ma|otp|mo (?:may|khoa)|ma(?: \w+){{0,2}}?)(?: (?!co|gom|phai|can|du|chi)\w+){{0,4}}?(?: la|:| toan| dat| de| bang)? "
            rf"(?P<token>{DIGIT} (?:con|chu|cai) (?:so )?{DIGIT}|{DIGIT} so (?!khong){DIGIT}|(?<=la )(?:bon|sau|tam|[468]) so khong|{DIGIT} lan (?:con |chu )?so {DIGIT}|tu (?:so )?{DIGIT} (?:toi|den) (?:so )?{DIGIT}|(?<=cung la ){DIGIT}[^,.;?!\n]* la {DIGIT})(?![^\W_])"
            r"(?! (?:so|chu|ky|lan|ngay|thang|phut|tuoi|gio|nam|trieu|nghin|ngan))"
        ),
    ),
    # letters typed for digits: "mã là l30ll8"
    (
        "otp",
        re.compile(
            r"(?<![^\W_])ma(?: so| do| nay)? ?(?:la|:|=) ?(?P<token>(?=[a-z]*\d)(?=\d*[a-z])[0-9olis]{4,8})(?![^\W_])"
        ),
    ),
    ("otp", re.compile(r"(?<![^\W_])(?:g|fb)-(?P<token>\d{4,8})(?!\d)")),
    # "momo gửi 8842 kêu nhập"
    ("otp", re.compile(r"gui (?P<token>\d{4,8}) (?:keu|bao|bat|doi|noi|bieu)(?: \w+)? (?:nhap|doc|go)(?![^\W_])")),
    ("account", re.compile(r"(?<![^\W_])(?:stk|so tk|so tai khoan)" + MIXED)),
)
ROUNDS = 4
SECRET_KINDS: frozenset[Kind] = frozenset({"otp", "pin", "cvv", "card", "password", "doubtful"})


@dataclass(frozen=True, order=True)
class Span:
    start: int
    end: int
    kind: Kind


def private_spans(text: str, talk: Talk | None = None) -> list[Span]:
    """In their order, none within another; `text` is plain. `talk`: how people talk of secrets, as learned if None. Time grows with the length of the text alone."""
    kept = known_spans(text)
    return sorted([*kept, *_doubtful(text, kept, talk or read_talk())])


def known_spans(text: str) -> list[Span]:
    """What the patterns know, as of `private_spans`, without what is only likely."""
    kept: list[Span] = []
    taken = bytearray(len(text))
    as_typed = dict.fromkeys(_found(text, bare(text)))
    for span in _in_turn(text, as_typed):
        if span.end > span.start and not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            kept.append(span)
        elif span in as_typed and not all(taken[span.start : span.end]):
            kept = _widened(kept, span, taken)
    has_card = any(span.kind in ("card", "cvv") for span in kept)
    kept += [
        Span(start, end, "card")
        for start, end in dict.fromkeys(expiries(bare(text), has_card=has_card))
        if not any(taken[start:end])
    ]
    return kept


def _doubtful(text: str, kept: Iterable[Span], talk: Talk) -> Iterator[Span]:
    """What is likely private though nothing knows it: with what was found hidden more may be, so this is done a few times."""
    hidden = list(text)
    found, is_secret = list(kept), False
    for _ in range(ROUNDS):
        for one in found:
            hidden[one.start : one.end] = "\0" * (one.end - one.start)
            is_secret |= one.kind in SECRET_KINDS
        rest = "".join(hidden)
        said = [text[one.start : one.end] for one in found if one.kind in ("password", "doubtful")]
        found = [Span(start, end, "doubtful") for start, end in doubtful(rest, talk) or said_again(rest, said)]
        if not found and is_secret:
            found = [Span(start, end, "doubtful") for start, end in beside_secrets(rest)]
        yield from found
        if not found:
            return


def _widened(kept: list[Span], span: Span, taken: bytearray) -> list[Span]:
    """With what a later span has beyond the earlier ones that it touches: nothing that anything takes for private is kept."""
    touched = [one for one in kept if one.start < span.end and span.start < one.end]
    start, end = min(span.start, *(one.start for one in touched)), max(span.end, *(one.end for one in touched))
    taken[start:end] = b"\1" * (end - start)
    return [*(one for one in kept if one not in touched), Span(start, end, touched[0].kind)]


def _in_turn(text: str, as_typed: Iterable[Span]) -> Iterator[Span]:
    """What is surest first; then the same where words that were run together stand apart; at last words by their looks."""
    apart, places = unglued(text)
    moved: list[Span] = []
    if len(apart) > len(text):
        moved = [Span(places[one.start], places[one.end - 1] + 1, one.kind) for one in _found(apart, bare(apart))]
    yield from (*as_typed, *moved)
    for one, stands in ((text, range(len(text))), (apart, places)):
        for start, end in login_words(bare(one), one):
            yield Span(stands[start], stands[end - 1] + 1, "password")


def _found(text: str, bare_text: str) -> Iterator[Span]:
    """What is surest comes first: where two kinds overlap, the first counts."""
    for start, end in emails(text, bare_text):
        yield Span(start, end, "email")
    for match in PAPER.finditer(text):
        yield Span(match.start(), match.end(), "id_number")
    for kind, pattern in TOKENS:
        for match in pattern.finditer(bare_text):
            if not KNOWN.fullmatch(match["token"]):
                yield Span(match.start("token"), match.end("token"), kind)
    for start, end in passwords(bare_text, text):
        yield Span(start, end, "password")
    for start, end in noted_passwords(bare_text):
        yield Span(start, end, "password")
    for start, end in chosen_words(bare_text, text):
        yield Span(start, end, "password")
    small_text = small(text)
    cues = Cues(bare_text, small_text)
    for start, end in codes(bare_text, text, cues):
        yield Span(start, end, "otp")
    for start, end in addresses(text, bare_text):
        yield Span(start, end, "address")
    for kind, run in kinds_of_numbers(Reading(small_text, bare_text, cues), number_runs(text)):
        yield Span(run.start, run.end, kind)
