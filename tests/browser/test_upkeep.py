"""A learner whose screen looks different says so with one press; the teacher sees it, and what has grown old; a question
that has is asked nobody."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import OpenPhone, copy_content, sign_in_teacher
from tests.browser.inspection import Inspector
from tests.browser.lesson_walk import heading, primary
from tests.forked_service import forked_service
from tests.live_service import LiveService

FACT, FACT_PATH = "vneid-noi-lam-muc-hai", "facts/vneid.yaml"
LESSON = "hai-muc-dinh-danh"
STEP = f"/bai-hoc/{LESSON}?buoc=2"
BOARD = "/soan-bai/can-xem-lai"
RESTS = "Câu này đang được kiểm tra lại"
WORDS = "Máy tôi không có nút ấy"


@dataclass(frozen=True)
class School:
    """A service on a copy of a shipped course."""

    service: LiveService
    content: Path

    def let_fact_expire(self) -> None:
        path = self.content / FACT_PATH
        text = path.read_text(encoding="utf-8")
        expired, count = re.subn(rf"(- ma: {FACT}\n(?:  .*\n)*?  ra-soat-truoc: )\S+", r"\g<1>2026-11-20", text)
        seen, _ = re.subn(rf"(- ma: {FACT}\n(?:  .*\n)*?  xem-ngay: )\S+", r"\g<1>2026-11-01", expired)
        assert count == 1
        path.write_text(seen, encoding="utf-8")


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    folder = tmp_path_factory.mktemp("upkeep")
    content = copy_content("vneid", folder / "content")
    with forked_service(folder / "var", content) as service:
        yield School(service, content)


@pytest.fixture(scope="module")
def signed_in(browser: Browser, school: School) -> Any:
    return sign_in_teacher(browser, school.service)


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def learner(request: pytest.FixtureRequest, open_phone: OpenPhone, school: School) -> BrowserContext:
    return open_phone(base_url=school.service.url, java_script_enabled=request.param)


def reports(school: School) -> list[tuple[object, ...]]:
    return school.service.query("SELECT lesson, step, choice, words FROM screen_report ORDER BY id")


def test_learner_says_that_the_screen_differs_and_is_back_at_the_step(learner: BrowserContext, school: School) -> None:
    before = len(reports(school))
    page = learner.new_page()
    page.goto(STEP)
    title = heading(page).inner_text()
    page.get_by_role("link", name="Màn hình của tôi khác").tap()
    expect(heading(page)).to_have_text("Màn hình của bác khác trong bài?")
    page.get_by_role("button", name="Báo cho thầy cô").tap()
    expect(heading(page)).to_have_text("Cảm ơn bác nhiều!")
    primary(page).tap()
    expect(heading(page)).to_have_text(title)
    new = reports(school)[before:]
    assert [row[0::3] for row in new] == [(LESSON, "")]


def test_teacher_reads_it_and_closes_it_and_finds_what_is_old(
    open_phone: OpenPhone, school: School, signed_in: Any
) -> None:
    learner = open_phone(base_url=school.service.url).new_page()
    inspector = Inspector(learner)
    learner.goto(STEP)
    learner.get_by_role("link", name="Màn hình của tôi khác").tap()
    expect(heading(learner)).to_have_text("Màn hình của bác khác trong bài?")
    inspector.look("the form of a report")
    learner.get_by_text("Không thấy nút ấy").tap()
    learner.get_by_label("Bác nói thêm vài chữ").fill(f"{WORDS}, số 0912 345 678")
    learner.get_by_role("button", name="Báo cho thầy cô").tap()
    expect(heading(learner)).to_have_text("Cảm ơn bác nhiều!")
    inspector.look("thanks")

    teacher = open_phone(base_url=school.service.url, storage_state=signed_in).new_page()
    desk = Inspector(teacher)
    desk.open(BOARD, "the board without anything old")
    teacher.get_by_role("link", name="màn hình của tôi khác").tap()
    expect(teacher.get_by_text(f"“{WORDS}, số (số đã che)”")).to_be_visible()
    desk.look("reports")
    teacher.get_by_label("Thầy cô đã làm gì?").first.fill("Đã thêm tên nút của máy khác.")
    teacher.get_by_role("button", name="Đã xem").first.tap()
    expect(teacher.get_by_text("Chưa có lời báo nào chờ xem.")).to_be_visible()
    teacher.get_by_text("Đã xem gần đây").tap()
    expect(teacher.get_by_text("Đã thêm tên nút của máy khác.")).to_be_visible()

    school.let_fact_expire()
    red = teacher.get_by_text("1 đỏ").first
    _open_until(teacher, BOARD, "đang nghỉ")
    expect(red).to_be_visible()
    desk.look("the board")
    row = teacher.locator(".files > li", has_text=FACT).first
    expect(row).to_contain_text("Quá hạn rà soát")
    row.get_by_role("link").first.tap()
    expect(heading(teacher)).to_contain_text(FACT_PATH)

    asleep = next(iter(_resting_urls(teacher)))
    learner.goto(asleep)
    expect(heading(learner)).to_have_text(RESTS)
    inspector.look("a question that rests")
    primary(learner).tap()
    expect(heading(learner)).not_to_have_text(RESTS)
    assert inspector.faults + desk.faults == []


def _open_until(page: Page, path: str, words: str) -> None:
    """The service looks at its files twice a second."""
    for _ in range(120):
        page.goto(path)
        if words in page.locator("main").inner_text():
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"{path} never said {words}")


def _resting_urls(teacher: Page) -> Iterator[str]:
    """Addresses of the questions that the board says rest."""
    teacher.goto(BOARD)
    for row in teacher.locator(".files > li", has_text="đang nghỉ").all():
        path = row.locator("a").first.get_attribute("href") or ""
        name = (row.locator("a").first.text_content() or "").rpartition(": ")[2]
        lesson = re.search(r"/courses/[^/]+/\d\d-([a-z0-9-]+)\.md", path)
        if lesson and "câu hỏi" in (row.text_content() or ""):
            yield f"/bai-hoc/{lesson[1]}/cau-hoi/{name}"
