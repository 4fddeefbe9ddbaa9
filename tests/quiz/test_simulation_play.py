"""Taps fold to where the learner stands: forward, astray, back, hinted, refused."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.quiz.domain.simulation.play import MOST_TAPS, Action, Mode, Tap, TapKind, after, play, replay, start
from app.quiz.domain.simulation.screens import Simulation
from app.quiz.domain.simulation.showing import visible
from tests.quiz.simulation_samples import CHAT, GOAL_BY_NAME, PASSCODE, PASSWORD, SAMPLES, TRANSFER, TWO_WAYS, sample
from tests.quiz.simulation_walk import BACK, HINT, NINE, Walk

pytestmark = pytest.mark.pure

SIMULATIONS = {name: sample(text) for name, text in SAMPLES.items()}
CODE = {"Mã gồm 6 số": "482913"}
NEW = {"Mật khẩu mới": "HoaSen-25"}


def test_right_path_reaches_the_goal() -> None:
    walk = Walk(sample(PASSWORD)).press("Quên mật khẩu").press("Tiếp tục", typed=CODE).press("Xác nhận", typed=NEW)
    assert (walk.at, walk.state.done, walk.state.wrong) == ("Xong", True, 0)
    assert [(tap.seq, tap.kind, tap.outcome) for tap in walk.taps] == [
        (1, "press", ""),
        (2, "fill", "right"),
        (3, "press", ""),
        (4, "fill", "right"),
        (5, "press", ""),
    ]


@pytest.mark.parametrize("path", [("Ứng dụng", "Quyền tin nhắn"), ("Quyền riêng tư",), ("Ứng dụng", "Giới thiệu", "Đóng", "Quyền tin nhắn")])  # fmt: skip
def test_every_right_path_and_optional_step_counts_as_right(path: tuple[str, ...]) -> None:
    walk = Walk(sample(TWO_WAYS)).press(*path, "Được đọc tin nhắn", "Lưu", "Đồng ý")
    assert (walk.state.done, walk.state.wrong, walk.marking.score) == (True, 0, 1)


def test_wrong_press_stays_and_says_its_remark() -> None:
    walk = Walk(sample(PASSWORD)).press("Đăng nhập")
    assert (walk.at, walk.state.wrong) == ("Đăng nhập", 1)
    assert walk.view.remark == "<p>Bác chưa nhớ mật khẩu thì chưa vào được. Bác tìm dòng chữ khác ở dưới.</p>"
    assert walk.press("Quên mật khẩu").view.remark == ""


def test_wrong_turn_goes_there_says_so_and_is_undone_by_going_back() -> None:
    walk = Walk(sample(PASSWORD)).press("Đăng ký")
    assert (walk.at, walk.state.wrong) == ("Đăng ký", 1)
    assert "không cần đăng ký" in walk.view.remark
    walk.press(BACK)
    assert (walk.at, walk.state.wrong, walk.view.remark, walk.view.can_go_back) == ("Đăng nhập", 1, "", False)


def test_button_waits_for_its_fields_and_a_link_does_not() -> None:
    walk = Walk(sample(PASSWORD)).press("Quên mật khẩu", "Tiếp tục")
    assert (walk.at, walk.state.wrong) == ("Nhận mã", 1)
    assert walk.view.remark == "<p>Bác nhìn lại tin nhắn, gõ đúng sáu số.</p>"
    assert Walk(sample(PASSCODE)).press("VNeID", "Quên mã khóa").at == "Quên mã"


def test_mistyped_field_holds_its_button_and_counts_once() -> None:
    walk = Walk(sample(PASSWORD)).press("Quên mật khẩu").press("Tiếp tục", typed={"Mã gồm 6 số": "482931"})
    assert (walk.at, walk.state.wrong) == ("Nhận mã", 1)
    assert [(tap.kind, tap.outcome) for tap in walk.taps[1:]] == [("fill", "wrong")]
    assert walk.press("Tiếp tục", typed=CODE).at == "Mật khẩu mới"


def test_of_two_fields_the_mistyped_one_is_spoken_of_and_the_other_kept() -> None:
    two = PASSWORD.replace("- ô mật khẩu", "- ô **Gõ lại**: gõ `HoaSen-25`\n  > Hai ô phải giống nhau.\n- ô mật khẩu")
    walk = Walk(sample(two)).press("Quên mật khẩu").press("Tiếp tục", typed=CODE)
    walk.press("Xác nhận", typed={"Gõ lại": "HoaSen", "Mật khẩu mới": "HoaSen-25"})
    assert (walk.at, walk.view.remark, walk.state.wrong) == ("Mật khẩu mới", "<p>Hai ô phải giống nhau.</p>", 1)
    assert [control.is_filled for control in walk.view.controls] == [False, True, False]
    assert walk.press("Xác nhận", typed={"Gõ lại": "hoasen-25"}).state.done


def test_field_stays_filled_while_the_learner_looks_elsewhere() -> None:
    walk = Walk(sample(TRANSFER)).fill("Số tiền", "200000").press("Tôi đã xem tên người nhận", "Chuyển", "Sửa lại")
    assert walk.at == "Chuyển tiền"
    assert walk.press("Chuyển").at == "Xem lại"


def test_optional_field_is_neither_wanted_nor_wrong() -> None:
    walk = Walk(sample(TRANSFER)).fill("Lời nhắn", "mừng cháu")
    assert (walk.state.wrong, walk.taps[0].outcome) == (0, "right")
    walk = Walk(sample(TRANSFER)).fill("Lời nhắn", "0912345678")
    assert (walk.state.wrong, walk.taps[0].outcome) == (0, "looks-real")


def test_switch_is_turned_both_ways_and_wanted_as_written() -> None:
    walk = Walk(sample(TWO_WAYS)).press("Quyền riêng tư")
    assert [control.is_on for control in walk.view.controls] == [True, False, False]
    assert walk.press("Lưu").at == "Quyền tin nhắn"
    walk.press("Được đọc tin nhắn", "Được đọc tin nhắn", "Được gửi thông báo", "Lưu")
    assert (walk.at, walk.state.wrong) == ("Quyền tin nhắn", 2)
    assert walk.press("Được đọc tin nhắn", "Lưu").at == "Bác chắc chưa"


def test_keypad_takes_one_key_at_a_time_and_leads_on_by_itself() -> None:
    walk = Walk(sample(PASSCODE)).press("VNeID")
    for key in ("2", "4", "9", "6"):
        walk.fill("Mã khóa", key)
    assert (walk.at, walk.state.wrong, walk.view.controls[0].entered) == ("Mã khóa", 1, 3)
    assert walk.fill("Mã khóa", "8").at == "Ví giấy tờ"
    assert walk.press(BACK).view.controls[0].entered == 0
    assert walk.fill("Mã khóa", "2468").at == "Ví giấy tờ"


def test_field_with_an_arrow_leads_on_by_itself() -> None:
    assert Walk(sample(GOAL_BY_NAME)).press("Gửi mã").fill("Mã", "135790").state.done


def test_optional_press_says_its_remark_and_counts_nothing() -> None:
    walk = Walk(sample(GOAL_BY_NAME)).press("Gửi mã", "Gửi lại mã")
    assert (walk.view.remark, walk.state.wrong) == ("<p>Máy gửi lại đúng mã ấy.</p>", 0)


def test_coming_back_to_a_screen_by_an_arrow_is_going_back_to_it() -> None:
    walk = Walk(sample(GOAL_BY_NAME)).press("Thoát", "Vào lại")
    assert (walk.at, walk.view.can_go_back) == ("Xin mã", False)


def test_nothing_typed_is_kept_and_a_real_number_is_told_warmly() -> None:
    walk = Walk(sample(PASSWORD)).press("Quên mật khẩu")
    for typed in ("001099012345", "0912345678", "730164", "mật khẩu thật"):
        walk.press("Tiếp tục", typed={"Mã gồm 6 số": typed})
        assert typed not in repr((walk.taps, walk.state, walk.view))
        assert ("không lưu lại" in walk.view.remark) == (typed[0] != "m")
    assert [tap.outcome for tap in walk.taps[1:]] == ["looks-real", "looks-real", "looks-real", "wrong"]
    assert walk.at == "Nhận mã"


def test_key_that_was_wrong_is_not_kept() -> None:
    walk = Walk(sample(PASSCODE)).press("VNeID")
    before = walk.state
    taps = [
        play(walk.simulation, before, Action(2, "fill", "", {walk.id_of("Mã khóa"): key}), NINE).taps for key in "13579"
    ]
    assert all(tap == taps[0] for tap in taps)


def test_hints_climb_the_ladder_and_start_anew_on_the_next_screen() -> None:
    walk = Walk(sample(PASSWORD))
    rungs = [walk.press(HINT).state.hint for _ in range(4)]
    assert (rungs, walk.state.hints) == ([1, 2, 3, 3], 3)
    assert walk.press("Quên mật khẩu").state.hint == 0


def test_exam_has_no_hints_and_no_remarks_on_wrong_presses() -> None:
    walk = Walk(sample(PASSWORD), "exam")
    assert not walk.view.can_hint
    assert walk.send(Action(1, "hint", walk.view.screen)).refused
    assert walk.press("Đăng nhập", "Đăng ký").view.remark == ""
    walk.press(BACK, "Quên mật khẩu").press("Tiếp tục", typed={"Mã gồm 6 số": "12"})
    assert (walk.view.remark, walk.state.wrong) == ("", 3)
    assert "không lưu lại" in walk.press("Tiếp tục", typed={"Mã gồm 6 số": "0912345678"}).view.remark


def refused(simulation: Simulation) -> dict[str, Action]:
    here = visible(simulation, start(simulation))
    other = visible(sample(CHAT), start(sample(CHAT)))
    field = next(control for control in here.controls if control.name == "Số định danh")
    link = next(control for control in here.controls if control.name == "Quên mật khẩu")
    later = Walk(simulation).press("Quên mật khẩu").view
    return {
        "sent twice": Action(0, "press", link.id),
        "sent too early": Action(2, "press", link.id),
        "of a screen not yet reached": Action(1, "press", later.controls[-1].id),
        "of another simulation": Action(1, "press", other.controls[1].id),
        "of a screen by name": Action(1, "press", later.screen),
        "invented": Action(1, "press", "0000000000"),
        "empty": Action(1, "press", ""),
        "press of a field": Action(1, "press", field.id),
        "back from the first screen": Action(1, "back", here.screen),
        "back of another screen": Action(1, "back", later.screen),
        "hint of another screen": Action(1, "hint", later.screen),
    }


@pytest.mark.parametrize("name", refused(SIMULATIONS["password"]))
def test_form_that_does_not_belong_here_changes_nothing(name: str) -> None:
    simulation = SIMULATIONS["password"]
    action = refused(simulation)[name]
    played = play(simulation, start(simulation), action, NINE)
    assert (played.refused, played.taps, played.state) == (True, (), start(simulation))
    tap = Tap(action.seq, action.kind, action.control, NINE)
    assert after(simulation, start(simulation), tap) is None
    assert replay(simulation, [tap]) == replace(start(simulation), refused=1)


def test_back_and_hint_of_an_old_page_are_refused() -> None:
    walk = Walk(sample(PASSWORD)).press("Quên mật khẩu")
    assert walk.send(Action(2, "back", walk.simulation.start)).refused
    assert walk.send(Action(2, "hint", walk.simulation.start)).refused
    assert walk.at == "Nhận mã"


def test_filling_what_is_not_open_is_refused() -> None:
    simulation = sample(PASSWORD)
    given = simulation.screens[0].controls[0].id
    code = simulation.screens[1].controls[1].id
    for control in (given, code, "x"):
        assert after(simulation, start(simulation), Tap(1, "fill", control, NINE, "right")) is None
    walk = Walk(simulation).press("Quên mật khẩu").fill("Mã gồm 6 số", "482913")
    assert after(simulation, walk.state, Tap(3, "fill", code, NINE, "right")) is None
    assert after(simulation, Walk(simulation).press("Quên mật khẩu").state, Tap(2, "fill", code, NINE)) is None


def test_empty_field_sent_alone_does_nothing() -> None:
    walk = Walk(sample(GOAL_BY_NAME)).press("Gửi mã")
    played = walk.send(Action(walk.view.seq, "fill", "", {walk.id_of("Mã"): "  "}))
    assert (played.taps, played.refused) == ((), False)


@pytest.mark.battery
def test_nothing_is_taken_after_the_goal_or_beyond_the_longest_attempt() -> None:
    walk = Walk(sample(PASSWORD)).press("Quên mật khẩu").press("Tiếp tục", typed=CODE).press("Xác nhận", typed=NEW)
    assert walk.send(Action(walk.view.seq, "back", walk.view.screen)).refused
    wrong = sample(PASSWORD).screens[0].controls[1].id
    state = replay(sample(PASSWORD), [Tap(seq, "press", wrong, NINE) for seq in range(1, MOST_TAPS + 50)])
    assert (state.taps, state.wrong, state.refused) == (MOST_TAPS, MOST_TAPS, 49)


def test_taps_replay_to_the_state_they_made() -> None:
    walk = (
        Walk(sample(PASSWORD)).press(HINT, "Đăng ký", BACK, "Đăng nhập", "Quên mật khẩu").press("Tiếp tục", typed=CODE)
    )
    assert replay(walk.simulation, walk.taps) == walk.state
    names = [visible(walk.simulation, replay(walk.simulation, walk.taps[:n])).name for n in range(len(walk.taps) + 1)]
    first = ["Đăng nhập", "Đăng nhập", "Đăng ký", "Đăng nhập", "Đăng nhập", "Nhận mã", "Nhận mã", "Mật khẩu mới"]
    assert names == first


IDS = sorted({c.id for one in SIMULATIONS.values() for s in one.screens for c in s.controls} | {s.id for one in SIMULATIONS.values() for s in one.screens} | {""})  # fmt: skip
kinds: st.SearchStrategy[TapKind] = st.sampled_from(["press", "fill", "hint", "back"])
modes: st.SearchStrategy[Mode] = st.sampled_from(["practice", "exam"])


@pytest.mark.battery
@given(st.sampled_from(sorted(SIMULATIONS)), modes, st.lists(st.tuples(st.integers(-1, 1), kinds, st.sampled_from(IDS), st.sampled_from(["", "right", "wrong", "looks-real"])), max_size=30))  # fmt: skip
@settings(deadline=None, max_examples=40)
def test_any_taps_replay_and_only_fitting_ones_count(
    name: str, mode: Mode, drawn: list[tuple[int, TapKind, str, str]]
) -> None:
    simulation = SIMULATIONS[name]
    state = start(simulation)
    taps = []
    for number, (off, kind, control, outcome) in enumerate(drawn):
        tap = Tap(state.taps + 1 + off, kind, control, NINE + timedelta(seconds=number), outcome)  # type: ignore[arg-type]
        taps.append(tap)
        following = after(simulation, state, tap, mode)
        assert following is None or (off == 0 and following.taps == state.taps + 1)
        state = following or replace(state, refused=state.refused + 1)
    assert replay(simulation, taps, mode) == state
    assert len(set(state.trail)) == len(state.trail)
    assert state.done == (state.trail[-1] == simulation.goal)
    assert not state.clean & state.spoilt


@pytest.mark.battery
@given(st.sampled_from(sorted(SIMULATIONS)), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=25)
def test_goal_can_be_reached_from_wherever_a_wandering_learner_stands(name: str, random: object) -> None:
    walk = Walk(SIMULATIONS[name])
    for _ in range(12):
        choices = [control.name for control in walk.view.controls if control.is_pressable]
        choices += [BACK] if walk.view.can_go_back else []
        if choices:
            walk.press(random.choice(choices))  # type: ignore[attr-defined]
    for _ in range(40):
        if walk.state.done:
            break
        follow_the_last_hint(walk)
    assert walk.state.done


def follow_the_last_hint(walk: Walk) -> None:
    walk.press(HINT, HINT, HINT)
    pointed = [control for control in walk.view.controls if control.pointed]
    if not pointed:
        walk.press(BACK)
    elif pointed[0].is_entry:
        walk.fill(pointed[0].name, walk.simulation.by_id[walk.view.screen].control(pointed[0].id).value)  # type: ignore[union-attr]
    else:
        walk.press(pointed[0].name)
