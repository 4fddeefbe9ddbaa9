"""Planted faults: one change of a well-formed simulation each, found on the right line by the right code, alone."""

from dataclasses import dataclass

import pytest

from app.quiz.domain.simulation.draft_rules import LONGEST_REMARK, LONGEST_TEXT, MOST_CONTROLS, MOST_SCREENS
from tests.quiz.simulation_samples import CHAT, GOAL_BY_NAME, PASSCODE, PASSWORD, TRANSFER, TWO_WAYS, read

pytestmark = pytest.mark.pure

NEXT = "- nút **Tiếp tục** -> Mật khẩu mới"
FORGOT = "- chữ **Quên mật khẩu** -> Nhận mã"
WARNING = "  > Bác chưa nhớ mật khẩu thì chưa vào được. Bác tìm dòng chữ khác ở dưới.\n"
CODE = "- ô số **Mã gồm 6 số**: gõ `482913`"


@dataclass(frozen=True)
class Fault:
    """`old` in `text` becomes `new`; the one diagnostic stands on the first line that holds `at`."""

    name: str
    code: str
    at: str
    old: str
    new: str
    text: str = PASSWORD


MISTYPED = [
    Fault("no blank after the dash", "bad-control", "-nút **Ti", NEXT, NEXT.replace("- ", "-")),
    Fault("kind without marks", "bad-control", "- nut **Ti", NEXT, NEXT.replace("nút", "nut")),
    Fault("kind with a wrong mark", "bad-control", "- nùt **Ti", NEXT, NEXT.replace("nút", "nùt")),
    Fault("no kind", "bad-control", "- **Ti", NEXT, NEXT.replace("nút ", "")),
    Fault("unknown kind", "bad-control", "- hình **Ti", NEXT, NEXT.replace("nút", "hình")),
    Fault("name without stars", "bad-control", "- nút Ti", NEXT, NEXT.replace("**", "")),
    Fault("name in single stars", "bad-control", "- nút *Ti", NEXT, NEXT.replace("**", "*")),
    Fault("name with three stars", "bad-control", "- nút **Ti", NEXT, NEXT.replace("tục**", "tục*")),
    Fault("name in quotes", "bad-control", '- nút "Ti', NEXT, NEXT.replace("**", '"')),
    Fault("arrow of a word processor", "bad-control", "–>", NEXT, NEXT.replace("->", "–>")),
    Fault("arrow with a gap", "bad-control", "- >", NEXT, NEXT.replace("->", "- >")),
    Fault("half an arrow", "bad-control", "** > M", NEXT, NEXT.replace("->", ">")),
    Fault("arrow the other way", "bad-control", "<-", NEXT, NEXT.replace("->", "<-")),
    Fault("dash for an arrow", "bad-control", "** - M", NEXT, NEXT.replace("->", "-")),
    Fault("screen without an arrow", "bad-control", "** Mật khẩu mới", NEXT, NEXT.replace("-> ", "")),
    Fault("long dash for a bullet", "bad-control", "– nút", NEXT, NEXT.replace("- ", "– ", 1)),
    Fault("dot for a bullet", "bad-control", "• nút", NEXT, NEXT.replace("- ", "• ", 1)),
    Fault("no bullet", "bad-control", "nút **Ti", NEXT, NEXT.removeprefix("- ")),
    Fault("two dashes for a bullet", "bad-control", "-- nút", NEXT, NEXT.replace("- ", "-- ", 1)),
    Fault("two backquotes lost", "missing-value", "´4", CODE, CODE.replace("`", "´")),
    Fault("tag without brackets", "bad-control", "tùy bác", "- nút **Đăng nhập**\n" + WARNING, "- nút **Đăng nhập** tùy bác\n"),
    Fault("long dash in the arrow", "bad-control", "—>", NEXT, NEXT.replace("->", "—>")),
    Fault("kind run together", "bad-control", "côngtắc", "công tắc", "côngtắc", TWO_WAYS),
    Fault("hashes apart", "bad-heading", "# # # Nhận", "### Nhận mã", "# # # Nhận mã"),
    Fault("number for a bullet", "bad-control", "1. nút", NEXT, NEXT.replace("- ", "1. ", 1)),
    Fault("arrow on a line of its own", "bad-control", "  -> M", NEXT, NEXT.replace(" ->", " (tùy bác)\n  ->")),
    Fault("plain list on a screen", "bad-control", "- Một", "Mã gồm sáu số đã gửi về máy bác.", "- Một điều"),
    Fault("tag of another wording", "bad-control", "(tùy ý)", NEXT, f"- nút **Gửi lại** (tùy ý)\n{NEXT}"),
    Fault("switch set to a strange word", "bad-control", ": sáng", ": tắt", ": sáng", TWO_WAYS),
    Fault("switch that also leads away", "bad-control", ": tắt ->", ": tắt", ": tắt -> Xong", TWO_WAYS),
    Fault("value behind an equals sign", "missing-value", "= `4", CODE, CODE.replace(": gõ", " =")),
    Fault("value without backquotes", "missing-value", "gõ 4", CODE, CODE.replace("`", "")),
    Fault("value between quotes", "missing-value", "'4", CODE, CODE.replace("`", "'")),
    Fault("value forgotten", "missing-value", "**Mã gồm 6 số**", CODE, CODE.replace(": gõ `482913`", "")),
    Fault("empty value", "missing-value", "gõ ` `", CODE, CODE.replace("482913", " ")),
    Fault("letters into a field for digits", "bad-control", "gõ `48AB`", CODE, CODE.replace("482913", "48AB")),
    Fault("letters on a keypad", "bad-control", ": `hoa", ": `2468`", ": `hoa`", PASSCODE),
    Fault("arrow to nothing", "bad-arrow", "tục** ->", NEXT, NEXT.replace(" Mật khẩu mới", "")),
    Fault("arrow to its own screen", "bad-arrow", "**Gửi lại**", NEXT, f"- nút **Gửi lại** -> Nhận mã\n{NEXT}"),
    Fault("control without a name", "no-name", "- nút ** **", NEXT, NEXT.replace("Tiếp tục", " ")),
    Fault("control of four stars", "no-name", "- nút ****", NEXT, NEXT.replace("Tiếp tục", "")),
    Fault("control named by a sign", "no-name", "**➕**", NEXT, NEXT.replace("Tiếp tục", "➕")),
    Fault("kind alone", "no-name", "- nút ->", NEXT, NEXT.replace("**Tiếp tục** ", "")),
    Fault("screen name of two hashes", "bad-heading", "## Nhận", "### Nhận mã", "## Nhận mã"),
    Fault("screen name of four hashes", "bad-heading", "#### Nhận", "### Nhận mã", "#### Nhận mã"),
    Fault("screen name without a blank", "bad-heading", "###Nhận", "### Nhận mã", "###Nhận mã"),
    Fault("dialog mistyped", "bad-heading", "(hộp thại)", "(hộp thoại)", "(hộp thại)", TWO_WAYS),
    Fault("remark not under a control", "stray-remark", "> Nhớ", "Mã gồm sáu số đã gửi về máy bác.", "> Nhớ."),
    Fault("remark of another keyboard", "stray-remark", "＞", "- nút **Giữ quyền**\n  >", "- nút **Giữ quyền** (tùy bác)\n  ＞", TWO_WAYS),
    Fault("remark under a screen's name", "stray-remark", "  > Nhớ", "### Nhận mã\n", "### Nhận mã\n  > Nhớ.\n"),
    Fault("remark without its sign", "stray-remark", "  Bác có tài", "  > Bác có", "  Bác có"),
    Fault("remark of what is given", "stray-remark", "> Ô này", "XXX`\n", "XXX`\n  > Ô này có sẵn.\n"),
    Fault("remark in the intro", "stray-remark", "> Nhớ", "Bác tập lấy", "\n> Nhớ.\n\nBác tập lấy"),
    Fault("hint without a colon", "bad-hint", "Gợi ý B", "Gợi ý: B", "Gợi ý B"),
    Fault("hint without marks", "bad-hint", "Goi y:", "Gợi ý: B", "Goi y: B"),
    Fault("hint twice", "bad-hint", "Gợi ý: Hai", "quên.\n\n### Nhận", "quên.\n\nGợi ý: Hai.\n\n### Nhận"),
    Fault("hint as a control", "bad-hint", "- Gợi ý", "Gợi ý: B", "- Gợi ý: B"),
]  # fmt: skip

RULES = [
    Fault("no intro", "no-stem", "::: tap-bam", "Bác quên mật khẩu. Bác tập lấy lại mật khẩu nhé.\n", ""),
    Fault("no screen", "no-screen", "::: tap-bam", PASSWORD[PASSWORD.index("###") : -5], ""),
    Fault("arrow to an unknown screen", "unknown-screen", "-> Nhận mả", FORGOT, FORGOT.replace("mã", "mả")),
    Fault("arrow to a screen never written", "unknown-screen", "-> Trang chủ", FORGOT, "- chữ **Quên** -> Trang chủ"),
    Fault("wrong press not answered", "missing-feedback", "nút **Đăng nhập**", WARNING, ""),
    Fault("empty remark", "missing-feedback", "nút **Đăng nhập**", WARNING, "  >\n"),
    Fault("mistyping not answered", "missing-feedback", CODE, "  > Bác nhìn lại tin nhắn, gõ đúng sáu số.\n", ""),
    Fault("switch not answered", "missing-feedback", "công tắc **Được đọc", "  > Công tắc vẫn đang bật. Bác gạt nó sang tắt.\n", "", TWO_WAYS),
    Fault("row not answered", "missing-feedback", "Giấy phép", " (tùy bác)", "", PASSCODE),
    Fault("two controls of one name", "duplicate-control", "- dòng **đăng", FORGOT, f"- dòng **đăng  nhập** (tùy bác)\n{FORGOT}"),
    Fault("two screens of one name", "duplicate-screen", "### NHẬN", "### Mật khẩu mới", "### NHẬN MÃ\nMột.\n\n### Mật khẩu mới"),
    Fault("too many screens", "many-screens", f"### Thêm {MOST_SCREENS - 4} ", "### Xong", "".join(
        f"### Thêm {n} \nMột.\n\n" for n in range(10)) + "### Xong"),
    Fault("too many controls", "many-controls", f"**Nút {chr(97 + MOST_CONTROLS - 3)}**", NEXT, NEXT + "".join(
        f"\n- nút **Nút {chr(97 + n)}** (tùy bác)" for n in range(20))),
    Fault("text too long", "too-long", "### Nhận", "Mã gồm sáu số", "Mã gồm sáu số " + "dài " * (LONGEST_TEXT // 4)),
    Fault("remark too long", "too-long", "> Bác nhìn", "Bác nhìn lại", "Bác nhìn lại " + "dài " * (LONGEST_REMARK // 4)),
    Fault("name too long", "too-long", "**Tiếp", "Tiếp tục", "Tiếp tục " * 8),
    Fault("value told nowhere", "value-not-told", "gõ `482913`", "Mã của bác là `482913`", "Mã đã gửi"),
    Fault("value mistyped", "value-not-told", "gõ `482931`", "gõ `482913`", "gõ `482931`"),
    Fault("real ID number", "real-secret", "001099012345", "`001 0XX XXX XXX`", "`001099012345`"),
    Fault("real phone number", "real-secret", "0912 345 678", "Mã gồm sáu số", "Máy `0912 345 678` có tin. Mã gồm sáu số"),
    Fault("real bank card", "real-secret", "4111", "Mã gồm sáu số", "Thẻ `4111 1111 1111 1111`. Mã gồm sáu số"),
    Fault("number typed into the text", "number-in-prose", "482913 đã", "Mã gồm sáu số đã", "Mã 482913 đã"),
    Fault("number typed into a remark", "number-in-prose", "> Bác chờ", "> Bác nhìn lại", "> Bác chờ 15 phút, nhìn lại"),
    Fault("number typed into a name", "number-in-prose", "Chờ 60", "**Tiếp tục**", "**Chờ 60 giây**"),
    Fault("number typed into a hint", "number-in-prose", "Gợi ý: Chờ", "Gợi ý: Bác", "Gợi ý: Chờ 15 phút, bác"),
    Fault("address typed into a notice", "url-in-prose", "vneid.vn", "Mã của bác", "Từ vneid.vn: mã của bác"),
    Fault("link in a message", "link-in-simulation", "[cho", "Mã của bác", "[cho](/bai-hoc/khac) Mã của bác"),
    Fault("link on a button", "link-in-simulation", "[xem", NEXT, NEXT.replace("**Tiếp tục**", "**Tiếp tục**: [xem](/bai-hoc/khac)")),
    Fault("link on a row", "link-in-simulation", "- dòng", NEXT, f"- dòng **Phí**: [xem](/bai-hoc/khac) (tùy bác)\n{NEXT}"),
    Fault("link in the text of a screen", "link-in-simulation", "[xem", "Mã gồm sáu số", "[xem](/bai-hoc/khac) Mã gồm sáu số"),
    Fault("link in a later line of a screen", "link-in-simulation", "[xem", "Mã gồm sáu số", "Một.\nHai [xem](/bai-hoc/khac).\nMã gồm sáu số"),
    Fault("link in a hint", "link-in-simulation", "Gợi ý: [xem", "Gợi ý: Bác", "Gợi ý: [xem](/bai-hoc/khac) Bác"),
    Fault("block inside", "unknown-block", "::: luu-y", "Mã gồm sáu số", "::: luu-y\na\n:::\nMã gồm sáu số"),
]  # fmt: skip

WAYS = [
    Fault("screen that nothing opens", "unreachable-screen", "### Đăng ký", "-> Đăng ký\n", "\n"),
    Fault("screen added without an arrow", "unreachable-screen", "### Lạc", "### Xong", "### Lạc\nMột.\n\n### Xong"),
    Fault("last arrow missing", "no-right-path", "### Mật khẩu mới", "**Xác nhận** -> Xong", "**Xác nhận** (tùy bác)"),
    Fault("right arrow with a remark", "no-right-path", "**Tiếp tục**", f"{NEXT}\n", f"{NEXT}\n  > Nhầm.\n"),
    Fault("right path in a circle", "no-right-path", "### Xong", "**Xác nhận** -> Xong", "**Xác nhận** -> Nhận mã"),
    Fault("remark of a wrong turn forgotten", "dead-end", "### Đăng ký", "  > Bác có tài khoản rồi nên không cần đăng ký. Bác bấm Quay lại.\n", ""),
    Fault("right path that stops", "dead-end", "### Giới thiệu", "- nút **Đóng** -> Trò chơi\n", "", TWO_WAYS),
    Fault("optional way that never returns", "dead-end", "### Ghim", "(tùy bác)\n\n### Đã", "-> Ghim\n\n### Ghim\nMột.\n\n### Đã", PASSCODE),
    Fault("wrong turn that rejoins without its remark", "detour", "nút **Thoát**", "  > Bác chưa có mã nên khoan thoát.\n\n  > Bác bấm Quay lại.\n", "", GOAL_BY_NAME),
    Fault("optional look without its mark", "detour", "**Giới thiệu** ->", "-> Giới thiệu (tùy bác)", "-> Giới thiệu", TWO_WAYS),
    Fault("button back as a right step", "detour", "**Về**", NEXT, f"- nút **Về** -> Đăng nhập\n{NEXT}"),
    Fault("goal with a button", "bad-goal", "### Xong", "Bác có mật khẩu mới rồi.", "- nút **Về** (tùy bác)"),
    Fault("goal is a wrong turn that came last", "bad-goal", "### Trang đầu", "### Xong", "### Hết", GOAL_BY_NAME.replace("-> Xong", "-> Hết")),
    Fault("wrong turn into the goal", "wrong-turn-to-goal", "- phím **Gửi** -> Xong", "- phím **Gửi**", "- phím **Gửi** -> Xong", CHAT),
    Fault("one press is enough", "short-path", "::: tap-bam", "-> Thêm\n", "-> Xong\n- nút **Thêm** -> Thêm\n", CHAT),
    Fault("dialog first", "bad-heading", "### Chuyển", "### Chuyển tiền", "### Chuyển tiền (hộp thoại)", TRANSFER),
]  # fmt: skip

FAULTS = [*MISTYPED, *RULES, *WAYS]


@pytest.mark.battery
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_planted_fault_is_told_on_its_line(fault: Fault) -> None:
    assert fault.old in fault.text
    text = fault.text.replace(fault.old, fault.new, 1)
    line = next(number for number, typed in enumerate(text.split("\n"), 1) if fault.at in typed)
    simulation, found = read(text)
    assert [(diagnostic.line, diagnostic.code) for diagnostic in found] == [(line, fault.code)], found
    assert simulation is None


def test_message_names_the_nearest_screen() -> None:
    _, found = read(PASSWORD.replace("-> Nhận mã", "-> Nhan ma"))
    assert "“Nhận mã”" in found[0].message


def test_message_names_the_nearest_kind() -> None:
    _, found = read(PASSWORD.replace(NEXT, NEXT.replace("nút", "nut")))
    assert "`nút`" in found[0].message


def test_control_before_the_first_screen_is_told() -> None:
    _, found = read(PASSWORD.replace("### Đăng nhập\n", ""))
    assert (4, "no-screen") in [(diagnostic.line, diagnostic.code) for diagnostic in found]
