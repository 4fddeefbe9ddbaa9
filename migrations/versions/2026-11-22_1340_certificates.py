"""certificates: what was issued, and the frameworks as they were then"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "c8a0b5e70518"
down_revision = "c7a0b5e70517"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = app.core.db.UtcDateTime(timezone=True)
ONCE = ("subject", "status_index", "log_index", "revoke_log_index")


def upgrade() -> None:
    op.create_table(
        "certificate",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("learner_id", BIG, nullable=True),
        sa.Column("confirmation", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("status_index", BIG, nullable=False),
        sa.Column("log_index", BIG, nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("show_name", sa.Boolean(), nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("revoke_reason", sa.String(length=60), nullable=True),
        sa.Column("revoke_log_index", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_certificate_learner_id_learner"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_certificate")),
        *(sa.UniqueConstraint(column, name=op.f(f"uq_certificate_{column}")) for column in ONCE),
    )
    op.create_index(op.f("ix_certificate_learner_id"), "certificate", ["learner_id"])
    op.create_table(
        "framework_edition",
        sa.Column("framework", sa.String(length=60), nullable=False),
        sa.Column("version", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("framework", "version", name=op.f("pk_framework_edition")),
    )


def downgrade() -> None:
    op.drop_table("framework_edition")
    op.drop_index(op.f("ix_certificate_learner_id"), table_name="certificate")
    op.drop_table("certificate")
