"""The credential is what Open Badges 3.0 says (judged by a verifier that is not ours), and no other spelling is believed."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import ECKey
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier

from app.certification.domain.confirmation import CODE_ALPHABET, SkillSeen, read_code, shown_code
from app.certification.domain.credential import OTHERS_NOT_CLAIMED, claims, log_entry
from app.certification.domain.tokens import (
    ORDER,
    BadToken,
    VerifyingKey,
    carrying_header,
    naming_header,
    new_key,
    read,
    sign,
    sign_under,
)
from tests.certification.certified import AT, CONFIRMATION, ISSUER, KEY, KEYS, STATUS_URL

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they read another implementation

CLAIMS = claims(CONFIRMATION, ISSUER, 7, STATUS_URL)
TOKEN = sign(CLAIMS, "vc+jwt", "k1", KEY)


def stranger() -> OB3Verifier:
    return OB3Verifier(KEY.public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def test_stranger_verifies_it() -> None:
    found = stranger().verify(TOKEN)
    assert found.achievement.name == "Khung kỹ năng số cho người dân"
    assert [aligned.target_code for aligned in found.achievement.alignments] == ["tt-ma-qr", "vneid-suc-khoe"]
    assert found.credential_status[0]["statusListIndex"] == "7"
    assert found.issuer.id == ISSUER.url


def test_stranger_refuses_what_was_changed() -> None:
    header, _, signature = TOKEN.split(".")
    changed = urlsafe_b64encode(json.dumps(CLAIMS | {"name": "khác"}).encode()).rstrip(b"=").decode()
    with pytest.raises(OB3VerificationError):
        stranger().verify(f"{header}.{changed}.{signature}")


def test_it_says_of_each_skill_what_was_done_and_claims_no_other() -> None:
    said = CLAIMS["credentialSubject"]["achievement"]["criteria"]["narrative"]
    assert said == (
        "Đã làm được: Trả tiền bằng mã QR (3 việc, có việc tự bấm, xếp hay gõ), Xem sổ sức khỏe (2 việc, có việc tự bấm, xếp hay gõ). "
        + OTHERS_NOT_CLAIMED
    )


def test_one_that_named_groups_says_what_it_said() -> None:
    earlier = replace(CONFIRMATION, skills=(SkillSeen("a", "Thanh toán", True), SkillSeen("b", "An toàn", False)))
    said = claims(earlier, ISSUER, 7, STATUS_URL)["credentialSubject"]["achievement"]["criteria"]["narrative"]
    assert said == "Đã làm được: Thanh toán (đã bấm thật trên màn hình tập), An toàn."


def test_we_read_what_we_wrote_now_and_before() -> None:
    """Before, the header named the key and did not carry it."""
    earlier = sign_under(naming_header("vc+jwt", "k1"), CLAIMS, KEY)
    assert read(TOKEN, "vc+jwt", KEYS) == read(earlier, "vc+jwt", KEYS) == CLAIMS
    assert stranger().verify(earlier).issuer.id == ISSUER.url


def test_header_is_that_of_open_badges() -> None:
    """8.2.3: `kid` only as an address, or else `jwk`, which is public; `typ` "JWT"; nothing more."""
    header = json.loads(urlsafe_b64decode(TOKEN.partition(".")[0] + "=="))
    assert header.keys() == {"alg", "jwk", "typ"}
    assert header["typ"] == "JWT"
    assert header["jwk"].keys() == {"crv", "kty", "x", "y"}
    pem = ECKey.import_key(header["jwk"]).public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    assert OB3Verifier(pem).verify(TOKEN).issuer.id == ISSUER.url


def test_it_is_valid_to_the_end_of_its_last_day_in_vietnam() -> None:
    assert CLAIMS["validUntil"] == "2028-11-22T16:59:59Z"
    assert CLAIMS["exp"] == int(datetime(2028, 11, 22, 16, 59, 59, tzinfo=UTC).timestamp())


def test_file_names_nobody_and_its_holder_can_prove_whose_it_is() -> None:
    assert "Đào" not in json.dumps(CLAIMS, ensure_ascii=False)
    identity = CLAIMS["credentialSubject"]["identifier"][0]
    assert identity["identityHash"] == f"sha256${CONFIRMATION.holder_hash}"
    assert replace(CONFIRMATION, holder="Nguyễn Thị Hoa").holder_hash != CONFIRMATION.holder_hash


def test_log_keeps_nothing_of_a_person() -> None:
    entry = log_entry("issued", TOKEN, AT)
    assert json.loads(entry).keys() == {"at", "event", "reason", "token"}
    assert CONFIRMATION.code.encode() not in entry


@pytest.mark.parametrize("moved", [timedelta(days=-31), timedelta(days=30)])
def test_key_signs_nothing_outside_its_time(moved: timedelta) -> None:
    early = sign(claims(replace(CONFIRMATION, issued_at=AT + moved), ISSUER, 7, STATUS_URL), "vc+jwt", "k1", KEY)
    with pytest.raises(BadToken, match="time"):
        read(early, "vc+jwt", KEYS)


def test_old_certificates_stay_valid_after_three_changes_of_keys() -> None:
    keys, tokens = {}, []
    for year in range(3):
        since = AT.replace(year=2026 + year)
        key = new_key()
        keys[f"k{year}"] = VerifyingKey(f"k{year}", key, since, since + timedelta(days=365))
        issued = replace(CONFIRMATION, issued_at=since + timedelta(days=9))
        tokens.append(sign(claims(issued, ISSUER, year, STATUS_URL), "vc+jwt", f"k{year}", key))
    assert [read(token, "vc+jwt", keys)["credentialStatus"]["statusListIndex"] for token in tokens] == ["0", "1", "2"]


def test_one_kind_of_statement_is_not_taken_for_another() -> None:
    with pytest.raises(BadToken, match="key"):
        read(TOKEN, "log-head+jwt", KEYS)


def test_strangers_key_under_our_name_is_refused() -> None:
    foreign = new_key()
    for header in (naming_header("vc+jwt", "k1"), carrying_header(KEY)):
        with pytest.raises(BadToken, match="signature"):
            read(sign_under(header, CLAIMS, foreign), "vc+jwt", KEYS)
    for token in (sign(CLAIMS, "vc+jwt", "k1", foreign), sign_under(naming_header("vc+jwt", "k9"), CLAIMS, KEY)):
        with pytest.raises(BadToken, match="key"):
            read(token, "vc+jwt", KEYS)


def test_other_signature_of_the_same_text_is_refused() -> None:
    """(r, n - s) verifies as well as (r, s) for everybody who does not look."""
    signed, _, signature = TOKEN.rpartition(".")
    raw = urlsafe_b64decode(signature + "==")
    other = raw[:32] + (ORDER - int.from_bytes(raw[32:], "big")).to_bytes(32, "big")
    mutant = f"{signed}.{urlsafe_b64encode(other).rstrip(b'=').decode()}"
    stranger().verify(mutant)
    with pytest.raises(BadToken, match="signature"):
        read(mutant, "vc+jwt", KEYS)


@pytest.mark.battery
def test_no_single_changed_character_is_believed() -> None:
    """Every character replaced by three others, dropped and doubled: about ten thousand mutants."""
    mutants = set()
    for at, letter in enumerate(TOKEN):
        for other in ("A", "_", "="):
            if other != letter:
                mutants.add(TOKEN[:at] + other + TOKEN[at + 1 :])
        mutants |= {TOKEN[:at] + TOKEN[at + 1 :], TOKEN[:at] + letter + TOKEN[at:]} - {TOKEN}
    believed = [mutant for mutant in mutants if is_believed(mutant)]
    assert len(mutants) > 9_000
    assert believed == []


@given(st.text(max_size=60) | st.sampled_from([TOKEN + ".", "." + TOKEN, TOKEN + "=", "..", "a.b.c", "é" * 40]))
def test_whatever_is_sent_is_refused_and_nothing_else_happens(token: str) -> None:
    assert not is_believed(token)


def is_believed(token: str) -> bool:
    try:
        read(token, "vc+jwt", KEYS)
    except BadToken:
        return False
    return True


@given(st.text(alphabet=CODE_ALPHABET, min_size=12, max_size=12))
def test_code_is_read_however_it_is_typed(code: str) -> None:
    assert read_code(shown_code(code)) == code
    assert read_code(f" {shown_code(code).lower()} ") == code


@pytest.mark.parametrize("typed", ["", "234", "234679ACDEF0", "234679ACDEFGH", "ĐĐĐĐĐĐĐĐĐĐĐĐ", "../../etc/pas"])
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert read_code(typed) is None
