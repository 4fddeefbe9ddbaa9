"""desk: since when an assessor has a case open, and how long they read it; codes for one seat of a class"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "d1a0b5e70526"
down_revision = "d0a0b5e70525"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = app.core.db.UtcDateTime(timezone=True)


def upgrade() -> None:
    # Column by column: rebuilding the table would lose the trigger that keeps it append-only.
    op.add_column("case_decision", sa.Column("read_seconds", sa.Integer(), nullable=True))
    op.create_table(
        "case_opening",
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("round", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("replayed_at", MOMENT, nullable=True),
        sa.Column("typed", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_opening_account_id_account")),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["assessment_case.id"],
            name=op.f("fk_case_opening_case_id_assessment_case"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("case_id", "account_id", "round", name=op.f("pk_case_opening")),
    )
    op.create_index("ix_case_opening_account_id", "case_opening", ["account_id"])
    op.add_column("sitting", sa.Column("moved_at", MOMENT, nullable=True))
    _create_seat_codes()


def _create_seat_codes() -> None:
    op.create_table(
        "seat_code",
        sa.Column("id", BIG, nullable=False),
        sa.Column("name_id", BIG, nullable=False),
        sa.Column("sitting_id", BIG, nullable=True),
        sa.Column("purpose", sa.String(length=5), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("left_mac", sa.String(length=22), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(
            ["name_id"], ["supervised_name.id"], name=op.f("fk_seat_code_name_id_supervised_name"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_seat_code_sitting_id_sitting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_code")),
    )
    op.create_index("ix_seat_code_name_id", "seat_code", ["name_id"])
    op.create_index("ix_seat_code_sitting_id", "seat_code", ["sitting_id"])
    unused = sa.text("used_at IS NULL")
    for column in ("code", "name_id"):
        op.create_index(
            f"uq_seat_code_{column}", "seat_code", [column], unique=True, sqlite_where=unused, postgresql_where=unused
        )


def downgrade() -> None:
    op.drop_table("seat_code")
    op.drop_column("sitting", "moved_at")
    op.drop_table("case_opening")
    op.drop_column("case_decision", "read_seconds")
