"""`hocvuso content`: what is wrong with the content folders, what has to be read again."""

from contextlib import closing
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from app.cli.invocation import AsJson, print_json, read_settings, wrong_use
from app.core.clock import Clock
from app.core.config import Settings
from app.core.db import Database
from app.courses.domain.compilation import Compiled
from app.courses.domain.staleness import NO_HISTORY, History, stale
from app.courses.fact_history import read_history
from app.courses.folders import root_names
from app.courses.library import check_folders
from app.quiz.domain.kinds import KINDS

commands = typer.Typer(help="Nội dung: kiểm tra, tìm chỗ quá hạn.", no_args_is_help=True)


@commands.command("check")
def content_check(paths: Annotated[list[Path] | None, typer.Argument()] = None, as_json: AsJson = False) -> None:
    """Soi nội dung: chỗ nào sai, sửa thế nào. Đường dẫn là một thư mục nội dung hoặc một tệp."""
    settings = read_settings()
    today = Clock(settings.clock).today()
    diagnostics = []
    for compiled, only in [_check(path, settings, today) for path in paths or ()] or [_check_all(settings, today)]:
        diagnostics += [
            found for found in compiled.diagnostics if only is None or f"{found.file}/".startswith(f"{only}/")
        ]
    errors = sum(found.severity == "error" for found in diagnostics)
    if as_json:
        print_json({"ok": errors == 0, "diagnostics": [asdict(found) for found in diagnostics]})
    else:
        for found in diagnostics:
            word = "lỗi" if found.severity == "error" else "cảnh báo"
            typer.echo(f"{found.file}:{found.line}:{found.column}: {word} [{found.code}] {found.message}")
        typer.echo(f"{errors} lỗi, {len(diagnostics) - errors} cảnh báo.")
    raise typer.Exit(1 if errors else 0)


def _check_all(settings: Settings, today: date) -> tuple[Compiled, str | None]:
    """All roots together, as the service reads them: lessons of one may use facts of another."""
    for root in settings.content_dirs:
        if not root.is_dir():
            raise wrong_use(f"Không có thư mục nội dung nào ở {root}.")
    return check_folders(settings.content_dirs, today, KINDS), None


def _check(path: Path, settings: Settings, today: date) -> tuple[Compiled, str | None]:
    """A file or a folder is judged in its content root, for its facts and skills; only what it does wrong is told."""
    if (path / "courses").is_dir():
        return check_folders([path], today, KINDS), None
    if not path.exists():
        raise wrong_use(f"Không có tệp hay thư mục nào ở {path}.")
    whole = path.resolve()
    for roots in (settings.content_dirs, *((root,) for root in _roots_above(whole))):
        for root, name in zip(roots, root_names(roots), strict=True):
            if whole.is_relative_to(root.resolve()):
                relative = whole.relative_to(root.resolve()).as_posix()
                return check_folders(roots, today, KINDS), f"{name}/{relative}".removesuffix("/.")
    if path.is_dir():
        return check_folders([path], today, KINDS), None
    raise wrong_use(f"Tệp {path} không nằm trong một thư mục nội dung (có courses/, facts/, frameworks/).")


def _roots_above(path: Path) -> list[Path]:
    return [parent for parent in path.parents if (parent / "courses").is_dir()]


def _fact_history(settings: Settings) -> History:
    """What the service on this machine has kept; where none has run, nothing is known but the dates in the files."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        return NO_HISTORY
    try:
        with closing(Database(settings.database_url)) as database, database.reading.connect() as connection:
            return read_history(connection)
    except DBAPIError:
        typer.echo("Chưa đọc được cơ sở dữ liệu, nên chỉ xét ngày hạn, chưa xét dữ kiện đã đổi.", err=True)
        return NO_HISTORY


@commands.command("stale")
def content_stale(
    on: Annotated[str, typer.Option(help="Ngày, viết như 2026-11-21.")] = "", as_json: AsJson = False
) -> None:
    """Dữ kiện, bài học, câu hỏi phải xem lại vào một ngày: đã quá hạn, hoặc dữ kiện đã đổi."""
    settings = read_settings()
    clock_today = Clock(settings.clock).today()
    try:
        day = date.fromisoformat(on) if on else clock_today
    except ValueError:
        raise wrong_use("Ngày viết như 2026-11-21.") from None
    rows = stale(_check_all(settings, day)[0].catalogue, day, _fact_history(settings))
    if as_json:
        told = [{"kind": row.kind, "id": row.id, "since": row.since, "because": row.because} for row in rows]
        print_json({"stale": told})
    else:
        for row in rows:
            typer.echo(f"{row.since}  {row.kind:<7} {row.id}: {row.because}")
        typer.echo(f"{len(rows)} chỗ cần rà soát.")
    raise typer.Exit(1 if rows else 0)
