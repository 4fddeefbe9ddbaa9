"""A question whose choices are the things on one drawn screen: read, shown, judged."""

import pytest

from app.quiz.domain.find_on_screen import CHOOSE_PLACE, FindOnScreen, ShownScreen
from app.quiz.domain.question import Question, Unfinished
from tests.quiz.written import Fault, answer, changed, fields, read

pytestmark = pytest.mark.pure

TEXT = """\
::: tim-tren-man-hinh bam-vao-dau
Bác quên mật khẩu. Bác bấm vào đâu?

### Đăng nhập
Chào bác.
- ô số **Số định danh**: có sẵn `001 0XX XXX XXX`
- ô **Mật khẩu**
  > CANARY-1 Bác đang quên thì chưa gõ được.
- nút **Đăng nhập**
  > CANARY-2 Chưa có mật khẩu thì chưa vào được.
- [x] chữ **Quên mật khẩu**: bấm ở đây
  > CANARY-3 Dòng chữ này giúp bác đặt lại.
- [ ] nút **Đăng ký**
  > CANARY-4 Bác có tài khoản rồi.
- thông báo **Tin mới**: Có tin mới
:::
"""


def question(text: str = TEXT) -> FindOnScreen:
    found, faults = read(text)
    assert faults == []
    assert isinstance(found, FindOnScreen)
    return found


FOUND = question()
IDS = {place.control.name: place.control.id for place in FOUND.places}


def shown(*chosen: str) -> ShownScreen:
    return FOUND.shown("k" * 22, fields(*chosen))


def test_screen_is_drawn_as_it_was_written() -> None:
    names = [(control.kind, control.name, control.is_pressable) for control in shown().controls]
    assert names == [
        ("digits", "Số định danh", False),
        ("text", "Mật khẩu", True),
        ("button", "Đăng nhập", True),
        ("link", "Quên mật khẩu", True),
        ("button", "Đăng ký", True),
        ("notice", "Tin mới", False),
    ]
    assert (shown().name, shown().text.strip()) == ("Đăng nhập", "<p>Chào bác.</p>")
    assert shown().controls[0].value == "001 0XX XXX XXX"


def test_it_is_a_question_among_its_places() -> None:
    assert isinstance(FOUND, Question)
    assert FOUND.options == 4
    assert question(changed(TEXT, "- [ ] nút", "- [x] nút")).options == 2


def test_right_place_scores_and_its_feedback_alone_is_told() -> None:
    right, wrong = answer(FOUND, IDS["Quên mật khẩu"]), answer(FOUND, IDS["Đăng ký"])
    assert right is not None
    assert wrong is not None
    assert (right.score, right.chosen, wrong.score) == (1, "Quên mật khẩu", 0)
    assert "CANARY-3" in right.feedback
    assert "CANARY-4" in wrong.feedback
    assert right.feedback.count("CANARY") == wrong.feedback.count("CANARY") == 1


@pytest.mark.parametrize("chosen", [("x",), (IDS["Số định danh"],), (IDS["Tin mới"],), (IDS["Mật khẩu"],) * 2])
def test_what_is_no_place_to_press_is_no_answer(chosen: tuple[str, ...]) -> None:
    assert answer(FOUND, *chosen) is None


def test_nothing_chosen_asks_to_choose_and_what_was_chosen_stays() -> None:
    assert FOUND.answer_from(fields()) == Unfinished(CHOOSE_PLACE)
    assert shown(IDS["Đăng ký"]).chosen == IDS["Đăng ký"]


def test_nothing_that_is_shown_tells_the_key() -> None:
    other = question(changed(changed(TEXT, "- [x] chữ", "- chữ"), "- nút **Đăng nhập**", "- [x] nút **Đăng nhập**"))
    assert other.shown("k" * 22) == shown()
    assert "CANARY" not in repr(shown())


def test_key_is_for_the_desk() -> None:
    assert FOUND.answer_key().count("<strong>Đúng</strong>") == 1
    assert FOUND.answer_key().count("CANARY") == 4


FAULTS: list[tuple[str, str, list[Fault]]] = [
    ("Bác quên mật khẩu. Bác bấm vào đâu?", "", [(1, "no-stem")]),
    ("### Đăng nhập", "## Đăng nhập", [(4, "bad-heading")]),
    ("### Đăng nhập", "### Đăng nhập (hộp thoại)", [(4, "bad-heading")]),
    ("- [x] chữ", "- [] chữ", [(11, "bad-choice"), (1, "no-right-answer")]),
    ("- [x] chữ", "- (x) chữ", [(11, "bad-choice")]),
    ("- [x] chữ", "-[x] chữ", [(11, "bad-choice")]),
    ("- [x] chữ", "- chữ", [(1, "no-right-answer")]),
    ("- nút **Đăng nhập**", "- nút *Đăng nhập*", [(9, "bad-control")]),
    ("- nút **Đăng nhập**", "- nut **Đăng nhập**", [(9, "bad-control")]),
    ("- nút **Đăng nhập**", "- nút **Đăng nhập** -> Xong", [(9, "bad-arrow")]),
    ("- nút **Đăng nhập**", "- nút **Quên mật khẩu**", [(11, "duplicate-control")]),
    ("- nút **Đăng nhập**", "- bàn phím **Mã**: gõ `12`", [(9, "bad-control")]),
    ("- nút **Đăng nhập**", "- công tắc **Nhớ**: bật", [(9, "bad-control")]),
    ("- ô **Mật khẩu**", "- ô **Mật khẩu**: gõ `abc`", [(7, "bad-control")]),
    ("  > CANARY-2 Chưa có mật khẩu thì chưa vào được.\n", "", [(9, "missing-feedback")]),
    ("  > CANARY-3 Dòng chữ này giúp bác đặt lại.", "Dòng chữ này giúp bác.", [(11, "missing-feedback")]),
    ("- [ ] nút **Đăng ký**\n  > CANARY-4 Bác có tài khoản rồi.\n", "", [(1, "few-choices")]),
    ("- thông báo **Tin mới**: Có tin mới", "Gợi ý: ở giữa", [(15, "bad-hint")]),
    ("- thông báo **Tin mới**: Có tin mới", "### Nữa\nchữ", [(15, "many-screens")]),
    ("001 0XX XXX XXX", "001 099 012 345", [(6, "real-secret")]),
    ("- nút **Đăng nhập**", "- nút **Đăng nhập**: [ra ngoài](/bai-hoc/khac)", [(9, "link-in-simulation")]),
    ("CANARY-2 Chưa", "Chưa " * 101, [(10, "too-long")]),
]


@pytest.mark.parametrize(("old", "new", "told"), FAULTS)
def test_fault_is_told_at_its_line(old: str, new: str, told: list[Fault]) -> None:
    assert read(changed(TEXT, old, new))[1] == told


def test_all_right_leaves_nothing_to_find() -> None:
    everything = TEXT.replace("- nút", "- [x] nút").replace("- [ ] nút", "- [x] nút").replace("- ô **", "- [x] ô **")
    assert read(everything)[1] == [(1, "no-wrong-answer")]


def test_question_has_members_by_parameters() -> None:
    family = changed(TEXT, "Bác quên mật khẩu.", "Thay: AI = Bác | Ông\n\n{AI} quên mật khẩu.")
    assert read(family)[1] == []


def test_screen_on_which_guessing_mostly_hits_is_no_question() -> None:
    mostly_right = TEXT.replace("- nút **Đăng nhập**", "- [x] nút **Đăng nhập**").replace("- [ ] nút", "- [x] nút")
    _, faults = read(mostly_right)
    assert [code for _, code in faults] == ["no-wrong-answer"]
