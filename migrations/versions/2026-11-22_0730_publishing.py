"""publishing: comments, approvals, publications"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "e0487d21c935"
down_revision = "93c5a17be820"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = app.core.db.UtcDateTime(timezone=True)
IS_HELD = sa.text("taken_at IS NULL")
IS_WRITING = sa.text("state = 'writing'")


def upgrade() -> None:
    op.create_table(
        "publishing_right",
        sa.Column("id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_publishing_right_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publishing_right")),
    )
    op.create_index(
        "uq_publishing_right_account_id_held", "publishing_right", ["account_id"], unique=True,
        sqlite_where=IS_HELD, postgresql_where=IS_HELD,
    )  # fmt: skip
    op.create_table(
        "line_comment",
        sa.Column("id", BIG, nullable=False),
        sa.Column("draft_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("resolved_at", MOMENT, nullable=True),
        sa.Column("resolved_by", BIG, nullable=True),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_line_comment_draft_id_draft")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_line_comment_account_id_account")),
        sa.ForeignKeyConstraint(["resolved_by"], ["account.id"], name=op.f("fk_line_comment_resolved_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_comment")),
    )
    op.create_index(op.f("ix_line_comment_draft_id"), "line_comment", ["draft_id"])
    op.create_table(
        "review_step",
        sa.Column("id", BIG, nullable=False),
        sa.Column("draft_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("said", sa.String(length=1000), nullable=False),
        sa.Column("labels", sa.String(length=40), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_review_step_draft_id_draft")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_review_step_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_step")),
    )
    op.create_index(op.f("ix_review_step_draft_id"), "review_step", ["draft_id"])
    op.create_table(
        "publication",
        sa.Column("id", BIG, nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.Column("replaced", sa.String(length=12), nullable=False),
        sa.Column("draft_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_publication_draft_id_draft")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_publication_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    op.create_index(op.f("ix_publication_draft_id"), "publication", ["draft_id"])
    op.create_index("ix_publication_path", "publication", ["path"])
    op.create_index(
        "uq_publication_path_writing", "publication", ["path"], unique=True,
        sqlite_where=IS_WRITING, postgresql_where=IS_WRITING,
    )  # fmt: skip


def downgrade() -> None:
    for table in ("publication", "review_step", "line_comment", "publishing_right"):
        op.drop_table(table)
