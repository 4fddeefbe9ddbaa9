"""The content folders on both databases: the last good version of everything stays up, whatever happens to the files."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.clock import VIETNAM, Clock
from app.core.db import Database
from app.core.ids import version_of
from app.courses.domain.catalogue import Catalogue
from app.courses.library import ContentLibrary, check_folders
from app.courses.models import ContentVersion
from app.quiz.domain.kinds import KINDS
from tests.sample_content import BANK, BANK_PATH, COURSE, FACT, FRAMEWORK, LESSON, LESSON_PATH, SECOND, write_content

SECOND_PATH = "courses/khoa-thu/02-quet-ma.md"
PLAIN = "Mật khẩu chỉ mình bác biết."
BETTER = LESSON.replace(PLAIN, "Mật khẩu chỉ một mình bác biết.")
BETTER_BANK = BANK.replace("Cúp máy\n", "Cúp máy ngay\n")
BROKEN = LESSON.replace("phut: 3", "phut: 6")
NOON = datetime(2026, 11, 21, 12, tzinfo=VIETNAM)


def library_of(content: Path, database: Database, start: datetime = NOON) -> ContentLibrary:
    return ContentLibrary([content], database, Clock(start), KINDS)


class SetClock(Clock):
    """Stands still until it is set."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self.set_to = start

    def now(self) -> datetime:
        return self.set_to


# What concerns files alone needs no second database.
files_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def library(content: Path, database: Database) -> Iterator[ContentLibrary]:
    library = library_of(content, database)
    library.load()
    yield library
    library.stop()


def write(content: Path, name: str, data: str | bytes) -> None:
    path = content / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def shown(library: ContentLibrary) -> dict[str, str]:
    return {slug: lesson.source for slug, lesson in library.catalogue.lessons.items()}


def faults(library: ContentLibrary) -> list[tuple[str, str]]:
    return [(found.file.removeprefix("content/"), found.code) for found in library.diagnostics]


def archived(database: Database) -> dict[str, list[str]]:
    """The kept texts of each path, oldest first."""
    with database.session(writes=False) as session:
        rows = session.execute(
            select(ContentVersion.path, ContentVersion.text).order_by(ContentVersion.loaded_at)
        ).all()
    kept: dict[str, list[str]] = {}
    for path, content in rows:
        kept.setdefault(path.removeprefix("content/"), []).append(content)
    return kept


def wait_until(happened: Callable[[], bool]) -> None:
    limit = time.monotonic() + 30  # ends a hang
    while not happened():
        assert time.monotonic() < limit, "it did not happen"
        time.sleep(0.01)


# Broken files


def test_broken_lesson_keeps_its_last_good_version(library: ContentLibrary, content: Path) -> None:
    write(content, LESSON_PATH, BROKEN)
    library.load()
    assert shown(library) == {"giu-mat-khau": LESSON, "quet-ma": SECOND}
    assert faults(library) == [(LESSON_PATH, "bad-field")]


def test_last_good_version_is_the_newest_good_one(library: ContentLibrary, content: Path) -> None:
    for lesson in (BETTER, BROKEN, BROKEN.replace("phut: 6", "phut: 7")):
        write(content, LESSON_PATH, lesson)
        library.load()
    assert shown(library)["giu-mat-khau"] == BETTER


def test_last_good_version_outlives_a_restart(library: ContentLibrary, content: Path, database: Database) -> None:
    write(content, LESSON_PATH, BETTER)
    library.load()
    write(content, LESSON_PATH, BROKEN)
    restarted = library_of(content, database)
    restarted.load()
    assert shown(restarted) == {"giu-mat-khau": BETTER, "quet-ma": SECOND}
    assert faults(restarted) == [(LESSON_PATH, "bad-field")]


@files_only
@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"\x00", LESSON[:300].encode(), b"x" * 300_000, LESSON.encode("utf-16")]
)
def test_whatever_is_in_the_broken_file_the_lesson_stays(library: ContentLibrary, content: Path, data: bytes) -> None:
    write(content, LESSON_PATH, data)
    library.load()
    assert shown(library)["giu-mat-khau"] == LESSON
    assert {path for path, _code in faults(library)} == {LESSON_PATH}


def test_mended_lesson_is_shown_at_once(library: ContentLibrary, content: Path) -> None:
    for lesson in (BROKEN, BETTER):
        write(content, LESSON_PATH, lesson)
        library.load()
    assert shown(library)["giu-mat-khau"] == BETTER
    assert faults(library) == []


def test_lesson_that_was_never_good_is_not_shown(library: ContentLibrary, content: Path) -> None:
    write(content, "courses/khoa-thu/03-moi.md", BROKEN)
    library.load()
    assert list(shown(library)) == ["giu-mat-khau", "quet-ma"]
    assert faults(library) == [("courses/khoa-thu/03-moi.md", "bad-field")]


def test_broken_versions_are_not_kept(library: ContentLibrary, content: Path, database: Database) -> None:
    write(content, LESSON_PATH, BROKEN)
    library.load()
    assert archived(database)[LESSON_PATH] == [LESSON]


def test_lesson_with_a_warning_is_shown_and_kept(library: ContentLibrary, content: Path, database: Database) -> None:
    overdue = LESSON.replace("ra-soat-truoc: 2099-01-01", "ra-soat-truoc: 2026-11-20")
    write(content, LESSON_PATH, overdue)
    library.load()
    assert faults(library) == [(LESSON_PATH, "expired-lesson")]
    assert shown(library)["giu-mat-khau"] == overdue
    assert archived(database)[LESSON_PATH] == [LESSON, overdue]


# The bank


def test_broken_bank_file_keeps_its_last_good_version(
    library: ContentLibrary, content: Path, database: Database
) -> None:
    broken = BANK.replace("doi-tuong", "doituong")
    for text in (BANK, BETTER_BANK, broken):
        write(content, BANK_PATH, text)
        library.load()
    for again in (library, library_of(content, database)):
        again.load()
        assert [file.source for file in again.catalogue.bank.values()] == [BETTER_BANK]
        assert {code for path, code in faults(again) if path == BANK_PATH} == {"missing-field", "bad-field"}
    assert archived(database)[BANK_PATH] == [BANK, BETTER_BANK]


def test_bank_file_outlives_the_facts_it_needs(library: ContentLibrary, content: Path) -> None:
    with_fact = BANK.replace("Có người", "Trên [[han-muc-thu]] có người")
    write(content, BANK_PATH, with_fact)
    library.load()
    write(content, "facts/thu.yaml", FACT.replace("han-muc-thu", "han-muc-moi"))
    library.load()
    assert library.catalogue.bank["hoi-ma"].source == with_fact
    assert (BANK_PATH, "unknown-fact") in faults(library)


def test_bank_file_is_read_in_the_version_that_was_answered(library: ContentLibrary, content: Path) -> None:
    for text in (BANK, BETTER_BANK):
        write(content, BANK_PATH, text)
        library.load()
    for text in (BANK, BETTER_BANK):
        version = library.bank_version("hoi-ma", version_of(text))
        assert version is not None
        assert version.source == text
    assert library.bank_version("hoi-ma", version_of("x")) is None
    assert library.bank_version("giu-mat-khau", version_of(LESSON)) is None
    assert library.lesson_version("hoi-ma", version_of(BANK)) is None


def test_draft_of_a_bank_file_shows_its_sound_exercises(library: ContentLibrary, content: Path) -> None:
    write(content, BANK_PATH, f"{BANK}\nChữ ngoài khối.\n")
    library.load()
    draft = library.draft(library.files[f"content/{BANK_PATH}"])
    assert draft is not None
    assert [screen.slug for screen in draft.screens] == ["ai-hoi-ma"]
    assert library.draft(library.files["content/facts/thu.yaml"]) is None


# Broken facts and frameworks


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("facts/thu.yaml", "- ma: [", "broken-yaml"),
        ("facts/thu.yaml", FACT.replace("  do-tin: S\n", ""), "missing-field"),
        ("glossary/thu.yaml", "", "bad-field"),
        ("frameworks/nguoi-dan.yaml", FRAMEWORK.replace("khung: nguoi-dan", "khung: Sai"), "bad-field"),
        ("courses/khoa-thu/course.yaml", COURSE.replace("thu-tu: 1", ""), "missing-field"),
    ],
)
def test_lessons_are_not_blamed_for_broken_data(
    library: ContentLibrary, content: Path, database: Database, name: str, data: str, code: str
) -> None:
    before = library.catalogue
    write(content, name, data)
    for again in (library, library_of(content, database)):
        again.load()
        assert faults(again) == [(name, code)]
        assert again.catalogue == before


def test_broken_facts_and_a_broken_lesson_at_once(library: ContentLibrary, content: Path) -> None:
    write(content, "facts/thu.yaml", "- ma: [")
    write(content, LESSON_PATH, BROKEN)
    write(content, SECOND_PATH, SECOND.replace(PLAIN, "Câu mới dùng [[han-muc-thu]]."))
    library.load()
    assert faults(library) == [(LESSON_PATH, "bad-field"), ("facts/thu.yaml", "broken-yaml")]
    assert shown(library)["giu-mat-khau"] == LESSON
    assert "Câu mới" in shown(library)["quet-ma"]


def test_mended_facts_take_effect(library: ContentLibrary, content: Path) -> None:
    for data in ("- ma: [", FACT.replace("10", "20")):
        write(content, "facts/thu.yaml", data)
        library.load()
    assert library.catalogue.facts["han-muc-thu"].value == "20"
    assert faults(library) == []


# Facts that vanish (docs/decisions/0006: what is gone today is read from the data a text passed with)


def test_lesson_of_a_vanished_fact_stays_and_its_fault_is_told(library: ContentLibrary, content: Path) -> None:
    write(content, SECOND_PATH, SECOND.replace("Trên [[han-muc-thu]] thì", "Thì"))
    write(content, "facts/thu.yaml", FACT.replace("han-muc-thu", "han-muc-moi"))
    library.load()
    assert list(shown(library)) == ["giu-mat-khau", "quet-ma"]
    assert faults(library) == [(LESSON_PATH, "unknown-fact")]
    write(content, "facts/thu.yaml", FACT)
    library.load()
    assert faults(library) == []


def test_new_text_with_an_unknown_fact_leaves_the_old_text_up(library: ContentLibrary, content: Path) -> None:
    write(content, LESSON_PATH, LESSON.replace(PLAIN, "Trên [[khong-co]]."))
    library.load()
    assert shown(library)["giu-mat-khau"] == LESSON


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("facts/thu.yaml", "unknown-fact"),
        ("glossary/thu.yaml", "unknown-term"),
        ("frameworks/nguoi-dan.yaml", "unknown-skill"),
    ],
)
def test_lessons_outlive_the_data_files_they_need(
    library: ContentLibrary, content: Path, database: Database, name: str, code: str
) -> None:
    before = shown(library)
    (content / name).unlink()
    for again in (library, library_of(content, database)):
        again.load()
        assert shown(again) == before
        assert {found for _path, found in faults(again)} == {code}


def test_lesson_of_a_fact_that_became_doubtful_shows_what_was_seen(library: ContentLibrary, content: Path) -> None:
    write(content, "facts/thu.yaml", FACT.replace("10", "20").replace("do-tin: S", "do-tin: M"))
    library.load()
    assert set(faults(library)) == {(LESSON_PATH, "unsure-fact"), (SECOND_PATH, "unsure-fact")}
    assert "10 triệu đồng" in str(library.catalogue.lessons["giu-mat-khau"].screens[0])


def test_broken_lesson_whose_last_good_text_needs_a_vanished_fact_stays(library: ContentLibrary, content: Path) -> None:
    write(content, "facts/thu.yaml", FACT.replace("han-muc-thu", "han-muc-moi"))
    write(content, LESSON_PATH, BROKEN.replace("Trên [[han-muc-thu]] thì", "Thì"))
    library.load()
    assert shown(library)["giu-mat-khau"] == LESSON


# Files that come and go


def test_deleted_lesson_disappears_although_it_is_kept(
    library: ContentLibrary, content: Path, database: Database
) -> None:
    (content / LESSON_PATH).unlink()
    library.load()
    assert list(shown(library)) == ["quet-ma"]
    assert faults(library) == []
    assert archived(database)[LESSON_PATH] == [LESSON]


def test_lesson_that_broke_and_was_deleted_disappears(library: ContentLibrary, content: Path) -> None:
    write(content, LESSON_PATH, BROKEN)
    library.load()
    (content / LESSON_PATH).unlink()
    library.load()
    assert list(shown(library)) == ["quet-ma"]


def test_text_that_comes_back_is_current_and_the_last_good_one(
    library: ContentLibrary, content: Path, database: Database
) -> None:
    for lesson in (BETTER, LESSON):
        time.sleep(0.01)
        write(content, LESSON_PATH, lesson)
        library.load()
    assert shown(library)["giu-mat-khau"] == LESSON
    assert archived(database)[LESSON_PATH] == [BETTER, LESSON]
    write(content, LESSON_PATH, BROKEN)
    for again in (library, library_of(content, database)):
        again.load()
        assert shown(again)["giu-mat-khau"] == LESSON


def test_loading_the_same_files_again_writes_nothing(library: ContentLibrary, database: Database) -> None:
    def written() -> list[datetime]:
        with database.session(writes=False) as session:
            return sorted(session.scalars(select(ContentVersion.loaded_at)))

    before = written()
    time.sleep(0.01)
    library.load()
    assert written() == before


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_files_of_other_systems_are_kept_as_they_are_read(
    library: ContentLibrary, content: Path, database: Database, end: str, mark: bytes
) -> None:
    write(content, LESSON_PATH, mark + BETTER.replace("\n", end).encode())
    library.load()
    assert faults(library) == []
    assert shown(library)["giu-mat-khau"] == BETTER
    assert archived(database)[LESSON_PATH] == [LESSON, BETTER]
    write(content, LESSON_PATH, LESSON)
    library.load()
    old = library.lesson_version("giu-mat-khau", version_of(BETTER))
    assert old is not None
    assert old.source == BETTER


@files_only
def test_hidden_files_are_not_read_and_lost_ones_are_told(library: ContentLibrary, content: Path) -> None:
    for name in (
        ".a.md",
        ".git/a.md",
        "courses/khoa-thu/.#01-a.md",
        "courses/khoa-thu/03-a.md~",
        "ghi-chu.txt",
        "a.md.bak",
    ):
        write(content, name, BROKEN)
    library.load()
    assert faults(library) == [("ghi-chu.txt", "misplaced-file")]
    assert set(shown(library)) == {"giu-mat-khau", "quet-ma"}


@files_only
def test_unreadable_question_bank_stops_nothing(library: ContentLibrary, content: Path, database: Database) -> None:
    write(content, "bank/thi/cau.md", b"m\xe1\x00")
    library.load()
    assert faults(library) == [("bank/thi/cau.md", "bad-encoding")]
    assert "bank/thi/cau.md" not in archived(database)


def test_names_too_long_for_the_database_stop_nothing(library: ContentLibrary, content: Path) -> None:
    write(content, f"facts/{'a' * 200}.yaml", FACT.replace("han-muc-thu", "han-muc-dai"))
    write(content, f"courses/khoa-thu/03-{'a' * 200}.md", LESSON)
    library.load()
    assert {code for _path, code in faults(library)} == {"bad-slug"}
    assert list(shown(library)) == ["giu-mat-khau", "quet-ma"]


# Links in the file system


@files_only
def test_link_out_of_the_folder_is_refused(library: ContentLibrary, content: Path, tmp_path: Path) -> None:
    outside = tmp_path / "secret.yaml"
    outside.write_text(FACT.replace("han-muc-thu", "bi-mat"), encoding="utf-8")
    (content / "facts/muon.yaml").symlink_to(outside)
    (content / "courses/khoa-thu/03-mat-khau.md").symlink_to("/etc/passwd")
    library.load()
    assert faults(library) == [("courses/khoa-thu/03-mat-khau.md", "path-escape"), ("facts/muon.yaml", "path-escape")]
    assert "bi-mat" not in library.catalogue.facts
    assert not any("root:" in file.data.decode() for file in library.files.values())


@files_only
def test_linked_folder_out_of_the_root_is_not_read(library: ContentLibrary, content: Path, tmp_path: Path) -> None:
    elsewhere = write_content(tmp_path / "khac")
    write(elsewhere, "courses/khoa-la/course.yaml", COURSE)
    (content / "courses/khoa-la").symlink_to(elsewhere / "courses/khoa-la")
    library.load()
    assert all("khoa-la" not in path for path in library.files)
    assert [course.slug for course in library.catalogue.courses] == ["khoa-thu"]


@files_only
def test_link_inside_the_folder_is_read(library: ContentLibrary, content: Path) -> None:
    (content / "facts/thu.yaml").rename(content / "facts/that.yaml")
    (content / "facts/thu.yaml").symlink_to("that.yaml")
    library.load()
    assert faults(library) == [("facts/thu.yaml", "duplicate-id")]


@files_only
def test_broken_and_circular_links_are_not_read(library: ContentLibrary, content: Path) -> None:
    (content / "facts/khong.yaml").symlink_to("khong-co.yaml")
    (content / "facts/vong.yaml").symlink_to("vong.yaml")
    (content / "facts/tren").symlink_to("..")
    library.load()
    assert faults(library) == []


# Old versions


def test_old_version_is_compiled_again_from_what_was_kept(
    library: ContentLibrary, content: Path, database: Database
) -> None:
    write(content, LESSON_PATH, BETTER)
    for again in (library, library_of(content, database)):
        again.load()
        old, current = again.lesson_version("giu-mat-khau", version_of(LESSON)), again.catalogue.lessons["giu-mat-khau"]
        assert old is not None
        assert (old.source, old.version, current.source) == (LESSON, version_of(LESSON), BETTER)
        assert again.lesson_version("giu-mat-khau", version_of(LESSON)) is old
        assert again.lesson_version("giu-mat-khau", version_of(BETTER)) is current


@pytest.mark.parametrize(
    "version", ["", "x", "0" * 12, "\x00", "\ud800", "a" * 100_000, version_of(SECOND), version_of(BROKEN)]
)
def test_unknown_version_is_none(library: ContentLibrary, content: Path, version: str) -> None:
    write(content, LESSON_PATH, BROKEN)
    library.load()
    assert library.lesson_version("giu-mat-khau", version) is None
    assert library.lesson_version("khong-co", version) is None


def test_old_version_is_shown_with_the_facts_of_today(library: ContentLibrary, content: Path) -> None:
    write(content, LESSON_PATH, BETTER)
    library.load()
    assert "10 triệu đồng" in str(library.lesson_version("giu-mat-khau", version_of(LESSON)))
    write(content, "facts/thu.yaml", FACT.replace("10", "20"))
    library.load()
    assert "20 triệu đồng" in str(library.lesson_version("giu-mat-khau", version_of(LESSON)))


# Loading


@files_only
def test_readers_of_the_old_catalogue_are_not_disturbed(library: ContentLibrary, content: Path) -> None:
    before = library.catalogue
    heard: list[Catalogue] = []
    library.on_change(heard.append)
    write(content, LESSON_PATH, BETTER)
    library.load()
    assert heard == [library.catalogue]
    assert library.catalogue is not before
    assert before.lessons["giu-mat-khau"].source == LESSON


@files_only
def test_refresh_loads_only_what_changed(library: ContentLibrary, content: Path) -> None:
    before = library.catalogue
    library.refresh()
    assert library.catalogue is before
    write(content, LESSON_PATH, BETTER)
    library.refresh()
    assert shown(library)["giu-mat-khau"] == BETTER


def test_watched_change_is_shown_by_itself(library: ContentLibrary, content: Path) -> None:
    library.watch(0.02)
    write(content, LESSON_PATH, BETTER)
    wait_until(lambda: shown(library).get("giu-mat-khau") == BETTER)
    (content / LESSON_PATH).unlink()
    wait_until(lambda: "giu-mat-khau" not in shown(library))
    write(content, "courses/khoa-thu/03-moi.md", LESSON)
    wait_until(lambda: "moi" in shown(library))


@files_only
def test_watched_change_of_the_same_size_is_seen(library: ContentLibrary, content: Path) -> None:
    other = LESSON.replace("chỉ mình bác", "mình bác chỉ")
    assert len(other.encode()) == len(LESSON.encode())
    library.watch(0.02)
    write(content, LESSON_PATH, other)
    os.utime(content / LESSON_PATH, (1_800_000_000, 1_800_000_000))
    wait_until(lambda: shown(library)["giu-mat-khau"] == other)


@files_only
def test_fact_expires_at_midnight_by_itself(content: Path, database: Database) -> None:
    write(content, "facts/thu.yaml", FACT.replace("2099-01-01", "2026-11-20"))
    clock = SetClock(datetime(2026, 11, 20, 23, 59, 59, tzinfo=VIETNAM))
    library = ContentLibrary([content], database, clock, KINDS)
    library.load()
    assert faults(library) == []
    library.watch(0.02)
    clock.set_to = datetime(2026, 11, 21, tzinfo=VIETNAM)
    wait_until(lambda: [code for _path, code in faults(library)] == ["expired-fact", "expired-fact"])
    library.stop()


def test_watching_goes_on_after_a_load_that_failed(library: ContentLibrary, content: Path, database: Database) -> None:
    with database.transaction() as connection:
        ContentVersion.__table__.drop(connection)  # type: ignore[attr-defined]
    library.watch(0.02)
    write(content, LESSON_PATH, BETTER)
    time.sleep(0.2)
    assert shown(library)["giu-mat-khau"] == LESSON
    with database.transaction() as connection:
        ContentVersion.__table__.create(connection)  # type: ignore[attr-defined]
    wait_until(lambda: shown(library)["giu-mat-khau"] == BETTER)


@files_only
def test_stopped_watch_reads_no_more(library: ContentLibrary, content: Path) -> None:
    library.watch(0.02)
    library.stop()
    time.sleep(0.1)
    write(content, LESSON_PATH, BETTER)
    time.sleep(0.1)
    assert shown(library)["giu-mat-khau"] == LESSON


def test_workers_that_load_at_once_keep_each_text_once(content: Path, database: Database) -> None:
    workers = [library_of(content, database) for _ in range(4)]
    start = threading.Barrier(len(workers))
    failures: list[Exception] = []

    def load(library: ContentLibrary) -> None:
        start.wait()
        try:
            for number in range(5):
                write(content, LESSON_PATH, LESSON.replace(PLAIN, f"Lần `{number}`."))
                library.load()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=load, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [path for path, texts in archived(database).items() if len(texts) != len(set(texts))] == []
    workers[0].load()
    assert shown(workers[0])["giu-mat-khau"] == LESSON.replace(PLAIN, "Lần `4`.")


def test_one_library_may_be_loaded_from_several_threads(library: ContentLibrary, content: Path) -> None:
    write(content, LESSON_PATH, BETTER)
    threads = [threading.Thread(target=library.load) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shown(library) == {"giu-mat-khau": BETTER, "quet-ma": SECOND}
    assert faults(library) == []


# Several roots, and the check without a database


def test_lessons_of_one_root_may_use_facts_of_another(content: Path, database: Database, tmp_path: Path) -> None:
    province = tmp_path / "tinh"
    write(province, "courses/khoa-tinh/course.yaml", COURSE.replace("thu-tu: 1", "thu-tu: 2"))
    write(province, "courses/khoa-tinh/01-cua-tinh.md", LESSON)
    library = ContentLibrary([content, province], database, Clock(NOON), KINDS)
    library.load()
    assert library.diagnostics == ()
    assert list(shown(library)) == ["giu-mat-khau", "quet-ma", "cua-tinh"]
    assert check_folders([content, province], date(2026, 11, 21), KINDS).diagnostics == ()
    alone = check_folders([province], date(2026, 11, 21), KINDS).diagnostics
    assert {found.code for found in alone} >= {"unknown-fact", "unknown-skill", "unknown-term"}


@files_only
def test_check_judges_the_files_as_they_are(library: ContentLibrary, content: Path) -> None:
    write(content, "facts/thu.yaml", "- ma: [")
    compiled = check_folders([content], date(2026, 11, 21), KINDS)
    assert {found.code for found in compiled.diagnostics} == {"broken-yaml", "unknown-fact"}
    assert compiled.catalogue.lessons == {}


@files_only
def test_folder_that_does_not_exist_is_empty(database: Database, tmp_path: Path) -> None:
    library = library_of(tmp_path / "khong-co", database)
    library.load()
    assert (dict(library.catalogue.lessons), library.diagnostics) == ({}, ())
