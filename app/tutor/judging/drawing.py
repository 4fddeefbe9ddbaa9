"""Which questions of the evaluation are judged, what the lessons answer to them, and which answers people label."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from app.core.ids import version_of
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.readers import Reader
from app.tutor.calibration import Row, rows
from app.tutor.domain.judging.items import Asked, Item, shown, steps_of
from app.tutor.domain.judging.planting import planted
from app.tutor.measuring import apart
from app.tutor.service import Material, Tutor, answer_question, material, received

PLANTED = 0.4  # share of the answers to label
NO_LESSON = "Không bài nào dạy điều được hỏi: nói là chưa có bài, hoặc chỉ mời xem bài gần nhất, không trả lời thay."


@dataclass(frozen=True)
class Question:
    """One that a model would be asked. `answer`: that of the lessons alone, as a learner reads it; `is_suspect`: it comes from another
    lesson than the row names, or the row names none."""

    asked: Asked
    known: Material
    answer: str
    is_suspect: bool

    @property
    def item(self) -> Item:
        return Item(self.asked, self.answer, "embedded")


def questions(catalogue: Catalogue, tutor: Tutor, checks: Mapping[str, Sequence[str]]) -> list[Question]:
    """Of the open part, each put to a tutor that has not learned from it; in an order that mixes styles, the same in every
    run. The held-out part stays unread: people read what is judged."""
    asked = [(_of(judge, row["question"], row, catalogue, checks), row["style"]) for judge, row in apart("open", tutor)]
    others = (row for row in rows("not_answerable", "open") if row["kind"] in ("near-miss", "off-topic"))
    asked += [(_of(tutor, row["message"], row, catalogue, checks), row["kind"]) for row in others]
    by_style = defaultdict(list)
    for question, style in asked:
        if question is not None:
            by_style[style].append(question)
    mixed = [sorted(by_style[style], key=lambda one: version_of(one.asked.row)) for style in sorted(by_style)]
    return [one for one in chain.from_iterable(zip_longest(*mixed)) if one is not None]


def picked(found: Sequence[Question], most: int) -> tuple[list[Question], list[Question]]:
    """So many: those whose answers are labelled as they are, the suspect ones first, and those whose answers are spoilt."""
    ordered = sorted(found, key=lambda one: not one.is_suspect)[:most]
    as_they_are = len(ordered) - round(len(ordered) * PLANTED)
    return ordered[:as_they_are], ordered[as_they_are:]


def to_label(as_they_are: Sequence[Question], to_spoil: Sequence[Question], by_model: Mapping[str, str]) -> list[Item]:
    """One answer to a question: that of a model where there is one (`by_model`, by row)."""
    kept = [
        Item(one.asked, by_model[one.asked.row], "llm") if one.asked.row in by_model else one.item
        for one in as_they_are
    ]
    return [*kept, *planted([one.item for one in to_spoil])]


def _of(
    tutor: Tutor, message: str, row: Row, catalogue: Catalogue, checks: Mapping[str, Sequence[str]]
) -> Question | None:
    answer = answer_question(tutor, received(message))
    known = material(tutor, received(message), answer, None, Reader())
    if known is None:
        return None
    right = row.get("lessons", ())
    points = (_about(right, catalogue), *checks.get(row["id"], ()))
    asked = Asked(row["id"], known.question, steps_of(known.given), points)
    return Question(asked, known, shown(answer), is_suspect=answer.citations[0].lesson not in right)


def _about(right: Sequence[str], catalogue: Catalogue) -> str:
    titles = [catalogue.lessons[slug].about.title for slug in right if slug in catalogue.lessons]
    return f"Nói điều mà bài {' hoặc '.join(f'“{title}”' for title in titles)} dạy." if titles else NO_LESSON
