"""What may be a secret in a message that speaks of secrets, though no pattern knows it: by how people talk (talk.json)."""

import re
from collections.abc import Iterator, Sequence

from app.core.private_text.cues import SECRET, SPELT, WORD, Cues, Meaning, Reading
from app.core.private_text.numbers import Run, number_runs
from app.core.private_text.odd_words import KNOWN
from app.core.private_text.plain import bare, small
from app.core.private_text.public_numbers import UNIT_BEHIND, is_known, is_nobodys, is_of_a_code
from app.core.private_text.talk import Stretch, Talk, apart, heard

# Of what is opened with words, and with digits as well.
OF_WORDS = re.compile(
    r"(?<![^\W_])(?:mat ?khau|mat ma|ma[tc] ?(?:khua|kahu|hkau|kau)|mkhau|m[./]k|pass(?:wor[dtk]|code|wd)?|pw|tu khoa|ky tu|"
    r"dang nhap|vao bang|cau (?:hoi|tra loi) (?:bi mat|bao mat)|"
    # and "mk", where it is not short for "mình"
    r"(?<!cho )(?<!ke )(?<!con )(?<!chau )mk(?! (?:mun|muon|hoi|noi|nghe|thay|chua|vua)(?![^\W_])))(?![^\W_])"
)
OF_DIGITS = re.compile(
    r"(?<![^\W_])(?:mat ?khau|mat ma|mk|pass\w*|pw|pin|otp|ma|code|cvv|cvc|the|atm|mo khoa|mo may|khoa|day (?:chu )?so|"
    r"so bi mat)(?![^\W_])"
)
# How much likelier (log) than talk. Of eight sets, each with what was learned from the others and no pattern beside it: of 241
# passwords 213, 210, 201, 194 from -1, 0, 1, 2 on, with 25, 15, 11, 7 of 969 innocent messages touched; of 469 codes 397, 363,
# 313 from 0, 1, 2 on, with 37, 22, 15 (before what explains a number was heeded). With the patterns 10 more are touched than by
# them alone.
SURE_OF_WORDS, SURE_OF_DIGITS = 1.0, 1.0
PAUSES = frozenset('.,:"-')
JOINED = re.compile(r"\0[^,.;?!\n]{0,3}(?<![^\W_])(?:roi|voi|them|va|cong|toi)[^,.;?!\n]*$")
LIKE = re.compile(r"(?<![^\W_])(?:kieu|vi du|vd|dang)[\W_]+$")
CALLED = re.compile(
    r"(?<![^\W_])(?:(?:toi|tui|em|chau|con|bac|minh) (?:ten )?la|ten (?:toi |em |chau |con |bac |minh )?(?:la )?)[\W_]*$"
)
SOON = 20  # characters
SHORTEST, MOST = 3, 8  # characters of what is looked for once more; how many of them
CODES: frozenset[Meaning] = SECRET | {"some code"}
HOTLINE = re.compile(r"1[89]00\d{4,6}")


# "thế nào", "như thế" without marks.
NO_CARD = re.compile(r"(?<![^\W_])(?:nhu the|the (?:nao|a|thi|nay|kia|ha|nhi|la|co|ma|gioi|he))(?![^\W_])")


def talks_of_secrets(text: str) -> bool:
    """Whether it may. `text` is bare."""
    return OF_DIGITS.search(text) is not None


def surely_talks_of_secrets(text: str) -> bool:
    """Of a plain text as typed, from which talk is learned: with its marks "mà" is no "mã", and "thế" no "thẻ"."""
    marked, bare_text = small(text), bare(text)
    bare_text = NO_CARD.sub(lambda words: " " * len(words[0]), bare_text)
    return OF_WORDS.search(bare_text) is not None or any(
        _is_spelt(marked[match.start() : match.start() + len(word)], word, is_marked=not marked.isascii())
        for match in OF_DIGITS.finditer(bare_text)
        for word in match[0].split()[:1]
    )


def _is_spelt(typed: str, word: str, *, is_marked: bool) -> bool:
    if typed.isascii():
        return not is_marked or word not in ("ma", "the")
    return typed in SPELT.get(word, (typed,))


def doubtful(text: str, talk: Talk) -> list[tuple[int, int]]:
    """Where it stands in a plain text, in which noughts stand for what is known to be private."""
    bare_text = bare(text)
    has_words = OF_WORDS.search(bare_text) is not None
    if not has_words and not talks_of_secrets(bare_text):
        return []
    reading = _reading(text, bare_text)
    said, likely = heard(text), list[Stretch]()
    words = [one.word for one in said]
    if has_words:
        found = talk.likely_secrets(words, numbers=False, ends=PAUSES, least=SURE_OF_WORDS)
        likely += (one for one in found if _is_of_words(reading, text, said[one[1]].start, said[one[2]].end))
    if reading.cues.anywhere(CODES):
        runs = number_runs(text)
        found = talk.likely_secrets(words, numbers=True, ends=(), least=SURE_OF_DIGITS)
        likely += (one for one in found if _is_of_digits(reading, runs, said[one[1]].start, said[one[2]].end))
    return [(said[first].start, said[last].end) for _, first, last in apart(likely)]


def _reading(text: str, bare_text: str) -> Reading:
    small_text = small(text)
    return Reading(small_text, bare_text, Cues(bare_text, small_text))


def said_again(text: str, found: Sequence[str]) -> list[tuple[int, int]]:
    """Where what was found stands once more. `text` as for `doubtful`."""
    words = sorted({one for one in found if len(one) >= SHORTEST}, key=len, reverse=True)[:MOST]
    again = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, words))})(?![^\W_])", re.IGNORECASE)
    return [match.span() for match in again.finditer(text)] if words else []


def beside_secrets(text: str) -> Iterator[tuple[int, int]]:
    """Where something of a secret was found, what else may be of it: numbers that nothing explains, and the year that ends a
    password. `text` as for `doubtful`."""
    reading = _reading(text, bare(text))
    for groups in (tuple(group for group in run.groups if not group.spoken) for run in number_runs(text)):
        run = Run(groups)
        if not groups or len(run.digits) < 2 or is_explained(reading, run):
            continue
        is_joined = JOINED.search(reading.text, max(0, run.start - SOON), run.start) is not None
        if is_joined or not is_nobodys(reading, run, "otp"):
            yield run.start, run.end


def _is_of_digits(reading: Reading, runs: Sequence[Run], start: int, end: int) -> bool:
    """Whether two digits stand there, or two words for them, that nothing explains."""
    inside = (run for run in runs if start < run.end and run.start < end)
    return sum(len(run.digits) for run in inside if not is_explained(reading, run) and not is_nobodys(reading, run)) > 1


def is_explained(reading: Reading, run: Run) -> bool:
    """By its unit, by who is called so, by the letters that it stands with ("A15"); hotlines too."""
    if not run.is_spoken and (UNIT_BEHIND.match(reading.marked, run.end) or HOTLINE.fullmatch(run.digits)):
        return True
    return is_known(reading, run, ()) or is_of_a_code(reading, run, ())


def _is_of_words(reading: Reading, typed: str, start: int, end: int) -> bool:
    """Whether a word stands there that is no name of what is opened, and it is no example ("kiểu abc123") and nobody's name
    ("tôi tên là Nguyễn Thị Hạnh")."""
    words = WORD.findall(reading.text[start:end])
    if all(word.isdigit() or KNOWN.fullmatch(word) for word in words):
        return False
    is_name = CALLED.search(reading.text, max(0, start - SOON), start) and typed[start:end].istitle()
    return not is_name and not LIKE.search(reading.text, max(0, start - SOON), start)
