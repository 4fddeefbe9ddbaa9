"""A wrong answer and a wrong tap are explained by touch, with and without script; a hint is asked for; how it all looks."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import OpenPhone
from tests.browser.inspection import Inspector
from tests.browser.lesson_walk import heading, learner_of, wait_for_script
from tests.browser.test_question_kinds import tap
from tests.forked_service import forked_service
from tests.live_service import LiveService
from tests.tutor.explaining_content import RULE, SLUG, question_url, write_explained

QUESTION = question_url("ai-xin-ma")
SIMULATION = f"/bai-hoc/{SLUG}/tap-bam/lay-lai-mat-khau"
ASK_WHY = "Xem lại chỗ này trong bài"


@pytest.fixture(scope="module")
def explained_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveService]:
    folder = tmp_path_factory.mktemp("explained")
    with forked_service(folder, write_explained(folder / "content")) as running:
        yield running


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def explained_phone(
    request: pytest.FixtureRequest, open_phone: OpenPhone, explained_service: LiveService
) -> BrowserContext:
    return open_phone(base_url=explained_service.url, java_script_enabled=request.param)


def answer_wrongly(page: Page) -> None:
    page.goto(QUESTION)
    tap(page, "Đọc mã OTP")
    page.get_by_role("button", name="Trả lời").tap()
    expect(heading(page)).to_contain_text("Mình xem lại chỗ này nhé")


def test_wrong_answer_leads_to_the_sentence_and_the_step_and_back(explained_phone: BrowserContext) -> None:
    page = explained_phone.new_page()
    answer_wrongly(page)
    page.get_by_role("link", name=ASK_WHY).tap()
    expect(page.locator(".outcome").last).to_contain_text(RULE)
    page.get_by_role("link", name="Xem lại bước 1").tap()
    expect(heading(page)).to_contain_text("Người lạ xin mã")
    expect(page.locator(".text").first).to_contain_text(RULE)


def test_explanation_stands_on_the_page_of_the_answer(open_phone: OpenPhone, explained_service: LiveService) -> None:
    page = open_phone(base_url=explained_service.url).new_page()
    answer_wrongly(page)
    wait_for_script(page)
    page.get_by_role("link", name=ASK_WHY).tap()
    expect(page.locator("#vi-sao .chosen")).to_contain_text(RULE)
    expect(heading(page)).to_contain_text("Mình xem lại chỗ này nhé")
    expect(page.locator("#vi-sao h2")).to_be_focused()
    assert page.url.endswith(QUESTION)
    page.reload()
    expect(page.get_by_role("link", name=ASK_WHY)).to_be_visible()


def test_wrong_tap_is_explained(explained_phone: BrowserContext) -> None:
    page = explained_phone.new_page()
    page.goto(SIMULATION)
    page.get_by_role("button", name="Đăng nhập", exact=True).tap()
    page.get_by_role("link", name=ASK_WHY).tap()
    expect(page.get_by_role("link", name="Xem lại bước")).to_be_visible()


def test_hints_are_asked_for_and_kept_with_the_answer(
    explained_phone: BrowserContext, explained_service: LiveService
) -> None:
    page = explained_phone.new_page()
    page.goto(QUESTION)
    tap(page, "Cúp máy")
    page.get_by_role("button", name="Cho tôi một gợi ý").tap()
    expect(page.get_by_role("alert")).to_contain_text("Bác xem lại bước 1")
    expect(page.locator("label.choice", has_text="Cúp máy").locator("input")).to_be_checked()
    page.get_by_role("button", name="Gợi ý thêm").tap()
    expect(page.get_by_role("alert").locator("s")).to_be_visible()
    page.get_by_role("button", name="Trả lời").tap()
    expect(heading(page)).to_contain_text("Đúng rồi")
    rows = explained_service.query(
        "SELECT score, assisted FROM answer WHERE learner_id = ?", learner_of(explained_service, explained_phone)
    )
    assert rows == [(1.0, 1)]


def test_enter_answers_and_asks_for_no_hint(explained_phone: BrowserContext) -> None:
    page = explained_phone.new_page()
    page.goto(question_url("go-chu", "du-kieu"))
    page.get_by_label("Câu trả lời").fill("công an phường")
    page.keyboard.press("Enter")
    expect(heading(page)).to_contain_text("Đúng rồi")


def test_pages_of_mistakes_and_hints_look_right(open_phone: OpenPhone, explained_service: LiveService) -> None:
    page = open_phone(base_url=explained_service.url).new_page()
    inspector = Inspector(page)
    answer_wrongly(page)
    inspector.look("a wrong answer")
    wait_for_script(page)
    page.get_by_role("link", name=ASK_WHY).tap()
    expect(page.locator("#vi-sao .chosen")).to_be_visible()
    inspector.look("explained in place")
    inspector.open(f"/tro-ly/vi-sao/{SLUG}/ai-xin-ma", "explained")
    page.goto(SIMULATION)
    page.get_by_role("button", name="Đăng nhập", exact=True).tap()
    expect(page.get_by_role("link", name=ASK_WHY)).to_be_visible()
    inspector.look("a wrong tap")
    page.goto(question_url("goi-so-nao"))
    for name in ("Cho tôi một gợi ý", "Gợi ý thêm"):
        page.get_by_role("button", name=name).tap()
    expect(page.get_by_role("alert").locator("s")).to_be_visible()
    inspector.look("all hints")
    assert inspector.faults == []
