"""sitting_consents: each consent to be certified is a row that can be taken back; late answers that somebody lets count"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "cea0b5e70523"
down_revision = "cda0b5e70522"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = app.core.db.UtcDateTime(timezone=True)
CERTIFICATE = "giay-xac-nhan"


def upgrade() -> None:
    op.add_column("late_answer", sa.Column("score", sa.SmallInteger(), nullable=True))
    op.add_column("late_answer", sa.Column("waited_ms", sa.Integer(), nullable=True))
    op.create_table(
        "late_ruling",
        sa.Column("id", BIG, nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_late_ruling_account_id_account")),
        sa.ForeignKeyConstraint(
            ["key"], ["sitting_task.key"], name=op.f("fk_late_ruling_key_sitting_task"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_ruling")),
    )
    op.create_index("ix_late_ruling_account_id", "late_ruling", ["account_id"])
    op.create_index("ix_late_ruling_key", "late_ruling", ["key"])
    _refuse_update("late_ruling")
    # Who typed a name agreed then; their consent stood beside it alone.
    op.execute(
        "INSERT INTO consent (learner_id, purpose, text_version, at) "  # noqa: S608 - our own constant
        f"SELECT learner_id, '{CERTIFICATE}', consent_version, consent_at FROM certificate_name"
    )


def _refuse_update(table: str) -> None:
    """What was decided stays as it is; it goes only with its learner. (PostgreSQL has the function since the tables of
    sittings.)"""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'sittings are append-only'); END"
        )
        return
    op.execute(
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_sitting_update()"
    )


def downgrade() -> None:
    op.execute(f"DELETE FROM consent WHERE purpose = '{CERTIFICATE}'")  # noqa: S608 - our own constant
    op.drop_table("late_ruling")
    op.drop_column("late_answer", "waited_ms")
    op.drop_column("late_answer", "score")
