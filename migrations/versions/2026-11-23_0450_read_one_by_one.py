"""assessment_batch_case: found by its case, so that no case is in a second batch"""

from alembic import op

revision = "d9b3f8b01738"
down_revision = "d9b2e7a90637"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_assessment_batch_case_case_id"), "assessment_batch_case", ["case_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_assessment_batch_case_case_id"), table_name="assessment_batch_case")
