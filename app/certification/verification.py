"""Whether a certificate is ours and still stands: by its code, or by the file that somebody has.

What the page shows is believed only where three agree: the row, the token that was signed, the entry in the public log.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from app.certification.domain.attachment import tokens_in
from app.certification.domain.confirmation import Confirmation, from_text, read_code
from app.certification.domain.credential import JsonObject, is_what_was_signed, log_entry
from app.certification.domain.status_list import place_in_list
from app.certification.domain.tokens import BadToken, read
from app.certification.domain.verdict import Logged, Verdict, status_of
from app.certification.models import Certificate
from app.certification.queries import find_certificate
from app.certification.signing_keys import verifying_keys
from app.certification.transparency_log import entry_at


def judge_code(session: Session, code: str, now: datetime) -> Verdict:
    """`code` as read_code gives it."""
    found = find_certificate(session, code)
    return _judge(session, found, found.token, now) if found else Verdict("unknown", "no-code")


def judge_file(session: Session, file: bytes, now: datetime) -> Verdict:
    tokens = tokens_in(file)
    if len(tokens) != 1:
        return Verdict("unknown", "several" if tokens else "no-token")
    signed = _signed(session, tokens[0])
    if signed is None:
        return Verdict("unknown", "signature")
    code = read_code(str(signed.get("jti", "")).rpartition("/")[2]) or ""
    found = find_certificate(session, code)
    if found is None or found.token != tokens[0]:
        return Verdict("unknown", "other-token", signed)
    return _judge(session, found, tokens[0], now)


def _judge(session: Session, found: Certificate, token: str, now: datetime) -> Verdict:
    signed, confirmation = _signed(session, token), from_text(found.confirmation)
    if signed is None:
        return Verdict("unknown", "signature")
    if not is_what_was_signed(confirmation, place_in_list(found.status_index), signed):
        return Verdict("unknown", "other-token", signed)
    entry = log_entry("issued", token, confirmation.issued_at).decode()
    if entry_at(session.connection(), found.log_index) != entry:
        return Verdict("unknown", "not-in-log", signed)
    return _known(found, confirmation, signed, entry, now)


def _known(found: Certificate, confirmation: Confirmation, signed: JsonObject, entry: str, now: datetime) -> Verdict:
    status = status_of(confirmation.valid_until, found.revoked_at, now)
    return Verdict(
        status,
        reason=found.revoke_reason or "" if status == "revoked" else "",
        signed=signed,
        confirmation=confirmation,
        logged=Logged(found.log_index, entry),
        revoked_at=found.revoked_at,
        shows_name=found.show_name,
    )


def _signed(session: Session, token: str) -> JsonObject | None:
    try:
        return read(token, "vc+jwt", verifying_keys(session.connection()))
    except BadToken:
        return None
