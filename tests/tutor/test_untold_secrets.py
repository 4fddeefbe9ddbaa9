"""A secret that nobody names is known by how it looks and where it stands; what looks alike is let through."""

import pytest

from app.tutor.domain.redaction import redacted
from tests.tutor.test_secret_grammar import outlives
from tests.tutor.untold_secrets import INNOCENT, untold

pytestmark = pytest.mark.pure


def test_no_secret_is_kept_that_nobody_names() -> None:
    told = [*untold()]
    assert [one for one in told if outlives(one.secret, one.message)] == []
    assert len({one.message for one in told}) >= 300


def test_what_looks_alike_is_left_alone() -> None:
    assert [message for message in INNOCENT if redacted(message).kinds] == []


def test_expiry_is_a_secret_beside_the_number_of_a_card_alone() -> None:
    assert not redacted("thẻ visa của tôi hết hạn 09/27 thì đổi ở đâu").kinds
    assert not outlives("09/27", "thẻ 4283 1099 5561 7723 hết hạn 09/27 thì đổi ở đâu")
