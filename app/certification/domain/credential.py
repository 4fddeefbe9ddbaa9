"""A confirmation as Open Badges 3.0, a W3C Verifiable Credential (Data Model 2.0), and as what the log keeps of it.

The name of the holder is in it as a salted hash only: whoever holds the paper can prove whose it is, and the file alone
names nobody.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from hashlib import sha256
from typing import Any, Literal, TypeAlias

from app.certification.domain.confirmation import ASSURANCE, Confirmation, SkillSeen
from app.certification.domain.merkle_tree import Hash
from app.core.clock import VIETNAM

JsonObject: TypeAlias = dict[str, Any]
Event: TypeAlias = Literal["issued", "revoked"]

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
)
BADGE = "OpenBadgeCredential"
IDENTITY = "name"  # the kind of what is hashed, of the list of Open Badges 3.0
PERFORMED = "đã bấm thật trên màn hình tập"  # of those that named groups, and stay as they were signed
OWN_EVIDENCE = "{tasks} việc, có việc tự bấm, xếp hay gõ"
OTHERS_NOT_CLAIMED = "Kỹ năng nào có bằng chứng riêng thì ghi tên; kỹ năng khác trong khung, giấy này không nói tới."
NOT_OF_THE_STATE = "Giấy do ứng dụng Học Vụ Số cấp, không phải xác nhận của Nhà nước."


@dataclass(frozen=True)
class Issuer:
    """`url`: the public address of the service, which is also its identifier."""

    url: str
    name: str

    @property
    def check_page(self) -> str:
        return f"{self.url}/xac-minh"

    def page_of(self, code: str) -> str:
        return f"{self.check_page}/{code}"

    def status_url(self, number: int) -> str:
        """Of the list of what was revoked (domain/status_list.py)."""
        return f"{self.url}/xac-minh/thu-hoi/{number}"


def claims(confirmation: Confirmation, issuer: Issuer, status_index: int, status_url: str) -> JsonObject:
    """The payload of the signed token (VC-JWT: members of the credential at the top level, with the registered claims of
    a JWT beside them). `status_index`: the place of its bit in the list of what was revoked, at `status_url`."""
    page, issued = issuer.page_of(confirmation.code), confirmation.issued_at.astimezone(UTC)
    last = datetime.combine(confirmation.valid_until, time.max.replace(microsecond=0), VIETNAM)
    ends = last.astimezone(UTC)
    return {
        "@context": list(CONTEXTS),
        "id": page,
        "type": ["VerifiableCredential", BADGE],
        "name": f"Xác nhận hoàn thành trên ứng dụng: {confirmation.framework_name}",
        "issuer": {"id": issuer.url, "type": ["Profile"], "name": issuer.name, "url": issuer.url},
        "validFrom": moment(issued),
        "validUntil": moment(ends),
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
        "evidence": [
            {"type": ["Evidence"], "name": ASSURANCE[confirmation.assurance], "narrative": _how(confirmation)}
        ],
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
    done = f"Đã làm được: {', '.join(map(_done, confirmation.skills))}. {not_claimed(confirmation)}".strip()
    return {
        "id": where,
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": confirmation.framework_name,
        "description": f"{ASSURANCE[confirmation.assurance]}. {NOT_OF_THE_STATE}",
        "criteria": {"narrative": done},
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


def not_claimed(confirmation: Confirmation) -> str:
    return OTHERS_NOT_CLAIMED if confirmation.is_by_skill else ""


def _done(skill: SkillSeen) -> str:
    words = seen_words(skill)
    return f"{skill.name} ({words})" if words else skill.name


def seen_words(skill: SkillSeen) -> str:
    """What its evidence is, "" where it was only chosen."""
    if skill.tasks:
        return OWN_EVIDENCE.format(tasks=skill.tasks)
    return PERFORMED if skill.performed else ""


def _how(confirmation: Confirmation) -> str:
    by = f"Người giám sát: {confirmation.supervisor}. " if confirmation.supervisor else ""
    at = f"Nơi làm bài: {confirmation.place}. " if confirmation.place else ""
    how = "".join(f"{said}. " for said in (*confirmation.circumstances, *confirmation.signatories))
    return f"{by}{at}{how}{NOT_OF_THE_STATE}"


def is_what_was_signed(confirmation: Confirmation, status_index: int, signed: JsonObject) -> bool:
    """Whether a token says this; a name that was forgotten since is no difference, another name is. `status_index`: in its
    list."""
    try:
        if confirmation.holder and confirmation.holder_hash != holder_hash_in(signed):
            return False
        issuer = Issuer(signed["issuer"]["id"], signed["issuer"]["name"])
        ours = claims(confirmation, issuer, status_index, signed["credentialStatus"]["statusListCredential"])
        subject = {"identifier": signed["credentialSubject"]["identifier"]}
    except (KeyError, TypeError, IndexError):
        return False
    return ours | {"credentialSubject": ours["credentialSubject"] | subject} == signed


def is_badge(said: JsonObject) -> bool:
    """Whether it means to be a credential of this kind, ours or somebody else's."""
    return isinstance(said.get("type"), list) and BADGE in said["type"]


def holder_hash_in(signed: JsonObject) -> str:
    """As Confirmation.holder_hash."""
    return str(signed["credentialSubject"]["identifier"][0]["identityHash"]).removeprefix("sha256$")


def key_entry(key_id: str, public: str, at: datetime) -> bytes:
    """What the public log keeps of a key that begins to sign; `public` as it is published."""
    entry = {
        "at": moment(at.astimezone(UTC)),
        "event": "key",
        "key": key_id,
        "public": sha256(public.encode()).hexdigest(),
    }
    return canonical(entry)


def log_entry(event: Event, token: str, at: datetime, reason: str = "") -> bytes:
    """What the public log keeps of an event: canonical JSON without anything about a person. The token is named by its
    hash, which nobody can guess at because of the salt in it."""
    entry = {"at": moment(at.astimezone(UTC)), "event": event, "reason": reason, "token": token_hash(token)}
    return canonical(entry)


def token_hash(token: str) -> str:
    return sha256(token.encode("ascii")).hexdigest()


def head_statement(
    size: int, root: Hash, at: datetime, issuer: Issuer, restored: Sequence[JsonObject] = ()
) -> JsonObject:
    """What is signed of the log: so many entries, this head, at this moment. `restored`: earlier heads that hold no more, as
    a backup was restored; whoever kept one of them reads here that this is known, and since when."""
    at = at.astimezone(UTC)
    told = {"restored": list(restored)} if restored else {}
    return {
        "log": f"{issuer.url}/so-cai", "size": size, "root": root.hex(), "at": moment(at), "iat": int(at.timestamp())
    } | told  # fmt: skip


def canonical(value: JsonObject) -> bytes:
    """The one way in which a value is written: keys sorted, no blanks, UTF-8. There are no floats in it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def moment(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat().replace("+00:00", "Z")
