"""communes: a class by the code of its commune; the form a seat was taken with; who keeps the certification bank"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "cda0b5e70522"
down_revision = "cca0b5e70521"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = app.core.db.UtcDateTime(timezone=True)
IS_HELD = sa.text("taken_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "bank_keeper",
        sa.Column("id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_bank_keeper_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_keeper")),
    )
    op.create_index(
        "uq_bank_keeper_account_id_held", "bank_keeper", ["account_id"], unique=True,
        sqlite_where=IS_HELD, postgresql_where=IS_HELD,
    )  # fmt: skip
    empty = sa.text("''")
    op.add_column("supervision", sa.Column("commune_code", sa.String(length=10), server_default=empty, nullable=False))
    op.add_column("supervised_name", sa.Column("form_mac", sa.String(length=22), server_default=empty, nullable=False))


def downgrade() -> None:
    op.drop_column("supervised_name", "form_mac")
    op.drop_column("supervision", "commune_code")
    op.drop_index("uq_bank_keeper_account_id_held", table_name="bank_keeper")
    op.drop_table("bank_keeper")
