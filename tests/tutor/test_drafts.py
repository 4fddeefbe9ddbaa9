"""An answer grows only by sentences that hold, and is one only where most of them did."""

import pytest

from app.tutor.domain.drafts import Draft
from app.tutor.domain.passages import Passage, Sentence
from app.tutor.domain.prompting import NOTHING, Source

pytestmark = pytest.mark.pure

LESSON = (Sentence("Mã khóa gồm 6 số do bác tự đặt."), Sentence("Bác không đọc mã khóa cho ai."))
GIVEN = [Source(1, Passage("ma-khoa", 2, "Mã khóa", "Đặt mã", LESSON), LESSON)]
RIGHT, INVENTED = "Mã khóa gồm 6 số do bác tự đặt.[1] ", "Mã khóa gồm 8 số.[1] "


def drafted(*pieces: str) -> tuple[Draft, list[str]]:
    draft = Draft(GIVEN)
    shown = [sentence for piece in pieces for sentence in draft.feed(piece)]
    return draft, [*shown, *draft.end()]


def test_sentence_is_shown_once_it_is_whole_and_cites_its_step() -> None:
    draft = Draft(GIVEN)
    assert list(draft.feed("Mã khóa gồm 6 số do bác")) == []
    assert [*draft.feed(" tự đặt.[1] "), *draft.end()] == ["Mã khóa gồm 6 số do bác tự đặt."]
    answer = draft.answer()
    assert answer is not None
    assert [(one.lesson, one.quote) for one in answer.citations] == [("ma-khoa", "Mã khóa gồm 6 số do bác tự đặt.")]
    assert draft.is_sound


def test_invented_sentence_is_dropped_and_what_stands_is_not_kept_for_others() -> None:
    draft, shown = drafted(RIGHT, INVENTED)
    assert shown == ["Mã khóa gồm 6 số do bác tự đặt."]
    assert draft.answer() is not None
    assert not draft.is_sound


def test_model_that_mostly_invents_is_believed_in_nothing() -> None:
    assert drafted(RIGHT, INVENTED, INVENTED)[0].answer() is None
    assert drafted(INVENTED)[0].answer() is None


def test_model_that_knows_nothing_ends_the_answer() -> None:
    draft, shown = drafted(NOTHING)
    assert (shown, draft.is_full, draft.answer()) == ([], True, None)
