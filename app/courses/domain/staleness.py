"""What has to be read again: facts, lessons, questions. Red: past their date, or the value of a fact they use is another
than when they were read. Yellow: soon, or less.

A question that is red rests: nobody is asked it until a teacher has read it again. It is red by the facts that stand in
itself. That its lesson is overdue, or uses such a fact elsewhere, does not make it so: one old hotline, or the one day on
which a whole course falls due, silences no course. A file of the bank holds nothing but questions: its date is theirs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal, TypeAlias

from app.courses.domain.bank import BankFile
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.facts import Fact
from app.courses.domain.lessons import Lesson

SOON = timedelta(days=30)
MANY_REPORTS = 3  # learners who say that their screen looks different, before a lesson turns yellow

Kind = Literal["fact", "lesson", "question"]
Level = Literal["red", "yellow"]


@dataclass(frozen=True)
class Said:
    """What a fact said from the day `since` on: its value with the unit, and its sentence."""

    since: date
    value: str
    statement: str


History: TypeAlias = Mapping[str, Sequence[Said]]  # by fact, the oldest first
Reports: TypeAlias = Mapping[str, Sequence[date]]  # by lesson the days of the open ones, the oldest first
NO_HISTORY: History = MappingProxyType({})
NO_REPORTS: Reports = MappingProxyType({})


@dataclass(frozen=True)
class Finding:
    """Why one thing must be read again, and since which day. `id` of a question: its file and its name, with a slash."""

    kind: Kind
    id: str
    since: date
    because: str
    level: Level


@dataclass(frozen=True)
class _Reason:
    since: date
    because: str
    level: Level


def findings(
    catalogue: Catalogue, on: date, history: History = NO_HISTORY, reports: Reports = NO_REPORTS
) -> list[Finding]:
    """Everything that is yellow or red on that day, a row for each reason, the longest overdue first."""
    found = [
        Finding(kind, name, reason.since, reason.because, reason.level)
        for kind, name, reasons in _judged(catalogue, on, history, reports)
        for reason in reasons
    ]
    return sorted(found, key=lambda row: (row.since, row.kind, row.id))


def stale(catalogue: Catalogue, on: date, history: History = NO_HISTORY) -> list[Finding]:
    """What is red on that day."""
    return [row for row in findings(catalogue, on, history) if row.level == "red"]


def resting(catalogue: Catalogue, on: date, history: History = NO_HISTORY) -> dict[str, frozenset[str]]:
    """The questions that nobody is asked on that day: by lesson or file of the bank, the names of its exercises."""
    names: dict[str, set[str]] = defaultdict(set)
    for row in stale(catalogue, on, history):
        if row.kind == "question":
            holder, _, exercise = row.id.partition("/")
            names[holder].add(exercise)
    return {holder: frozenset(slugs) for holder, slugs in names.items()}


def _judged(
    catalogue: Catalogue, on: date, history: History, reports: Reports
) -> Iterator[tuple[Kind, str, Iterable[_Reason]]]:
    for fact in catalogue.facts.values():
        yield "fact", fact.id, _by_date(fact.review_by, on)
    for lesson in catalogue.lessons.values():
        by_date = (*_by_date(lesson.about.review_by, on), *_by_reports(reports.get(lesson.slug, ())))
        yield "lesson", lesson.slug, (*by_date, *_by_facts(lesson, lesson.facts, on, history))
    for holder in catalogue.holders:
        own_date = tuple(_by_date(holder.about.review_by, on)) if isinstance(holder, BankFile) else ()
        for exercise in holder.exercises:
            name = f"{holder.slug}/{exercise.slug}"
            yield "question", name, (*own_date, *_by_facts(holder, exercise.facts, on, history))


def _by_date(review_by: date, on: date) -> Iterator[_Reason]:
    if review_by < on:
        yield _Reason(review_by, "quá hạn rà soát", "red")
    elif review_by - on <= SOON:
        yield _Reason(review_by - SOON, f"sắp đến hạn rà soát, ngày {review_by:%d/%m/%Y}", "yellow")


def _by_reports(days: Sequence[date]) -> Iterator[_Reason]:
    if len(days) >= MANY_REPORTS:
        yield _Reason(days[MANY_REPORTS - 1], f"{len(days)} lần người học báo màn hình khác", "yellow")


def _by_facts(file: Lesson | BankFile, facts: Sequence[Fact], on: date, history: History) -> Iterator[_Reason]:
    """`facts`: those of the file, or of one exercise in it."""
    expired = [fact for fact in facts if fact.is_expired(on)]
    if expired:
        yield _Reason(min(fact.review_by for fact in expired), f"dùng dữ kiện quá hạn: {_names(expired)}", "red")
    due = [fact for fact in facts if not fact.is_expired(on) and fact.review_by - on <= SOON]
    if due:
        since = min(fact.review_by for fact in due) - SOON
        yield _Reason(since, f"dùng dữ kiện sắp đến hạn: {_names(due)}", "yellow")
    for fact in facts:
        yield from _by_change(fact, history.get(fact.id, ()), file.about.reviewed_on, on)


def _by_change(fact: Fact, said: Sequence[Said], reviewed_on: date, on: date) -> Iterator[_Reason]:
    """Whether the fact says now what it said at the end of the day on which the file was read. What was changed and
    changed back has not changed; of a fact that was not known then, and where that day is still to come, the first that
    is known of it counts. Of a change on that very day nobody knows whether it was read: it is yellow until the file is
    read on a later day."""
    before = [row for row in said if row.since <= reviewed_on <= on] or said[:1]
    if not before:
        return
    old = before[-1]
    later = [row for row in said if row.since > old.since]
    if old.value != fact.text:
        since = next((row.since for row in later if row.value != old.value), on)
        words = f"dữ kiện {fact.id} đã đổi sau lần rà soát: trước là “{old.value}”, nay là “{fact.text}”"
        yield _Reason(since, words, "red")
    elif old.statement != fact.statement:
        since = next((row.since for row in later if row.statement != old.statement), on)
        yield _Reason(since, f"câu của dữ kiện {fact.id} đã viết lại sau lần rà soát", "yellow")
    elif old.since == reviewed_on and len(before) > 1:
        words = f"dữ kiện {fact.id} đổi đúng ngày rà soát, chưa rõ bài được đọc trước hay sau khi đổi"
        yield _Reason(old.since, words, "yellow")


def _names(facts: Iterable[Fact]) -> str:
    return ", ".join(fact.id for fact in facts)
