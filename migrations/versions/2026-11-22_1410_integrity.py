"""integrity: what inspections found, draws of who is tested again, what came of it"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "cca0b5e70521"
down_revision = "cba0b5e70520"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = app.core.db.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "inspection",
        sa.Column("framework", sa.String(length=40), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("framework", name=op.f("pk_inspection")),
    )
    op.create_table(
        "recheck_draw",
        sa.Column("id", BIG, nullable=False),
        sa.Column("seed", sa.String(length=22), nullable=False),
        sa.Column("rate", sa.Double(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recheck_draw_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recheck_draw")),
        sa.UniqueConstraint("first_day", name=op.f("uq_recheck_draw_first_day")),
        sa.UniqueConstraint("seed", name=op.f("uq_recheck_draw_seed")),
    )
    op.create_index("ix_recheck_draw_account_id", "recheck_draw", ["account_id"])
    op.create_table(
        "recheck_outcome",
        sa.Column("id", BIG, nullable=False),
        sa.Column("draw_id", BIG, nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recheck_outcome_account_id_account")),
        sa.ForeignKeyConstraint(["draw_id"], ["recheck_draw.id"], name=op.f("fk_recheck_outcome_draw_id_recheck_draw")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recheck_outcome")),
    )
    op.create_index("ix_recheck_outcome_account_id", "recheck_outcome", ["account_id"])
    op.create_index("ix_recheck_outcome_draw_id_code", "recheck_outcome", ["draw_id", "code"])
    for table in ("recheck_draw", "recheck_outcome"):
        _refuse_update(table)


def _refuse_update(table: str) -> None:
    """What was published, and what was seen, is never written over."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION refuse_{table}_update() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_{table}_update()"
    )


def downgrade() -> None:
    for table in ("recheck_outcome", "recheck_draw", "inspection"):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        for table in ("recheck_outcome", "recheck_draw"):
            op.execute(f"DROP FUNCTION refuse_{table}_update()")
