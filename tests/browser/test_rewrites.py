"""A teacher on a phone decides about what the model said anew; a slow reader reads it, and the teacher's own words."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from typing import Any

import pytest
from llmock.pytest_plugin import LLMock
from playwright.sync_api import Browser, expect

from app.accounts.domain.roles import Role
from app.core.clock import Clock
from app.core.db import Database
from app.courses.library import ContentLibrary
from app.quiz.domain.kinds import KINDS
from app.tutor.rewriting.workshop import Workshop
from tests.browser.conftest import OpenPhone
from tests.browser.inspection import Inspector
from tests.browser.lesson_walk import heading
from tests.browser.test_desk import open_until
from tests.cast import PASSWORD
from tests.forked_service import forked_service
from tests.live_service import NOW, LiveService
from tests.sample_content import write_content
from tests.tutor.rewriting_texts import EASIER, FAITHFUL, LESSONS, TAUGHT, reply, write_all


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveService]:
    folder = tmp_path_factory.mktemp("rewrites")
    with forked_service(folder / "var", write_content(folder / "content", LESSONS)) as service:
        yield service


@pytest.fixture(scope="module")
def quan(browser: Browser, school: LiveService) -> Any:
    """An admin, who may give rewrites to learners."""
    login = school.hire(Role.ADMIN)
    with browser.new_context(base_url=school.url) as context:
        page = context.new_page()
        page.goto("/dang-nhap")
        page.get_by_label("Tên đăng nhập").fill(login)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(lambda url: "/dang-nhap" not in url)
        return context.storage_state()


def make_rewrites(school: LiveService, model: LLMock) -> None:
    """As the nightly command does, beside the running service."""
    model.reply(reply(*FAITHFUL), times=None)
    with closing(Database(school.settings.database_url)) as database:
        clock = Clock(datetime.fromisoformat(NOW))
        library = ContentLibrary(school.settings.content_dirs, database, clock, KINDS, school.settings.secret)
        library.load()
        write_all(Workshop(database, library, clock), model)


def test_rewrite_goes_from_the_teachers_phone_to_the_slow_readers(
    open_phone: OpenPhone, school: LiveService, quan: Any, llmock: LLMock
) -> None:
    with ThreadPoolExecutor(1) as apart:  # Playwright has an event loop running in this thread
        apart.submit(make_rewrites, school, llmock).result()
    teacher = open_phone(base_url=school.url, storage_state=quan).new_page()
    teacher.goto("/soan-bai")
    teacher.get_by_role("link", name="Bản viết lại của máy").tap()
    expect(heading(teacher)).to_have_text("Bản viết lại")
    inspector = Inspector(teacher)
    inspector.look("rewrites")
    teacher.get_by_role("link", name="Giữ mã: Đổi mật khẩu").tap()
    expect(teacher.locator(".lines ins").first).to_be_visible()
    expect(teacher.get_by_text("Không nhận").first).to_be_visible()
    inspector.look("rewrite")
    assert inspector.faults == []
    teacher.get_by_role("button", name="Nhận, cho người học thấy").tap()
    expect(teacher.get_by_text("người học đang thấy")).to_be_visible()

    learner = open_phone(base_url=school.url).new_page()
    learner.goto("/tai-khoan")
    learner.get_by_label("Đọc chậm, thích chữ ngắn").check()
    learner.get_by_role("button", name="Lưu").first.tap()
    learner.wait_for_url("**/tai-khoan?da-luu=1")
    for lesson in ("giu-ma", "doi-mat-khau"):
        open_until(learner, f"/bai-hoc/{lesson}?buoc=1", learner.get_by_text(EASIER))
        learner.get_by_role("link", name="Xem bản gốc").tap()
        expect(learner.get_by_text(TAUGHT)).to_be_visible()
        expect(learner.get_by_text(EASIER)).to_have_count(0)

    teacher.get_by_text("Lấy lại, không cho người học thấy nữa").tap()
    teacher.get_by_label("Vì sao?").fill("Cô muốn xem thêm.")
    teacher.get_by_role("button", name="Lấy lại", exact=True).tap()
    expect(teacher.get_by_text("đã lấy lại")).to_be_visible()
    open_until(learner, "/bai-hoc/giu-ma?buoc=1", learner.get_by_text(TAUGHT))
