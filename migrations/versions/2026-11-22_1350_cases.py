"""assessment_case: what became of sittings, for assessors; what they decided"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "c9a0b5e70519"
down_revision = "c8a0b5e70518"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = app.core.db.UtcDateTime(timezone=True)
TABLES = (
    "honest_reference", "reading_seed", "assessor_commune", "assessment_batch_case", "case_decision", "assessment_case",
    "assessment_batch",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "assessment_batch",
        sa.Column("token", sa.String(length=22), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("seed", sa.String(length=22), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_assessment_batch_account_id_account")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_assessment_batch")),
    )
    op.create_index("ix_assessment_batch_account_id", "assessment_batch", ["account_id"])
    op.create_index(
        "uq_assessment_batch_open", "assessment_batch", ["account_id"], unique=True,
        sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"),
    )  # fmt: skip
    _create_cases()
    _create_decisions()
    op.create_table(
        "assessment_batch_case",
        sa.Column("batch", sa.String(length=22), nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("is_sampled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch"], ["assessment_batch.token"], name=op.f("fk_assessment_batch_case_batch_assessment_batch")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["assessment_case.id"], name=op.f("fk_assessment_batch_case_case_id_assessment_case"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("batch", "case_id", name=op.f("pk_assessment_batch_case")),
    )  # fmt: skip
    op.create_table(
        "assessor_commune",
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("commune", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_assessor_commune_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_assessor_commune")),
    )
    op.create_table(
        "reading_seed",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("seed", sa.String(length=22), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_reading_seed")),
    )
    op.create_table(
        "honest_reference",
        sa.Column("bank_version", sa.String(length=12), nullable=False),
        sa.Column("standard_version", sa.String(length=12), nullable=False),
        sa.Column("sittings", sa.Integer(), nullable=False),
        sa.Column("lz_low", sa.Double(), nullable=False),
        sa.Column("contrast_high", sa.Double(), nullable=False),
        sa.Column("rates", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("bank_version", "standard_version", name=op.f("pk_honest_reference")),
    )


def _create_cases() -> None:
    op.create_table(
        "assessment_case",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("token", sa.String(length=22), nullable=False),
        sa.Column("sitting_id", BIG, nullable=False),
        sa.Column("framework", sa.String(length=40), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("waiting_since", MOMENT, nullable=False),
        sa.Column("results", sa.SmallInteger(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("cause", sa.String(length=12), nullable=False),
        sa.Column("theta", sa.Double(), nullable=False),
        sa.Column("se", sa.Double(), nullable=False),
        sa.Column("p_master", sa.Double(), nullable=False),
        sa.Column("is_near_cut", sa.Boolean(), nullable=False),
        sa.Column("queue", sa.String(length=5), nullable=False),
        sa.Column("concerns", sa.Text(), nullable=False),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("communes", sa.Text(), nullable=False),
        sa.Column("supervisors", sa.Text(), nullable=False),
        sa.Column("appealed_at", MOMENT, nullable=True),
        sa.Column("round", sa.SmallInteger(), nullable=False),
        sa.Column("stage", sa.String(length=7), nullable=False),
        sa.Column("verdict", sa.String(length=9), nullable=True),
        sa.Column("certificate_code", sa.String(length=20), nullable=True),
        sa.Column("claimed_by", BIG, nullable=True),
        sa.Column("claimed_until", MOMENT, nullable=True),
        sa.Column("batch", sa.String(length=22), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch"], ["assessment_batch.token"], name=op.f("fk_assessment_case_batch_assessment_batch")
        ),
        sa.ForeignKeyConstraint(["claimed_by"], ["account.id"], name=op.f("fk_assessment_case_claimed_by_account")),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_assessment_case_sitting_id_sitting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_case")),
        sa.UniqueConstraint("sitting_id", name=op.f("uq_assessment_case_sitting_id")),
        sa.UniqueConstraint("token", name=op.f("uq_assessment_case_token")),
    )
    op.create_index("ix_assessment_case_stage_queue", "assessment_case", ["stage", "queue"])
    op.create_index("ix_assessment_case_batch", "assessment_case", ["batch"])


def _create_decisions() -> None:
    op.create_table(
        "case_decision",
        sa.Column("id", BIG, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("round", sa.SmallInteger(), nullable=False),
        sa.Column("reading", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("learner_text", sa.String(length=1000), nullable=False),
        sa.Column("authority_text", sa.String(length=1000), nullable=False),
        sa.Column("account_id", BIG, nullable=True),
        sa.Column("commune", sa.String(length=60), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("results", sa.SmallInteger(), nullable=False),
        sa.Column("wants_second", sa.Boolean(), nullable=False),
        sa.Column("batch", sa.String(length=22), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_decision_account_id_account")),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["assessment_case.id"],
            name=op.f("fk_case_decision_case_id_assessment_case"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_decision")),
    )
    op.create_index("ix_case_decision_case_id", "case_decision", ["case_id"])
    op.create_index("ix_case_decision_account_id", "case_decision", ["account_id"])
    op.create_index(
        "uq_case_decision_reading", "case_decision", ["case_id", "round", "reading"], unique=True,
        sqlite_where=sa.text("reading > 0"), postgresql_where=sa.text("reading > 0"),
    )  # fmt: skip
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER case_decision_is_append_only BEFORE UPDATE ON case_decision "
            "BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION refuse_decision_update() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'decisions are append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER case_decision_is_append_only BEFORE UPDATE ON case_decision "
        "FOR EACH ROW EXECUTE FUNCTION refuse_decision_update()"
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_decision_update()")
