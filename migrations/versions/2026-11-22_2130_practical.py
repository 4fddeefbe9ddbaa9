"""practical: what somebody is invited to show to a supervisor, and what was seen"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "d3a0b5e70528"
down_revision = "d2a0b5e70527"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = app.core.db.UtcDateTime(timezone=True)
APPEND_ONLY = ("practical_invitation", "practical_report")


def upgrade() -> None:
    op.create_table(
        "practical_invitation",
        sa.Column("verdict_id", BIG, nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("skills", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["verdict_id"],
            ["sitting_verdict.id"],
            name=op.f("fk_practical_invitation_verdict_id_sitting_verdict"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("verdict_id", name=op.f("pk_practical_invitation")),
        sa.UniqueConstraint("code", name=op.f("uq_practical_invitation_code")),
    )
    op.create_table(
        "practical_report",
        sa.Column("id", BIG, nullable=False),
        sa.Column("verdict_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("watched", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_practical_report_account_id_account")),
        sa.ForeignKeyConstraint(
            ["verdict_id"],
            ["practical_invitation.verdict_id"],
            name=op.f("fk_practical_report_verdict_id_practical_invitation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practical_report")),
    )
    for column in ("verdict_id", "account_id"):
        op.create_index(op.f(f"ix_practical_report_{column}"), "practical_report", [column])
    # A column alone: rebuilding the table would lose what hangs on it.
    op.add_column("assessment_case", sa.Column("practised_at", MOMENT, nullable=True))
    for table in APPEND_ONLY:
        _make_append_only(table)


def _make_append_only(table: str) -> None:
    """By the function of the other tables of sittings on PostgreSQL."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'sittings are append-only'); END"
        )
        return
    op.execute(
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_sitting_update()"
    )


def downgrade() -> None:
    op.drop_column("assessment_case", "practised_at")
    for table in reversed(APPEND_ONLY):
        op.drop_table(table)
