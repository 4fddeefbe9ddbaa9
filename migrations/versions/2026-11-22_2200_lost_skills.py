"""lost skills: what a certificate names and has not evidence enough any more, as a case tells it"""

import sqlalchemy as sa
from alembic import op

revision = "d5a0b5e70530"
down_revision = "d4a0b5e70529"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Columns alone: rebuilding the table would lose what hangs on it.
    op.add_column(
        "assessment_case", sa.Column("lost_skills", sa.Text(), server_default=sa.text("'[]'"), nullable=False)
    )
    op.add_column(
        "assessment_case", sa.Column("lost_since", sa.SmallInteger(), server_default=sa.text("0"), nullable=False)
    )


def downgrade() -> None:
    op.drop_column("assessment_case", "lost_since")
    op.drop_column("assessment_case", "lost_skills")
