"""What a certificate says, from what is to be certified; and the same signed."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy.orm import Session

from app.certification.domain.confirmation import Assurance, Confirmation, Device, SkillSeen, new_code
from app.certification.domain.credential import Issuer, claims
from app.certification.domain.status_list import list_number, place_in_list
from app.certification.domain.tokens import sign
from app.certification.models import PendingCertificate
from app.certification.signing_keys import PrivateKey


@dataclass(frozen=True)
class NewCertificate:
    """`subject` names what it is about, such as a sitting: of one subject there is one certificate, for ever. Whoever issues
    anew after a revocation names another subject. `holder`: as app.web.forms.clean_name leaves it. Days are those in
    Vietnam; `place` and `supervisor` are "" where nobody supervised; `given_by` and `signed_by` as the standard names them; `assisted` and `device` as Confirmation has them."""

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
    given_by: str = ""
    signed_by: str = ""


OTHER_NAMES = "other-names"  # than those that were agreed on: nothing of that happens by itself


class NoWarrant(Exception):
    """It may not be certified. `why`: a word for the operator, of nobody in particular."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


# What may be certified about a subject, by rows that have been committed. Raises NoWarrant.
Warrant: TypeAlias = Callable[[Session, str, datetime], NewCertificate]


def promise(request: NewCertificate, status_index: int, now: datetime) -> PendingCertificate:
    """Its code and its salt, which nobody can guess, and its place in the lists of what was revoked."""
    return PendingCertificate(
        code=new_code(secrets.choice),
        subject=request.subject,
        learner_id=request.learner_id,
        salt=secrets.token_hex(16),
        status_index=status_index,
        show_name=request.show_name,
        asked_at=now,
    )


def _confirmation(request: NewCertificate, promised: PendingCertificate, now: datetime) -> Confirmation:
    return Confirmation(
        code=promised.code,
        holder=request.holder,
        salt=promised.salt,
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
        given_by=request.given_by,
        signed_by=request.signed_by,
    )


def signed_with(
    key: PrivateKey, request: NewCertificate, promised: PendingCertificate, issuer: Issuer, now: datetime
) -> tuple[str, Confirmation]:
    """The token, and what it says; of no moment before its key."""
    confirmation = _confirmation(request, promised, max(now, key.since))
    index = promised.status_index
    said = claims(confirmation, issuer, place_in_list(index), issuer.status_url(list_number(index)))
    return sign(said, "vc+jwt", key.id, key.key), confirmation
