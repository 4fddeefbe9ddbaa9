"""A class sitting from the code on the wall to a stranger with the paper: offline for a part of it, decided by keys alone."""

import io
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pypdf import PdfReader
from sqlalchemy import select

from app.accounts.domain.roles import Role
from app.assessment.models import CaseOpening
from app.core.config import PROJECT
from app.core.db import Database
from app.quiz.domain.ordering import Ordering
from app.quiz.domain.question import ANSWER, Question
from app.quiz.domain.question_family import asked
from app.quiz.domain.simulation.screens import Control, Screen, Simulation
from app.sittings.demo import fields_of
from app.sittings.domain.bank import place_of
from tests.browser.conftest import Consoles, OpenPhone
from tests.browser.inspection import Inspector
from tests.browser.lesson_walk import touch, wait_for_script
from tests.cast import PASSWORD
from tests.certification.scanning import scanned
from tests.content.shipped import with_certification
from tests.forked_service import forked_service
from tests.live_service import LiveService
from tests.simulations.right_way import right_way

NAME = "Nguyễn Thị Bảy"
LATE = "Câu trả lời của bác được giữ trên máy."
WAITS = "Máy đang chờ mạng. Bác cứ để yên, không mất gì."
PRESS_ANOTHER = """(form, id) => {
  const other = [...form.querySelectorAll("button[name]")].find((button) => button.value !== id);
  if (other) form.requestSubmit(other);
}"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveService]:
    """A commune that certifies."""
    roots = (PROJECT / "content", PROJECT / "certification" / "content")
    with forked_service(tmp_path_factory.mktemp("office"), roots) as running:
        yield running


def sign_in(phone: BrowserContext, office: LiveService, role: Role, path: str) -> Page:
    login, page = office.hire(role), phone.new_page()
    page.goto(f"/dang-nhap?toi={path}")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).to_have_url(re.compile(path))
    return page


def open_class(teacher: Page) -> str:
    """The code on the wall."""
    teacher.get_by_label("Xã, phường").select_option("Xã Bình Minh (thử), Tỉnh Thử")
    teacher.get_by_label("Nơi làm bài").fill("Nhà văn hóa thôn 3")
    teacher.get_by_label("Họ và tên đầy đủ").fill(f"{NAME}\nTrần Văn Tám")
    teacher.get_by_role("button", name="Mở lớp").click()
    return teacher.locator(".wall").inner_text()


def come_in(page: Page, code: str) -> None:
    page.goto("/chung-nhan")
    page.get_by_role("link", name="Tôi ở lớp, có mã").tap()
    page.get_by_label("Mã trên tường").fill(code)
    page.get_by_label("Họ và tên").fill(NAME)
    page.locator("label.choice", has_text="máy của lớp").or_(page.locator("label.choice").first).first.tap()
    page.get_by_text("Tôi đồng ý").tap()
    page.get_by_role("button", name="Bắt đầu").tap()


def open_task(office: LiveService) -> tuple[str, Question | Simulation]:
    [(item, key)] = office.query("SELECT item, key FROM sitting_task WHERE key NOT IN (SELECT key FROM sitting_answer)")
    file, slug = place_of(str(item))
    exercise = with_certification().catalogue.bank[file].exercise(slug)
    assert exercise is not None
    content = exercise.body if isinstance(exercise.body, Simulation) else asked(exercise.body, str(key))
    assert content is not None
    return str(key), content


def fill(page: Page, question: Question) -> None:
    """By touch, what is right."""
    values = fields_of(question, right=True)[ANSWER]
    if isinstance(question, Ordering):
        for place, id_ in enumerate(values, 1):
            page.locator(f'button[name="them"][value="{id_}"]').tap()
            expect(page.locator("div.choice")).to_have_count(place)
        return
    for value in values:
        field = page.locator(f'select:has(option[value="{value}"])')
        if field.count():
            field.select_option(value)
        elif page.locator(f'input[value="{value}"]').count():
            page.locator("label", has=page.locator(f'input[value="{value}"]')).tap()
        else:
            page.get_by_label("Câu trả lời của bác").fill(value)


def play(page: Page, simulation: Simulation) -> None:
    play_on(page, right_way(simulation))


def play_on(page: Page, way: Iterable[tuple[Screen, list[Control]]]) -> None:
    for screen, controls in way:
        expect(page.locator("#man-hinh")).to_have_text(screen.name)
        for control in controls:
            touch(page, control)


def answered(office: LiveService) -> int:
    [(count,)] = office.query("SELECT count(*) FROM sitting_answer")
    return int(str(count))


def do_task(page: Page, office: LiveService) -> Question | Simulation:
    key, content = open_task(office)
    expect(page.locator(f'input[name="khoa"][value="{key}"]').first).to_be_attached()
    if isinstance(content, Simulation):
        play(page, content)
    else:
        fill(page, content)
        page.get_by_role("button", name="Trả lời").tap()
    expect(page.locator(f'input[name="khoa"][value="{key}"]')).to_have_count(0)
    return content


def do_task_without_network(page: Page, office: LiveService) -> None:
    """The answer waits on the phone, also when the page is left, and counts once."""
    key, content = open_task(office)
    assert isinstance(content, Question)
    fill(page, content)
    before = answered(office)
    page.context.set_offline(True)
    page.get_by_role("button", name="Trả lời").tap()
    expect(page.get_by_text(LATE)).to_be_visible()
    assert answered(office) == before
    page.context.set_offline(False)
    expect(page.locator(f'input[name="khoa"]:not([value="{key}"])').first).to_be_attached()
    assert answered(office) == before + 1


def leaves_by_one_press(content: Question | Simulation) -> bool:
    """The first screen: without a network it is left by a press that waits."""
    if not isinstance(content, Simulation):
        return False
    _, controls = next(iter(right_way(content)))
    return not any(control.is_entry for control in controls)


def play_without_network(page: Page, office: LiveService) -> None:
    """A press on the look-alike phone waits, also while the page is closed; nothing else can be pressed; it counts once."""
    key, simulation = open_task(office)
    assert isinstance(simulation, Simulation)
    (screen, controls), *rest = right_way(simulation)
    here, waiting = page.url, controls[-1].id
    taps = f"SELECT count(*) FROM sitting_tap WHERE key = '{key}' AND control = '{waiting}'"  # noqa: S608 - our own
    expect(page.locator("#man-hinh")).to_have_text(screen.name)
    for control in controls[:-1]:
        touch(page, control)
    page.context.set_offline(True)
    touch(page, controls[-1])
    expect(page.get_by_text(WAITS)).to_be_visible()
    expect(page.get_by_role("button", name="Tạm nghỉ")).to_be_hidden()
    expect(page.locator("form.try")).to_have_class(re.compile("waits"))
    page.locator("form.try").evaluate(PRESS_ANOTHER, controls[-1].id)
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(here)
    play_on(page, rest)
    expect(page.locator(f'input[name="khoa"][value="{key}"]')).to_have_count(0)
    assert office.query(taps) == [(sum(one.id == waiting for _, pressed in right_way(simulation) for one in pressed),)]
    assert office.query(f"SELECT score FROM sitting_answer WHERE key = '{key}'") == [(1,)]  # noqa: S608


def sit(page: Page, office: LiveService) -> None:
    """To the end; one question is answered without a network, once a plain question is asked, and one press waits for it."""
    was_offline, has_waited = False, False
    expect(page).to_have_url(re.compile("/chung-nhan/luot/"))
    here = page.url
    for _ in range(40):
        expect(page.locator('main.sitting input[name="khoa"], .outcome').first).to_be_attached()
        if not page.locator('input[name="khoa"]').count():
            break
        page.wait_for_load_state()
        wait_for_script(page)
        _, content = open_task(office)
        assert page.url == here  # opened anew, it is still the sitting
        if not was_offline and isinstance(content, Question) and not isinstance(content, Ordering):
            do_task_without_network(page, office)
            was_offline = True
        elif not has_waited and leaves_by_one_press(content):
            play_without_network(page, office)
            has_waited = True
        else:
            do_task(page, office)
    assert was_offline
    assert has_waited
    expect(page.locator(".outcome")).to_be_visible()


def say_where_they_work(admin: Page, commune: str) -> None:
    """Of whoever has been hired last."""
    admin.goto("/tham-dinh/nguoi")
    rows = admin.locator("ul.files > li", has=admin.locator("select[name=xa]"))
    row = next(one for one in rows.all() if not one.locator("select[name=xa]").input_value())
    row.locator("select[name=xa]").select_option(commune)
    row.get_by_role("button").click()
    expect(admin.locator(".saved")).to_be_visible()


def wait_for_case(page: Page) -> Locator:
    """Cases are opened in the background, every few seconds."""
    button = page.get_by_role("button", name="Xem hồ sơ tiếp theo").first
    for _ in range(60):
        if button.count():
            return button
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError(page.locator("#screen").inner_text())


def let_a_minute_pass(office: LiveService) -> None:
    """For who has a case open."""
    database = Database(office.settings.database_url)
    with database.session(writes=True) as session:
        for opening in session.scalars(select(CaseOpening)):
            opening.opened_at -= timedelta(minutes=1)
        session.commit()
    database.close()


def decide_by_keys(page: Page, office: LiveService) -> None:
    """From the desk to a decision without a pointer, which nobody gets recorded who has not had the time to read."""
    wait_for_case(page).focus()
    assert NAME not in page.content()
    page.keyboard.press("Enter")
    expect(page.locator("#quyet-dinh")).to_be_attached()
    page.keyboard.press("j")
    expect(page.locator(".tasks > li").first).to_be_focused()
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.locator("#screen")).to_contain_text("mới xem")
    let_a_minute_pass(office)
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.locator(".saved")).to_be_visible()


def take_back_by_keys(page: Page) -> None:
    page.goto("/tham-dinh/da-quyet-dinh")
    page.locator("#screen ul a.row").first.click()
    expect(page.locator("#cac-cau")).to_be_attached()
    page.keyboard.press("o")
    page.keyboard.press("Enter")
    expect(page.locator("#bang-chung")).to_contain_text("Mở lại")


def paper_address(pdf: bytes) -> str:
    """Where the one QR code of the paper leads, which is the code that people read on it."""
    [address] = scanned(pdf)
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    code = address.rpartition("/")[2]
    assert "\u2011".join((code[:4], code[4:8], code[8:])) in words
    return urlsplit(address).path


def test_somebody_is_certified_and_a_stranger_believes_it(
    open_phone: OpenPhone, office: LiveService, consoles: Consoles, tmp_path: Path
) -> None:
    consoles.expect(r"ERR_INTERNET_DISCONNECTED|Failed to load resource|net::")
    teacher = sign_in(open_phone(base_url=office.url), office, Role.TEACHER, "/chung-nhan/giam-sat")
    code = open_class(teacher)
    learner = open_phone(base_url=office.url).new_page()
    inspector = Inspector(learner)
    come_in(learner, code)
    sit(learner, office)
    inspector.look("the end of a sitting")

    admin = sign_in(open_phone(base_url=office.url), office, Role.ADMIN, "/tham-dinh/nguoi")
    for commune in (
        "Xã Đông Hà (thử), Tỉnh Thử",
        "Xã Tân Phú (thử), Tỉnh Thử",
    ):  # one in ten is read by two, each from elsewhere
        assessor = sign_in(open_phone(base_url=office.url), office, Role.ASSESSOR, "/tham-dinh")
        say_where_they_work(admin, commune)
        decide_by_keys(assessor, office)
        learner.reload()
        if learner.get_by_role("link", name="Xem giấy của bác").count():
            break
    learner.get_by_role("link", name="Xem giấy của bác").tap()
    expect(learner.locator(".holder")).to_have_text(NAME)
    with learner.expect_download() as downloading:
        learner.get_by_role("link", name="Tải bản in (PDF)").tap()
    pdf = tmp_path / "giay.pdf"
    downloading.value.save_as(pdf)
    inspector.look("the certificate")

    stranger = open_phone(base_url=office.url).new_page()
    stranger.goto(paper_address(pdf.read_bytes()))
    expect(stranger.locator(".verdict.valid")).to_be_visible()
    expect(stranger.get_by_text("có người giám sát", exact=True)).to_be_visible()
    assert NAME not in stranger.content()  # not before the holder allows it
    looking = Inspector(stranger)
    looking.look("a valid paper")
    assert inspector.faults + looking.faults == []

    take_back_by_keys(assessor)
    stranger.reload()
    expect(stranger.locator(".verdict.revoked")).to_be_visible()
