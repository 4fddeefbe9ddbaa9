"""The board of what has to be read again."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from urllib.parse import quote

from app.courses.domain.bank import BankFile
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.lessons import Lesson
from app.courses.domain.staleness import Finding, Level
from app.courses.views import SITE, PathTo
from app.upkeep.pages import StaleBoardPage, StaleGroup, StaleRow, UsedBy

FACTS, BANK, WORDINGS = "Dữ kiện", "Kho câu hỏi", "Lời trợ lý nói"
KINDS = {"fact": "dữ kiện", "lesson": "bài học", "question": "câu hỏi", "tap-bam": "tập bấm", "dien-tap": "diễn tập"}


def stale_board_page(
    catalogue: Catalogue,
    findings: Sequence[Finding],
    places: Mapping[str, tuple[str, int]],
    reports: int,
    on: date,
    path_to: PathTo,
) -> StaleBoardPage:
    """`places`: the file and line of each fact."""
    reasons: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        reasons[finding.kind, finding.id].append(finding)
    users = _users(catalogue, path_to) if findings else {}
    grouped: dict[str, list[StaleRow]] = defaultdict(list)
    for found in reasons.values():
        group, row = _stale_row(catalogue, found, places, users, path_to)
        grouped[group].append(row)
    order = [FACTS, *(course.about.name for course in catalogue.courses), BANK]
    groups = tuple(_group(name, grouped[name]) for name in dict.fromkeys(order) if name in grouped)
    rows = [row for group in groups for row in group.rows]
    red = sum(row.level == "red" for row in rows)
    resting = sum(row.rests for row in rows)
    title = f"Chỗ cần xem lại · Bàn soạn bài · {SITE}"
    return StaleBoardPage(title, groups, red, len(rows) - red, resting, reports, f"{on:%d/%m/%Y}")


def _group(name: str, rows: Iterable[StaleRow]) -> StaleGroup:
    ordered = tuple(
        sorted(rows, key=lambda row: row.level != "red")
    )  # within a level the longest overdue first, as given
    return StaleGroup(name, ordered, sum(row.level == "red" for row in ordered))


def _stale_row(
    catalogue: Catalogue,
    found: Sequence[Finding],
    places: Mapping[str, tuple[str, int]],
    users: Mapping[str, tuple[UsedBy, ...]],
    path_to: PathTo,
) -> tuple[str, StaleRow]:
    """The group of one thing, and its row; `found` are the reasons, the oldest first."""
    first = found[0]
    level: Level = "red" if any(finding.level == "red" for finding in found) else "yellow"
    since = next(finding.since for finding in found if finding.level == level)
    because = "; ".join(finding.because for finding in found)
    group, kind, name, path, line = _named(catalogue, first, places)
    return group, StaleRow(
        level=level,
        kind=KINDS[kind],
        name=name,
        url=file_path(path, line, path_to),
        because=f"{because[:1].upper()}{because[1:]}.",
        since=f"{since:%d/%m/%Y}",
        rests=first.kind == "question" and level == "red",
        used_by=users.get(first.id, ()) if first.kind == "fact" else (),
    )


def _named(
    catalogue: Catalogue, finding: Finding, places: Mapping[str, tuple[str, int]]
) -> tuple[str, str, str, str, int]:
    """Group, kind, name, path and line of what a finding is about."""
    if finding.kind == "fact":
        fact = catalogue.facts[finding.id]
        path, line = places.get(fact.id, ("", 0))
        return FACTS, "fact", f"{fact.id}: {fact.text}", path, line
    holder_slug, _, slug = finding.id.partition("/")
    holder = _holder(catalogue, holder_slug)
    exercise = holder.exercise(slug) if slug else None
    group = _group_name(catalogue, holder)
    title = _title(holder)
    if exercise is None:
        return group, "lesson", title, holder.path, 0
    kind = exercise.kind if exercise.kind in KINDS else "question"
    return group, kind, f"{title}: {exercise.slug}", holder.path, exercise.line


def _holder(catalogue: Catalogue, slug: str) -> Lesson | BankFile:
    return catalogue.lessons[slug] if slug in catalogue.lessons else catalogue.bank[slug]


def _group_name(catalogue: Catalogue, holder: Lesson | BankFile) -> str:
    if isinstance(holder, BankFile):
        return BANK
    return next(course.about.name for course in catalogue.courses if course.slug == holder.course)


def _title(holder: Lesson | BankFile) -> str:
    return holder.about.title if isinstance(holder, Lesson) else holder.slug


def _users(catalogue: Catalogue, path_to: PathTo) -> dict[str, tuple[UsedBy, ...]]:
    """By fact: the lessons and files of the bank that use it, each with how many of its questions do; what the tutor
    says with it."""
    found: dict[str, list[UsedBy]] = defaultdict(list)
    for holder in catalogue.holders:
        asked = Counter(fact.id for exercise in holder.exercises for fact in exercise.facts)
        for fact in holder.facts:
            words = f" ({asked[fact.id]} câu)" if asked[fact.id] else ""
            found[fact.id].append(UsedBy(f"{_title(holder)}{words}", file_path(holder.path, 0, path_to)))
    for wording in catalogue.wordings.values():
        for fact in wording.facts:
            found[fact.id].append(UsedBy(f"{WORDINGS}: {wording.situation}", file_path(wording.path, 0, path_to)))
    return {fact: tuple(users) for fact, users in found.items()}


def file_path(path: str, line: int, path_to: PathTo) -> str:
    """A file on the desk, at a line; "" for a file that is not there."""
    if not path:
        return ""
    return f"{path_to('file', path=quote(path))}{f'#dong-{line}' if line else ''}"
