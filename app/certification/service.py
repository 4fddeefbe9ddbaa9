"""Use cases: a certificate is issued, revoked, shown with its holder's name or without, forgotten by its holder's name."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy import Connection, event, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.certification import transparency_log
from app.certification.composing import NewCertificate, promise, signed_with
from app.certification.domain.confirmation import as_text, from_text
from app.certification.domain.credential import Issuer, log_entry
from app.certification.domain.tokens import BadToken
from app.certification.log_heads import due_head, keep_head, newest_head
from app.certification.models import Certificate, FrameworkEdition, PendingCertificate
from app.certification.pending import certificate_row, pending_about, take_back
from app.certification.queries import (
    Head,
    certificate_about,
    certificates_of,
    find_edition,
    free_of_signatures,
    next_status_index,
)
from app.certification.signer import Signer, SignerAway, SignerHere, SignerRefuses
from app.certification.signing_apart import SignerApart
from app.certification.signing_keys import NoKey, PublicHalf, begin_key, has_key, key_in_use, wait_for_turn
from app.certification.transparency_log import BrokenLog
from app.core.db import Database
from app.core.ids import is_slug
from app.courses.domain.frameworks import Framework

__all__ = ["Certificates", "Issued", "NewCertificate", "NoSuchCertificate", "certificates_of"]


log = structlog.get_logger()


class NoSuchCertificate(Exception):
    """Nothing was issued under this code."""


@dataclass(frozen=True)
class Issued:
    """`is_new`: False where this subject had a certificate already; it may have been revoked since."""

    code: str
    is_new: bool
    is_revoked: bool


def _no_framework(_: str) -> Framework | None:
    return None


@dataclass(frozen=True)
class Certificates:
    """Whatever is signed. `keys`: the folder of the private keys, where this process signs itself; all of it then happens in
    the caller's writing transaction: key, token, entry in the log and row come together or not at all. `apart`: who signs
    instead, elsewhere; what is to be signed is then written in that transaction, and signed as soon as it has been
    committed (signing_worker.py). `framework`: the one of this id as it is now."""

    issuer: Issuer
    keys: Path
    framework: Callable[[str], Framework | None] = _no_framework
    apart: SignerApart | None = None

    @property
    def signer(self) -> Signer:
        return self.apart or SignerHere(self.keys, self.issuer)

    def issue(self, session: Session, request: NewCertificate, now: datetime) -> Issued:
        """Raises NoKey."""
        self.wait_for_turn(session)
        known = certificate_about(session, request.subject)
        if known is not None:
            return Issued(known.code, is_new=False, is_revoked=known.revoked_at is not None)
        if (waiting := pending_about(session, request.subject)) is not None:
            return Issued(waiting.code, is_new=False, is_revoked=False)
        promised = promise(request, next_status_index(session.connection()), now)
        if self.apart is None:
            self._sign(session, request, promised, now)
        else:
            session.add(promised)
            _once_committed(session, self.apart.wanted.set)
        self._keep_framework(session, request)
        session.flush()
        return Issued(promised.code, is_new=True, is_revoked=False)

    def wait_for_turn(self, session: Session) -> None:
        """From here on one issues after the other, in all servers, until the caller's transaction ends."""
        wait_for_turn(session.connection())

    def _sign(self, session: Session, request: NewCertificate, promised: PendingCertificate, now: datetime) -> None:
        connection = session.connection()
        self._begin_key_if_none(connection, now)
        token, confirmation = signed_with(key_in_use(connection, self.keys), request, promised, self.issuer, now)
        at = transparency_log.append(connection, [log_entry("issued", token, confirmation.issued_at)])
        session.add(certificate_row(promised, confirmation, token, at))

    def _begin_key_if_none(self, connection: Connection, now: datetime) -> None:
        if not has_key(connection):
            begin_key(connection, self.signer.make_key(now), now)

    def begin_first_key(self, database: Database, now: datetime) -> None:
        """In a transaction of its own, which waits for no other process. Raises SignerAway, SignerRefuses."""
        with database.reading.connect() as connection:
            if has_key(connection):
                return
        made = self.signer.make_key(now)
        with database.session(writes=True) as session:
            self.wait_for_turn(session)
            if not has_key(session.connection()):  # another server may have been quicker
                begin_key(session.connection(), made, now)
                session.commit()

    def revoke(self, session: Session, code: str, reason: str, now: datetime) -> bool:
        """`reason` is a word of domain.verdict.REVOKED or another slug: the public log tells it, so it may say nothing of a
        person; of what was not signed yet it tells nothing. False where it had been revoked before: the first reason stays.
        Raises NoSuchCertificate, ValueError."""
        if not is_slug(reason):
            raise ValueError(reason)
        self.wait_for_turn(session)  # first of all, as who issues does; and it may be signed this very moment
        found = _locked(session, code)
        if found is None:
            if take_back(session, code):
                return True
            raise NoSuchCertificate(code)
        if found.revoked_at is not None:
            return False
        at = max(now, found.issued_at).replace(microsecond=0)
        found.revoke_log_index = transparency_log.append(
            session.connection(), [log_entry("revoked", found.token, at, reason)]
        )
        found.revoked_at, found.revoke_reason = at, reason
        session.flush()
        return True

    def keep_head(self, session: Session, now: datetime, *, daily: bool = False) -> Head | None:
        """Of the log as it is in this transaction; where somebody else signs, as soon as it has been committed, and the
        newest head until then is given. Raises BrokenLog, NoKey."""
        connection = session.connection()
        if self.apart is not None:
            _once_committed(session, self.apart.want_head)
            return newest_head(connection)
        wait_for_turn(connection)
        if transparency_log.size_of(connection):
            self._begin_key_if_none(connection, now)
        head = due_head(connection, self.signer, now, daily=daily)
        if head is not None:
            keep_head(connection, head)
        return head

    def keep_head_now(self, database: Database, now: datetime, *, daily: bool = False) -> Head | None:
        """In a transaction of its own, which waits for no other process. Raises BrokenLog, NoKey, SignerAway,
        SignerRefuses."""
        if self.apart is not None:
            with database.reading.connect() as connection:
                is_empty = transparency_log.size_of(connection) == 0
            if not is_empty:
                self.begin_first_key(database, now)
            with database.reading.connect() as connection:
                head = due_head(connection, self.apart, now, daily=daily)
        with database.session(writes=True) as session:
            if self.apart is None:
                head = self.keep_head(session, now, daily=daily)
            elif head is not None:
                keep_head(session.connection(), head)
            session.commit()
        return head

    def close_day(self, database: Database, now: datetime, *, daily: bool = True) -> None:
        """Keeps the head of a day. Whatever is wrong with the log must not keep anybody from learning: it is told to the
        operator, and `hocvuso certificate log verify` says where."""
        try:
            self.keep_head_now(database, now, daily=daily)
        except SignerAway:
            if self.apart is not None:
                self.apart.head_wanted.set()
        except (BrokenLog, BadToken, NoKey, SignerRefuses, IndexError, OSError, DBAPIError) as error:
            log.error("no head of the log was signed", error=type(error).__name__)

    def change_key(self, session: Session, now: datetime) -> PublicHalf:
        """What was signed before stays valid. Raises SignerAway."""
        made = self.signer.make_key(now)
        self.wait_for_turn(session)
        begin_key(session.connection(), made, max(now, *free_of_signatures(session.connection())))
        return made

    def _keep_framework(self, session: Session, request: NewCertificate) -> None:
        found = self.framework(request.framework)
        if found is None or found.version != request.framework_version:
            return
        if find_edition(session, found.id, found.version) is None:
            session.add(FrameworkEdition(framework=found.id, version=found.version, text=edition_text(found)))


def edition_text(framework: Framework) -> str:
    """What a page shows of it: name, note, groups with their skills."""
    groups = [
        {
            "id": group.id,
            "name": group.name,
            "skills": [{"id": skill.id, "name": skill.name, "does": skill.able} for skill in group.skills],
        }
        for group in framework.groups
    ]
    return json.dumps({"name": framework.name, "note": framework.note, "groups": groups}, ensure_ascii=False)


def set_show_name(session: Session, certificate: Certificate, *, shown: bool) -> None:
    """The holder decides whether who checks the certificate may read the name."""
    session.execute(update(Certificate).where(Certificate.code == certificate.code).values(show_name=shown))


def hide_names(session: Session, learner_id: int) -> None:
    """Nobody who checks a certificate of this learner's reads the name, unless they show it again."""
    session.execute(update(Certificate).where(Certificate.learner_id == learner_id).values(show_name=False))


def forget_holder(session: Session, learner_id: int) -> int:
    """The names of this learner's certificates are gone, and whose they are; the certificates stay valid, and whoever knows
    the name can still compare it. Gives how many there were."""
    found = certificates_of(session, learner_id)
    for certificate in found:
        nameless = replace(from_text(certificate.confirmation), holder="")
        certificate.confirmation, certificate.learner_id, certificate.show_name = as_text(nameless), None, False
    session.flush()
    return len(found)


def _locked(session: Session, code: str) -> Certificate | None:
    wanted = select(Certificate).where(Certificate.code == code).with_for_update()
    return session.scalar(wanted, execution_options={"populate_existing": True})


def _once_committed(session: Session, do: Callable[[], None]) -> None:
    event.listen(session, "after_commit", lambda _: do())
