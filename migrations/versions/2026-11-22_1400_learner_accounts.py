"""learner_accounts: cards, PINs and pictures, trusted people, recoveries, consents"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "cba0b5e70520"
down_revision = "c9a0b5e70519"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = app.core.db.UtcDateTime(timezone=True)
EMPTY = sa.text("''")


def upgrade() -> None:
    op.create_table(
        "learner_login",
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("card", sa.String(length=22), nullable=False),
        sa.Column("question", sa.String(length=20), server_default=EMPTY, nullable=False),
        sa.Column("answer_hash", sa.String(length=200), server_default=EMPTY, nullable=False),
        sa.Column("wrong", sa.Integer(), server_default="0", nullable=False),
        sa.Column("wrong_by_card", sa.Integer(), server_default="0", nullable=False),
        sa.Column("wrong_answers", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_learner_login_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_learner_login")),
        sa.UniqueConstraint("card", name=op.f("uq_learner_login_card")),
    )
    op.create_table(
        "trusted_person",
        sa.Column("id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("trustee_id", BIG, nullable=True),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("named_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_trusted_person_account_id_account")),
        sa.ForeignKeyConstraint(["trustee_id"], ["account.id"], name=op.f("fk_trusted_person_trustee_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trusted_person")),
    )
    op.create_table(
        "recovery",
        sa.Column("id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("helper_id", BIG, nullable=True),
        sa.Column("code_mac", sa.String(length=22), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_account_id_account")),
        sa.ForeignKeyConstraint(["helper_id"], ["account.id"], name=op.f("fk_recovery_helper_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery")),
    )
    op.create_table(
        "consent",
        sa.Column("id", BIG, nullable=False),
        sa.Column("learner_id", BIG, nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("text_version", sa.String(length=12), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_consent_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    for table, column in INDEXES:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


INDEXES = (
    ("trusted_person", "account_id"),
    ("trusted_person", "trustee_id"),
    ("recovery", "account_id"),
    ("recovery", "helper_id"),
    ("consent", "learner_id"),
)


def downgrade() -> None:
    for table in ("consent", "recovery", "trusted_person", "learner_login"):
        op.drop_table(table)
