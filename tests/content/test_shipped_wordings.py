"""What the shipped tutor says of itself."""

from app.courses.domain.wordings import LONGEST, SITUATIONS
from tests.content.shipped import CATALOGUE

WORDINGS = CATALOGUE.wordings


def test_there_are_words_for_every_situation_and_none_is_long() -> None:
    assert WORDINGS.keys() == SITUATIONS
    assert {name: one.text for name, one in WORDINGS.items() if len(one.text.split()) > LONGEST} == {}


def test_emergency_card_names_bank_police_and_evidence_by_facts() -> None:
    card = WORDINGS["khan-cap"]
    facts = {fact.id for fact in card.facts}
    assert facts == {"so-tong-dai-ngan-hang", "noi-bao-khi-mat-tien", "dt-so-cong-an"}
    assert card.text.index("ngân hàng") < card.text.index("Giữ tin nhắn") < card.text.index("công an")
    assert card.lessons == ("chuyen-nham-bi-lua",)


def test_card_for_somebody_in_danger_begins_with_the_number_of_the_ambulance() -> None:
    """And names those for fire, flood and violence: it is shown for these as well."""
    card = WORDINGS["cap-cuu"]
    assert [fact.id for fact in card.facts] == ["dt-so-cap-cuu", "dt-so-chua-chay", "dt-so-cong-an"]
    assert card.text.startswith("Bác gọi cấp cứu 115 ngay")
    assert card.lessons == ("goi-khan-cap",)


def test_found_secret_is_told_as_promised() -> None:
    assert WORDINGS["ma-bi-mat"].text.startswith("Bác vừa gõ mã bí mật. Tôi đã xóa")


def test_nobody_is_scolded_and_everybody_is_called_bac() -> None:
    for name, wording in WORDINGS.items():
        words = wording.text.casefold()
        assert "bác" in words, name
        assert not any(cold in words for cold in ("bạn", "sai rồi", "quý khách", "người dùng", "vi phạm", "!")), name


def test_machine_says_that_it_is_one() -> None:
    assert "máy" in WORDINGS["may-tra-loi"].text.casefold()
