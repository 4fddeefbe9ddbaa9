"""The figures of the tutor are counted as they say."""

from typing import Literal

import pytest

from app.tutor.domain.answers import Answer, Citation
from app.tutor.domain.measurement import Asked, Refused, figures

pytestmark = pytest.mark.pure


def answer(kind: Literal["answer", "suggest", "none", "refuse", "emergency"]) -> Answer:
    return Answer(
        kind, "Bác cúp máy.", (Citation("bai", "Bài", "/bai-hoc/bai?buoc=1", "Bác cúp máy."),) * (kind == "answer")
    )


def counted(asked: list[Asked], refused: list[Refused]) -> dict[str, tuple[int, int, bool]]:
    found = figures(asked, refused)
    return {figure.name: (figure.share.count, figure.share.of, figure.holds) for figure in found}


def test_questions_are_counted_by_rank_style_and_what_was_said() -> None:
    asked = [
        Asked("zalo", 1, answer("answer"), quotes_stand=True),
        Asked("zalo", 3, answer("suggest"), quotes_stand=False),
        Asked("short", 4, answer("none"), quotes_stand=False),
        Asked("short", 1, answer("answer"), quotes_stand=True),
    ]
    found = counted(asked, [])
    assert found["hit@1"] == (2, 4, False)
    assert found["hit@3"] == (3, 4, False)
    assert (found["hit@1 zalo"], found["hit@1 short"]) == ((1, 2, False), (1, 2, False))
    assert (found["answered"][:2], found["titles offered"][:2]) == ((2, 4), (1, 4))
    assert found["answerable refused"] == (1, 4, False)
    assert found["answers that cite and quote"] == (2, 2, True)


def test_only_answers_for_which_somebody_named_a_step_are_counted_by_step() -> None:
    kinds: list[tuple[Literal["answer", "suggest"], bool | None]] = [
        ("answer", True), ("answer", False), ("answer", None), ("suggest", False),
    ]  # fmt: skip
    asked = [Asked("zalo", 1, answer(kind), quotes_stand=True, is_gold=is_gold) for kind, is_gold in kinds]
    assert counted(asked, [])["step@1"] == (1, 2, False)


def test_whoever_gets_the_card_in_place_of_an_answer_is_turned_away_unless_the_lesson_stands_below() -> None:
    kinds: list[tuple[Literal["answer", "emergency", "refuse"], bool]] = [
        ("answer", False), ("emergency", False), ("emergency", True), ("refuse", True),
    ]  # fmt: skip
    asked = [Asked("zalo", 1, answer(kind), quotes_stand=True, is_offered=offered) for kind, offered in kinds]
    assert counted(asked, [])["answerable refused"] == (2, 4, False)


def test_an_answer_that_does_not_quote_breaks_its_gate() -> None:
    assert counted([Asked("zalo", 1, answer("answer"), quotes_stand=False)], [])["answers that cite and quote"] == (
        0,
        1,
        False,
    )


def test_what_no_lesson_answers_is_counted_by_kind() -> None:
    refused = [
        Refused("off-topic", answer("none"), quotes_stand=False),
        Refused("near-miss", answer("answer"), quotes_stand=True),
        Refused("victim", answer("emergency"), quotes_stand=False),
        Refused("harm", answer("refuse"), quotes_stand=False),
        Refused("harm", answer("answer"), quotes_stand=True),
    ]
    found = counted([], refused)
    assert found["others answered"] == (1, 2, False)
    assert found["victim → emergency"] == (1, 1, True)
    assert found["harm → refuse"] == (1, 2, False)


def test_document_is_what_the_contract_says() -> None:
    assert answer("answer").document().keys() == {"kind", "text", "citations", "suggestions", "source", "redacted"}
