"""What can be taken along, and what came in: pure."""

from collections.abc import Collection, Sequence

from app.authoring.domain.exchange.import_plan import ImportPlan
from app.authoring.pages.exchanging import ExchangePage, ImportedFile, ImportPage
from app.authoring.pages.new_files import Option
from app.authoring.pages.waiting import WaitingPage
from app.authoring.views.files import diagnostic_views
from app.courses.domain.catalogue import Catalogue
from app.courses.views import PathTo

DESK = "Bàn soạn bài"
FAULTY_ARCHIVE = "Gói này còn lỗi. Thầy cô sửa rồi gửi lại nhé."


def exchange_page(catalogue: Catalogue, error: str, path_to: PathTo) -> ExchangePage:
    choices = [Option("", "Tất cả nội dung", chosen=True)]
    for course in catalogue.courses:
        choices.append(Option(course.slug, f"Khóa: {course.about.name}", chosen=False))
        choices += [Option(lesson.slug, f"Bài: {lesson.about.title}", chosen=False) for lesson in course.lessons]
    return ExchangePage(
        title=f"Tải về và đưa vào · {DESK}",
        error=error,
        choices=tuple(choices),
        export_url=str(path_to("export")),
        import_url=str(path_to("import_archive")),
    )


def reading_page(path_to: PathTo) -> WaitingPage:
    return WaitingPage(
        title=f"Đang đọc gói · {DESK}",
        heading="Gói vừa gửi",
        about="Máy xem từng tệp trong gói, như khi thầy cô tự gõ.",
        words="Đang đọc gói. Gói lớn thì chờ chừng nửa phút, kết quả hiện ở ngay dưới.",
        back="Tải về và đưa vào",
        back_url=str(path_to("exchange")),
    )


def import_page(plan: ImportPlan, files: Sequence[ImportedFile], path_to: PathTo, why: str = "") -> ImportPage:
    """`why` nothing was taken in, if nothing was."""
    return ImportPage(
        title="Chưa đưa gì vào" if why or plan.is_refused else "Đã đọc xong",
        refused=why or (FAULTY_ARCHIVE if plan.is_refused else ""),
        findings=diagnostic_views(plan.diagnostics),
        places=tuple(found.file for found in plan.diagnostics),
        files=tuple(files),
        drafts=sum(file.became in ("new", "changed") for file in files),
        same=sum(change.kind == "same" for change in plan.changes),
        back_url=str(path_to("exchange")),
    )


def is_of_bank(path: str) -> bool:
    return path.split("/")[1:2] == ["bank"]


def paths_of(what: str, catalogue: Catalogue, files: Collection[str]) -> frozenset[str]:
    """Of a course or a lesson by its slug; of everything for "". Of what there is not: none."""
    if not what:
        return frozenset(files)
    lesson = catalogue.lessons.get(what)
    if lesson:
        return frozenset({lesson.path})
    return frozenset(path for path in files if path.split("/")[1:3] == ["courses", what])
