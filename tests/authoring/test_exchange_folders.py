"""Importing on a disk: whole files or none, nothing outside the root, nothing over what has changed meanwhile."""

import os
from pathlib import Path

import pytest

from app.authoring.domain.exchange.import_plan import Change
from app.authoring.folders import NotAsPlanned, write_changes, write_file

PLACE = "courses/khoa-thu/01-a.md"


def new(place: str, data: bytes = b"moi") -> Change:
    return Change(place, "new", data, None)


def everything(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_new_file_gets_its_folders(tmp_path: Path) -> None:
    write_changes(tmp_path / "goc", [new(PLACE)])
    assert everything(tmp_path) == {f"goc/{PLACE}": b"moi"}


def test_file_that_is_as_planned_is_replaced(tmp_path: Path) -> None:
    write_changes(tmp_path, [new(PLACE, b"cu")])
    write_changes(tmp_path, [Change(PLACE, "replaced", b"moi", b"cu")])
    assert everything(tmp_path) == {PLACE: b"moi"}


@pytest.mark.parametrize("before", [None, b"khac", b""])
def test_file_that_has_changed_meanwhile_keeps_everything_as_it_is(tmp_path: Path, before: bytes | None) -> None:
    write_changes(tmp_path, [new(PLACE, b"cu")])
    with pytest.raises(NotAsPlanned) as refused:
        write_changes(tmp_path, [new("bank/a.md"), Change(PLACE, "replaced", b"moi", before)])
    assert refused.value.place == PLACE
    assert everything(tmp_path) == {PLACE: b"cu"}


def test_file_that_has_gone_meanwhile_keeps_everything_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(NotAsPlanned):
        write_changes(tmp_path, [new("bank/a.md"), Change(PLACE, "replaced", b"moi", b"cu")])
    assert everything(tmp_path) == {}


@pytest.mark.parametrize("link", ["courses", "courses/khoa-thu", PLACE])
def test_nothing_is_written_through_a_link(tmp_path: Path, link: str) -> None:
    root, outside = tmp_path / "goc", tmp_path / "ngoai"
    outside.mkdir()
    (root / link).parent.mkdir(parents=True)
    (root / link).symlink_to(outside / "tep.md" if link == PLACE else outside)
    with pytest.raises(NotAsPlanned):
        write_changes(root, [new(PLACE)])
    assert everything(outside) == {}


def test_nothing_is_written_through_a_link_to_another_place_of_the_root(tmp_path: Path) -> None:
    (tmp_path / "courses" / "khoa-khac").mkdir(parents=True)
    (tmp_path / "courses" / "khoa-thu").symlink_to(tmp_path / "courses" / "khoa-khac")
    with pytest.raises(NotAsPlanned):
        write_changes(tmp_path, [new(PLACE)])
    assert everything(tmp_path) == {}


def test_place_outside_of_the_root_is_refused_whoever_planned_it(tmp_path: Path) -> None:
    for place in ("../ngoai.md", str(tmp_path / "ngoai.md"), "courses/../../ngoai.md"):
        with pytest.raises(NotAsPlanned):
            write_changes(tmp_path / "goc", [new(place)])
    assert everything(tmp_path) == {}


def test_disk_that_refuses_leaves_the_old_file_and_no_leftovers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"cu")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_file(path, b"moi")
    assert everything(tmp_path) == {"a.md": b"cu"}


def test_folder_where_a_file_should_stand_is_told(tmp_path: Path) -> None:
    (tmp_path / "bank").write_bytes(b"")
    with pytest.raises(OSError, match="bank"):
        write_changes(tmp_path, [new("bank/a.md")])
