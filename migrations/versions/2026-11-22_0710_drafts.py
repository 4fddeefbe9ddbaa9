"""drafts: what teachers write, every revision of it"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "6b2f90e1d407"
down_revision = "41f7c2a90b5d"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = app.core.db.UtcDateTime(timezone=True)
IS_OPEN = sa.text("state IN ('writing', 'submitted')")


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("id", BIG, nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("base_version", sa.String(length=12), nullable=False),
        sa.Column("base_text", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("created_by", BIG, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_draft_created_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    # Of two teachers who begin with the same file at once, both write in one draft.
    op.create_index(
        "uq_draft_path_open", "draft", ["path"], unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN
    )
    op.create_table(
        "draft_revision",
        sa.Column("draft_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_revision_draft_id_draft")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_draft_revision_account_id_account")),
        sa.PrimaryKeyConstraint("draft_id", "number", name=op.f("pk_draft_revision")),
    )
    # Every save asks what waits for its writer, what came of it, and who wrote: none of that may read the texts.
    op.create_index(
        "ix_draft_revision_account_id_waiting",
        "draft_revision",
        ["account_id"],
        sqlite_where=sa.text("waiting = 1"),
        postgresql_where=sa.text("waiting"),
    )
    op.create_index(
        "ix_draft_revision_draft_id_based_on_account_id", "draft_revision", ["draft_id", "based_on", "account_id"]
    )
    # What somebody typed is only ever added to.
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER draft_revision_is_append_only BEFORE UPDATE ON draft_revision "
            "BEGIN SELECT RAISE(ABORT, 'revisions are append-only'); END"
        )
    else:
        op.execute(
            "CREATE FUNCTION refuse_revision_update() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'revisions are append-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER draft_revision_is_append_only BEFORE UPDATE ON draft_revision "
            "FOR EACH ROW EXECUTE FUNCTION refuse_revision_update()"
        )


def downgrade() -> None:
    op.drop_table("draft_revision")
    op.drop_table("draft")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_revision_update()")
