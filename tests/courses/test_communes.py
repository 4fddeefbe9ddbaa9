"""Communes as a list: read with its faults, found by what people type, compared by their codes."""

from datetime import date

import pytest

from app.authoring.domain.file_names import place_fault
from app.courses.domain.communes import (
    Commune,
    CommuneField,
    Named,
    NotListed,
    commune_field,
    commune_key,
    is_same_commune,
    named_commune,
)
from app.courses.domain.compilation import Compiled, compile_catalogue
from app.courses.domain.source import SourceFile
from app.quiz.domain.kinds import KINDS

pytestmark = pytest.mark.pure

LIST = """\
- {ma: "00123", ten: Xã An Bình, tinh: Tỉnh Vĩnh Long}
- {ma: "00456", ten: Xã An Bình, tinh: Thành phố Cần Thơ}
- {ma: "00457", ten: Phường An Bình, tinh: Thành phố Cần Thơ}
- {ma: "00789", ten: Đặc khu Phú Quốc, tinh: Tỉnh An Giang}
"""


def compiled(text: str, place: str = "communes.yaml") -> Compiled:
    return compile_catalogue([SourceFile(f"kho/{place}", place, text.encode())], date(2026, 11, 22), KINDS)


def communes() -> dict[str, Commune]:
    found = compiled(LIST)
    assert found.diagnostics == ()
    return dict(found.catalogue.communes)


def test_list_is_read_by_code() -> None:
    assert {code: one.label for code, one in communes().items()} == {
        "00123": "Xã An Bình, Tỉnh Vĩnh Long",
        "00456": "Xã An Bình, Thành phố Cần Thơ",
        "00457": "Phường An Bình, Thành phố Cần Thơ",
        "00789": "Đặc khu Phú Quốc, Tỉnh An Giang",
    }
    assert place_fault("communes.yaml") is None


@pytest.mark.parametrize(
    ("added", "code"),
    [
        ('- {ma: "00124", ten: Xã B, tinh: Tỉnh C, huyen: Huyện D}', "bad-field"),
        ('- {ma: "00124", ten: Xã B}', "missing-field"),
        ("- {ma: 124, ten: Xã B, tinh: Tỉnh C}", "bad-field"),
        ('- {ma: "xa-b", ten: Xã B, tinh: Tỉnh C}', "bad-field"),
        ('- {ma: "1|2", ten: Xã B, tinh: Tỉnh C}', "bad-field"),
        (f'- {{ma: "00124", ten: Xã B, tinh: {"C" * 41}}}', "bad-field"),
        (f'- {{ma: "00124", ten: {"B" * 40}, tinh: {"C" * 30}}}', "bad-field"),
        ('- {ma: "00123", ten: Xã B, tinh: Tỉnh C}', "duplicate-id"),
        ('- {ma: "00124", ten: xã An Bình, tinh: Tỉnh Vĩnh Long}', "duplicate-id"),
    ],
)
def test_fault_is_told_at_its_line(added: str, code: str) -> None:
    found = compiled(f"{LIST}{added}\n").diagnostics
    assert [(one.line, one.code) for one in found] == [(5, code)]


@pytest.mark.parametrize("place", ["communes.yaml/a.yaml", "xa/communes.yaml", "communes.yml"])
def test_list_elsewhere_is_nobodys(place: str) -> None:
    found = compiled(LIST, place)
    assert [one.code for one in found.diagnostics] == ["misplaced-file"]
    assert not found.catalogue.communes


@pytest.mark.battery
def test_list_of_the_whole_country_is_not_too_large() -> None:
    rows = (f'- {{ma: "{n:05}", ten: Xã Bịa Đặt Số {n}, tinh: Tỉnh Bịa {n % 34}}}\n' for n in range(1, 3_322))
    found = compiled("".join(rows))
    assert (len(found.catalogue.communes), found.diagnostics) == (3_321, ())


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("00456", "00456"),
        ("Xã An Bình, Tỉnh Vĩnh Long", "00123"),
        ("an binh,vinh long", "00123"),
        ("An Bình, tỉnh Vĩnh Long", "00123"),
        ("phuong an binh", "00457"),
        ("xã An Bình, TP Cần Thơ", "00456"),
        ("Phú Quốc", "00789"),
        ("đặc khu phú quốc", "00789"),
    ],
)
def test_commune_is_found_by_what_people_type(typed: str, code: str) -> None:
    found = communes()
    assert named_commune(found, typed) == Named(found[code].name, code)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("An Bình", ["00123", "00456", "00457"]),
        ("Xã An Bình", ["00123", "00456"]),
        ("An Bình, Cần Thơ", ["00456", "00457"]),
        ("An Bình, Đồng Nai", ["00123", "00456", "00457"]),
        ("quốc", ["00789"]),
        ("Xã Không Có", []),
        ("", []),
        (",", []),
        ("0045", []),
    ],
)
def test_what_is_not_one_commune_names_those_it_may_mean(typed: str, meant: list[str]) -> None:
    with pytest.raises(NotListed) as refused:
        named_commune(communes(), typed)
    assert [one.id for one in refused.value.meant] == meant


def test_without_a_list_it_is_what_was_typed() -> None:
    assert named_commune({}, "Xã Nào Đó") == Named("Xã Nào Đó", "")


def test_short_list_is_chosen_from_and_a_long_one_typed() -> None:
    found = communes()
    short = commune_field(found, commune_key("Xã An Bình", "00456"))
    assert (short.value, short.is_closed, len(short.options), short.unlisted) == ("00456", True, 4, "")
    assert commune_field(found, "phu quoc").value == "00789"
    kept = commune_field(found, "hoa lac")
    assert (kept.value, kept.unlisted) == ("", "hoa lac")
    many = found | {f"1{n:04}": found["00789"] for n in range(500)}
    long = commune_field(many, "00456")
    assert (long.value, long.options, long.is_closed) == ("Xã An Bình, Thành phố Cần Thơ", (), False)
    assert commune_field(many, "An Bình", [found["00123"]]).options == ((found["00123"].label,) * 2,)
    assert commune_field({}, "Xã Nào Đó") == CommuneField("Xã Nào Đó", (), is_closed=False)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Xã An Bình", "00123"), ("Xã An Bình", "00456"), False),
        (("Xã An Bình", "00123"), ("Xã Đổi Tên", "00123"), True),
        (("Xã An Bình", "00123"), ("an bình, Vĩnh Long", ""), True),
        (("An Bình", ""), ("xã an binh", ""), True),
        (("An Bình", ""), ("An Hòa", ""), False),
        (("", ""), ("", ""), False),
    ],
)
def test_communes_are_one_by_their_codes_else_by_their_names(
    one: tuple[str, str], other: tuple[str, str], same: bool
) -> None:
    keys = commune_key(*one), commune_key(*other)
    assert is_same_commune(*keys) is same
    assert is_same_commune(*reversed(keys)) is same
    assert all(len(key) <= 60 for key in keys)
