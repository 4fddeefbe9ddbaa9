"""step_rewrite: steps said anew for a bucket of readers"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "c4a0b5e70514"
down_revision = "c3a0b5e70513"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = app.core.db.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "step_rewrite",
        sa.Column("id", BIG, nullable=False),
        sa.Column("lesson", sa.String(length=60), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.Column("basis", sa.String(length=12), nullable=False),
        sa.Column("bucket", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("fidelity", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(length=120), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=True),
        sa.Column("claimed_at", MOMENT, nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("edited_by", BIG, nullable=True),
        sa.Column("log", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'working', 'accepted', 'review', 'rejected', 'withdrawn')",
            name=op.f("ck_step_rewrite_known_state"),
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_step_rewrite_decided_by_account")),
        sa.ForeignKeyConstraint(["edited_by"], ["account.id"], name=op.f("fk_step_rewrite_edited_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_rewrite")),
        sa.UniqueConstraint(
            "lesson", "step", "version", "bucket", name=op.f("uq_step_rewrite_lesson_step_version_bucket")
        ),
    )
    op.create_index("ix_step_rewrite_state_priority", "step_rewrite", ["state", "priority"])


def downgrade() -> None:
    op.drop_table("step_rewrite")
