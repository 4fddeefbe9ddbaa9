"""tutor: what a language model costs, the switch, kept answers"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "c2a0b5e70512"
down_revision = "c1a0b5e70511"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = app.core.db.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "spending",
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=13), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "period", name=op.f("pk_spending")),
    )
    op.create_table(
        "model_switch",
        sa.Column("id", BIG, nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_model_switch_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_switch")),
    )
    op.create_table(
        "kept_answer",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_kept_answer")),
    )
    op.create_index(op.f("ix_kept_answer_kept_at"), "kept_answer", ["kept_at"])


def downgrade() -> None:
    for table in ("kept_answer", "model_switch", "spending"):
        op.drop_table(table)
