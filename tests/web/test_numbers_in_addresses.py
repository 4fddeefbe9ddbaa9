"""A number in an address is one that a row can have, or nobody has this address."""

import re

import pytest
from fastapi import FastAPI

from app.accounts.domain.roles import Role
from app.web.convertors import RowNumber
from app.web.prebuilt import PrebuiltPages
from tests.web.addresses import Address, addresses
from tests.web.conftest import cookies_of
from tests.web.wire import FORM, Wire

DIGITS = "9" * 5_000
NO_NUMBERS = [DIGITS, "9" * 400, str(2**63), "0", "01", "1_0", "-1", "+1", "1.0", "٣", "１"]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_no_row_can_have_is_no_number(text: str) -> None:
    assert re.fullmatch(RowNumber.regex, text) is None


@pytest.mark.parametrize("number", [1, 10, 2**31, 10**18 - 1, 10**18, 2**62])
def test_every_row_has_a_number(number: int) -> None:
    assert re.fullmatch(RowNumber.regex, str(number))
    assert RowNumber().convert(str(number)) == number < 2**63


def numbered(app: FastAPI) -> list[Address]:
    return [one for one in addresses(app) if ":int}" in one.template]


@pytest.mark.parametrize("text", [DIGITS, str(2**63), "0", "٣"])
def test_no_number_is_nobodys_address_for_anybody(
    app: PrebuiltPages, fastapi_app: FastAPI, wire: Wire, logins: dict[Role, str], text: str
) -> None:
    found = numbered(fastapi_app)
    assert len(found) > 30
    for person in ("", cookies_of(app, logins[Role.ADMIN])):
        for address in found:
            for name in re.findall(r"\{(\w+):int\}", address.template):
                reply = wire.send(address.method, address.url(**{name: text}), headers=headers_of(person, address))
                assert reply.status == 404, (address, name)


def test_five_thousand_digits_are_no_error_of_ours_anywhere(
    app: PrebuiltPages, fastapi_app: FastAPI, wire: Wire, logins: dict[Role, str]
) -> None:
    admin = cookies_of(app, logins[Role.ADMIN])
    for address in addresses(fastapi_app):
        for name in re.findall(r"\{(\w+)(?::\w+)?\}", address.template):
            reply = wire.send(address.method, address.url(**{name: DIGITS}), headers=headers_of(admin, address))
            assert reply.status < 500, (address, name)


def headers_of(person: str, address: Address) -> dict[str, str]:
    return {"cookie": person} | ({} if address.is_safe else {"content-type": FORM})
