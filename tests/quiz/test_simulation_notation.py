"""A teacher's text becomes screens and controls; well-formed simulations give no alarm."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.courses.domain.blocks import Block, Prose
from app.courses.domain.diagnostics import Reporter
from app.courses.domain.facts import Fact
from app.courses.domain.markdown import Writing
from app.quiz.domain.simulation.notation import read_simulation
from tests.processor_time import ROOM, times_as_long
from tests.quiz.simulation_samples import (
    CHAT,
    GOAL_BY_NAME,
    PASSCODE,
    PASSWORD,
    SAMPLES,
    TODAY,
    TRANSFER,
    TWO_WAYS,
    control_of,
    read,
    sample,
    screen_of,
)

pytestmark = pytest.mark.pure

LINES = sorted({line for text in SAMPLES.values() for line in text.split("\n")[1:]})
PIECES = ["- ", "nút ", "**", "->", "–>", "`", "(", ")", ": ", "> ", "### ", "Xong", "Gợi ý", "ô số", "tùy bác", "\t", "*", "\n", "1", "➕", "\x00", "İ"]  # fmt: skip
typed_lines = st.sampled_from(LINES) | st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=9).map("".join)


@pytest.mark.parametrize("name", SAMPLES)
def test_well_formed_simulation_gives_no_alarm(name: str) -> None:
    simulation, found = read(SAMPLES[name])
    assert found == []
    assert simulation is not None


def test_screens_and_controls_are_read_in_their_order() -> None:
    simulation = sample(PASSWORD)
    assert [screen.name for screen in simulation.screens] == [
        "Đăng nhập",
        "Nhận mã",
        "Đăng ký",
        "Mật khẩu mới",
        "Xong",
    ]
    first = simulation.screens[0]
    assert [(control.kind, control.name) for control in first.controls] == [
        ("digits", "Số định danh"),
        ("button", "Đăng nhập"),
        ("link", "Quên mật khẩu"),
        ("button", "Đăng ký"),
    ]
    assert [control.line for control in first.controls] == [5, 6, 8, 9]
    assert simulation.stem == "<p>Bác quên mật khẩu. Bác tập lấy lại mật khẩu nhé.</p>\n"
    assert first.hint == "Bác tìm dòng chữ nói đúng điều bác đang quên."


def test_right_steps_wrong_turns_and_wrong_presses_are_told_apart_by_arrow_and_remark() -> None:
    given, stays, right, turn = sample(PASSWORD).screens[0].controls
    assert (given.given, given.value, given.is_entry, given.is_pressable) == (True, "001 0XX XXX XXX", False, False)
    assert (stays.is_step, stays.is_wrong, stays.goes_to) == (False, True, "")
    assert (right.is_step, right.is_wrong) == (True, False)
    assert (turn.is_step, turn.is_wrong, turn.goes_to) == (False, True, screen_of(sample(PASSWORD), "Đăng ký").id)
    assert turn.remark == "<p>Bác có tài khoản rồi nên không cần đăng ký. Bác bấm Quay lại.</p>"


def test_entries_know_what_is_typed() -> None:
    code = control_of(sample(PASSWORD), "Nhận mã", "Mã gồm 6 số")
    pad = control_of(sample(PASSCODE), "Mã khóa", "Mã khóa")
    note = control_of(sample(TRANSFER), "Chuyển tiền", "Lời nhắn")
    assert (code.kind, code.value, code.presses, code.is_wanted, code.is_step) == ("digits", "482913", 1, True, False)
    assert (pad.kind, pad.value, pad.presses, pad.is_wanted, pad.is_step) == ("keypad", "2468", 4, True, True)
    assert (note.kind, note.value, note.is_entry, note.is_wanted) == ("text", "", True, False)


def test_switches_know_what_they_are_set_to() -> None:
    read_messages = control_of(sample(TWO_WAYS), "Quyền tin nhắn", "Được đọc tin nhắn")
    notify = control_of(sample(TWO_WAYS), "Quyền tin nhắn", "Được gửi thông báo")
    agreed = control_of(sample(TRANSFER), "Chuyển tiền", "Tôi đã xem tên người nhận")
    assert (read_messages.kind, read_messages.value, read_messages.is_wanted) == ("switch", "off", True)
    assert (notify.value, notify.is_wanted, notify.is_wrong, notify.is_pressable) == ("", False, False, True)
    assert (agreed.kind, agreed.value) == ("tick", "on")


def test_notice_without_arrow_or_remark_is_there_to_be_read() -> None:
    notice = control_of(sample(PASSWORD), "Nhận mã", "Tin nhắn")
    link = control_of(sample(CHAT), "Trò chuyện", "Đường dẫn lạ")
    assert (notice.is_pressable, notice.detail) == (False, "Mã của bác là <code>482913</code>")
    assert (link.is_pressable, link.is_wrong) == (True, True)


@pytest.mark.battery
def test_every_kind_of_arrow_on_a_keyboard_is_read() -> None:
    for arrow in ("->", "-->", "→", "=>", "⟶"):
        assert sample(PASSWORD.replace("->", arrow)) == sample(PASSWORD)


def test_screen_is_found_whatever_its_capitals() -> None:
    assert sample(PASSWORD.replace("-> Nhận mã", "->NHẬN  MÃ.")).screens == sample(PASSWORD).screens


def test_dialog_text_hints_and_remarks_may_run_over_lines() -> None:
    dialog = screen_of(sample(TWO_WAYS), "Bác chắc chưa")
    assert dialog.is_dialog
    assert dialog.hint == "Bác chọn nút\nlàm đúng điều bác muốn."
    leave = control_of(sample(GOAL_BY_NAME), "Xin mã", "Thoát")
    assert leave.remark == "<p>Bác chưa có mã nên khoan thoát.</p>\n<p>Bác bấm Quay lại.</p>"


def test_goal_is_the_screen_named_xong_or_the_last_one() -> None:
    assert sample(GOAL_BY_NAME).goal == screen_of(sample(GOAL_BY_NAME), "Xong").id
    assert sample(PASSCODE).goal == screen_of(sample(PASSCODE), "Đã mở").id


def test_several_right_paths_and_optional_steps_are_all_on_the_route() -> None:
    simulation = sample(TWO_WAYS)
    assert simulation.route == {screen.id for screen in simulation.screens}
    assert simulation.distances[simulation.start] == 3
    assert screen_of(sample(PASSWORD), "Đăng ký").id not in sample(PASSWORD).route


def test_ids_stay_while_the_words_do_and_differ_between_simulations() -> None:
    before, moved = sample(PASSWORD), sample(PASSWORD.replace("-> Nhận mã", "-> Mật khẩu mới", 1).replace(
        "- nút **Đăng ký** -> Đăng ký", "- nút **Nhận** -> Nhận mã\n- nút **Đăng ký** -> Đăng ký"))  # fmt: skip
    kept = {control.name: control.id for control in before.screens[0].controls}
    assert kept.items() <= {control.name: control.id for control in moved.screens[0].controls}.items()
    other = sample(PASSWORD.replace("lay-lai-mat-khau", "quen-mat-khau"))
    ids = [[c.id for s in one.screens for c in s.controls] + [s.id for s in one.screens] for one in (before, other)]
    assert len({*ids[0], *ids[1]}) == len(ids[0]) + len(ids[1])


def test_fact_past_its_review_date_is_a_warning_that_keeps_the_simulation() -> None:
    fact = Fact.model_validate(
        {
            "ma": "gio-mo-cua", "loai": "khac", "gia-tri": "sáng", "cau": "Mở cửa buổi sáng.", "do-tin": "S",
            "nguon": {"ten": "Nguồn thử", "url": "https://vi-du.gov.vn"}, "xem-ngay": "2026-01-01", "ra-soat-truoc": "2026-02-01",
        }
    )  # fmt: skip
    reporter = Reporter("a.md")
    lines = PASSWORD.replace("Ở đây người ta", "[[gio-mo-cua:cau]] Ở đây người ta").split("\n")[1:-2]
    block = Block("tap-bam", ("lay-lai-mat-khau",), 1, (Prose("\n".join(lines), 2),))
    simulation = read_simulation(block, Writing({fact.id: fact}, {}, set(), TODAY, reporter))
    assert [(found.code, found.severity) for found in reporter.found] == [("expired-fact", "warning")]
    assert simulation is not None
    assert "Mở cửa buổi sáng." in screen_of(simulation, "Đăng ký").text


@pytest.mark.battery
@given(st.lists(typed_lines, max_size=14))
@settings(deadline=None, max_examples=40)
def test_no_text_makes_the_reader_raise_and_every_fault_has_a_line_of_the_file(lines: list[str]) -> None:
    reporter = Reporter("a.md")
    text = "\n".join(["Lời dẫn", "### Một", *lines])
    block = Block("tap-bam", ("a",), 1, (Prose(text, 2),))
    simulation = read_simulation(block, Writing({}, {}, set(), TODAY, reporter))
    assert (simulation is None) == reporter.has_errors
    assert all(1 <= found.line <= text.count("\n") + 3 for found in reporter.found)


@pytest.mark.battery
@pytest.mark.parametrize(
    "line", ["- nút **" * 3_000, "- nút " + "*" * 25_000, "(" * 25_000, "- nút **A** " + "-" * 25_000, "`" * 25_000]
)
def test_reading_the_longest_line_costs_little(line: str) -> None:
    assert times_as_long(lambda: read_line(line), lambda: read_line("bác chạm nút " * 2_000)) < ROOM


def read_line(line: str) -> None:
    block = Block("tap-bam", ("a",), 1, (Prose(f"Lời dẫn\n### Một\n{line}", 2),))
    assert read_simulation(block, Writing({}, {}, set(), TODAY, Reporter("a.md"))) is None
