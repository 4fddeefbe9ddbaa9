"""What a certificate says of who pressed and on whose phone; and what was issued before it said so."""

import json
from dataclasses import replace

import pytest

from app.certification.domain.confirmation import DEVICE, Confirmation, as_text, from_text
from app.certification.domain.credential import claims, is_what_was_signed
from tests.certification.certified import CONFIRMATION, ISSUER, STATUS_URL

pytestmark = pytest.mark.pure

OLD_TEXT = json.dumps(
    {name: value for name, value in json.loads(as_text(CONFIRMATION)).items() if name not in ("assisted", "device")}
)
OLD_NARRATIVE = (
    "Người giám sát: Cô Hạnh. Nơi làm bài: Xã Bình Minh. "
    "Giấy do ứng dụng Học Vụ Số cấp, không phải xác nhận của Nhà nước."
)


def narrative(confirmation: Confirmation) -> str:
    return str(claims(confirmation, ISSUER, 7, STATUS_URL)["evidence"][0]["narrative"])


def test_help_and_phone_are_signed_in_words() -> None:
    assert "Không thấy có người giúp bấm. Làm trên máy của lớp. Giấy do" in narrative(CONFIRMATION)
    helped = narrative(replace(CONFIRMATION, assisted=True, device="borrowed"))
    assert "Có người giúp bấm. Làm trên máy mượn. Giấy do" in helped
    assert (
        len({narrative(replace(CONFIRMATION, assisted=one, device=on)) for one in (True, False) for on in DEVICE}) == 6
    )


@pytest.mark.parametrize("changed", [{"assisted": True}, {"device": "own"}, {"assisted": None}])
def test_row_that_says_something_else_is_not_what_was_signed(changed: dict[str, bool | str | None]) -> None:
    signed = claims(CONFIRMATION, ISSUER, 7, STATUS_URL)
    assert is_what_was_signed(from_text(as_text(CONFIRMATION)), 7, signed)
    other = from_text(json.dumps(json.loads(as_text(CONFIRMATION)) | changed))
    assert not is_what_was_signed(other, 7, signed)


def test_what_was_issued_before_still_reads_and_still_is_what_was_signed() -> None:
    old = from_text(OLD_TEXT)
    assert old.circumstances == ()
    assert narrative(old) == OLD_NARRATIVE
    assert from_text(as_text(old)) == old
    signed = claims(CONFIRMATION, ISSUER, 7, STATUS_URL)
    signed["evidence"][0]["narrative"] = OLD_NARRATIVE
    assert is_what_was_signed(old, 7, signed)
