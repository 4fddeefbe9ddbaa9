"""What a reader of the code found at the teacher's desk and in `content check`."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.accounts.domain.roles import Role
from app.cli import cli
from app.core.clock import VIETNAM
from app.courses.library import ContentLibrary
from tests.cast import hire, sign_in
from tests.sample_content import LESSON, LESSON_PATH

PLAIN = "Mật khẩu chỉ mình bác biết."


@pytest.fixture
def library(fastapi_app: FastAPI) -> ContentLibrary:
    library: ContentLibrary = fastapi_app.state.library
    return library


@pytest.fixture
def teacher(fastapi_app: FastAPI, client: TestClient) -> TestClient:
    sign_in(client, hire(fastapi_app.state.database, fastapi_app.state.settings, Role.TEACHER))
    return client


def test_preview_names_whom_each_variant_is_for(library: ContentLibrary, teacher: TestClient, content: Path) -> None:
    variant = f"{PLAIN}\n\n::: danh-cho hoc-sinh-sinh-vien nguoi-lao-dong iphone\nRiêng.\n:::"
    (content / LESSON_PATH).write_text(LESSON.replace(PLAIN, variant), encoding="utf-8")
    library.load()
    page = teacher.get(f"/soan-bai/tep/content/{LESSON_PATH}").text
    assert "Dành cho: học sinh, sinh viên; người lao động · Máy iPhone</p><p>Riêng.</p>" in page
    assert '<p class="variant-title">Máy Android</p>' in page


def test_preview_shows_easier_text_and_examples_by_work(
    library: ContentLibrary, teacher: TestClient, content: Path
) -> None:
    parts = f"{PLAIN}\n\n::: danh-cho buon-ban android\nSạp.\n:::\n\n::: de-hon\nGiữ kín nhé.\n:::"
    (content / LESSON_PATH).write_text(LESSON.replace(PLAIN, parts), encoding="utf-8")
    library.load()
    page = teacher.get(f"/soan-bai/tep/content/{LESSON_PATH}").text
    assert "Máy Android · người buôn bán</p><p>Sạp.</p>" in page
    assert "Giải thích dễ hơn, người đọc chậm thấy trước</p><p>Giữ kín nhé.</p>" in page


def test_preview_is_of_the_file_itself_when_it_has_errors(
    library: ContentLibrary, teacher: TestClient, content: Path
) -> None:
    text = LESSON.replace("phut: 3", "phut: 9").replace(PLAIN, "Câu mới viết.").replace("- [x] Cúp máy", "- [] Cúp máy")
    (content / LESSON_PATH).write_text(text, encoding="utf-8")
    library.load()
    page = teacher.get(f"/soan-bai/tep/content/{LESSON_PATH}").text
    assert "<p>Câu mới viết.</p>" in page
    assert "người học chưa thấy" in page
    assert "Người học đang thấy bản tốt gần nhất" in page
    assert "CANARY-PHAN-HOI-NAM" in page


def test_desk_says_when_the_files_were_read(library: ContentLibrary, teacher: TestClient) -> None:
    library.loaded_at = library.loaded_at.replace(hour=3, minute=21, day=7)
    shown = f"Kiểm tra lần cuối: {library.loaded_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
    assert shown in teacher.get("/soan-bai").text


def test_refused_files_are_listed(library: ContentLibrary, teacher: TestClient, content: Path) -> None:
    (content / "facts/muon.yaml").symlink_to("/etc/passwd")
    (content / "bai.docx").write_bytes(b"PK")
    library.load()
    desk = teacher.get("/soan-bai").text
    assert "content/facts/muon.yaml" in desk
    assert "content/bai.docx" in desk
    page = teacher.get("/soan-bai/tep/content/facts/muon.yaml").text
    assert "path-escape" in page
    assert "root:" not in page


def test_check_of_a_folder_below_a_root_judges_it_in_its_root(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOCVUSO_CONTENT_DIRS", str(content))
    run = CliRunner().invoke(cli, ["content", "check", str(content / "courses/khoa-thu")])
    assert (run.exit_code, run.output) == (0, "0 lỗi, 0 cảnh báo.\n")
    (content / "facts/thu.yaml").write_text("- ma: [", encoding="utf-8")
    (content / LESSON_PATH).write_text(LESSON.replace("phut: 3", "phut: 9"), encoding="utf-8")
    run = CliRunner().invoke(cli, ["content", "check", str(content / "facts")])
    assert run.exit_code == 1
    assert "broken-yaml" in run.output
    assert LESSON_PATH not in run.output
