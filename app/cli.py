"""The `hocvuso` command: thin, calls services. Exit code 0 success, 1 a finding, 2 wrong use."""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer
import uvicorn
from alembic import command
from alembic.config import Config
from pydantic import ValidationError
from sqlalchemy.orm import Session

from app.accounts import demo, service
from app.accounts.domain.roles import Role
from app.core.clock import Clock
from app.core.config import LOOPBACK, PROJECT, Settings
from app.core.db import Database
from app.courses.domain.catalogue import stale
from app.courses.domain.compilation import Compiled
from app.courses.folders import root_names
from app.courses.library import ContentLibrary, check_folders
from app.main import create_app
from app.practice.learner_models import differing, rebuild
from app.quiz.domain.kinds import KINDS
from app.quiz.measure import measure
from app.web.forms import clean_name

cli = typer.Typer(
    name="hocvuso",
    help="Học Vụ Số: dịch vụ, nội dung, người dùng.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
content_cli = typer.Typer(help="Nội dung: kiểm tra, tìm chỗ quá hạn.", no_args_is_help=True)
user_cli = typer.Typer(help="Tài khoản.", no_args_is_help=True)
quiz_cli = typer.Typer(help="Chấm và ước lượng như khi phục vụ; mức thành thạo.", no_args_is_help=True)
demo_cli = typer.Typer(help="Dữ liệu thử (chỉ ở môi trường dev).", no_args_is_help=True)
cli.add_typer(content_cli, name="content")
cli.add_typer(user_cli, name="user")
cli.add_typer(quiz_cli, name="quiz")
cli.add_typer(demo_cli, name="demo")

Value = TypeVar("Value")
AsJson = Annotated[bool, typer.Option("--json", help="In một tài liệu JSON duy nhất.")]


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as failure:
        reasons = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'settings'}: {e['msg']}" for e in failure.errors())
        _wrong_use(f"Cấu hình chưa đúng: {reasons}")


def _wrong_use(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(2)


def _print_json(document: Any) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False, default=str) + "\n")


def migrate(settings: Settings) -> None:
    config = Config(PROJECT / "alembic.ini")
    config.set_main_option("sqlalchemy.url", settings.database_url.replace("%", "%%"))
    command.upgrade(config, "head")


@cli.command()
def serve(host: str = "127.0.0.1", port: int = 8000) -> None:
    """Nâng cấp cơ sở dữ liệu, kiểm tra nội dung, mở dịch vụ."""
    settings = _settings()
    if settings.env == "dev" and host not in LOOPBACK and "public_url" not in settings.model_fields_set:
        # Browsers keep no secure cookie over plain HTTP by a network name: without this nobody's progress would stay.
        settings = settings.model_copy(update={"public_url": f"http://{host}:{port}"})
    migrate(settings)
    service_app = create_app(settings)
    library: ContentLibrary = service_app.app.state.library
    library.refresh()
    errors = sum(diagnostic.severity == "error" for diagnostic in library.diagnostics)
    lessons = len(library.catalogue.lessons)
    typer.echo(f"Nội dung: {lessons} bài học, {errors} lỗi, {len(library.diagnostics) - errors} cảnh báo.")
    if errors:
        typer.echo("Bài có lỗi vẫn hiện bản đúng gần nhất. Xem lỗi: ./run hocvuso content check")
    if settings.demo:
        _print_demo(settings)
    typer.echo(f"\nHọc Vụ Số đang chạy ở http://{host}:{port}  (dừng: Ctrl+C)")
    uvicorn.run(
        service_app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxy),
        forwarded_allow_ips=settings.trusted_proxy or None,
        timeout_graceful_shutdown=10,
    )


def _print_demo(settings: Settings) -> None:
    people = _load_demo(settings)
    typer.echo("\nTài khoản thử cho các bàn làm việc (đăng nhập ở /dang-nhap):")
    for person in people:
        typer.echo(f"  {person.desk:<24} tên đăng nhập: {person.login:<20} mật khẩu: {person.password}")


def _load_demo(settings: Settings) -> list[demo.DemoPerson]:
    database = Database(settings.database_url)
    try:
        with database.session(writes=True) as session:
            people = demo.load_people(session, settings, Clock(settings.clock).now())
            session.commit()
    finally:
        database.close()
    return people


@demo_cli.command("load")
def demo_load(as_json: AsJson = False) -> None:
    """Tạo người dùng thử cho mọi bàn làm việc."""
    settings = _settings()
    if settings.env == "prod":
        _wrong_use("Dữ liệu thử không dùng ở môi trường thật.")
    migrate(settings)
    people = _load_demo(settings)
    if as_json:
        _print_json({"people": [asdict(person) for person in people]})
    else:
        for person in people:
            typer.echo(f"{person.desk}: {person.login} / {person.password}")


@content_cli.command("check")
def content_check(paths: Annotated[list[Path] | None, typer.Argument()] = None, as_json: AsJson = False) -> None:
    """Soi nội dung: chỗ nào sai, sửa thế nào. Đường dẫn là một thư mục nội dung hoặc một tệp."""
    settings = _settings()
    today = Clock(settings.clock).today()
    diagnostics = []
    for compiled, only in [_check(path, settings, today) for path in paths or ()] or [_check_all(settings, today)]:
        diagnostics += [
            found for found in compiled.diagnostics if only is None or f"{found.file}/".startswith(f"{only}/")
        ]
    errors = sum(found.severity == "error" for found in diagnostics)
    if as_json:
        _print_json({"ok": errors == 0, "diagnostics": [asdict(found) for found in diagnostics]})
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
            _wrong_use(f"Không có thư mục nội dung nào ở {root}.")
    return check_folders(settings.content_dirs, today, KINDS), None


def _check(path: Path, settings: Settings, today: date) -> tuple[Compiled, str | None]:
    """A file or a folder is judged in its content root, for its facts and skills; only what it does wrong is told."""
    if (path / "courses").is_dir():
        return check_folders([path], today, KINDS), None
    if not path.exists():
        _wrong_use(f"Không có tệp hay thư mục nào ở {path}.")
    whole = path.resolve()
    for roots in (settings.content_dirs, *((root,) for root in _roots_above(whole))):
        for root, name in zip(roots, root_names(roots), strict=True):
            if whole.is_relative_to(root.resolve()):
                relative = whole.relative_to(root.resolve()).as_posix()
                return check_folders(roots, today, KINDS), f"{name}/{relative}".removesuffix("/.")
    if path.is_dir():
        return check_folders([path], today, KINDS), None
    _wrong_use(f"Tệp {path} không nằm trong một thư mục nội dung (có courses/, facts/, frameworks/).")


def _roots_above(path: Path) -> list[Path]:
    return [parent for parent in path.parents if (parent / "courses").is_dir()]


@content_cli.command("stale")
def content_stale(
    on: Annotated[str, typer.Option(help="Ngày, viết như 2026-11-21.")] = "", as_json: AsJson = False
) -> None:
    """Dữ kiện và bài học đã quá hạn rà soát vào một ngày."""
    settings = _settings()
    clock_today = Clock(settings.clock).today()
    try:
        day = date.fromisoformat(on) if on else clock_today
    except ValueError:
        _wrong_use("Ngày viết như 2026-11-21.")
    rows = stale(_check_all(settings, day)[0].catalogue, day)
    if as_json:
        _print_json({"stale": [asdict(row) for row in rows]})
    else:
        for row in rows:
            typer.echo(f"{row.since}  {row.kind:<7} {row.id}: {row.because}")
        typer.echo(f"{len(rows)} chỗ cần rà soát.")
    raise typer.Exit(1 if rows else 0)


@user_cli.command("create")
def user_create(
    role: Annotated[Role, typer.Option()],
    name: Annotated[str, typer.Option()],
    phone: Annotated[str | None, typer.Option()] = None,
    as_json: AsJson = False,
) -> None:
    """Tạo tài khoản, in tên đăng nhập và mật khẩu dùng một lần."""
    settings = _settings()
    migrate(settings)
    try:
        clean = str(clean_name(name))
        if not 1 <= len(clean) <= 60:
            raise ValueError("Tên cần từ 1 đến 60 ký tự.")
        database = Database(settings.database_url)
        with database.session(writes=True) as session:
            now = Clock(settings.clock).now()
            created = service.create_account(session, settings.secret, role, clean, phone, now)
            session.commit()
        database.close()
    except service.PhoneTaken:
        _wrong_use("Số điện thoại này đã có tài khoản khác dùng.")
    except ValueError as error:
        _wrong_use(str(error))
    _show_one_time_password(created, as_json=as_json)


@user_cli.command("disable")
def user_disable(login: str, as_json: AsJson = False) -> None:
    """Khóa tài khoản: không đăng nhập được nữa, mọi máy đang đăng nhập đều thoát."""

    def disable(session: Session, now: datetime) -> str:
        return service.disable_account(session, login, now)

    disabled = _change_account(login, disable, as_json=as_json)
    if as_json:
        _print_json({"login": disabled, "disabled": True})
    else:
        typer.echo(f"Đã khóa tài khoản {disabled}.")


@user_cli.command("new-password")
def user_new_password(login: str, as_json: AsJson = False) -> None:
    """Cấp mật khẩu dùng một lần mới, mọi máy đang đăng nhập đều thoát."""

    def renew(session: Session, _now: datetime) -> service.CreatedAccount:
        return service.give_one_time_password(session, login)

    _show_one_time_password(_change_account(login, renew, as_json=as_json), as_json=as_json)


def _change_account(login: str, change: Callable[[Session, datetime], Value], *, as_json: bool) -> Value:
    settings = _settings()
    migrate(settings)
    database = Database(settings.database_url)
    try:
        with database.session(writes=True) as session:
            changed = change(session, Clock(settings.clock).now())
            session.commit()
    except service.NoSuchLogin:
        message = f"Không có tài khoản nào đang dùng tên đăng nhập {login}."
        if as_json:
            _print_json({"error": message})
        else:
            typer.echo(message, err=True)
        raise typer.Exit(1) from None
    finally:
        database.close()
    return changed


def _show_one_time_password(account: service.CreatedAccount, *, as_json: bool) -> None:
    if as_json:
        _print_json({"id": account.id, "login": account.login, "one_time_password": account.one_time_password})
    else:
        typer.echo(f"Tên đăng nhập: {account.login}\nMật khẩu dùng một lần: {account.one_time_password}")


@quiz_cli.command("measure")
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


@quiz_cli.command("rebuild")
def quiz_rebuild(
    check: Annotated[bool, typer.Option("--check", help="Chỉ so, không đổi gì. Có người khác thì mã thoát 1.")] = False,
    as_json: AsJson = False,
) -> None:
    """Tính lại mức thành thạo của mọi người học từ các câu trả lời đã ghi."""
    settings = _settings()
    migrate(settings)
    database = Database(settings.database_url)
    try:
        count, wrong = differing(database) if check else (rebuild(database), [])
    finally:
        database.close()
    if as_json:
        _print_json({"learners": count, "differing": wrong} if check else {"learners": count})
    elif check:
        typer.echo(f"Đã so {count} người học: {len(wrong)} người có mức thành thạo khác với khi tính lại từ đầu.")
        for learner in wrong:
            typer.echo(f"  người học số {learner}")
        if wrong:
            typer.echo("Tính lại cho mọi người: ./run hocvuso quiz rebuild")
    else:
        typer.echo(f"Đã tính lại mức thành thạo của {count} người học.")
    raise typer.Exit(1 if wrong else 0)
