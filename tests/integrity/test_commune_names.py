import pytest

from app.integrity.domain.communes import commune_names

pytestmark = pytest.mark.pure
AN_BINH, NO_CODE = ("Xã An Bình", "00123"), ("an bình", "")


def test_commune_with_and_without_its_code_is_one() -> None:
    names = commune_names([AN_BINH, NO_CODE, ("Xã Hòa Lạc", "")])
    assert names == {"an binh#00123": "Xã An Bình", "an binh": "Xã An Bình", "hoa lac": "Xã Hòa Lạc"}


def test_two_of_one_name_stay_two_and_what_has_no_code_is_neither() -> None:
    names = commune_names([AN_BINH, ("Xã An Bình", "00456"), NO_CODE])
    assert names["an binh#00123"] == "Xã An Bình (00123)"
    assert len(set(names.values())) == 3


def test_one_code_is_one_commune_whatever_it_is_called() -> None:
    names = commune_names(
        [("Xã An Bình", "00123"), ("Phường An Bình", "00123"), ("Xã Tân An", "00123"), ("tân an", "")]
    )
    assert len(set(names.values())) == 1
