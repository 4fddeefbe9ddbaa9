"""The cookie `kieu` is not signed: whatever it holds, lessons are shown in a way that exists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.learners.domain.reading import (
    ADDRESSES,
    AUDIENCES,
    COMFORTS,
    LONGEST,
    PLATFORMS,
    WORKS,
    Reading,
    format_reading,
    known_reading,
    parse_reading,
)

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_choice_survives_the_cookie(audience: str, platform: str) -> None:
    assert parse_reading(format_reading(Reading(audience, platform))) == Reading(audience, platform)


choices = st.builds(
    Reading,
    st.sampled_from(sorted(AUDIENCES)),
    st.sampled_from(sorted(PLATFORMS)),
    st.sampled_from(sorted(COMFORTS)),
    st.sampled_from(sorted(WORKS)),
    st.sampled_from(["", *ADDRESSES]),
)


@given(choices)
def test_every_set_of_choices_survives_the_cookie(reading: Reading) -> None:
    assert parse_reading(format_reading(reading)) == reading
    assert len(format_reading(reading)) <= LONGEST


@given(st.one_of(st.text(), st.lists(st.sampled_from([*AUDIENCES, *PLATFORMS, *WORKS, "x"])).map(".".join)))
def test_any_cookie_gives_a_known_reading(cookie: str) -> None:
    reading = parse_reading(cookie)
    assert reading.audience in AUDIENCES
    assert reading.platform in PLATFORMS
    assert reading.comfort in COMFORTS
    assert reading.work in WORKS
    assert reading.address in ("", *ADDRESSES)


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        ".",
        "nguoi-dan.windows",
        "vua.android",
        "nguoi-dan.android.iphone",
        "nguoi-dan.Android",
        "nguoi-dan...",
        "nguoi-dan....vua",
        "nguoi-dan..nhanh..",
        "nguoi-dan...vua.",
        "nguoi-dan.....",
        "nguoi-dan...buon-ban.em.x",
        "nguoi-dan.android" + "." * 80,
    ],
)
def test_malformed_cookie_gives_the_default(cookie: str) -> None:
    assert parse_reading(cookie) == Reading("nguoi-cao-tuoi", "")


def test_cookie_is_audience_dot_platform() -> None:
    assert format_reading(Reading("nguoi-dan", "iphone")) == "nguoi-dan.iphone"
    longer = Reading("nguoi-dan", "iphone", "cham", "", "em")
    assert format_reading(longer) == "nguoi-dan.iphone.cham..em"


def test_choice_no_longer_offered_gives_the_default() -> None:
    assert known_reading("nguoi-dan", "symbian") == Reading()
    assert known_reading("nguoi-dan", "", "", "tho-ren") == Reading()


@pytest.mark.parametrize(
    ("reading", "form"),
    [
        (Reading(), "bác"),
        (Reading("nguoi-dan"), "bác"),
        (Reading("hoc-sinh-sinh-vien"), "em"),
        (Reading("nguoi-lao-dong"), "anh chị"),
        (Reading("can-bo-cong-chuc"), "anh chị"),
        (Reading("hoc-sinh-sinh-vien", address="bac"), "bác"),
        (Reading(address="ong"), "ông"),
    ],
)
def test_form_of_address_is_chosen_or_expected_of_the_audience(reading: Reading, form: str) -> None:
    assert reading.form == form


@pytest.mark.parametrize(
    ("audience", "framework"), [("nguoi-cao-tuoi", "nguoi-dan"), *((a, a) for a in AUDIENCES if a != "nguoi-cao-tuoi")]
)
def test_older_citizens_learn_what_citizens_learn(audience: str, framework: str) -> None:
    assert Reading(audience).framework == framework
