"""From a draft to a lesson that learners read, on two phones of two people, and back again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from app.accounts.domain.roles import Role
from tests.browser.conftest import OpenPhone, copy_content, sign_in_teacher
from tests.browser.inspection import Inspector
from tests.browser.lesson_walk import heading
from tests.browser.test_desk import open_until
from tests.cast import PASSWORD
from tests.forked_service import forked_service
from tests.live_service import LiveService


@dataclass(frozen=True)
class Change:
    """One word of the first step of a lesson that anybody else may approve alone."""

    lesson: str
    place: str
    words: str
    word: str
    instead: str

    @property
    def before(self) -> str:
        return self.words.format(self.word)

    @property
    def after(self) -> str:
        return self.words.format(self.instead)

    @property
    def path(self) -> str:
        return f"content/courses/{self.place}"


CHANGES = {
    True: Change("nhan-chu-nhan-tieng", "zalo/01-nhan-chu-nhan-tieng.md", "Zalo, chạm vào {} người nhà.", "tên", "ảnh"),
    False: Change("noi-nang-xin-phep", "zalo/06-noi-nang-xin-phep.md", "có thưa có {}.", "gửi", "dạ"),
}


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_content("zalo", tmp_path_factory.mktemp("publishing") / "content")


@pytest.fixture(scope="module")
def school(content: Path) -> Iterator[LiveService]:
    with forked_service(content.parent / "var", content) as service:
        yield service


@pytest.fixture(scope="module")
def hanh(browser: Browser, school: LiveService) -> Any:
    """Writes."""
    return sign_in_teacher(browser, school)


@pytest.fixture(scope="module")
def quan(browser: Browser, school: LiveService) -> Any:
    """An admin, who may publish."""
    login = school.hire(Role.ADMIN)
    with browser.new_context(base_url=school.url) as context:
        page = context.new_page()
        page.goto("/dang-nhap")
        page.get_by_label("Tên đăng nhập").fill(login)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.get_by_role("heading", name="Quản trị").wait_for()
        return context.storage_state()


def write(page: Page, change: Change) -> None:
    """Opens the file, changes one word, submits."""
    page.goto(f"/soan-bai/tep/{change.path}")
    page.get_by_role("button", name="Sửa tệp này").tap()
    page.wait_for_url(re.compile(r"/soan-bai/sua/\d+$"))
    area = page.locator("#chu")
    area.fill(area.input_value().replace(change.before, change.after))
    page.get_by_role("button", name="Lưu", exact=True).tap()
    expect(page.locator("#saved")).to_contain_text("Đã lưu lúc")
    page.reload()
    expect(area).to_have_value(re.compile(re.escape(change.after)))
    page.get_by_role("button", name="Gửi đi duyệt").tap()
    expect(page.get_by_text("đang chờ duyệt")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_draft_is_reviewed_published_read_without_a_restart_and_brought_back(
    open_phone: OpenPhone, school: LiveService, content: Path, hanh: Any, quan: Any, script: bool
) -> None:
    phone = {"base_url": school.url, "java_script_enabled": script}
    teacher = open_phone(**phone, storage_state=hanh).new_page()
    admin = open_phone(**phone, storage_state=quan).new_page()
    learner = open_phone(**phone).new_page()
    change = CHANGES[script]
    write(teacher, change)
    expect(teacher.get_by_text("cần người được giao quyền đăng bài")).to_be_visible()
    expect(teacher.get_by_role("button", name="đồng ý")).to_have_count(0)

    admin.goto("/soan-bai")
    admin.get_by_role("link", name="Bài chờ duyệt").tap()
    expect(heading(admin)).to_have_text("Bài chờ duyệt")
    admin.locator(".files .row").first.tap()
    changed = admin.locator(".lines .changed")
    expect(changed).to_have_count(1)
    expect(changed.locator("del")).to_have_text(change.word)
    expect(changed.locator("ins")).to_have_text(change.instead)
    changed.get_by_role("link").tap()
    admin.get_by_label(re.compile("Góp ý cho dòng")).fill("Câu này hay hơn rồi.")
    admin.get_by_role("button", name="Gửi góp ý").tap()
    expect(changed.locator(".said")).to_contain_text("Câu này hay hơn rồi.")
    admin.get_by_role("button", name="Đã xem xong góp ý này").tap()
    expect(admin.locator(".said")).to_have_count(0)
    admin.get_by_role("button", name="Tôi đã đọc, đồng ý cho đăng").tap()
    admin.get_by_role("button", name="Đăng cho người học").tap()
    expect(admin.get_by_text("đã đăng", exact=True)).to_be_visible()
    assert change.after in (content.parent / change.path).read_text("utf-8")
    open_until(learner, f"/bai-hoc/{change.lesson}?buoc=1", learner.get_by_text(change.after))

    teacher.goto(f"/soan-bai/lich-su/{change.path}")
    expect(teacher.locator(".state.done")).to_have_text("đang dùng")
    teacher.get_by_role("link", name="Xem thay đổi").first.tap()
    expect(teacher.locator(".lines ins")).to_have_text(change.instead)
    teacher.get_by_role("button", name="Lấy lại bản này").first.tap()
    teacher.wait_for_url(re.compile(r"/soan-bai/sua/\d+$"))
    expect(teacher.locator("#chu")).to_have_value(re.compile(re.escape(change.before)))


def test_pages_of_review_are_fit_for_eyes_and_fingers(
    open_phone: OpenPhone, school: LiveService, hanh: Any, quan: Any
) -> None:
    change = Change("goi-hinh", "zalo/02-goi-hinh.md", "có hình {} quạt", "nan", "cái")
    teacher = open_phone(base_url=school.url, storage_state=hanh).new_page()
    admin = open_phone(base_url=school.url, storage_state=quan).new_page()
    write(teacher, change)
    inspector = Inspector(admin)
    inspector.open("/soan-bai/duyet", "the queue")
    admin.locator(".files .row").first.tap()
    line = admin.locator(".lines .changed").get_by_role("link")
    line.tap()
    admin.get_by_label(re.compile("Góp ý cho dòng")).fill("Câu này hay hơn rồi.")
    inspector.look("a comment being written")
    admin.get_by_role("button", name="Gửi góp ý").tap()
    expect(admin.locator(".lines .changed .said")).to_contain_text("Câu này hay hơn rồi.")
    inspector.look("a draft under review")
    admin.get_by_role("button", name="Tôi đã đọc, đồng ý cho đăng").tap()
    admin.get_by_role("button", name="Đăng cho người học").tap()
    expect(admin.get_by_text("đã đăng", exact=True)).to_be_visible()
    inspector.open(f"/soan-bai/lich-su/{change.path}", "the versions of a file")
    admin.get_by_role("link", name="Xem thay đổi").first.tap()
    expect(admin.locator(".lines ins").first).to_be_visible()
    inspector.look("the difference of two versions")
    assert inspector.faults == []
