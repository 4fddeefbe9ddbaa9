"""screen reports: what learners say looks different on their own phones; what facts said from which day on"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "93c5a17be820"
down_revision = "6b2f90e1d407"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = app.core.db.UtcDateTime(timezone=True)
IS_OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "screen_report",
        sa.Column("id", BIG, nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("reporter", sa.String(length=22), nullable=False),
        sa.Column("lesson", sa.String(length=60), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.Column("platform", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("choice", sa.String(length=12), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_by", BIG, nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name=op.f("fk_screen_report_closed_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screen_report")),
        sa.UniqueConstraint("key", name=op.f("uq_screen_report_key")),
    )
    op.create_index(op.f("ix_screen_report_reporter"), "screen_report", ["reporter"])
    op.create_index(
        "ix_screen_report_open", "screen_report", ["lesson", "step"], sqlite_where=IS_OPEN, postgresql_where=IS_OPEN
    )
    op.create_table(
        "fact_text",
        sa.Column("fact", sa.String(length=60), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("value", sa.String(length=450), nullable=False),
        sa.Column("statement", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("fact", "since", name=op.f("pk_fact_text")),
    )


def downgrade() -> None:
    op.drop_table("fact_text")
    op.drop_table("screen_report")
