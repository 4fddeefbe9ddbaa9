"""Addresses in questions and under answers."""

import pytest

from app.tutor.domain.links import has_strange_link, is_listed
from app.tutor.domain.redaction import redacted
from app.tutor.service import answer_question, received
from tests.tutor.test_ask import tutor


@pytest.mark.parametrize(
    ("url", "listed"),
    [
        ("https://vneid.gov.vn/tai-khoan", True),
        ("https://gov.vn", True),
        ("https://vneid-gov.xyz/login", False),
        ("https://gov.vn.nhan-qua.top", False),
        ("https://cafef.vn/a.chn", False),
    ],
)
def test_listed_are_hosts_and_what_is_below_them(url: str, listed: bool) -> None:
    assert is_listed(url) is listed
    assert has_strange_link(f"vào {url.split('.chn')[0]} phải không") is not listed


@pytest.mark.parametrize(
    "typed",
    [
        "quên mật khẩu vneid thì vào https://vneid.gov.vn phải không",
        "quên mật khẩu vneid http://vneid-gov.xyz/login bấm vào được không",
    ],
)
def test_address_is_no_password(typed: str) -> None:
    found = redacted(typed)
    assert (found.kinds, found.text) == ((), typed)


def test_password_behind_an_address_is_one_still() -> None:
    for typed in (
        "vào https://vneid.gov.vn mật khẩu Hoa1956@ không được",
        "https://a.vn/?mk=Hoa1956@ là mật khẩu của tôi",
        "mã của tôi https://Hoa1956.vn",
    ):
        assert "Hoa1956" not in redacted(typed).text


def test_no_lesson_is_quoted_at_a_strange_address() -> None:
    asked = "quên mật khẩu vneid thì làm sao, vào https://{} à"
    assert answer_question(tutor(), received(asked.format("vneid.gov.vn"))).kind == "answer"
    assert answer_question(tutor(), received(asked.format("vneid-gov.xyz/login"))).kind != "answer"
