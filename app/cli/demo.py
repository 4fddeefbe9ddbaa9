"""`hocvuso demo`: people to try the desks with."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, replace
from typing import Annotated

import typer

from app.accounts import demo
from app.accounts.domain.roles import Role
from app.accounts.queries import find_account
from app.assessment.demo import load_desk
from app.assessment.opener import CaseOpener
from app.cli.certificate import issuing_by
from app.cli.invocation import AsJson, migrate, print_json, read_settings, wrong_use
from app.core.clock import Clock
from app.core.config import Settings
from app.core.db import Database
from app.core.logging import configure_logging
from app.courses.domain.compilation import compile_catalogue
from app.courses.folders import read_folders
from app.courses.library import ContentLibrary
from app.integrity.demo import load_signs
from app.integrity.service import inspect_all
from app.observations.demo import load_answers
from app.quiz.domain.kinds import KINDS
from app.sittings.demo import load_sittings
from app.sittings.standards import Engine, Standards

commands = typer.Typer(help="Dữ liệu thử (chỉ ở môi trường dev).", no_args_is_help=True)

DATED_BACK = "Hồ sơ bịa được ghi lùi ngày, nên `certificate log verify` ở đây báo từng dòng như thế, đúng việc của nó."


@commands.command("load")
def demo_load(
    as_json: AsJson = False,
    learners: Annotated[
        bool,
        typer.Option("--learners", help="Thêm người học bịa với câu trả lời bịa, để xem trang Người học làm ra sao."),
    ] = False,
    sittings: Annotated[
        bool, typer.Option("--sittings", help="Thêm một lớp bịa đã làm bài chứng nhận, và hai người làm một mình.")
    ] = False,
    cases: Annotated[
        bool,
        typer.Option(
            "--cases", help="Thêm 260 lượt thi bịa ở lớp và ba người thẩm định, để thử bàn thẩm định (vài phút)."
        ),
    ] = False,
    signs: Annotated[
        bool,
        typer.Option(
            "--signs", help="Thêm 240 lượt thi bịa, có bốn lớp gian lận, để thử trang Dấu hiệu khác thường (vài phút)."
        ),
    ] = False,
) -> None:
    """Tạo người dùng thử cho mọi bàn làm việc."""
    settings = read_settings()
    if settings.env == "prod":
        raise wrong_use("Dữ liệu thử không dùng ở môi trường thật.")
    migrate(settings)
    people = load_people(settings, assessors=cases)
    if learners:
        load_learners(settings)
    if sittings:
        load_class_sitting(settings, people)
    if cases:
        load_desk_cases(settings, people)
    if signs:
        load_planted_fraud(settings, people)
    if as_json:
        print_json({"people": [asdict(person) for person in people]})
    else:
        for person in people:
            typer.echo(f"{person.desk}: {person.login} / {person.password}")
        if cases:
            typer.echo(DATED_BACK)


def load_people(settings: Settings, *, assessors: bool = False) -> list[demo.DemoPerson]:
    """Made, or found again, with their passwords."""
    with closing(Database(settings.database_url)) as database, database.session(writes=True) as session:
        people = demo.load_people(session, settings, Clock(settings.clock).now(), assessors=assessors)
        session.commit()
    return people


def load_learners(settings: Settings) -> int:
    """Learners who are made up, once; gives how many were added."""
    clock = Clock(settings.clock)
    files = read_folders(settings.content_dirs, []).values()
    catalogue = compile_catalogue(files, clock.today(), KINDS, settings.secret).catalogue
    with closing(Database(settings.database_url)) as database, database.transaction() as connection:
        return load_answers(connection, tuple(catalogue.lessons.values()), clock.now())


def load_desk_cases(settings: Settings, people: Sequence[demo.DemoPerson]) -> int:
    """Class sittings that wait for an assessor, some that were read, once; gives how many were added."""
    clock = Clock(settings.clock)
    official = next(person.login for person in people if person.role is Role.OFFICIAL)
    assessors = [person.login for person in people if person.role is Role.ASSESSOR]
    with closing(Database(settings.database_url)) as database:
        engine = _engine(settings, database, clock)
        with database.session(writes=False) as session:
            found = [find_account(session, login, None) for login in (official, *assessors)]
            accounts = [account.id for account in found if account is not None]
        opener = CaseOpener(database, engine.standards, clock)
        opener.make_seeds()
        return load_desk(database, engine, opener, accounts[0], accounts[1:], clock.now())


def load_class_sitting(settings: Settings, people: Sequence[demo.DemoPerson]) -> int:
    """A class of made-up people whom the demo teacher supervised, once; gives how many sat the test."""
    clock = Clock(settings.clock)
    login = next(person.login for person in people if person.role is Role.TEACHER)
    with closing(Database(settings.database_url)) as database:
        engine = _engine(settings, database, clock)
        with database.session(writes=True) as session:
            teacher = find_account(session, login, None)
            added = load_sittings(session, engine, teacher.id, clock.now()) if teacher else 0
            session.commit()
    return added


def load_planted_fraud(settings: Settings, people: Sequence[demo.DemoPerson]) -> int:
    """Class sittings of which some are not what they seem, once, and inspected; gives how many were added."""
    clock = Clock(settings.clock)
    login = next(person.login for person in people if person.role is Role.OFFICIAL)
    with closing(Database(settings.database_url)) as database:
        engine = _engine(settings, database, clock)
        with database.session(writes=True) as session:
            official = find_account(session, login, None)
            added = load_signs(session, engine, official.id, clock.now()) if official else 0
            session.commit()
        inspect_all(database, engine.standards, clock.now())
    return added


def _engine(settings: Settings, database: Database, clock: Clock) -> Engine:
    configure_logging()  # to stderr: stdout is for the result
    library = ContentLibrary(settings.content_dirs, database, clock, KINDS, settings.secret)
    standards = Standards(settings.content_dirs, library)
    library.on_change(standards.follow)
    library.load()
    return Engine(standards, replace(issuing_by(settings), framework=standards.framework))
