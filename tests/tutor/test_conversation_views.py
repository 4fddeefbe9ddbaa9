"""What a page makes of what was told."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.tutor.domain.answers import Answer, Card, Citation
from app.tutor.domain.cards import LEADS
from app.tutor.domain.gate.weights import WishWeights
from app.tutor.domain.gate.wishes import REFUSABLE
from app.tutor.domain.transcript import read_told, told
from app.tutor.pages import Exchange
from app.tutor.queries import Message
from app.tutor.service import answer_question, received
from app.tutor.views.conversation import exchange_of
from tests.content.shipped import CATALOGUE
from tests.tutor.ladders import QUESTION, tutor

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
QUOTE = "Mật khẩu chỉ mình bác biết."


def exchange(answer: Answer) -> Exchange:
    message = Message("k", "hỏi", AT, told(answer, CATALOGUE.wordings).document(), was_helpful=None)
    return exchange_of(message, CATALOGUE, lambda name, **_: f"/{name}")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (QUOTE, None),
        ("Mật khẩu chỉ mình bác biết", None),
        ("Mật khẩu thì chỉ bác biết.", ("Mật khẩu thì chỉ bác biết.",)),
        (f"{QUOTE} {QUOTE}", (f"{QUOTE} {QUOTE}",)),
    ],
)
def test_words_of_a_model_are_said_once(text: str, lines: tuple[str, ...] | None) -> None:
    cited = (Citation("a", "A", "/bai-hoc/a?buoc=1", QUOTE),)
    shown = exchange(Answer("answer", text, cited, source="llm"))
    assert [one.texts for one in shown.quotes] == [(QUOTE,)]
    assert (shown.said.lines if shown.said else None) == lines


def test_warning_about_a_secret_leads_no_victim_away() -> None:
    calm = exchange(answer_question(tutor(), received("mã OTP của tôi là 617204, quên mật khẩu VNeID")))
    urgent = exchange(answer_question(tutor(), received("tôi vừa bị lừa chuyển 20 triệu, mã OTP là 617204")))
    assert urgent.is_emergency
    assert calm.warning
    assert urgent.warning
    assert "<a " in calm.warning.html
    assert "<a " not in urgent.warning.html
    assert "Bác vừa gõ mã bí mật." in urgent.warning.html
    assert urgent.said
    assert "<a " in urgent.said.html


ROBBED_AND_ILL = "vừa bị lừa chuyển 20 triệu, vợ tôi ngất xỉu"


def test_both_cards_can_be_called_from_the_first_first() -> None:
    shown = exchange(answer_question(tutor(), received(ROBBED_AND_ILL)))
    assert [card.lead for card in shown.cards] == [""]
    assert "tel:115" in shown.cards[0].said.html
    assert shown.said
    assert "Bác bình tĩnh" in shown.said.html
    assert "tel:115" not in shown.said.html


def test_card_before_an_answer_says_for_whom_it_is_and_leaves_the_answer_whole() -> None:
    bias = tuple(
        -0.5 if wish == "victim" else -2.0 for wish in REFUSABLE
    )  # every message is in doubt, whatever was learned
    doubts = WishWeights({}, bias, doubtful=-1.0, carded={"victim": -0.7})
    doubted = answer_question(replace(tutor(), weights=doubts), received(QUESTION))
    shown = exchange(doubted)
    assert (doubted.kind, doubted.is_urgent, shown.is_emergency) == ("suggest", True, False)
    assert [card.lead for card in shown.cards] == [LEADS["khan-cap"]]
    assert "<ol>" in shown.cards[0].said.html
    assert shown.said
    assert "Bác bình tĩnh" not in shown.said.html
    assert shown.suggestions
    assert doubted.text.startswith(f"{LEADS['khan-cap']}\nBác bình tĩnh")


def test_card_in_other_words_than_todays_is_shown_as_it_was_told() -> None:
    answer = Answer("suggest", "Nếu:\nLời cũ.\nCâu.", situation="hoi-lai", cards=(Card("khan-cap", "Lời cũ.", "Nếu:"),))
    shown = exchange(answer)
    assert [(card.said.html, card.said.lines) for card in shown.cards] == [("", ("Lời cũ.",))]
    assert shown.said
    assert shown.said.lines == ("Câu.",)


def test_what_was_kept_before_there_were_cards_is_read() -> None:
    document = json.loads(told(answer_question(tutor(), received(ROBBED_AND_ILL)), CATALOGUE.wordings).document())
    del document["cards"]
    assert read_told(json.dumps(document)).cards == ()


@pytest.mark.parametrize(
    ("message", "number"),
    [(ROBBED_AND_ILL, "115"), ("tôi vừa bị lừa chuyển 20 triệu", "113"), ("tôi muốn chết", "115")],
)
def test_whoever_is_in_need_is_helped_where_teachers_wrote_no_card(message: str, number: str) -> None:
    """An older folder of content: it has other wordings, or none."""
    bare = replace(tutor(), wordings={})
    answer = answer_question(bare, received(message))
    assert answer.kind == "emergency"
    assert number in answer.text
    without = {name: one for name, one in CATALOGUE.wordings.items() if name != "cap-cuu"}
    answer = answer_question(replace(tutor(), wordings=without), received(ROBBED_AND_ILL))
    assert "cấp cứu 115" in answer.text
    assert without["khan-cap"].text in answer.text
