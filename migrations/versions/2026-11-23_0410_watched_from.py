"""watched from: where who saw practical work works, kept in what they wrote"""

import sqlalchemy as sa
from alembic import op

revision = "d9b1d6a80536"
down_revision = "d9b0c1f70535"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "practical_report", sa.Column("own_commune", sa.String(60), server_default=sa.text("''"), nullable=False)
    )
    # It is append-only: what nobody wrote then is added once, and then it is so again.
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("DROP TRIGGER practical_report_is_append_only" + ("" if is_sqlite else " ON practical_report"))
    op.execute(
        """
        UPDATE practical_report SET own_commune = coalesce(
            (SELECT commune FROM assessor_commune WHERE assessor_commune.account_id = practical_report.account_id), '')
        """
    )
    refused = (
        "BEGIN SELECT RAISE(ABORT, 'sittings are append-only'); END"
        if is_sqlite
        else "FOR EACH ROW EXECUTE FUNCTION refuse_sitting_update()"
    )
    op.execute(f"CREATE TRIGGER practical_report_is_append_only BEFORE UPDATE ON practical_report {refused}")


def downgrade() -> None:
    op.drop_column("practical_report", "own_commune")
