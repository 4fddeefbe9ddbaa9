"""Signed statements: compact JWS with ES256 (RFC 7515, RFC 7518), read strictly, so that there is one spelling of each.

A key signs what begins while it is in use, and verifies that for ever after. ECDSA has two signatures for everything,
s and n - s: we make and accept the smaller one alone, and one base64url spelling alone (RFC 4648, 3.5).

A credential carries the public key that verifies it (Open Badges 3.0, 8.2.3: `jwk`, or a `kid` that is an address, and `typ`
"JWT"), so that whoever knows no address of ours can read it; other statements, and credentials that were signed before,
name it by the `kid` that it is published under. What a header carries is a name too: it is believed only as one of ours.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Literal, TypeAlias, get_args

from joserfc import jws
from joserfc.jwk import ECKey

from app.certification.domain.credential import JsonObject, canonical

Kind: TypeAlias = Literal["vc+jwt", "log-head+jwt", "statuslist+jwt"]
KINDS: tuple[Kind, ...] = get_args(Kind)
ALGORITHM = "ES256"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (FIPS 186-4, D.1.2.3)
LONGEST = 20_000  # characters; ours have about two thousand


@dataclass(frozen=True)
class VerifyingKey:
    """`since` (inclusive) to `until` (exclusive, None: still) it signed."""

    id: str
    key: ECKey
    since: datetime
    until: datetime | None = None

    def was_in_use(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)

    @cached_property
    def headers(self) -> Mapping[Kind, frozenset[bytes]]:
        """Each spelling that a header of this key may have. Written once: a whole log is read token by token."""
        named = {kind: {canonical(naming_header(kind, self.id))} for kind in KINDS}
        named["vc+jwt"].add(canonical(carrying_header(self.key)))
        return {kind: frozenset(spellings) for kind, spellings in named.items()}

    def has_signed(self, said: bytes, signature: bytes) -> bool:
        """`signature`: r and s, 32 bytes each (RFC 7518, 3.4)."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
        from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
        from cryptography.hazmat.primitives.hashes import SHA256

        try:
            self.key.public_key.verify(encode_dss_signature(_r(signature), _s(signature)), said, ECDSA(SHA256()))
        except (InvalidSignature, ValueError):
            return False
        return True


class BadToken(Exception):
    """Not a statement of ours as we wrote it. `why` is for the record; the page says it in its own words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def new_key() -> ECKey:
    return ECKey.generate_key("P-256")


def sign(statement: JsonObject, kind: Kind, key_id: str, key: ECKey) -> str:
    """`key` is the private one; `key_id` is not told where the key itself is. The statement tells its moment in `nbf` or
    `iat`, in seconds since 1970."""
    header = carrying_header(key) if kind == "vc+jwt" else naming_header(kind, key_id)
    return sign_under(header, statement, key)


def sign_under(header: JsonObject, statement: JsonObject, key: ECKey) -> str:
    token = jws.serialize_compact(header, canonical(statement), key, algorithms=[ALGORITHM])
    signed, _, signature = token.rpartition(".")
    return f"{signed}.{_encoded(_lower(_decoded(signature)))}"


def carrying_header(key: ECKey) -> JsonObject:
    return {"alg": ALGORITHM, "jwk": public_half(key), "typ": "JWT"}


def naming_header(kind: Kind, key_id: str) -> JsonObject:
    return {"alg": ALGORITHM, "kid": key_id, "typ": kind}


def public_half(key: ECKey) -> JsonObject:
    """What a JWK needs to verify, and nothing else: never the private number `d`."""
    told = key.as_dict(private=False)
    return {name: told[name] for name in ("crv", "kty", "x", "y")}


def read(token: str, kind: Kind, keys: Mapping[str, VerifyingKey]) -> JsonObject:
    """The statement, if one of our keys signed exactly these characters while it was in use. Raises BadToken."""
    parts = token.split(".") if len(token) <= LONGEST else []
    if len(parts) != 3:
        raise BadToken("shape")
    header, body, signature = (_strictly(part) for part in parts)
    key = _meant(header, kind, keys)
    if len(signature) != 64 or _s(signature) > ORDER // 2:
        raise BadToken("signature")
    if not key.has_signed(token.rpartition(".")[0].encode("ascii"), signature):
        raise BadToken("signature")
    statement = _object(body)
    if canonical(statement) != body:
        raise BadToken("spelling")
    if not key.was_in_use(_moment(statement)):
        raise BadToken("time")
    return statement


def _meant(header: bytes, kind: Kind, keys: Mapping[str, VerifyingKey]) -> VerifyingKey:
    """The key of ours that a header names or carries, in the one spelling. Raises BadToken, and tells whether somebody else
    with a key of their own would have written this."""
    for key in keys.values():
        if header in key.headers[kind]:
            return key
    raise BadToken("other-key" if _is_of_another(_object(header), header, kind, keys) else "key")


def _is_of_another(said: JsonObject, header: bytes, kind: Kind, keys: Mapping[str, VerifyingKey]) -> bool:
    try:
        if kind == "vc+jwt" and header == canonical({"alg": ALGORITHM, "jwk": said.get("jwk"), "typ": "JWT"}):
            return all(public_half(key.key) != said["jwk"] for key in keys.values())
        return header == canonical(naming_header(kind, str(said.get("kid")))) and said["kid"] not in keys
    except UnicodeEncodeError:  # half a character ("\\ud800"), which JSON can name and UTF-8 cannot write
        return False


def unproved(token: str) -> JsonObject:
    """What it says, whoever signed it; nothing where that cannot be read."""
    try:
        return _object(_decoded(token.partition(".")[2].partition(".")[0]))
    except (BadToken, ValueError):
        return {}


def _moment(statement: JsonObject) -> datetime:
    seconds = statement.get("nbf", statement.get("iat"))
    if not isinstance(seconds, int) or not 0 <= seconds < 2**33:
        raise BadToken("time")
    return datetime.fromtimestamp(seconds, UTC)


def _object(text: bytes) -> JsonObject:
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadToken("spelling") from error
    if not isinstance(value, dict):
        raise BadToken("spelling")
    return value


def _strictly(part: str) -> bytes:
    """Raises BadToken where another spelling of the same bytes would have been ours."""
    try:
        found = _decoded(part)
    except ValueError as error:
        raise BadToken("spelling") from error
    if _encoded(found) != part:
        raise BadToken("spelling")
    return found


def _decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _encoded(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def _r(signature: bytes) -> int:
    return int.from_bytes(signature[:32], "big")


def _s(signature: bytes) -> int:
    return int.from_bytes(signature[32:], "big")


def _lower(signature: bytes) -> bytes:
    s = _s(signature)
    return signature if s <= ORDER // 2 else signature[:32] + (ORDER - s).to_bytes(32, "big")
