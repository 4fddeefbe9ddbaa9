"""`dien-chu`: a short Vietnamese answer. `- [x] one | other` are accepted spellings, `- [ ] …` foreseen wrong answers,
`- [ ] (câu khác)` is what anything else is told.

What people type freely may be a secret: only the folded text is kept, and nothing that looks like a real number.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import ClassVar

from app.courses.domain.blocks import Block, Prose
from app.courses.domain.folding import fold
from app.courses.domain.markdown import Writing, render_inline
from app.quiz.domain.options import (
    BAD_CHOICE,
    CHOICE,
    NEAR_CHOICE,
    Option,
    judge_count,
    judge_words,
    listed,
    read_options,
    well_written,
)
from app.quiz.domain.question import NO_FIELDS, Fields, Unfinished, Verdict, answered

LONGEST = 80  # characters of the folded text
REST = "(câu khác)"
NEAR_REST = {"cau khac", "khac", "con lai", "dap an khac"}
# Six digits are a code, nine or more an identity number, a phone, an account; however they are grouped.
REAL_NUMBER = re.compile(r"\d(?:[\W_]*\d){5,}")
TYPE_SOMETHING = "Bác chưa gõ chữ nào. Bác gõ một vài chữ, rồi bấm Trả lời."
TOO_LONG = "Bác viết ngắn thôi nhé, một vài chữ là đủ."
NO_REAL_NUMBER = (
    "Ở đây chỉ tập thôi. Bác đừng gõ số thật như số căn cước, số điện thoại hay mã xác nhận nhé. "
    "Con số vừa rồi không được ghi lại ở đâu cả."
)


@dataclass(frozen=True)
class Foreseen:
    """`spellings` as the author wrote them, in plain text; `feedback` is HTML."""

    spellings: tuple[str, ...]
    feedback: str
    right: bool

    def has(self, answer: str) -> bool:
        return any(key(fold(spelling)) == key(answer) for spelling in self.spellings)


@dataclass(frozen=True)
class ShownBlank:
    instruction: str
    typed: str


@dataclass(frozen=True)
class ShortAnswer:
    """`rest` (HTML) is what an answer that nobody foresaw is told."""

    kind: ClassVar[str] = "dien-chu"
    stem: str
    foreseen: tuple[Foreseen, ...]
    rest: str

    @property
    def options(self) -> int:
        return 0

    def shown(self, seed: str, fields: Fields = NO_FIELDS) -> ShownBlank:  # noqa: ARG002 - nothing to shuffle
        """What was typed stays in its place, except for a number that looks real."""
        typed = " ".join(answered(fields))[: 2 * LONGEST]
        return ShownBlank("Bác gõ một vài chữ nhé, không cần gõ dấu", without_real_numbers(typed))

    def answer_from(self, fields: Fields) -> str | Unfinished:
        """The folded text, of at most LONGEST characters."""
        text = fold(" ".join(answered(fields)))
        if REAL_NUMBER.search(text):
            return Unfinished(NO_REAL_NUMBER)
        if len(text) > LONGEST:
            return Unfinished(TOO_LONG)
        return text or Unfinished(TYPE_SOMETHING)

    def judge(self, answer: str) -> Verdict | None:
        """Scores 0 or 1. As typed first; then as a keyboard without its Vietnamese typing switched on would leave it."""
        if not is_kept(answer):
            return None
        for reading in (answer, without_typing_marks(answer)):
            for foreseen in self.foreseen:
                if foreseen.has(reading):
                    return Verdict(float(foreseen.right), escape(foreseen.spellings[0]), foreseen.feedback)
        return Verdict(0.0, escape(answer), self.rest)

    def answer_key(self) -> str:
        rows = [
            f"{'<strong>Đúng</strong> ' if one.right else ''}{escape(' | '.join(one.spellings))}{one.feedback}"
            for one in self.foreseen
        ]
        return self.stem + listed([*rows, f"{REST}{self.rest}"])


def key(folded: str) -> str:
    """Spellings that schools teach as equal are one: `kỹ` and `kĩ`, `quý` and `quí`; spaces do not count."""
    return re.sub(r"(?:(?<=[bcdghklmnpqrstvx])|(?<=qu))y\b", "i", folded).replace(" ", "")


def without_typing_marks(folded: str) -> str:
    """What Telex (`coong an phuwowngf`) or VNI (`co6ng an phu7o7ng2`) meant, when the phone did not turn it into letters."""
    return " ".join(_untyped(word) for word in folded.split(" "))


def _untyped(word: str) -> str:
    word = re.sub(r"(?<=[a-z])[0-9]{1,2}", "", word)
    word = re.sub(r"([aeiouyw][a-z]*?)[sfrxj]+$", r"\1", word)
    word = re.sub(r"(aa|ee|oo|dd)", lambda match: match[0][0], word)
    return re.sub(r"(?<=[uoa])w", "", word).replace("w", "u")


def is_kept(answer: str) -> bool:
    """Whether the text may go into the log: folded, short, and no number that looks real."""
    return 0 < len(answer) <= LONGEST and fold(answer) == answer and not REAL_NUMBER.search(answer)


def without_real_numbers(text: str) -> str:
    return REAL_NUMBER.sub("", unicodedata.normalize("NFKC", text)).strip()


def read_short_answer(block: Block, writing: Writing) -> ShortAnswer | None:
    """The question of a `::: dien-chu` block, or None with every fault reported."""
    read = read_options(block, CHOICE, NEAR_CHOICE, BAD_CHOICE, writing)
    if read is None:
        return None
    stem, options = read
    written = well_written(options)
    rest = [option for option in written if option.words == REST]
    foreseen = [option for option in written if option.words != REST]
    if len(written) == len(options):
        _judge_kinds(block, foreseen, rest, writing)
    judge_words([(option.line, option.words) for option in rest], writing)
    judge_words(list(_keys(foreseen, writing)), writing)
    return ShortAnswer(
        stem,
        tuple(
            Foreseen(_spellings(option), option.feedback_html(writing), option.mark in ("x", "X"))
            for option in foreseen
            if _spellings(option)
        ),
        rest[0].feedback_html(writing) if rest else "",
    )


def _judge_kinds(block: Block, foreseen: list[Option], rest: list[Option], writing: Writing) -> None:
    report = writing.reporter.error
    right = [option for option in foreseen if option.mark in ("x", "X")]
    if not right:
        report(block.line, "no-right-answer", "Chưa có câu trả lời đúng nào. Viết: - [x] chữ | cách viết khác")
    judge_count(len(foreseen) - len(right), 1, block.line, "câu trả lời sai đoán trước", "- [ ] chữ", writing)
    for option in foreseen:
        if fold(option.words) in NEAR_REST:
            report(option.line, "bad-choice", f"Dòng dành cho mọi câu khác viết đúng như sau: - [ ] {REST}")
    for option in rest:
        if option.mark != " ":
            report(option.line, "bad-choice", f"Dòng dành cho mọi câu khác không đánh dấu x: - [ ] {REST}")
    if not rest and not any(fold(option.words) in NEAR_REST for option in foreseen):
        report(
            block.line, "no-rest", f"Thiếu lời phản hồi cho câu trả lời khác. Thêm dòng - [ ] {REST} và dòng > ở dưới."
        )


def _spellings(option: Option) -> tuple[str, ...]:
    parts = (part.strip().strip("`").strip() for part in option.words.split("|"))
    return tuple(part for part in parts if part)


def _keys(options: list[Option], writing: Writing) -> Iterator[tuple[int, str]]:
    """Each spelling once per option as it is compared, so that two options never claim the same answer."""
    report = writing.reporter.error
    for option in options:
        render_inline(Prose("\n".join(option.text), option.line), writing)
        spellings = _spellings(option)
        for spelling in spellings:
            if not is_kept(fold(spelling)):
                report(
                    option.line,
                    "bad-spelling",
                    f"Không ai gõ được “{spelling}”: cần có chữ, không quá {LONGEST} ký tự, không quá năm chữ số liền nhau.",
                )
        yield from (
            (option.line, word) for word in dict.fromkeys(key(fold(spelling)) for spelling in spellings) if word
        )
        if not spellings:
            yield option.line, ""
