"""What was revoked, as a list of bits that is signed: W3C Bitstring Status List 1.0.

A list says of 131,072 certificates at once which are revoked, so that whoever fetches it does not tell us which one they
look at.
"""

import gzip
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from app.certification.domain.credential import CONTEXTS, Issuer, JsonObject, moment

SIZE = 131_072  # bits, the least that the standard allows
TRUSTED_FOR = timedelta(days=30)  # a saved copy; who is online fetches a new one
SERVED_S = 60  # seconds that a copy may be kept on its way


def list_number(status_index: int) -> int:
    """From 1. `status_index` counts all certificates from 0."""
    return status_index // SIZE + 1


def place_in_list(status_index: int) -> int:
    return status_index % SIZE


def encoded(places: Iterable[int]) -> str:
    """Section 2.2: bit 0 is the first from the left; gzip; base64url after the multibase letter u. Raises IndexError for a
    place outside of the list."""
    bits = bytearray(SIZE // 8)
    for place in places:
        if not 0 <= place < SIZE:
            raise IndexError(place)
        bits[place // 8] |= 0x80 >> place % 8
    return "u" + urlsafe_b64encode(gzip.compress(bytes(bits), 9, mtime=0)).rstrip(b"=").decode()


def status_claims(places: Iterable[int], number: int, issuer: Issuer, at: datetime) -> JsonObject:
    """The payload of the signed list (section 2.1)."""
    at = at.astimezone(UTC)
    url, until = issuer.status_url(number), at + TRUSTED_FOR
    return {
        "@context": [CONTEXTS[0]],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.url,
        "validFrom": moment(at),
        "validUntil": moment(until),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(places),
        },
        "iss": issuer.url,
        "sub": url,
        "iat": int(at.timestamp()),
        "exp": int(until.timestamp()),
    }
