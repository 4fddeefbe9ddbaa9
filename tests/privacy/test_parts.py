"""What the inventory says, table by table; whether a table is missing from it is asked of the database's own tables
(test_inventory.py)."""

import pytest

from app.privacy.domain.inventory import DELETED, DESCRIBED, PARTS, RELEASED, SHOWN

pytestmark = pytest.mark.pure


def table_of(column: str) -> str:
    return column.partition(".")[0]


def test_whatever_is_shown_is_described_in_words() -> None:
    shown = {table_of(column) for column, part in PARTS.items() if part in SHOWN}
    assert shown <= DESCRIBED.keys()
    assert all(described.name and described.why.endswith(".") for described in DESCRIBED.values())


def test_everything_is_deleted_or_names_nobody_afterwards() -> None:
    assert not DELETED & RELEASED
    assert set(PARTS.values()) == DELETED | RELEASED


def test_no_secret_is_given_out() -> None:
    for table, secret in (
        ("account", "password_hash"),
        ("learner_login", "answer_hash"),
        ("sign_in_session", "token_hash"),
        ("recovery", "code_mac"),
        ("sitting_answer", "score"),
    ):
        assert secret in DESCRIBED[table].hidden
