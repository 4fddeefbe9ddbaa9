"""Nothing that points at a person is forgotten: a table of tomorrow without a rule fails here."""

from importlib import import_module
from pathlib import Path

import app
from app.core.db import Base
from app.privacy.domain.inventory import DELETED, DESCRIBED, PARTS, PEOPLE, RELEASED, SHOWN
from app.privacy.service import pointing, tables

APP = Path(app.__file__).parent
for path in APP.rglob("models.py"):  # of every feature, whether or not its pages are there yet
    import_module(".".join(path.relative_to(APP.parent).with_suffix("").parts))
TABLES = Base.metadata.tables


def columns_in_reach() -> set[str]:
    """Every column that points at a person, or at a row that is deleted with them."""
    theirs = PEOPLE | {table.name for table in tables(DELETED)}
    return {
        f"{table.name}.{column.name}"
        for table in TABLES.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name in theirs
    }


def test_every_column_that_points_at_a_person_has_a_rule() -> None:
    assert columns_in_reach() - PARTS.keys() == set(), "say in inventory.PARTS what becomes of these rows"
    assert PARTS.keys() - columns_in_reach() == set(), "these point at nobody any more"


def test_everything_shown_is_described_and_nothing_else() -> None:
    shown = {table.name for table in tables(SHOWN)}
    assert shown == DESCRIBED.keys(), "say in inventory.DESCRIBED what this is, and why it is kept"


def test_hidden_columns_exist() -> None:
    for name, described in DESCRIBED.items():
        assert described.hidden <= {column.name for column in TABLES[name].columns}, name


def test_no_hash_or_keyed_mark_is_given_out() -> None:
    given = {
        f"{name}.{column.name}"
        for name, described in DESCRIBED.items()
        for column in TABLES[name].columns
        if column.name not in described.hidden
    }
    assert [one for one in given if one.endswith(("_hash", "_mac", ".card", ".seed", ".eligible"))] == []


def test_tests_that_others_still_have_to_take_are_not_told() -> None:
    """Which tasks were right, which taps led on, and what could have been asked."""
    assert "score" in DESCRIBED["sitting_answer"].hidden & DESCRIBED["late_answer"].hidden
    assert "outcome" in DESCRIBED["sitting_tap"].hidden
    assert {"seed", "eligible", "seen", "shown"} <= DESCRIBED["sitting"].hidden


def test_what_is_released_can_be() -> None:
    """Rows of staff that must name somebody never name a learner: none of them is written by one."""
    must = {
        f"{table.name}.{column.name}"
        for table in tables(RELEASED)
        for column, _ in pointing(table, RELEASED)
        if not column.nullable
    }
    assert must == {
        "appointment.account_id", "assessment_batch.account_id", "assessor_commune.account_id", "case_opening.account_id", "draft.created_by", "draft_move.account_id",
        "draft_revision.account_id", "gap_decision.account_id", "late_ruling.account_id", "line_comment.account_id", "model_switch.account_id",
        "namesake_ruling.account_id", "practical_report.account_id",
        "publication.account_id", "recheck_draw.account_id", "recheck_outcome.account_id", "review_step.account_id", "supervision.supervisor_id",
    }  # fmt: skip


def test_what_points_comes_before_what_it_points_at_when_deleting() -> None:
    order = [table.name for table in reversed(tables(DELETED))]
    for table in tables(DELETED):
        for _, target in pointing(table, DELETED):
            assert order.index(table.name) < order.index(target.table.name)
