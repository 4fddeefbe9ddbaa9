"""One engine of each kind per process: what SQLAlchemy has compiled for one test serves the next. On SQLite every test
has a copy of the migrated file; on PostgreSQL, where a copy takes longer than most tests, what the last one left is
removed, and the numbers begin again."""

import shutil
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import event, make_url

from app.core.db import Database

# Who still holds a lock is sent away. Neither triggers nor foreign keys; what has grown is cut off rather than walked.
EMPTY = """DO $$ DECLARE name text; BEGIN
  PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND state <> 'idle' AND pid <> pg_backend_pid();
  SET LOCAL session_replication_role = replica;
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    IF pg_relation_size(name::regclass) > 1000000 THEN EXECUTE format('TRUNCATE %I CASCADE', name);
    ELSE EXECUTE format('DELETE FROM %I', name);
    END IF;
  END LOOP;
  PERFORM setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences WHERE schemaname = 'public';
END $$"""


class KeptSqlite:
    def __init__(self, migrated: Path) -> None:
        self._migrated = migrated
        self.database = Database(f"sqlite:///{migrated}")
        event.listen(self.database.engine, "do_connect", self._connect_to_copy)

    def copy(self, path: Path) -> str:
        """The URL of an empty database at `path`, which is what the engine opens from now on."""
        shutil.copy(self._migrated, path)
        self.database.url = make_url(f"sqlite:///{path}")
        return f"sqlite:///{path}"

    def _connect_to_copy(self, _dialect: object, _record: object, arguments: list[Any], _options: object) -> None:
        arguments[0] = self.database.url.database


class KeptPostgres:
    def __init__(self, url: str) -> None:
        self.url = url
        self.database = Database(url)
        self._connection = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)

    def empty(self) -> None:
        self._connection.execute(EMPTY.encode())

    def close(self) -> None:
        self.database.close()
        self._connection.close()
