"""An assessor at work: with the keyboard, on a phone, without script; and whoever works beside them."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from llmock.pytest_plugin import LLMock
from llmock.testing import LLMockServer
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import update

from app.accounts import service as accounts
from app.accounts.domain.roles import Role
from app.accounts.models import Account
from app.assessment.domain.readings import Reader
from app.assessment.models import Case
from app.authoring.domain.suggesting.places import places
from app.certification.domain.credential import Issuer
from app.certification.models import Certificate
from app.certification.service import Certificates
from app.core.clock import Clock
from app.core.db import Database
from app.courses.library import ContentLibrary
from app.integrity.inspector import Inspector as SignsInspector
from app.quiz.domain.kinds import KINDS
from app.sittings.standards import Engine, Standards
from tests.assessment.hall import Hall, mixed, open_hall, right, wrong
from tests.browser.conftest import Consoles, OpenPhone
from tests.browser.inspection import Inspector
from tests.browser.lesson_walk import heading
from tests.cast import PASSWORD
from tests.forked_service import forked_process
from tests.integrity.test_integrity_routes import class_found, drawn, keep
from tests.live_service import NOW, LiveService, live_service
from tests.sample_content import LESSON, LESSON_PATH
from tests.sittings.place import NINE, Place
from tests.sittings.sample_bank import write_bank


@dataclass(frozen=True)
class Desk:
    service: LiveService
    hall: Hall

    def sign_in(self, context: BrowserContext, reader: Reader | None = None) -> Page:
        """Chị Lan, or another assessor."""
        account = (reader or self.hall.lan).account
        with self.hall.database.session(writes=True) as session:
            accounts.set_password(session, account, PASSWORD)
            login = session.get_one(Account, account).login
            session.commit()
        return self.enter(context, login, "Bàn thẩm định")

    def enter(self, context: BrowserContext, login: str, desk: str) -> Page:
        page = context.new_page()
        page.goto("/dang-nhap")
        page.get_by_label("Tên đăng nhập").fill(login)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.get_by_role("heading", name=desk).wait_for()
        return page


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, llmock_server: LLMockServer) -> Iterator[Desk]:
    """Of a province that asks for the identity card, with a language model."""
    folder = tmp_path_factory.mktemp("assessment")
    content = write_bank(folder / "content")
    with_all = {
        "HOCVUSO_IDENTITY_KEY": "k" * 40,
        "HOCVUSO_LLM_MODEL": "gpt-4o",
        "HOCVUSO_LLM_BASE_URL": llmock_server.base_url("openai"),
    }

    def start(arguments: list[str], ready: str, var: Path, given: Mapping[str, str]) -> AbstractContextManager[int]:
        return forked_process(arguments, ready, var, {**given, **with_all})

    with (
        live_service(folder / "var", content, start=start) as service,
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


@pytest.mark.parametrize(
    ("rights", "keys", "verdict"), [(right, "nja", "approve"), (wrong, "njd", "deny"), (mixed, "mjp", "practical")]
)
def test_four_keys_bring_a_plain_case_from_the_desk_to_its_decision(
    desk: Desk, open_desk: BrowserContext, rights: Callable[[], Iterator[bool]], keys: str, verdict: str
) -> None:
    """The next case of its queue, its strangest task, the decision with the words that are ready, Enter. Of the 90 seconds all
    others are for reading."""
    [token] = desk.hall.open_cases(rights())
    desk.hall.draw(False)
    desk.hall.far_from_cut(token)
    first = update(Case).where(Case.token == token).values(waiting_since=NINE - timedelta(days=9))
    desk.hall.do(lambda session: session.execute(first))
    page = desk.sign_in(open_desk)
    page.goto("/tham-dinh")  # with its script, which comes after the heading when a form brought the page
    for key, place in zip((*keys, "Enter"), ("/tham-dinh$", token, token, token), strict=True):
        page.wait_for_url(re.compile(place))
        page.keyboard.press(key)
    page.get_by_text("Đã ghi quyết định").wait_for()
    assert desk.hall.case(token).verdict == verdict


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
    page.goto("/tham-dinh")
    page.go_back()
    expect(page).to_have_url(re.compile(f"{token}$"))
    page.reload()
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


def test_signs_and_lots_are_fit_for_eyes_and_fingers(
    desk: Desk, open_desk: BrowserContext, open_phone: OpenPhone
) -> None:
    clock = Clock(datetime.fromisoformat(NOW))
    page = desk.sign_in(open_desk, desk.hall.mai)
    inspector = Inspector(page)
    inspector.open("/tham-dinh/kiem-tra-lai", "no lot yet")
    keep(desk.hall, class_found(desk.hall)[0])
    lot, row = drawn(desk.hall, clock, closed=False)
    issued = update(Certificate).where(Certificate.code == row.rpartition("/")[2])
    # Where a key signs already, nothing is issued before that began.
    desk.hall.do(lambda session: session.execute(issued.values(issued_at=clock.now() - timedelta(days=2))))
    SignsInspector(desk.hall.database, desk.hall.place.engine, clock).close_due()
    for path in ("/tham-dinh/dau-hieu", "/tham-dinh/dau-hieu/cau", "/tham-dinh/kiem-tra-lai", lot):
        inspector.open(path, f"{path} for an assessor")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Ghi lại").first.tap()
    page.wait_for_url(re.compile("da-ghi"))
    inspector.look("an outcome is kept")

    admin = desk.enter(open_phone(base_url=desk.service.url), desk.service.hire(Role.ADMIN), "Quản trị")
    beside = Inspector(admin)
    for path in ("/tham-dinh/dau-hieu", "/tham-dinh/kiem-tra-lai", lot, "/tham-dinh/nguoi"):
        beside.open(path, f"{path} for an admin")
    assert inspector.faults + beside.faults == []


def test_desk_of_an_admin_is_fit_for_eyes_and_fingers(
    desk: Desk, open_desk: BrowserContext, consoles: Consoles
) -> None:
    consoles.expect("status of 422")
    page = desk.enter(open_desk, desk.service.hire(Role.ADMIN), "Quản trị")
    inspector = Inspector(page)
    inspector.look("an admin's desk")
    inspector.open("/quan-tri/tro-ly", "the tutor is on")
    inspector.open("/quan-tri/nguoi")
    create = page.get_by_role("button", name="Tạo tài khoản")
    create.tap()
    expect(page.get_by_role("alert").first).to_be_visible()
    inspector.look("nobody's name was typed")
    page.locator("#name").fill("Cô Thử")
    page.locator("#role").select_option("teacher")
    create.tap()
    expect(page.get_by_text("một lần").first).to_be_visible()
    inspector.look("a password for one use")
    inspector.open("/tai-khoan/xac-nhan", "oneself once more")
    assert inspector.faults == []


def test_desk_of_a_teacher_is_fit_for_eyes_and_fingers(
    desk: Desk, open_desk: BrowserContext, open_phone: OpenPhone, llmock: LLMock, consoles: Consoles
) -> None:
    consoles.expect("status of 422")
    learner = open_phone(base_url=desk.service.url).new_page()
    learner.goto("/tro-ly")
    learner.locator("textarea").fill("Cháu muốn mua vàng")
    learner.get_by_role("button", name="Hỏi").first.tap()
    page = desk.enter(open_desk, desk.service.hire(Role.TEACHER), "Bàn soạn bài")
    inspector = Inspector(page)
    inspector.open("/soan-bai/cau-chua-co-bai", "a question without a lesson")
    inspector.open("/soan-bai/trao-doi")
    page.goto(f"/soan-bai/tep/content/{LESSON_PATH}")
    page.get_by_role("button", name="Sửa tệp này").tap()
    page.wait_for_url(re.compile(r"/soan-bai/sua/\d+$"))
    inspector.open(f"{page.url}/goi-y", "asking for a suggestion")
    step = next(place for place in places(LESSON) if place.name == "buoc")
    llmock.reply(f"```\n{step.text.replace('thì máy hỏi mã', 'máy mới hỏi mã')}\n```")
    page.get_by_role("button", name="Bản dễ đọc hơn").first.tap()
    page.get_by_text("Nhận dòng này").first.wait_for()
    inspector.look("a suggestion")
    assert inspector.faults == []


def test_class_of_a_supervisor_is_fit_for_eyes_and_fingers(
    desk: Desk, open_desk: BrowserContext, consoles: Consoles
) -> None:
    consoles.expect("status of 422")
    login = desk.service.hire(Role.TEACHER)
    page = desk.enter(open_desk, login, "Bàn soạn bài")
    [(teacher,)] = desk.service.query("SELECT id FROM account WHERE login = ?", login)
    assert isinstance(teacher, int)
    desk.hall.hold_class(right(), mixed(), supervisor=teacher)
    inspector = Inspector(page)
    page.goto("/chung-nhan/giam-sat")
    page.get_by_role("button", name="Mở lớp").tap()
    page.get_by_role("alert").first.wait_for()
    inspector.look("classes, one refused")
    page.locator("#xa").fill("Xã Bình Minh")
    page.locator("#noi").fill("Nhà văn hóa thôn 3")
    page.locator("#ten").fill("Nguyễn Thị Bảy\nTrần Văn Tám")
    page.get_by_role("button", name="Mở lớp").tap()
    page.locator(".wall").wait_for()
    inspector.look("an open class")
    page.goto("/chung-nhan/giam-sat")
    page.get_by_role("link", name="Nhà văn hóa, ").tap()
    page.wait_for_url(re.compile(r"/giam-sat/\d+$"))
    inspector.look("a class that has ended")
    inspector.open("/chung-nhan/giam-sat/thuc-hanh", "practical work is looked for")
    assert inspector.faults == []


def test_number_of_the_identity_card_is_asked_for_fitly(
    desk: Desk, open_desk: BrowserContext, consoles: Consoles
) -> None:
    consoles.expect("status of 422")
    inspector = Inspector(page := open_desk.new_page())
    page.goto("/tai-khoan")
    page.get_by_label("Tên hay gọi ở nhà").fill("Đào")
    page.get_by_role("button", name="Đặt tên").tap()
    expect(heading(page)).to_have_text("Chào Đào!")
    inspector.open("/chung-nhan/can-cuoc", "a number is asked for")
    for number in ("123", "001165000123"):
        page.locator("#number").fill(number)
        page.get_by_role("button", name="Tôi đồng ý").tap()
        page.locator("main").get_by_role("alert" if number == "123" else "status").wait_for()
        inspector.look(f"{number} was given")
    assert inspector.faults == []
