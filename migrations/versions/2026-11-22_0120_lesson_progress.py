"""lesson progress: a finished lesson stays finished"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "8c41d0a7e2b6"
down_revision = "5efe5b0613f2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Empty at first: which exercises made up a lesson is known when one of them is answered, not to the database.
    Whoever had finished a lesson before still has, as long as it gets no new question."""
    op.create_table(
        "lesson_progress",
        sa.Column("learner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lesson", sa.String(length=60), nullable=False),
        sa.Column("finished_at", app.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_lesson_progress_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "lesson", name=op.f("pk_lesson_progress")),
    )


def downgrade() -> None:
    op.drop_table("lesson_progress")
