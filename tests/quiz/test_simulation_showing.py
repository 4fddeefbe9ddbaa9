"""What the browser receives: the screen as it stands, and nothing of the path."""

import pytest

from app.quiz.domain.simulation.play import Mode, replay
from app.quiz.domain.simulation.showing import visible
from tests.quiz.simulation_samples import PASSCODE, PASSWORD, SAMPLES, TRANSFER, TWO_WAYS, sample
from tests.quiz.simulation_walk import BACK, HINT, Walk

pytestmark = pytest.mark.pure

CANARIES = """\
::: tap-bam thu
Bác gõ `4821` rồi xem.

### Một
Chữ của màn hình.
- nút **Đi tiếp** -> CANARYHAI
- nút **Rẽ** -> CANARYBA
  > CANARYREMARK một.
- nút **Ở lại**
  > CANARYREMARK hai.
- thông báo **Tin** (tùy bác)
  > CANARYREMARK ba.
Gợi ý: CANARYHINT.

### CANARYHAI
Chữ.
- ô số **Mã**: gõ `4821`
  > CANARYREMARK bốn.
- công tắc **Nghe**: bật
  > CANARYREMARK năm.
- nút **Đi nữa** -> CANARYXONG
- nút **Bỏ qua** -> CANARYBON (tùy bác)

### CANARYBA
Chữ.

### CANARYBON
- dòng **Xem** -> CANARYXONG

### CANARYXONG
Xong rồi.
:::
"""


@pytest.mark.parametrize("mode", ["practice", "exam"])
def test_nothing_of_path_remark_hint_or_value_is_shown_before_it_is_earned(mode: Mode) -> None:
    simulation = sample(CANARIES)
    view = Walk(simulation, mode).view
    assert "CANARY" not in repr(view)
    assert all(screen.id not in repr(view) for screen in simulation.screens[1:])
    on_second = repr(Walk(simulation, mode).press("Đi tiếp").view).replace("CANARYHAI", "")
    assert "CANARY" not in on_second
    assert "4821" not in on_second
    assert all(screen.id not in on_second for screen in simulation.screens if screen.name != "CANARYHAI")


def test_controls_look_the_same_whether_right_or_wrong() -> None:
    shown = Walk(sample(CANARIES)).view.controls[:3]
    told = [{**vars(control), "id": "", "name": ""} for control in shown]
    assert told[0] == told[1] == told[2]


def test_wrong_press_shows_its_own_remark_only() -> None:
    view = Walk(sample(CANARIES)).press("Ở lại").view
    assert repr(view).count("CANARY") == 1
    assert view.remark == "<p>CANARYREMARK hai.</p>"


def test_hints_glow_then_speak_then_name() -> None:
    walk = Walk(sample(PASSWORD)).press(HINT)
    assert walk.view.hint is not None
    assert (walk.view.hint.rung, walk.view.hint.words) == (1, "")
    assert [control.glows for control in walk.view.controls] == [False, False, True, True]
    assert not any(control.pointed for control in walk.view.controls)
    walk.press(HINT)
    assert walk.view.hint.words == "Bác tìm dòng chữ nói đúng điều bác đang quên."
    walk.press(HINT)
    assert walk.view.hint.words == "Bác bấm <strong>Quên mật khẩu</strong>."
    assert [control.pointed for control in walk.view.controls] == [False, False, True, False]
    assert not walk.view.can_hint


def words(walk: Walk, rungs: int) -> str:
    hint = walk.press(*[HINT] * rungs).view.hint
    assert hint is not None
    return hint.words


def test_hint_is_made_of_kind_and_place_where_the_author_wrote_none() -> None:
    on_code = Walk(sample(PASSWORD)).press("Quên mật khẩu")
    assert words(on_code, 2) == "Bác tìm một ô để gõ số ở nửa trên màn hình."
    assert words(on_code, 1) == "Bác gõ <code>482913</code> vào ô <strong>Mã gồm 6 số</strong>."
    on_code.fill("Mã gồm 6 số", "482913")
    assert words(on_code, 2) == "Bác tìm một nút ở nửa dưới màn hình."
    pad = Walk(sample(PASSCODE)).press("VNeID")
    assert words(pad, 2) == "Bác tìm bàn phím trên màn hình."
    assert words(pad, 1) == "Bác bấm lần lượt <code>2468</code> trên bàn phím."
    switch = Walk(sample(TWO_WAYS)).press("Quyền riêng tư")
    assert words(switch, 3) == "Bác tắt <strong>Được đọc tin nhắn</strong>."


def test_off_the_path_going_back_is_the_hint() -> None:
    walk = Walk(sample(PASSWORD)).press("Đăng ký", HINT)
    assert walk.view.hint is not None
    assert walk.view.hint.back_glows
    assert words(walk, 1) == "Đường này không dẫn tới nơi. Bác quay lại màn hình trước nhé."
    assert words(walk, 1) == "Bác bấm <strong>Quay lại</strong>."
    assert walk.press(BACK).at == "Đăng nhập"


def test_entries_show_what_stands_in_them_and_passwords_as_dots() -> None:
    walk = Walk(sample(PASSWORD))
    assert walk.view.controls[0].value == "001 0XX XXX XXX"
    walk.press("Quên mật khẩu")
    assert [control.value for control in walk.view.controls] == ["", "", ""]
    assert walk.fill("Mã gồm 6 số", "482 913").view.controls[1].value == "482913"
    walk.press("Tiếp tục").fill("Mật khẩu mới", "HoaSen-25")
    assert walk.view.controls[0].value == "•••••••••"


def test_dialog_lies_over_the_screen_it_came_from() -> None:
    walk = Walk(sample(TWO_WAYS)).press("Quyền riêng tư", "Được đọc tin nhắn", "Lưu")
    assert walk.view.is_dialog
    assert walk.view.beneath is not None
    assert walk.view.beneath.name == "Quyền tin nhắn"
    assert Walk(sample(TRANSFER)).view.beneath is None


@pytest.mark.parametrize("text", SAMPLES.values(), ids=SAMPLES)
def test_every_screen_can_be_shown_as_first_met(text: str) -> None:
    simulation = sample(text)
    view = visible(simulation, replay(simulation, []))
    assert (view.seq, view.screen, view.can_go_back, view.done) == (1, simulation.start, False, False)
    assert all(control.name for control in view.controls)
