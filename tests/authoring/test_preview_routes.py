"""The preview is the real thing: the learner's pages, questions that answer, simulations that play, and no trace of it."""

import random
import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from app.core.config import PROJECT
from app.courses.domain.lessons import Step
from tests.authoring.conftest import School
from tests.authoring.writing import Writer, open_draft
from tests.sample_content import BANK, BANK_PATH, KINDS_LESSON, KINDS_PATH, LESSON
from tests.simulations.player import HTMX, Phone
from tests.simulations.simulation_content import SIMULATION
from tests.web.conftest import everything_stored

pytestmark = pytest.mark.usefixtures("no_drafts")

SLUG = "du-kieu"
TEXT = KINDS_LESSON.replace("::: ket-thuc", f"{SIMULATION}::: ket-thuc").replace(
    "Đủ mọi kiểu", "Đủ mọi kiểu và tập bấm"
)
ELDERLY = "nguoi-cao-tuoi."


@pytest.fixture
def writer(school: School) -> Writer:
    school.write(KINDS_PATH, TEXT)
    assert SLUG in school.library.catalogue.lessons
    return open_draft(school.teacher, f"content/{KINDS_PATH}")


@pytest.fixture
def root(writer: Writer) -> str:
    return f"{writer.open().preview}/{ELDERLY}"


def screen(html: str) -> str:
    found = re.search(r"<main.*</main>", html, re.DOTALL)
    assert found, html
    return found[0]


def told_apart(html: str, inside: str) -> str:
    """The screen with its addresses as places in the lesson or out of it, without what is new in every showing."""

    def place(match: re.Match[str]) -> str:
        path = unescape(match[2])
        if not path.startswith(inside):
            return f'{match[1]}="out"'
        rest = path.removeprefix(inside).removeprefix("/bai")
        is_screen = not rest or rest.startswith(("?", "/cau-hoi/", "/tap-bam/")) or rest == "/xong"
        return f'{match[1]}="{rest if is_screen else "out"}"'

    text = re.sub(r'\b(href|formaction|action|value)="(/[^"]*)"', place, screen(html))
    return re.sub(
        r'name="(?:khoa|phien-ban)" value="[^"]*"|<label class="choice">.*?</label>', "", text, flags=re.DOTALL
    )


def addresses(school: School, root: str) -> list[tuple[str, str]]:
    """Of every screen: where learners find it, where the preview has it."""
    lesson = school.library.catalogue.lessons[SLUG]
    pairs = []
    for number, one in enumerate(lesson.screens, 1):
        folder = "tap-bam" if getattr(one, "kind", "") == "tap-bam" else "cau-hoi"
        place = f"?buoc={number}" if isinstance(one, Step) else f"/{folder}/{one.slug}"
        pairs.append((f"/bai-hoc/{SLUG}{place}", f"{root}{'/bai' if isinstance(one, Step) else ''}{place}"))
    return pairs


def test_every_screen_is_what_learners_get(school: School, root: str) -> None:
    learner = TestClient(school.app, base_url="https://testserver")
    found = addresses(school, root)
    assert len(found) == 10
    for real, preview in found:
        whole, fragment = school.teacher.get(preview), school.teacher.get(preview, headers=HTMX)
        assert whole.status_code == 200, preview
        shown = told_apart(learner.get(real).text, f"/bai-hoc/{SLUG}")
        # Questions with a family differ by their member: only the frame of the page is compared.
        if "ho-hang" not in real and "thu-tu" not in real and "ghep-doi" not in real:
            assert told_apart(whole.text, root) == shown, preview
            assert told_apart(fragment.text, root) == shown
        assert fragment.text.startswith("<title>")


def test_nothing_leads_out_of_the_preview(school: School, root: str) -> None:
    preview = root.removesuffix(f"/{ELDERLY}")
    pages = [*(address for _, address in addresses(school, root)), f"{root}/xong", f"{root}/ra-ngoai"]
    for address in pages:
        html = school.teacher.get(address).text
        body = html[html.index("<body") :]
        found = re.findall(r'\b(?:href|action|formaction|src)="([^"]*)"', body)
        outside = [to for to in found if not to.startswith((preview, "#", "https://vi-du.gov.vn/", "/tinh/"))]
        assert outside == [], address


def test_preview_leaves_no_trace(school: School, root: str) -> None:
    before = everything_stored(school.app.app.state.database)
    client = school.teacher
    cookies = dict(client.cookies)
    for _, address in addresses(school, root):
        page = client.get(address)
        assert "set-cookie" not in page.headers
        key = re.search(r'name="khoa" value="([^"]+)"', page.text)
        values = re.findall(r'name="cau-tra-loi"[^>]*? value="([^"]+)"', page.text)
        if key and values:
            client.post(address, data={"khoa": key[1], "phien-ban": "x", "cau-tra-loi": values[0], "chac": "co"})
    play_through(client, f"{root}/tap-bam/lay-lai-mat-khau")
    client.get(f"{root}/xong")
    client.post(f"{root}/ra-ngoai", data={"toi": "/"})
    assert everything_stored(school.app.app.state.database) == before
    assert dict(client.cookies) == cookies


def test_question_is_answered_with_its_own_feedback(school: School, root: str) -> None:
    url = f"{root}/cau-hoi/mot-y"
    html = school.teacher.get(url).text
    assert "CANARY" not in html
    key = re.search(r'name="khoa" value="([^"]+)"', html)
    choices = dict(re.findall(r'value="([^"]+)">\s*<span data-hx-disable>([^<]+)</span>', html))
    by_text = {text.strip(): value for value, text in choices.items()}
    assert key
    assert "CANARY" not in school.teacher.post(url, data={"khoa": key[1]}).text
    wrong = school.teacher.post(url, data={"khoa": key[1], "cau-tra-loi": by_text["Đọc mã"]}, headers=HTMX)
    assert "Mình xem lại chỗ này nhé" in wrong.text
    assert "CANARY-MOT-1" in wrong.text
    right = school.teacher.post(url, data={"khoa": key[1], "cau-tra-loi": by_text["Cúp máy"]})
    assert "Đúng rồi, bác giỏi lắm!" in right.text
    assert "CANARY-MOT-2" in right.text
    assert f"{root}/" in right.text


def press(client: TestClient, url: str, phone: Phone, name: str, typed: dict[str, str] | None = None) -> Phone:
    fields = {**phone.hidden, **phone.held}
    fields |= {phone.entries[label]: text for label, text in (typed or {}).items()}
    if name:
        button, value = phone.buttons[name]
        fields[button] = value
    reply = client.post(url, data=fields, headers=HTMX)
    assert reply.status_code in (200, 422), reply.text
    return Phone(reply.text)


def play_through(client: TestClient, url: str) -> Phone:
    phone = Phone(client.get(url).text)
    phone = press(client, url, phone, "Quên mật khẩu")
    phone = press(client, url, phone, "Tiếp tục", {"Mã gồm 6 số": "482913"})
    phone = press(client, url, phone, "Đồng ý")
    for key in "2468":
        phone = press(client, url, phone, key)
    return press(client, url, phone, "Xác nhận", {"Mật khẩu mới": "HoaSen-25"})


def test_simulation_is_played_to_its_goal(school: School, root: str) -> None:
    done = play_through(school.teacher, f"{root}/tap-bam/lay-lai-mat-khau")
    assert "CANARY-DICH" in done.html
    assert "Bác bấm đúng hết ngay từ đầu" in done.html
    assert f'href="{root}/xong"' in done.html


def test_simulation_answers_wrong_presses_hints_and_going_back(school: School, root: str) -> None:
    url = f"{root}/tap-bam/lay-lai-mat-khau"
    phone = Phone(school.teacher.get(url).text)
    assert "CANARY" not in phone.html.split("<h1")[0]
    phone = press(school.teacher, url, phone, "Gợi ý")
    phone = press(school.teacher, url, phone, "Đăng ký")
    assert "CANARY-NHAC-HAI" in phone.html
    assert phone.screen == "CANARY-RE-NHAM"
    phone = press(school.teacher, url, phone, "Quay lại")
    assert phone.screen == "Đăng nhập"
    old = press(school.teacher, url, phone, "Đăng nhập")
    assert "CANARY-NHAC-MOT" in old.html


def test_what_was_typed_into_a_simulation_comes_back_nowhere(school: School, root: str) -> None:
    url = f"{root}/tap-bam/lay-lai-mat-khau"
    phone = press(school.teacher, url, Phone(school.teacher.get(url).text), "Quên mật khẩu")
    phone = press(school.teacher, url, phone, "Tiếp tục", {"Mã gồm 6 số": "091234567890"})
    assert "091234567890" not in phone.html


@pytest.mark.parametrize(
    "key", ["", "x", "press!zz!", "press!!", "fill!a!right." * 900, "press!a!" + "b" * 9999, "\x00", "hint!../..!"]
)
def test_forged_taps_start_anew_or_count_for_nothing(school: School, root: str, key: str) -> None:
    url = f"{root}/tap-bam/lay-lai-mat-khau"
    response = school.teacher.post(url, data={"khoa": key, "thu-tu": "1", "cham": "khong-co"})
    assert response.status_code == 200
    assert Phone(response.text).screen == "Đăng nhập"
    assert "CANARY-DICH" not in response.text


def test_reader_is_chosen_and_kept(school: School, writer: Writer) -> None:
    preview = writer.open().preview
    everyone = school.teacher.get(f"{preview}/{ELDERLY}/bai").text
    assert "CH Play" in everyone
    assert "App Store" in everyone
    response = school.teacher.get(f"{preview}?nguoi=hoc-sinh-sinh-vien&may=iphone&buoc=1")
    address = response.headers["location"]
    assert address == f"{preview}/hoc-sinh-sinh-vien.iphone/bai"
    html = school.teacher.get(address).text
    assert "App Store" in screen(html)
    assert "CH Play" not in screen(html)
    assert '<option value="iphone" selected>' in html
    switched = school.teacher.get(f"{address}?buoc=1&may=android").text
    assert "App Store" not in screen(switched)
    assert f"{preview}/hoc-sinh-sinh-vien.android/" in switched


@pytest.mark.parametrize("reader", ["x", "..", "nguoi-cao-tuoi", "%00", "a" * 300])
def test_unknown_reader_is_the_usual_one(school: School, root: str, reader: str) -> None:
    address = root.replace(ELDERLY, reader)
    assert school.teacher.get(f"{address}/bai").status_code in (200, 404)


def test_end_is_as_after_the_last_answer(school: School, root: str) -> None:
    html = school.teacher.get(f"{root}/xong").text
    assert "Bác học xong rồi!" in html
    assert "Không đọc mã cho ai." in html


def test_unsaved_words_are_previewed_once_they_are_sent(school: School, writer: Writer) -> None:
    page = writer.autosave(1, TEXT.replace("Mở đầu", "Mở đầu khác hẳn"))
    html = school.teacher.get(f"{page.preview}/{ELDERLY}/bai").text
    assert "Mở đầu khác hẳn" in html
    assert "Mở đầu khác hẳn" not in school.teacher.get(f"{writer.url.replace('sua', 'xem-thu')}/1/{ELDERLY}/bai").text
    assert "Mở đầu khác hẳn" not in school.teacher.get(f"/bai-hoc/{SLUG}").text


def test_lesson_that_nobody_has_published_is_previewed(school: School) -> None:
    fields = {"loai": "bai", "ten-bai": "Bài mới", "khoa": "khoa-thu", "ky-nang": "tt-ma-qr", "doi-tuong": "nguoi-dan"}
    url = school.teacher.post("/soan-bai/sua", data=fields).headers["location"]
    preview = Writer(school.teacher, url).open().preview
    assert "Việc bác sắp làm" in school.teacher.get(f"{preview}/{ELDERLY}/bai").text
    assert "Màn hình chính" in school.teacher.get(f"{preview}/{ELDERLY}/tap-bam/tap-mot-lan").text
    assert "Bác học xong rồi!" in school.teacher.get(f"{preview}/{ELDERLY}/xong").text


def test_questions_of_the_bank_are_previewed_one_after_the_other(school: School) -> None:
    school.write(BANK_PATH, BANK)
    writer = open_draft(school.teacher, f"content/{BANK_PATH}")
    url = school.teacher.get(f"{writer.open().preview}/{ELDERLY}/bai").headers["location"]
    assert url.endswith("/cau-hoi/ai-hoi-ma")
    html = school.teacher.get(url).text
    assert "Có người gọi hỏi mã" in html
    assert school.teacher.get(f"{writer.open().preview}/{ELDERLY}/xong").status_code == 200


def test_text_of_which_nothing_can_be_shown_says_so_in_the_frame(school: School, writer: Writer) -> None:
    page = writer.autosave(1, "chưa có gì")
    for address in (page.preview, f"{page.preview}/{ELDERLY}/bai", f"{page.preview}/{ELDERLY}/cau-hoi/mot-y"):
        response = school.teacher.get(address)
        assert response.status_code == 200
        assert "Bản này chưa có gì để xem" in response.text
        assert "frame-ancestors 'self'" in response.headers["content-security-policy"]


def test_screen_that_is_gone_leads_to_the_first(school: School, writer: Writer) -> None:
    preview = writer.autosave(1, LESSON).preview
    for gone in ("cau-hoi/mot-y", "tap-bam/lay-lai-mat-khau"):
        response = school.teacher.get(f"{preview}/{ELDERLY}/{gone}")
        assert (response.status_code, response.headers["location"]) == (303, f"{preview}/{ELDERLY}/bai")
    assert school.teacher.get(f"{preview}/{ELDERLY}/bai?buoc=99").status_code == 303


def test_revision_that_is_none_is_not_found(school: School, writer: Writer) -> None:
    for number in ("0", "99", "9" * 30):
        assert school.teacher.get(f"{writer.url.replace('sua', 'xem-thu')}/{number}").status_code == 404


@pytest.mark.battery
def test_half_written_lessons_never_break_the_preview(school: School, writer: Writer) -> None:
    """Shipped lessons with lines missing, doubled or cut, every screen of them opened and answered with nothing."""
    dice = random.Random(7)  # noqa: S311 - a hand that slips in the same way every time
    lessons = [path.read_text("utf-8") for path in sorted((PROJECT / "content/courses").glob("*/*.md"))]
    number, broken = 1, []
    for _ in range(20):
        lines = dice.choice(lessons).split("\n")
        for _ in range(dice.randint(1, 12)):
            place = dice.randrange(16, len(lines))
            lines[place : place + dice.randint(0, 2)] = [lines[place][: dice.randint(0, 40)]] * dice.randint(0, 2)
        page = writer.autosave(number, "\n".join(lines))
        number = page.number
        html = school.teacher.get(f"{page.preview}/{ELDERLY}/bai").text
        for address in set(re.findall(rf'href="({re.escape(page.preview)}/[^"]+)"', html)):
            replies = [
                school.teacher.get(unescape(address)),
                school.teacher.post(unescape(address), data={"thu-tu": "1"}),
            ]
            broken += [(address, reply.status_code) for reply in replies if reply.status_code >= 500]
    assert broken == []
    assert number > 15
