"""Communes as a list: which there are, which one somebody means, whether two are one.

Since 1/7/2025 the country has two levels: 34 provinces, 3,321 communes; several bear one name, so that the code tells.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, StringConstraints, field_validator, model_validator

from app.courses.domain.facts import Row
from app.courses.domain.folding import fold, fold_commune

CODE = re.compile(r"[0-9A-Z]{2,10}")
LONGEST = 60  # characters of a name with its province, as the columns that keep one
MOST_MEANT = 20
MOST_CHOSEN, MOST_LISTED = 50, 400  # communes that a page chooses from, or helps to type


class Commune(Row):
    """`id`: its code, as the State numbers it. `name` with what it is: "Xã An Bình"."""

    id: str = Field(alias="ma")
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=48)] = Field(alias="ten")
    province: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)] = Field(
        alias="tinh"
    )

    @field_validator("id")
    @classmethod
    def _is_a_code(cls, value: str) -> str:
        if not CODE.fullmatch(value):
            raise ValueError('mã xã gồm 2 đến 10 chữ số hoặc chữ in hoa, đặt trong nháy, như "00123"')
        return value

    @model_validator(mode="after")
    def _is_short(self) -> "Commune":
        if len(self.label) > LONGEST:
            raise ValueError(f"tên xã và tên tỉnh dài quá, cả hai nhiều nhất {LONGEST} ký tự")
        return self

    @property
    def label(self) -> str:
        return f"{self.name}, {self.province}"


@dataclass(frozen=True)
class Named:
    """A commune as it is kept; `code` "" for one that is on no list."""

    name: str
    code: str = ""


class NotListed(Exception):
    """Not one commune of the list, but none or several: `meant` are those with such a name, at most MOST_MEANT."""

    def __init__(self, meant: tuple[Commune, ...]) -> None:
        super().__init__()
        self.meant = meant


def named_commune(communes: Mapping[str, Commune], typed: str) -> Named:
    """What somebody chose (a code) or typed: a name, alone where there is one such, else with its province after a comma.
    Without a list as it was typed. Raises NotListed."""
    if not communes:
        return Named(typed)
    if typed in communes:
        return Named(communes[typed].name, typed)
    name, _, province = typed.partition(",")
    there = [one for one in communes.values() if not province.strip() or _province(one.province) == _province(province)]
    exact = [one for one in there if fold(one.name) == fold(name)]
    alike = exact or [one for one in there if fold_commune(name) and fold_commune(one.name) == fold_commune(name)]
    if len(alike) != 1:
        raise NotListed(tuple(alike or _containing(communes.values(), name))[:MOST_MEANT])
    return Named(alike[0].name, alike[0].id)


@dataclass(frozen=True)
class CommuneField:
    """How a form asks for one: `is_closed`, chosen of `options` (value, words); else typed, with `options` (words) to help;
    with none as ever. `value`: what is chosen or typed now; `unlisted`: what was kept before there was such a list."""

    value: str
    options: tuple[tuple[str, str], ...]
    is_closed: bool
    unlisted: str = ""


def commune_field(communes: Mapping[str, Commune], typed: str, meant: Iterable[Commune] = ()) -> CommuneField:
    """`typed`: a code, a name, or a key of `commune_key`; `meant` of a name that was not one commune."""
    name, _, code = typed.partition("#")
    try:
        code = code or named_commune(communes, typed).code
    except NotListed:
        code = ""
    if 0 < len(communes) <= MOST_CHOSEN:
        options = tuple((one.id, one.label) for one in communes.values())
        return CommuneField(code, options, is_closed=True, unlisted="" if code in communes else name)
    listed = tuple(meant) or (tuple(communes.values()) if len(communes) <= MOST_LISTED else ())
    shown = communes[code].label if code in communes else name
    return CommuneField(shown, tuple((one.label, one.label) for one in listed), is_closed=False)


def commune_key(name: str, code: str = "") -> str:
    """What is kept to compare: `fold_commune(name)`, with "#" and the code where there is one; "" for no name."""
    return f"{fold_commune(name)}#{code}" if code else fold_commune(name)


def listed(communes: Mapping[str, Commune], key: str) -> str:
    """The code of a key, where there is such a commune; else "": without a list its name is not as people write it."""
    code = key.partition("#")[2]
    return code if code in communes else ""


def is_same_commune(one: str, other: str) -> bool:
    """Of two keys: by their codes where both have one, else by their names."""
    (name, _, code), (other_name, _, other_code) = one.partition("#"), other.partition("#")
    return code == other_code if code and other_code else bool(name) and name == other_name


def told(refused: NotListed) -> str:
    """To who typed it."""
    if not refused.meant:
        return "Chưa thấy xã, phường, đặc khu nào tên như vậy. Mời xem lại tên."
    if len(refused.meant) == 1:
        return f"Có phải là {refused.meant[0].label}? Mời gõ đủ tên ấy."
    return (
        f"Có {len(refused.meant)} nơi tên như vậy. Mời ghi thêm tỉnh: {'; '.join(one.label for one in refused.meant)}."
    )


def _province(name: str) -> str:
    return fold(name).removeprefix("tinh ").removeprefix("thanh pho ").removeprefix("tp ")


def _containing(communes: Iterable[Commune], name: str) -> list[Commune]:
    wanted = fold(name)
    return [one for one in communes if wanted and wanted in fold(one.label)]
