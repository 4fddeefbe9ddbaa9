"""What is typed is compared kindly, and told from a real secret; nothing of it is kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.quiz.domain.simulation.screens import Control, ControlKind
from app.quiz.domain.simulation.typed_text import judge_typed, looks_real

pytestmark = pytest.mark.pure


def entry(kind: ControlKind, value: str, *, free: bool = False) -> Control:
    return Control("c", kind, "Ô", 1, value=value, free=free)


@pytest.mark.parametrize(
    ("kind", "value", "typed"),
    [
        ("digits", "482913", "482913"),
        ("digits", "482913", " 482 913 "),
        ("digits", "482913", "482.913"),
        ("digits", "482913", "４８２９１３"),
        ("digits", "200.000", "200000"),
        ("text", "Nguyễn Thị Lan", "nguyen thi  lan"),
        ("text", "Đồng ý", "ĐỒNG Ý"),
        ("text", "Đồng ý", "Đô\u0300ng y\u0301"),
        ("password", "HoaSen-25", " HoaSen-25 "),
    ],
)
def test_right_text_is_right_however_a_tired_hand_types_it(kind: ControlKind, value: str, typed: str) -> None:
    assert judge_typed(entry(kind, value), typed) == "right"


@pytest.mark.parametrize(
    ("kind", "value", "typed"),
    [
        ("digits", "482913", "482931"),
        ("digits", "482913", "482910"),
        ("digits", "482913", "48291"),
        ("digits", "482913", "4829133"),
        ("digits", "482913", "không biết"),
        ("text", "Đồng ý", "Không đồng ý"),
        ("password", "HoaSen-25", "hoasen-25"),
    ],
)
def test_slip_of_the_hand_is_wrong_and_no_more(kind: ControlKind, value: str, typed: str) -> None:
    assert judge_typed(entry(kind, value), typed) == "wrong"


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("001099012345", "id"),
        ("001 099 012 345", "id"),
        ("001.099.012.345", "id"),
        ("số của tôi 079199012345 đó", "id"),
        ("012345678", "old-id"),
        ("0912345678", "phone"),
        ("0912 345 678", "phone"),
        ("+84 912 345 678", "phone"),
        ("84912345678", "phone"),
        ("0084912345678", "phone"),
        ("02438251234", "phone"),
        ("４０３１８７", "otp"),
        ("730 164", "otp"),
        ("4111 1111 1111 1111", "card"),
        ("9704-0000-0000-0018", "card"),
        ("1903567890123", "account"),
        ("19035678901", "account"),
    ],
)
def test_real_number_is_known_by_its_shape(typed: str, kind: str) -> None:
    assert looks_real(typed) == kind
    assert judge_typed(entry("digits", "482913"), typed) == "looks-real"
    assert judge_typed(entry("text", "Lan"), typed) == "looks-real"
    assert judge_typed(entry("text", "", free=True), typed) == "looks-real"


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "01012026", "hai nghìn", "12/3/1958", "50.000 đồng", "5 tháng 6"]
)
def test_harmless_text_does_not_look_real(typed: str) -> None:
    assert looks_real(typed) is None


def test_optional_entry_takes_anything_harmless() -> None:
    assert judge_typed(entry("text", "", free=True), "mua rau") == "right"


@pytest.mark.battery
@settings(max_examples=40)
@given(st.text(), st.sampled_from(["digits", "text", "password"]))
def test_judging_never_raises(typed: str, kind: ControlKind) -> None:
    assert judge_typed(entry(kind, "482913"), typed) in ("right", "wrong", "looks-real")
