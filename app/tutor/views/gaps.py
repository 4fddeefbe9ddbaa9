"""Questions without a lesson, for the teacher's desk."""

from collections.abc import Iterable

from app.courses.domain.catalogue import Catalogue
from app.courses.views import SITE, PathTo
from app.tutor.domain.gaps import SHARED, rare_words
from app.tutor.domain.transcript import read_told
from app.tutor.pages import DecidedRow, GapRow, GapsPage, Link
from app.tutor.queries import Decided, Gap

DECISIONS = {"da-co-bai": "Đã có bài", "khong-thuoc": "Không thuộc việc của mình"}
GONE = "(câu hỏi đã xóa)"


def gaps_page(
    catalogue: Catalogue, gaps: Iterable[Gap], decided: Iterable[Decided], path_to: PathTo, error: str = ""
) -> GapsPage:
    """`gaps`: those of most learners first."""
    found = list(enumerate(gaps))
    return GapsPage(
        f"Câu hỏi chưa có bài · {SITE}",
        tuple(
            GapRow(one.topic, one.question, _counts(one), row, *_told(one, catalogue, path_to))
            for row, one in found
            if one.learners >= SHARED
        ),
        _by_words(
            GapRow(one.topic, rare_words(one.question), "", row, "", _told(one, catalogue, path_to)[1])
            for row, one in found
            if one.learners < SHARED
        ),
        tuple(_decided_row(one, catalogue, path_to) for one in decided),
        tuple(Link(lesson.slug, lesson.about.title) for lesson in catalogue.lessons.values()),
        error,
        SHARED,
    )


def _told(gap: Gap, catalogue: Catalogue, path_to: PathTo) -> tuple[str, tuple[Link, ...]]:
    """What the tutor said the last time, in its own words, and to which lessons it led. Of what one or two ask only the
    lessons are shown: a model may have said their words again."""
    told = read_told(gap.answer)
    led_to = (*(one.lesson for one in told.citations), *(one.lesson for one in told.suggestions))
    slugs = dict.fromkeys(slug for slug in led_to if slug in catalogue.lessons)
    links = (Link(str(path_to("step", lesson=slug)), catalogue.lessons[slug].about.title) for slug in slugs)
    return "" if told.situation else told.text, tuple(links)


def _by_words(rows: Iterable[GapRow]) -> tuple[GapRow, ...]:
    """Not in the order in which they were asked."""
    return tuple(sorted(rows, key=lambda row: (row.words, row.topic)))


def _counts(gap: Gap) -> str:
    no_help = f", {gap.no_help} lần người học nói chưa giúp được" if gap.no_help else ""
    return f"{gap.learners} người hỏi, {gap.asked} lần{no_help}"


def _decided_row(one: Decided, catalogue: Catalogue, path_to: PathTo) -> DecidedRow:
    lesson = catalogue.lessons.get(one.decision.lesson)
    link = Link(str(path_to("step", lesson=lesson.slug)), lesson.about.title) if lesson else None
    words = rare_words(one.question) if one.question else GONE
    return DecidedRow(words, DECISIONS.get(one.decision.decision, ""), link)
