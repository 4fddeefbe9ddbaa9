"""`hocvuso content export` and `import`: exit codes, words that help, one JSON document."""

import json
import os
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner, Result

from app.cli import cli
from app.publishing.folders import only_writer
from tests.authoring.gift_reader import read_gift
from tests.authoring.hostile_archives import named
from tests.authoring.qti_interpreter import read_item
from tests.sample_content import FACT, LESSON, LESSON_PATH, write_every_kind


@pytest.fixture
def goc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A content root with every kind of question, and nothing of the machine's own settings."""
    for name in [name for name in os.environ if name.startswith("HOCVUSO_")]:
        monkeypatch.delenv(name)
    root = write_every_kind(tmp_path / "content")
    monkeypatch.chdir(tmp_path)
    for name, value in {"VAR_DIR": tmp_path / "var", "CONTENT_DIRS": root, "CLOCK": "2026-11-22T12:00:00"}.items():
        monkeypatch.setenv(f"HOCVUSO_{name}", str(value))
    return root


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["content", *(str(argument) for argument in arguments)])


def document(result: Result) -> Any:
    return json.loads(result.stdout)


def everything(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_root_goes_out_and_comes_in_again(goc: Path, tmp_path: Path) -> None:
    out = run("export", "--to", "a.zip")
    assert out.exit_code == 0, out.output
    assert "Đã xuất 7 tệp vào a.zip." in out.stdout
    came = run("import", "a.zip", "--into", tmp_path / "moi")
    assert came.exit_code == 0, came.output
    assert "Đã ghi 7 tệp" in came.stdout
    assert everything(tmp_path / "moi") == everything(goc)
    assert run("export", tmp_path / "moi", "--to", "b.zip").exit_code == 0
    assert Path("a.zip").read_bytes() == Path("b.zip").read_bytes()


def test_lesson_course_and_root_may_be_asked_for(goc: Path) -> None:
    paths = (goc, goc / "courses" / "khoa-thu", goc / LESSON_PATH, goc / "facts")
    counts = [document(run("export", path, "--to", "a.zip", "--json"))["count"] for path in paths]
    assert counts == [7, 7, 5, 1]


def test_dry_run_tells_and_writes_nothing(goc: Path, tmp_path: Path) -> None:
    run("export", "--to", "a.zip")
    told = run("import", "a.zip", "--into", tmp_path / "moi", "--dry-run")
    assert told.exit_code == 0
    assert f"{LESSON_PATH}: thêm mới." in told.stdout
    assert "Sẽ ghi 7 tệp" in told.stdout
    assert not (tmp_path / "moi").exists()


def test_what_is_replaced_and_added_is_told(goc: Path) -> None:
    run("export", "--to", "a.zip")
    (goc / LESSON_PATH).write_text(LESSON.replace("Cúp máy\n", "Cúp máy ngay\n"), "utf-8")
    (goc / "facts" / "thu.yaml").write_text(FACT.replace("han-muc-thu", "han-muc-hai"), "utf-8")
    told = run("import", "a.zip", "--dry-run").stdout
    assert f"{LESSON_PATH}: thay bản đang có." in told
    assert "facts/thu.yaml: thêm han-muc-thu." in told
    assert "Sẽ ghi 2 tệp" in told
    assert run("import", "a.zip").exit_code == 0
    assert (goc / LESSON_PATH).read_text("utf-8") == LESSON
    assert (goc / "facts" / "thu.yaml").read_text("utf-8") == FACT.replace("han-muc-thu", "han-muc-hai") + FACT


def test_hostile_archive_changes_nothing_and_says_why(goc: Path) -> None:
    before = everything(goc)
    Path("a.zip").write_bytes(named(LESSON_PATH, "../../ngoai.md"))
    told = run("import", "a.zip")
    assert told.exit_code == 1
    assert "lỗi [refused-archive] “../../ngoai.md” dẫn ra ngoài" in told.stdout
    assert "Chưa nhập gì" in told.stdout
    assert everything(goc) == before


def test_fault_of_one_lesson_keeps_all_out_as_json(goc: Path) -> None:
    run("export", "--to", "a.zip")
    with ZipFile("a.zip") as archive, ZipFile("b.zip", "w") as worse:
        for name in archive.namelist():
            worse.writestr(name, archive.read(name).replace(b"phut: 3", b"phut: 9"))
    before = everything(goc)
    told = run("import", "b.zip", "--json")
    assert told.exit_code == 1
    found = document(told)
    assert (found["ok"], found["written"]) == (False, 0)
    assert {one["code"] for one in found["diagnostics"]} == {"bad-field"}
    assert {one["kind"] for one in found["changes"]} == {"same", "replaced"}
    assert everything(goc) == before


def test_import_waits_for_whoever_is_writing_into_the_folder(goc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("export", "--to", "a.zip")
    (goc / LESSON_PATH).unlink()
    monkeypatch.setattr("app.publishing.folders.PATIENCE_S", 0.0)
    with only_writer(goc):
        told = run("import", "a.zip")
    assert told.exit_code == 2
    assert not (goc / LESSON_PATH).exists()
    assert run("import", "a.zip").exit_code == 0
    assert (goc / LESSON_PATH).exists()


def test_faulty_lesson_is_not_exported(goc: Path) -> None:
    (goc / LESSON_PATH).write_text(LESSON.replace("phut: 3", "phut: 9"), "utf-8")
    for form in ("zip", "gift", "qti"):
        told = run("export", "--to", "a.zip", "--format", form)
        assert told.exit_code == 1
        assert "bad-field" in told.stdout
        assert "Chưa xuất gì" in told.stdout
    assert not Path("a.zip").exists()


def test_questions_go_out_as_gift_and_qti(goc: Path) -> None:
    told = run("export", goc / "courses" / "khoa-thu" / "03-du-kieu.md", "--to", "a.txt", "--format", "gift")
    assert told.exit_code == 0, told.output
    assert "để lại tin-la, diễn tập" in told.stdout
    assert "Đã xuất 8 câu hỏi vào a.txt. Để lại 2 chỗ." in told.stdout
    gift = read_gift(Path("a.txt").read_text("utf-8"))
    assert {one.category for one in gift} == {"$course$/top/Học Vụ Số/Khóa thử/Đủ mọi kiểu"}
    found = document(run("export", goc / "courses", "--to", "a.zip", "--format", "qti", "--json"))
    assert (found["count"], len(found["left_out"])) == (12, 2)
    with ZipFile(BytesIO(Path("a.zip").read_bytes())) as package:
        documents = [read_item(package.read(name)) for name in package.namelist() if name.startswith("items/")]
    assert len(documents) == 12


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "khong-co", "--to", "a.zip"),
        ("export", ".", "--to", "a.zip/b.zip"),
        ("export", "var", "--to", "a.zip"),
        ("import", "khong-co.zip"),
        ("import", "a.zip", "--into", "a.zip"),
    ],
)
def test_wrong_use_is_said_in_vietnamese(goc: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "var").mkdir()
    Path("a.zip").write_bytes(b"")
    told = run(*arguments)
    assert told.exit_code == 2, told.output
    assert told.stdout == ""
    assert "ông" in told.stderr


def test_folder_without_questions_exports_none(goc: Path) -> None:
    told = run("export", goc / "facts", "--to", "a.txt", "--format", "gift")
    assert told.exit_code == 1
    assert "không có gì để xuất" in told.stdout


def test_lesson_alone_names_the_lessons_it_leads_to(goc: Path) -> None:
    (goc / LESSON_PATH).write_text(LESSON.replace("bai-truoc: []", "bai-truoc: [quet-ma]"), "utf-8")
    told = run("export", goc / LESSON_PATH, "--to", "a.zip")
    assert told.exit_code == 0
    assert "cảnh báo [link-outside]" in told.stdout
