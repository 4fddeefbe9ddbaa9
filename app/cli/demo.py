"""`hocvuso demo`: people to try the desks with."""

from contextlib import closing
from dataclasses import asdict

import typer

from app.accounts import demo
from app.cli.invocation import AsJson, migrate, print_json, read_settings, wrong_use
from app.core.clock import Clock
from app.core.config import Settings
from app.core.db import Database

commands = typer.Typer(help="Dữ liệu thử (chỉ ở môi trường dev).", no_args_is_help=True)


@commands.command("load")
def demo_load(as_json: AsJson = False) -> None:
    """Tạo người dùng thử cho mọi bàn làm việc."""
    settings = read_settings()
    if settings.env == "prod":
        raise wrong_use("Dữ liệu thử không dùng ở môi trường thật.")
    migrate(settings)
    people = load_people(settings)
    if as_json:
        print_json({"people": [asdict(person) for person in people]})
    else:
        for person in people:
            typer.echo(f"{person.desk}: {person.login} / {person.password}")


def load_people(settings: Settings) -> list[demo.DemoPerson]:
    """Made, or found again, with their passwords."""
    with closing(Database(settings.database_url)) as database, database.session(writes=True) as session:
        people = demo.load_people(session, settings, Clock(settings.clock).now())
        session.commit()
    return people
