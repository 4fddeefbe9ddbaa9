"""Looking for a lesson on a small phone: by the courses, and by words."""

from playwright.sync_api import BrowserContext, Page, expect

from app.courses.domain.catalogue import Catalogue
from tests.browser.lesson_walk import heading
from tests.browser.test_weight import FIRST_VISIT, NEXT_LESSON, Wire, total

QUESTION = "Bác muốn làm việc gì?"


def look_for(page: Page, words: str) -> None:
    page.get_by_label(QUESTION).fill(words)
    page.get_by_role("button", name="Tìm").tap()


def test_a_lesson_is_found_by_its_course_and_the_way_back_leads_there(
    phone: BrowserContext, catalogue: Catalogue
) -> None:
    course = catalogue.courses[1]
    page = phone.new_page()
    page.goto("/bai-hoc")
    expect(page.locator(".wishes li")).to_have_count(len(catalogue.courses))
    page.get_by_role("link", name=course.about.name, exact=True).tap()
    expect(heading(page)).to_have_text(course.about.name)
    expect(page.locator(".wishes li")).to_have_count(len(course.lessons))
    page.get_by_role("link", name=course.lessons[0].about.wish).tap()
    expect(heading(page)).to_have_text(course.lessons[0].screens[0].title)  # type: ignore[union-attr]
    page.get_by_role("link", name="Quay lại").tap()
    expect(heading(page)).to_have_text(course.about.name)
    page.get_by_role("link", name="Tất cả các nhóm bài").tap()
    expect(heading(page)).to_have_text(QUESTION)


def test_a_lesson_is_found_by_words_without_marks(phone: BrowserContext, catalogue: Catalogue) -> None:
    page = phone.new_page()
    page.goto("/bai-hoc")
    look_for(page, "qwxz")
    expect(page.get_by_text("Chưa có bài nào về “qwxz”")).to_be_visible()
    look_for(page, "quen mat khau vneid")
    expect(page.locator("#screen h2")).to_contain_text("hợp với “quen mat khau vneid”")
    wish = catalogue.lessons["quen-mat-khau"].about.wish
    expect(page.locator(".wishes a").first).to_have_text(wish)
    expect(page.get_by_label(QUESTION)).to_have_value("quen mat khau vneid")
    page.get_by_role("link", name=wish).tap()
    expect(page).to_have_url("/bai-hoc/quen-mat-khau")
    page.go_back()
    expect(page.locator(".wishes a").first).to_have_text(wish)


def test_the_catalogue_is_light(scripted: BrowserContext, catalogue: Catalogue) -> None:
    page = scripted.new_page()
    wire = Wire(page)
    page.goto("/bai-hoc")
    fetched = wire.count()
    assert len(fetched) <= 4
    assert total(fetched) <= FIRST_VISIT
    paths = [f"/bai-hoc?khoa={course.slug}" for course in catalogue.courses]
    for path in (*paths, "/bai-hoc?tim=tien", "/bai-hoc?tim=qwxz"):
        page.goto(path)
        (document,) = wire.count()
        assert document.size <= NEXT_LESSON / 2, path
        if path in paths:  # somebody may have sent this address; what was looked for follows the catalogue
            assert document.size + total(fetched) - fetched[0].size <= FIRST_VISIT, path
