"""taught elsewhere: where the supervisor of a class works, when it is held in another commune"""

import sqlalchemy as sa
from alembic import op

revision = "d9a0b5e70534"
down_revision = "d8a0b5e70533"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "supervision", sa.Column("own_commune", sa.String(length=60), server_default=sa.text("''"), nullable=False)
    )


def downgrade() -> None:
    op.drop_column("supervision", "own_commune")
