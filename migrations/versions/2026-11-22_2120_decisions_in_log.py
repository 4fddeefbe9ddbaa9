"""certification: which entry of the public log tells of a key; assessment: of a decision or a ruling"""

import sqlalchemy as sa
from alembic import op

revision = "d2a0b5e70527"
down_revision = "d1a0b5e70526"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("signing_key", sa.Column("log_index", BIG, nullable=True))
    op.execute(
        'UPDATE signing_key SET log_index = (SELECT min(log_entry."index") FROM log_entry'
        ' WHERE log_entry.text LIKE \'%"event":"key","key":"\' || signing_key.id || \'"%\')'
    )
    op.create_table(
        "logged_decision",
        sa.Column("log_index", BIG, autoincrement=False, nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("decision_id", BIG, nullable=True),
        sa.Column("ruling_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["case_decision.id"],
            name=op.f("fk_logged_decision_decision_id_case_decision"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ruling_id"], ["late_ruling.id"], name=op.f("fk_logged_decision_ruling_id_late_ruling"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("log_index", name=op.f("pk_logged_decision")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_logged_decision_decision_id")),
        sa.UniqueConstraint("ruling_id", name=op.f("uq_logged_decision_ruling_id")),
    )


def downgrade() -> None:
    op.drop_table("logged_decision")
    op.drop_column("signing_key", "log_index")
