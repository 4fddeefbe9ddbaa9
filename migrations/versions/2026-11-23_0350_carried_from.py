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
    # Its prior is the estimate of that one (N(theta, se² + 0.5²)), to the last digit; policies begin at the cut, and no estimate
    # is exactly there. Two people who answered alike have one estimate: one's own comes first, then the newest.
    op.create_index("ix_for_this_alone", "sitting_result", ["theta"])
    own, other = (_newest_where(f"earlier.learner_id {one} sitting.learner_id") for one in ("=", "<>"))
    op.execute(f"UPDATE sitting SET carried_from = coalesce(({own}), ({other}))")  # noqa: S608 - our words
    op.drop_index("ix_for_this_alone", "sitting_result")


def _newest_where(whose: str) -> str:
    return f"""
        SELECT result.sitting_id FROM sitting_result AS result JOIN sitting AS earlier ON earlier.id = result.sitting_id
        WHERE result.theta = sitting.prior_mean AND result.n > 0 AND result.sitting_id <> sitting.id
        AND result.at <= sitting.started_at AND {whose}
        AND abs(result.se * result.se + 0.25 - sitting.prior_sd * sitting.prior_sd) < 1e-9
        ORDER BY result.at DESC, result.id DESC LIMIT 1"""  # noqa: S608 - our words


def downgrade() -> None:
    op.drop_index(op.f("ix_sitting_carried_from"), table_name="sitting")
    op.drop_column("sitting", "carried_from")
