"""Whatever somebody forges, changes or copies: a certificate is valid only as it was issued, signed and logged."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc.jwk import ECKey
from sqlalchemy import text, update

from app.certification.attaching import attachment_of
from app.certification.auditing import Fault, audit
from app.certification.domain.attachment import as_file
from app.certification.domain.confirmation import CODE_ALPHABET, as_text, from_text
from app.certification.domain.credential import claims
from app.certification.domain.tokens import ORDER, carrying_header, naming_header, new_key, sign, sign_under
from app.certification.domain.verdict import Verdict
from app.certification.models import Certificate, LogEntry, LogHead, SigningKey
from app.certification.paper import print_certificate
from app.certification.signing_keys import key_in_use, verifying_keys
from app.certification.transparency_log import BrokenLog
from app.certification.verification import judge_code, judge_file
from tests.certification.certified import AT, CONFIRMATION, ISSUER
from tests.certification.office import Office
from tests.certification.test_transparency_log import without_triggers


def by_code(office: Office, code: str, days: int = 1) -> Verdict:
    with office.database.session(writes=False) as session:
        return judge_code(session, code, AT + timedelta(days=days))


def by_file(office: Office, file: bytes | str, days: int = 1) -> Verdict:
    data = file.encode("utf-8", "surrogatepass") if isinstance(file, str) else file
    with office.database.session(writes=False) as session:
        return judge_file(session, data, AT + timedelta(days=days))


def file_of(office: Office, code: str) -> bytes:
    with office.database.session(writes=False) as session:
        row = office.row(code)
        return as_file(attachment_of(session.connection(), row, office.certificates.signer, AT))


def test_it_is_valid_by_code_token_file_and_paper(office: Office) -> None:
    code = office.issue().code
    token, file = office.row(code).token, file_of(office, code)
    paper = print_certificate(from_text(office.row(code).confirmation), ISSUER, file)
    for verdict in (by_code(office, code), by_file(office, token), by_file(office, file), by_file(office, paper)):
        assert (verdict.status, verdict.reason) == ("valid", "")
        assert verdict.confirmation is not None
        assert verdict.confirmation.code == code


def test_document_is_the_one_that_others_rely_on(office: Office) -> None:
    code = office.issue().code
    office.revoke(code)
    document = by_code(office, code).document()
    assert {**document, "claims": {}} == {"valid": False, "status": "revoked", "reason": "cap-nham", "claims": {}}
    assert document["claims"]["jti"].endswith(code)
    assert by_code(office, "234679ACDEFG").document() == {
        "valid": False, "status": "unknown", "reason": "no-code", "claims": {},
    }  # fmt: skip


def test_it_expires_after_its_last_day_in_vietnam(office: Office) -> None:
    code = office.issue(valid_until=date(2026, 11, 24)).code
    assert [by_code(office, code, days).status for days in (0, 2, 3)] == ["valid", "valid", "expired"]
    office.revoke(code)
    assert by_code(office, code, 3).status == "revoked"


def test_revoked_shows_at_once_by_code_and_by_file(office: Office) -> None:
    code, other = office.issue("s1").code, office.issue("s2").code
    file = file_of(office, code)
    office.revoke(code, "bai-khong-that")
    for verdict in (by_code(office, code), by_file(office, file)):
        assert (verdict.status, verdict.reason) == ("revoked", "bai-khong-that")
    assert by_code(office, other).status == "valid"


# Attacks


def part(value: object) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def mutants(token: str) -> set[str]:
    """Every third character replaced, dropped, doubled, in the other case; halves exchanged, parts put elsewhere."""
    found = set()
    for at in range(0, len(token), 3):
        letter = token[at]
        for other in ("A", "_", "=", letter.swapcase(), letter * 2, ""):
            found.add(token[:at] + other + token[at + 1 :])
    header, body, signature = token.split(".")
    found |= {
        f"{body}.{header}.{signature}",
        f"{header}.{body}.",
        f"{header}.{body}",
        f".{body}.{signature}",
        token + ".",
        token * 2,
    }
    return found - {token}


@pytest.mark.one_database
@pytest.mark.battery
def test_no_mutant_is_accepted(office: Office) -> None:
    """Of the token, of the file around it and of the code in the address: 0 of thousands."""
    code = office.issue().code
    token, file = office.row(code).token, file_of(office, code).decode()
    tried = mutants(token)
    with office.database.session(writes=False) as session:
        accepted = [one for one in tried if judge_file(session, one.encode(), AT).status != "unknown"]
        in_files = [file.replace(token, one) for one in list(tried)[::4]]
        accepted += [one for one in in_files if judge_file(session, one.encode(), AT).status != "unknown"]
        codes = {code[:at] + other + code[at + 1 :] for at in range(12) for other in CODE_ALPHABET} - {code}
        codes |= {code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(11)} - {code}
        accepted += [one for one in codes if judge_code(session, one, AT).status != "unknown"]
    assert len(tried) + len(in_files) + len(codes) > 4_000
    assert accepted == []


def unsigned(office: Office, token: str) -> list[str]:
    """alg none in its spellings; the public key taken for the secret of HS256."""
    header, body, signature = token.split(".")
    said = json.loads(urlsafe_b64decode(header + "=="))
    with office.database.reading.connect() as connection:
        [key] = verifying_keys(connection).values()
    none = [part({**said, "alg": alg}) for alg in ("none", "None", "NONE", "nOnE", "", None)]
    found = [f"{one}.{body}.{end}" for one in none for end in ("", signature)]
    secrets = (
        json.dumps(key.key.as_dict(private=False), sort_keys=True).encode(),
        key.key.public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        b"",
    )
    for alg in ("HS256", "ES256"):
        text_ = f"{part({**said, 'alg': alg})}.{body}"
        found += [f"{text_}.{part(hmac.digest(secret, text_.encode(), sha256))}" for secret in secrets]
    return found


def respelt(token: str) -> list[str]:
    """The same statement, written otherwise under the same signature, or with the other signature there is."""
    header, body, signature = token.split(".")
    said, raw = json.loads(urlsafe_b64decode(body + "==")), urlsafe_b64decode(signature + "==")
    other = raw[:32] + (ORDER - int.from_bytes(raw[32:], "big")).to_bytes(32, "big")
    return [
        f"{header}.{body}.{part(other)}", f"{header}.{part(json.dumps(said, indent=1).encode())}.{signature}", f"{header}.{body}.{signature}=", f" {header}.{body}.{signature}.",
        f"{header}=.{body}.{signature}", f"{header}.{body}.{signature[:-1]}{chr(ord(signature[-1]) ^ 1)}",
        f"{header}\n.{body}.{signature}", json.dumps({"payload": body, "signatures": [{"protected": header, "signature": signature}]}),
    ]  # fmt: skip


def test_unsigned_and_respelt_tokens_are_refused(office: Office) -> None:
    token = office.row(office.issue().code).token
    tried = [*unsigned(office, token), *respelt(token)]
    assert len(tried) > 20
    assert [one for one in tried if by_file(office, one).status != "unknown"] == []


def insider(office: Office) -> Callable[..., str]:
    """Somebody who has the private key, and signs what was never issued."""
    with office.database.transaction() as connection:
        key = key_in_use(connection, office.certificates.keys)

    def signs(said: Any, key_id: str = "") -> str:
        """`key_id`: under this name, as before the key itself was in the header."""
        if key_id:
            return sign_under(naming_header("vc+jwt", key_id), said, key.key)
        return sign(said, "vc+jwt", key.id, key.key)

    return signs


def test_what_an_insider_signs_beside_the_log_is_refused(office: Office) -> None:
    office.issue("s0")
    valid, revoked = office.issue("s1"), office.issue("s2")
    office.revoke(revoked.code)
    signs, url = insider(office), ISSUER.status_url(1)
    confirmation = from_text(office.row(valid.code).confirmation)
    at = office.row(valid.code).status_index, office.row(revoked.code).status_index
    forged = {
        "somebody else's name": claims(replace(confirmation, holder="Người khác"), ISSUER, at[0], url),
        "one skill more": claims(replace(confirmation, skills=confirmation.skills * 2), ISSUER, at[0], url),
        "a longer life": claims(replace(confirmation, valid_until=date(2099, 1, 1)), ISSUER, at[0], url),
        "supervised after all": claims(replace(confirmation, assurance="tham-dinh"), ISSUER, at[0], url),
        "a code that was not issued": claims(replace(confirmation, code="234679ACDEFG"), ISSUER, at[0], url),
        "revoked by list, not by code": claims(confirmation, ISSUER, at[1], url),
        "revoked by code, not by list": claims(replace(confirmation, code=revoked.code), ISSUER, at[0], url),
        "another list": claims(confirmation, ISSUER, at[0], ISSUER.status_url(2)),
        "no code": {"nbf": int(AT.timestamp())},
        "a code that is none": {"nbf": int(AT.timestamp()), "jti": ["x"], "credentialSubject": 7},
    }
    found = {what: by_file(office, signs(said)) for what, said in forged.items()}
    believed = {
        what for what, verdict in found.items() if (verdict.status, verdict.reason) != ("unknown", "other-token")
    }
    assert believed == set()


MORE_IN_A_HEADER = ({"kid": "khac"}, {"typ": "vc+jwt"}, {"typ": "log-head+jwt"}, {"jku": "https://khac.vn/keys"})


def key_in_hand(office: Office) -> ECKey:
    with office.database.reading.connect() as connection:
        return key_in_use(connection, office.certificates.keys).key


def test_foreign_keys_and_keys_out_of_their_time_are_refused(office: Office) -> None:
    row = office.row(office.issue().code)
    signs, said = insider(office), json.loads(urlsafe_b64decode(row.token.split(".")[1] + "=="))
    with office.database.reading.connect() as connection:
        verifying = verifying_keys(connection)
    [key_id] = verifying
    early = claims(
        replace(from_text(row.confirmation), issued_at=AT - timedelta(seconds=1)), ISSUER, 0, ISSUER.status_url(1)
    )
    ours, foreign = carrying_header(verifying[key_id].key), new_key()
    tried = [
        sign(said, "vc+jwt", key_id, foreign), sign_under(naming_header("vc+jwt", key_id), said, foreign), signs(said, "khac"), signs(said, key_id.upper() + "x"),
        signs(early), signs(early, key_id), sign(said, "log-head+jwt", key_id, foreign), sign_under(ours, said, foreign),
        *(sign_under({**ours, **more}, said, key_in_hand(office)) for more in MORE_IN_A_HEADER),
        sign_under({**ours, "jwk": {**ours["jwk"], "use": "sig"}}, said, key_in_hand(office)),
    ]  # fmt: skip
    assert {by_file(office, one).reason for one in tried} == {"signature", "other-key"}
    others = sign(said, "vc+jwt", key_id, foreign), signs(said, "khac")
    assert [by_file(office, one).reason for one in others] == ["other-key"] * 2


def test_what_was_never_a_certificate_is_not_called_changed(office: Office) -> None:
    """A statement of somebody else, our head of the log, a letter; of a paper of ours that was changed the same is no way out."""
    code = office.issue().code
    token, file = office.row(code).token, json.loads(file_of(office, code))
    header, body, signature = token.split(".")
    elsewhere = f"{part({'alg': 'RS256', 'typ': 'JWT'})}.{part({'sub': 'somebody', 'iat': 1})}.{signature}"
    for text_ in (elsewhere, file["head"], f"{header[:-4]}.{part({'sub': 'x'})}.{signature}", "Thư gửi bà con. " * 9):
        assert by_file(office, text_).reason == "no-token", text_
    for changed in (f"{part({'alg': 'none'})}.{body}.{signature}", f"{header}.{body}.{signature[::-1]}"):
        assert by_file(office, changed).reason == "signature"
    assert by_file(office, json.dumps({**file, "credential": elsewhere})).reason == "signature"


def test_what_a_file_says_of_the_log_has_to_be_so(office: Office) -> None:
    """The certificate in it is right; one that says nothing of the log says nothing wrong."""
    office.issue("s0")
    code = office.issue("s1").code
    written = json.loads(file_of(office, code))
    told = {name: written[name] for name in ("index", "size", "proof", "entry")}
    changes: list[dict[str, Any]] = [
        {"index": told["index"] + 1}, {"index": True}, {"index": 0.5}, {"size": told["size"] + 1}, {"size": "3"},
        {"proof": told["proof"][:-1]}, {"proof": [*told["proof"], "00" * 32]}, {"proof": "x"}, {"proof": ["A" * 64]},
        {"entry": told["entry"].replace("issued", "revoked")}, {"entry": ""}, {"head": written["credential"]}, {"head": ""},
        {"head": None},
    ]  # fmt: skip
    found = [by_file(office, json.dumps({**written, **change})).reason for change in changes]
    assert found == ["false-proof"] * len(changes)
    assert by_file(office, json.dumps({"credential": written["credential"]})).status == "valid"
    office.issue("s2")
    assert by_file(office, json.dumps(written)).status == "valid"


def test_certificate_in_a_log_that_is_not_the_one_that_was_signed_is_not_believed(office: Office) -> None:
    code = office.issue().code
    with office.database.session(writes=True) as session:
        office.certificates.keep_head(session, AT)
        session.commit()
    later = office.issue("s2").code
    assert [by_code(office, one).status for one in (code, later)] == ["valid"] * 2
    with office.database.transaction() as connection:
        without_triggers(connection)
        connection.execute(update(LogHead).values(token=office.head_of_another_history(size=2)))
    assert [by_code(office, one).reason for one in (code, later)] == ["not-in-log", ""]


def test_statement_that_says_something_twice_is_refused_even_with_our_key(office: Office) -> None:
    """One reader would take the first, another the second."""
    header, body, _ = (urlsafe_b64decode(piece + "==") for piece in office.row(office.issue().code).token.split("."))
    with office.database.transaction() as connection:
        key = key_in_use(connection, office.certificates.keys).key
    twice = [
        (header.replace(b"{", b'{"alg":"none",', 1), body), (header, body.replace(b"{", b'{"exp":9999999999,', 1)),
        (header.replace(b"{", b"{ ", 1), body), (header, body + b" "), (header, body.replace(b"QR", b"\\u0051R")),
    ]  # fmt: skip
    tried = []
    for said in twice:
        signed = ".".join(map(part, said))
        raw = key.private_key.sign(signed.encode(), ECDSA(SHA256()))  # type: ignore[union-attr]
        r, s = decode_dss_signature(raw)
        tried.append(f"{signed}.{part(r.to_bytes(32, 'big') + min(s, ORDER - s).to_bytes(32, 'big'))}")
    assert [by_file(office, one).reason for one in tried] == ["signature"] * len(twice)


def test_two_certificates_in_one_file_are_not_judged(office: Office) -> None:
    one, two = (office.issue(subject).code for subject in ("s1", "s2"))
    paper = print_certificate(CONFIRMATION, ISSUER, file_of(office, one)) + print_certificate(
        CONFIRMATION, ISSUER, file_of(office, two)
    )
    assert by_file(office, paper).reason == "several"


ROWS: dict[str, Callable[[Office, Certificate], dict[str, Any]]] = {
    "the name of a skill": lambda _, row: {"confirmation": row.confirmation.replace("QR", "Q")},
    "who supervised": lambda _, row: {"confirmation": row.confirmation.replace("Cô Hạnh", "Cô Hoa")},
    "whose it is": lambda _, row: {
        "confirmation": as_text(replace(from_text(row.confirmation), holder="Trần Văn Mua")),
        "show_name": True,
    },
    "its last day": lambda _, row: {"confirmation": row.confirmation.replace("2028-11-22", "2038-11-22")},
    "its day": lambda _, row: {
        "confirmation": as_text(replace(from_text(row.confirmation), issued_at=AT - timedelta(days=9)))
    },
    "its token": lambda office, row: {
        "token": insider(office)(
            claims(from_text(row.confirmation), ISSUER, row.status_index + 5, ISSUER.status_url(1))
        )
    },
    "its place in the status list": lambda _, row: {"status_index": row.status_index + 5},
    "its entry in the log": lambda _, __: {"log_index": 0},
}


@pytest.mark.parametrize("change", ROWS.values(), ids=ROWS)
def test_row_that_was_changed_is_not_believed_and_found_by_the_audit(
    office: Office, change: Callable[[Office, Certificate], dict[str, Any]]
) -> None:
    code = office.issue().code
    values = change(office, office.row(code))
    with office.database.transaction() as connection:
        connection.execute(update(Certificate).values(values))
    assert by_code(office, code).status == "unknown"
    with office.database.reading.connect() as connection:
        assert ("certificate", code) in [(fault.kind, fault.where) for fault in audit(connection).faults]


@pytest.mark.one_database
def test_many_rows_are_read_by_other_processes_and_what_is_wrong_is_told_in_order(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As this process alone tells it."""
    codes = sorted(office.issue(f"s{number}").code for number in range(7))
    spoilt = codes[1], codes[4]
    with office.database.transaction() as connection:
        for code in spoilt:
            changed = office.row(code).confirmation.replace("QR", "Q")
            connection.execute(update(Certificate).where(Certificate.code == code).values(confirmation=changed))
    found = []
    for many in (100, 7):
        monkeypatch.setattr("app.certification.auditing.MANY", many)
        monkeypatch.setattr("app.certification.auditing.AT_ONCE", 2)
        with office.database.reading.connect() as connection:
            found.append(audit(connection).faults)
    assert found[0] == found[1] == tuple(Fault("certificate", code) for code in spoilt)


SECRETLY: dict[str, tuple[str, set[str]]] = {
    "a revocation taken back": (
        "UPDATE certificate SET revoked_at = NULL, revoke_reason = NULL, revoke_log_index = NULL",
        {"revoked"},
    ),
    "a revocation for another reason": ("UPDATE certificate SET revoke_reason = 'nguoi-co-giay-xin'", {"revocation"}),
    "a certificate made away with": ("DELETE FROM certificate", {"issued", "revoked"}),
}


@pytest.mark.parametrize(("statement", "kinds"), SECRETLY.values(), ids=SECRETLY)
def test_audit_finds_what_was_done_behind_our_back(office: Office, statement: str, kinds: set[str]) -> None:
    office.revoke(office.issue().code)
    with office.database.reading.connect() as connection:
        assert audit(connection).faults == ()
    with office.database.transaction() as connection:
        connection.execute(text(statement))
    with office.database.reading.connect() as connection:
        assert {fault.kind for fault in audit(connection).faults} == kinds


def test_whoever_writes_a_key_of_their_own_into_the_table_is_not_believed(office: Office) -> None:
    code = office.issue().code
    with office.database.transaction() as connection:
        connection.execute(update(SigningKey).values(since=AT - timedelta(days=30)))
    assert by_code(office, code).reason == "other-key"
    with office.database.transaction() as connection:
        connection.execute(update(SigningKey).values(since=AT, log_index=None))
    assert by_code(office, code).reason == "other-key"
    with office.database.reading.connect() as connection:
        assert "key" in {fault.kind for fault in audit(connection).faults}


def test_certificate_issued_with_a_day_before_what_stood_in_the_log_is_found(office: Office) -> None:
    office.issue("s1")
    with office.database.session(writes=True) as session:
        office.certificates.keep_head(session, AT + timedelta(days=2))
        session.commit()
    late = office.issue("s2", AT + timedelta(days=2, minutes=-9))
    with office.database.reading.connect() as connection:
        assert audit(connection).faults == ()
    office.issue("s3", AT + timedelta(days=1))
    with office.database.reading.connect() as connection:
        assert audit(connection).faults == (Fault("moment", str(office.row(late.code).log_index + 1)),)


def test_certificate_written_into_the_table_alone_is_found(office: Office) -> None:
    """With the key, and a token that is right in itself."""
    row = office.row(office.issue().code)
    forged = replace(from_text(row.confirmation), code="234679ACDEFG")
    token = insider(office)(claims(forged, ISSUER, 1, ISSUER.status_url(1)))
    with office.database.session(writes=True) as session:
        session.add(Certificate(
            code=forged.code, subject="x", learner_id=None, confirmation=as_text(forged), token=token, status_index=1,
            log_index=0, issued_at=AT, valid_until=forged.valid_until, show_name=False,
        ))  # fmt: skip
        session.commit()
    assert by_code(office, forged.code).reason == "not-in-log"
    with office.database.reading.connect() as connection:
        assert {fault.kind for fault in audit(connection).faults} == {"certificate", "issued"}


def test_log_that_was_changed_is_told_and_no_new_head_is_signed(office: Office) -> None:
    for number in range(4):
        office.issue(f"s{number}")
    with office.database.session(writes=True) as session:
        office.certificates.keep_head(session, AT)
        session.commit()
    office.issue("s9")
    with office.database.transaction() as connection:
        without_triggers(connection)
        connection.execute(update(LogEntry).where(LogEntry.index == 5).values(text="khác"))
    with office.database.reading.connect() as connection:
        assert [(fault.kind, fault.where) for fault in audit(connection).faults] == [("entry", "5")]
    with office.database.session(writes=True) as session, pytest.raises(BrokenLog):
        office.certificates.keep_head(session, AT + timedelta(days=1))


def test_head_that_does_not_fit_is_told(office: Office) -> None:
    office.issue()
    with office.database.session(writes=True) as session:
        office.certificates.keep_head(session, AT)
        session.commit()
    with office.database.transaction() as connection:
        without_triggers(connection)
        connection.execute(update(LogHead).values(size=1))
    with office.database.reading.connect() as connection:
        assert [(fault.kind, fault.where) for fault in audit(connection).faults] == [("head", "1")]


def test_key_whose_time_was_changed_verifies_nothing(office: Office) -> None:
    code = office.issue().code
    with office.database.transaction() as connection:
        connection.execute(update(SigningKey).values(until=AT))
    assert by_code(office, code).reason == "signature"
