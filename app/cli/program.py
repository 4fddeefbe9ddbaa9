"""The commands, put together by noun."""

import typer

from app.cli import (
    backup,
    bank,
    certificate,
    content,
    demo,
    exchange,
    judging,
    lots,
    quiz,
    rewriting,
    serve,
    signer,
    tutor,
    user,
)

cli = typer.Typer(
    name="hocvuso",
    help="Học Vụ Số: dịch vụ, nội dung, người dùng.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
cli.command()(serve.serve)
cli.command()(backup.backup)
cli.command()(backup.restore)
content.commands.command("export")(exchange.content_export)
content.commands.command("import")(exchange.content_import)
cli.add_typer(content.commands, name="content")
cli.add_typer(user.commands, name="user")
for _name, _command in (
    ("simulate", bank.quiz_simulate),
    ("compare", bank.quiz_compare),
    ("calibrate", bank.quiz_calibrate),
    ("neutralise", bank.quiz_neutralise),
):
    quiz.commands.command(_name)(_command)
cli.add_typer(quiz.commands, name="quiz")
bank.integrity.command("lots")(lots.integrity_lots)
cli.add_typer(bank.integrity, name="integrity")
tutor.commands.command("rewrite")(rewriting.tutor_rewrite)
tutor.commands.command("judge")(judging.tutor_judge)
tutor.commands.add_typer(judging.labels, name="labels")
cli.add_typer(tutor.commands, name="tutor")
certificate.commands.command("signer")(signer.certificate_signer)
cli.add_typer(certificate.commands, name="certificate")
cli.add_typer(demo.commands, name="demo")
