"""Answers to judge, labels that nobody gave, and replies of a judge, for the tests of the judged run."""

import json
from collections.abc import Sequence
from datetime import date

from app.tutor.domain.judging.items import Asked, Item, Label, Step
from app.tutor.domain.judging.rubric import GENERAL, RUBRIC, Verdicts
from app.tutor.domain.passages import Passage, Sentence
from app.tutor.domain.prompting import Source
from app.tutor.judging.drawing import Question
from app.tutor.service import Material

SENTENCES = ("Bác mở VNeID.", "Bác chạm chữ Quên mật khẩu.")
DAY = date(2026, 11, 22)
GARBAGE = "Câu này hay lắm, tôi cho 9 điểm."


def item(number: int = 0, answer: str = "") -> Item:
    asked = Asked(
        f"t{number}", f"Quên mật khẩu lần {number} thì làm sao", (Step("Bài", "Bước", SENTENCES[0]),), ("Nói VNeID.",)
    )
    return Item(asked, answer or f"Bác mở VNeID, lần {number}.\nXem bài: Bài.", "embedded")


def all_of(mark: bool) -> Verdicts:
    return dict.fromkeys([one.id for one in RUBRIC], mark)


def label(of: Item, mark: bool, who: str) -> Label:
    return Label(of.asked.row, of.code, of.answer, all_of(mark), who, DAY)


def marked(mark: bool) -> str:
    """A reply that gives every criterion, and the one point, this verdict; in one piece, which is quicker to send."""
    given = {"diem": {one.id: int(mark) for one in GENERAL}, "rieng": [int(mark)]}
    return json.dumps(given, separators=(",", ":"))


def preferred(place: str) -> str:
    return f'Đây là kết quả:\n{{"ly_do": "rõ hơn", "tot_hon": "{place}"}}'


def question(number: int = 0) -> Question:
    """That the lessons answer with their second sentence."""
    passage = Passage("bai", 1, "Bài", "Bước", tuple(Sentence(one) for one in SENTENCES))
    source = Source(1, passage, passage.sentences)
    asked = item(number).asked
    return Question(asked, Material(asked.question, (), (source,)), f"{SENTENCES[1]}\nXem bài: Bài.", is_suspect=False)


def table(both: int, first: int, second: int, none: int) -> Sequence[tuple[bool, bool]]:
    """Verdicts of two: so often both 1, only the first, only the second, both 0."""
    return [(True, True)] * both + [(True, False)] * first + [(False, True)] * second + [(False, False)] * none
