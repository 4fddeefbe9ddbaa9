"""What a run of digits is: by the words beside it, else by its shape. Hotlines, money, dates, numbers of laws and forms
are nobody's."""

import re
from collections.abc import Iterator, Sequence

from app.core.private_text.cues import SECRET, Cue, Kind, Meaning, Reading
from app.core.private_text.numbers import LIST_SIGN, Run
from app.core.private_text.public_numbers import (
    MEASURE_BEHIND,
    NAMED,
    TOLD_ALOUD,
    UNIT_BEHIND,
    is_called_a_code,
    is_known,
    is_nobodys,
    is_of_a_code,
    is_of_topic,
    is_public,
    label_before,
)

# Mobile phones (also as before 2018), landlines since 2017; at home or with the country code.
PHONE = re.compile(r"(?:0|(?:00)?84)(?:[35789]\d{8}|1[2689]\d{8}|2\d{8,9})")
# Cards of Vietnam (NAPAS 9704: often without the check digit of Luhn), Visa, Mastercard, JCB.
CARD = re.compile(r"9704\d{12}(?:\d{3})?|4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|35\d{14}")
# Personal numbers: province 001–096, century and sex 0–3 (Circular 59/2021/TT-BCA, article 3 of Decree 137/2015).
ID_NUMBER = re.compile(r"0(?:0[1-9]|[1-8]\d|9[0-6])[0-3]\d{8}")
SHAPES: tuple[tuple[Kind, re.Pattern[str]], ...] = (("card", CARD), ("id_number", ID_NUMBER), ("phone", PHONE))
INSIDE = re.compile(  # the same between the strokes of Run.grouped
    r"(?<!\d)(?:9\|?7\|?0\|?4(?:\|?\d){12}|4(?:\|?\d){15}|5\|?[1-5](?:\|?\d){14}"
    r"|(?:0|8\|?4)\|?[35789](?:\|?\d){8}|0\|?2(?:\|?\d){9}|0(?:\|?\d){11})(?!\d)"
)
HOTLINE = re.compile(r"1[89]00\d{4,6}")
LENGTHS: dict[Meaning, range] = {
    "otp": range(4, 9), "some code": range(4, 9), "said": range(4, 9), "pin": range(4, 9), "cvv": range(3, 5),
    "password": range(4, 31), "card": range(12, 20), "id_number": range(8, 16), "phone": range(9, 13),
    "account": range(6, 20), "bank": range(6, 20),
}  # fmt: skip
MEANT: dict[Meaning, Kind] = {
    "otp": "otp", "pin": "pin", "cvv": "cvv", "password": "password", "card": "card", "id_number": "id_number",
    "phone": "phone", "account": "account", "some code": "otp", "said": "otp", "bank": "account",
}  # fmt: skip
ADDED = re.compile(r"(?<![^\W_])(?:them|kem|cong|noi) (?:con |chu )?so $")  # to the words of a password
PASSWORDS = frozenset[Meaning]({"password"})
PINS = frozenset[Meaning]({"pin"})
CVV, CARDS = frozenset[Meaning]({"cvv"}), frozenset[Meaning]({"card"})
CALLED = re.compile(r"[\W_]*(?:(?:la|lam|nay|ne|do|co phai|phai|khong biet|ko biet|cai|chiec|con|luon)[\W_]+){0,4}")
LITTLE = 12  # characters beside a number that is the whole message
DIALLED = re.compile(r"\W*(?:goi|so|bam|soan|xe|tu|gia|mua|bai|ma vung|dau so|het|con)(?![^\W_])")
HANDED = re.compile(r"(?<![^\W_])(?:doc|noi|dien|nhap|go|bam|dua)(?: (?:la|so|them|luon|cho \w+)){0,2} $")
CLAUSE_ENDS = re.compile(r"[,;:.?!\n]\s")
BACK = re.compile(r"(?<![^\W_])(?:(?:phia|mat|dang) sau|sau lung|lung the)(?![^\W_])")
# Of what is asked for so often that it may be tried only a few times: a code, a password.
TRIED = re.compile(
    r"(?<![^\W_])(?:(?:con|duoc|cho|sai|thu) (?:may|bao nhieu|\d|mot|hai|ba|bon|nam) lan(?: thu| nua)?|lan thu|bi khoa (?:may|the)|(?:may|the) (?:bi|no) khoa|nuot the|thu (?=\d{4})|(?:dien thoai|may)(?: \w+){0,3} khoa|(?:bam|phim) thang)(?![^\W_])"
)
WEAK: frozenset[Meaning] = frozenset({"some code", "said", "bank"})
NEAR, FAR, CLOSE = 60, 40, 12  # characters between the word and the number: before it, behind it

EXAMPLE = re.compile(
    r"(?<![^\W_])(?:nguoi ta|ai|may nguoi|nhieu nguoi|vi du|thi du|vd|kieu|(?<!hinh )nhu|nhung|cac)(?![^\W_])[^.?!\n]*$"
)
DIRECT = re.compile(
    r"[\W_]*(?:(?:la|la so|thanh|bang|nay|do|day|so|cua|toi|tui|bac|em|minh|con|gui ve|ve|the)[\W_]+){0,5}"
)
SIGNED = re.compile(r"[^,;.?!\n]*(?:[:=]|(?<![^\W_])(?:la|thanh|bang))[\W_]*")


def kinds_of_numbers(reading: Reading, runs: list[Run]) -> Iterator[tuple[Kind, Run]]:
    """The private ones among the runs of a text, with their kinds."""
    has_card = False
    for part in (part for run in runs for part in _together_or_apart(reading, _without_words(reading, run))):
        run = _without_counts(reading, _without_words(reading, _without_label(reading, part)))
        found = list(_parts(reading, run))
        if not found and has_card and len(run.digits) == 3 and not is_nobodys(reading, run):
            found = [("cvv", run)]  # beside the number of a card
        has_card = has_card or any(kind == "card" for kind, _ in found)
        yield from found


def _together_or_apart(reading: Reading, run: Run) -> tuple[Run, ...]:
    """A number told in pieces is one where something says what it is: "mã là 48 với 29", but "lớp 7 và 8"."""
    apart = run.apart()
    if len(apart) == 1:
        return apart
    chosen = _chosen((*reading.cues.before(run.start, NEAR), *_calling_behind(reading, run)), run)
    is_told = chosen is not None and chosen.meaning != "public" and not is_nobodys(reading, run, chosen.meaning)
    is_dictated = len(apart) > 2 and len(run.digits) > 5 and not is_nobodys(reading, run)
    return (run,) if is_told or is_dictated or _shape(run) else apart


def _without_label(reading: Reading, run: Run) -> Run:
    """Without a first group that something before it counts: "mã hồi tháng 3 482 915"."""
    first = run.groups[0]
    if len(run.groups) == 1 or len(first.digits) > 2 or first.spoken:
        return run
    labelled = label_before(reading, run)
    return Run(run.groups[1:]) if labelled and NAMED.fullmatch(labelled[1]) else run


def _without_words(reading: Reading, run: Run) -> Run:
    """Without words at the ends of digits: "0935-220-618 không ai nghe", "của ba 9 7 0 4…"; but "otp 730 một một tám"."""
    inner = [place for place, group in enumerate(run.groups) if not group.spoken]
    if not inner or not run.is_spoken:
        return run
    rest = Run(run.groups[inner[0] : inner[-1] + 1])
    if len(rest.digits) < 4 <= len(run.digits) and len(run.groups) > 2 and reading.cues.anywhere(SECRET):
        return run
    together = any(len(group.digits) > 1 for group in rest.groups if not group.spoken)
    return rest if together or _shape(rest) else run


def _without_counts(reading: Reading, run: Run) -> Run:
    """Without a last group that counts something ("482915 5 triệu"): that is another number."""
    is_told = _chosen(reading.cues.before(run.start, NEAR), run) is not None
    counted = MEASURE_BEHIND if is_told else UNIT_BEHIND
    if len(run.groups) == 1 or run.is_spoken or not counted.match(reading.marked, run.end):
        return run
    if len({len(group.digits) for group in run.groups}) == 1:  # "4 8 2 9 ngày nào cũng gửi", "482 915 giờ hết hạn"
        return run
    gap = reading.text[run.groups[-2].end : run.groups[-1].start]
    return Run(run.groups[:-1]) if gap.isspace() and len(run.groups[-1].digits) < 4 else run


def _parts(reading: Reading, run: Run) -> Iterator[tuple[Kind, Run]]:
    """The run as one number; else the numbers of a known shape in it, and what is left between them."""
    kind = _kind(reading, run)
    if kind is not None:
        yield kind, run
        return
    done = 0
    found = list(INSIDE.finditer(run.grouped)) if len(run.groups) > 1 else []
    for match in found:
        yield from _whole(reading, run, done, match.start() - 1)
        yield from _whole(reading, run, match.start(), match.end())
        done = match.end() + 1
    if found:
        yield from _whole(reading, run, done, len(run.grouped))


def _whole(reading: Reading, run: Run, start: int, end: int) -> Iterator[tuple[Kind, Run]]:
    if start < end:
        part = run.part(start, end)
        kind = _kind(reading, part)
        if kind is not None:
            yield kind, part


def _kind(reading: Reading, run: Run) -> Kind | None:
    if (
        len(run.digits) > 1
        and ADDED.search(reading.text, max(0, run.start - LITTLE), run.start)
        and reading.cues.anywhere(PASSWORDS)
    ):
        return "password"
    if len(run.digits) < 3 or HOTLINE.fullmatch(run.digits):
        return None
    if len(run.digits) in LENGTHS["otp"] and is_called_a_code(reading, run):
        return "otp"
    before = reading.cues.before(run.start, NEAR)
    direct = before[0] if before and _leads_to(reading.text, before[0].end, run.start) else None
    shape = _shape(run)
    if direct and direct.meaning == "public" and shape != "card":
        return None
    if any(cue.meaning == "password" for cue in before[:1]) and _is_example(reading, run):
        return None
    if is_known(reading, run, before):
        return None
    chosen = _chosen(before, run)
    if (
        direct
        and chosen
        and chosen.meaning != "public"
        and _fits(direct, run)
        and not MEASURE_BEHIND.match(reading.marked, run.end)
    ):
        return _meant(chosen, run)
    if is_of_a_code(reading, run, before):
        return None
    meaning = chosen.meaning if chosen else _called_behind(reading, run)
    if shape is None and is_nobodys(reading, run, meaning):
        return None
    if shape:
        near = (cue for cue in (*before, *reading.cues.after(run.end, CLOSE)) if cue.meaning == "account")
        return "account" if any(_fits(cue, run) for cue in near) and shape != "card" else shape
    if chosen:
        if chosen.meaning != "public":
            return _meant(chosen, run)
        if not CLAUSE_ENDS.search(reading.text, chosen.end, run.start):
            return None
    following = _by_what_follows(reading, run)
    if following or ((len(run.digits) < 9 or len(run.groups) > 1) and is_of_topic(reading, run)):
        return following
    known = _by_size(reading, run) or _unexplained(reading, run)
    return known or ("otp" if len(run.digits) > 3 and not is_public(reading, run) else None)


def _is_example(reading: Reading, run: Run) -> bool:
    """A password that people talk about: "kiểu "123456" có dễ đoán không"."""
    is_quoted = reading.marked[max(0, run.start - 1) : run.start] in tuple("\"“‘'«")
    return (is_quoted or "1234567890".startswith(run.digits)) and EXAMPLE.search(
        reading.text, max(0, run.start - FAR), run.start
    ) is not None


def _leads_to(text: str, start: int, end: int) -> bool:
    """Whether the word and the number are said in one breath: "mã pin của tui là", "mật khẩu zalo:"."""
    return bool(DIRECT.fullmatch(text, start, end) or (end - start <= 30 and SIGNED.fullmatch(text, start, end)))


def _shape(run: Run) -> Kind | None:
    return next((kind for kind, pattern in SHAPES if pattern.fullmatch(run.digits)), None)


def _chosen(cues: Sequence[Cue], run: Run) -> Cue | None:
    """The nearest that fits; a bank's name or "mã" alone only when nothing says more."""
    fitting = [cue for cue in cues if cue.meaning == "public" or _fits(cue, run)]
    telling = [cue for cue in fitting if cue.meaning not in WEAK]
    return next(iter([*telling, *fitting]), None)


def _called_behind(reading: Reading, run: Run) -> Meaning | None:
    """What it is said to be in one breath: "1958 là mật mã"."""
    called = [cue for cue in _calling_behind(reading, run) if cue.meaning in SECRET]
    return called[0].meaning if called and _fits(called[0], run) else None


def _calling_behind(reading: Reading, run: Run) -> Sequence[Cue]:
    behind = reading.cues.after(run.end, FAR)[:1]
    return [cue for cue in behind if CALLED.fullmatch(reading.text, run.end, cue.start)]


def _by_what_follows(reading: Reading, run: Run) -> Kind | None:
    """A word further behind says little of a number of four or five digits."""
    following = reading.cues.after(run.end, CLOSE if len(run.digits) < 6 else FAR)
    chosen = _chosen([cue for cue in following if cue.meaning != "said"], run)
    return _meant(chosen, run) if chosen and chosen.meaning != "public" else None


def _by_size(reading: Reading, run: Run) -> Kind | None:
    """Without a word beside it: six digits are most likely a code, nine or more somebody's number."""
    size = len(run.digits)
    if LIST_SIGN.search(reading.text, run.start, run.end) or run.digits in "12345678910":
        return None
    if size >= 9:
        return "account"
    if size == len(run.groups) == 6 and all(group.spoken for group in run.groups):
        return "otp"  # six digits said one by one
    if size == 6 and not run.is_spoken and not run.digits.endswith("00") and len(run.groups) in (1, 2, 3, 6):
        return "otp"
    return None


def _unexplained(reading: Reading, run: Run) -> Kind | None:
    """What nothing says to be anything else where codes are spoken of, or where nothing else is said."""
    if len(run.digits) == 3:
        of_code = [cue for cue in reading.cues.before(run.start, FAR)[:1] if cue.meaning == "some code"]
        is_of_card = reading.cues.anywhere(CVV) or (
            reading.cues.anywhere(CARDS)
            and (
                of_code or BACK.search(reading.text) or HANDED.search(reading.text, max(0, run.start - FAR), run.start)
            )
        )
        if len(run.groups) == 3 and reading.cues.before(run.start, NEAR) and reading.cues.anywhere(PINS):
            return "pin"  # of a suitcase
        return "cvv" if is_of_card and not run.is_spoken else None
    if run.digits in "12345678910" or len(run.digits) not in LENGTHS["otp"]:
        return None
    is_alone = len(reading.text) - (run.end - run.start) <= LITTLE and not DIALLED.match(reading.text)
    is_tried = TRIED.search(reading.text) is not None
    is_dictated = len(run.groups) == len(run.digits) and not run.is_spoken
    if not is_alone and not is_tried and not is_dictated and not reading.cues.anywhere(TOLD_ALOUD):
        return None
    one_by_one = all(len(group.digits) == 1 for group in run.groups)
    if LIST_SIGN.search(reading.text, run.start, run.end) and not one_by_one:
        return None
    is_round = run.digits.endswith("00") and not is_tried and not reading.cues.anywhere(SECRET)
    return None if is_round or (run.is_spoken and not one_by_one) else "otp"


def _fits(cue: Cue, run: Run) -> bool:
    if len(run.digits) not in LENGTHS.get(cue.meaning, ()):
        return False
    return cue.meaning != "phone" or bool(PHONE.fullmatch(run.digits) or re.fullmatch(r"[35789]\d{8}", run.digits))


def _meant(cue: Cue, run: Run) -> Kind:
    """A wallet's account and a bank's customer are known by their phone number."""
    if cue.meaning == "bank" and PHONE.fullmatch(run.digits):
        return "phone"
    return MEANT[cue.meaning]
