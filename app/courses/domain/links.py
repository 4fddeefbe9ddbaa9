"""Links from one text to a lesson, and which of them lead nowhere."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from app.courses.domain.diagnostics import Reporter

LESSON_PATH = "/bai-hoc/"
STEP = "buoc"  # of the query of a lesson's address
OTHER_SCHEME = re.compile(r"(?!https?:|tel:|mailto:)[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)


@dataclass(frozen=True)
class LessonLink:
    """`step`: what the link says of it, None where it leads to the beginning. The members of a family of questions differ in
    the column alone."""

    lesson: str
    line: int
    column: int = field(default=1, compare=False)
    step: str | None = None


def read_link(target: str, line: int, column: int, reporter: Reporter) -> LessonLink | None:
    """None, and why it may not stand in a text, for a link that leads to no lesson."""
    if target.startswith(LESSON_PATH):
        lesson, _, query = target.removeprefix(LESSON_PATH).partition("?")
        asked = parse_qs(query, keep_blank_values=True).get(STEP)
        return LessonLink(lesson, line, column, asked[0] if asked else None)
    if ".." in target or target.startswith(("/", "\\", "file:")):
        message = f"Đường dẫn “{target}” đi ra ngoài thư mục bài học. Chỉ dẫn tới bài khác bằng /bai-hoc/ten-bai."
        reporter.error(line, "path-escape", message, column)
    elif OTHER_SCHEME.match(target):
        message = f"Đường dẫn “{target[:60]}” không dùng được trong bài. Xóa nó, chỉ để lại chữ."
        reporter.error(line, "bad-link", message, column)
    else:
        message = f"Địa chỉ “{target}” phải là một dữ kiện loại dia-chi: viết [[ma-du-kien]]."
        reporter.error(line, "url-in-prose", message, column)
    return None


def judge_links(links: Iterable[LessonLink], screens: Mapping[str, int], reporter: Reporter) -> None:
    """`screens`: of the lessons that may be meant, how many each has; 0 where that cannot be told, as it has faults."""
    for link in links:
        _judge_link(link, screens, reporter)


def _judge_link(link: LessonLink, screens: Mapping[str, int], reporter: Reporter) -> None:
    if link.lesson not in screens:
        message = f"Không có bài nào khác tên `{link.lesson}`. Kiểm tra lại tên bài."
        reporter.error(link.line, "dead-link", message, link.column)
    elif (count := screens[link.lesson]) and link.step is not None and not _is_within(link.step, count):
        message = (
            f"Bài `{link.lesson}` có {count} màn hình, không có `{STEP}={link.step[:20]}`. "
            f"Sửa số ấy, hoặc bỏ `?{STEP}=…` để dẫn tới đầu bài."
        )
        reporter.error(link.line, "dead-link", message, link.column)


def _is_within(step: str, count: int) -> bool:
    return step.isascii() and step.isdigit() and len(step) <= len(str(count)) and 1 <= int(step) <= count
