"""A question of pairs: read, shown as native lists, judged with partial credit."""

from itertools import product

import pytest

from app.quiz.domain.matching import Matching
from app.quiz.domain.question import LONGEST_ANSWER, Question, Unfinished
from tests.quiz.written import Fault, answer, changed, feedbacks, fields, read

pytestmark = pytest.mark.pure

TEXT = """\
::: ghep-cap viec-va-noi
Việc nào thì bác tìm ở đâu?

- Làm giấy **khai sinh** = Cổng Dịch vụ công
  > CANARY-1 Giấy tờ thì lên Cổng.
- Xem thẻ căn cước = VNeID
  > CANARY-2 Thẻ nằm trong VNeID.
- Chuyển tiền = Ứng dụng ngân hàng
  > CANARY-3 Tiền thì vào ngân hàng.
- = `Trò chơi` của cháu
  > CANARY-4 Trò chơi không làm được việc này.
:::
"""


def question(text: str = TEXT) -> Matching:
    found, faults = read(text)
    assert faults == []
    assert isinstance(found, Matching)
    return found


FOUND = question()
RIGHTS = [right.id for right in FOUND.rights]


def chosen(*places: int, found: Matching = FOUND) -> list[str]:
    """For each left in the author's order, which of the rights (from 1)."""
    return [f"{pair.id}:{found.rights[place - 1].id}" for pair, place in zip(found.pairs, places, strict=True)]


def score(*places: int) -> float:
    verdict = answer(FOUND, *chosen(*places))
    assert verdict is not None
    return verdict.score


def told(*places: int) -> set[str]:
    verdict = answer(FOUND, *chosen(*places))
    assert verdict is not None
    return feedbacks(verdict.feedback)


def test_score_is_the_share_of_right_pairs() -> None:
    assert [score(1, 2, 3), score(1, 2, 4), score(1, 3, 2), score(2, 3, 1), score(1, 1, 1)] == pytest.approx(
        [1, 2 / 3, 1 / 3, 0, 1 / 3]
    )


def test_feedback_is_for_the_wrong_pairs_and_for_all_when_none_is() -> None:
    assert told(1, 3, 2) == {"CANARY-2", "CANARY-3"}
    assert told(1, 2, 4) == {"CANARY-3", "CANARY-4"}
    assert told(1, 2, 3) == {"CANARY-1", "CANARY-2", "CANARY-3"}


def test_chosen_words_are_said_again() -> None:
    verdict = answer(FOUND, *chosen(1, 2, 4))
    assert verdict is not None
    assert verdict.chosen == (
        "<ul><li>Làm giấy <strong>khai sinh</strong>: Cổng Dịch vụ công</li>"
        "<li>Xem thẻ căn cước: VNeID</li><li>Chuyển tiền: Trò chơi của cháu</li></ul>"
    )


def test_words_to_choose_are_plain_for_a_native_list() -> None:
    assert [right.text for right in FOUND.rights][3] == "Trò chơi của cháu"
    sign = question(changed(TEXT, "= VNeID", "= A & B"))
    assert sign.rights[1].text == "A & B"
    verdict = answer(sign, *chosen(1, 2, 3, found=sign))
    assert verdict is not None
    assert "A &amp; B" in verdict.chosen


def test_order_of_the_fields_does_not_matter() -> None:
    assert answer(FOUND, *chosen(1, 2, 3)) == answer(FOUND, *reversed(chosen(1, 2, 3))) is not None


def test_open_lines_are_counted_and_what_was_chosen_stays() -> None:
    first, second, _ = chosen(4, 2, 3)
    form = fields(first, "", second)
    assert FOUND.answer_from(form) == Unfinished("Bác còn 1 dòng chưa chọn. Bác chọn nốt rồi bấm Trả lời nhé.")
    kept = {option.id for pair in FOUND.shown("k", form).pairs for option in pair.options if option.chosen}
    assert kept == {first, second}
    assert isinstance(FOUND.answer_from({}), Unfinished)


def test_what_is_no_answer_is_refused() -> None:
    other = question(changed(TEXT, "viec-va-noi", "viec-khac"))
    one, two, three = chosen(1, 2, 3)
    foreign = chosen(1, 2, 3, found=other)[2]
    mixed = f"{FOUND.pairs[2].id}:{other.rights[0].id}"
    for wrong in (
        [one, two, foreign],
        [one, two, mixed],
        [one, two, two],
        [one, one, two, three],
        [one, two, three, foreign],
        [one, two, three, chosen(2, 1, 4)[0]],
        [one, two, FOUND.pairs[2].id],
        ["x", "y", "z"],
        ["x" * 9999] * 3,
    ):
        assert answer(FOUND, *wrong) is None, wrong
    good = sorted(chosen(1, 2, 3))
    assert FOUND.judge(" ".join(good)) is not None
    assert [FOUND.judge(text) for text in ("", ":", " ".join(reversed(good)), " ".join(good[:2]))] == [None] * 4


def test_nothing_shown_tells_the_pairs() -> None:
    for seed, places in product(("", "a", "k" * 22), product(range(1, 5), repeat=3)):
        shown = FOUND.shown(seed, fields(*chosen(*places)))
        assert shown == FOUND.shown(seed, fields(*chosen(*places)))
        assert "CANARY" not in repr(shown)
        for pair in shown.pairs:
            assert sorted(option.id.partition(":")[2] for option in pair.options) == sorted(RIGHTS)
            assert sum(option.chosen for option in pair.options) == 1


def test_other_key_changes_no_id_and_no_word() -> None:
    crossed = changed(changed(TEXT, "= VNeID", "= X"), "= Ứng dụng ngân hàng", "= VNeID")
    other = question(changed(crossed, "= X", "= Ứng dụng ngân hàng"))
    assert all(other.shown(seed) == FOUND.shown(seed) for seed in "abcdefgh")


@pytest.mark.battery
def test_both_sides_are_shown_in_every_order() -> None:
    seen = [FOUND.shown(str(seed)).pairs for seed in range(300)]
    assert len({tuple(pair.text for pair in pairs) for pairs in seen}) == 6
    assert len({tuple(option.text for option in pairs[0].options) for pairs in seen}) == 24


def test_longest_answer_fits_the_log_and_is_a_question() -> None:
    more = "".join(f"- Việc {word} = Nơi {word}\n  > Vì thế.\n" for word in "abcd")
    found = question(TEXT.removesuffix(":::\n") + more + ":::\n")
    assert (len(found.pairs), len(found.rights)) == (7, 8)
    text = found.answer_from(fields(*chosen(1, 2, 3, 5, 6, 7, 8, found=found)))
    assert isinstance(text, str)
    assert len(text) + 22 <= LONGEST_ANSWER  # eight pairs fit, too
    verdict = found.judge(text)
    assert verdict is not None
    assert verdict.score == 1
    assert isinstance(found, Question)


FAULTS: list[tuple[str, str, list[Fault]]] = [
    ("- Xem thẻ căn cước = VNeID", "- Xem thẻ căn cước : VNeID", [(6, "bad-choice")]),
    ("- Xem thẻ căn cước = VNeID", "- Xem thẻ = căn cước = VNeID", [(6, "bad-choice")]),
    ("- Xem thẻ căn cước = VNeID", "-Xem thẻ căn cước = VNeID", [(6, "bad-choice")]),
    ("- Xem thẻ căn cước = VNeID", "Xem thẻ căn cước = VNeID", [(6, "bad-choice")]),
    ("- Xem thẻ căn cước = VNeID", "1. Xem thẻ căn cước = VNeID", [(6, "bad-choice")]),
    ("- Xem thẻ căn cước = VNeID", "• Xem thẻ căn cước = VNeID", [(6, "bad-choice")]),
    ("- Xem thẻ căn cước = VNeID", "- Xem thẻ căn cước =", [(6, "empty-choice")]),
    ("- Xem thẻ căn cước = VNeID", "- chuyển tiền = VNeID", [(8, "duplicate-choice")]),
    ("- Xem thẻ căn cước = VNeID", "- Xem thẻ căn cước = cổng dịch vụ công", [(6, "duplicate-choice")]),
    ("  > CANARY-4 Trò chơi không làm được việc này.\n", "", [(10, "missing-feedback")]),
    ("- = `Trò chơi` của cháu\n  > CANARY-4 Trò chơi không làm được việc này.\n", "", [(1, "few-choices")]),
    ("- Chuyển tiền = Ứng dụng", "- = Ứng dụng", [(1, "few-choices")]),
    ("Việc nào thì bác tìm ở đâu?", "", [(1, "no-stem")]),
    ("= VNeID", "= " + "Nơi rất xa " * 8, [(6, "too-long")]),
    ("= VNeID", "= vneid.gov.vn", [(6, "url-in-prose")]),
]


@pytest.mark.parametrize(("old", "new", "faults"), FAULTS)
def test_fault_is_told_at_its_line(old: str, new: str, faults: list[Fault]) -> None:
    assert read(changed(TEXT, old, new))[1] == faults


def test_teacher_sees_the_whole_key() -> None:
    assert feedbacks(FOUND.answer_key()) == {f"CANARY-{number}" for number in range(1, 5)}
