"""What is said of a certificate: its state on every day, and words for every reason."""

from datetime import UTC, date, datetime

import pytest

from app.certification.domain.verdict import OTHER_REASON, REVOKED, UNKNOWN, Verdict, in_words, status_of
from app.core.ids import is_slug

pytestmark = pytest.mark.pure

LAST = date(2028, 11, 22)
END = datetime(2028, 11, 22, 17, 0, tzinfo=UTC)  # midnight in Vietnam


@pytest.mark.parametrize(
    ("now", "revoked", "status"),
    [
        (END.replace(hour=16, minute=59), None, "valid"), (END, None, "expired"), (END, END, "revoked"),
        (datetime(2027, 1, 1, tzinfo=UTC), END, "revoked"),
    ],
)  # fmt: skip
def test_state_is_that_of_the_day_in_vietnam_and_revoked_stays(
    now: datetime, revoked: datetime | None, status: str
) -> None:
    assert status_of(LAST, revoked, now) == status


def test_every_reason_has_words() -> None:
    reasons = "no-code no-token several signature other-key false-proof other-token not-in-log"
    assert set(reasons.split()) == UNKNOWN.keys()
    assert [in_words(Verdict("unknown", reason)) for reason in UNKNOWN] == [*UNKNOWN.values()]
    assert [in_words(Verdict("revoked", reason)) for reason in (*REVOKED, "khac")] == [*REVOKED.values(), OTHER_REASON]
    assert in_words(Verdict("valid")) == in_words(Verdict("expired")) == ""
    assert all(map(is_slug, REVOKED))


def test_only_what_is_valid_is_told_as_valid() -> None:
    assert Verdict("valid", signed={"jti": "x"}).document() == {
        "valid": True, "status": "valid", "reason": "", "claims": {"jti": "x"},
    }  # fmt: skip
    assert [Verdict(status).document()["valid"] for status in ("revoked", "expired", "unknown")] == [False] * 3
