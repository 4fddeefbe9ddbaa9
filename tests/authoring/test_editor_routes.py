"""Writing at the desk: what was typed is kept whatever happens, and two who write together both find their words."""

import re
from html import unescape

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.accounts.domain.roles import Role
from app.authoring import service
from app.authoring.models import Draft, DraftRevision, DraftState
from app.web.security import CSP
from tests.authoring.conftest import School
from tests.authoring.writing import FRAGMENT, NAVIGATE, Writer, open_draft, shown
from tests.cast import browser, hire, sign_in
from tests.sample_content import FACT, LESSON, LESSON_PATH

pytestmark = pytest.mark.usefixtures("no_drafts")

PATH = f"content/{LESSON_PATH}"
MINE = LESSON.replace("Giữ mật khẩu cho riêng mình.", "Giữ mật khẩu cho riêng bác.")
THEIRS = LESSON.replace("Không đọc mã cho ai.", "Không đọc mã cho ai cả.")
CLASHING = LESSON.replace("Giữ mật khẩu cho riêng mình.", "Giữ mật khẩu cho nhà mình.")

NEW_LESSON = [4, 10, 18, 26, 45, 58, 61]  # no source yet (line 10), and sentences of the sample


@pytest.fixture
def hanh(school: School) -> Writer:
    return open_draft(school.teacher, PATH)


@pytest.fixture
def quan(hanh: Writer, colleague: TestClient) -> Writer:
    """In the same draft."""
    return Writer(colleague, hanh.url)


def move(school: School, writer: Writer, *states: DraftState) -> None:
    """As review does."""
    state = school.app.app.state
    with state.database.session(writes=True) as session:
        draft = service.find_draft(session, int(writer.url.rpartition("/")[2]))
        for to in states:
            service.set_state(session, draft, to, draft.created_by, state.clock.now())
        session.commit()


def revisions(school: School) -> list[str]:
    with school.app.app.state.database.session(writes=False) as session:
        return list(session.scalars(select(DraftRevision.text).order_by(DraftRevision.draft_id, DraftRevision.number)))


# Opening


def test_file_opens_with_its_text(hanh: Writer) -> None:
    page = hanh.open()
    assert (page.number, page.text, page.kept, page.told) == (1, LESSON, "", "")
    assert "Máy không thấy lỗi nào" in page.html


def test_opening_again_goes_on_with_the_same_draft(school: School, colleague: TestClient, hanh: Writer) -> None:
    hanh.send(1, MINE)
    assert open_draft(colleague, PATH).url == hanh.url
    assert open_draft(colleague, PATH).open().text == MINE


def test_desk_shows_drafts_mine_first(school: School, colleague: TestClient, hanh: Writer) -> None:
    open_draft(colleague, "content/facts/thu.yaml")
    html = school.teacher.get("/soan-bai").text
    mine, others = html.index("Bản nháp đang viết của thầy cô"), html.index("Bản nháp đang viết của người khác")
    assert mine < html.index(f'href="{hanh.url}"') < others < html.index("Anh Quân sửa lúc")
    assert html.index("Anh Quân sửa lúc") < html.index("Các tệp")


def test_page_of_a_file_leads_to_its_draft(school: School, hanh: Writer) -> None:
    html = school.page(LESSON_PATH)
    assert "Tệp này có bản nháp đang viết. Cô Hạnh sửa lúc" in html
    assert f'action="/soan-bai/tep/{PATH}"' in html
    assert "Sửa tệp này" in school.page("facts/thu.yaml")


@pytest.mark.parametrize("path", ["content/khong-co.md", "../../etc/passwd", "content/../secret-key", "a" * 3000])
def test_what_is_no_file_opens_no_draft(school: School, path: str) -> None:
    assert school.teacher.post(f"/soan-bai/tep/{path}").status_code in (404, 405)
    assert revisions(school) == []


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", LESSON.encode("utf-16"), b"a: b\n" * 20_000])
def test_file_that_a_browser_would_break_is_not_opened(school: School, data: bytes) -> None:
    school.write("facts/la.yaml", data)
    response = school.teacher.post("/soan-bai/tep/content/facts/la.yaml")
    assert response.status_code == 404
    assert "máy không đọc trọn được" in response.text
    assert "máy không đọc trọn được" in school.page("facts/la.yaml")


def test_boosted_link_opens_a_whole_page(hanh: Writer) -> None:
    """Its script and its policy cannot come with a part of a page."""
    response = hanh.client.get(hanh.url, headers=FRAGMENT)
    assert (response.headers["hx-redirect"], response.text) == (hanh.url, "")


# Saving


def test_autosave_answers_with_number_and_faults(school: School, hanh: Writer) -> None:
    page = hanh.autosave(1, LESSON.replace("phut: 3", "phut: 6"))
    assert (page.number, page.kept, page.faults) == (2, "saved", [7])
    assert "Đã lưu lúc" in page.html
    assert page.preview.endswith("/2")
    assert hanh.open().faults == [7]


def test_lint_remarks_come_with_the_save(hanh: Writer) -> None:
    long = (
        "Bác mở ứng dụng rồi bác chạm vào nút ở góc trên bên phải của màn hình để xem các mục mà máy đang có cho bác."
    )
    html = hanh.autosave(1, LESSON.replace("Mật khẩu chỉ mình bác biết.", long)).html
    assert re.search(r"Lời nhắc khi viết \(\d+\)", html)
    assert 'data-line="46"' in html


def test_save_without_script_stays_on_the_page(hanh: Writer) -> None:
    response = hanh.send(1, MINE, **NAVIGATE)
    assert (response.status_code, shown(response).text, shown(response).number) == (200, MINE, 2)


def test_save_sent_twice_is_one_revision(school: School, hanh: Writer) -> None:
    assert hanh.autosave(1, MINE).number == 2
    again = hanh.autosave(1, MINE)
    assert (again.number, again.kept) == (2, "unchanged")
    assert revisions(school) == [LESSON, MINE]


def test_line_ends_of_browsers_make_no_change(school: School, hanh: Writer) -> None:
    assert hanh.autosave(1, LESSON.replace("\n", "\r\n")).kept == "unchanged"
    assert revisions(school) == [LESSON]


def test_words_of_two_teachers_are_merged_and_said_whose(hanh: Writer, quan: Writer) -> None:
    quan.autosave(1, THEIRS)
    page = hanh.autosave(1, MINE)
    both = MINE.replace("Không đọc mã cho ai.", "Không đọc mã cho ai cả.")
    assert (page.kept, page.text, page.number) == ("merged", both, 4)
    line = both[: both.index("Không đọc mã cho ai cả")].count("\n") + 1
    assert page.told == f"Đã ghép chữ của Anh Quân vào bản của thầy cô. Chữ mới ở dòng {line}."
    assert quan.open().text == both


def test_second_tab_that_changed_nothing_takes_nothing_back(hanh: Writer) -> None:
    hanh.autosave(1, MINE)
    assert hanh.autosave(1, LESSON).text == MINE


def test_two_pages_of_one_teacher_are_not_told_of_somebody_else(hanh: Writer, quan: Writer) -> None:
    hanh.autosave(1, CLASHING)
    told = hanh.autosave(1, MINE).told
    assert "Một trang khác của thầy cô vừa sửa đúng những dòng thầy cô đang sửa." in told
    assert "Đã ghép chữ ở một trang khác của thầy cô vào trang này." in hanh.autosave(1, THEIRS).told
    assert "Người khác vừa sửa đúng những dòng thầy cô đang sửa." in quan.autosave(1, MINE).told


def test_conflict_keeps_both_and_leads_to_a_choice(school: School, hanh: Writer, quan: Writer) -> None:
    quan.autosave(1, CLASHING)
    page = hanh.autosave(1, MINE)
    assert (page.kept, page.text, page.number) == ("conflict", CLASHING, 2)
    assert "Cả hai bản đều đã được giữ lại" in page.told
    assert "Xem và ghép vào" in page.told
    assert revisions(school) == [LESSON, CLASHING, MINE]

    response = hanh.send(1, MINE, **NAVIGATE)
    assert (response.status_code, response.headers["location"]) == (303, f"{hanh.url}/ban/3")
    html = unescape(hanh.client.get(f"{hanh.url}/ban/3").text)
    assert "tom-tat: Giữ mật khẩu cho riêng bác." in html
    assert "tom-tat: Giữ mật khẩu cho nhà mình." in html
    assert "Chữ của Anh Quân, đang có trong bản nháp" in html
    assert "có chữ chưa ghép vào" in hanh.client.get("/soan-bai").text


@pytest.mark.parametrize(
    ("choice", "summary"),
    [
        ("ours", "tom-tat: Giữ mật khẩu cho riêng bác."),
        ("theirs", "tom-tat: Giữ mật khẩu cho nhà mình."),
        ("both", "tom-tat: Giữ mật khẩu cho riêng bác.\ntom-tat: Giữ mật khẩu cho nhà mình."),
    ],
)
def test_choice_settles_a_conflict(hanh: Writer, quan: Writer, choice: str, summary: str) -> None:
    quan.autosave(1, CLASHING)
    hanh.autosave(1, MINE)
    response = hanh.client.post(f"{hanh.url}/ban/3", data={"thay": "2", "cho-1": choice})
    assert (response.status_code, response.headers["location"]) == (303, hanh.url)
    page = hanh.open()
    assert page.text == LESSON.replace("tom-tat: Giữ mật khẩu cho riêng mình.", summary)
    assert page.told == ""
    assert "có chữ chưa ghép vào" not in hanh.client.get("/soan-bai").text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"thay": "2"}, "Còn chỗ thầy cô chưa chọn"),
        ({"thay": "2", "cho-1": "khac"}, "Còn chỗ thầy cô chưa chọn"),
        ({"thay": "2", "cho-²": "ours", "cho-99999999999": "ours"}, "Còn chỗ thầy cô chưa chọn"),
        ({"thay": "1", "cho-1": "ours"}, "Bản nháp vừa đổi trong lúc thầy cô chọn"),
        ({"cho-1": "ours"}, "Bản nháp vừa đổi trong lúc thầy cô chọn"),
    ],
)
def test_choice_that_is_none_changes_nothing(
    school: School, hanh: Writer, quan: Writer, form: dict[str, str], said: str
) -> None:
    quan.autosave(1, CLASHING)
    hanh.autosave(1, MINE)
    before = revisions(school)
    response = hanh.client.post(f"{hanh.url}/ban/3", data=form)
    assert response.status_code == 422
    assert said in response.text
    assert revisions(school) == before


# The draft goes on, or ends, while somebody writes


def test_late_save_of_a_submitted_draft_is_kept_and_said(school: School, hanh: Writer) -> None:
    move(school, hanh, "submitted")
    page = hanh.autosave(1, MINE)
    assert (page.kept, page.text) == ("submitted", LESSON)
    assert "Bài vừa được gửi đi duyệt trong lúc thầy cô gõ" in page.told
    assert revisions(school) == [LESSON, MINE]
    assert "readonly" in hanh.open().html


def test_submitted_draft_comes_back_when_late_words_go_in(school: School, hanh: Writer) -> None:
    move(school, hanh, "submitted")
    hanh.autosave(1, MINE)
    assert "Ghép vào thì bài về lại để viết tiếp" in hanh.client.get(f"{hanh.url}/ban/2").text
    assert hanh.client.post(f"{hanh.url}/ban/2", data={"thay": "1"}).status_code == 303
    page = hanh.open()
    assert page.text == MINE
    assert "readonly" not in page.html


def test_submitted_draft_can_be_taken_back(school: School, hanh: Writer) -> None:
    move(school, hanh, "submitted")
    assert hanh.client.post(f"{hanh.url}/lay-ve").status_code == 303
    assert hanh.client.post(f"{hanh.url}/lay-ve").status_code == 303  # pressed twice
    assert hanh.autosave(1, MINE).kept == "saved"


def test_late_save_of_a_published_draft_goes_on_in_a_new_one(school: School, hanh: Writer) -> None:
    move(school, hanh, "submitted", "published")
    page = hanh.autosave(1, MINE)
    assert page.kept == "ended"
    assert "Bản nháp này vừa được đăng" in page.told
    late = f"{hanh.url}/ban/2"
    assert "Viết tiếp thành bản nháp mới" in hanh.client.get(late).text
    school.write(LESSON_PATH, THEIRS)  # what was published, and then changed on the disk
    response = hanh.client.post(f"{late}/viet-tiep")
    assert response.status_code == 303
    new = Writer(hanh.client, response.headers["location"])
    assert new.url != hanh.url
    assert new.open().text == MINE.replace("Không đọc mã cho ai.", "Không đọc mã cho ai cả.")
    assert "có chữ chưa ghép vào" not in hanh.client.get("/soan-bai").text


def test_late_words_that_nobody_needs_are_asked_about_no_more(school: School, hanh: Writer) -> None:
    move(school, hanh, "submitted", "published")
    hanh.autosave(1, MINE)
    assert "có chữ chưa ghép vào" in hanh.client.get("/soan-bai").text
    assert hanh.client.post(f"{hanh.url}/ban/2/thoi").status_code == 303
    assert "có chữ chưa ghép vào" not in hanh.client.get("/soan-bai").text
    assert revisions(school) == [LESSON, MINE, MINE]


def test_closed_draft_keeps_its_words_and_leaves_the_desk(school: School, hanh: Writer) -> None:
    hanh.autosave(1, MINE)
    assert hanh.client.post(f"{hanh.url}/bo").headers["location"] == "/soan-bai"
    assert f'href="{hanh.url}"' not in hanh.client.get("/soan-bai").text
    assert hanh.open().text == MINE
    assert open_draft(hanh.client, PATH).open().text == LESSON


def test_what_waits_for_review_is_not_closed_in_passing(school: School, hanh: Writer) -> None:
    move(school, hanh, "submitted")
    hanh.client.post(f"{hanh.url}/bo")
    assert "đang chờ duyệt" in hanh.open().html


def test_changes_of_the_file_are_offered_and_merged(school: School, hanh: Writer) -> None:
    hanh.autosave(1, MINE)
    assert "Tệp của bài đã đổi" not in hanh.open().told
    school.write(LESSON_PATH, THEIRS)
    assert "Tệp của bài đã đổi" in hanh.open().told
    html = hanh.client.get(f"{hanh.url}/tep").text
    assert "Chữ trong tệp, người học đang thấy" in html
    seen = re.search(r'name="thay" value="([^"]+)"', html)
    assert seen
    assert hanh.client.post(f"{hanh.url}/tep", data={"thay": "2.khac"}).status_code == 422
    assert hanh.client.post(f"{hanh.url}/tep", data={"thay": seen[1]}).status_code == 303
    page = hanh.open()
    assert page.text == MINE.replace("Không đọc mã cho ai.", "Không đọc mã cho ai cả.")
    assert page.told == ""


# Bad input: one outcome, in Vietnamese, nothing lost


def test_characters_that_cannot_be_stored_are_told(hanh: Writer) -> None:
    page = hanh.autosave(1, LESSON.replace("Mật khẩu chỉ", "Mật\x00 khẩu\x1b chỉ"))
    assert "Có 2 ký tự lạ máy không giữ được, chỗ ấy nay là dấu �." in page.told
    assert "Mật� khẩu� chỉ" in page.text


def test_wrong_encoding_is_kept_as_far_as_it_is_text(hanh: Writer) -> None:
    response = hanh.client.post(
        hanh.url,
        content=b"so=1&chu=m%E1%BB%99t%0A%FF%FEhai",
        headers={"content-type": "application/x-www-form-urlencoded", **FRAGMENT},
    )
    assert shown(response).text == "một\n��hai"


@pytest.mark.parametrize("data", [{}, {"so": "1"}, {"chu2": "x"}])
def test_form_without_text_saves_nothing_and_says_so(school: School, hanh: Writer, data: dict[str, str]) -> None:
    response = hanh.client.post(hanh.url, data=data)
    assert response.status_code == 422
    assert "Máy không nhận được chữ nào" in response.text
    assert shown(response).text == LESSON
    assert revisions(school) == [LESSON]


@pytest.mark.parametrize("number", ["", "0", "-1", "99", "1e3", "١", "9" * 40, "1\x00"])
def test_save_that_does_not_know_its_number_is_merged_from_the_first(hanh: Writer, quan: Writer, number: str) -> None:
    quan.autosave(1, THEIRS)
    page = shown(hanh.send(number, MINE, **FRAGMENT))
    assert page.kept == "merged"
    assert "Không đọc mã cho ai cả." in page.text


@pytest.mark.parametrize("size", [256_001, 50_000_000])
def test_text_that_is_too_long_to_receive_is_refused_in_vietnamese(school: School, hanh: Writer, size: int) -> None:
    body = b"so=1&chu=" + b"a" * (size if size < 1_000_000 else 300_000)
    headers = {"content-type": "application/x-www-form-urlencoded", "content-length": str(size)}
    response = hanh.client.post(hanh.url, content=body, headers=headers)
    assert response.status_code == 413
    assert "Nội dung gửi lên dài quá" in response.text
    assert revisions(school) == [LESSON]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[" * 200_000, 1),
        (LESSON + "\n" * 100_000, 1),
        (LESSON.replace("phut: 3", "phut: 3\na: &a [x]\nb: [*a, *a]"), 9),
        (LESSON.replace("phut: 3", "phut: " + "[" * 900), 7),
        (LESSON.replace("phut: 3", "phut: !!python/object/apply:os.system [id]"), 7),
    ],
)
def test_bombs_are_kept_and_told_at_their_line(hanh: Writer, text: str, line: int) -> None:
    page = hanh.autosave(1, text)
    assert page.text == text
    assert line in page.faults


def test_script_in_a_lesson_is_text_in_the_editor_and_nothing_in_the_preview(hanh: Writer) -> None:
    evil = '<script>alert(1)</script></textarea><img src=x onerror=alert(2)><a hx-get="/dang-xuat">a</a>'
    page = hanh.autosave(1, LESSON.replace("Mật khẩu chỉ", f"{evil} Mật khẩu chỉ"))
    assert evil in page.text
    assert "<script>alert" not in page.html
    preview = hanh.client.get(f"{page.preview}/nguoi-cao-tuoi./bai?buoc=3").text
    assert "<script>alert" not in preview
    assert "<img src=x" not in preview
    assert "&lt;img src=x" in preview


# New files


def create(client: TestClient, **fields: str) -> tuple[int, str]:
    lesson = {"khoa": "khoa-thu", "ky-nang": "vneid-dang-nhap", "doi-tuong": "nguoi-dan"}
    response = client.post(
        "/soan-bai/sua", data={**lesson, **{name.replace("_", "-"): v for name, v in fields.items()}}
    )
    return response.status_code, response.headers.get("location", "") or response.text


def paths(school: School) -> list[str]:
    with school.app.app.state.database.session(writes=False) as session:
        return list(session.scalars(select(Draft.path).order_by(Draft.id)))


def test_new_lesson_begins_with_a_sample_after_the_last_of_its_course(school: School) -> None:
    status, url = create(school.teacher, loai="bai", ten_bai="Đổi cỡ chữ cho dễ đọc")
    assert status == 303
    page = Writer(school.teacher, url).open()
    assert 'tieu-de: "Đổi cỡ chữ cho dễ đọc"' in page.text
    assert page.faults == NEW_LESSON
    create(school.teacher, loai="bai", ten_bai="Hai", ma_bai="bai-hai")
    assert paths(school) == [
        "content/courses/khoa-thu/03-doi-co-chu-cho-de-doc.md",
        "content/courses/khoa-thu/04-bai-hai.md",
    ]


def test_new_course_takes_lessons_before_it_is_published(school: School) -> None:
    status, url = create(school.teacher, loai="khoa", ten_khoa="Làm quen điện thoại")
    assert status == 303
    assert Writer(school.teacher, url).open().faults == []
    assert '<option value="lam-quen-dien-thoai">' in school.teacher.get("/soan-bai/sua").text
    assert create(school.teacher, loai="bai", ten_bai="Mở máy", khoa="lam-quen-dien-thoai")[0] == 303
    assert paths(school)[1] == "content/courses/lam-quen-dien-thoai/01-mo-may.md"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"ten_bai": ""}, "Mục này chưa điền."),
        ({"ten_bai": "a" * 91}, "Tên dài quá"),
        ({"ten_bai": "a\x00b"}, "Mục này có ký tự lạ"),
        ({"ten_bai": "你好"}, "Tên ngắn chỉ dùng chữ thường"),
        ({"ten_bai": "A", "ma_bai": "../../../etc/passwd"}, "Tên ngắn chỉ dùng chữ thường"),
        ({"ten_bai": "A", "ma_bai": "a/b"}, "Tên ngắn chỉ dùng chữ thường"),
        ({"ten_bai": "A", "ma_bai": "a" * 61}, "Tên ngắn chỉ dùng chữ thường"),
        ({"ten_bai": "A", "ma_bai": "giu-mat-khau"}, "Đã có bài hoặc khóa tên này"),
        ({"ten_bai": "A", "khoa": "../khoa-thu"}, "không có trong danh sách"),
        ({"ten_bai": "A", "khoa": "khong-co"}, "không có trong danh sách"),
        ({"ten_bai": "A", "ky_nang": "]\nphut: 9"}, "không có trong danh sách"),
        ({"ten_bai": "A", "doi_tuong": "moi-nguoi"}, "không có trong danh sách"),
        ({"loai": "khoa", "ten_khoa": ""}, "Mục này chưa điền."),
        ({"loai": "khoa", "ten_khoa": "A", "ma_khoa": "../a"}, "Tên ngắn chỉ dùng chữ thường"),
        ({"loai": "khoa", "ten_khoa": "Khóa thử"}, "Đã có bài hoặc khóa tên này"),
    ],
)
def test_new_file_with_a_bad_name_is_refused_and_typed_words_stay(
    school: School, fields: dict[str, str], said: str
) -> None:
    status, html = create(school.teacher, **fields)
    assert status == 422
    assert said in html
    assert paths(school) == []


def test_title_cannot_write_front_matter(school: School) -> None:
    _, url = create(school.teacher, loai="bai", ten_bai='A" \\ ky-nang: [x] #', ma_bai="bai-a")
    page = Writer(school.teacher, url).open()
    assert page.faults == NEW_LESSON


# Who, and what a page may do


@pytest.mark.parametrize("role", [None, Role.LEARNER, Role.ASSESSOR, Role.OFFICIAL])
def test_drafts_are_refused_to_who_is_no_teacher(school: School, hanh: Writer, role: Role | None) -> None:
    client = browser(school.app)
    if role:
        state = school.app.app.state
        sign_in(client, hire(state.database, state.settings, role))
    preview = hanh.open().preview
    targets = [hanh.url, preview, f"{preview}/nguoi-cao-tuoi./bai", f"{hanh.url}/ban/1", f"{hanh.url}/tep"]
    replies = [client.get(target) for target in targets]
    replies += [client.post(target, data={"so": "1", "chu": "x"}) for target in (hanh.url, f"{hanh.url}/bo")]
    for reply in replies:
        assert (reply.status_code, "location" in reply.headers) == ((403, False) if role else (303, True))
        assert "CANARY" not in reply.text
    assert revisions(school) == [LESSON]


def test_only_the_editor_frames_and_only_the_preview_is_framed(school: School, hanh: Writer) -> None:
    preview = hanh.open().preview
    inside = school.teacher.get(preview).headers["location"]
    framed = CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    policies = {
        path: school.teacher.get(path).headers["content-security-policy"]
        for path in (
            hanh.url,
            preview,
            inside,
            "/soan-bai",
            "/soan-bai/sua",
            f"{hanh.url}/ban/1",
            "/bai-hoc/giu-mat-khau",
        )
    }
    assert policies.pop(hanh.url) == f"{CSP}; frame-src 'self'"
    assert (policies.pop(preview), policies.pop(inside)) == (framed, framed)
    assert set(policies.values()) == {CSP}
    assert shown(hanh.send(1, MINE)).number == 2
    assert hanh.send(2, MINE).headers["content-security-policy"] == f"{CSP}; frame-src 'self'"


def test_data_files_are_edited_without_a_preview(school: School) -> None:
    writer = open_draft(school.teacher, "content/facts/thu.yaml")
    assert writer.open().text == FACT
    assert "<iframe" not in writer.open().html
    page = writer.autosave(1, FACT.replace("do-tin: S", "do-tin: Q"))
    assert page.faults == [9]
