"""`hocvuso quiz simulate | compare | calibrate | neutralise` and `integrity inspect | lots`: exit codes, one document, words."""

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from app.assessment.opener import CaseOpener
from app.cli import cli
from app.core.clock import VIETNAM, Clock
from app.core.db import Database
from app.integrity.inspector import Inspector
from app.integrity.models import RecheckDraw
from app.sittings.models import NeutralisedItem, SittingResult
from tests.assessment.hall import Hall, mixed, open_hall, right, wrong
from tests.sittings.place import NINE, open_place
from tests.sittings.sample_bank import write_bank

ITEM = "ct-tt-ma-qr/tt-ma-qr-4"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write_bank(tmp_path / "content")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sqlite_url: str, content: Path) -> None:
    for name in [name for name in os.environ if name.startswith("HOCVUSO_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "VAR_DIR": tmp_path / "var", "DATABASE_URL": sqlite_url, "CONTENT_DIRS": content,
        "CLOCK": "2026-11-23T12:00:00",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"HOCVUSO_{name}", str(value))


@pytest.fixture
def hall(sqlite_url: str, tmp_path: Path, content: Path) -> Iterator[Hall]:
    database = Database(sqlite_url)
    yield open_hall(open_place(database, content, tmp_path / "keys"))
    database.close()


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def document(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    found, end = json.JSONDecoder().raw_decode(result.stdout)
    assert result.stdout[end:] == "\n"
    return found


def refused(result: Result, words: str) -> None:
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_simulation_says_what_the_shipped_policy_implies() -> None:
    (found,) = document(run("quiz", "simulate", "--people", 150, "--seed", 3, "--json"))["frameworks"]
    assert (found["framework"], found["items"], found["people"]) == ("nguoi-dan", 24, 150)
    assert 4 <= found["mean_length"] <= 8
    assert found["certified"] + found["denied"] + found["referred"] + found["exhausted"] == pytest.approx(1)
    assert found["certified"] > 0.2
    alone = found["alone"]
    assert alone.keys() <= found.keys()
    assert (alone["people"], alone["mean_length"]) != (150, found["mean_length"]), "they help the bank to learn"
    again = document(run("quiz", "simulate", "--framework", "nguoi-dan", "--people", 150, "--seed", 3, "--json"))
    assert again["frameworks"] == [found], "the same seed, the same people"
    told = run("quiz", "simulate", "--people", 20).stdout
    assert "bài dài trung bình" in told


def test_wrong_use_is_told_in_vietnamese(tmp_path: Path) -> None:
    refused(run("quiz", "simulate", "--framework", "khong-co"), "Có: nguoi-dan")
    refused(run("quiz", "simulate", "--people", 0), "Số người thử")
    refused(run("quiz", "compare", "--with", tmp_path / "khong-co"), "Không có thư mục")
    refused(run("quiz", "neutralise", "khong/co", "--reason", "hỏng"), "Kho không có câu")
    refused(run("quiz", "neutralise", ITEM, "--reason", "  "), "Cần một lý do")


def test_unreadable_difficulties_are_told(content: Path) -> None:
    (content / "difficulty.json").write_text("{", "utf-8")
    refused(run("quiz", "simulate"), "độ khó")


def test_bank_compared_with_itself_changes_nobody(content: Path) -> None:
    (found,) = document(run("quiz", "compare", "--with", content, "--people", 60, "--json"))["frameworks"]
    assert (found["flips"], found["moved"]) == (0, 0)
    assert found["first"] == found["second"]


def test_folder_with_difficulties_alone_changes_those(content: Path, tmp_path: Path) -> None:
    other = tmp_path / "khac"
    other.mkdir()
    items = json.loads((content / "difficulty.json").read_text("utf-8"))["items"]
    harder = {name: {"b": row["b"] + 1.5, "se": 0.2} for name, row in items.items()}
    (other / "difficulty.json").write_text(json.dumps({"items": harder}), "utf-8")
    (found,) = document(run("quiz", "compare", "--with", other, "--people", 100, "--json"))["frameworks"]
    assert found["first"]["bank"] != found["second"]["bank"]
    assert found["first"]["standard"] == found["second"]["standard"]
    assert found["second"]["certified"] > found["first"]["certified"], "who answers the same on harder items is abler"


def test_another_standard_takes_the_place_of_ours(content: Path, tmp_path: Path) -> None:
    other = tmp_path / "khac"
    (other / "standards").mkdir(parents=True)
    text = (content / "standards" / "nguoi-dan.yaml").read_text("utf-8")
    (other / "standards" / "nguoi-dan.yaml").write_text(text.replace("moc-dat: 0.0", "moc-dat: 1.0"), "utf-8")
    (found,) = document(run("quiz", "compare", "--with", other, "--people", 100, "--json"))["frameworks"]
    assert found["first"]["bank"] == found["second"]["bank"]
    assert found["first"]["standard"] != found["second"]["standard"]
    assert found["second"]["certified"] < found["first"]["certified"]


def test_calibrating_writes_a_new_file_and_leaves_the_bank(hall: Hall, content: Path, tmp_path: Path) -> None:
    hall.hold_class(*(answers() for answers in (right, wrong, mixed) for _ in range(4)))
    before, out = (content / "difficulty.json").read_bytes(), tmp_path / "moi.json"
    told = document(run("quiz", "calibrate", "--framework", "nguoi-dan", "--out", out, "--json"))
    assert told["sittings"] == 12
    written = json.loads(out.read_text("utf-8"))
    assert (content / "difficulty.json").read_bytes() == before
    assert written["items"].keys() == json.loads(before)["items"].keys(), "under the same names"
    answered = [row for row in written["items"].values() if row["answers"]]
    assert sum(row["answers"] for row in answered) == told["answers"]
    assert all(row["se"] <= row["judged"]["se"] for row in answered)
    assert any(row["b"] != row["judged"]["b"] for row in answered)
    refused(run("quiz", "calibrate", "--framework", "nguoi-dan", "--out", out), "Đã có tệp")


def test_the_same_answers_do_not_count_twice(hall: Hall, content: Path, tmp_path: Path) -> None:
    hall.hold_class(*(answers() for answers in (right, wrong, mixed) for _ in range(3)))
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    assert run("quiz", "calibrate", "--framework", "nguoi-dan", "--out", first).exit_code == 0
    (content / "difficulty.json").write_bytes(first.read_bytes())
    assert run("quiz", "calibrate", "--framework", "nguoi-dan", "--out", second).exit_code == 0
    assert json.loads(second.read_text("utf-8"))["items"] == json.loads(first.read_text("utf-8"))["items"]


def test_without_answers_there_is_nothing_to_calibrate(tmp_path: Path) -> None:
    result = run("quiz", "calibrate", "--framework", "nguoi-dan", "--out", tmp_path / "moi.json")
    assert result.exit_code == 1
    assert "Chưa có câu trả lời nào" in result.stderr
    assert not (tmp_path / "moi.json").exists()


def test_neutralising_judges_again_and_says_whose_result_is_another(hall: Hall) -> None:
    sittings = hall.hold_class(*(mixed() for _ in range(4)), right(), wrong())
    with hall.database.session(writes=False) as session:
        asked = session.query(SittingResult).count()
    told = document(run("quiz", "neutralise", ITEM, "--reason", "đề sai", "--json"))
    assert told["item"] == ITEM
    with hall.database.session(writes=False) as session:
        assert session.get_one(NeutralisedItem, ITEM).reason == "đề sai"
        again = session.query(SittingResult).filter(SittingResult.cause == "neutralised").all()
        results = {
            id_: [row.outcome for row in session.query(SittingResult).filter_by(sitting_id=id_)] for id_ in sittings
        }
    flips = {str(id_): found for id_, found in results.items() if len(found) > 1 and found[0] != found[-1]}
    assert {one["sitting"]: [one["before"], one["after"]] for one in told["flips"]} == flips
    assert len(again) + asked == sum(map(len, results.values()))
    assert document(run("quiz", "neutralise", ITEM, "--reason", "đề sai", "--json"))["flips"] == []


def test_inspecting_on_demand_keeps_what_it_found(hall: Hall) -> None:
    assert document(run("integrity", "inspect", "--json")) == {"frameworks": []}
    hall.hold_class(mixed(), right())
    (found,) = document(run("integrity", "inspect", "--json"))["frameworks"]
    assert found == {"framework": "nguoi-dan", "sittings": 2, "groups": 0, "expected_false": 0, "items": 0}
    assert "nguoi-dan: 2 lượt thi" in run("integrity", "inspect").stdout


def test_lots_are_told_with_what_draws_them_again_but_no_seed_before_its_time(hall: Hall) -> None:
    (token,) = hall.open_cases(right())
    hall.draw(False)
    hall.decide(token, "approve", hall.lan, NINE)
    day = NINE.astimezone(VIETNAM).date()
    first, second = (
        RecheckDraw(
            seed=seed, rate=1.0, first_day=day + timedelta(days=later), last_day=day + timedelta(days=later),
            published_at=NINE, account_id=hall.sup, log_index=0,
        )
        for seed, later in (("a" * 22, 0), ("b" * 22, 9))
    )  # fmt: skip
    hall.do(lambda session: session.add_all([first, second]))
    CaseOpener(hall.database, hall.place.standards, Clock(NINE)).make_seeds()
    Inspector(hall.database, hall.place.engine, Clock(NINE + timedelta(days=1))).close_due()
    told = document(run("integrity", "lots", "--json"))
    later, over = told["rechecks"]
    assert (later["seed"], "lot" in later) == (None, False)
    assert over["lot"] == sha256(f"{over['seed']}/{over['log_root']}".encode()).hexdigest()
    sitting = hall.sitting(hall.case(token).sitting_id)
    assert over["sittings"] == [sitting.token]
    assert [(one["month"], one["seed"]) for one in told["second_readings"]] == [("2026-12", None), ("2026-11", None)]
    printed = run("integrity", "lots").stdout
    assert over["lot"] in printed
    assert "b" * 22 not in printed
