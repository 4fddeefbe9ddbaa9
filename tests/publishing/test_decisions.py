"""Who may decide, what a change is about, what a file has held: rules alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.domain.judging import Surroundings
from app.courses.domain.compilation import Compiled, compile_catalogue
from app.courses.domain.source import SourceFile
from app.courses.domain.wordings import SITUATIONS
from app.publishing.domain.decisions import (
    Reviewer,
    Standing,
    approval_obstacle,
    publishing_obstacle,
    seems_stuck,
    taken_back,
)
from app.publishing.domain.judging import Judgement, judge_lesson, judge_shared, labels_now
from app.publishing.domain.versions import Version, history
from app.quiz.domain.kinds import KINDS
from tests.sample_content import COURSE, FACT, FILES, LESSON, LESSON_PATH, TERM

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they compile whole lessons

PEOPLE = st.frozensets(st.integers(1, 5))
STANDINGS = st.builds(
    Standing, is_submitted=st.booleans(), authors=PEOPLE, approvals=PEOPLE, labels=st.frozensets(st.sampled_from(["an-toan", "tien"]))
)  # fmt: skip
REVIEWERS = st.builds(Reviewer, account_id=st.integers(1, 5), may_publish=st.booleans())
PATH = f"content/{LESSON_PATH}"
TODAY = date(2026, 11, 22)


@given(STANDINGS, REVIEWERS)
def test_whoever_publishes_has_the_right_wrote_nothing_and_enough_others_agreed(
    standing: Standing, reviewer: Reviewer
) -> None:
    if publishing_obstacle(standing, reviewer) is None:
        assert standing.is_submitted
        assert reviewer.may_publish
        assert reviewer.account_id not in standing.authors
        assert len(standing.approvals - standing.authors) >= (2 if standing.labels else 1)


@given(STANDINGS, REVIEWERS)
def test_nobody_approves_their_own_text_or_twice(standing: Standing, reviewer: Reviewer) -> None:
    if approval_obstacle(standing, reviewer) is None:
        assert reviewer.may_publish
        assert reviewer.account_id not in standing.authors | standing.approvals


@pytest.mark.parametrize(
    ("standing", "reviewer", "approving", "publishing"),
    [
        (Standing(True, {1}, set(), set()), Reviewer(2, True), None, "too-few"),
        (Standing(True, {1}, {2}, set()), Reviewer(2, True), "approved", None),
        (Standing(True, {1}, {2}, set()), Reviewer(3, True), None, None),
        (Standing(True, {1}, {2}, {"tien"}), Reviewer(3, True), None, "too-few"),
        (Standing(True, {1}, {2, 3}, {"tien"}), Reviewer(3, True), "approved", None),
        (Standing(True, {1}, {1, 2}, {"tien"}), Reviewer(3, True), None, "too-few"),
        (Standing(True, {1}, {2}, set()), Reviewer(1, True), "author", "author"),
        (Standing(True, {1}, {2}, set()), Reviewer(3, False), "no-right", "no-right"),
        (Standing(False, {1}, {2}, set()), Reviewer(2, True), "not-submitted", "not-submitted"),
    ],
)
def test_the_reason_is_told(standing: Standing, reviewer: Reviewer, approving: str, publishing: str) -> None:
    assert approval_obstacle(standing, reviewer) == approving
    assert publishing_obstacle(standing, reviewer) == publishing


def compiled(files: dict[str, str]) -> Compiled:
    return compile_catalogue(
        (SourceFile(f"content/{place}", place, text.encode()) for place, text in files.items()), TODAY, KINDS
    )


def judged(path: str, text: str, before: dict[str, str] = FILES) -> Judgement:
    now = compiled(before)
    if path.endswith(".md"):
        files = {f"content/{place}": SourceFile(f"content/{place}", place, b"") for place in before}
        return judge_lesson(path, text, Surroundings(now.catalogue, files, TODAY, KINDS))
    return judge_shared(path, now, compiled({**before, path.removeprefix("content/"): text}))


NO_LABEL = LESSON.replace("nhan: [an-toan]\n", "")


@pytest.mark.parametrize(
    ("text", "before", "labels"),
    [
        (LESSON + "\n", LESSON, {"an-toan"}),
        (NO_LABEL, LESSON, {"an-toan"}),
        (LESSON, NO_LABEL, {"an-toan"}),
        (NO_LABEL + "\n", NO_LABEL, set()),
        (LESSON.replace("[an-toan]", "[tien]"), LESSON, {"an-toan", "tien"}),
    ],
)
def test_label_before_and_after_counts(text: str, before: str, labels: set[str]) -> None:
    second = FILES["courses/khoa-thu/02-quet-ma.md"].replace("nhan: [an-toan]\n", "")
    files = {**FILES, LESSON_PATH: before, "courses/khoa-thu/02-quet-ma.md": second}
    assert judged(PATH, text, files) == Judgement((), frozenset(labels))


@pytest.mark.battery
@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("facts/thu.yaml", FACT.replace("10", "20")),
        ("glossary/thu.yaml", TERM.replace("dùng một lần", "chỉ dùng một lần")),
        ("courses/khoa-thu/course.yaml", f"{COURSE}nhan: [tien]\n"),
    ],
)
def test_what_labelled_lessons_use_is_about_the_same(place: str, text: str) -> None:
    assert "an-toan" in judged(f"content/{place}", text).labels


@pytest.mark.battery
def test_words_of_the_tutor_are_safety_also_by_a_fact_in_them() -> None:
    words = "".join(f"- ma: {situation}\n  loi: Bác gọi [[han-muc-thu]].\n" for situation in sorted(SITUATIONS))
    plain = FILES | {LESSON_PATH: NO_LABEL, "courses/khoa-thu/02-quet-ma.md": NO_LABEL.replace("# Giữ", "# Giữ nữa")}
    before = {**plain, "tutor/loi.yaml": words}
    assert judged("content/tutor/loi.yaml", words.replace("Bác gọi", "Bác hãy gọi"), before).labels == {"an-toan"}
    assert judged("content/facts/thu.yaml", FACT.replace("10", "20"), before).labels == {"an-toan"}
    assert judged("content/tutor/loi.yaml", words + "\n", before).labels == frozenset()
    assert labels_now("content/tutor/loi.yaml", compiled(before).catalogue) == {"an-toan"}
    assert labels_now("content/tutor/khac.yaml", compiled(before).catalogue) == frozenset()


@pytest.mark.battery
def test_what_no_labelled_lesson_uses_is_about_nothing() -> None:
    assert judged("content/facts/khac.yaml", FACT.replace("han-muc-thu", "han-muc-khac")).labels == frozenset()


@pytest.mark.battery
def test_faults_of_the_text_and_those_it_gives_to_others_block_it() -> None:
    found = judged("content/glossary/thu.yaml", TERM.replace("otp", "khac"))
    assert {fault.file for fault in found.faults} == {PATH, "content/courses/khoa-thu/02-quet-ma.md"}
    assert judged(PATH, "hỏng").faults[0].file == PATH


@pytest.mark.battery
def test_lesson_of_a_course_that_is_not_published_waits_for_it() -> None:
    found = judged("content/courses/khoa-moi/01-bai-moi.md", LESSON)
    assert [fault.code for fault in found.faults] == ["unknown-course"]


@pytest.mark.battery
def test_name_that_another_lesson_has_is_taken() -> None:
    found = judged("content/courses/khoa-thu/09-quet-ma.md", LESSON)
    assert [fault.code for fault in found.faults] == ["duplicate-id"]


def test_faults_that_others_had_before_block_nothing() -> None:
    broken = {**FILES, "courses/khoa-thu/02-quet-ma.md": "hỏng"}
    assert judged(PATH, LESSON + "\n", broken).faults == ()


def at(hour: int) -> datetime:
    return datetime(2026, 11, 22, hour, tzinfo=UTC)


def test_history_tells_every_text_once_the_current_one_first() -> None:
    published = [Version("d1", "một", at(3), 7), Version("d2", "hai", at(5), 8)]
    found = [Version("a", "gốc", at(1), None), Version("b", "hai", at(6), None), Version("c", "git", at(4), None)]
    assert [version.id for version in history(published, found, "hai", at(9))] == ["d2", "c", "d1", "a"]
    assert [version.id for version in history(published, found, "gốc", at(9))] == ["a", "d2", "c", "d1"]
    assert [version.id for version in history(published, found, None, at(9))] == ["d2", "c", "d1", "a"]


def test_text_archived_under_two_keys_is_told_once() -> None:
    found = [Version("a", "gốc", at(1), None), Version("b", "gốc", at(4), None)]
    assert [version.id for version in history([], found, "gốc", at(9))] == ["b"]


def test_publication_seems_stuck_only_after_half_a_minute() -> None:
    assert not seems_stuck(at(3), at(3) + timedelta(seconds=30))
    assert seems_stuck(at(3), at(3) + timedelta(seconds=31))


@pytest.mark.parametrize(
    ("decided", "now", "silent"),
    [
        ([], 0, ()),
        ([("submitted", 1)], 1, ()),
        ([("submitted", 1), ("approved", 1)], 2, (1,)),
        ([("submitted", 1), ("returned", 1)], 2, ()),
        ([("submitted", 1), ("returned", 1), ("submitted", 3)], 4, (3,)),
        ([("submitted", 1), ("submitted", 3)], 3, (1,)),
    ],
)
def test_round_that_ended_without_a_word_was_taken_back(
    decided: list[tuple[str, int]], now: int, silent: tuple[int, ...]
) -> None:
    assert taken_back(decided, now) == silent


def test_history_tells_the_file_even_when_it_was_never_good() -> None:
    assert history([], [], "hỏng", at(9)) == (Version("tep", "hỏng", at(9), None),)
    assert history([], [], None, at(9)) == ()
