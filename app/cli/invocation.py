"""What every command shares: the settings, the database, how wrong use and results are told."""

import json
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Annotated, Any

import typer
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from pydantic import ValidationError

from app.core.config import PROJECT, Settings
from app.core.db import Database

AsJson = Annotated[bool, typer.Option("--json", help="In một tài liệu JSON duy nhất.")]


def read_settings() -> Settings:
    try:
        return Settings()
    except ValidationError as failure:
        reasons = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'settings'}: {e['msg']}" for e in failure.errors())
        raise wrong_use(f"Cấu hình chưa đúng: {reasons}") from None


def wrong_use(message: str) -> typer.Exit:
    """Says it, and gives what has to be raised."""
    typer.echo(message, err=True)
    return typer.Exit(2)


def print_json(document: Any) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False, default=str) + "\n")


def known_versions() -> set[str]:
    """Of the schema: those that `migrate` can bring up to date."""
    scripts = ScriptDirectory.from_config(Config(PROJECT / "alembic.ini"))
    return {one.revision for one in scripts.walk_revisions()}


def migrate(settings: Settings) -> None:
    config = Config(PROJECT / "alembic.ini")
    config.set_main_option("sqlalchemy.url", settings.database_url.replace("%", "%%"))
    command.upgrade(config, "head")


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    """Migrated; closed when the block ends."""
    migrate(settings)
    with closing(Database(settings.database_url)) as database:
        yield database
