"""`hocvuso certificate signer`: the process that alone holds the private keys."""

import signal
import threading
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from app.assessment.warrants import warranted
from app.certification.signer import SignerHere
from app.certification.signing_office import AlreadySigning, SigningOffice, SigningServer, read_only
from app.cli.certificate import issuer_of
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

NO_SOCKET = "Chưa biết máy ký nghe ở đâu: đặt HOCVUSO_SIGNER_SOCKET, giống như ở dịch vụ."
ALREADY = "Đã có một máy ký đang chạy ở {}."
NO_PLACE = "Không mở được {}: thư mục ấy có không, người dùng này có được ghi vào đó không, nhóm có thật không?"


def certificate_signer(
    group: Annotated[str, typer.Option(help="Nhóm người dùng được gọi máy ký; không ghi thì chỉ người dùng này.")] = "",
) -> None:
    """Chạy máy ký: giữ khóa riêng một chỗ, dịch vụ không đọc được. Dừng: Ctrl+C."""
    settings = read_settings()
    path = settings.signer_socket
    if path is None:
        raise wrong_use(NO_SOCKET)
    configure_logging()
    with closing(read_only(Database(settings.database_url))) as database:
        try:
            server = SigningServer(path, office_of(settings, database), group)
        except AlreadySigning:
            raise wrong_use(ALREADY.format(path)) from None
        except (OSError, LookupError):
            raise wrong_use(NO_PLACE.format(path)) from None
        _serve(server, path)


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
