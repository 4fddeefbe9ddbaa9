"""Standards as content: read, and every fault told at its line."""

from datetime import date
from pathlib import Path

import pytest

from app.courses.domain.diagnostics import Diagnostic
from app.courses.domain.standards import Standard, read_standard
from app.courses.library import check_folders
from app.quiz.domain.kinds import KINDS
from tests.sittings.sample_bank import STANDARD, write_bank

TODAY = date(2026, 11, 22)


def found(folder: Path, text: str) -> tuple[Diagnostic, ...]:
    root = write_bank(folder / "content")
    (root / "standards" / "nguoi-dan.yaml").write_text(text, "utf-8")
    return check_folders([root], TODAY, KINDS).diagnostics


def test_standard_is_read_with_its_framework(tmp_path: Path) -> None:
    catalogue = check_folders([write_bank(tmp_path / "content")], TODAY, KINDS).catalogue
    standard = catalogue.standards["nguoi-dan"]
    assert (standard.n_min, standard.n_max, standard.retakes.after_days) == (4, 8, 14)
    assert standard.weights == {"dinh-danh": 1, "thanh-toan": 1}


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('phien-ban-khung: "1"', 'phien-ban-khung: "2"', 2, "nay là bản 1"),
        ("thanh-toan: 1", "khac: 1", 6, "không có nhóm nào tên `khac`"),
        ("it-nhat: 4", "it-nhat: 9", 1, "ít nhất không được nhiều hơn"),
        ("chac-chua-dat: 0.15", "chac-chua-dat: 0.95", 1, "phải nhỏ hơn"),
        ("moi-nhom-it-nhat: 2", "moi-nhom-it-nhat: 5", 1, "nhân số nhóm"),
        ("moc-dat: 0.0", "moc-dat: 7", 4, "lớn quá"),
        ("khung: nguoi-dan", "khung: khong-co", 1, "Không có khung nào"),
        ("lam-lai:", "doc-lai: 0.01\nlam-lai:", 17, "nhỏ quá"),
        ("lam-lai:", "rut-lo: 1.5\nlam-lai:", 17, "lớn quá"),
    ],
)
def test_fault_of_a_standard_is_told_at_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in STANDARD
    told = [fault for fault in found(tmp_path, STANDARD.replace(old, new, 1)) if fault.file.endswith("nguoi-dan.yaml")]
    assert any(said in fault.message and fault.line == line for fault in told), told


def test_two_standards_of_one_framework_are_refused(tmp_path: Path) -> None:
    root = write_bank(tmp_path / "content")
    (root / "standards" / "khac.yaml").write_text(STANDARD, "utf-8")
    assert [fault.code for fault in check_folders([root], TODAY, KINDS).diagnostics] == ["duplicate-id"]


def test_shares_of_readings_are_the_usual_ones_unless_said_and_a_standard_keeps_its_version(tmp_path: Path) -> None:
    root = write_bank(tmp_path / "content")

    def read(text: str) -> Standard:
        (root / "standards" / "nguoi-dan.yaml").write_text(text, "utf-8")
        return check_folders([root], TODAY, KINDS).catalogue.standards["nguoi-dan"]

    before, usual = read(STANDARD), read(f"{STANDARD}\ndoc-lai: 0.1\nrut-lo: 0.2\n")
    assert (before.second_reading, before.batch_sample, before.version) == (0.1, 0.2, usual.version)
    assert "doc-lai" not in before.text
    more = read(f"{STANDARD}\ndoc-lai: 0.25\n")
    assert more.version != before.version
    assert read_standard(more.text) == more
