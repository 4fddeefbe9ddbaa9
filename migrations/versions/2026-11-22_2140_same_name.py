"""same name: names to compare with, and what supervisors say of two who have the same"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "d4a0b5e70529"
down_revision = "d3a0b5e70528"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = app.core.db.UtcDateTime(timezone=True)
NAMED = ("certificate_name", "learner_id"), ("supervised_name", "id")


def upgrade() -> None:
    for table, key in NAMED:
        # A column alone: rebuilding the table would lose what hangs on it.
        op.add_column(table, sa.Column("folded", sa.String(length=60), server_default=sa.text("''"), nullable=False))
        op.create_index(op.f(f"ix_{table}_folded"), table, ["folded"])
        _fold_names(table, key)
    op.create_table(
        "namesake_ruling",
        sa.Column("id", BIG, nullable=False),
        sa.Column("name_id", BIG, nullable=False),
        sa.Column("earlier_id", BIG, nullable=False),
        sa.Column("is_same", sa.Boolean(), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_namesake_ruling_account_id_account")),
        sa.ForeignKeyConstraint(
            ["earlier_id"], ["sitting.id"], name=op.f("fk_namesake_ruling_earlier_id_sitting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["name_id"],
            ["supervised_name.id"],
            name=op.f("fk_namesake_ruling_name_id_supervised_name"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_namesake_ruling")),
    )
    for column in ("name_id", "earlier_id", "account_id"):
        op.create_index(op.f(f"ix_namesake_ruling_{column}"), "namesake_ruling", [column])
    _make_append_only("namesake_ruling")


def _fold_names(table: str, key: str) -> None:
    named = sa.table(table, sa.column(key, BIG), sa.column("name", sa.String), sa.column("folded", sa.String))
    connection = op.get_bind()
    for row in connection.execute(sa.select(named.c[key], named.c.name)).all():
        connection.execute(named.update().where(named.c[key] == row[0]).values(folded=_fold(row[1])))


def _fold(name: str) -> str:
    """As app/courses/domain/folding.py does today."""
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", name).casefold().replace("đ", "d"))
    bare = "".join(character for character in letters if unicodedata.category(character) != "Mn")
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())[:60]


def _make_append_only(table: str) -> None:
    """By the function of the other tables of sittings on PostgreSQL."""
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
    op.drop_table("namesake_ruling")
    for table, _ in reversed(NAMED):
        op.drop_index(op.f(f"ix_{table}_folded"), table_name=table)
        op.drop_column(table, "folded")
