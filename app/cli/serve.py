"""`hocvuso serve`: one command from nothing to a running service."""

import gc
import socket
import sys
from errno import EADDRINUSE
from typing import Annotated

import typer
import uvicorn

from app.accounts.domain.roles import Role
from app.cli.demo import load_people
from app.cli.invocation import migrate, read_settings, wrong_use
from app.core.config import Settings
from app.core.garbage import unsearched
from app.courses.library import ContentLibrary
from app.main import create_app

GARBAGE = 10_000  # objects more than before, until one looks for circles among them
SWITCH_S = 0.0005  # the loop and the threads that write wait for each other ten times less than the usual 5 ms


def serve(host: str = "127.0.0.1", port: Annotated[int, typer.Option(min=0, max=65_535)] = 8000) -> None:
    """Nâng cấp cơ sở dữ liệu, kiểm tra nội dung, mở dịch vụ."""
    settings = read_settings()
    _try_to_listen(host, port)
    settings = found_at(settings, host, port)
    with unsearched():
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
    sys.setswitchinterval(SWITCH_S)
    _leave_what_stays_alone()
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


def found_at(settings: Settings, host: str, port: int) -> Settings:
    """In development the address of the service is where it listens, unless one is set: the wall of a class, cards and QR
    codes lead here. And browsers keep no secure cookie over plain HTTP by a network name: nobody's progress would stay."""
    if settings.env != "dev" or not port or "public_url" in settings.model_fields_set:
        return settings
    name = f"[{host}]" if ":" in host else host
    return settings.model_copy(update={"public_url": f"http://{name}:{port}"})


def _try_to_listen(host: str, port: int) -> None:
    """Before a minute goes by, and before an address is said at which another program answers."""
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == EADDRINUSE:
            message = (
                f"Cổng {port} đang có chương trình khác dùng. Dừng chương trình ấy, hoặc chọn cổng khác bằng --port."
            )
        else:
            message = f"Không mở được dịch vụ ở {host}, cổng {port}. Kiểm tra địa chỉ máy và quyền dùng cổng ấy."
        raise wrong_use(message) from None


def _leave_what_stays_alone() -> None:
    """The search for circular garbage skips what lives as long as the service, and comes when some has gathered: with the
    usual 700 objects it looked at every request under way several times, a tenth of the work of an answer."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE, *gc.get_threshold()[1:])


def _print_demo(settings: Settings) -> None:
    people = load_people(settings)
    typer.echo("\nTài khoản thử cho các bàn làm việc (đăng nhập ở /dang-nhap):")
    desks = [f"{person.desk}, {person.address}" for person in people]
    wide, login_wide = max(map(len, desks)), max(len(person.login) for person in people)
    for person, desk in zip(people, desks, strict=True):
        typer.echo(f"  {desk:<{wide}}  tên đăng nhập: {person.login:<{login_wide}}  mật khẩu: {person.password}")
    if sum(person.role is Role.ASSESSOR for person in people) == 1:
        typer.echo(
            "Muốn có sẵn hồ sơ trên bàn thẩm định, gõ ở một cửa sổ khác: ./run hocvuso demo load --cases (chừng hai phút)."
        )
