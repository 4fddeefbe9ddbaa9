"""appointments: who may publish and who keeps the certification bank stand in one table, by their duty"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "d6a0b5e70531"
down_revision = "d5a0b5e70530"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = app.core.db.UtcDateTime(timezone=True)
IS_HELD = sa.text("taken_at IS NULL")
# By the table that was, which the release before reads: a later one drops it (env.LEFT).
DUTIES = {"publishing_right": "publishing", "bank_keeper": "bank"}


def upgrade() -> None:
    op.create_table(
        "appointment",
        sa.Column("id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("duty", sa.String(length=10), nullable=False),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_appointment_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    op.create_index(
        "uq_appointment_held", "appointment", ["account_id", "duty"], unique=True,
        sqlite_where=IS_HELD, postgresql_where=IS_HELD,
    )  # fmt: skip
    for table, duty in DUTIES.items():
        kept = f"SELECT account_id, '{duty}', granted_at, taken_at FROM {table} ORDER BY id"  # noqa: S608 - our words
        op.execute(f"INSERT INTO appointment (account_id, duty, granted_at, taken_at) {kept}")


def downgrade() -> None:
    for table, duty in DUTIES.items():
        op.execute(f"DELETE FROM {table}")  # noqa: S608 - our words
        kept = f"SELECT account_id, granted_at, taken_at FROM appointment WHERE duty = '{duty}' ORDER BY id"  # noqa: S608
        op.execute(f"INSERT INTO {table} (account_id, granted_at, taken_at) {kept}")
    op.drop_table("appointment")
