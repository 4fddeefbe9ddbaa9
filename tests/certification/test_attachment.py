"""The file that somebody takes home is found again in whatever they send, and nothing else is taken for it."""

import json
import zlib

import pytest

from app.certification.domain.attachment import MOST_BYTES, Attachment, as_file, tokens_in
from app.certification.domain.credential import claims
from app.certification.domain.tokens import sign
from tests.certification.certified import CONFIRMATION, ISSUER, KEY, STATUS_URL

pytestmark = pytest.mark.pure

TOKEN = sign(claims(CONFIRMATION, ISSUER, 7, STATUS_URL), "vc+jwt", "k1", KEY)
OTHER = sign(claims(CONFIRMATION, ISSUER, 8, STATUS_URL), "vc+jwt", "k1", KEY)
FILE = as_file(Attachment(TOKEN, '{"event":"issued"}', 3, 9, ("00" * 32, "11" * 32), TOKEN))


def in_pdf(*files: bytes) -> bytes:
    return b"%PDF-1.7\n" + b"".join(b"stream\n" + zlib.compress(file) + b"\nendstream\n" for file in files)


def test_token_is_found_however_it_is_carried() -> None:
    unpacked = b"%PDF-1.7\nstream\n" + FILE + b"\nendstream"
    for file in (f"\n {TOKEN} \n".encode(), FILE, b"  " + FILE, in_pdf(b"BT", FILE), in_pdf(FILE, FILE), unpacked):
        assert tokens_in(file) == [TOKEN]


@pytest.mark.parametrize("number", range(40))
def test_token_is_found_whatever_its_last_bytes_are(number: int) -> None:
    token = sign(claims(CONFIRMATION, ISSUER, number, STATUS_URL), "vc+jwt", "k1", KEY)
    assert tokens_in(in_pdf(as_file(Attachment(token, "{}", 0, 1, (), token)))) == [token]


@pytest.mark.parametrize(
    "file",
    [
        b"", b"{}", b"[]", b"\xff\xfe", b"%PDF-1.7", b"a.b.c", b"{" * 5000, b'{"credential":1}', b'{"credential":null}', b"\0" * 100,
        b"%PDF-" + b"stream\n" * 5000, b"%PDF-stream\n" + b"x" * 500 + b"endstream", TOKEN.encode() + b"A" * MOST_BYTES,
        TOKEN.encode() + b"\n" + TOKEN.encode(), TOKEN.encode("utf-16"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_ours_has_nothing_in_it(file: bytes) -> None:
    assert tokens_in(file) == []


def test_name_that_stands_twice_is_refused() -> None:
    """One reader would take the first, another the second."""
    twice = FILE.replace(b"{", b'{"credential":' + json.dumps(OTHER).encode() + b",", 1)
    assert json.loads(twice)["credential"] == TOKEN
    assert tokens_in(twice) == []


def test_two_certificates_in_one_pdf_are_both_told() -> None:
    assert tokens_in(in_pdf(FILE, as_file(Attachment(OTHER, "{}", 0, 1, (), TOKEN)))) == [TOKEN, OTHER]


@pytest.mark.battery
def test_packed_bomb_is_not_unpacked() -> None:
    assert tokens_in(in_pdf(FILE[:-1] + b" " * 50_000_000 + b"}")) == []
