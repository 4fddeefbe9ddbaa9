"""The commands, put together by noun."""

import typer

from app.cli import content, demo, quiz, serve, user

cli = typer.Typer(
    name="hocvuso",
    help="Học Vụ Số: dịch vụ, nội dung, người dùng.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
cli.command()(serve.serve)
cli.add_typer(content.commands, name="content")
cli.add_typer(user.commands, name="user")
cli.add_typer(quiz.commands, name="quiz")
cli.add_typer(demo.commands, name="demo")
