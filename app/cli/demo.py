"""`hocvuso demo`: people to try the desks with."""

from contextlib import closing
from dataclasses import asdict
from typing import Annotated

import typer

from app.accounts import demo
from app.cli.invocation import AsJson, migrate, print_json, read_settings, wrong_use
from app.core.clock import Clock
from app.core.config import Settings
from app.core.db import Database
from app.courses.domain.compilation import compile_catalogue
from app.courses.folders import read_folders
from app.observations.demo import load_answers
from app.quiz.domain.kinds import KINDS

commands = typer.Typer(help="Dữ liệu thử (chỉ ở môi trường dev).", no_args_is_help=True)


@commands.command("load")
def demo_load(
    as_json: AsJson = False,
    learners: Annotated[
        bool,
        typer.Option("--learners", help="Thêm người học bịa với câu trả lời bịa, để xem trang Người học làm ra sao."),
    ] = False,
) -> None:
    """Tạo người dùng thử cho mọi bàn làm việc."""
    settings = read_settings()
    if settings.env == "prod":
        raise wrong_use("Dữ liệu thử không dùng ở môi trường thật.")
    migrate(settings)
    people = load_people(settings)
    if learners:
        load_learners(settings)
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


def load_learners(settings: Settings) -> int:
    """Learners who are made up, once; gives how many were added."""
    clock = Clock(settings.clock)
    files = read_folders(settings.content_dirs, []).values()
    catalogue = compile_catalogue(files, clock.today(), KINDS, settings.secret).catalogue
    with closing(Database(settings.database_url)) as database, database.transaction() as connection:
        return load_answers(connection, tuple(catalogue.lessons.values()), clock.now())
