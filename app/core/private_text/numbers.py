"""Runs of digits, however they are written: together, in groups, one by one, between brackets, in words ("không chín bảy")."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from app.core.private_text.plain import small

UNITS = {
    word: str(digit)
    for digit, words in enumerate(
        (
            "không khong hông hổng",
            "một mốt mot",
            "hai",
            "ba",
            "bốn bon tư tu",
            "năm nam lăm lam nhăm",
            "sáu sau",
            "bảy bẩy bay",
            "tám tam",
            "chín chin",
        )
    )
    for word in words.split()
}
HUNDRED, TEN, TENS, AND = (
    {"trăm", "tram"},
    {"mười", "muoi"},
    {"mươi", "mười", "muoi", "chục", "chuc"},
    {"linh", "lẻ", "le"},
)
TWENTY = {"hăm"}  # "hăm mốt" is 21
WORDS = "|".join(sorted({*UNITS, *HUNDRED, *TEN, *TENS, *TWENTY, *AND}, key=len, reverse=True))
# "o912", "09l2", "48O", "7OO1": letters that are typed for digits.
ATOM = re.compile(
    rf"(?P<digits>(?:(?<![^\W_])[ol]{{1,4}})?\d(?:\d|[ol]{{1,6}}(?=\d))*(?:(?<=\d{{2}})[ol](?![^\W_]))?|(?<![^\W_])o(?=[ .-]?\d))"
    rf"|(?P<word>(?<![^\W_])(?:{WORDS})(?![^\W_]))"
)
# "ba số sau 915" counts what follows, and says none of it.
COUNTED = re.compile(
    r"(?<![^\W_])(?:ba|bốn|bon|sáu|sau|mười sáu|muoi sau) (?:con |chữ |chu )?(?:số|so) (?:ở |o |đằng |dang |mặt |mat |phía |phia )*(?:sau|cuối|cuoi|đầu|dau)(?![^\W_])"
)
SIGNS = r"[\s.,;:~'\"_/\\|()\[\]{}<>+*=·•∙‧・…–—−-]{0,4}"
GAP = re.compile(SIGNS)
# Said between digits that are dictated: "bốn tám, rồi hai chín".
DICTATED = re.compile(
    rf"{SIGNS}(?:(?:rồi|roi|xong|tới|toi|tiếp|tiep|kế|ke|số|so|con|linh|lẻ|đến)\b{SIGNS}){{1,3}}", re.IGNORECASE
)
# The same between what may as well be two numbers: "48 với 29 và 15", "đầu 482 cuối 915".
LOOSE = re.compile(
    rf"{SIGNS}(?:(?:với|voi|và|va|cộng|cong|chấm|cham|phẩy|phay|gạch|gach|ngang|xuyệt|sổ|kế|tiếp|rồi|roi|là|la|số|so|con|cuối|cuoi|giữa|giua|sau|đuôi|duoi)\b{SIGNS}){{1,3}}",
    re.IGNORECASE,
)
HOUR = re.compile(r"\d[hg]")  # before the minutes of "8h05 là 120773"
LIST_SIGN = re.compile(r"[,;:=+]|\n\s*\n")
LONGEST = 40  # digits; what is longer is no number that anybody has


@dataclass(frozen=True)
class Group:
    start: int
    end: int
    digits: str
    spoken: bool
    is_loose: bool = False  # whether it may as well be another number than the group before


@dataclass(frozen=True)
class Run:
    """Groups of digits that stand beside each other, and may be one number or several."""

    groups: tuple[Group, ...]

    @property
    def start(self) -> int:
        return self.groups[0].start

    @property
    def end(self) -> int:
        return self.groups[-1].end

    @cached_property
    def digits(self) -> str:
        return "".join(group.digits for group in self.groups)

    @property
    def is_spoken(self) -> bool:
        return any(group.spoken for group in self.groups)

    @cached_property
    def grouped(self) -> str:
        """The digits with a stroke between groups."""
        return "|".join(group.digits for group in self.groups)

    def apart(self) -> tuple["Run", ...]:
        """What stands between loose joints, as numbers of their own."""
        starts = [place for place, group in enumerate(self.groups) if group.is_loose and place]
        return tuple(Run(self.groups[one:end]) for one, end in zip([0, *starts], [*starts, None], strict=True))

    def part(self, start: int, end: int) -> "Run":
        """The groups that stand between two places of `grouped`."""
        first, last = self.grouped.count("|", 0, start), self.grouped.count("|", 0, end)
        return Run(self.groups[first : last + 1])


def number_runs(text: str) -> list[Run]:
    """In their order; `text` is plain."""
    runs: list[list[Group]] = []
    count = 0
    for group in _groups(small(text)):
        if runs and count < LONGEST and _belongs(text, runs[-1][-1], group):
            runs[-1].append(group)
            count += len(group.digits)
        elif runs and count < LONGEST and _goes_on(text, runs[-1][-1], group):
            runs[-1].append(replace(group, is_loose=True))
            count += len(group.digits)
        else:
            runs.append([group])
            count = len(group.digits)
    return [Run(tuple(groups)) for groups in runs]


def _belongs(text: str, before: Group, group: Group) -> bool:
    are_short = max(len(before.digits), len(group.digits)) <= 3
    gap = GAP.fullmatch(text, before.end, group.start)
    if gap is None:
        return are_short and DICTATED.fullmatch(text, before.end, group.start) is not None
    if before.spoken and group.spoken and before.end == group.start:
        return False
    if len(before.digits) < 3 and " " in gap[0] and before.start > 0 and text[before.start - 1].isalpha():  # "CVV2 086"
        return False
    return are_short or not LIST_SIGN.search(gap[0])


def _goes_on(text: str, before: Group, group: Group) -> bool:
    is_time = len(before.digits) == 2 and HOUR.fullmatch(text, before.start - 2, before.start)
    return not is_time and LOOSE.fullmatch(text, before.end, group.start) is not None


def _groups(text: str) -> Iterator[Group]:
    words: list[re.Match[str]] = []
    for match in ATOM.finditer(COUNTED.sub(lambda count: "\0" * len(count[0]), text)):
        if match["word"] is None:
            yield from _spoken(words)
            words = []
            yield Group(match.start(), match.end(), match[0].replace("o", "0").replace("l", "1"), spoken=False)
        elif words and not GAP.fullmatch(text, words[-1].end(), match.start()):
            yield from _spoken(words)
            words = [match]
        else:
            words.append(match)
    yield from _spoken(words)


def _spoken(words: list[re.Match[str]]) -> Iterator[Group]:
    """Digits said one by one, and "ba trăm mười hai", "chín mươi mốt"; what does not count anything is passed over."""
    place = 0
    while place < len(words):
        said = [match[0] for match in words[place : place + 5]]
        digits, used = _first_number(said)
        if digits:
            yield Group(words[place].start(), words[place + used - 1].end(), digits, spoken=True)
        place += used


def _first_number(said: list[str]) -> tuple[str, int]:
    """The digits of the number that the words begin with, and how many words it takes."""
    first = UNITS.get(said[0])
    if said[0] in TEN and first is None:
        digits, used = _ones(said[1:])
        return "1" + (digits or "0"), 1 + used
    if said[0] in TWENTY:
        digits, used = _ones(said[1:])
        return ("2" + digits, 1 + used) if digits else ("", 1)
    if first is None:
        return "", 1
    following = said[1] if len(said) > 1 else ""
    if following in TENS:
        digits, used = _ones(said[2:])
        return first + (digits or "0"), 2 + used
    if following in HUNDRED:
        digits, used = _below_hundred(said[2:])
        return first + digits, 2 + used
    return first, 1


def _below_hundred(said: list[str]) -> tuple[str, int]:
    if said and said[0] in AND:
        digits, used = _ones(said[1:])
        return "0" + (digits or "0"), 1 + used
    digits, used = _first_number(said) if said else ("", 0)
    return (digits, used) if len(digits) == 2 else ("00", 0)


def _ones(said: list[str]) -> tuple[str, int]:
    """A last digit that does not itself begin a bigger number."""
    if not said or said[0] not in UNITS or (len(said) > 1 and said[1] in HUNDRED | TENS):
        return "", 0
    return UNITS[said[0]], 1
