"""carried from: the earlier sitting whose evidence a sitting began with"""

import sqlalchemy as sa
from alembic import op

revision = "d9b0c1f70535"
down_revision = "d9a0b5e70534"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sitting", sa.Column("carried_from", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
    )
    op.create_index(op.f("ix_sitting_carried_from"), "sitting", ["carried_from"])
    # Its prior is the estimate of that one, to the last digit; policies begin at the cut, and no estimate is exactly there.
    op.create_index("ix_for_this_alone", "sitting_result", ["theta"])
    op.execute(
        """
        UPDATE sitting SET carried_from = (
            SELECT min(result.sitting_id) FROM sitting_result AS result
            WHERE result.theta = sitting.prior_mean AND result.n > 0 AND result.sitting_id <> sitting.id
            AND result.at <= sitting.started_at)
        """
    )
    op.drop_index("ix_for_this_alone", "sitting_result")


def downgrade() -> None:
    op.drop_index(op.f("ix_sitting_carried_from"), table_name="sitting")
    op.drop_column("sitting", "carried_from")
