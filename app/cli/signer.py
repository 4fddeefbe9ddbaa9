"""`hocvuso certificate signer`: the process that alone holds the private keys."""

import signal
import threading
from contextlib import closing
from pathlib import Path
from typing import Annotated

import structlog
import typer

from app.assessment.warrants import warranted
from app.certification import head_memory
from app.certification.composing import NoWarrant
from app.certification.head_memory import HeadMemory
from app.certification.signer import SignerHere
from app.certification.signing_office import AlreadySigning, SigningOffice, SigningServer, is_answered, read_only
from app.certification.transparency_log import BrokenLog
from app.cli.certificate import FAULTS, issuer_of
from app.cli.invocation import read_settings, wrong_use
from app.core.clock import Clock
from app.core.config import Settings
from app.core.db import Database
from app.core.logging import configure_logging
from app.courses.domain.compilation import compile_catalogue
from app.courses.domain.frameworks import Framework
from app.courses.folders import fingerprint, read_folders
from app.courses.library import ContentLibrary
from app.quiz.domain.kinds import KINDS
from app.sittings.standards import Standards

log = structlog.get_logger()

NO_SOCKET = "Chưa biết máy ký nghe ở đâu: đặt HOCVUSO_SIGNER_SOCKET, giống như ở dịch vụ."
ALREADY = "Đã có một máy ký đang chạy ở {}."
RUNNING = "Máy ký đang chạy ở {}. Dừng nó trước, rồi chạy lại lệnh này."
NOTHING_GIVEN_UP = "Sổ cái vẫn bắt đầu đúng như đầu sổ đã ký. Không có gì phải nhận, máy ký chạy như thường."
GIVEN_UP = """Đã nhận bản khôi phục. Từ nay mọi đầu sổ được ký đều ghi rằng đầu sổ cũ dưới đây không còn đúng.

Đầu sổ cũ: {old.size} dòng, dấu {old.root}
{old.token}
Sổ sau khôi phục: {now.size} dòng, dấu {now.root}

In tờ này ra, ghi vì sao phải khôi phục và bản sao lưu của ngày nào, ký tên, gửi cho sở và cho mọi nơi đang giữ đầu sổ."""
NO_PLACE = "Không mở được {}: thư mục ấy có không, người dùng này có được ghi vào đó không, nhóm có thật không?"


def certificate_signer(
    group: Annotated[str, typer.Option(help="Nhóm người dùng được gọi máy ký; không ghi thì chỉ người dùng này.")] = "",
    accept_restored: Annotated[
        bool,
        typer.Option(
            "--accept-restored", help="Sổ cái vừa lấy lại từ bản sao lưu: nhận sổ ấy, in đầu sổ cũ, rồi thôi."
        ),
    ] = False,
) -> None:
    """Chạy máy ký: giữ khóa riêng một chỗ, dịch vụ không đọc được. Dừng: Ctrl+C."""
    settings = read_settings()
    path = settings.signer_socket
    if path is None:
        raise wrong_use(NO_SOCKET)
    configure_logging()
    with closing(read_only(Database(settings.database_url))) as database:
        if accept_restored:
            _accept(database, settings, path)
            return
        try:
            office = office_of(settings, database)
            server = SigningServer(path, office, group)
        except AlreadySigning:
            raise wrong_use(ALREADY.format(path)) from None
        except (OSError, LookupError):
            raise wrong_use(NO_PLACE.format(path)) from None
        if is_wrong := office.look():
            typer.echo(is_wrong, err=True)
        _serve(server, path)


def _accept(database: Database, settings: Settings, path: Path) -> None:
    """Nothing is signed here. What is given up is printed for others to see, and told by every head that is signed later."""
    if is_answered(path):
        raise wrong_use(RUNNING.format(path))
    now = Clock(settings.clock).now()
    try:
        with database.reading.connect() as connection:
            found = head_memory.accept_restored(connection, HeadMemory(settings.var_dir / "keys"), now)
    except BrokenLog as broken:
        typer.echo(FAULTS["entry"].format(broken.index), err=True)
        raise typer.Exit(1) from None
    except NoWarrant as refusal:
        typer.echo(head_memory.LOUD[refusal.why], err=True)
        raise typer.Exit(1) from None
    if found is None:
        typer.echo(NOTHING_GIVEN_UP)
        return
    log.critical("a restored log was accepted", where=found.given_up.root, count=found.given_up.size)
    typer.echo(GIVEN_UP.format(old=found.given_up, now=found))


def office_of(settings: Settings, database: Database) -> SigningOffice:
    clock = Clock(settings.clock)
    standards = KnownStandards(settings.content_dirs, database, clock)
    signer = SignerHere(settings.var_dir / "keys", issuer_of(settings))
    return SigningOffice(
        database, signer, lambda session, subject, now: warranted(session, standards, subject, now), clock
    )


class KnownStandards(Standards):
    """What a finished sitting is judged by: banks and standards as the database keeps them, frameworks as they lie in the
    content, the one part of it that is read here."""

    def __init__(self, roots: tuple[Path, ...], database: Database, clock: Clock) -> None:
        super().__init__(roots, ContentLibrary(roots, database, clock, KINDS))
        self._clock = clock
        self._seen: object = None
        self._frameworks: dict[str, Framework] = {}

    def framework(self, id_: str) -> Framework | None:
        now = fingerprint(self._roots)
        if now != self._seen:
            files = [file for file in read_folders(self._roots, []).values() if file.relative.startswith("frameworks/")]
            catalogue = compile_catalogue(files, self._clock.today(), KINDS).catalogue
            self._seen, self._frameworks = now, dict(catalogue.frameworks)
        return self._frameworks.get(id_)


def _serve(server: SigningServer, path: Path) -> None:
    def stop(*_: object) -> None:
        threading.Thread(target=server.shutdown).start()  # which waits for the loop below

    for sent in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sent, stop)
    typer.echo(f"Máy ký đang chạy ở {path}  (dừng: Ctrl+C)")
    with server:
        server.serve_forever(poll_interval=0.2)
