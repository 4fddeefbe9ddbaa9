"""The list of what was revoked is what W3C Bitstring Status List says, judged by a reader that is not ours."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier
from openbadgeslib.ob3.status import decode_encoded_list, set_indices

from app.certification.domain.credential import claims
from app.certification.domain.status_list import SIZE, encoded, list_number, place_in_list, status_claims
from app.certification.domain.tokens import BadToken, VerifyingKey, new_key, read, sign
from app.core.clock import Clock
from tests.certification.certified import AT, CONFIRMATION, ISSUER, KEY, KEYS

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they read another implementation

PLACES = st.frozensets(st.integers(0, SIZE - 1), max_size=40)


@given(PLACES)
def test_stranger_reads_the_bits_that_we_set(places: frozenset[int]) -> None:
    found = decode_encoded_list(encoded(places))
    assert set_indices(found) == places
    assert len(found) * 8 == SIZE >= 131_072


@pytest.mark.parametrize("place", [-1, SIZE])
def test_there_is_no_place_outside_of_a_list(place: int) -> None:
    with pytest.raises(IndexError):
        encoded([place])


def test_certificates_fill_one_list_after_another() -> None:
    assert [list_number(index) for index in (0, SIZE - 1, SIZE, 5 * SIZE)] == [1, 1, 2, 6]
    assert [place_in_list(index) for index in (0, SIZE - 1, SIZE, SIZE + 7)] == [0, SIZE - 1, 0, 7]


@pytest.mark.parametrize(("revoked", "is_refused"), [([], False), ([6, 8], False), ([7], True), ([3, 7], True)])
def test_stranger_refuses_what_the_list_says_was_revoked(revoked: list[int], is_refused: bool) -> None:
    """By the address in the credential, with our signature on the list checked too."""
    url, key, now = ISSUER.status_url(1), new_key(), Clock().now()
    token = sign(claims(CONFIRMATION, ISSUER, 7, url), "vc+jwt", "k1", key)
    listed = sign(status_claims(revoked, 1, ISSUER, now), "statuslist+jwt", "k1", key)
    stranger = OB3Verifier(key.public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    credential = stranger.verify(token)

    def download(address: str) -> bytes:
        assert address == url
        return listed.encode()

    if is_refused:
        with pytest.raises(OB3VerificationError, match="revocation"):
            stranger.check_status(credential, verify_list=True, download=download)
    else:
        stranger.check_status(credential, verify_list=True, download=download)


def test_list_is_no_certificate_and_a_certificate_no_list() -> None:
    listed = sign(status_claims([], 1, ISSUER, AT), "statuslist+jwt", "k1", KEY)
    assert read(listed, "statuslist+jwt", KEYS)["sub"] == ISSUER.status_url(1)
    with pytest.raises(BadToken, match="key"):
        read(listed, "vc+jwt", KEYS)


def test_key_that_has_been_changed_signs_no_new_list() -> None:
    late = sign(status_claims([], 1, ISSUER, AT + timedelta(days=1)), "statuslist+jwt", "k1", KEY)
    with pytest.raises(BadToken, match="time"):
        read(late, "statuslist+jwt", {"k1": VerifyingKey("k1", KEY, AT - timedelta(days=1), AT + timedelta(hours=1))})
