"""Small talk is known for what it is, and nothing else is taken for it."""

import pytest

from app.tutor.calibration import rows
from app.tutor.domain.gate.courtesy import Courtesy, courtesy
from app.tutor.domain.gate.intent import intent, reading

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they read a whole evaluation


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Xin chào", "greeting"), ("chao chau", "greeting"), ("alo", "greeting"), ("Chào cháu, cháu là ai", "greeting"),
        ("cho bác hỏi chút", "greeting"), ("giúp tôi với", "greeting"), ("cháu giúp được gì cho bác", "greeting"),
        ("Cảm ơn cháu nhiều", "thanks"), ("cam on", "thanks"), ("ok con, bác hiểu rồi", "thanks"), ("hay quá!", "thanks"),
        ("Tạm biệt, mai bác hỏi tiếp", "thanks"), ("Chào cháu. Cảm ơn nhé", "greeting"),
    ],
)  # fmt: skip
def test_small_talk_is_answered_in_kind(said: str, kind: Courtesy) -> None:
    assert courtesy(reading(said)) == intent(said).wish == kind


@pytest.mark.parametrize(
    "said",
    [
        "", "???", "cảm ơn cháu, cho hỏi cách cài Zalo", "chào cháu, bác vừa bị lừa mất tiền", "làm di chúc thế nào",
        "AI là gì vậy", "mật khẩu là gì", "hay bị lừa quá", "ở đâu", "giúp tôi chuyển tiền với", "được không",
        "chào hàng qua điện thoại có phải lừa không", "bác biết mật khẩu rồi giờ làm sao",
    ],
)  # fmt: skip
def test_whoever_asks_or_tells_something_is_heard(said: str) -> None:
    assert courtesy(reading(said)) is None


@pytest.mark.battery
def test_no_question_of_the_evaluation_is_taken_for_small_talk() -> None:
    for part in ("open", "held-out"):
        asked = [row["question"] for row in rows("answerable", part)] + [
            row["message"] for row in rows("not_answerable", part)
        ]
        assert [one for one in asked if courtesy(reading(one))] == []
