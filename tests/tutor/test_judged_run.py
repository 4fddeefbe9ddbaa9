"""A whole judged run against a real server, and its commands: a judge that agrees, one that loves a place, one that talks
nonsense, one that is down."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

import pytest
from llmock.pytest_plugin import LLMock
from llmock.scenarios import Fail, Match, Reply

from app.cli.judged_words import told
from app.tutor.domain.judging.items import Item, Label, standing
from app.tutor.judging import files
from app.tutor.judging.run import Plan, Report, judged_run
from app.tutor.provider import Patience, Profile, Provider
from tests.tutor.command_line import run as command
from tests.tutor.command_line import stand_alone
from tests.tutor.judged import GARBAGE, SENTENCES, item, label, marked, preferred, question, table

QUICK = Patience(place=0.2, first=1.0, piece=1.0, whole=3.0, retry=0.0)
TUTOR, JUDGE = "tutor-1", "judge-1"
VERDICTS = [marked(True), marked(False)]  # of the model's answer, of that of the lessons


def says(llmock: LLMock, model: str, replies: Sequence[str]) -> None:
    llmock.add(*(Reply(reply, match=Match(model=model)) for reply in replies))


def run(llmock: LLMock, plan: Plan, at_once: int = 1) -> Report:
    async def whole() -> Report:
        tutor, judge = (Provider(Profile(name, llmock.base_url())) for name in (TUTOR, JUDGE))
        try:
            return await judged_run(plan, tutor, judge, at_once, QUICK)
        finally:
            await tutor.close()
            await judge.close()

    return asyncio.run(whole())


def plan(questions: int = 0, labels: Sequence[Label] = (), items: Sequence[Item] = (), most: int = 1_000) -> Plan:
    return Plan(items, labels, [question(number) for number in range(questions)], most)


def asked(llmock: LLMock, model: str) -> list[str]:
    bodies = [json.loads(one.body) if isinstance(one.body, str | bytes) else one.body for one in llmock.requests]
    return [body["messages"][1]["content"] for body in bodies if body["model"] == model]


def test_judge_that_agrees_with_people_counts_and_its_scores_are_told(llmock: LLMock) -> None:
    """κ of 22, 3, 3, 22 is .76 (Cohen 1960), with each of two people."""
    said = table(22, 3, 3, 22)
    items = [item(number) for number in range(len(said))]
    labels = [label(one, human, who) for who in ("L.A.", "T.B.") for one, (human, _) in zip(items, said, strict=True)]
    says(llmock, JUDGE, [*(marked(judge) for _, judge in said), *VERDICTS, preferred("1"), preferred("2")])
    says(llmock, TUTOR, [f"{SENTENCES[0]}[1]"])
    report = run(llmock, plan(1, labels, items))
    assert {round(one.judge[0].kappa.kappa or 0, 2) for one in report.trusts} == {0.76}
    assert {one.people[0].kappa.kappa for one in report.trusts} == {1.0}
    assert report.counts
    assert report.is_whole
    assert (report.pairs.model.count, report.pairs.model.of) == (1, 1)
    assert (report.scores["llm"]["safe"].count, report.scores["embedded"]["safe"].count) == (1, 0)
    assert (report.calls.tutor, report.calls.judge) == (1, 54)
    assert report.calls.judge + 1 == plan(1, labels, items).calls
    sent = asked(llmock, JUDGE)
    assert SENTENCES[0] in sent[-2].partition('"cau_tra_loi_2"')[0].rpartition('"cau_tra_loi_1"')[2]
    assert SENTENCES[0] in sent[-1].partition('"cau_tra_loi_2"')[2]  # the order was swapped


def test_judge_that_loves_the_first_place_gives_nobody_a_win(llmock: LLMock) -> None:
    says(llmock, TUTOR, [f"{SENTENCES[0]}[1]"] * 3)
    says(llmock, JUDGE, [*VERDICTS, preferred("1"), preferred("1")] * 3)
    report = run(llmock, plan(3))
    assert (report.pairs.turned.count, report.pairs.turned.of) == (3, 3)
    assert (report.pairs.first_place.count, report.pairs.first_place.of) == (6, 6)
    assert report.pairs.model.count == report.pairs.lessons.count == 0
    assert {one.why for one in report.trusts} == {"few-labels"}
    assert not report.counts


def test_nonsense_is_asked_for_once_more_and_then_missed(llmock: LLMock) -> None:
    says(llmock, TUTOR, [f"{SENTENCES[0]}[1]"] * 2)
    says(llmock, JUDGE, [GARBAGE, *VERDICTS, preferred("1"), GARBAGE, preferred("2"), *[GARBAGE] * 8])
    wanted = plan(2)
    report = run(llmock, wanted)
    assert (report.pairs.model.count, report.pairs.model.of, report.pairs.unread) == (1, 1, 1)
    assert report.calls.lost == {"unreadable": 4}
    assert report.calls.tutor + report.calls.judge == 2 + 6 + 8 <= wanted.ceiling == 18
    assert not report.is_whole


def test_server_that_is_down_ends_the_run_at_once(llmock: LLMock) -> None:
    items = [item(number) for number in range(40)]
    llmock.fail(503, times=None)
    began = monotonic()
    report = run(llmock, plan(3, [label(one, True, "A") for one in items], items), at_once=4)
    assert monotonic() - began < 2
    assert len(asked(llmock, JUDGE)) <= 8  # five, and those under way
    assert (report.calls.lost.total(), report.became) == (40 + 3 * 4, {"down": 3})
    assert not report.is_whole


def test_model_whose_answers_do_not_hold_is_compared_with_nothing(llmock: LLMock) -> None:
    says(llmock, TUTOR, ["Bác gọi 1900 6886.[1]"])
    report = run(llmock, plan(1))
    assert (report.became, report.calls.judge, report.is_whole) == ({"ungrounded": 1}, 0, False)


def test_run_that_lost_answers_of_the_model_is_not_whole(llmock: LLMock) -> None:
    """The judge said all that it was asked; but of two questions there is nothing to judge, and of one nothing stood."""
    llmock.add(Fail(503, match=Match(model=TUTOR), times=2))
    says(llmock, TUTOR, [f"{SENTENCES[0]}[1]"] * 2 + ["Bác gọi 1900 6886.[1]"])
    says(llmock, JUDGE, [*VERDICTS, preferred("1"), preferred("2")] * 2)
    report = run(llmock, plan(5))
    assert report.became == {"down": 2, "llm": 2, "ungrounded": 1}
    assert (report.calls.lost, report.wanted) == ({"unanswered": 8}, 16)
    assert not report.is_whole
    assert any("Thiếu 8 trên 16 lần chấm (mô hình trợ lý không trả lời" in line for line in told(report))


def test_no_more_is_asked_than_was_told_before(llmock: LLMock) -> None:
    says(llmock, TUTOR, [f"{SENTENCES[0]}[1]"] * 3)
    says(llmock, JUDGE, [*VERDICTS, preferred("1"), preferred("2")] * 3)
    report = run(llmock, plan(3, most=7))
    assert len(llmock.requests) == 7
    assert report.calls.lost["ceiling"] == 3 + 4  # of the second question's answers, and of all of the third's
    assert report.became == {"llm": 2, "unasked": 1}
    assert not report.is_whole


# The commands


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    stand_alone(monkeypatch, tmp_path)
    files.keep(tmp_path, files.ANSWERS, [item(number) for number in range(3)])
    return tmp_path


def set_models(monkeypatch: pytest.MonkeyPatch, base_url: str, judge: str = JUDGE) -> None:
    for name, model in (("LLM", TUTOR), ("JUDGE", judge)):
        monkeypatch.setenv(f"HOCVUSO_{name}_BASE_URL", base_url)
        monkeypatch.setenv(f"HOCVUSO_{name}_MODEL", model)


def test_run_without_a_judge_or_with_the_tutor_as_its_own_is_wrong_use(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_models(monkeypatch, "http://127.0.0.1:9/v1", f"nha-cung-cap/{TUTOR.upper()}")
    own = command("judge", "--folder", str(folder))
    monkeypatch.delenv("HOCVUSO_JUDGE_BASE_URL")
    keyless = command("judge", "--folder", str(folder))
    monkeypatch.delenv("HOCVUSO_LLM_MODEL")
    modelless = command("judge", "--folder", str(folder))
    assert [result.exit_code for result in (own, keyless, modelless)] == [2, 2, 2]
    assert "trùng với mô hình trợ lý" in own.stderr
    assert "Chưa nối mô hình chấm" in keyless.stderr
    assert "Chưa nối mô hình trợ lý" in modelless.stderr
    assert own.stdout == keyless.stdout == ""


def test_sheet_goes_out_and_comes_back_and_the_judge_still_does_not_count(
    folder: Path, monkeypatch: pytest.MonkeyPatch, llmock: LLMock
) -> None:
    set_models(monkeypatch, llmock.base_url())
    where, paper = ("--folder", str(folder)), folder / "phieu.csv"
    none = command("judge", "--questions", "0", *where)
    assert none.exit_code == 1
    assert "0 câu trả lời có người chấm" in none.stdout
    assert "Giám khảo KHÔNG TÍNH" in none.stdout
    assert "chưa đủ hai người chấm" in none.stdout
    assert llmock.requests == []
    assert command("labels", "sheet", str(paper), *where).exit_code == 0
    assert command("labels", "sheet", str(paper), *where).exit_code == 2  # somebody may be filling it
    lines = paper.read_text("utf-8-sig")
    paper.write_text(lines.replace(";" * 10 + "\n", ";1" * 9 + ";\n"), "utf-8-sig")
    result = command("labels", "read", str(paper), "--who", "L.A., giáo viên", *where)
    assert result.exit_code == 0, result.output
    assert "Đã nhận 3 câu của L.A., giáo viên." in result.stdout
    paper.write_text(lines.replace(";" * 10 + "\n", ";x" * 9 + ";\n"), "utf-8-sig")
    bad = command("labels", "read", str(paper), "--who", "T.B., giáo viên", *where)
    assert (bad.exit_code, bad.stdout) == (1, "")
    assert {one.who for one in files.read_labels(folder)} == {"L.A., giáo viên"}
    says(llmock, JUDGE, [marked(True)] * 3)
    said = command("judge", "--questions", "0", "--json", *where)
    document = json.loads(said.stdout)
    assert said.exit_code == 1
    assert "nhiều nhất 6 lời gọi" in said.stderr
    assert (document["counts"], document["labelled"], document["calls"]["judge"]) == (False, 3, 3)
    assert document["criteria"][0]["judge"][0]["kappa"]["n"] == 3


def test_file_that_was_changed_by_hand_is_told_with_its_line(folder: Path) -> None:
    kept = folder / files.ANSWERS
    kept.write_text(kept.read_text("utf-8").replace("lần 1.", "lần hai."), "utf-8")
    result = command("labels", "sheet", str(folder / "phieu.csv"), "--folder", str(folder))
    assert result.exit_code == 2
    assert "answers.jsonl, dòng 2" in result.stderr


def test_answers_that_ship_can_be_labelled_and_every_label_stands() -> None:
    items, labels = files.read_items(), files.read_labels()
    assert len({one.code for one in items}) == len(items) >= 50
    assert {one.made_by for one in items} >= {"embedded", "planted"}
    assert standing(labels, items) == labels
