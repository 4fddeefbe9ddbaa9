"""The guide for simulations tells what the notation is: its example compiles, its words, limits and codes are ours."""

import re
from pathlib import Path

from app.quiz.domain.simulation import draft_rules
from app.quiz.domain.simulation.control_line import KIND_WORDS, SETTINGS
from app.quiz.domain.simulation.proof import FEWEST_PRESSES
from tests.quiz.simulation_samples import read

PROJECT = Path(__file__).resolve().parents[2]
GUIDE = (PROJECT / "docs/vi/tap-bam.md").read_text("utf-8")
SHARED = {"no-stem", "bad-heading", "missing-feedback", "unknown-block", "too-long"}  # explained with questions


def test_example_of_the_guide_compiles() -> None:
    example, _question = re.findall(r"^```markdown\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    simulation, found = read(example)
    assert found == []
    assert simulation is not None


def test_candidate_that_was_chosen_compiles() -> None:
    decision = (PROJECT / "docs/decisions/0008-simulations-as-lists.md").read_text("utf-8")
    (chosen,) = re.findall(r"^```markdown\n(.*?)^```$", decision, re.MULTILINE | re.DOTALL)
    assert read(f"::: tap-bam thu\n{chosen}:::")[1] == []


def test_guide_names_every_kind_and_setting() -> None:
    kinds = GUIDE.partition("## 3. ")[2].partition("## 4. ")[0]
    assert set(KIND_WORDS) <= set(re.findall(r"`([^`]+)`", kinds))
    assert all(f": {setting}`" in kinds for setting in SETTINGS)


def test_guide_names_the_limits() -> None:
    rules = draft_rules
    assert f"Nhiều nhất {rules.MOST_SCREENS} màn hình, mỗi màn hình {rules.MOST_CONTROLS} thứ." in GUIDE
    lengths = (rules.LONGEST_NAME, rules.LONGEST_VALUE, rules.LONGEST_TEXT, rules.LONGEST_REMARK)
    said = "Tên nhiều nhất {} ký tự, chữ phải gõ {}, chữ trên một màn hình {}, một lời nhắc hay gợi ý {}."
    assert said.format(*lengths) in GUIDE
    assert (FEWEST_PRESSES, "ít nhất hai lần bấm" in GUIDE) == (2, True)


def test_every_code_of_simulations_is_explained_once() -> None:
    folder = PROJECT / "app/quiz/domain/simulation"
    texts = [path.read_text("utf-8") for path in folder.glob("*.py")]
    reported = {
        code for text in texts for code in re.findall(r"""\.error\((?:[^,"]|\([^()]*\))+,\s*"([a-z-]+)",""", text)
    }
    explained = re.findall(r"^\| `([a-z-]+)` \|", GUIDE, re.MULTILINE)
    assert len(explained) == len(set(explained))
    assert set(explained) == reported - SHARED
    assert reported >= SHARED
