"""A signer in a process of its own, with keys that nobody else has, and a hall that lets it sign."""

import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from app.certification.models import Certificate
from app.certification.signing_apart import SignerApart
from app.certification.signing_office import SigningServer, read_only
from app.certification.signing_worker import SigningWorker
from app.cli.signer import office_of
from app.core.clock import Clock
from app.core.config import Settings
from app.core.db import Database
from app.core.logging import configure_logging
from app.sittings.standards import Engine
from tests.assessment.hall import NOW, Hall, right

PATIENCE_S = 60  # ends a hang; a busy machine may take its time


@dataclass
class SignerProcess:
    """Forked off the tests; what it writes is in `log`."""

    hall: Hall
    folder: Path
    id: int = 0

    @property
    def socket(self) -> Path:
        return self.folder / "signer.sock"

    @property
    def keys(self) -> Path:
        return self.folder / "var" / "keys"

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text("utf-8")

    def start(self) -> None:
        self.hall.database.engine.dispose()
        self.id = os.fork()
        if self.id == 0:
            self._serve()
        until = time.monotonic() + PATIENCE_S
        while not answers(self.socket):
            assert time.monotonic() < until
            time.sleep(0.005)

    def stop(self, sent: signal.Signals = signal.SIGKILL) -> None:
        if self.id:
            os.kill(self.id, sent)
            os.waitpid(self.id, 0)
            self.id = 0

    def _serve(self) -> None:
        try:
            sys.stderr = (self.folder / "log").open("a", encoding="utf-8")
            url = self.hall.database.url.render_as_string(hide_password=False)
            settings = Settings(
                _env_file=None, var_dir=self.folder / "var", database_url=url, content_dirs=(self.hall.place.root,),
                demo=False, public_url="https://hocvuso.example.vn", clock=NOW,
            )  # fmt: skip
            configure_logging()
            SigningServer(self.socket, office_of(settings, read_only(Database(url)))).serve_forever()
        finally:
            os._exit(3)


def answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


@dataclass
class Apart:
    """`worker` is the service's: it has signed what waits."""

    hall: Hall
    process: SignerProcess
    signer: SignerApart
    worker: SigningWorker


@contextmanager
def signing_apart(hall: Hall) -> Iterator[Apart]:
    """From now on this hall can sign nothing itself."""
    folder = Path(tempfile.mkdtemp(prefix="ky-"))  # the path of a socket may not be long
    process, signer = SignerProcess(hall, folder), SignerApart(folder / "signer.sock")
    certificates = replace(hall.place.engine.certificates, keys=folder / "none", apart=signer)
    hall.place.engine = Engine(hall.place.standards, certificates)
    try:
        process.start()
        yield Apart(hall, process, signer, SigningWorker(hall.database, certificates, signer, Clock(NOW)))
    finally:
        process.stop()
        shutil.rmtree(folder)


@pytest.fixture
def apart(hall: Hall) -> Iterator[Apart]:
    with signing_apart(hall) as found:
        yield found


def approved(apart: Apart) -> str:
    """The code of a certificate that was promised for a case."""
    hall = apart.hall
    [token] = hall.open_cases(right())
    hall.draw(False)
    hall.decide(token, "approve", hall.lan)
    return hall.case(token).certificate_code or ""


def certificates(hall: Hall) -> list[Certificate]:
    return hall.read(lambda session: list(session.scalars(select(Certificate).order_by(Certificate.log_index))))
