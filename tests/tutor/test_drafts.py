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


WAY = tuple(
    map(Sentence, ("Bác mở Zalo.", "Bác chạm tên người nhà.", "Rồi bác chạm hình máy quay.", "Gọi Zalo tốn dữ liệu."))
)
PROCEDURE = [
    Source(1, Passage("goi-hinh", 2, "Gọi hình", "Chạm hình máy quay", WAY), WAY),
    Source(
        2, Passage("goi-hinh", 4, "Gọi hình", "Nói xong thì tắt", WAY[:0]), (Sentence("Bác chạm nút đỏ để kết thúc."),)
    ),
]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Bác mở Zalo.[1] Bác chạm tên người nhà.[1]", "Bác mở Zalo. Bác chạm tên người nhà."),
        ("Bác chạm tên người nhà.[1] Bác mở Zalo.[1]", "Bác chạm tên người nhà."),
        ("Bác bấm nút đỏ để kết thúc.[2] Bác mở Zalo.[1]", "Bác chạm nút đỏ để kết thúc."),
        ("Gọi Zalo tốn dữ liệu.[1] Bác mở Zalo.[1]", "Gọi Zalo tốn dữ liệu. Bác mở Zalo."),
        ("Bác chạm tên người nhà.[1] Gọi Zalo tốn dữ liệu.[1]", "Bác chạm tên người nhà. Gọi Zalo tốn dữ liệu."),
    ],
)
def test_what_is_done_earlier_is_not_told_later(written: str, shown: str) -> None:
    draft = Draft(PROCEDURE)
    assert " ".join([*draft.feed(written), *draft.end()]) == shown
