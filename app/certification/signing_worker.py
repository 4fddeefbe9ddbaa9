"""Has signed what waits for the signer in another process, in the background: no page waits for it, and whatever happens to
either process, what waits stays until it is signed."""

import threading
import time
from typing import Literal

import structlog
from sqlalchemy.exc import DBAPIError

from app.certification.domain.confirmation import from_text
from app.certification.domain.tokens import BadToken
from app.certification.pending import keep_signed, note_refusal, pending_certificates
from app.certification.service import Certificates
from app.certification.signer import SignerAway, SignerRefuses
from app.certification.signing_apart import SignerApart
from app.certification.signing_keys import NoKey
from app.core.batch import UNAVAILABLE
from app.core.clock import Clock
from app.core.db import Database

EVERY_S = 2.0  # what another process asked for is seen so late
FIRST_AGAIN_S, LAST_AGAIN_S = 10.0, 3600.0  # what was refused is asked again, more and more rarely

log = structlog.get_logger()


class SigningWorker:
    """One per process; of two that have the same signed one keeps it."""

    def __init__(self, database: Database, certificates: Certificates, signer: SignerApart, clock: Clock) -> None:
        self._database, self._certificates, self._signer, self._clock = database, certificates, signer, clock
        self._again: dict[str, tuple[float, float]] = {}  # by code: when, and how long it was waited for
        self._is_away = False
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="signing-worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._signer.wanted.set()
        self._thread.join(timeout=10)

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def sign_due(self) -> int:
        """Gives how many certificates were signed. Raises SignerAway."""
        with self._database.session(writes=False) as session:
            codes = [pending.code for pending in pending_certificates(session)]
        self._again = {code: again for code, again in self._again.items() if code in codes}
        due = [code for code in codes if self._again.get(code, (0.0, 0.0))[0] <= time.monotonic()]
        if due:
            self._certificates.begin_first_key(self._database, self._clock.now())
        return sum(self._signed(code) for code in due)

    def _signed(self, code: str) -> bool:
        """Nothing is locked while the signer is asked."""
        try:
            token, text = self._signer.certificate(code)
            with self._database.session(writes=True) as session:
                is_kept = keep_signed(session, code, token, from_text(text))
                session.commit()
        except (SignerRefuses, NoKey) as refusal:
            return self._put_off(code, refusal.why if isinstance(refusal, SignerRefuses) else "no-key")
        except (BadToken, ValueError, LookupError, TypeError):
            return self._put_off(code, "another")
        return is_kept

    def _put_off(self, code: str, why: str) -> Literal[False]:
        """`why` as SignerRefuses, or "another": what came back is not what waits."""
        waited = min(LAST_AGAIN_S, self._again.get(code, (0.0, FIRST_AGAIN_S / 2))[1] * 2)
        self._again[code] = time.monotonic() + waited, waited
        log.warning("a certificate was not signed", error=why)
        with self._database.session(writes=True) as session:
            note_refusal(session, code, why)
            session.commit()
        return False

    def _keep_head(self) -> None:
        if self._signer.head_wanted.is_set():
            self._signer.head_wanted.clear()
            self._certificates.close_day(self._database, self._clock.now(), daily=False)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._signer.wanted.clear()
                self.sign_due()
                self._keep_head()
                self._is_away = False
            except SignerAway:
                if not self._is_away:  # once: it is asked again every few seconds
                    log.error("the signer does not answer, certificates wait")
                self._is_away = True
            except (*UNAVAILABLE, DBAPIError) as error:
                log.warning("certificates wait for the database", error=type(error).__name__)
            except Exception as error:
                log.exception("having certificates signed failed", error=type(error).__name__)
            self._signer.wanted.wait(EVERY_S)
