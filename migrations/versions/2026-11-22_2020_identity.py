"""identity: what a province's key makes of identity numbers, never the numbers"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "cfa0b5e70524"
down_revision = "cea0b5e70523"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "learner_identity",
        sa.Column("learner_id", BIG, nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.Column("mac", sa.String(length=43), nullable=False),
        sa.Column("at", app.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_learner_identity_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", name=op.f("pk_learner_identity")),
    )
    op.create_index("ix_learner_identity_mac", "learner_identity", ["mac"])


def downgrade() -> None:
    op.drop_index("ix_learner_identity_mac", table_name="learner_identity")
    op.drop_table("learner_identity")
