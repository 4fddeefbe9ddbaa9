"""certification: certificates that wait for a signer in a process of its own"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "d0a0b5e70525"
down_revision = "cfa0b5e70524"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "pending_certificate",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("learner_id", BIG, nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("status_index", BIG, nullable=False),
        sa.Column("show_name", sa.Boolean(), nullable=False),
        sa.Column("asked_at", app.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("refusal", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_pending_certificate_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_pending_certificate")),
        sa.UniqueConstraint("subject", name=op.f("uq_pending_certificate_subject")),
        sa.UniqueConstraint("status_index", name=op.f("uq_pending_certificate_status_index")),
    )
    op.create_index("ix_pending_certificate_learner_id", "pending_certificate", ["learner_id"])


def downgrade() -> None:
    op.drop_index("ix_pending_certificate_learner_id", table_name="pending_certificate")
    op.drop_table("pending_certificate")
