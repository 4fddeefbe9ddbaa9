"""`hocvuso quiz`: judging and estimating as the service does, and the learner model from the beginning."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from app.cli.invocation import AsJson, open_database, print_json, read_settings, wrong_use
from app.practice.learner_models import differing, rebuild
from app.quiz.domain.ranking import NothingToRank, WrongOrder, rank, read_orders
from app.quiz.measure import measure

commands = typer.Typer(help="Chấm và ước lượng như khi phục vụ; mức thành thạo.", no_args_is_help=True)


@commands.command("measure")
def quiz_measure(
    _as_json: Annotated[bool, typer.Option("--json", help="Không đổi gì: câu trả lời luôn là JSON.")] = False,
) -> None:
    """Mỗi dòng vào là một yêu cầu JSON, mỗi dòng ra là một câu trả lời, theo đúng thứ tự. Có dòng lỗi thì mã thoát 1."""
    all_answered = True
    for answer, answered in measure(sys.stdin.buffer):
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()  # whoever asks line by line waits for this one
        all_answered &= answered
    raise typer.Exit(0 if all_answered else 1)


@commands.command("rebuild")
def quiz_rebuild(
    check: Annotated[bool, typer.Option("--check", help="Chỉ so, không đổi gì. Có người khác thì mã thoát 1.")] = False,
    as_json: AsJson = False,
) -> None:
    """Tính lại mức thành thạo của mọi người học từ các câu trả lời đã ghi."""
    with open_database(read_settings()) as database:
        count, wrong = differing(database) if check else (rebuild(database), [])
    if as_json:
        print_json({"learners": count, "differing": wrong} if check else {"learners": count})
    elif check:
        typer.echo(f"Đã so {count} người học: {len(wrong)} người có mức thành thạo khác với khi tính lại từ đầu.")
        for learner in wrong:
            typer.echo(f"  người học số {learner}")
        if wrong:
            typer.echo("Tính lại cho mọi người: ./run hocvuso quiz rebuild")
    else:
        typer.echo(f"Đã tính lại mức thành thạo của {count} người học.")
    raise typer.Exit(1 if wrong else 0)


@commands.command("rank")
def quiz_rank(files: list[Path], as_json: AsJson = False) -> None:
    """Độ khó của câu hỏi, từ thứ tự dễ đến khó mà nhiều người đã xếp. Mỗi người một tệp; mỗi dòng: số, hai chấm, các câu."""
    try:
        ranking = rank([_orders_of(file) for file in files])
    except NothingToRank:
        raise wrong_use("Chưa có dòng nào xếp từ hai câu trở lên.") from None
    items = dict(sorted(ranking.items.items(), key=lambda item: item[1].b))
    if as_json:
        rounded = {name: {key: round(value, 3) for key, value in asdict(one).items()} for name, one in items.items()}
        reliability, agreement = round(ranking.reliability, 3), ranking.agreement and round(ranking.agreement, 3)
        print_json({"items": rounded, "reliability": reliability, "agreement": agreement})
        return
    for name, one in items.items():
        typer.echo(f"{one.b:+.2f}  ±{one.se:.2f}  {one.orders:>3} lần xếp  {name}")
    typer.echo(f"Độ tin cậy {ranking.reliability:.2f}, độ khó từ dễ (số âm) đến khó (số dương).")


def _orders_of(file: Path) -> list[list[str]]:
    try:
        return read_orders(file.read_text("utf-8"))
    except OSError:
        raise wrong_use(f"Không đọc được tệp {file}.") from None
    except UnicodeDecodeError:
        raise wrong_use(f"Tệp {file} không phải chữ UTF-8.") from None
    except WrongOrder as wrong:
        message = f"{file}, dòng {wrong.line}: viết số, dấu hai chấm, rồi các câu cách nhau dấu cách, mỗi câu một lần."
        raise wrong_use(message) from None
