"""evidence: what an answer says of its learner, taps of simulations, the learner model"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "41f7c2a90b5d"
down_revision = "8c41d0a7e2b6"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = app.core.db.UtcDateTime(timezone=True)


def upgrade() -> None:
    # Column by column: rebuilding the table would lose the trigger that keeps it append-only.
    op.add_column("answer", sa.Column("skills", sa.String(length=200), server_default=sa.text("''"), nullable=False))
    op.add_column("answer", sa.Column("options", sa.SmallInteger(), server_default="0", nullable=False))
    op.add_column("answer", sa.Column("mode", sa.String(length=12), server_default="practice", nullable=False))
    op.add_column("answer", sa.Column("assisted", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "help_statement",
        sa.Column("id", BIG, nullable=False),
        sa.Column("learner_id", BIG, nullable=False),
        sa.Column("lesson", sa.String(length=60), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_help_statement_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_statement")),
    )
    op.create_index(op.f("ix_help_statement_learner_id"), "help_statement", ["learner_id"])
    op.create_table(
        "tap",
        sa.Column("id", BIG, nullable=False),
        sa.Column("attempt", sa.String(length=22), nullable=False),
        sa.Column("seq", sa.SmallInteger(), nullable=False),
        sa.Column("learner_id", BIG, nullable=False),
        sa.Column("lesson", sa.String(length=60), nullable=False),
        sa.Column("exercise", sa.String(length=60), nullable=False),
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("control", sa.String(length=10), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("tapped_at", MOMENT, nullable=False),
        sa.Column("assisted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_tap_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tap")),
        sa.UniqueConstraint("attempt", "seq", name=op.f("uq_tap_attempt_seq")),
    )
    op.create_index("ix_tap_learner_id_lesson_exercise", "tap", ["learner_id", "lesson", "exercise"])
    op.create_table(
        "learner_model",
        sa.Column("learner_id", BIG, nullable=False),
        sa.Column("through", BIG, nullable=False),
        sa.Column("folded", sa.Integer(), nullable=False),
        sa.Column("stated", sa.Integer(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_learner_model_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", name=op.f("pk_learner_model")),
    )


def downgrade() -> None:
    op.drop_table("learner_model")
    op.drop_table("tap")
    op.drop_table("help_statement")
    for column in ("assisted", "mode", "options", "skills"):
        op.drop_column("answer", column)
