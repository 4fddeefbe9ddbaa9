"""certificates read: to which certificate an approval leads; since when a certificate names a skill too many, by the clock"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "d8a0b5e70533"
down_revision = "d7a0b5e70532"
branch_labels = None
depends_on = None

MOMENT = app.core.db.UtcDateTime(timezone=True)
# Told, and answered by whoever decided last: it is not told again.
ANSWERED = "UPDATE assessment_case SET lost_at = opened_at WHERE lost_since > 0"
# Not answered, or never looked at, as the task was neutralised before certificates were compared: the opener of cases writes
# anew what tells of another number of results than its sitting has.
NOT_LOOKED_AT = """
UPDATE assessment_case SET results = 0, lost_skills = '[]', lost_at = NULL
WHERE certificate_code IS NOT NULL AND results > 1 AND (lost_since = 0 OR lost_since > (
  SELECT results FROM case_decision WHERE case_id = assessment_case.id ORDER BY id DESC LIMIT 1
))"""


def upgrade() -> None:
    # Column by column: rebuilding a table would lose the trigger that keeps it append-only, and what hangs on it.
    op.add_column("case_decision", sa.Column("names", sa.Text(), nullable=True))
    op.add_column("assessment_case", sa.Column("lost_at", MOMENT, nullable=True))
    op.execute(ANSWERED)
    op.execute(NOT_LOOKED_AT)  # lost_since stays: the release before reads it, and a later one drops it (env.LEFT)


def downgrade() -> None:
    op.execute("UPDATE assessment_case SET lost_since = CASE WHEN lost_at IS NULL THEN 0 ELSE results END")
    op.drop_column("assessment_case", "lost_at")
    op.drop_column("case_decision", "names")
