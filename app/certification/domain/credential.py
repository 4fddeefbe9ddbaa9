"""A confirmation as Open Badges 3.0, a W3C Verifiable Credential (Data Model 2.0), and as what the log keeps of it.

The name of the holder is in it as a salted hash only: whoever holds the paper can prove whose it is, and the file alone
names nobody.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, time
from hashlib import sha256
from typing import Any, Literal, TypeAlias

from app.certification.domain.confirmation import ASSURANCE, Confirmation
from app.certification.domain.merkle_tree import Hash
from app.core.clock import VIETNAM

JsonObject: TypeAlias = dict[str, Any]
Event: TypeAlias = Literal["issued", "revoked"]

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
)
IDENTITY = "name"  # the kind of what is hashed, of the list of Open Badges 3.0
NOT_OF_THE_STATE = "Giấy do ứng dụng Học Vụ Số cấp, không phải xác nhận của Nhà nước."


@dataclass(frozen=True)
class Issuer:
    """`url`: the public address of the service, which is also its identifier."""

    url: str
    name: str

    def page_of(self, code: str) -> str:
        return f"{self.url}/xac-minh/{code}"


def claims(confirmation: Confirmation, issuer: Issuer, status_index: int, status_url: str) -> JsonObject:
    """The payload of the signed token (VC-JWT: members of the credential at the top level, with the registered claims of
    a JWT beside them). `status_index`: the place of its bit in the list of what was revoked, at `status_url`."""
    page, issued = issuer.page_of(confirmation.code), confirmation.issued_at.astimezone(UTC)
    last = datetime.combine(confirmation.valid_until, time.max.replace(microsecond=0), VIETNAM)
    ends = last.astimezone(UTC)
    return {
        "@context": list(CONTEXTS),
        "id": page,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"Xác nhận hoàn thành trên ứng dụng: {confirmation.framework_name}",
        "issuer": {"id": issuer.url, "type": ["Profile"], "name": issuer.name, "url": issuer.url},
        "validFrom": _moment(issued),
        "validUntil": _moment(ends),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": f"sha256${confirmation.holder_hash}",
                    "identityType": IDENTITY,
                    "salt": confirmation.salt,
                }
            ],
            "achievement": _achievement(confirmation, issuer),
        },
        "credentialStatus": {
            "id": f"{status_url}#{status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(status_index),
            "statusListCredential": status_url,
        },
        "iss": issuer.url,
        "jti": page,
        "nbf": int(issued.timestamp()),
        "exp": int(ends.timestamp()),
    }


def _achievement(confirmation: Confirmation, issuer: Issuer) -> JsonObject:
    where = f"{issuer.url}/khung/{confirmation.framework}/{confirmation.framework_version}"
    done = ", ".join(skill.name for skill in confirmation.skills)
    return {
        "id": where,
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": confirmation.framework_name,
        "description": f"{ASSURANCE[confirmation.assurance]}. {NOT_OF_THE_STATE}",
        "criteria": {"narrative": f"Đã làm được: {done}."},
        "alignment": [
            {
                "type": ["Alignment"],
                "targetName": skill.name,
                "targetUrl": f"{where}#{skill.id}",
                "targetCode": skill.id,
                "targetFramework": f"{confirmation.framework_name} {confirmation.framework_version}",
            }
            for skill in confirmation.skills
        ],
    }


def log_entry(event: Event, token: str, at: datetime, reason: str = "") -> bytes:
    """What the public log keeps of an event: canonical JSON without anything about a person. The token is named by its
    hash, which nobody can guess at because of the salt in it."""
    entry = {"at": _moment(at.astimezone(UTC)), "event": event, "reason": reason, "token": token_hash(token)}
    return canonical(entry)


def token_hash(token: str) -> str:
    return sha256(token.encode("ascii")).hexdigest()


def head_statement(size: int, root: Hash, at: datetime, issuer: Issuer) -> JsonObject:
    """What is signed of the log: so many entries, this head, at this moment."""
    return {"log": f"{issuer.url}/so-cai", "size": size, "root": root.hex(), "at": _moment(at.astimezone(UTC))}


def canonical(value: JsonObject) -> bytes:
    """The one way in which a value is written: keys sorted, no blanks, UTF-8. There are no floats in it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _moment(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat().replace("+00:00", "Z")
