"""What learners say looks different: how they say it, and what teachers see of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from app.core.clock import VIETNAM
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.lessons import Lesson, Screen, Step
from app.courses.domain.readers import PLATFORM_TITLES
from app.courses.views import SITE, PathTo, differs_path, screen_path
from app.upkeep.domain.screen_report import CHOICES, LONGEST
from app.upkeep.pages import ClosedRow, ReportGroup, ReportPage, ReportRow, ReportSentPage, ReportsPage
from app.upkeep.queries import Closed, OpenReports, Sort
from app.upkeep.views.stale_board import KINDS, file_path

SHOWN_UNFOLDED = 3  # lessons
NOTE_LONGEST = 200  # characters
SAID_MORE = "Vừa có người học nói thêm ở bước ấy. Thầy cô đọc lại rồi bấm “Đã xem” lần nữa nhé."
TOO_MANY = "Hôm nay bác báo nhiều chỗ rồi, thầy cô đang xem dần. Còn chỗ nào nữa thì mai bác báo tiếp nhé."
THANKS = "Nhờ bác báo mà thầy cô biết để sửa bài. Máy mỗi người một khác, bác không làm gì nhầm đâu."


def report_page(lesson: Lesson, number: int, key: str, path_to: PathTo) -> ReportPage:
    screen = lesson.screens[number - 1]
    return ReportPage(
        title=f"Màn hình của bác khác? · {lesson.about.title} · {SITE}",
        lesson_title=lesson.about.title,
        step_title=_screen_title(screen, number),
        action=differs_path(lesson, number, path_to),
        step=screen.slug,
        version=lesson.version,
        key=key,
        choices=CHOICES,
        most_words=LONGEST,
        back_url=screen_path(lesson, number, path_to),
    )


def report_sent_page(lesson: Lesson, number: int, path_to: PathTo, *, too_many: bool = False) -> ReportSentPage:
    heading, message = ("Bác nghỉ tay chút nhé", TOO_MANY) if too_many else ("Cảm ơn bác nhiều!", THANKS)
    return ReportSentPage(f"{heading} · {SITE}", heading, message, screen_path(lesson, number, path_to))


def _screen_title(screen: Screen, number: int) -> str:
    if isinstance(screen, Step):
        return f"Bước {number}: {screen.title}"
    return f"Bước {number}: {KINDS.get(screen.kind, KINDS['question'])}"


def reports_page(
    catalogue: Catalogue,
    opened: Sequence[OpenReports],
    closed: Sequence[Closed],
    names: Mapping[int, str],
    path_to: PathTo,
    error: str = "",
) -> ReportsPage:
    """`error`: why a form of this page was not taken."""
    by_lesson: dict[str, list[OpenReports]] = defaultdict(list)
    for one in opened:
        by_lesson[one.lesson].append(one)
    groups = [
        ReportGroup(
            _lesson_title(catalogue, lesson),
            sum(one.count for one in rows),
            tuple(_report_row(catalogue, one, path_to) for one in sorted(rows, key=lambda one: -one.count)),
        )
        for lesson, rows in by_lesson.items()
    ]
    groups.sort(key=lambda group: -group.count)
    return ReportsPage(
        title=f"Màn hình của người học khác · Bàn soạn bài · {SITE}",
        groups=tuple(groups),
        closed=tuple(_closed_row(catalogue, one, names) for one in closed),
        count=sum(group.count for group in groups),
        most_note=NOTE_LONGEST,
        open_at_once=len(groups) <= SHOWN_UNFOLDED,
        error=error,
    )


def _lesson_title(catalogue: Catalogue, slug: str) -> str:
    lesson = catalogue.lessons.get(slug)
    return lesson.about.title if lesson else slug


def _report_row(catalogue: Catalogue, one: OpenReports, path_to: PathTo) -> ReportRow:
    lesson = catalogue.lessons.get(one.lesson)
    number = _number(lesson, one.step)
    days = f"{one.first:%d/%m/%Y}" if one.first == one.last else f"{one.first:%d/%m/%Y} đến {one.last:%d/%m/%Y}"
    screen: Screen | None = lesson.screens[number - 1] if lesson and number else None
    return ReportRow(
        step_title=_screen_title(screen, number) if screen else f"{one.step} (nay không còn trong bài)",
        step_url=screen_path(lesson, number, path_to) if lesson and number else "",
        file_url=file_path(lesson.path, screen.line, path_to) if lesson and screen else "",
        count=one.count,
        days=days,
        said=tuple(_said(sort, lesson) for sort in one.sorts),
        words=one.words,
        close_url=str(path_to("close_reports", lesson=one.lesson, step=one.step)),
        through=one.through,
        mark=one.mark,
        is_all=one.is_all,
    )


def _number(lesson: Lesson | None, step: str) -> int:
    """The place of a screen, from 1; 0 for one that is gone."""
    screens = lesson.screens if lesson else ()
    return next((number for number, screen in enumerate(screens, 1) if screen.slug == step), 0)


def _said(sort: Sort, lesson: Lesson | None) -> str:
    words = [CHOICES.get(sort.choice, "Không nói rõ"), PLATFORM_TITLES.get(sort.platform, "chưa rõ máy gì")]
    words.append("bản đang dạy" if lesson and lesson.version == sort.version else f"bản cũ {sort.version}")
    return f"{sort.count} lần: {', '.join(words)}"


def _closed_row(catalogue: Catalogue, one: Closed, names: Mapping[int, str]) -> ClosedRow:
    lesson = catalogue.lessons.get(one.lesson)
    number = _number(lesson, one.step)
    step = _screen_title(lesson.screens[number - 1], number) if lesson and number else one.step
    return ClosedRow(
        f"{_lesson_title(catalogue, one.lesson)} · {step}", one.count, names.get(one.by, ""), _moment(one.at), one.note
    )


def _moment(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
