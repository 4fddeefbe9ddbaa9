"""What a reader of the code found in the library: nothing good goes down, no odd file stops the service."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from app.core.clock import VIETNAM, Clock
from app.core.db import Database
from app.courses.domain.lessons import Step
from app.courses.domain.readers import Reader
from app.courses.folders import root_names
from app.courses.library import ContentLibrary, check_folders
from app.quiz.domain.kinds import KINDS
from tests.sample_content import FACT, FRAMEWORK, LESSON, LESSON_PATH, TERM, write_content

NOON = datetime(2026, 11, 21, 12, tzinfo=VIETNAM)
BOTH = ["giu-mat-khau", "quet-ma"]
HOTLINE = FACT.replace("han-muc-thu", "han-muc-hai").replace("Chuyển trên", "Rút trên")


def library_of(database: Database, *roots: Path) -> ContentLibrary:
    return ContentLibrary(roots, database, Clock(NOON), KINDS)


@pytest.fixture
def library(content: Path, database: Database) -> Iterator[ContentLibrary]:
    library = library_of(database, content)
    library.load()
    yield library
    library.stop()


def told(library: ContentLibrary) -> set[tuple[str, str]]:
    return {(found.file.removeprefix("content/"), found.code) for found in library.diagnostics}


def first_step(library: ContentLibrary) -> str:
    screen = library.catalogue.lessons["giu-mat-khau"].screens[0]
    assert isinstance(screen, Step)
    return screen.body(Reader())


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("facts/thu.yaml", FACT.replace("han-muc-thu", "han-muc-moi"), "unknown-fact"),
        ("facts/thu.yaml", FACT.replace("do-tin: S", "do-tin: M"), "unsure-fact"),
        ("glossary/thu.yaml", TERM.replace("ma: otp", "ma: ma-otp"), "unknown-term"),
        ("frameworks/nguoi-dan.yaml", FRAMEWORK.replace("vneid-dang-nhap", "vneid-vao"), "unknown-skill"),
    ],
)
def test_renamed_id_takes_no_lesson_down(
    library: ContentLibrary, content: Path, database: Database, name: str, text: str, code: str
) -> None:
    (content / name).write_text(text, encoding="utf-8")
    for again in (library, library, library_of(database, content), library_of(database, content)):
        again.load()
        assert list(again.catalogue.lessons) == BOTH
        assert [lesson.slug for lesson in again.catalogue.courses[0].lessons] == BOTH
        assert (LESSON_PATH, code) in told(again)


def test_kept_lesson_shows_what_is_known_now_of_facts_that_stayed(library: ContentLibrary, content: Path) -> None:
    (content / "facts/thu.yaml").write_text(FACT + HOTLINE, encoding="utf-8")
    (content / LESSON_PATH).write_text(LESSON.replace("hỏi mã", "hỏi [[han-muc-hai]] mã"), encoding="utf-8")
    library.load()
    changed = HOTLINE.replace('"10"', '"30"').replace("trên 10", "trên 30")
    (content / "facts/thu.yaml").write_text(FACT.replace("han-muc-thu", "khac") + changed, encoding="utf-8")
    library.load()
    assert "10 triệu đồng" in first_step(library)
    assert "30 triệu đồng" in first_step(library)


def test_old_version_is_read_with_facts_that_are_gone(library: ContentLibrary, content: Path) -> None:
    old = library.catalogue.lessons["giu-mat-khau"].version
    (content / "facts/thu.yaml").write_text(FACT.replace("han-muc-thu", "han-muc-moi"), encoding="utf-8")
    (content / LESSON_PATH).write_text(LESSON.replace("[[han-muc-thu]]", "[[han-muc-moi]]"), encoding="utf-8")
    library.load()
    seen = library.lesson_version("giu-mat-khau", old)
    assert seen is not None
    assert seen.source == LESSON


def test_lesson_stays_when_a_lesson_it_links_to_is_deleted(
    library: ContentLibrary, content: Path, database: Database
) -> None:
    text = LESSON.replace("Mật khẩu chỉ", "Xem [bài](/bai-hoc/quet-ma). Mật khẩu chỉ")
    (content / LESSON_PATH).write_text(text, encoding="utf-8")
    library.load()
    (content / "courses/khoa-thu/02-quet-ma.md").unlink()
    for again in (library, library_of(database, content)):
        again.load()
        assert list(again.catalogue.lessons) == ["giu-mat-khau"]
        assert told(again) == {(LESSON_PATH, "dead-link")}


# Odd files


@pytest.mark.parametrize("name", ["a.md.txt", "02-B.MD", "bai.docx", "courses/khoa-thu/03-ba.md.txt"])
def test_file_that_nobody_reads_is_told(library: ContentLibrary, content: Path, name: str) -> None:
    (content / name).write_bytes(b"PK\x03\x04")
    library.refresh()
    assert told(library) == {(name, "misplaced-file")}


@pytest.mark.parametrize("name", [".DS_Store", "README.md", "LICENSE", "courses/README.txt", "facts/thu.yaml~"])
def test_notices_and_hidden_files_are_not_told(library: ContentLibrary, content: Path, name: str) -> None:
    (content / name).write_text("a", encoding="utf-8")
    library.load()
    assert told(library) == set()


def test_name_that_is_no_text_is_told(library: ContentLibrary, content: Path) -> None:
    path = content / os.fsdecode(b"facts/d\xe1.yaml")
    path.write_text(FACT.replace("han-muc-thu", "khac"), encoding="utf-8")
    library.load()
    ((name, code),) = told(library)
    assert (name.encode(), code) == (name.encode("ascii"), "bad-slug")
    assert list(library.catalogue.lessons) == BOTH


@pytest.mark.parametrize("name", ["facts/khac.yaml", "courses/khoa-thu/03-ba.md"])
def test_folder_named_like_a_file_is_told(library: ContentLibrary, content: Path, name: str) -> None:
    (content / name).mkdir()
    library.load()
    assert told(library) == {(name, "misplaced-file")}


def test_huge_file_is_told_and_not_read_whole(library: ContentLibrary, content: Path) -> None:
    with (content / LESSON_PATH).open("wb") as file:
        file.truncate(300_000_000)  # sparse
    library.load()
    assert told(library) == {(LESSON_PATH, "too-large")}
    assert len(library.files[f"content/{LESSON_PATH}"].data) < 100_000
    assert list(library.catalogue.lessons) == BOTH


@pytest.mark.parametrize("name", [LESSON_PATH, "facts/thu.yaml", "courses/khoa-thu/course.yaml"])
def test_unreadable_file_is_told_and_its_last_good_version_stays(
    library: ContentLibrary, content: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may read everything, so the operating system is played."""
    opened = Path.open

    def refuse(path: Path, *args: object, **options: object) -> object:
        if path == content / name:
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    library.load()
    assert told(library) == {(name, "unreadable-file")}
    assert list(library.catalogue.lessons) == BOTH


def test_refused_file_is_among_the_files(library: ContentLibrary, content: Path) -> None:
    (content / "facts/muon.yaml").symlink_to("/etc/passwd")
    library.load()
    assert library.files["content/facts/muon.yaml"].data == b""


# Roots of one name


def test_roots_of_one_name_are_told_apart(tmp_path: Path, database: Database) -> None:
    first, second = write_content(tmp_path / "a/content"), tmp_path / "b/content"
    (second / "facts").mkdir(parents=True)
    (second / "facts/thu.yaml").write_text(HOTLINE, encoding="utf-8")
    assert root_names([first, second, tmp_path / "content-2"]) == ("content", "content-2", "content-2-2")
    library = library_of(database, first, second)
    for _ in range(2):
        library.load()
        assert set(library.catalogue.facts) == {"han-muc-thu", "han-muc-hai"}
        assert list(library.catalogue.lessons) == BOTH
        library = library_of(database, first, second)
    (second / "facts/thu.yaml").write_text("- ma: [", encoding="utf-8")
    library.load()
    assert [found.file for found in library.diagnostics] == ["content-2/facts/thu.yaml"]
    checked = check_folders([first, second], NOON.date(), KINDS)
    assert [found.file for found in checked.diagnostics] == ["content-2/facts/thu.yaml"]
    assert set(library.catalogue.facts) == {"han-muc-thu", "han-muc-hai"}


def test_framework_of_one_name_in_two_files_is_told(library: ContentLibrary, content: Path) -> None:
    (content / "frameworks/vua.yaml").write_text(FRAMEWORK, encoding="utf-8")
    library.load()
    assert [(found.line, found.code) for found in library.diagnostics] == [(1, "duplicate-id")]
