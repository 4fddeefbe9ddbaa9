"""exploring: how far the guesses by which the tasks of a sitting are chosen stray, fixed when it begins"""

import sqlalchemy as sa
from alembic import op

revision = "d9b2e7a90637"
down_revision = "d9b1d6a80536"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sitting", sa.Column("exploring", sa.Double(), server_default=sa.text("0"), nullable=False))


def downgrade() -> None:
    op.drop_column("sitting", "exploring")
