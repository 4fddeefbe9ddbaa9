"""draft_moves: who submitted a draft, took or gave it back, published it or closed it"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "c0a0b5e70510"
down_revision = "e0487d21c935"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "draft_move",
        sa.Column("id", BIG, nullable=False),
        sa.Column("draft_id", BIG, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("at", app.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_move_draft_id_draft")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_draft_move_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_move")),
    )
    op.create_index(op.f("ix_draft_move_draft_id"), "draft_move", ["draft_id"])


def downgrade() -> None:
    op.drop_table("draft_move")
