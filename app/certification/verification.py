"""Whether a certificate is ours and still stands: by its code, or by the file that somebody has.

What the page shows is believed only where all agree: the row, the token that was signed, the entry in the public log, which
leads to the newest head that was signed of it; and of a file what it says itself of the log.
"""

from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from app.certification.domain.attachment import Attachment, BadProof, is_ours_by_form, proofs_in, tokens_in
from app.certification.domain.confirmation import Confirmation, from_text, read_code
from app.certification.domain.credential import JsonObject, is_badge, is_what_was_signed, log_entry
from app.certification.domain.merkle_tree import is_included, leaf_hash
from app.certification.domain.status_list import place_in_list
from app.certification.domain.tokens import BadToken, read, unproved
from app.certification.domain.verdict import Logged, Verdict, status_of
from app.certification.models import Certificate
from app.certification.queries import find_certificate, newest_heads
from app.certification.signing_keys import verifying_keys
from app.certification.transparency_log import entry_at, prove_inclusion, size_of


def judge_code(session: Session, code: str, now: datetime) -> Verdict:
    """`code` as read_code gives it."""
    found = find_certificate(session, code)
    return _judge(session, found, found.token, now) if found else Verdict("unknown", "no-code")


def judge_file(session: Session, file: bytes, now: datetime) -> Verdict:
    tokens = tokens_in(file)
    if len(tokens) != 1:
        return Verdict("unknown", "several" if tokens else "no-token")
    signed = _signed(session, tokens[0])
    if isinstance(signed, str):
        is_paper = is_ours_by_form(file) or is_badge(unproved(tokens[0]))
        return Verdict("unknown", signed if is_paper else "no-token")
    code = read_code(str(signed.get("jti", "")).rpartition("/")[2]) or ""
    found = find_certificate(session, code)
    if found is None or found.token != tokens[0]:
        return Verdict("unknown", "other-token", signed)
    verdict = _judge(session, found, tokens[0], now)
    if verdict.logged is not None and not _proves(session.connection(), file, verdict.logged.entry):
        return Verdict("unknown", "false-proof", signed)
    return verdict


def _judge(session: Session, found: Certificate, token: str, now: datetime) -> Verdict:
    signed, confirmation = _signed(session, token), from_text(found.confirmation)
    if isinstance(signed, str):
        return Verdict("unknown", signed)
    if not is_what_was_signed(confirmation, place_in_list(found.status_index), signed):
        return Verdict("unknown", "other-token", signed)
    entry = log_entry("issued", token, confirmation.issued_at).decode()
    if entry_at(session.connection(), found.log_index) != entry or not _is_logged(session, found.log_index, entry):
        return Verdict("unknown", "not-in-log", signed)
    return _known(found, confirmation, signed, entry, now)


def _is_logged(session: Session, index: int, entry: str) -> bool:
    """Whether it leads to the newest signed head; of what came after that, to the head of the log as it is."""
    connection = session.connection()
    said = next((_said(connection, head.token) for head in newest_heads(connection, 1)), None)
    try:
        if said is None or said["size"] <= index:
            proof = prove_inclusion(connection, index, size_of(connection))
            root = proof.root
        else:
            proof, root = prove_inclusion(connection, index, said["size"]), bytes.fromhex(said["root"])
    except IndexError:  # entries without their heads
        return False
    return is_included(leaf_hash(entry.encode()), index, proof.size, proof.hashes, root)


def _proves(connection: Connection, file: bytes, entry: str) -> bool:
    """Whether all that a file says of the log is so, by a head that we signed; one that says nothing says nothing wrong. That
    today's log begins with that head is another question (kept_heads.py)."""
    try:
        return all(_holds(connection, one, entry) for one in proofs_in(file))
    except BadProof:
        return False


def _holds(connection: Connection, told: Attachment, entry: str) -> bool:
    said = _said(connection, told.head)
    if said is None or said["size"] != told.size or told.entry != entry:
        return False
    hashes = [bytes.fromhex(one) for one in told.proof]
    return is_included(leaf_hash(entry.encode()), told.index, told.size, hashes, bytes.fromhex(said["root"]))


def _said(connection: Connection, head: str) -> JsonObject | None:
    """By a signed head; None where it is not one of ours."""
    try:
        return read(head, "log-head+jwt", verifying_keys(connection))
    except BadToken:
        return None


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


def _signed(session: Session, token: str) -> JsonObject | str:
    """What it says, or why it is not ours (domain.verdict.UNKNOWN)."""
    try:
        return read(token, "vc+jwt", verifying_keys(session.connection()))
    except BadToken as error:
        return "other-key" if error.why == "other-key" else "signature"
