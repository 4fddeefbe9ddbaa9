"""What is yellow, what is red, and which questions rest: by dates and by what facts said when."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.courses.domain.catalogue import Catalogue
from app.courses.domain.staleness import MANY_REPORTS, Finding, Said, findings, resting, stale
from tests.courses.judging import judge
from tests.sample_content import BANK, BANK_PATH, LESSON_PATH, SECOND
from tests.upkeep.upkeep_content import HOTLINE_PATH, UPKEEP_FILES, WITH_HOTLINE, hotline, limit

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they compile whole folders

TODAY = date(2026, 11, 21)
REVIEWED = date(2026, 11, 1)  # of every file of the sample


@cache
def catalogue(path: str = HOTLINE_PATH, text: str = "") -> Catalogue:
    """The sample, with this file instead of its own."""
    compiled = judge({**UPKEEP_FILES, **({path: text} if text else {})}, TODAY)
    assert [found for found in compiled.diagnostics if found.severity == "error"] == []
    return compiled.catalogue


def of(kind: str, name: str, rows: Sequence[Finding]) -> list[tuple[str, str, str]]:
    return [(row.level, f"{row.since}", row.because) for row in rows if (row.kind, row.id) == (kind, name)]


def said(*rows: tuple[date, str]) -> dict[str, list[Said]]:
    """What the hotline said from which day on."""
    return {"so-goi": [Said(since, value, f"Gọi {value} để hỏi.") for since, value in rows]}


def rests(catalogue: Catalogue, on: date = TODAY, history: dict[str, list[Said]] | None = None) -> dict[str, set[str]]:
    return {holder: set(names) for holder, names in resting(catalogue, on, history or {}).items()}


def test_sample_is_fresh() -> None:
    assert findings(catalogue(), TODAY) == []


def test_exercises_know_the_facts_that_stand_in_them() -> None:
    found: dict[str, set[str]] = {}
    for holder in catalogue().holders:
        for exercise in holder.exercises:
            assert {fact.id for fact in exercise.facts} <= {"so-goi"}  # han-muc-thu stands in steps only
            if exercise.facts:
                found.setdefault(holder.slug, set()).add(exercise.slug)
    assert {holder: len(names) for holder, names in found.items()} == {
        "giu-mat-khau": 2, "xem-tung-dong": 1, "them-tin": 1,
    }  # fmt: skip
    assert {fact.id for fact in catalogue().lessons["giu-mat-khau"].facts} == {"han-muc-thu", "so-goi"}


@pytest.mark.parametrize(
    ("days", "level"), [(31, ""), (30, "yellow"), (1, "yellow"), (0, "yellow"), (-1, "red"), (-400, "red")]
)
def test_fact_and_what_uses_it_turn_yellow_a_month_before_and_red_the_day_after(days: int, level: str) -> None:
    text = hotline(xem_ngay="2025-01-01", ra_soat_truoc=f"{TODAY + timedelta(days=days)}")
    rows = findings(catalogue(text=text), TODAY)
    told = {(row.kind, row.id): row.level for row in rows}
    using = {("question", f"{holder.slug}/{one.slug}") for holder in catalogue().holders for one in holder.exercises
             if one.facts}  # fmt: skip
    lessons = {("lesson", "giu-mat-khau"), ("lesson", "xem-tung-dong")}
    assert told == (dict.fromkeys({("fact", "so-goi"), *lessons, *using}, level) if level else {})
    since = TODAY + timedelta(days=days) - (timedelta(days=30) if level == "yellow" else timedelta())
    assert {row.since for row in rows} <= {since}


def test_old_hotline_silences_the_questions_that_say_it_and_no_other() -> None:
    old = rests(catalogue(text=hotline(ra_soat_truoc="2026-11-20")))
    assert old["giu-mat-khau"] == {"ai-hoi-ma", "tap-goi"}
    assert {holder: len(names) for holder, names in old.items()} == {
        "giu-mat-khau": 2, "xem-tung-dong": 1, "them-tin": 1,
    }  # fmt: skip


def test_old_fact_of_a_step_silences_no_question() -> None:
    assert rests(catalogue("facts/thu.yaml", limit("2026-11-20"))) == {}


def test_overdue_lesson_is_red_and_goes_on_asking() -> None:
    found = catalogue(LESSON_PATH, WITH_HOTLINE.replace("ra-soat-truoc: 2099-01-01", "ra-soat-truoc: 2026-11-20"))
    assert of("lesson", "giu-mat-khau", stale(found, TODAY)) == [("red", "2026-11-20", "quá hạn rà soát")]
    assert rests(found) == {}


def test_overdue_file_of_the_bank_asks_nothing() -> None:
    found = catalogue(BANK_PATH, BANK.replace("ra-soat-truoc: 2099-01-01", "ra-soat-truoc: 2026-11-20"))
    assert of("question", "hoi-ma/ai-hoi-ma", stale(found, TODAY)) == [("red", "2026-11-20", "quá hạn rà soát")]
    assert rests(found) == {"hoi-ma": {"ai-hoi-ma"}}


def test_value_changed_after_the_review_is_red_where_it_is_used() -> None:
    history = said((REVIEWED, "1800 0009"), (date(2026, 11, 15), "1800 0001"))
    rows = stale(catalogue(), TODAY, history)
    words = "dữ kiện so-goi đã đổi sau lần rà soát: trước là “1800 0009”, nay là “1800 0001”"
    assert of("question", "giu-mat-khau/ai-hoi-ma", rows) == [("red", "2026-11-15", words)]
    assert of("lesson", "giu-mat-khau", rows) == [("red", "2026-11-15", words)]
    assert of("fact", "so-goi", rows) == []  # somebody has just looked at it
    assert of("question", "giu-mat-khau/ai-biet", rows) == of("lesson", "quet-ma", rows) == []
    assert rests(catalogue(), history=history).keys() == {"giu-mat-khau", "xem-tung-dong", "them-tin"}


def test_reading_the_file_again_after_the_change_settles_it() -> None:
    history = said((REVIEWED, "1800 0009"), (date(2026, 11, 15), "1800 0001"))
    again = catalogue(LESSON_PATH, WITH_HOTLINE.replace("ra-soat: 2026-11-01", "ra-soat: 2026-11-15"))
    assert "giu-mat-khau" not in rests(again, history=history)
    still = catalogue(LESSON_PATH, WITH_HOTLINE.replace("ra-soat: 2026-11-01", "ra-soat: 2026-11-14"))
    assert rests(still, history=history)["giu-mat-khau"] == {"ai-hoi-ma", "tap-goi"}


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [(REVIEWED, "1800 0001")],
        [(date(2026, 11, 20), "1800 0001")],  # first known after the review
        [(date(2026, 10, 1), "1800 0009"), (date(2026, 10, 31), "1800 0001")],  # changed before it
        [(REVIEWED, "1800 0001"), (date(2026, 11, 10), "1800 0009"), (date(2026, 11, 12), "1800 0001")],  # and back
    ],
)
def test_what_says_the_same_as_when_it_was_read_is_no_change(rows: list[tuple[date, str]]) -> None:
    assert findings(catalogue(), TODAY, said(*rows)) == []


def test_change_on_the_very_day_of_the_review_is_yellow_until_a_later_review() -> None:
    history = said((date(2026, 10, 1), "1800 0009"), (REVIEWED, "1800 0001"))
    rows = findings(catalogue(), TODAY, history)
    words = "dữ kiện so-goi đổi đúng ngày rà soát, chưa rõ bài được đọc trước hay sau khi đổi"
    assert of("lesson", "giu-mat-khau", rows) == [("yellow", "2026-11-01", words)]
    assert of("question", "giu-mat-khau/ai-hoi-ma", rows) == [("yellow", "2026-11-01", words)]
    assert rests(catalogue(), history=history) == {}
    again = catalogue(LESSON_PATH, WITH_HOTLINE.replace("ra-soat: 2026-11-01", "ra-soat: 2026-11-02"))
    assert of("lesson", "giu-mat-khau", findings(again, TODAY, history)) == []


def test_review_of_a_day_to_come_switches_nothing_off() -> None:
    """Files that were archived before this was refused."""
    text = WITH_HOTLINE.replace("ra-soat: 2026-11-01", "ra-soat: 2027-11-01")
    compiled = judge({**UPKEEP_FILES, LESSON_PATH: text}, date(2027, 11, 1)).catalogue
    history = said((REVIEWED, "1800 0009"), (date(2026, 11, 15), "1800 0001"))
    assert rests(compiled, TODAY, history)["giu-mat-khau"] == {"ai-hoi-ma", "tap-goi"}
    assert "giu-mat-khau" not in rests(compiled, date(2027, 11, 1), history)


def test_change_counts_from_the_first_day_that_differs() -> None:
    history = said((REVIEWED, "1"), (date(2026, 11, 5), "2"), (date(2026, 11, 9), "1800 0001"))
    assert of("lesson", "giu-mat-khau", stale(catalogue(), TODAY, history))[0][1] == "2026-11-05"


def test_rewritten_sentence_is_yellow_and_silences_nothing() -> None:
    history = {"so-goi": [Said(REVIEWED, "1800 0001", "Câu cũ."), Said(TODAY, "1800 0001", "Gọi 1800 0001 để hỏi.")]}
    rows = findings(catalogue(), TODAY, history)
    words = "câu của dữ kiện so-goi đã viết lại sau lần rà soát"
    assert of("lesson", "giu-mat-khau", rows) == [("yellow", "2026-11-21", words)]
    assert {row.level for row in rows} == {"yellow"}
    assert rests(catalogue(), history=history) == {}


def test_new_source_or_new_dates_of_a_fact_are_no_change() -> None:
    text = hotline(xem_ngay="2026-11-20", ra_soat_truoc="2098-01-01").replace("vi-du.gov.vn/goi", "vi-du.gov.vn/khac")
    assert findings(catalogue(text=text), TODAY, said((REVIEWED, "1800 0001"))) == []


def test_many_reports_make_a_lesson_yellow_since_the_last_that_was_needed() -> None:
    days = [TODAY - timedelta(days=back) for back in (9, 5, 2, 1)]
    assert findings(catalogue(), TODAY, reports={"quet-ma": days[: MANY_REPORTS - 1]}) == []
    rows = findings(catalogue(), TODAY, reports={"quet-ma": days})
    assert of("lesson", "quet-ma", rows) == [("yellow", "2026-11-19", "4 lần người học báo màn hình khác")]
    assert len(rows) == 1


def test_every_reason_is_told_the_longest_overdue_first() -> None:
    overdue = SECOND.replace("ra-soat-truoc: 2099-01-01", "ra-soat-truoc: 2026-11-10")
    compiled = judge({**UPKEEP_FILES, "courses/khoa-thu/02-quet-ma.md": overdue, "facts/thu.yaml": limit("2026-11-15")})
    rows = stale(compiled.catalogue, TODAY)
    assert [row.since for row in rows] == sorted(row.since for row in rows)
    assert of("lesson", "quet-ma", rows) == [
        ("red", "2026-11-10", "quá hạn rà soát"),
        ("red", "2026-11-15", "dùng dữ kiện quá hạn: han-muc-thu"),
    ]


@given(st.integers(-60, 60), st.integers(0, 60), st.integers(-60, 60))
def test_time_alone_never_makes_anything_better(start: int, later: int, review: int) -> None:
    found = catalogue(text=hotline(xem_ngay="2020-01-01", ra_soat_truoc=f"{TODAY + timedelta(days=review)}"))
    first, then = TODAY + timedelta(days=start), TODAY + timedelta(days=start + later)
    rank = {"yellow": 1, "red": 2}

    def levels(on: date) -> dict[tuple[str, str], int]:
        return {(row.kind, row.id): rank[row.level] for row in findings(found, on)}

    before, after = levels(first), levels(then)
    assert all(after.get(thing, 0) >= level for thing, level in before.items())
    asleep = {f"{holder}/{slug}" for holder, slugs in resting(found, then).items() for slug in slugs}
    assert asleep == {row.id for row in stale(found, then) if row.kind == "question"}
