"""A file is the old one or the new one, and only inside a content folder."""

import os
import threading
from pathlib import Path

import pytest

from app.publishing import folders
from app.publishing.folders import FileChanged, NoPlace, NotWritable, find_place, only_writer, probe, read, write

PATH = "content/courses/vneid/01-mo-may.md"
TEXT = "Bác mở máy.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "content"
    (root / "courses").mkdir(parents=True)
    return root


@pytest.fixture
def file(root: Path) -> Path:
    file = root / "courses/vneid/01-mo-may.md"
    file.parent.mkdir()
    file.write_text("Cũ.\n", encoding="utf-8")
    return file


def everything(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*"))


def test_a_new_file_gets_its_folder(root: Path) -> None:
    write(find_place([root], PATH), TEXT, None)
    assert (root / "courses/vneid/01-mo-may.md").read_text("utf-8") == TEXT
    assert everything(root) == ["courses", "courses/vneid", "courses/vneid/01-mo-may.md"]


def test_a_file_is_replaced_by_another_and_keeps_its_rights(root: Path, file: Path) -> None:
    file.chmod(0o640)
    with file.open(encoding="utf-8") as held:
        write(find_place([root], PATH), TEXT, "Cũ.\n")
        assert held.read() == "Cũ.\n"  # who reads meanwhile reads one of them, whole
    assert file.read_text("utf-8") == TEXT
    assert file.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("expected", [None, "Cũ hơn.\n", ""])
def test_a_file_that_somebody_changed_is_left_alone(root: Path, file: Path, expected: str | None) -> None:
    with pytest.raises(FileChanged):
        write(find_place([root], PATH), TEXT, expected)
    assert file.read_text("utf-8") == "Cũ.\n"
    assert everything(root) == ["courses", "courses/vneid", "courses/vneid/01-mo-may.md"]


def test_a_file_that_somebody_removed_is_not_made_again(root: Path) -> None:
    with pytest.raises(FileChanged):
        write(find_place([root], PATH), TEXT, "Cũ.\n")


def test_line_ends_and_byte_order_mark_are_no_change(root: Path, file: Path) -> None:
    file.write_bytes("\ufeffMột.\r\nHai.\r\n".encode())
    place = find_place([root], PATH)
    assert read(place) == "Một.\nHai.\n"
    write(place, TEXT, "Một.\nHai.\n")
    assert read(place) == TEXT


def test_what_a_crash_left_beside_the_file_is_in_nobodys_way(root: Path, file: Path) -> None:
    (file.parent / ".01-mo-may.md.tmp").write_text("nửa ch", encoding="utf-8")
    write(find_place([root], PATH), TEXT, "Cũ.\n")
    assert everything(root) == ["courses", "courses/vneid", "courses/vneid/01-mo-may.md"]


@pytest.mark.parametrize("linked", ["courses", "courses/vneid", "courses/vneid/01-mo-may.md"])
def test_no_shortcut_is_followed(root: Path, tmp_path: Path, linked: str) -> None:
    outside = tmp_path / "outside"
    (outside / "vneid").mkdir(parents=True)
    (outside / "01-mo-may.md").write_text("Cũ.\n", encoding="utf-8")
    (outside / "vneid/01-mo-may.md").write_text("Cũ.\n", encoding="utf-8")
    link = root / linked
    if link.is_dir():
        link.rmdir()
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(outside / "01-mo-may.md" if linked.endswith(".md") else outside)
    before = {path: path.read_text("utf-8") for path in outside.rglob("*.md")}
    place = find_place([root], PATH)
    for expected in ("Cũ.\n", None):
        with pytest.raises(NoPlace):
            write(place, TEXT, expected)
    with pytest.raises(NoPlace):
        read(place)
    assert {path: path.read_text("utf-8") for path in outside.rglob("*.md")} == before
    assert len(list(outside.rglob("*"))) == 3


def test_what_is_no_plain_file_is_refused(root: Path) -> None:
    (root / "courses/vneid").mkdir()
    os.mkfifo(root / "courses/vneid/01-mo-may.md")
    with pytest.raises(NoPlace):
        read(find_place([root], PATH))
    with pytest.raises(NoPlace):
        write(find_place([root], PATH), TEXT, None)


@pytest.mark.parametrize("path", ["other/facts/a.yaml", "content", "", "/", "Content/facts/a.yaml", "facts/a.yaml"])
def test_what_belongs_to_no_root_has_no_place(root: Path, path: str) -> None:
    with pytest.raises(NoPlace):
        find_place([root], path)


@pytest.mark.parametrize(
    "place",
    [
        "", ".", "..", "courses", "courses/", "facts", "facts/", "facts/../../secret-key.yaml", "facts/..yaml", "facts/.yaml",
        "facts/.hidden.yaml", "../facts/a.yaml", "/etc/passwd", "/facts/a.yaml", "facts//a.yaml", "facts/./a.yaml",
        "facts/a.yml", "facts/a.YAML", "facts/sub/a.yaml", "facts\\a.yaml", "facts/a\\b.yaml", "facts/a\0.yaml",
        "facts/a\n.yaml", "facts/a\u202e.yaml", "facts/a:b.yaml", "facts/~a.yaml", "facts/-a.yaml",
        "facts/ba\u0300i.yaml", "courses/vneid/mo-may.md", "courses/vneid/1-mo-may.md", "courses/vneid/01-Mo-may.md",
        "courses/vneid/01-mo-may.md/", "courses/vneid/01-mo-may.md.md", "courses/vneid/sub/01-mo-may.md",
        "courses/VNeID/01-mo-may.md", "courses/../01-mo-may.md", "courses/vneid/../facts/a.yaml", "courses/.git/01-a.md",
        "courses/vneid/01-mo-may.py", "courses/vneid/course.yml", f"courses/vneid/01-{'a' * 61}.md", "bank/.git/a.md",
        "bank/../courses/a.md", "bank/A.md", "bank/a.yaml", f"bank/{'a/' * 100}a.md", ".git/config", "frameworks/a.md",
        "courses/vneid/01-mo-may.md\n", "facts/a.yaml\n", "courses/vneid/../../../outside.md", ".git/hooks/pre-commit",
    ],
)  # fmt: skip
def test_what_leads_elsewhere_or_is_no_content_has_no_place(root: Path, place: str) -> None:
    with pytest.raises(NoPlace):
        find_place([root], f"content/{place}")


def test_each_root_is_known_by_its_name(root: Path, tmp_path: Path) -> None:
    second = tmp_path / "province" / "content"
    second.mkdir(parents=True)
    place = find_place([root, second], "content-2/facts/a.yaml")
    write(place, TEXT, None)
    assert everything(second) == ["facts", "facts/a.yaml"]


def test_a_folder_that_cannot_be_written_is_told_beforehand(
    root: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = find_place([root], PATH)
    probe(place)
    assert everything(root) == ["courses", "courses/vneid", "courses/vneid/01-mo-may.md"]
    opened = os.open

    def on_a_disk_that_only_reads(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if flags & os.O_CREAT:
            raise OSError(30, "Read-only file system")
        return opened(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", on_a_disk_that_only_reads)
    with pytest.raises(NotWritable):
        probe(place)
    with pytest.raises(NotWritable):
        write(place, TEXT, "Cũ.\n")


def test_probing_makes_no_folder(root: Path) -> None:
    probe(find_place([root], PATH))
    assert everything(root) == ["courses"]


def test_a_full_disk_leaves_the_file_as_it_was(root: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotWritable):
        write(find_place([root], PATH), TEXT, "Cũ.\n")
    assert file.read_text("utf-8") == "Cũ.\n"
    assert everything(root) == ["courses", "courses/vneid", "courses/vneid/01-mo-may.md"]


def test_only_one_writes_at_a_time(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "PATIENCE_S", 0.05)
    refused: list[NotWritable] = []

    def second() -> None:
        try:
            with only_writer(root):
                pass
        except NotWritable as error:
            refused.append(error)

    with only_writer(root):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert len(refused) == 1
    with only_writer(root):
        pass
