"""`hocvuso backup` and `restore`: the whole database in one file, and back."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import text

from app.cli.invocation import AsJson, known_versions, migrate, print_json, read_settings
from app.core import backup as copies
from app.core.config import Settings
from app.core.db import Database

KEYS = "Trong bản sao lưu có tên, số điện thoại và kết quả của người học: cất như cất sổ hộ khẩu. Khóa ký ở thư mục khác, chép riêng."
AFTERWARDS = (
    "Giấy xác nhận cấp sau bản sao lưu không còn trong sổ cái. Trước khi mở lại dịch vụ, chạy `certificate log verify`, rồi làm theo "
    "docs/vi/giay-xac-nhan.md, phần Khôi phục từ bản sao lưu."
)
COUNTED = ("learner", "account", "sitting", "certificate", "log_entry")


def backup(
    file: Annotated[Path, typer.Argument(help="Tệp mới; tệp đã có thì không ghi đè.", metavar="FILE")],
    as_json: AsJson = False,
) -> None:
    """Chép cả cơ sở dữ liệu vào một tệp, dịch vụ cứ chạy."""
    settings = read_settings()
    try:
        copies.back_up(settings.database_url, file)
    except copies.BackupRefused as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from None
    size = file.stat().st_size
    if as_json:
        print_json({"file": str(file), "bytes": size})
    else:
        typer.echo(f"Đã sao lưu vào {file} ({size / 1e6:.1f} MB). {KEYS}")


def restore(
    file: Annotated[Path, typer.Argument(help="Tệp mà `hocvuso backup` đã ghi.", metavar="FILE")],
    as_json: AsJson = False,
) -> None:
    """Lấy lại cơ sở dữ liệu từ bản sao lưu. Dừng dịch vụ trước; dữ liệu đang có được cất sang tệp bên cạnh."""
    settings = read_settings()
    try:
        kept = copies.restore(settings.database_url, file, known_versions())
    except copies.BackupRefused as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from None
    if kept and not as_json:
        typer.echo(f"Dữ liệu trước đó còn ở {kept}; xem xong thì xóa.")
    migrate(settings)
    rows = _rows(settings)
    if as_json:
        print_json({"kept": str(kept) if kept else None, "rows": rows})
        return
    typer.echo("Đã lấy lại. Có " + ", ".join(f"{count} dòng {table}" for table, count in rows.items()) + ".")
    if rows["log_entry"]:
        typer.echo(AFTERWARDS)


def _rows(settings: Settings) -> dict[str, int]:
    """Of the tables that tell whether it is the right copy."""
    with closing(Database(settings.database_url)) as database, database.reading.connect() as connection:
        return {table: connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0 for table in COUNTED}  # noqa: S608 - names of our own
