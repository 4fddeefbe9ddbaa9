"""A pupil with an iPhone who likes short words says so in a few taps, and everything after speaks to them."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.courses.domain.catalogue import Catalogue
from app.courses.domain.lessons import Lesson, Step
from tests.browser.conftest import OpenPhone
from tests.browser.inspection import Inspector
from tests.browser.lesson_walk import answer, heading, question_url, questions, right, settle

WRITTEN = re.compile(r"\b[Bb]ác\b(?! sĩ| bỏ)")


def easy_step(catalogue: Catalogue) -> tuple[Lesson, int, Step]:
    """One with easier words."""
    for lesson in catalogue.lessons.values():
        for number, screen in enumerate(lesson.screens, 1):
            if isinstance(screen, Step) and screen.easier and next(questions(lesson), None):
                return lesson, number, screen
    pytest.fail("no lesson has easier words")


def tap(page: Page, *labels: str) -> None:
    for label in labels:
        page.locator("label.choice", has_text=re.compile(f"^{label}$")).tap()


def choose_all(page: Page) -> None:
    page.goto("/tai-khoan")
    tap(page, "Em", "Học sinh, sinh viên", "iPhone", "Đọc chậm, thích chữ ngắn", "Đi học")
    page.get_by_role("button", name="Lưu cách đọc").tap()
    expect(page.locator(".saved")).to_have_text("Đã lưu rồi em ạ.")
    expect(page.locator("footer")).to_contain_text("Tiến bộ của em")


def text_of(page: Page) -> str:
    return page.locator("body").inner_text()


def test_lesson_speaks_to_a_pupil_and_begins_with_easy_words(phone: BrowserContext, catalogue: Catalogue) -> None:
    lesson, number, step = easy_step(catalogue)
    page = phone.new_page()
    choose_all(page)
    page.goto("/")
    expect(heading(page)).to_have_text("Chào em!")
    page.goto(f"/bai-hoc/{lesson.slug}?buoc={number}")
    expect(page.locator("#step-title")).to_have_text(step.title.replace("bác", "em"))
    open_now = page.locator("#step-text").inner_text()
    page.get_by_text("Đọc lời đầy đủ").tap()
    whole = page.locator("details[open] .text")
    expect(whole).to_be_visible()
    assert whole.inner_text() != open_now
    assert not WRITTEN.search(text_of(page))
    exercise, question = next(questions(lesson))
    page.goto(question_url(lesson, exercise))
    assert not WRITTEN.search(text_of(page))
    answer(page, right(question))
    assert not WRITTEN.search(text_of(page))


def test_who_chose_nothing_opens_easier_words_with_a_tap(phone: BrowserContext, catalogue: Catalogue) -> None:
    lesson, number, _step = easy_step(catalogue)
    page = phone.new_page()
    page.goto(f"/bai-hoc/{lesson.slug}?buoc={number}")
    easier = page.locator("details", has_text="Giải thích dễ hơn")
    expect(easier.locator(".text")).to_be_hidden()
    easier.locator("summary").tap()
    expect(easier.locator(".text")).to_be_visible()
    expect(page.locator("#step-text")).to_be_visible()


def test_choices_are_skipped_changed_and_forgotten(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/tai-khoan")
    expect(page.get_by_role("button", name="Xóa lựa chọn")).to_have_count(0)
    page.get_by_role("link", name="Bỏ qua").tap()
    expect(heading(page)).to_have_text("Chào bác!")
    choose_all(page)
    tap(page, "Chú")
    page.get_by_role("button", name="Lưu cách đọc").tap()
    expect(page.locator(".saved")).to_have_text("Đã lưu rồi chú ạ.")
    page.get_by_role("button", name="Xóa lựa chọn").tap()
    expect(page.locator(".saved")).to_have_text("Đã lưu rồi bác ạ.")
    page.goto("/")
    expect(heading(page)).to_have_text("Chào bác!")


def test_pages_that_htmx_brings_speak_to_the_pupil_too(scripted: BrowserContext, catalogue: Catalogue) -> None:
    lesson, _number, _step = easy_step(catalogue)
    page = scripted.new_page()
    choose_all(page)
    page.goto(f"/bai-hoc/{lesson.slug}")
    page.locator("#screen .primary").tap()
    settle(page)
    assert not WRITTEN.search(text_of(page))


def test_pages_of_a_profile_are_for_eyes_and_fingers(open_phone: OpenPhone, catalogue: Catalogue) -> None:
    lesson, number, _step = easy_step(catalogue)
    page = open_phone().new_page()
    inspector = Inspector(page)
    inspector.open("/tai-khoan", "choosing")
    choose_all(page)
    inspector.look("chosen")
    inspector.open(f"/bai-hoc/{lesson.slug}?buoc={number}", "easy words first, all words below")
    assert inspector.faults == []
