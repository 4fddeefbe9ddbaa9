"""One file: its faults at their lines, its screens as a phone shows them, its text as it was typed."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from app.core.config import PROJECT
from tests.authoring.conftest import School
from tests.courses.payloads import PAYLOADS
from tests.sample_content import LESSON, LESSON_PATH

SOURCE = re.compile(r'<li id="dong-(\d+)"( class="marked")?>.*?<code>(.*?)</code></li>', re.DOTALL)
FOUND = re.compile(r'href="#dong-(\d+)">Dòng (\d+), cột (\d+)</a></p>\s*<p>(.*?) <code>(.*?)</code>', re.DOTALL)
PHONE = re.compile(
    r'<article class="phone text">\s*<h3>(.*?)</h3>\s*<div data-hx-disable>(.*?)</div>\s*</article>', re.DOTALL
)


def source_of(html: str) -> list[str]:
    return [unescape(line) for _number, _marked, line in SOURCE.findall(html)]


def marked_of(html: str) -> list[int]:
    return [int(number) for number, marked, _line in SOURCE.findall(html) if marked]


class Page(HTMLParser):
    """Scripts, handlers and htmx attributes of a page, as a browser sees them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.acting: list[tuple[str, str]] = []
        self.loaded: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name.startswith(("on", "hx-", "data-hx-")) and tag != "body" and name != "data-hx-disable":
                self.acting.append((tag, name))
            if name in ("src", "href", "action", "formaction", "srcdoc", "data"):
                self.loaded.append(value or "")
        if tag in ("script", "iframe", "object", "embed", "base", "style", "svg-script", "form"):
            self.scripts.append(tag)


def test_faults_are_told_with_links_to_their_lines(school: School) -> None:
    school.write(LESSON_PATH, LESSON.replace("phut: 3", "phut: 6").replace("chỉ mình bác biết", "giữ [[khong-co]] nhé"))
    html = school.page(LESSON_PATH)
    found = [(line, shown, column, code) for line, shown, column, _message, code in FOUND.findall(html)]
    assert found == [("7", "7", "1", "bad-field"), ("46", "46", "14", "unknown-fact")]
    assert marked_of(html) == [7, 46]
    assert "Người học đang thấy bản tốt gần nhất" in html


def test_each_fault_is_told_again_beside_its_line(school: School) -> None:
    school.write(LESSON_PATH, LESSON.replace("phut: 3", "phut: 6").replace("chỉ mình bác biết", "giữ [[khong-co]] nhé"))
    html = school.page(LESSON_PATH)
    told = {line: message for line, _shown, _column, message, _code in FOUND.findall(html)}
    beside = re.findall(r'<li id="dong-(\d+)" class="marked">[^\n]*</li>\s*<li class="told">(.*?)</li>', html)
    assert dict(beside) == told
    assert len(beside) == 2


def test_long_list_of_faults_shows_the_first_ones_and_hides_none(school: School) -> None:
    school.write(LESSON_PATH, LESSON.replace("Mật khẩu chỉ", "\n\n".join(f"[[khong-{n}]]" for n in range(30))))
    html = school.page(LESSON_PATH)
    assert "Chỗ cần xem (30)" in html
    assert "Xem thêm 22 chỗ" in html
    at_once = html[html.index("Chỗ cần xem") : html.index("<details>")]
    assert (len(FOUND.findall(at_once)), len(FOUND.findall(html))) == (8, 30)
    assert len(marked_of(html)) == html.count('class="told"') == 30


def test_good_file_shows_no_faults(school: School) -> None:
    html = school.page(LESSON_PATH)
    assert FOUND.findall(html) == []
    assert marked_of(html) == []
    assert "Người học đang thấy đúng bản này" in html


def test_file_that_never_was_good_says_so(school: School) -> None:
    school.write("courses/khoa-thu/03-moi.md", LESSON.replace("phut: 3", "phut: 6"))
    html = school.page("courses/khoa-thu/03-moi.md")
    assert "Người học chưa thấy gì từ tệp này" in html
    assert len(PHONE.findall(html)) == 5  # the file itself, as far as it compiles


def test_broken_facts_say_that_the_old_ones_are_shown(school: School) -> None:
    school.write("facts/thu.yaml", "- ma: [")
    assert "Người học đang thấy bản tốt gần nhất" in school.page("facts/thu.yaml")


def test_every_screen_is_previewed_with_key_and_feedback(school: School) -> None:
    phones = PHONE.findall(school.page(LESSON_PATH))
    assert [heading for heading, _body in phones] == [
        "1. Mở đầu",
        "2. Câu hỏi",
        "3. Giữ kín",
        "4. Câu hỏi",
        "Bây giờ bác làm được",
    ]
    bodies = [body for _heading, body in phones]
    assert "Máy Android" in bodies[0]
    assert "10 triệu đồng" in bodies[0]
    assert re.search(r"<strong>Đúng</strong>\s*Cúp máy", bodies[1])
    assert bodies[1].count("CANARY-PHAN-HOI") == 4
    assert "Không đọc mã cho ai." in bodies[4]


OTHER_KINDS = """\
::: nhieu-dap-an giu-gi
Thay: AI = Bác | Ông

{AI} giữ kín gì?

- [x] Mật khẩu
  > CANARY-A Đúng.
- [x] Mã xác nhận
  > CANARY-B Đúng.
- [ ] Tên
  > CANARY-C Ai cũng biết.
- [ ] Tên phường
  > CANARY-D Có trên bản đồ.
:::

::: tap-bam mo-ung-dung
Bác mở ứng dụng.

### Màn hình chính
- ứng dụng **Sổ & bút** -> Mở
- ứng dụng **Máy ảnh**
  > CANARY-E Đây là máy ảnh.
Gợi ý: CANARY-F Tìm quyển sổ.

### Mở
Mã là `2468`.
- ô số **Mã**: gõ `2468`
  > Mã ở trên kia.
- nút **Vào** -> Xong

### Xong
Bác vào rồi.
:::

"""


def test_preview_shows_every_kind_of_exercise(school: School) -> None:
    school.write(LESSON_PATH, LESSON.replace("::: ket-thuc", OTHER_KINDS + "::: ket-thuc"))
    assert school.library.diagnostics == ()
    shown = dict(PHONE.findall(school.page(LESSON_PATH)))
    assert [title for title in shown if title[0] in "56"] == [
        "5. Câu hỏi (1/2)",
        "5. Câu hỏi (2/2)",
        "6. Tập bấm: Màn hình chính",
        "6. Tập bấm: Mở",
        "6. Tập bấm: Xong",
    ]
    assert "Ông giữ kín gì?" in shown["5. Câu hỏi (2/2)"]
    assert shown["5. Câu hỏi (1/2)"].count("CANARY") == 4
    first = shown["6. Tập bấm: Màn hình chính"]
    assert "<strong>Sổ &amp; bút</strong>  → Mở (đúng)" in first
    assert {"CANARY-E", "CANARY-F"} <= set(re.findall(r"CANARY-\w", first))
    assert "<code>2468</code>" in shown["6. Tập bấm: Mở"]


def test_preview_of_a_broken_lesson_is_of_the_file_itself(school: School) -> None:
    school.write(LESSON_PATH, LESSON.replace("phut: 3", "phut: 6").replace("chỉ mình bác biết", "hỏng rồi"))
    html = school.page(LESSON_PATH)
    assert "Người học đang thấy bản tốt gần nhất" in html
    assert "hỏng rồi" in PHONE.findall(html)[2][1]
    assert any("hỏng rồi" in line for line in source_of(html))


def test_previews_stand_in_a_row_of_phones_as_wide_as_a_phone(school: School) -> None:
    html = school.page(LESSON_PATH)
    row = html[html.index('<div class="phones"') :]
    assert row.count('<article class="phone text">') == 5
    css = (PROJECT / "app/authoring/static/desk.css").read_text(encoding="utf-8")
    rule = re.search(r"^\.phone \{([^}]*)\}", css, re.MULTILINE)
    assert rule
    assert "width: 360px" in rule[1]


def test_data_file_has_no_previews(school: School) -> None:
    html = school.page("facts/thu.yaml")
    assert PHONE.findall(html) == []
    assert source_of(html)[0] == "- ma: han-muc-thu"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_source_is_shown_line_by_line_as_the_faults_count_them(school: School, end: str) -> None:
    strange = LESSON.replace("Mở đầu", "Mở\u2028đầu\x0c").replace("phut: 3", "phut: 3\u0085")
    school.write(LESSON_PATH, ("\ufeff" + strange).replace("\n", end))
    html = school.page(LESSON_PATH)
    assert [line.split() for line in source_of(html)] == [
        line.split() for line in strange.removesuffix("\n").split("\n")
    ]
    assert marked_of(html) == [7, 17]


def test_bytes_that_are_no_text_are_still_shown(school: School) -> None:
    school.write(LESSON_PATH, b"---\ntieu-de: m\xe1t\x00\n\xff\xfe")
    html = school.page(LESSON_PATH)
    assert len(source_of(html)) == 3
    assert marked_of(html) == [2]


def test_empty_and_oversized_files_have_a_page(school: School) -> None:
    school.write("courses/khoa-thu/03-rong.md", "")
    school.write("courses/khoa-thu/04-lon.md", "a\n" * 20_000)
    assert "no-front-matter" in school.page("courses/khoa-thu/03-rong.md")
    assert "too-large" in school.page("courses/khoa-thu/04-lon.md")


def test_script_in_a_lesson_is_shown_as_text(school: School) -> None:
    clean = Page(school.page(LESSON_PATH))
    everything = "\n\n".join(payload.replace("\n", " ") for payload in PAYLOADS)
    school.write(LESSON_PATH, LESSON.replace("Mật khẩu chỉ mình bác biết.", everything))
    html = school.page(LESSON_PATH)
    page = Page(html)
    assert (page.scripts, page.acting) == (clean.scripts, [])
    lines = range(1, len(source_of(html)) + 1)
    assert set(page.loaded) <= {*clean.loaded, *(f"#dong-{line}" for line in lines)}
    assert "<script>alert(1)</script>" in source_of(html)


def test_what_is_let_through_is_text_in_titles_paths_and_previews(school: School) -> None:
    clean = [Page(html).scripts for html in (school.page(LESSON_PATH), school.teacher.get("/soan-bai").text)]
    sly = """" onmouseover=alert(1) x=' {{ 7*7 }} &lt;script&gt; hx-get=/a"""
    lesson = LESSON.replace("tieu-de: Giữ mật khẩu cho kín", f"tieu-de: |\n  {sly}").replace("## Giữ kín", f"## {sly}")
    school.write(LESSON_PATH, lesson.replace("&lt;script&gt;", ""))
    school.write("facts/<img src=x onerror=alert(1)>.yaml", "")
    assert school.desk()[LESSON_PATH].state == "tốt"
    for html, scripts in zip((school.page(LESSON_PATH), school.teacher.get("/soan-bai").text), clean, strict=True):
        page = Page(html)
        assert (page.scripts, page.acting) == (scripts, [])
        assert "{{ 7*7 }}" in html
        assert unescape(html).count("onmouseover=alert(1)") >= 1


def test_advice_on_the_wording_stands_with_its_line_and_keeps_nothing_back(school: School) -> None:
    text = LESSON.replace("## Giữ kín\n", "## Giữ kín\n\nBác truy cập hệ thống để thực hiện thao tác.\n", 1)
    assert text != LESSON
    school.write(LESSON_PATH, text)
    page = school.page(LESSON_PATH)
    line = text.split("\n").index("Bác truy cập hệ thống để thực hiện thao tác.") + 1
    [advice] = re.findall(r"<h2>Lời nhắc khi viết \(\d+\)</h2>(.*?)</section>", page, re.DOTALL)
    assert f'href="#dong-{line}"' in advice
    assert "mở" in advice
    assert "Người học đang thấy đúng bản này" in page
