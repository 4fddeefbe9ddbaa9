"""`hocvuso user`: accounts."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, TypeVar

import typer
from sqlalchemy.orm import Session

from app.accounts import appointments, service
from app.accounts.domain.duties import Duty
from app.accounts.domain.roles import Role
from app.cli.invocation import AsJson, open_database, print_json, read_settings, wrong_use
from app.core.clock import Clock
from app.sittings import keeping
from app.web.forms import clean_name

commands = typer.Typer(help="Tài khoản.", no_args_is_help=True)
Value = TypeVar("Value")


@commands.command("create")
def user_create(
    role: Annotated[Role, typer.Option()],
    name: Annotated[str, typer.Option()],
    phone: Annotated[str | None, typer.Option()] = None,
    as_json: AsJson = False,
) -> None:
    """Tạo tài khoản, in tên đăng nhập và mật khẩu dùng một lần."""
    settings = read_settings()
    try:
        clean = str(clean_name(name))
        if not 1 <= len(clean) <= 60:
            raise ValueError("Tên cần từ 1 đến 60 ký tự.")
        with open_database(settings) as database, database.session(writes=True) as session:
            now = Clock(settings.clock).now()
            created = service.create_account(session, settings.secret, role, clean, phone, now)
            session.commit()
    except service.PhoneTaken:
        raise wrong_use("Số điện thoại này đã có tài khoản khác dùng.") from None
    except ValueError as error:
        raise wrong_use(str(error)) from None
    _show_one_time_password(created, as_json=as_json)


@commands.command("disable")
def user_disable(login: str, as_json: AsJson = False) -> None:
    """Khóa tài khoản: không đăng nhập được nữa, mọi máy đang đăng nhập đều thoát."""

    def disable(session: Session, now: datetime) -> str:
        return service.disable_account(session, login, now)

    disabled = _change_account(login, disable, as_json=as_json)
    if as_json:
        print_json({"login": disabled, "disabled": True})
    else:
        typer.echo(f"Đã khóa tài khoản {disabled}.")


@commands.command("new-password")
def user_new_password(login: str, as_json: AsJson = False) -> None:
    """Cấp mật khẩu dùng một lần mới, mọi máy đang đăng nhập đều thoát."""

    def renew(session: Session, _now: datetime) -> service.CreatedAccount:
        return service.give_one_time_password(session, login)

    _show_one_time_password(_change_account(login, renew, as_json=as_json), as_json=as_json)


@commands.command("allow-publishing")
def user_allow_publishing(login: str, as_json: AsJson = False) -> None:
    """Giao quyền đăng bài: đồng ý và đăng bài của thầy cô khác. Quản trị luôn có quyền này."""

    def grant(session: Session, now: datetime) -> str:
        try:
            return appointments.appoint(session, login, Duty.PUBLISHING, now)
        except appointments.NoTeacher:
            raise wrong_use("Chỉ giáo viên mới nhận quyền đăng bài; quản trị thì đã có sẵn.") from None

    _show_publishing(_change_account(login, grant, as_json=as_json), may=True, as_json=as_json)


@commands.command("stop-publishing")
def user_stop_publishing(login: str, as_json: AsJson = False) -> None:
    """Lấy lại quyền đăng bài. Bản chưa đăng mà người này đã đồng ý thì cần người khác đồng ý."""

    def take(session: Session, now: datetime) -> str:
        return appointments.relieve(session, login, Duty.PUBLISHING, now)

    _show_publishing(_change_account(login, take, as_json=as_json), may=False, as_json=as_json)


def _show_publishing(login: str, *, may: bool, as_json: bool) -> None:
    if as_json:
        print_json({"login": login, "may_publish": may})
    else:
        typer.echo(f"{login} {'nay được' if may else 'không còn được'} duyệt và đăng bài.")


@commands.command("allow-bank")
def user_allow_bank(login: str, as_json: AsJson = False) -> None:
    """Giao giữ kho chứng nhận: thấy câu hỏi thi và đáp án, không mở lớp có giám sát nữa. Quản trị đã có sẵn."""

    def grant(session: Session, now: datetime) -> tuple[str, datetime | None]:
        try:
            return keeping.grant_bank(session, login, now)
        except appointments.NoTeacher:
            raise wrong_use("Chỉ giáo viên mới nhận giữ kho chứng nhận; quản trị thì đã có sẵn.") from None
        except keeping.HasOpenClass:
            raise wrong_use("Người này đang có lớp giám sát còn mở. Đóng lớp ấy trước đã.") from None

    kept, until = _change_account(login, grant, as_json=as_json)
    if as_json:
        print_json({"login": kept, "keeps_bank": True, "supervised_until": until.isoformat() if until else None})
        return
    typer.echo(f"{kept} nay giữ kho chứng nhận, và không mở lớp có giám sát nữa.")
    if until:
        typer.echo(f"Người này từng giám sát: giấy từ các lớp ấy có thể còn hiệu lực đến {until:%d/%m/%Y}.")


@commands.command("stop-bank")
def user_stop_bank(login: str, as_json: AsJson = False) -> None:
    """Lấy lại kho chứng nhận: người này không còn thấy câu hỏi thi."""

    def take(session: Session, now: datetime) -> str:
        return appointments.relieve(session, login, Duty.BANK, now)

    kept = _change_account(login, take, as_json=as_json)
    if as_json:
        print_json({"login": kept, "keeps_bank": False})
    else:
        typer.echo(f"{kept} không còn giữ kho chứng nhận.")


def _change_account(login: str, change: Callable[[Session, datetime], Value], *, as_json: bool) -> Value:
    settings = read_settings()
    try:
        with open_database(settings) as database, database.session(writes=True) as session:
            changed = change(session, Clock(settings.clock).now())
            session.commit()
    except service.NoSuchLogin:
        message = f"Không có tài khoản nào đang dùng tên đăng nhập {login}."
        if as_json:
            print_json({"error": message})
        else:
            typer.echo(message, err=True)
        raise typer.Exit(1) from None
    return changed


def _show_one_time_password(account: service.CreatedAccount, *, as_json: bool) -> None:
    if as_json:
        print_json({"id": account.id, "login": account.login, "one_time_password": account.one_time_password})
    else:
        typer.echo(f"Tên đăng nhập: {account.login}\nMật khẩu dùng một lần: {account.one_time_password}")
