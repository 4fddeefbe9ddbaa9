"""The look-alike phone for eyes and fingers: every sort of screen, on three widths, in two lights; axe finds nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Consoles, OpenPhone
from tests.browser.inspection import Inspector
from tests.browser.lesson_walk import settle
from tests.forked_service import forked_service
from tests.live_service import LiveService
from tests.quiz.simulation_samples import SAMPLES
from tests.sample_content import LESSON, LESSON_PATH, write_content

FIND = """\
::: tim-tren-man-hinh bam-vao-dau
Bác quên mật khẩu. Bác bấm vào đâu?

### Đăng nhập
- ô số **Số định danh**: có sẵn `001 0XX XXX XXX`
- ô **Mật khẩu**
  > Bác đang quên thì chưa gõ được.
- biểu tượng **Máy ảnh**
  > Đây là máy ảnh.
- [x] chữ **Quên mật khẩu**
  > Dòng chữ này giúp bác đặt lại.
- dòng **Đăng ký**: cho người mới
  > Bác có tài khoản rồi.
:::

"""
AT = "/bai-hoc/giu-mat-khau/tap-bam/"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveService]:
    """With all simulations of the unit tests in one lesson."""
    folder = tmp_path_factory.mktemp("looks")
    write_content(folder / "content")
    blocks = "\n".join(SAMPLES.values()).replace(" ky-nang=an-toan-bi-mat", "") + FIND
    lesson = LESSON.replace("::: ket-thuc", f"{blocks}\n::: ket-thuc").replace("phut: 3", "phut: 5")
    (folder / "content" / LESSON_PATH).write_text(lesson, encoding="utf-8")
    with forked_service(folder / "service", folder / "content") as running:
        yield running


def press(page: Page, *names: str, role: str = "button") -> None:
    for name in names:
        page.get_by_role(role, name=name, exact=True).click()  # type: ignore[arg-type]
        settle(page)
        page.wait_for_load_state("networkidle")


def look(open_phone: OpenPhone) -> Inspector:
    return Inspector(open_phone().new_page())


def test_fields_hints_and_remarks(open_phone: OpenPhone) -> None:
    inspector = look(open_phone)
    page = inspector.page
    inspector.open(f"{AT}lay-lai-mat-khau", "start")
    press(page, "Đăng nhập")
    expect(page.locator("#screen [role=alert]")).to_be_visible()
    inspector.look("a remark")
    press(page, "Gợi ý")
    inspector.look("a glow")
    press(page, "Gợi ý thêm", "Gợi ý thêm")
    expect(page.locator(".pointed")).to_be_visible()
    inspector.look("shown")
    press(page, "Đăng ký")
    inspector.look("astray")
    press(page, "Quay lại", "Quên mật khẩu")
    page.get_by_label("Mã gồm 6 số").fill("001099012345")
    press(page, "Tiếp tục")
    expect(page.get_by_text("không lưu lại")).to_be_visible()
    inspector.look("a real number")
    page.get_by_label("Mã gồm 6 số").fill("482913")
    press(page, "Tiếp tục")
    page.get_by_label("Mật khẩu mới").fill("HoaSen-25")
    press(page, "Xác nhận")
    expect(page.get_by_text("Bác làm được rồi")).to_be_visible()
    inspector.look("result")
    assert inspector.faults == []


def test_icons_keypad_and_rows(open_phone: OpenPhone) -> None:
    inspector = look(open_phone)
    inspector.open(f"{AT}mo-khoa", "icons")
    press(inspector.page, "VNeID", "2")
    inspector.look("keypad")
    press(inspector.page, "4", "6", "8")
    inspector.look("rows")
    assert inspector.faults == []


def test_switches_and_a_dialog(open_phone: OpenPhone) -> None:
    inspector = look(open_phone)
    inspector.open(f"{AT}tat-quyen?tu-lam=1", "alone")
    press(inspector.page, "Quyền riêng tư")
    inspector.look("switches")
    press(inspector.page, "Được đọc tin nhắn", role="switch")
    press(inspector.page, "Lưu")
    expect(inspector.page.get_by_role("dialog", name="Bác chắc chưa")).to_be_visible()
    inspector.look("dialog")
    assert inspector.faults == []


def test_ticks_messages_and_finding(open_phone: OpenPhone, consoles: Consoles) -> None:
    consoles.expect("status of 422")
    inspector = look(open_phone)
    inspector.open(f"{AT}chuyen-tien", "tick")
    inspector.open(f"{AT}chan-so-la", "messages")
    inspector.open("/bai-hoc/giu-mat-khau/cau-hoi/bam-vao-dau", "find")
    press(inspector.page, "Trả lời")
    expect(inspector.page.locator("#screen [role=alert]")).to_be_visible()
    inspector.look("find, nothing chosen")
    inspector.page.get_by_role("radio", name="Quên mật khẩu").check()
    press(inspector.page, "Trả lời")
    expect(inspector.page.get_by_text("Đúng rồi, bác giỏi lắm!")).to_be_visible()
    assert inspector.faults == []


def test_targets_are_large_enough_for_a_thumb(open_phone: OpenPhone) -> None:
    page = open_phone(viewport={"width": 320, "height": 640}).new_page()
    for slug, way in (("mo-khoa", ["VNeID"]), ("tat-quyen", ["Quyền riêng tư"]), ("lay-lai-mat-khau", [])):
        page.goto(AT + slug)
        press(page, *way)
        small = page.evaluate(
            "() => [...document.querySelectorAll('.device button, .device input')]"
            ".map((one) => [one.innerText, one.getBoundingClientRect()])"
            ".filter(([, box]) => box.height < 48 || box.width < 48).map(([name]) => name)"
        )
        assert small == []


def test_glow_is_seen_without_colours_and_nothing_moves(open_phone: OpenPhone) -> None:
    page = open_phone(forced_colors="active", reduced_motion="reduce").new_page()
    page.goto(f"{AT}lay-lai-mat-khau")
    press(page, "Gợi ý", "Gợi ý thêm", "Gợi ý thêm")
    styles = page.evaluate(
        "() => [...document.querySelectorAll('.device button')].map((one) => getComputedStyle(one).outlineStyle)"
    )
    assert styles == ["none", "solid", "dashed"]
    assert page.evaluate("document.getAnimations().length") == 0
