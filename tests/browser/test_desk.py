"""The teacher's desk, and what learners see while a teacher's file is broken."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import OpenPhone, copy_content, sign_in_teacher
from tests.browser.inspection import Inspector
from tests.browser.lesson_walk import heading
from tests.forked_service import forked_service
from tests.live_service import LiveService

LESSON = "courses/vneid/01-hai-muc-dinh-danh.md"
DESK_FILE = f"/soan-bai/tep/content/{LESSON}"
SCREEN = "/bai-hoc/hai-muc-dinh-danh?buoc=2"
GOOD, BROKEN, MENDED = "Không có mức ấy.", "Không có mức ấy [[khong-co-du-kien]].", "Mức ấy không hề có."


@dataclass(frozen=True)
class School:
    """A service on a copy of a shipped course that a teacher may break."""

    service: LiveService
    lesson: Path

    def edit(self, before: str, after: str) -> int:
        """Gives the line that was changed."""
        text = self.lesson.read_text(encoding="utf-8")
        assert text.count(before) == 1
        self.lesson.write_text(text.replace(before, after), encoding="utf-8")
        return text[: text.index(before)].count("\n") + 1


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    folder = tmp_path_factory.mktemp("school")
    content = copy_content("vneid", folder / "content")
    with forked_service(folder / "var", content) as service:
        yield School(service, content / LESSON)


@pytest.fixture(scope="module")
def signed_in(browser: Browser, school: School) -> Any:
    return sign_in_teacher(browser, school.service)


@pytest.fixture
def page(open_phone: OpenPhone, school: School, signed_in: Any) -> Page:
    """The teacher's."""
    return open_phone(base_url=school.service.url, storage_state=signed_in).new_page()


def open_until(page: Page, path: str, sight: Locator) -> None:
    """The service looks at its files twice a second."""
    for _ in range(120):
        page.goto(path)
        if sight.count():
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"{path} never showed {sight}")


def test_a_teacher_sees_every_file_and_what_a_phone_shows_of_it(page: Page) -> None:
    page.goto("/soan-bai")
    expect(heading(page)).to_have_text("Bàn soạn bài")
    row = page.locator(".files li", has_text=LESSON)
    expect(row).not_to_be_visible()  # every file is good: one line a course
    page.locator("summary", has_text="VNeID").tap()
    expect(row).to_contain_text("tốt")
    row.get_by_role("link").tap()
    expect(heading(page)).to_contain_text(LESSON)
    expect(page.locator(".phone")).to_have_count(13)  # seven screens, the five of the simulation, the end
    expect(page.locator(".phone").nth(1)).to_contain_text("Chỉ có hai mức thôi")
    expect(page.locator(".marked")).to_have_count(0)


def test_a_fault_is_told_at_its_line_and_learners_keep_the_last_good_version(
    page: Page, open_phone: OpenPhone, school: School
) -> None:
    line = school.edit(GOOD, BROKEN)
    link = page.get_by_role("link", name=f"Dòng {line},")
    open_until(page, DESK_FILE, link)
    expect(page.get_by_text("Người học đang thấy bản tốt gần nhất")).to_be_visible()
    expect(page.locator(".marked")).to_have_count(1)
    link.tap()
    expect(page.locator(f"#dong-{line}.marked")).to_be_in_viewport()
    expect(page.locator(f"#dong-{line}")).to_contain_text(BROKEN)
    expect(page.locator(f"#dong-{line} + .told")).to_be_in_viewport()

    learner = open_phone(base_url=school.service.url).new_page()
    learner.goto(SCREEN)
    expect(learner.locator("#step-text")).to_contain_text(GOOD)

    inspector = Inspector(page)
    inspector.look("a file with a fault")
    inspector.open("/soan-bai", "the desk with a fault")
    expect(page.locator(".files li", has_text=LESSON)).to_contain_text("có lỗi, người học đang thấy bản cũ")
    assert inspector.faults == []

    school.edit(BROKEN, MENDED)
    open_until(learner, SCREEN, learner.get_by_text(MENDED))
