"""learner: how somebody is addressed, how they read, what they do"""

import sqlalchemy as sa
from alembic import op

revision = "c3a0b5e70513"
down_revision = "c2a0b5e70512"
branch_labels = None
depends_on = None

# The previous release writes learners without them.
COLUMNS = {"comfort": 10, "work": 20, "address": 10}


def upgrade() -> None:
    for name, length in COLUMNS.items():
        op.add_column(
            "learner", sa.Column(name, sa.String(length=length), server_default=sa.text("''"), nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("learner") as learner:
        for name in COLUMNS:
            learner.drop_column(name)
