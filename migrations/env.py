"""Runs migrations against the database of the settings, or the connection that a caller hands over."""

from alembic import context
from sqlalchemy import Column, Connection, text
from sqlalchemy.sql.schema import SchemaItem

import app.accounts.models
import app.assessment.models
import app.authoring.models
import app.certification.models
import app.courses.models
import app.integrity.models
import app.learners.models
import app.practice.models
import app.publishing.models
import app.quiz.models
import app.simulations.models
import app.sittings.models
import app.tutor.models
import app.tutor.rewriting.models
import app.upkeep.models  # noqa: F401 - all of them fill Base.metadata
from app.core.config import Settings
from app.core.db import Base, Database

# Tables and columns that only the release before this one reads, while both serve: a later release drops them.
LEFT = frozenset({"publishing_right", "bank_keeper", "assessment_case.lost_since"})


def is_compared(found: SchemaItem, name: str | None, kind: str, _reflected: bool, _compared: SchemaItem | None) -> bool:
    whole = f"{found.table.name}.{name}" if isinstance(found, Column) else name
    return kind not in ("table", "column") or whole not in LEFT


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True,
        compare_server_default=True, include_object=is_compared,
    )  # fmt: skip
    with context.begin_transaction():
        context.run_migrations()


def migrate_configured_database() -> None:
    url = context.config.get_main_option("sqlalchemy.url") or Settings().database_url
    database = Database(url)
    try:
        with database.writing.connect() as connection:
            driver = connection.connection.driver_connection
            if database.is_sqlite and driver is not None:
                # Rebuilding a table with foreign keys on deletes whatever refers to it, silently. The pragma only
                # works outside a transaction, so it goes to the driver before the first one begins.
                driver.execute("PRAGMA foreign_keys=OFF")
            elif not database.is_sqlite:
                # What serves must not wait long; what migrates a province's answers may.
                connection.execute(text("SET statement_timeout = 0"))
                connection.commit()
            migrate(connection)
            if database.is_sqlite and driver is not None:
                broken = driver.execute("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise RuntimeError(f"{len(broken)} rows refer to rows that no longer exist: restore the backup")
    finally:
        database.close()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    migrate_configured_database()
