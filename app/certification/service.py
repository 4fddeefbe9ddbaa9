"""Use cases: a certificate is issued, revoked, shown with its holder's name or without, forgotten by its holder's name."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import structlog
from sqlalchemy import Connection, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.certification import transparency_log
from app.certification.domain.confirmation import (
    Assurance,
    Confirmation,
    Device,
    SkillSeen,
    as_text,
    from_text,
    new_code,
)
from app.certification.domain.credential import Issuer, claims, key_entry, log_entry
from app.certification.domain.status_list import list_number, place_in_list
from app.certification.domain.tokens import BadToken, sign
from app.certification.log_heads import keep_head
from app.certification.models import Certificate, FrameworkEdition
from app.certification.queries import Head, certificate_about, certificates_of, find_edition, next_status_index
from app.certification.signing_keys import NoKey, PrivateKey, change_key, signing_key
from app.certification.transparency_log import BrokenLog
from app.core.db import Database
from app.core.ids import is_slug
from app.courses.domain.frameworks import Framework

__all__ = ["Certificates", "Issued", "NewCertificate", "NoSuchCertificate", "certificates_of"]


log = structlog.get_logger()


class NoSuchCertificate(Exception):
    """Nothing was issued under this code."""


@dataclass(frozen=True)
class NewCertificate:
    """`subject` names what it is about, such as a sitting: of one subject there is one certificate, for ever. Whoever issues
    anew after a revocation names another subject. `holder`: as app.web.forms.clean_name leaves it. Days are those in
    Vietnam; `place` and `supervisor` are "" where nobody supervised; `assisted` and `device` as Confirmation has them."""

    learner_id: int
    subject: str
    holder: str
    framework: str
    framework_name: str
    framework_version: str
    assurance: Assurance
    skills: tuple[SkillSeen, ...]
    valid_until: date
    assisted: bool
    device: Device
    place: str = ""
    supervisor: str = ""
    show_name: bool = False


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
    """Everything that signs. `keys`: the folder of the private keys. `framework`: the one of this id as it is now. All of
    it happens in the caller's writing transaction: key, token, entry in the log and row come together or not at all."""

    issuer: Issuer
    keys: Path
    framework: Callable[[str], Framework | None] = _no_framework

    def issue(self, session: Session, request: NewCertificate, now: datetime) -> Issued:
        """Raises NoKey."""
        connection = session.connection()
        key = self._key(connection, now)  # from here on one after the other, in all servers
        known = certificate_about(session, request.subject)
        if known is not None:
            return Issued(known.code, is_new=False, is_revoked=known.revoked_at is not None)
        confirmation = _confirmation(request, max(now, key.since))
        index = next_status_index(connection)
        url = self.issuer.status_url(list_number(index))
        token = sign(claims(confirmation, self.issuer, place_in_list(index), url), "vc+jwt", key.id, key.key)
        at = transparency_log.append(connection, [log_entry("issued", token, confirmation.issued_at)])
        session.add(_row(request, confirmation, token, index, at))
        self._keep_framework(session, request)
        session.flush()
        return Issued(confirmation.code, is_new=True, is_revoked=False)

    def revoke(self, session: Session, code: str, reason: str, now: datetime) -> bool:
        """`reason` is a word of domain.verdict.REVOKED or another slug: the public log tells it, so it may say nothing of a
        person. False where it had been revoked before: the first reason stays. Raises NoSuchCertificate, ValueError."""
        if not is_slug(reason):
            raise ValueError(reason)
        wanted = select(Certificate).where(Certificate.code == code).with_for_update()
        found = session.scalar(wanted, execution_options={"populate_existing": True})
        if found is None:
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
        """Raises BrokenLog, NoKey."""
        return keep_head(session.connection(), self.keys, self.issuer, now, daily=daily)

    def close_day(self, database: Database, now: datetime) -> None:
        """Keeps the head of a day, in a transaction of its own. Whatever is wrong with the log must not keep anybody from
        learning: it is told to the operator, and `hocvuso certificate log verify` says where."""
        try:
            with database.session(writes=True) as session:
                self.keep_head(session, now, daily=True)
                session.commit()
        except (BrokenLog, BadToken, NoKey, DBAPIError) as error:
            log.error("no head of the log was signed", error=type(error).__name__)

    def change_key(self, session: Session, now: datetime) -> PrivateKey:
        """What was signed before stays valid."""
        return _told(session.connection(), change_key(session.connection(), self.keys, now))

    def _key(self, connection: Connection, now: datetime) -> PrivateKey:
        return _told(connection, signing_key(connection, self.keys, now))

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


def _told(connection: Connection, key: PrivateKey) -> PrivateKey:
    """A key that begins to sign stands in the log before anything that it signed."""
    if key.is_new:
        transparency_log.append(connection, [key_entry(key.id, key.public, key.since)])
    return key


def _confirmation(request: NewCertificate, now: datetime) -> Confirmation:
    return Confirmation(
        code=new_code(secrets.choice),
        holder=request.holder,
        salt=secrets.token_hex(16),
        framework=request.framework,
        framework_name=request.framework_name,
        framework_version=request.framework_version,
        assurance=request.assurance,
        skills=request.skills,
        issued_at=now.replace(microsecond=0),
        valid_until=request.valid_until,
        place=request.place,
        supervisor=request.supervisor,
        assisted=request.assisted,
        device=request.device,
    )


def _row(
    request: NewCertificate, confirmation: Confirmation, token: str, status_index: int, log_index: int
) -> Certificate:
    return Certificate(
        code=confirmation.code,
        subject=request.subject,
        learner_id=request.learner_id,
        confirmation=as_text(confirmation),
        token=token,
        status_index=status_index,
        log_index=log_index,
        issued_at=confirmation.issued_at,
        valid_until=confirmation.valid_until,
        show_name=request.show_name,
    )
