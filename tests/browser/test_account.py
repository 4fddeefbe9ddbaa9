"""An account comes to a phone on which somebody has learned as a guest: "Có phải bác không?", and on to where they were
going. At 360 px, with JavaScript and without."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.accounts.domain.roles import Role
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.lessons import Step
from tests.browser.inspection import Inspector
from tests.browser.lesson_walk import answer, heading, learner_of, question_url, questions, right
from tests.cast import LEARNER_LAN, LEARNER_TU, PASSWORD
from tests.live_service import LiveService

QUESTION = "Có phải bác không?"
YES, NO = "Phải, là tôi", "Không, người khác"
WANTED = "/bai-hoc/quen-mat-khau?buoc=1"


@pytest.fixture
def login(service: LiveService) -> str:
    """Of a learner's account that nobody has used yet."""
    return service.hire(Role.LEARNER)


@pytest.fixture
def guest(phone: BrowserContext, catalogue: Catalogue) -> Page:
    return learn_as_guest(phone, catalogue)


def learn_as_guest(phone: BrowserContext, catalogue: Catalogue) -> Page:
    """The page of somebody who gave a name and answered one question, without an account."""
    page = phone.new_page()
    page.goto("/tai-khoan")
    page.get_by_label("Tên hay gọi ở nhà").fill(LEARNER_LAN)
    page.get_by_role("button", name="Đặt tên").tap()
    expect(heading(page)).to_have_text(f"Chào {LEARNER_LAN}!")
    lesson = next(iter(catalogue.lessons.values()))
    exercise, question = next(questions(lesson))
    page.goto(question_url(lesson, exercise))
    answer(page, right(question))
    return page


def sign_in(page: Page, login: str, path: str = "/dang-nhap") -> None:
    page.goto(path)
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").tap()


def owner(service: LiveService, learner: object) -> str | None:
    sql = "select account.login from account join learner on learner.account_id = account.id where learner.id = ?"
    return next((str(login) for (login,) in service.query(sql, learner)), None)


def first_step(catalogue: Catalogue) -> str:
    step = catalogue.lessons["quen-mat-khau"].screens[0]
    assert isinstance(step, Step)
    return step.title


def test_yes_brings_the_guest_into_the_account(
    guest: Page, phone: BrowserContext, service: LiveService, login: str
) -> None:
    learner = learner_of(service, phone)
    sign_in(guest, login)
    expect(heading(guest)).to_have_text(QUESTION)
    expect(guest.locator("#screen")).to_contain_text(f"{LEARNER_LAN} đang học trên máy này có phải là bác không?")
    assert owner(service, learner) is None
    guest.get_by_role("button", name=YES).tap()
    expect(heading(guest)).to_have_text(f"{LEARNER_LAN} ơi, mình học tiếp nhé")
    assert (learner_of(service, phone), owner(service, learner)) == (learner, login)
    guest.goto("/tai-khoan/nhan-lai")  # asked once only
    expect(heading(guest)).to_have_text("Ai đang học?")
    expect(guest.locator(".person")).to_have_count(1)


def test_no_leaves_the_guest_on_the_phone_and_begins_anew(
    guest: Page, phone: BrowserContext, service: LiveService, login: str
) -> None:
    learner = learner_of(service, phone)
    sign_in(guest, login)
    guest.get_by_role("button", name=NO).tap()
    expect(heading(guest)).to_have_text(f"Chào {LEARNER_TU}!")
    own = learner_of(service, phone)
    assert own != learner
    assert (owner(service, own), owner(service, learner)) == (login, None)
    guest.goto("/tai-khoan")
    guest.get_by_role("button", name=f"Đổi sang {LEARNER_LAN}").tap()
    expect(heading(guest)).to_have_text(f"{LEARNER_LAN} ơi, mình học tiếp nhé")
    assert learner_of(service, phone) == learner


@pytest.mark.parametrize("said", [YES, NO])
def test_whoever_was_going_somewhere_gets_there_after_the_question(
    guest: Page, login: str, catalogue: Catalogue, said: str
) -> None:
    sign_in(guest, login, f"/dang-nhap?toi={WANTED}")
    expect(heading(guest)).to_have_text(QUESTION)
    guest.reload()  # the question still knows where to
    guest.get_by_role("button", name=said).tap()
    expect(heading(guest)).to_have_text(first_step(catalogue))
    expect(guest).to_have_url(WANTED)


def test_the_question_can_wait(guest: Page, phone: BrowserContext, service: LiveService, login: str) -> None:
    """Who looks first who learns on this phone finds the question again there; a page left open answers for nobody else."""
    sign_in(guest, login)
    expect(heading(guest)).to_have_text(QUESTION)
    left_open = phone.new_page()
    left_open.goto("/tai-khoan/nhan-lai")
    guest.get_by_role("link", name="Xem những ai học trên máy này").tap()
    expect(heading(guest)).to_have_text("Ai đang học?")
    guest.get_by_role("link", name=f"{LEARNER_LAN} đang học trên máy này có phải là bác không?").tap()
    guest.get_by_role("button", name=YES).tap()
    expect(heading(guest)).to_have_text(f"{LEARNER_LAN} ơi, mình học tiếp nhé")
    learner = learner_of(service, phone)
    left_open.get_by_role("button", name=NO).tap()
    expect(heading(left_open)).to_have_text("Ai đang học?")
    assert (learner_of(service, phone), owner(service, learner)) == (learner, login)


def test_the_question_reads_well_on_a_small_phone(scripted: BrowserContext, catalogue: Catalogue, login: str) -> None:
    page = learn_as_guest(scripted, catalogue)
    sign_in(page, login)
    expect(heading(page)).to_have_text(QUESTION)
    for button in (YES, NO):
        box = page.get_by_role("button", name=button).bounding_box()
        assert box is not None
        assert box["height"] >= 48
        assert box["y"] + box["height"] <= 640  # both within the first screen
    inspector = Inspector(page)
    inspector.look("whether the guest is this person")
    assert inspector.faults == []
