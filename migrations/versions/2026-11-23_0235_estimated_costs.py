"""estimated costs: how much of what a language model cost no server has told"""

import sqlalchemy as sa
from alembic import op

revision = "d7a0b5e70532"
down_revision = "d6a0b5e70531"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("spending", sa.Column("estimated", sa.BigInteger(), server_default=sa.text("0"), nullable=False))


def downgrade() -> None:
    op.drop_column("spending", "estimated")
