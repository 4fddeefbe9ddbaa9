"""sittings: the certification test, class sittings, results, verdicts, appeals"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "c7a0b5e70517"
down_revision = "c6a0b5e70516"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = app.core.db.UtcDateTime(timezone=True)
KEPT = (
    "bank_version",
    "standard_version",
    "sitting_task",
    "sitting_answer",
    "late_answer",
    "sitting_tap",
    "sitting_result",
    "sitting_verdict",
    "appeal",
)


def upgrade() -> None:
    _create_versions_and_counts()
    _create_sittings()
    _create_what_was_asked()
    _create_what_became_of_it()
    for table in KEPT:
        _refuse_changes(table)


def _create_versions_and_counts() -> None:
    op.create_table(
        "bank_version",
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_bank_version")),
    )
    op.create_table(
        "standard_version",
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_standard_version")),
    )
    op.create_table(
        "exposure_count",
        sa.Column("bank", sa.String(length=12), nullable=False),
        sa.Column("item", sa.String(length=121), nullable=False),
        sa.Column("shown", sa.Double(), nullable=False),
        sa.Column("eligible", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("bank", "item", name=op.f("pk_exposure_count")),
    )
    op.create_table(
        "exposure_total",
        sa.Column("bank", sa.String(length=12), nullable=False),
        sa.Column("sittings", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bank", name=op.f("pk_exposure_total")),
    )
    op.create_table(
        "neutralised_item",
        sa.Column("item", sa.String(length=121), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("item", name=op.f("pk_neutralised_item")),
    )
    op.create_table(
        "certificate_name",
        sa.Column("learner_id", BIG, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("consent_at", MOMENT, nullable=False),
        sa.Column("consent_version", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_certificate_name_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", name=op.f("pk_certificate_name")),
    )


def _create_sittings() -> None:
    op.create_table(
        "supervision",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("supervisor_id", BIG, nullable=False),
        sa.Column("commune", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("framework", sa.String(length=40), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("device_mac", sa.String(length=22), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["supervisor_id"], ["account.id"], name=op.f("fk_supervision_supervisor_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision")),
    )
    op.create_index(op.f("ix_supervision_supervisor_id"), "supervision", ["supervisor_id"])
    op.create_index(
        "uq_supervision_code",
        "supervision",
        ["code"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "sitting",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("token", sa.String(length=22), nullable=False),
        sa.Column("learner_id", BIG, nullable=False),
        sa.Column("framework", sa.String(length=40), nullable=False),
        sa.Column("framework_version", sa.String(length=20), nullable=False),
        sa.Column("standard_version", sa.String(length=12), nullable=False),
        sa.Column("bank_version", sa.String(length=12), nullable=False),
        sa.Column("seed", BIG, nullable=False),
        sa.Column("eligible", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("prior_mean", sa.Double(), nullable=False),
        sa.Column("prior_sd", sa.Double(), nullable=False),
        sa.Column("supervision_id", BIG, nullable=True),
        sa.Column("assisted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("device", sa.String(length=10), nullable=False),
        sa.Column("device_mac", sa.String(length=22), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("active_at", MOMENT, nullable=False),
        sa.Column("paused_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("put_aside", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["bank_version"], ["bank_version.version"], name=op.f("fk_sitting_bank_version_bank_version")
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_sitting_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["standard_version"],
            ["standard_version.version"],
            name=op.f("fk_sitting_standard_version_standard_version"),
        ),
        sa.ForeignKeyConstraint(
            ["supervision_id"], ["supervision.id"], name=op.f("fk_sitting_supervision_id_supervision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
        sa.UniqueConstraint("token", name=op.f("uq_sitting_token")),
    )
    op.create_index(op.f("ix_sitting_device_mac"), "sitting", ["device_mac"])
    op.create_index(op.f("ix_sitting_ended_at"), "sitting", ["ended_at"])
    op.create_index(op.f("ix_sitting_learner_id"), "sitting", ["learner_id"])
    op.create_index(op.f("ix_sitting_supervision_id"), "sitting", ["supervision_id"])
    op.create_index(
        "uq_sitting_open",
        "sitting",
        ["learner_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "supervised_name",
        sa.Column("id", BIG, nullable=False),
        sa.Column("supervision_id", BIG, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("sitting_id", BIG, nullable=True),
        sa.Column("assisted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("note", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_supervised_name_sitting_id_sitting"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["supervision_id"],
            ["supervision.id"],
            name=op.f("fk_supervised_name_supervision_id_supervision"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervised_name")),
        sa.UniqueConstraint("supervision_id", "sitting_id", name=op.f("uq_supervised_name_supervision_id_sitting_id")),
    )
    op.create_index(op.f("ix_supervised_name_sitting_id"), "supervised_name", ["sitting_id"])


def _create_what_was_asked() -> None:
    op.create_table(
        "sitting_task",
        sa.Column("sitting_id", BIG, nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("item", sa.String(length=121), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.Column("shown_at", MOMENT, nullable=False),
        sa.Column("resting", sa.Text(), nullable=False),
        sa.Column("neutralised", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_sitting_task_sitting_id_sitting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sitting_id", "number", name=op.f("pk_sitting_task")),
        sa.UniqueConstraint("key", name=op.f("uq_sitting_task_key")),
    )
    op.create_table(
        "sitting_answer",
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("answer", sa.String(length=200), nullable=False),
        sa.Column("score", sa.SmallInteger(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=False),
        sa.Column("thinking_ms", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["key"], ["sitting_task.key"], name=op.f("fk_sitting_answer_key_sitting_task"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sitting_answer")),
    )
    op.create_table(
        "late_answer",
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("answer", sa.String(length=200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["key"], ["sitting_task.key"], name=op.f("fk_late_answer_key_sitting_task"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_late_answer")),
    )
    op.create_table(
        "sitting_tap",
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("seq", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("control", sa.String(length=10), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["key"], ["sitting_task.key"], name=op.f("fk_sitting_tap_key_sitting_task"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", "seq", name=op.f("pk_sitting_tap")),
    )


def _create_what_became_of_it() -> None:
    op.create_table(
        "sitting_result",
        sa.Column("id", BIG, nullable=False),
        sa.Column("sitting_id", BIG, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("cause", sa.String(length=12), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("theta", sa.Double(), nullable=False),
        sa.Column("se", sa.Double(), nullable=False),
        sa.Column("p_master", sa.Double(), nullable=False),
        sa.Column("n", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_sitting_result_sitting_id_sitting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_result")),
    )
    op.create_index(op.f("ix_sitting_result_sitting_id"), "sitting_result", ["sitting_id"])
    op.create_table(
        "sitting_verdict",
        sa.Column("id", BIG, nullable=False),
        sa.Column("sitting_id", BIG, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("learner_text", sa.Text(), nullable=False),
        sa.Column("certificate_code", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_sitting_verdict_sitting_id_sitting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_verdict")),
    )
    op.create_index(op.f("ix_sitting_verdict_sitting_id"), "sitting_verdict", ["sitting_id"])
    op.create_table(
        "appeal",
        sa.Column("id", BIG, nullable=False),
        sa.Column("sitting_id", BIG, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("verdicts", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_appeal_sitting_id_sitting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("sitting_id", "verdicts", name=op.f("uq_appeal_sitting_id_verdicts")),
    )


def _refuse_changes(table: str) -> None:
    """What was asked, answered and decided stays as it is; it goes only with its learner."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'sittings are append-only'); END"
        )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_sitting_update() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'sittings are append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_sitting_update()"
    )


def downgrade() -> None:
    for table in (
        "appeal",
        "sitting_verdict",
        "sitting_result",
        "sitting_tap",
        "late_answer",
        "sitting_answer",
        "sitting_task",
        "supervised_name",
        "sitting",
        "supervision",
        "certificate_name",
        "neutralised_item",
        "exposure_total",
        "exposure_count",
        "standard_version",
        "bank_version",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_sitting_update()")
