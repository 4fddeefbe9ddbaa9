"""What learners did, as a teacher reads it on a phone: with made-up learners on the shipped content."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from app.core.clock import VIETNAM
from app.core.config import PROJECT
from app.core.db import Database
from app.courses.domain.compilation import compile_catalogue
from app.courses.folders import read_folders
from app.observations.demo import load_answers
from app.quiz.domain.kinds import KINDS
from tests.browser.conftest import OpenPhone, sign_in_teacher
from tests.browser.inspection import Inspector
from tests.browser.lesson_walk import heading
from tests.forked_service import forked_service
from tests.live_service import NOW, LiveService

ALL, ONE = "/soan-bai/nguoi-hoc", "/soan-bai/nguoi-hoc/hai-muc-dinh-danh"


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveService]:
    """A service where 150 learners have been."""
    with forked_service(tmp_path_factory.mktemp("observed")) as service:
        now = datetime.fromisoformat(NOW).replace(tzinfo=VIETNAM)
        files = read_folders([PROJECT / "content"], []).values()
        catalogue = compile_catalogue(files, now.date(), KINDS, service.settings.secret).catalogue
        vneid = tuple(lesson for lesson in catalogue.lessons.values() if lesson.course in ("vneid", "lua-dao"))
        database = Database(service.settings.database_url)
        with database.transaction() as connection:
            load_answers(connection, vneid, now)
        database.close()
        yield service


@pytest.fixture(scope="module")
def signed_in(browser: Browser, school: LiveService) -> Any:
    return sign_in_teacher(browser, school)


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def desk(request: pytest.FixtureRequest, open_phone: OpenPhone, school: LiveService, signed_in: Any) -> BrowserContext:
    return open_phone(base_url=school.url, storage_state=signed_in, java_script_enabled=request.param)


def test_a_teacher_goes_from_all_lessons_to_a_choice_that_was_taken(desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto(ALL)
    expect(heading(page)).to_have_text("Người học làm ra sao")
    page.locator("summary", has_text="VNeID").tap()
    page.locator("details").get_by_role("link", name="mức").first.tap()
    expect(page.get_by_text("người bắt đầu").first).to_be_visible()
    expect(page.get_by_text("người trả lời lần đầu").first).to_be_visible()
    expect(page.locator("progress").first).to_be_visible()
    page.get_by_role("link", name="Người học làm ra sao").tap()
    expect(heading(page)).to_have_text("Người học làm ra sao")


def test_pages_are_for_everybody_on_every_screen(open_phone: OpenPhone, school: LiveService, signed_in: Any) -> None:
    inspector = Inspector(open_phone(base_url=school.url, storage_state=signed_in).new_page())
    inspector.open(ALL)
    inspector.open(ONE)
    assert inspector.faults == []
