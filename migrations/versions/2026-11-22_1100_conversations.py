"""conversations: what learners ask the tutor and are told; questions without a lesson"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "c1a0b5e70511"
down_revision = "c0a0b5e70510"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = app.core.db.UtcDateTime(timezone=True)
IS_GAP = sa.text("is_gap")


def upgrade() -> None:
    op.create_table(
        "tutor_message",
        sa.Column("id", BIG, nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("learner_id", BIG, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(length=22), nullable=False),
        sa.Column("lesson", sa.String(length=60), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("was_helpful", sa.Boolean(), nullable=True),
        sa.Column("is_gap", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_tutor_message_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tutor_message")),
        sa.UniqueConstraint("key", name=op.f("uq_tutor_message_key")),
    )
    op.create_index("ix_tutor_message_learner_id_asked_at", "tutor_message", ["learner_id", "asked_at"])
    op.create_index("ix_tutor_message_gap", "tutor_message", ["topic"], sqlite_where=IS_GAP, postgresql_where=IS_GAP)
    op.create_table(
        "gap_decision",
        sa.Column("topic", sa.String(length=22), nullable=False),
        sa.Column("decision", sa.String(length=12), nullable=False),
        sa.Column("lesson", sa.String(length=60), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_gap_decision_account_id_account")),
        sa.PrimaryKeyConstraint("topic", name=op.f("pk_gap_decision")),
    )


def downgrade() -> None:
    op.drop_table("gap_decision")
    op.drop_table("tutor_message")
