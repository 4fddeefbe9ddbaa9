"""An assessor at work: with the keyboard, on a phone, without script."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.accounts import service as accounts
from app.accounts.models import Account
from app.certification.domain.credential import Issuer
from app.certification.service import Certificates
from app.core.clock import Clock
from app.core.db import Database
from app.courses.library import ContentLibrary
from app.quiz.domain.kinds import KINDS
from app.sittings.standards import Engine, Standards
from tests.assessment.hall import Hall, mixed, open_hall, right
from tests.browser.conftest import Consoles, OpenPhone
from tests.browser.inspection import Inspector
from tests.cast import PASSWORD
from tests.forked_service import forked_service
from tests.live_service import LiveService
from tests.sittings.place import NINE, Place
from tests.sittings.sample_bank import write_bank


@dataclass(frozen=True)
class Desk:
    service: LiveService
    hall: Hall

    def sign_in(self, context: BrowserContext) -> Page:
        with self.hall.database.session(writes=True) as session:
            accounts.set_password(session, self.hall.lan.account, PASSWORD)
            login = session.get_one(Account, self.hall.lan.account).login
            session.commit()
        page = context.new_page()
        page.goto("/dang-nhap")
        page.get_by_label("Tên đăng nhập").fill(login)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.get_by_role("heading", name="Bàn thẩm định").wait_for()
        return page


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("assessment")
    content = write_bank(folder / "content")
    with (
        forked_service(folder / "var", content) as service,
        closing(Database(service.settings.database_url)) as database,
    ):
        library = ContentLibrary([content], database, Clock(NINE), KINDS, service.settings.secret)
        standards = Standards([content], library)
        library.on_change(standards.follow)
        library.load()
        certificates = Certificates(Issuer(service.url, "Xã thử"), service.settings.var_dir / "keys")
        hall = open_hall(Place(database, library, standards, Engine(standards, certificates), Path(content)))
        yield Desk(service, hall)


@pytest.fixture
def open_desk(desk: Desk, open_phone: OpenPhone) -> BrowserContext:
    return open_phone(base_url=desk.service.url)


def test_two_keys_approve_a_case_and_bring_the_next(desk: Desk, open_desk: BrowserContext) -> None:
    tokens = desk.hall.open_cases(right(), right())
    desk.hall.draw(False)
    page = desk.sign_in(open_desk)
    page.get_by_role("button", name="Xem hồ sơ tiếp theo").first.tap()
    page.wait_for_url(re.compile("/ho-so/"))
    first = page.url
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id").startswith("cau-")
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Duyệt, cấp giấy xác nhận")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/ho-so/" in url and url != first)
    page.keyboard.press("d")
    page.get_by_label("Bài dừng giữa chừng").check()
    expect(page.get_by_label("Lời cho người học (đọc thành tiếng)").nth(2)).to_have_value(
        re.compile("dừng khi chưa xong")
    )
    page.keyboard.press("p")
    page.keyboard.press("Enter")
    page.get_by_text("Đã ghi quyết định").wait_for()
    assert sorted(str(desk.hall.case(token).verdict) for token in tokens) == ["approve", "practical"]


def test_keys_do_nothing_while_somebody_types(desk: Desk, open_desk: BrowserContext) -> None:
    token = desk.hall.open_cases(mixed())[0]
    page = desk.sign_in(open_desk)
    page.goto(f"/tham-dinh/ho-so/{token}")
    page.keyboard.press("p")
    box = page.get_by_label("Lời cho người học (đọc thành tiếng)").nth(1)
    box.fill("")
    box.press_sequentially("dap")
    expect(box).to_have_value("dap")
    expect(page.locator("#viec-approve")).not_to_have_attribute("open", "")


def test_words_outlive_a_refusal_and_the_way_to_the_password(
    desk: Desk, open_desk: BrowserContext, consoles: Consoles
) -> None:
    consoles.expect("status of 422")
    token = desk.hall.open_cases(mixed())[0]
    page = desk.sign_in(open_desk)
    url = f"/tham-dinh/ho-so/{token}"
    page.goto(url)
    page.keyboard.press("d")
    own = page.locator("#viec-deny [value=own-words]")
    page.keyboard.press(str(page.locator("#viec-deny [name=ly-do]").count()))
    expect(own).to_be_checked()
    page.locator("#bac-deny").fill("Bác tập chụp giấy tờ thêm nhé.")
    page.get_by_role("button", name="Chưa xác nhận lần này").click()
    page.get_by_text("Lý do này chưa có lời ghi hồ sơ").wait_for()
    page.goto(url)
    expect(page.locator("#bac-deny")).to_have_value("Bác tập chụp giấy tờ thêm nhé.")
    expect(own).to_be_checked()


def test_taps_are_played_one_screen_at_a_time(desk: Desk, open_desk: BrowserContext) -> None:
    token = desk.hall.case_with_taps(right)
    page = desk.sign_in(open_desk)
    page.goto(f"/tham-dinh/ho-so/{token}/bam")
    frames = page.locator(".frames > li")
    count = frames.count()
    expect(frames.first).to_be_visible()
    page.get_by_role("button", name="Phát").click()
    expect(frames.first).to_be_visible()
    if count > 1:
        expect(frames.nth(count - 1)).not_to_be_visible()
    page.get_by_role("button", name="Phát lại").wait_for(timeout=70_000)
    expect(frames.nth(count - 1)).to_be_visible()


def test_without_script_a_case_is_decided_with_links_and_forms(desk: Desk, open_phone: OpenPhone) -> None:
    token = desk.hall.open_cases(right())[0]
    desk.hall.draw(False)
    page = desk.sign_in(open_phone(base_url=desk.service.url, java_script_enabled=False))
    page.goto(f"/tham-dinh/ho-so/{token}")
    page.locator("#viec-practical > summary").tap()
    page.get_by_label("Ít việc tự tay làm").check()
    page.get_by_role("button", name="Mời làm việc thực hành").tap()
    page.wait_for_url(lambda url: token not in url)
    assert desk.hall.case(token).verdict == "practical"
    assert "tự tay làm thêm" in desk.hall.verdicts(token)[-1].learner_text


def test_desk_is_fit_for_eyes_and_fingers(desk: Desk, open_desk: BrowserContext) -> None:
    token = desk.hall.case_with_taps(right)
    desk.hall.open_cases(*(right() for _ in range(5)), mixed())
    page = desk.sign_in(open_desk)
    inspector = Inspector(page)
    inspector.open("/tham-dinh")
    inspector.open(f"/tham-dinh/ho-so/{token}")
    inspector.open(f"/tham-dinh/ho-so/{token}/bam")
    inspector.open("/tham-dinh/so-lieu")
    inspector.open("/tham-dinh/da-quyet-dinh")
    page.goto("/tham-dinh")
    page.get_by_role("button", name=re.compile("Mở một lô")).tap()
    page.wait_for_url(re.compile("/lo/"))
    inspector.look("a batch")
    assert inspector.faults == []
