"""The cookie `kieu` is not signed: whatever it holds, lessons are shown in a way that exists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.learners.domain.reading import AUDIENCES, PLATFORMS, Reading, format_reading, known_reading, parse_reading

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_choice_survives_the_cookie(audience: str, platform: str) -> None:
    assert parse_reading(format_reading(Reading(audience, platform))) == Reading(audience, platform)


@given(st.text())
def test_any_cookie_gives_a_known_reading(cookie: str) -> None:
    reading = parse_reading(cookie)
    assert reading.audience in AUDIENCES
    assert reading.platform in PLATFORMS


@pytest.mark.parametrize(
    "cookie", ["", ".", "nguoi-dan.windows", "vua.android", "nguoi-dan.android.iphone", "nguoi-dan.Android"]
)
def test_malformed_cookie_gives_the_default(cookie: str) -> None:
    assert parse_reading(cookie) == Reading("nguoi-cao-tuoi", "")


def test_cookie_is_audience_dot_platform() -> None:
    assert format_reading(Reading("nguoi-dan", "iphone")) == "nguoi-dan.iphone"


def test_choice_no_longer_offered_gives_the_default() -> None:
    assert known_reading("nguoi-dan", "symbian") == Reading()


@pytest.mark.parametrize(
    ("audience", "framework"), [("nguoi-cao-tuoi", "nguoi-dan"), *((a, a) for a in AUDIENCES if a != "nguoi-cao-tuoi")]
)
def test_older_citizens_learn_what_citizens_learn(audience: str, framework: str) -> None:
    assert Reading(audience).framework == framework
