"""The desk: every file with its state, for teachers only, and no other file of the machine."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.accounts.domain.roles import Role
from app.web.prebuilt import PrebuiltPages
from tests.authoring.conftest import School
from tests.cast import browser, hire, sign_in
from tests.sample_content import BANK, FACT, FILES, LESSON, LESSON_PATH
from tests.web.conftest import cookies_of
from tests.web.wire import Wire

BROKEN = LESSON.replace("phut: 3", "phut: 6")
OVERDUE = LESSON.replace("ra-soat-truoc: 2099-01-01", "ra-soat-truoc: 2026-11-20")
FILE = f"/soan-bai/tep/content/{LESSON_PATH}"

opened: list[str] = []
listening = False


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if listening and event == "open":
        opened.append(str(arguments[0]))


sys.addaudithook(_hear)


@contextmanager
def opened_files() -> Iterator[list[str]]:
    """Every path that the process opens in the meantime, templates and content alike."""
    global listening
    opened.clear()
    listening = True
    try:
        yield opened
    finally:
        listening = False


def test_desk_lists_every_file(school: School) -> None:
    rows = school.desk()
    assert set(rows) == set(FILES)
    assert {row.state for row in rows.values()} == {"tốt"}
    assert rows[LESSON_PATH].title == "Giữ mật khẩu cho kín"
    assert rows["facts/thu.yaml"].title == "facts/thu.yaml"


def test_lessons_stand_under_their_course(school: School) -> None:
    html = school.teacher.get("/soan-bai").text
    assert (
        html.index("Khóa thử") < html.index(LESSON_PATH) < html.index("Tệp dùng chung") < html.index("facts/thu.yaml")
    )


def test_desk_opens_what_needs_a_look_and_only_that(school: School) -> None:
    assert "Mọi tệp đều tốt." in school.teacher.get("/soan-bai").text
    school.write(LESSON_PATH, OVERDUE)
    school.write("facts/moi.yaml", "- ma: [")
    school.write("courses/khac/course.yaml", "ten: Khóa khác\nmuc-tieu: B\nthu-tu: 2\n")
    school.write("courses/khac/01-khac.md", LESSON.replace("Giữ mật khẩu cho kín", "Khác"))
    html = school.teacher.get("/soan-bai").text
    assert "Có 2 tệp cần xem lại." in html
    groups = re.findall(r"<details( open)?>\s*<summary><span>(.*?) \((\d+)&nbsp;tệp\)(.*?)</span></summary>", html)
    assert [(name, files, bool(opened), "1 tệp cần xem" in note) for opened, name, files, note in groups] == [
        ("Khóa thử", "2", True, True),
        ("Khóa khác", "1", False, False),
        ("Tệp dùng chung", "6", True, True),
    ]


@pytest.mark.parametrize(
    ("name", "data", "state"),
    [
        (LESSON_PATH, BROKEN, "có lỗi, người học đang thấy bản cũ 1 lỗi"),
        (LESSON_PATH, b"\xff", "có lỗi, người học đang thấy bản cũ 1 lỗi"),
        (LESSON_PATH, OVERDUE, "có nhắc nhở 1 nhắc nhở"),
        (LESSON_PATH, OVERDUE.replace("phut: 3", "phut: 6\nla: 1"), "có lỗi, người học đang thấy bản cũ 2 lỗi"),
        (LESSON_PATH, OVERDUE.replace("ai-biet", "ai-hoi-ma"), "có lỗi, người học đang thấy bản cũ 1 lỗi, 1 nhắc nhở"),
        ("courses/khoa-thu/03-moi.md", BROKEN, "có lỗi, người học chưa thấy 1 lỗi"),
        ("courses/khoa-thu/moi.md", LESSON, "có lỗi, người học chưa thấy 1 lỗi"),
        ("courses/khong-co/01-moi.md", LESSON, "có lỗi, người học chưa thấy 1 lỗi"),
        ("facts/thu.yaml", "- ma: [", "có lỗi, người học đang thấy bản cũ 1 lỗi"),
        ("facts/moi.yaml", "- ma: [", "có lỗi, người học chưa thấy 1 lỗi"),
        ("courses/khoa-thu/course.yaml", "ten: A\n", "có lỗi, người học đang thấy bản cũ 2 lỗi"),
        ("bank/cau.md", BANK, "tốt"),
        ("bank/moi.md", "Câu hỏi thi.", "có lỗi, người học chưa thấy 1 lỗi"),
    ],
)
def test_file_is_listed_with_its_state(school: School, name: str, data: str | bytes, state: str) -> None:
    school.write(name, data)
    rows = school.desk()
    assert rows[name].state == state
    assert {row.state for other, row in rows.items() if other != name} == {"tốt"}


def test_every_row_opens_its_file_whatever_it_is_called(school: School) -> None:
    for name in ("a?b", "a#b", "100%", "a b&c", "Dữ kiện", "a;b=c", "\"a'", "<b>"):
        school.write(f"facts/{name}.yaml", FACT.replace("han-muc-thu", f"han-muc-{abs(hash(name))}"))
    rows = school.desk()
    assert len(rows) == len(FILES) + 8
    for name, row in rows.items():
        response = school.teacher.get(row.url)
        assert response.status_code == 200, name
        assert "Nội dung tệp" in response.text


@pytest.mark.parametrize("role", [None, Role.LEARNER, Role.ASSESSOR, Role.OFFICIAL])
@pytest.mark.parametrize("path", ["/soan-bai", FILE, "/soan-bai/tep/khong-co"])
def test_desk_is_refused_to_who_is_no_teacher(school: School, role: Role | None, path: str) -> None:
    school.write(LESSON_PATH, BROKEN)
    client = browser(school.app)
    if role:
        state = school.app.app.state
        sign_in(client, hire(state.database, state.settings, role))
    response = client.get(path)
    assert (response.status_code, "location" in response.headers) == ((403, False) if role else (303, True))
    assert "CANARY" not in response.text
    assert LESSON_PATH not in response.text


def test_admin_may_look_too(school: School) -> None:
    state = school.app.app.state
    client = browser(school.app)
    sign_in(client, hire(state.database, state.settings, Role.ADMIN))
    assert client.get("/soan-bai").status_code == 200
    assert client.get(FILE).status_code == 200


UP = [
    "..",
    "%2e%2e",
    "%2E%2e",
    ".%2e",
    "%252e%252e",
    "..%00",
    "%c0%ae%c0%ae",
    "%e0%80%ae%e0%80%ae",
    "%uff0e%uff0e",
    "…",
    "．．",
    "..;",
]
SLASHES = ["/", "%2f", "%5c", "\\", "//", "%252f", "%c0%af", "∕"]
TARGETS = ["etc/passwd", "authoring.sqlite"]
NASTY = [
    *(f"{up}{slash}{up}{slash}{up}{slash}{target}" for up in UP for slash in SLASHES for target in TARGETS),
    *(f"content/{up}/{up}/{target}" for up in UP for target in TARGETS),
    *(f"content/courses/{up}/../../{target}" for up in UP for target in TARGETS),
    "/etc/passwd", "//etc/passwd", "%2fetc%2fpasswd", "file:///etc/passwd", "file:/etc/passwd", "C:/Windows/win.ini", "C:%5cWindows",
    "%5c%5cserver%5cshare", "~/.ssh/id_rsa", "$HOME/.env", "%24%7BHOME%7D/.env", ".env", "content/.env", "authoring.sqlite",
    "secret-key", "content", "content/", "content/.", "content/..", "content/courses", "content/courses/khoa-thu/",
    f"content/./{LESSON_PATH}", f"content//{LESSON_PATH}", f"content/x/../{LESSON_PATH}", f"content/{LESSON_PATH}/", f"content/{LESSON_PATH}%00",
    f"content/{LESSON_PATH}%00.md", f"content/{LESSON_PATH}%20", f"content/{LESSON_PATH}.", f"content/{LESSON_PATH}::$DATA",
    f"Content/{LESSON_PATH}", f"content/{LESSON_PATH.upper()}", f"content/{LESSON_PATH[:-3]}", f"content%5c{LESSON_PATH}",
    LESSON_PATH, f"/{LESSON_PATH}", f"content/content/{LESSON_PATH}", f"content/{LESSON_PATH}%0d%0aSet-Cookie:%20a=b", "%0d%0a", "%00",
    "%ff%fe", "%ed%a0%80", "*", "content/*", "content/courses/**", "content/facts/thu.yaml/../../../authoring.sqlite", "a" * 10_000,
    "../" * 2_000, "%2e%2e%2f" * 500, "/proc/self/environ", "/dev/zero", "/dev/stdin", "con", "aux.md", "content/facts/thu.yaml%3Fa",
    "{{7*7}}", "%7B%7B7*7%7D%7D", "<script>", "content/frameworks/nguoi-dan.yaml%2f..%2f..%2fauthoring.sqlite",
]  # fmt: skip


def test_corpus_of_paths_is_large_enough() -> None:
    assert len(set(NASTY)) >= 250


def test_path_tricks_find_nothing_and_open_nothing(app: PrebuiltPages, school: School) -> None:
    state = school.app.app.state
    wire = Wire(app)
    cookie = cookies_of(app, hire(state.database, state.settings, Role.TEACHER))
    wire.get(FILE, cookie=cookie)  # the templates are read now
    wrong = []
    with opened_files() as files:
        for path in NASTY:
            reply = wire.get(f"/soan-bai/tep/{path.encode().decode('latin-1')}", cookie=cookie)
            if (
                reply.status != 404
                or "root:" in reply.text
                or "SQLite format" in reply.text
                or reply.header("set-cookie") == "a=b"
            ):
                wrong.append((path, reply.status))
    wire.close()
    assert wrong == []
    # The watcher of the content folder may read its files in between; nothing else may be read.
    assert set(files) <= {str(school.content / name) for name in FILES}


def test_ear_hears_what_is_opened(school: School) -> None:
    """Or the test above would pass with deaf ears."""
    with opened_files() as files:
        (school.content / LESSON_PATH).read_bytes()
    assert files == [str(school.content / LESSON_PATH)]


def test_page_of_a_deleted_file_is_gone(school: School) -> None:
    (school.content / LESSON_PATH).unlink()
    school.library.load()
    assert school.teacher.get(FILE).status_code == 404
    assert LESSON_PATH not in school.desk()
