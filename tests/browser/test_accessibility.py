"""Every page in every state, for eyes that see little and fingers that tremble (inspection.py says what is asked)."""

import re
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from app.accounts import service as accounts
from app.accounts.domain.roles import Role
from app.core.clock import Clock
from app.core.db import Database
from app.core.ids import new_token, version_of
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.lessons import Lesson, Step
from app.courses.domain.readers import Reader, all_readers
from tests.browser.conftest import Consoles, OpenPhone
from tests.browser.inspection import Inspector, faults_of
from tests.browser.lesson_walk import answer, heading, question_url, questions, right, wrong
from tests.cast import PASSWORD
from tests.live_service import LiveService

TICKED = re.compile('(?<=class=")[^"]+|<(?:ul|ol|table|em|strong|code|blockquote|h3)\\b')


def telling_steps(catalogue: Catalogue) -> list[tuple[str, Reader]]:
    """A few steps that hold together every kind of thing that any step holds, for any reader."""
    seen: set[str] = set()
    chosen = []
    for lesson in catalogue.lessons.values():
        for number, step in enumerate(lesson.screens, 1):
            if not isinstance(step, Step):
                continue
            for reader in all_readers(lesson.tags):
                holds = set(TICKED.findall(step.body(reader)))
                holds |= {kind for kind in ("facts", "terms") if getattr(step, kind)}
                holds |= {f"for {tag}" for tag in step.tags}
                if holds - seen:
                    seen |= holds
                    chosen.append((f"/bai-hoc/{lesson.slug}?buoc={number}", reader))
    return chosen


def answer_everything(page: Page, catalogue: Catalogue, version_key: bytes) -> None:
    """As the learner of this phone, through the service, without walking every screen."""
    sent = [
        (
            question_url(lesson, exercise),
            {
                "khoa": new_token(),
                "phien-ban": version_of(lesson.source, version_key),
                "cau-tra-loi": right(question).id,
            },
        )
        for lesson in catalogue.lessons.values()
        for exercise, question in questions(lesson)
    ]
    statuses = page.evaluate(
        """async (sent) => {
             const statuses = [];
             for (const [url, fields] of sent) {
               statuses.push((await fetch(url, { method: "POST", body: new URLSearchParams(fields) })).status);
             }
             return statuses;
           }""",
        sent,
    )
    assert set(statuses) == {200}


def first_lesson(catalogue: Catalogue) -> Lesson:
    return next(iter(catalogue.lessons.values()))


def test_inspection_finds_planted_faults(scripted: BrowserContext) -> None:
    page = scripted.new_page()
    page.set_content(
        """<!doctype html><html lang="vi"><title>x</title><meta name="viewport" content="width=device-width">
        <body style="background: linear-gradient(red, red) 0 0 / 2px 100% no-repeat, #fff; color: #000"><main>
        <h1>x</h1><p style="color: #888; font-size: 20px">pale</p><p style="font-size: 14px">small</p>
        <button style="height: 30px; font-size: 20px">low</button><input style="height: 50px">
        <div style="width: 330px; height: 9px"></div>
        <style>#narrow { display: none } @media (max-width: 330px) { #narrow { display: block } }
        #under { position: absolute; inset: 0 } @media (prefers-color-scheme: dark) { #under { background: #444 } }</style>
        <div id="narrow" role="img">.</div>
        <div style="position: relative; font-size: 20px"><div id="under"></div><p style="position: relative">covered</p></div>
        </main>"""
    )
    faults = "\n".join(faults_of(page))
    for expected in (
        "contrast 3.54",
        "text of 14px",
        'px high: button. "low"',
        "label: input",
        "320 px, text 16 px, dark: the page is",
        "320 px, text 16 px, light: role-img-alt",
        "360 px, text 16 px, dark: color-contrast: ",
    ):
        assert expected in faults
    assert not re.search("360 px, text 16 px, light: (role-img-alt|color-contrast)", faults)
    assert "360 px, text 16 px, dark: the page is" not in faults


def test_pages_of_a_newcomer(scripted: BrowserContext, consoles: Consoles) -> None:
    consoles.expect("status of 404")
    inspector = Inspector(scripted.new_page())
    catalogue = ("/bai-hoc", "/bai-hoc?khoa=vneid", "/bai-hoc?tim=mat+khau", "/bai-hoc?tim=qwxz")
    for path in ("/", *catalogue, "/tien-bo", "/tai-khoan", "/dang-nhap", "/khong-co-trang-nay"):
        inspector.open(path)
    assert inspector.faults == []


def test_every_kind_of_step(open_phone: OpenPhone, service: LiveService, catalogue: Catalogue) -> None:
    steps = telling_steps(catalogue)
    assert len(steps) >= 5
    phone = open_phone()
    inspector = Inspector(phone.new_page())
    for path, reader in steps:
        reading = f"{reader.audience or 'nguoi-cao-tuoi'}.{reader.platform}"
        phone.add_cookies([{"name": "kieu", "value": reading, "url": service.url}])
        inspector.open(path, f"{path} for {reading}")
    assert inspector.faults == []


def test_a_question_and_the_end_of_a_lesson(scripted: BrowserContext, consoles: Consoles, catalogue: Catalogue) -> None:
    consoles.expect("status of 422")
    lesson = first_lesson(catalogue)
    (first, question), *others = questions(lesson)
    inspector = Inspector(page := scripted.new_page())
    inspector.open(question_url(lesson, first), "asked")
    page.locator("label.choice").first.tap()
    inspector.look("asked, one chosen")
    page.goto(question_url(lesson, first))
    page.get_by_role("button", name="Trả lời").tap()
    expect(page.get_by_role("alert")).to_be_visible()
    inspector.look("nothing chosen")
    answer(page, wrong(question))
    inspector.look("wrong")
    page.get_by_role("link", name="Thử lại").tap()
    answer(page, right(question))
    inspector.look("right")
    inspector.open("/", "home, a lesson under way")
    inspector.open("/bai-hoc", "catalogue, a lesson under way")
    inspector.open(f"/bai-hoc/{lesson.slug}/xong", "end with open questions")
    for exercise, other in others:
        page.goto(question_url(lesson, exercise))
        answer(page, right(other))
    inspector.open(f"/bai-hoc/{lesson.slug}/xong", "end")
    inspector.open("/", "home, a lesson finished")
    inspector.open("/bai-hoc", "catalogue, a lesson finished")
    inspector.open("/tien-bo", "progress, some")
    assert inspector.faults == []


def test_pages_of_a_learner_who_has_answered_every_question(
    scripted: BrowserContext, service: LiveService, catalogue: Catalogue
) -> None:
    lesson = first_lesson(catalogue)
    exercise, question = next(questions(lesson))
    inspector = Inspector(page := scripted.new_page())
    page.goto(question_url(lesson, exercise))
    answer(page, right(question))  # the phone now has a learner
    answer_everything(page, catalogue, service.settings.secret)
    inspector.open("/tien-bo", "progress, every question answered")
    expect(page.locator(".skills .state:not(.new)")).not_to_have_count(0)
    inspector.open("/", "home, every question answered")
    inspector.open(f"/bai-hoc/{list(catalogue.lessons)[-1]}/xong", "end of the last lesson")
    assert inspector.faults == []


def test_who_learns_on_this_phone(scripted: BrowserContext, consoles: Consoles) -> None:
    consoles.expect("status of 422")
    inspector = Inspector(page := scripted.new_page())
    page.goto("/tai-khoan")
    name = page.get_by_label("Tên hay gọi ở nhà")
    page.get_by_role("button", name="Đặt tên").tap()
    expect(page.get_by_role("alert")).to_be_visible()
    inspector.look("no name typed")
    for learner in ("bà Lan", "Hùng", "Nguyễn Phước Quý Công Tằng Tôn Nữ Diệu A"):
        page.goto("/tai-khoan")
        name.fill(learner)
        page.locator("form", has=name).get_by_role("button").tap()
        expect(heading(page)).to_contain_text(f"Chào {learner}")
        if learner == "bà Lan":
            inspector.open("/tai-khoan", "one learner")
    inspector.open("/", "home of a long name")
    inspector.open("/tien-bo", "progress of a long name")
    inspector.open("/tai-khoan", "three learners")
    page.get_by_role("button", name="Lưu cách đọc").tap()
    expect(page.get_by_role("status").filter(has_text="Đã lưu")).to_be_visible()
    inspector.look("saved")
    assert inspector.faults == []


def test_signing_in_and_a_new_password(scripted: BrowserContext, consoles: Consoles, service: LiveService) -> None:
    consoles.expect("status of (422|403)")
    login, one_time = hire_assessor(service)
    inspector = Inspector(page := scripted.new_page())
    page.goto("/dang-nhap")
    submit = page.get_by_role("button", name="Đăng nhập")
    submit.tap()
    expect(page.get_by_role("alert")).to_have_count(2)
    inspector.look("nothing typed")
    for password, state in (("sai mật khẩu này", "wrong"), (one_time, "")):
        page.get_by_label("Tên đăng nhập").fill(login)
        page.get_by_label("Mật khẩu").fill(password)
        submit.tap()
        if state:
            expect(page.get_by_role("alert")).to_have_count(1)
            inspector.look(state)
    expect(heading(page)).to_have_text("Đặt mật khẩu mới")
    inspector.look("new password")
    page.get_by_label("Mật khẩu mới", exact=True).fill("ngắn")
    page.get_by_role("button", name="Lưu mật khẩu").tap()
    expect(page.get_by_role("alert")).to_be_visible()
    inspector.look("new password refused")
    for label in ("Mật khẩu mới", "Gõ lại mật khẩu mới"):
        page.get_by_label(label, exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Lưu mật khẩu").tap()
    expect(heading(page)).not_to_have_text("Đặt mật khẩu mới")
    inspector.open("/tai-khoan", "signed in")
    inspector.open("/soan-bai", "not for an assessor")
    expect(heading(page)).to_have_text("Trang này không dành cho bác")
    assert inspector.faults == []


def hire_assessor(service: LiveService) -> tuple[str, str]:
    """A login and its password for one use."""
    database = Database(service.settings.database_url)
    with database.session(writes=True) as session:
        created = accounts.create_account(
            session, service.settings.secret, Role.ASSESSOR, "Anh Dũng", None, Clock().now()
        )
        session.commit()
    database.close()
    return created.login, created.one_time_password


def test_the_teachers_desk(open_phone: OpenPhone, teacher_state: Any) -> None:
    inspector = Inspector(open_phone(storage_state=teacher_state).new_page())
    inspector.open("/soan-bai")
    inspector.open("/soan-bai/tep/content/courses/vneid/01-hai-muc-dinh-danh.md")
    inspector.open("/soan-bai/tep/content/facts/vneid.yaml")
    inspector.open("/tai-khoan", "a teacher's account")
    assert inspector.faults == []
