"""How the check is counted, and how its findings are told."""

import pytest

from app.tutor.domain.fidelity.findings import Finding, Severity
from app.tutor.domain.fidelity.gap_rules import RULES
from app.tutor.domain.fidelity.measurement import FAITHFUL, Example, is_good_enough, measured
from app.tutor.domain.fidelity.wording import EXPLAINED, explained

pytestmark = pytest.mark.pure


def test_figures_count_verdicts_by_kind() -> None:
    same, other = "Bác chờ 60 ngày.", "Bác chờ 30 ngày."
    rows = [Example(FAITHFUL, same, same), Example(FAITHFUL, same, other), Example("number", same, same)]
    faithful, number, planted = measured(rows)
    assert (faithful.accepted, faithful.rejected, faithful.wrong.count, faithful.wrong.of) == (1, 1, 1, 2)
    assert number.name == "number"
    assert number.wrong.count == planted.wrong.count == 1
    assert planted.wrong.low < 1.0 == planted.wrong.high
    assert not is_good_enough((faithful, number, planted))


def test_every_rule_is_explained_to_teachers() -> None:
    assert {name for name, _ in RULES} <= EXPLAINED.keys()
    for rule, words in EXPLAINED.items():
        assert explained(Finding(rule, Severity.REVIEW, "", "")) == words
        assert words.endswith((".", "?"))
