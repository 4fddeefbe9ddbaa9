"""A row of certificates beside the token that was signed and its entries in the log: whatever was changed is told."""

from datetime import timedelta

import pytest

from app.certification.domain.confirmation import as_text
from app.certification.domain.credential import claims, log_entry
from app.certification.domain.issued import IssuedRow, spoilt
from app.certification.domain.tokens import new_key, sign
from tests.certification.certified import AT, CONFIRMATION, ISSUER, KEY, KEYS, STATUS_URL

pytestmark = pytest.mark.pure

CODE = CONFIRMATION.code
STATED = claims(CONFIRMATION, ISSUER, 7, STATUS_URL)
TOKEN = sign(STATED, "vc+jwt", "k1", KEY)
LATER = AT + timedelta(days=3)
ISSUED, REVOKED = log_entry("issued", TOKEN, AT).decode(), log_entry("revoked", TOKEN, LATER, "gian-lan").decode()
ROW = IssuedRow(CODE, TOKEN, as_text(CONFIRMATION), AT, CONFIRMATION.valid_until, 7, None, None, ISSUED, None)
TAKEN_BACK = ROW._replace(revoked_at=LATER, reason="gian-lan", revoked=REVOKED)


def test_row_as_it_was_issued_and_one_that_was_revoked_are_sound() -> None:
    assert [*spoilt([ROW, TAKEN_BACK], KEYS)] == []


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (ROW._replace(text=ROW.text.replace("Đào", "Đảo")), "certificate"),
        (ROW._replace(issued_at=LATER), "certificate"),
        (ROW._replace(valid_until=LATER.date()), "certificate"),
        (ROW._replace(status_index=8), "certificate"),
        (ROW._replace(issued=log_entry("issued", TOKEN, LATER).decode()), "certificate"),
        (ROW._replace(issued=None), "certificate"),
        (ROW._replace(token=sign(STATED, "vc+jwt", "k1", new_key())), "certificate"),
        (TAKEN_BACK._replace(revoked_at=None, reason=None), "revocation"),
        (TAKEN_BACK._replace(reason="sai-ten"), "revocation"),
        (TAKEN_BACK._replace(revoked=None), "revocation"),
    ],
)
def test_what_was_changed_is_told(row: IssuedRow, fault: str) -> None:
    assert (fault, CODE) in [*spoilt([ROW, row], KEYS)]
