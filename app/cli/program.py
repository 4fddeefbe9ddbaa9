"""The commands, put together by noun."""

import typer

from app.cli import content, demo, exchange, quiz, rewriting, serve, tutor, user

cli = typer.Typer(
    name="hocvuso",
    help="Học Vụ Số: dịch vụ, nội dung, người dùng.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
cli.command()(serve.serve)
content.commands.command("export")(exchange.content_export)
content.commands.command("import")(exchange.content_import)
cli.add_typer(content.commands, name="content")
cli.add_typer(user.commands, name="user")
cli.add_typer(quiz.commands, name="quiz")
tutor.commands.command("rewrite")(rewriting.tutor_rewrite)
cli.add_typer(tutor.commands, name="tutor")
cli.add_typer(demo.commands, name="demo")
