"""Only what this server signed is a device; anything else is an empty one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.ids import signature
from app.learners.domain.device import MOST_LEARNERS, Device, DeviceFull, NotOnDevice, decode, encode, tag_of

pytestmark = pytest.mark.pure

KEY = b"k" * 32
ids = st.integers(min_value=1, max_value=2**63 - 1)


@st.composite
def devices(draw: st.DrawFn) -> Device:
    learners = tuple(draw(st.lists(ids, unique=True, max_size=MOST_LEARNERS)))
    return Device(learners, draw(st.sampled_from([None, *learners])))


@given(devices())
def test_what_was_encoded_is_decoded(device: Device) -> None:
    assert decode(encode(device, KEY), KEY) == device


@given(devices())
def test_cookie_needs_no_quoting(device: Device) -> None:
    assert set(encode(device, KEY)) <= set("0123456789.-_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


@pytest.mark.battery
@given(st.text() | st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3}){0,9}\.[A-Za-z0-9_-]{22}", fullmatch=True))
def test_anything_else_is_an_empty_device(cookie: str) -> None:
    assert decode(cookie, KEY) == Device()


@given(devices(), st.data())
def test_one_changed_character_empties_the_device(device: Device, data: st.DataObject) -> None:
    cookie = encode(device, KEY)
    place = data.draw(st.integers(0, len(cookie) - 1))
    other = data.draw(st.characters(max_codepoint=0x17F).filter(lambda character: character != cookie[place]))
    assert decode(cookie[:place] + other + cookie[place + 1 :], KEY) == Device()


@given(devices().filter(lambda device: device.learners != ()))
def test_another_key_or_purpose_signs_nothing(device: Device) -> None:
    value = encode(device, KEY).rpartition(".")[0]
    assert decode(encode(device, b"other" * 8), KEY) == Device()
    assert decode(f"{value}.{signature(KEY, 'attempt', value)}", KEY) == Device()


def test_lone_surrogate_is_an_empty_device() -> None:
    assert decode("1.1.\ud800" + "A" * 21, KEY) == Device()


def test_signed_but_impossible_is_never_active() -> None:
    value = "9.1.2"
    assert decode(f"{value}.{signature(KEY, 'device', value)}", KEY) == Device((1, 2), None)


def test_learner_who_joins_is_active() -> None:
    assert Device().add(5).add(7) == Device((5, 7), 7)


def test_learner_who_is_here_joins_once() -> None:
    assert Device((5, 7), 7).add(5) == Device((5, 7), 5)


def test_ninth_learner_is_refused_but_the_eighth_can_return() -> None:
    full = Device(tuple(range(1, 9)), 1)
    with pytest.raises(DeviceFull):
        full.add(9)
    assert full.add(8).active == 8
    assert Device(tuple(range(1, 8)), 1).add(8) == Device(tuple(range(1, 9)), 8)


def test_only_learners_of_the_phone_can_be_switched_to() -> None:
    device = Device((5, 7), 7)
    assert device.switch_to(5) == Device((5, 7), 5)
    with pytest.raises(NotOnDevice):
        device.switch_to(6)


def test_tag_means_the_same_person_wherever_on_the_list() -> None:
    tag = tag_of(7, KEY)
    assert [Device(learners, None).find(tag, KEY) for learners in ((7,), (5, 7), (7, 5, 8))] == [7, 7, 7]
    with pytest.raises(NotOnDevice):
        Device((5, 8), 8).find(tag, KEY)


@given(ids)
def test_tag_is_short_and_tells_no_id(learner: int) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{12}", tag_of(learner, KEY))
    assert tag_of(learner, KEY) != tag_of(learner, b"other" * 8)


@pytest.mark.parametrize("tag", ["", "0", "5", tag_of(5, b"other" * 8), tag_of(6, KEY), tag_of(5, KEY)[:-1], "đ\ud800"])
def test_unknown_tag_is_nobody(tag: str) -> None:
    with pytest.raises(NotOnDevice):
        Device((5, 7), 7).find(tag, KEY)


def test_active_learner_leaves_nobody_active() -> None:
    assert Device((5, 7), 7).leave(7) == Device((5,), None)


def test_others_leave_without_disturbing_the_active_one() -> None:
    assert Device((5, 7), 7).leave(5) == Device((7,), 7)
    assert Device((5, 7), 7).leave(6) == Device((5, 7), 7)
    assert Device((5, 7), 7).leave(None) == Device((5, 7), 7)


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        (Device(), Device().add(1), True),  # a visitor answers and becomes a guest
        (Device((1,), None), Device((1, 2), 2), True),
        (Device((1,), 1), Device((1,), 1), True),
        (Device((1,), None), Device((1,), 1), False),  # someone picks up who they were
        (Device((1,), 1), Device((1, 2), 2), False),
        (Device((1,), 1), Device(), False),
    ],
)
def test_position_stays_only_with_the_same_reader(before: Device, after: Device, *, same: bool) -> None:
    assert after.is_same_reader(before) is same
