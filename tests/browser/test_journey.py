from playwright.sync_api import BrowserContext, Page, expect

from app.courses.domain.catalogue import Catalogue
from app.courses.domain.lessons import Lesson, Step
from app.quiz.domain.choice_question import ChoiceQuestion
from app.quiz.domain.simulation.screens import Simulation
from tests.browser.lesson_walk import (
    answer,
    heading,
    learner_of,
    play_through,
    primary,
    questions,
    right,
    squeezed,
    text_of,
    wrong,
)
from tests.live_service import LiveService


def plain_lesson(catalogue: Catalogue) -> Lesson:
    """The first one of which every question is answered by one choice."""
    return next(
        lesson
        for lesson in catalogue.lessons.values()
        if all(isinstance(exercise.body, ChoiceQuestion | Simulation) for exercise in lesson.exercises)
    )


def open_from_the_catalogue(page: Page, catalogue: Catalogue, lesson: Lesson) -> None:
    [course] = [course for course in catalogue.courses if course.slug == lesson.course]
    page.get_by_role("link", name="Xem tất cả bài học").tap()
    page.get_by_role("link", name=course.about.name, exact=True).tap()
    page.get_by_role("link", name=lesson.about.wish).tap()


def answer_both_ways(page: Page, question: ChoiceQuestion) -> None:
    for choice, says in ((wrong(question), "Mình xem lại chỗ này nhé"), (right(question), "Đúng rồi")):
        answer(page, choice)
        expect(heading(page)).to_contain_text(says)
        assert squeezed(page.locator(".outcome > .text")) == text_of(choice.feedback)
        assert squeezed(page.locator(".chosen > div")) == text_of(choice.text)
        if not choice.right:
            page.get_by_role("link", name="Thử lại").tap()
            expect(page.locator("form.fill")).to_be_visible()


def read_until_question(page: Page) -> None:
    while page.locator("form.fill").count() == 0:
        title = heading(page).inner_text()
        primary(page).tap()
        expect(heading(page)).not_to_have_text(title)


def test_a_lesson_is_learned_from_the_first_press_to_the_progress_page(
    phone: BrowserContext, service: LiveService, catalogue: Catalogue
) -> None:
    lesson = plain_lesson(catalogue)
    scores: list[tuple[float]] = []
    page = phone.new_page()
    page.goto("/")
    expect(heading(page)).to_have_text("Chào bác!")
    open_from_the_catalogue(page, catalogue, lesson)
    for number, screen in enumerate(lesson.screens, 1):
        expect(page.locator(".count")).to_have_text(f"Bước {number} / {len(lesson.screens)}")
        if isinstance(screen, Step):
            expect(heading(page)).to_have_text(screen.title)
        elif isinstance(screen.body, Simulation):
            play_through(page, screen.body)
            scores.append((1.0,))
        else:
            assert isinstance(screen.body, ChoiceQuestion)
            answer_both_ways(page, screen.body)
            scores += [(0.0,), (1.0,)]
        primary(page).tap()
    expect(heading(page)).to_have_text("Bác học xong rồi!")
    assert squeezed(page.locator(".card-to-keep")) == text_of(lesson.ending.card)

    page.get_by_role("link", name="Tiến bộ của bác").tap()
    expect(heading(page)).to_have_text("Tiến bộ của bác")
    mine = {catalogue.skills[skill].name for exercise in lesson.exercises for skill in exercise.skills}
    assert set(page.locator(".skills h3").all_inner_texts()) == mine
    ahead = " ".join(page.locator(".ahead").all_inner_texts())
    assert not [name for name in mine if name in ahead]

    page.get_by_role("link", name="Học Vụ Số").tap()
    expect(page.get_by_role("link", name="Bác đã học xong 1 bài")).to_be_visible()
    rows = service.query("SELECT score FROM answer WHERE learner_id = ? ORDER BY id", learner_of(service, phone))
    assert rows == scores


def test_a_learner_goes_on_where_they_stopped(phone: BrowserContext, catalogue: Catalogue) -> None:
    lesson = plain_lesson(catalogue)
    exercise, question = next(questions(lesson))
    page = phone.new_page()
    page.goto("/")
    open_from_the_catalogue(page, catalogue, lesson)
    read_until_question(page)
    answer(page, right(question))
    primary(page).tap()
    following = lesson.screens[lesson.number_of(exercise.slug)]
    assert isinstance(following, Step)
    expect(heading(page)).to_have_text(following.title)
    page.close()

    later = phone.new_page()
    later.goto("/")
    expect(heading(later)).to_have_text("Mình học tiếp nhé")
    expect(later.locator(".note")).to_contain_text(lesson.about.title)
    later.get_by_role("link", name="Học tiếp").tap()
    expect(heading(later)).to_have_text(following.title)
    later.goto(f"/bai-hoc?khoa={lesson.course}")
    expect(later.locator(".wishes li", has_text=lesson.about.wish)).to_contain_text("đang học")


def test_two_learners_of_one_phone_have_their_own_progress(
    phone: BrowserContext, service: LiveService, catalogue: Catalogue
) -> None:
    lesson = plain_lesson(catalogue)
    page = phone.new_page()
    page.goto("/")
    page.get_by_role("link", name="Ai đang học?").tap()
    page.get_by_label("Tên hay gọi ở nhà").fill("bà Lan")
    page.get_by_role("button", name="Đặt tên").tap()
    expect(heading(page)).to_have_text("Chào bà Lan!")
    open_from_the_catalogue(page, catalogue, lesson)
    read_until_question(page)
    answer(page, right(next(questions(lesson))[1]))
    lan = learner_of(service, phone)

    page.goto("/tai-khoan")
    page.get_by_label("Tên hay gọi ở nhà").fill("Hùng")
    page.get_by_role("button", name="Thêm người này").tap()
    expect(heading(page)).to_have_text("Chào Hùng!")
    page.goto("/tien-bo")
    expect(heading(page)).to_have_text("Tiến bộ của Hùng")
    expect(page.locator(".skills .state")).to_have_count(0)
    assert learner_of(service, phone) != lan

    page.goto("/tai-khoan")
    page.get_by_role("button", name="Đổi sang bà Lan").tap()
    expect(heading(page)).to_have_text("bà Lan ơi, mình học tiếp nhé")
    page.goto("/tien-bo")
    expect(page.locator(".skills .state")).not_to_have_count(0)
    assert learner_of(service, phone) == lan


def test_the_name_in_the_header_is_the_learners(scripted: BrowserContext) -> None:
    page = scripted.new_page()
    page.goto("/tai-khoan")
    page.get_by_label("Tên hay gọi ở nhà").fill("ông Sáu")
    page.get_by_role("button", name="Đặt tên").tap()
    expect(page.locator("#who")).to_have_text("ông Sáu")
    page.goto("/bai-hoc")
    expect(page.locator("#who")).to_have_text("ông Sáu")


def test_chromium_keeps_the_guarded_cookie_on_this_machine(phone: BrowserContext, catalogue: Catalogue) -> None:
    lesson = plain_lesson(catalogue)
    page = phone.new_page()
    page.goto(f"/bai-hoc/{lesson.slug}")
    assert {cookie["name"] for cookie in phone.cookies()} == {"vi-tri"}
    read_until_question(page)
    answer(page, right(next(questions(lesson))[1]))
    device = next(cookie for cookie in phone.cookies() if cookie["name"] == "__Host-may")
    assert device["secure"]
    assert device["httpOnly"]
    assert device["sameSite"] == "Lax"
    assert device["path"] == "/"
