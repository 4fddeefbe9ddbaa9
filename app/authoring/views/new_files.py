"""A new lesson or course: what the form says, where its file will lie, the sample text with which it begins."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.authoring.domain.file_names import place_fault
from app.authoring.domain.judging import slug_of
from app.authoring.domain.sample import new_course, new_lesson
from app.authoring.pages.new_files import NewFilePage, Option
from app.core.ids import SLUG_MAX, is_slug
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.folding import fold
from app.learners.domain.reading import AUDIENCES, FRAMEWORKS
from app.web.forms import clean_text

LONGEST_TITLE = 90  # characters, as courses/domain/front_matter.py
MOST_FILES = 99
TYPE_NAME = "Mục này chưa điền."
BAD_SLUG = "Tên ngắn chỉ dùng chữ thường không dấu, chữ số, gạch nối ở giữa, nhiều nhất 60 chữ."
TAKEN = "Đã có bài hoặc khóa tên này, hoặc một bản nháp đang viết. Thầy cô đặt tên khác nhé."
NOT_THERE = "Lựa chọn này không có trong danh sách. Mời chọn lại."
FULL = "Đã đủ 99 bài. Thầy cô mở thêm một khóa nữa nhé."


@dataclass(frozen=True)
class NewFile:
    path: str
    text: str


@dataclass(frozen=True)
class NewFileRefused:
    """By the name of the field."""

    errors: Mapping[str, str]


def new_file_page(
    catalogue: Catalogue, courses: Mapping[str, str], typed: Mapping[str, str], errors: Mapping[str, str]
) -> NewFilePage:
    """`courses`: their names by their slugs, also of those that are being written."""
    skills = {skill.id: skill.name for skill in catalogue.skills.values()}
    audiences = {audience: AUDIENCES[audience] for audience in FRAMEWORKS}
    return NewFilePage(
        "Viết bài mới · Bàn soạn bài",
        _options(courses, typed.get("khoa", "")),
        _options(skills, typed.get("ky-nang", "")),
        _options(audiences, typed.get("doi-tuong", "")),
        typed,
        errors,
    )


def courses_of(catalogue: Catalogue, taken: Iterable[str]) -> dict[str, str]:
    """Every course that there is, or will be once its draft is published. `taken`: paths of files and open drafts."""
    begun = (re.fullmatch(r"[^/]+/courses/([a-z0-9-]+)/course\.yaml", path) for path in taken)
    known = {course.slug: course.about.name for course in catalogue.courses}
    return known | {match[1]: match[1] for match in begun if match and match[1] not in known}


def read_new_file(
    fields: Mapping[str, str], root: str, catalogue: Catalogue, taken: Collection[str], today: date
) -> NewFile | NewFileRefused:
    """`root`: the name of the content root that new files go to."""
    read = _course if fields.get("loai") == "khoa" else _lesson
    made = read(fields, catalogue, taken, today)
    if isinstance(made, NewFileRefused):
        return made
    fault = place_fault(made.path)
    return (
        NewFileRefused({"chung": f"Chưa đặt được tệp: {fault}."})
        if fault
        else NewFile(f"{root}/{made.path}", made.text)
    )


def _lesson(
    fields: Mapping[str, str], catalogue: Catalogue, taken: Collection[str], today: date
) -> NewFile | NewFileRefused:
    errors: dict[str, str] = {}
    title = _title(fields, "ten-bai", errors)
    slug = _slug(fields, "ma-bai", title, errors)
    course, skill, audience = (fields.get(name, "") for name in ("khoa", "ky-nang", "doi-tuong"))
    known = {"khoa": course in courses_of(catalogue, taken), "ky-nang": skill in catalogue.skills}
    known["doi-tuong"] = audience in FRAMEWORKS
    errors |= {name: NOT_THERE for name, is_known in known.items() if not is_known}
    if slug and slug in {slug_of(path) for path in taken}:
        errors["ma-bai"] = TAKEN
    number = _next_number(course, taken)
    if number > MOST_FILES:
        errors["khoa"] = FULL
    if errors:
        return NewFileRefused(errors)
    return NewFile(f"courses/{course}/{number:02}-{slug}.md", new_lesson(title, skill, audience, today))


def _course(
    fields: Mapping[str, str], catalogue: Catalogue, taken: Collection[str], _today: date
) -> NewFile | NewFileRefused:
    errors: dict[str, str] = {}
    name = _title(fields, "ten-khoa", errors)
    slug = _slug(fields, "ma-khoa", name, errors)
    if slug in courses_of(catalogue, taken):
        errors["ma-khoa"] = TAKEN
    if errors:
        return NewFileRefused(errors)
    order = max((course.about.order for course in catalogue.courses), default=0) + 1
    return NewFile(f"courses/{slug}/course.yaml", new_course(name, min(order, MOST_FILES)))


def _title(fields: Mapping[str, str], name: str, errors: dict[str, str]) -> str:
    try:
        title = " ".join(str(clean_text(fields.get(name, ""))).split())
    except ValueError as strange:
        errors[name] = str(strange)
        return ""
    if not title:
        errors[name] = TYPE_NAME
    elif len(title) > LONGEST_TITLE:
        errors[name] = f"Tên dài quá, nhiều nhất {LONGEST_TITLE} chữ."
    return title


def _slug(fields: Mapping[str, str], name: str, title: str, errors: dict[str, str]) -> str:
    """As it was typed, else made of the title."""
    typed = fields.get(name, "").strip()
    slug = typed or fold(title).replace(" ", "-")[:SLUG_MAX].strip("-")
    if not is_slug(slug) and title:
        errors[name] = BAD_SLUG
        return ""
    return slug


def _next_number(course: str, taken: Iterable[str]) -> int:
    found = (re.search(rf"/courses/{re.escape(course)}/(\d\d)-[^/]+\.md$", path) for path in taken)
    return max((int(match[1]) for match in found if match), default=0) + 1


def _options(names: Mapping[str, str], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, label, value == chosen) for value, label in names.items())
