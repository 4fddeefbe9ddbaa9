"""A real Chromium on a small phone, the service as its own process, and silence in every console."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, WebError, expect, sync_playwright

from app.accounts.domain.roles import Role
from app.core.config import PROJECT
from app.courses.domain.catalogue import Catalogue
from tests.cast import PASSWORD
from tests.chromium import FLAGS, PHONE, PROGRAM
from tests.content.shipped import CATALOGUE
from tests.forked_service import forked_service
from tests.live_service import LiveService
from tests.sharing_out import BROWSER, turn

PATIENCE_MS = 30_000  # ends a hang; a busy machine may take its time

expect.set_options(timeout=PATIENCE_MS)

OpenPhone = Callable[..., BrowserContext]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright keeps an event loop running, in which asyncio.run() of others would fail."""
    for item in items:
        if item.nodeid.startswith(BROWSER):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: turn(item.nodeid))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if PROGRAM is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium: apt-get install chromium-headless-shell")
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=PROGRAM, args=list(FLAGS)) as browser,
    ):
        yield browser


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveService]:
    """With the shipped content."""
    with forked_service(tmp_path_factory.mktemp("service")) as running:
        yield running


def copy_content(course: str, to: Path) -> Path:
    """The shipped content with one of its courses and whatever lessons these lead to, so that nothing is wrong in it: to be
    changed, and read anew after each change, in a fraction of the time that all of it takes the service."""
    shutil.copytree(PROJECT / "content", to)
    lessons = {path.stem.partition("-")[2]: path for path in to.glob("courses/*/[0-9]*.md")}
    kept: set[Path] = set()
    found = {*to.glob(f"courses/{course}/*.md"), *to.glob("tutor/*")}
    while found:
        kept |= found
        words = set(re.findall(r"[a-z0-9-]+", " ".join(path.read_text("utf-8") for path in found)))
        found = {path for name, path in lessons.items() if name in words} - kept
    for folder in (to / "courses").iterdir():
        for lesson in {*folder.glob("[0-9]*.md")} - kept:
            lesson.unlink()
        if not any(folder.glob("[0-9]*.md")):
            shutil.rmtree(folder)
    return to


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped content as the service reads it, with the keys."""
    return CATALOGUE


class Consoles:
    """What browsers said. A refused or broken request is announced by Chromium itself: tests say which they expect."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self._expected: list[str] = []

    def listen(self, context: BrowserContext) -> None:
        context.on("console", self._hear)
        context.on("weberror", self._hear_error)

    def expect(self, pattern: str) -> None:
        self._expected.append(pattern)

    def unexpected(self) -> list[str]:
        return [said for said in self.said if not any(re.search(pattern, said) for pattern in self._expected)]

    def _hear(self, message: ConsoleMessage) -> None:
        self.said.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _hear_error(self, error: WebError) -> None:
        self.said.append(f"uncaught: {error.error}")


@pytest.fixture
def consoles() -> Iterator[Consoles]:
    consoles = Consoles()
    yield consoles
    assert consoles.unexpected() == []


@pytest.fixture
def open_phone(browser: Browser, service: LiveService, consoles: Consoles) -> Iterator[OpenPhone]:
    """Opens a phone that nobody has used: `open_phone(java_script_enabled=False)`, options as Browser.new_context."""
    opened = []

    def open_phone(**options: Any) -> BrowserContext:
        context = browser.new_context(**{**PHONE, "base_url": service.url, **options})
        context.set_default_timeout(PATIENCE_MS)
        consoles.listen(context)
        opened.append(context)
        return context

    yield open_phone
    for context in opened:
        context.close()


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def phone(request: pytest.FixtureRequest, open_phone: OpenPhone) -> BrowserContext:
    """Each test that asks for it runs with JavaScript and without."""
    return open_phone(java_script_enabled=request.param)


@pytest.fixture
def scripted(open_phone: OpenPhone) -> BrowserContext:
    return open_phone()


@pytest.fixture(scope="session")
def teacher_state(browser: Browser, service: LiveService) -> Any:
    return sign_in_teacher(browser, service)


def sign_in_teacher(browser: Browser, service: LiveService) -> Any:
    """A new teacher; gives the cookies for Browser.new_context(storage_state=…)."""
    login = service.hire(Role.TEACHER)
    with browser.new_context(base_url=service.url) as context:
        page = context.new_page()
        page.goto("/dang-nhap")
        page.get_by_label("Tên đăng nhập").fill(login)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.get_by_role("heading", name="Bàn soạn bài").wait_for()
        return context.storage_state()
