"""watched from: where who saw practical work works, kept in what they wrote"""

import sqlalchemy as sa
from alembic import op

revision = "d9b1d6a80536"
down_revision = "d9b0c1f70535"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "practical_report", sa.Column("own_commune", sa.String(60), server_default=sa.text("''"), nullable=False)
    )
    op.execute(
        """
        UPDATE practical_report SET own_commune = coalesce(
            (SELECT commune FROM assessor_commune WHERE assessor_commune.account_id = practical_report.account_id), '')
        """
    )


def downgrade() -> None:
    op.drop_column("practical_report", "own_commune")
