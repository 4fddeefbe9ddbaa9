"""What a page makes of what was told."""

from datetime import UTC, datetime

import pytest

from app.tutor.domain.answers import Answer, Citation
from app.tutor.domain.transcript import told
from app.tutor.pages import Exchange
from app.tutor.queries import Message
from app.tutor.service import answer_question, received
from app.tutor.views.conversation import exchange_of
from tests.content.shipped import CATALOGUE
from tests.tutor.ladders import tutor

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
